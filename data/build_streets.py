"""Build data/streets.h5: 320 training and 80 test street scenes, 96x96x3, with boxes (5 classes) and masks (10 classes).

The scenes are made up: sky, houses, pavement and road are painted, and drawings of vehicles, people, traffic lights and
trees out of eight emoji sets are put on them, far ones first. Training and test scenes share no maker of drawings.

Usage: python data/build_streets.py [--cache DIR] [-o FILE]
Needs npm, and numpy, h5py, pillow and resvg_py in the versions named in data/README.md for the same bytes.
"""

import sys
from dataclasses import dataclass

import numpy as np
from build_cat_vs_noncat import SETS, open_drawings, sources
from building import CACHED, BuildError, made_with, pictures, run, whole, write
from fetch import fetch
from PIL import Image

SIZE = 96  # width and height of a scene
FINE = 2 * SIZE  # it is composed at twice that size, then every 2x2 pixels become one
STEP = 4  # values are rounded to multiples of this, which halves the file and can hardly be seen
SEED = 11
COUNTS = {"train": 320, "test": 80}
CLASSES = ("car", "bus", "person", "cycle", "traffic light")
MASK_CLASSES = ("sky", "building", "road", "pavement", "tree", *CLASSES)
VISIBLE = 0.5  # at least this share of an object's pixels stays uncovered by nearer ones

# Names of drawings, in the spellings of all sets.
DRAWINGS = {
    "car": """automobile taxi police-car sport-utility-vehicle oncoming-automobile oncoming-taxi oncoming-police-car
        pickup-truck policecar oncomingautomobile oncomingtaxi oncomingpolicecar""",
    "bus": "bus oncoming-bus trolleybus minibus oncomingbus",
    "person": """person-walking man-walking woman-walking person-running man-running woman-running person-standing
        man-standing woman-standing walking running man-walking-1 man-walking-2 woman-walking-1 woman-walking-2
        man-running-1 woman-running-1""",
    "cycle": "bicycle motorcycle motor-scooter person-biking man-biking woman-biking",
    "traffic light": "vertical-traffic-light verticaltrafficlight",
    "tree": "deciduous-tree evergreen-tree palm-tree deciduoustree palmtree",
}
# People are drawn in several skin tones, which the sets name in two ways.
TONES = ("", "-light-skin-tone", "-medium-skin-tone", "-dark-skin-tone", "-light", "-medium", "-dark")
HEIGHT = {"car": 0.30, "bus": 0.44, "person": 0.36, "cycle": 0.29}  # of the scene's, one step from the viewer


@dataclass
class Placed:
    """A drawing in a scene: its class, where it comes from, and which of the scene's fine pixels it covers."""

    kind: str
    source: str
    cover: np.ndarray

    @property
    def box(self):
        """The class number and the box around the covered pixels: middle x, y, then height, width, in shares of SIZE."""
        rows, columns = (np.flatnonzero(self.cover.any(axis=axis)) for axis in (1, 0))
        top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
        middle_and_size = np.array([(left + right) / 2, (top + bottom) / 2, bottom - top, right - left]) / FINE
        return [CLASSES.index(self.kind), *middle_and_size]


def collect(drawings, split):
    """Render the drawings of the makers of one split.

    drawings -- dictionary from a set's name to its drawings
    split -- "train" or "test"
    Returns {kind: list, one entry per set, of lists of (source, RGBA picture cut to what is drawn)}.
    Raises BuildError when a kind has no drawing.
    """
    library = {}
    for kind, words in DRAWINGS.items():
        tones = TONES if kind in ("person", "cycle") else ("",)
        library[kind] = []
        for emoji_set in (one for one in SETS if one.split == split):
            of_set = drawings[emoji_set.name]
            names = [name + tone for name in words.split() for tone in tones if name + tone in of_set]
            pictures = [of_set.render(name) for name in names]
            found = [
                (f"{emoji_set.maker}:{emoji_set.name}/{name}", picture.crop(picture.getbbox()))
                for name, picture in zip(names, pictures)
            ]
            library[kind] += [found] if found else []
        if not library[kind]:
            raise BuildError(f"No set of the {split} split has a {kind}: add the sets' names for it to DRAWINGS.")
    return library


def paint_street(rng):
    """Paint sky, houses, pavement and a road that runs to the horizon.

    rng -- a NumPy random Generator
    Returns (picture, mask, view): values (FINE, FINE, 3), float in 0...255; class numbers (FINE, FINE), uint8;
    view(t), which gives (y, middle of the road, half its width) at nearness t, 0 at the horizon and 1 at the lower edge.
    """
    y, x = np.mgrid[:FINE, :FINE]
    horizon = int(FINE * rng.uniform(0.36, 0.48))
    top, low = rng.uniform((90, 150, 210), (190, 210, 250)), np.array([235, 235, 240])
    picture = top + (low - top) * np.clip(y / horizon, 0, 1)[..., None]
    mask = np.full((FINE, FINE), MASK_CLASSES.index("sky"), np.uint8)
    left = 0
    while left < FINE:
        width = int(FINE * rng.uniform(0.10, 0.26))
        if rng.random() < 0.85:
            _paint_house(picture, mask, slice(left, left + width), horizon, rng)
        left += width + int(FINE * rng.uniform(0, 0.04))

    grey = rng.uniform(120, 185)
    picture[horizon:], mask[horizon:] = grey * np.array([1, 0.97, 0.9]), MASK_CLASSES.index("pavement")
    vanishing = FINE * rng.uniform(0.35, 0.65)

    def view(t):
        return horizon + t * (FINE - horizon), vanishing + (FINE / 2 - vanishing) * t, FINE * (0.05 + 0.62 * t)

    nearness = np.clip((y - horizon) / (FINE - horizon), 0, 1)
    _, middle, half = view(nearness)
    road = (y >= horizon) & (np.abs(x - middle) < half)
    picture[road] = rng.uniform(55, 100)
    mask[road] = MASK_CLASSES.index("road")
    dashes = (6 * nearness + 0.25 / (nearness + 0.08)) % 1 < 0.5
    picture[road & dashes & (np.abs(x - middle) < FINE * 0.012 * (0.3 + 1.5 * nearness))] = 235
    return picture, mask, view


def _paint_house(picture, mask, columns, horizon, rng):
    """Paint one house with windows into picture and mask, from the horizon upwards."""
    roof = max(0, horizon - int(FINE * rng.uniform(0.10, 0.36)))
    wall = rng.uniform(90, 210) + rng.normal(0, 22, 3)
    picture[roof : horizon + 2, columns], mask[roof : horizon + 2, columns] = wall, MASK_CLASSES.index("building")
    pane = max(4, int(0.035 * FINE)) // 2
    for top in range(roof + pane, horizon - 2 * pane, 2 * pane):
        for left in range(columns.start + pane, min(columns.stop, FINE) - pane, 2 * pane):
            picture[top : top + pane, left : left + pane] = wall * rng.choice([0.55, 0.75, 1.25])


def plan(view, rng):
    """Choose what stands where.

    view -- function from nearness to (y, middle of the road, half its width)
    rng -- a NumPy random Generator
    Returns a list of (kind, middle x, lower edge y, height) in fine pixels, far ones first.
    """
    horizon = view(0)[0]
    behind = []
    for kind, count, edge, depth, height in (
        ("tree", rng.integers(1, 4), 0.2, 0.12, (0.18, 0.34)),
        ("traffic light", rng.integers(0, 3), 0.24, 0.2, (0.17, 0.28)),
    ):
        for _ in range(count):
            x = rng.uniform(0.04, edge) if rng.random() < 0.5 else 1 - rng.uniform(0.04, edge)
            behind.append((kind, x * FINE, horizon + rng.uniform(0.02, depth) * FINE, rng.uniform(*height) * FINE))
    near = [
        (rng.uniform(0.08, 0.85), rng.choice(["car", "car", "bus", "bus", "cycle"]), 0)
        for _ in range(rng.integers(1, 4))
    ]
    near += [(rng.uniform(0.15, 0.80), rng.choice(["person", "person", "cycle"]), 1) for _ in range(rng.integers(0, 3))]
    planned = []
    for t, kind, beside in sorted(near):
        _, middle, half = view(t)
        side = rng.choice([-1, 1])
        x = middle + side * (half + FINE * rng.uniform(0.05, 0.14) if beside else 0.45 * half)
        planned.append((str(kind), x, view(t + 0.08)[0], FINE * HEIGHT[kind] * (0.28 + t)))
    return behind + planned


def stamp(picture, mask, drawing, kind, place):
    """Put a drawing into picture and mask.

    picture, mask -- values (FINE, FINE, 3) and class numbers (FINE, FINE), changed in place
    drawing -- an RGBA picture (PIL)
    kind -- its class in the mask
    place -- (middle x, lower edge y, height) in fine pixels
    Returns which pixels it covers, booleans (FINE, FINE).
    """
    x, y, height = place
    size = max(2, round(drawing.width * height / drawing.height)), max(3, round(height))
    layer = Image.new("RGBA", (FINE, FINE))
    layer.paste(drawing.resize(size, Image.Resampling.LANCZOS), (round(x - size[0] / 2), round(y) - size[1]))
    values = np.asarray(layer, dtype=float)
    share = values[..., 3:] / 255
    picture[...] = picture * (1 - share) + values[..., :3] * share
    cover = share[..., 0] > 0.5
    mask[cover] = MASK_CLASSES.index(kind)
    return cover


def make_scene(library, rng):
    """Make one scene.

    library -- what `collect` returned
    rng -- a NumPy random Generator
    Returns (picture, mask, objects): (SIZE, SIZE, 3) uint8, multiples of STEP; (SIZE, SIZE) uint8; list of Placed.
    """
    picture, mask, view = paint_street(rng)
    objects = []
    for kind, *place in plan(view, rng):
        of_set = library[kind][rng.integers(len(library[kind]))]
        source, drawing = of_set[rng.integers(len(of_set))]
        if rng.random() < 0.5:
            drawing = drawing.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        new_picture, new_mask = picture.copy(), mask.copy()
        cover = stamp(new_picture, new_mask, drawing, kind, place)
        owner = np.zeros((FINE, FINE), int)
        for number, one in enumerate(objects + [Placed(kind, source, cover)], start=1):
            owner[one.cover] = number
        seen = [np.mean(owner[one.cover] == number) for number, one in enumerate(objects, start=1)]
        rows, columns = (np.count_nonzero(cover.any(axis=axis)) for axis in (1, 0))
        if min(rows, columns) < 8 or any(share < VISIBLE for share in seen):
            continue  # nearly outside, or it would hide what stands behind it
        picture, mask = new_picture, new_mask
        objects.append(Placed(kind, source, cover))
    light = rng.uniform(0.75, 1.08) * (1 + rng.normal(0, 0.03, 3))
    coarse = (picture * light).clip(0, 255).reshape(SIZE, 2, SIZE, 2, 3).mean(axis=(1, 3))
    rounded = (np.minimum(np.rint(coarse / STEP), 255 // STEP) * STEP).astype(np.uint8)
    return rounded, mask[::2, ::2], [one for one in objects if one.kind in CLASSES]


def make_arrays(drawings):
    """Make everything that the file holds.

    drawings -- dictionary from a set's name to its drawings
    Returns a dictionary from key to array, in the order in which the file stores them.
    """
    arrays = {}
    for part, (split, count) in enumerate(COUNTS.items()):
        library = collect(drawings, split)
        scenes = [make_scene(library, np.random.default_rng([SEED, part, number])) for number in range(count)]
        pictures, masks, objects = zip(*scenes)
        arrays[f"{split}_x"], arrays[f"{split}_mask"] = np.stack(pictures), np.stack(masks)
        arrays[f"{split}_count"] = np.array([len(placed) for placed in objects], dtype=np.int64)
        arrays[f"{split}_boxes"] = np.array([one.box for placed in objects for one in placed], dtype=np.float64)
        arrays[f"{split}_source"] = np.array([one.source for placed in objects for one in placed], dtype="S")
    arrays["classes"], arrays["mask_classes"] = np.array(CLASSES, dtype="S"), np.array(MASK_CLASSES, dtype="S")
    return arrays


def describe(folders):
    """Describe the file: provenance, licence, attribution and the packages it was made from and with.

    folders -- dictionary from a set's name to the folder of its package
    Returns a dictionary of the file's root attributes, all text; "packages" and "made_with" are JSON.
    """
    return {
        "provenance": "Made-up street scenes: painted sky, houses, pavement and road, with drawings of eight emoji sets "
        "shrunk, at times mirrored, and put on them; values rounded to multiples of 4, by data/build_streets.py. They are "
        "composites of drawings, not photographs. Train and test share no maker of drawings.",
        **sources(folders),
        "made_with": made_with("pillow", "resvg_py"),
    }


def options(key, array):
    """Store pictures compressed, eighty to a piece, and lists compressed in one; returns the options of an HDF5 data set."""
    if array.size <= 20:
        return {}
    return pictures(80)(key, array) or whole(key, array)


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""

    def build(chosen):
        folders = {emoji_set.name: fetch(emoji_set.package, chosen.cache) for emoji_set in SETS}
        arrays = make_arrays(open_drawings(folders))
        write(chosen.output, arrays, describe(folders), options)
        counts = {
            split: np.bincount(arrays[f"{split}_boxes"][:, 0].astype(int), minlength=len(CLASSES)) for split in COUNTS
        }
        return "\n".join(
            f"{split}: " + ", ".join(f"{count} × {name}" for name, count in zip(CLASSES, of_split))
            for split, of_split in counts.items()
        )

    return run("streets", "packages of emoji drawings", build, arguments, CACHED)


if __name__ == "__main__":
    sys.exit(main())
