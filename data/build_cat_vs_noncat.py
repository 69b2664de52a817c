"""Build data/cat_vs_noncat.h5: 209 training and 50 test pictures of cats and of other things, 64x64x3.

The pictures are drawings out of eight emoji sets by six makers, each set on a soft background of its own.
Training and test pictures share no maker; a second split of the same pictures, by drawing, shares makers.

Usage: python data/build_cat_vs_noncat.py [--cache DIR] [-o FILE]
Needs npm, and numpy, h5py, pillow and resvg_py in the versions named in data/README.md for the same bytes.
"""

import colorsys
import io
import json
import sys
import zlib
from dataclasses import dataclass

import numpy as np
from building import CACHED, BuildError, made_with, pictures, run, write
from fetch import Package, fetch, read_facts
from PIL import Image

SIZE = 64  # width and height of a picture
STEP = 4  # values are rounded to multiples of this, which halves the file and cannot be seen
DRAWN = 192  # width and height at which a drawing is rendered before it is shrunk
SEED = 3  # of 1 to 8 the one whose scores (logistic regression, four-layer net; both splits) lie nearest their mean
CLASSES = ("non-cat", "cat")


@dataclass(frozen=True)
class EmojiSet:
    """One emoji set: its maker, the split it belongs to, and how many cats and other drawings it gives."""

    maker: str
    split: str
    cats: int
    others: int
    package: Package

    @property
    def name(self):
        """The set's name, the package's without its scope."""
        return self.package.name.split("/")[1]


# Within a split every set gives about the same share of cats, so that the style does not betray the class. Of the two
# makers held out one draws most of its cats grey, which no other does: an honest test of what was learnt about cats.
SETS = (
    EmojiSet("google", "train", 14, 27, Package("@iconify-json/noto", "1.2.9",
        "sha512-DQiuXENbun41ch+XPSV55H9FaWKpHTyz46YIKtSaKYD4fIDDzL1tR6H4np/T38jfrTAeI3rcKF0mqHYeZVAuaw==")),
    EmojiSet("google", "train", 13, 25, Package("@iconify-json/noto-v1", "1.2.5",
        "sha512-/DsVMius69Q0fRS53z7QK1TROSuar606jiIx+laXtdsYGMXpf6LtHBx6CGfoo3UHHb/XpBsw+1L1x3eyPqMuVA==")),
    EmojiSet("microsoft", "train", 14, 27, Package("@iconify-json/fluent-emoji-flat", "1.2.6",
        "sha512-RY47RgPb47fYUiyrA64sIOL0+UU02s29sXpNBbIQRBUlPlfNFTKUmZDERGuxDs/7yNGWqQYvuaSYM1M4fRXlUw==")),
    EmojiSet("microsoft", "train", 14, 26, Package("@lobehub/fluent-emoji-3d", "1.1.0",
        "sha512-Wlq2lVStTnr8BDpIJ0pEnTKO4LuDxxqTEhTvRtD1DLRF0me7ogeRQjKoehDHXuVJ2Qaecgl5wRBv60lUAG3h7g==")),
    EmojiSet("mozilla", "train", 5, 9, Package("@iconify-json/fxemoji", "1.2.2",
        "sha512-UAasRaxzFUKfIGSmLwnoarsssA4LX0VLLuEmplIqM6ZNQqIQRtav8tZ4H1neTlBreXuMQyAifr5jP4kn78DpiQ==")),
    EmojiSet("streamline", "train", 12, 23, Package("@iconify-json/streamline-emojis", "1.2.4",
        "sha512-iNr9T9XuZVTyQPJO8ZlLxBzPkpi7qMl+z1l0C31vpEMqhPMelth3n7CeWQYtixdetDPdI81yeG4ROqjWpYJE6A==")),
    EmojiSet("twitter", "test", 13, 12, Package("@iconify-json/twemoji", "1.2.5",
        "sha512-uKpuIEV0v6K5BW3Mjdyl+XKFVAbbcPxAgifKvEMtZoUZB5+YiY5zaMm2uNNCxyXzAWU9yNLlj41WU6/mvgALsw==")),
    EmojiSet("emojione", "test", 12, 13, Package("@iconify-json/emojione", "1.2.3",
        "sha512-T9+T3HIbJNLKKsmxYKlaYhvnHYkz/HNYTV7SHCXVZPfeUi4FqskY70YeN8yYAZT8cCv7w5vJxS4Q1m8zb9CMMg==")),
)  # fmt: skip

# Names of drawings, in the spellings of all sets (one set calls a cat's face cat-face, another cat).
CATS = """
    black-cat cat cat-face catside leopard leopardside lion lion-face tiger tiger-face tigerside
    cat-with-tears-of-joy cat-with-wry-smile crying-cat grinning-cat grinning-cat-with-smiling-eyes kissing-cat
    pouting-cat smiling-cat-with-heart-eyes weary-cat cat-face-with-tears-of-joy cat-face-with-wry-smile
    crying-cat-face grinning-cat-face grinning-cat-face-with-smiling-eyes kissing-cat-face pouting-cat-face
    smiling-cat-face-with-heart-eyes weary-cat-face
"""
ANIMALS = """
    dog dog-face dogside poodle guide-dog wolf wolf-face wolfface fox fox-face-1 raccoon bear bear-face polar-bear panda
    panda-face pandaface koala rabbit rabbit-face bunny bunnyside mouse mouse-face mouseside rat hamster hamster-face
    pig pig-face pigside boar boar-1 cow cow-face cowface ox water-buffalo horse horse-face horseface zebra deer giraffe
    elephant rhinoceros hippopotamus gorilla orangutan monkey monkey-face monkeyface chipmunk beaver hedgehog bat
    kangaroo badger sloth otter skunk camel two-hump-camel bactriancamel llama goat ewe ewe-1 sheep ram chicken rooster
    hatching-chick hatching-chick-1 front-facing-baby-chick frontfacingchick bird bird-1 penguin penguin-1 dove eagle
    duck swan owl flamingo peacock parrot frog frog-face crocodile turtle lizard snake dragon-face dragonhead
    t-rex whale spouting-whale dolphin fish tropical-fish tropicalfish blowfish shark octopus snail butterfly bug ant
    honeybee lady-beetle spider scorpion crab lobster unicorn unicorn-face seal
"""
FACES = """
    grinning-face beaming-face-with-smiling-eyes face-with-tears-of-joy winking-face smiling-face-with-heart-eyes
    kissing-face crying-face pouting-face angry-face face-screaming-in-fear sleeping-face smirking-face thinking-face
    nerd-face robot robot-face-1 clown-face ghost alien jack-o-lantern jackolantern sun-with-face sunwithface
    full-moon-face fullmoonwithface grinwide winking hearteyes crying sleeping smirk
"""
OBJECTS = """
    red-apple redapple banana pizza pizza-1 hamburger hamburger-1 hot-beverage hotbeverage birthday-cake birthdaycake
    automobile bus taxi bicycle airplane rocket sailboat house-with-garden housewithgarden deciduous-tree evergreen-tree
    sunflower sunflower-1 rose tulip cactus cactus-1 mushroom soccer-ball basketball guitar violin umbrella wrapped-gift
    wrapped-gift-1 teddy-bear camera alarm-clock key hammer tangerine lemon peach strawberry strawberry-1 carrot
    bread cheese-wedge
"""
OTHERS = ((FACES, 0.2), (OBJECTS, 0.2), (ANIMALS, 0.6))  # what is not a cat, with its share


@dataclass(frozen=True)
class Choice:
    """One chosen drawing: of which set and split, under which name, and whether it is a cat (1) or not (0)."""

    emoji_set: EmojiSet
    name: str
    label: int

    @property
    def source(self):
        """Where the drawing comes from, "maker:set/name"."""
        return f"{self.emoji_set.maker}:{self.emoji_set.name}/{self.name}"


class VectorDrawings:
    """The drawings of an @iconify-json package, rendered from SVG."""

    def __init__(self, folder):
        self._icons = json.loads((folder / "icons.json").read_text(encoding="utf-8"))

    def __contains__(self, name):
        return name in self._icons["icons"]

    def render(self, name):
        """Return the drawing of that name as an RGBA picture of DRAWN pixels a side."""
        import resvg_py

        shared = {side: self._icons[side] for side in ("width", "height") if side in self._icons}
        icon = {"left": 0, "top": 0, "width": 16, "height": 16, **shared, **self._icons["icons"][name]}
        box = f"{icon['left']} {icon['top']} {icon['width']} {icon['height']}"
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'viewBox="{box}" width="{DRAWN}" height="{DRAWN}">{icon["body"]}</svg>'
        )
        return Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg)))).convert("RGBA")


class PixelDrawings:
    """The drawings of @lobehub/fluent-emoji-3d: pictures named by code points, found by Noto's names."""

    def __init__(self, folder, code_points):
        files = {path.stem.replace("-fe0f", ""): path for path in sorted((folder / "assets").glob("*.webp"))}
        self._files = {name: files[code] for name, code in code_points.items() if code in files}

    def __contains__(self, name):
        return name in self._files

    def render(self, name):
        """Return the drawing of that name as an RGBA picture."""
        return Image.open(self._files[name]).convert("RGBA")


def open_drawings(folders):
    """Open the drawings of every set.

    folders -- dictionary from a set's name to the folder of its package; "noto" must be among them
    Returns a dictionary from a set's name to its VectorDrawings or PixelDrawings.
    """
    characters = json.loads((folders["noto"] / "chars.json").read_text(encoding="utf-8"))
    code_points = {name: code for code, name in reversed(characters.items())}
    vector = {name: VectorDrawings(folder) for name, folder in folders.items() if (folder / "icons.json").exists()}
    return {name: vector.get(name) or PixelDrawings(folder, code_points) for name, folder in folders.items()}


def choose_drawings(drawings, rng):
    """Choose for every set as many cats and other drawings as SETS says.

    drawings -- dictionary from a set's name to its drawings
    rng -- a NumPy random Generator
    Returns a list of Choice in random order.
    Raises BuildError when a set has too few drawings.
    """
    choices = []
    for emoji_set in SETS:
        choices += [Choice(emoji_set, name, 1) for name in _some(CATS, emoji_set.cats, emoji_set, drawings, rng)]
        ends = np.rint(emoji_set.others * np.cumsum([0] + [share for _, share in OTHERS])).astype(int)
        for (words, _), count in zip(OTHERS, np.diff(ends)):
            choices += [Choice(emoji_set, name, 0) for name in _some(words, count, emoji_set, drawings, rng)]
    return [choices[i] for i in rng.permutation(len(choices))]


def _some(words, count, emoji_set, drawings, rng):
    """Draw `count` of those names in `words` that the set has."""
    names = [name for name in words.split() if name in drawings[emoji_set.name]]
    if len(names) < count:
        raise BuildError(
            f"{emoji_set.package.spec} has {len(names)} of the drawings {words.split()[0]}, … but {count} are wanted: "
            "lower the numbers in SETS or add the set's names to the lists below it."
        )
    return [names[i] for i in rng.permutation(len(names))[:count]]


def soft_background(rng, size=SIZE):
    """Make a soft background of two muted colours: a ramp, a glow, a horizon or clouds, with fainter clouds over it.

    rng -- a NumPy random Generator
    size -- width and height in pixels
    Returns pixel values, shape (size, size, 3), float in 0...255.
    """
    first, second = muted_colour(rng), muted_colour(rng)
    kind = rng.integers(4)
    y, x = np.mgrid[0:size, 0:size] / (size - 1) - 0.5
    angle, centre, softness = rng.uniform(0, 2 * np.pi), rng.uniform(-0.5, 0.5, 2), rng.uniform(0.05, 0.3)
    blend = (
        np.cos(angle) * x + np.sin(angle) * y + 0.5,
        1.4 * np.hypot(x - centre[0], y - centre[1]),
        (y - 0.5 * centre[1]) / softness + 0.5,
        0.5 + 0.5 * clouds(rng, x, y),
    )[kind]
    blend = np.clip(blend, 0, 1)[..., None]
    return np.clip(first * (1 - blend) + second * blend + 20 * clouds(rng, x, y)[..., None], 0, 255)


def muted_colour(rng):
    """Draw a colour of any hue, not bright; returns RGB values, shape (3,), in 0...255.

    With brighter ones (pictures' mean 0.57 instead of 0.44) the course's four-layer net mostly loses a whole layer.
    """
    hue, saturation, value = rng.uniform((0, 0.2, 0.1), (1, 0.8, 0.72))
    return 255 * np.array(colorsys.hsv_to_rgb(hue, saturation, value))


def clouds(rng, x, y):
    """Make smooth noise at the points (x, y), arrays of one shape: six slow waves; returns values around 0 in -1...1."""
    waves = rng.uniform((-2, -2, 0), (2, 2, 1), (6, 3))
    return np.mean([np.cos(2 * np.pi * (right * x + down * y + shift)) for right, down, shift in waves], axis=0)


def compose(drawing, rng, size=SIZE):
    """Set a drawing, turned a little and at times mirrored, on a soft background from which it stands out.

    drawing -- an RGBA picture (PIL), transparent around the drawing
    rng -- a NumPy random Generator
    size -- width and height of the result
    Returns pixel values, shape (size, size, 3), uint8, multiples of STEP.
    Raises BuildError when the drawing is empty or stands out from no background.
    """
    layer = place(drawing, rng, size)
    cover = layer[..., 3:] / 255
    for _ in range(50):
        background = soft_background(rng, size)
        if stands_out(layer, background):
            picture = cover * layer[..., :3] + (1 - cover) * background
            return (np.minimum(np.rint(picture / STEP), 255 // STEP) * STEP).astype(np.uint8)
    raise BuildError("No background was found from which the drawing stands out: take it out of the lists of names.")


def place(drawing, rng, size=SIZE):
    """Mirror, turn, shrink and move a drawing so that it lies wholly within a transparent square.

    drawing -- an RGBA picture (PIL)
    rng -- a NumPy random Generator
    size -- width and height of the square
    Returns RGBA values, shape (size, size, 4), float in 0...255.
    """
    if drawing.getbbox() is None:
        raise BuildError("A drawing is empty: take its name out of the lists of names.")
    if rng.random() < 0.5:
        drawing = drawing.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    drawing = drawing.rotate(rng.uniform(-12, 12), Image.Resampling.BICUBIC, expand=True)
    drawing = drawing.crop(drawing.getbbox())
    scale = size * rng.uniform(0.78, 0.97) / max(drawing.size)
    width, height = (max(1, int(side * scale)) for side in drawing.size)
    drawing = drawing.resize((width, height), Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (size, size))
    right, down = rng.uniform(0.3, 0.7, 2)
    square.paste(drawing, (round((size - width) * right), round((size - height) * down)))
    return np.asarray(square, dtype=float)


def stands_out(layer, background):
    """Whether at least four fifths of a drawing's outline differ clearly from the background behind it.

    layer -- RGBA values, shape (size, size, 4)
    background -- RGB values, shape (size, size, 3)
    """
    inside = np.pad(layer[..., 3] > 127, 1)
    core = inside[1:-1, 1:-1] & inside[:-2, 1:-1] & inside[2:, 1:-1] & inside[1:-1, :-2] & inside[1:-1, 2:]
    outline = inside[1:-1, 1:-1] & ~core
    difference = np.abs(layer[outline, :3] - background[outline]).max(axis=1)
    return np.mean(difference > 40) >= 0.8


def split_by_drawing(labels, test_labels, rng):
    """Deal the same pictures anew, whoever made them: as many to the test as there were, as many cats among them.

    labels -- 1 or 0 for every picture, training then test, shape (m,)
    test_labels -- those of the test pictures, shape (m_test,)
    rng -- a NumPy random Generator
    Returns (train, test), two arrays of positions into `labels`, which share none and together have all.
    """
    test = []
    for label in range(len(CLASSES)):
        of_class = rng.permutation(np.flatnonzero(labels == label))
        test.extend(of_class[: np.count_nonzero(test_labels == label)])
    train = np.setdiff1d(np.arange(len(labels)), test)
    return rng.permutation(train), rng.permutation(np.array(test))


def make_arrays(drawings):
    """Make everything that the file holds.

    drawings -- dictionary from a set's name to its drawings
    Returns a dictionary from key to array, in the order in which the file stores them.
    """
    choices = choose_drawings(drawings, np.random.default_rng(SEED))
    arrays = {}
    for split in ("train", "test"):
        part = [choice for choice in choices if choice.emoji_set.split == split]
        arrays[f"{split}_set_x"] = np.stack([_picture(choice, drawings) for choice in part])
        arrays[f"{split}_set_y"] = np.array([choice.label for choice in part], dtype=np.int64)
        arrays[f"{split}_source"] = np.array([choice.source for choice in part], dtype="S")
    arrays["list_classes"] = np.array(CLASSES, dtype="S")
    labels = np.concatenate([arrays["train_set_y"], arrays["test_set_y"]])
    train, test = split_by_drawing(labels, arrays["test_set_y"], np.random.default_rng([SEED, 1]))
    arrays["by_drawing_train_index"], arrays["by_drawing_test_index"] = train, test
    return arrays


def _picture(choice, drawings):
    """Compose one chosen drawing; its look depends on nothing but SEED and its own name."""
    drawing = drawings[choice.emoji_set.name].render(choice.name)
    return compose(drawing, np.random.default_rng([SEED, zlib.crc32(choice.source.encode())]))


def sources(folders):
    """Return the "licence", "attribution" and "packages" of a file that is made from SETS; "packages" is JSON.

    folders -- dictionary from a set's name to the folder of its package
    """
    sets = [
        {"maker": emoji_set.maker, "split": emoji_set.split, **read_facts(emoji_set.package, folders[emoji_set.name])}
        for emoji_set in SETS
    ]
    return {
        "licence": "; ".join(f"{facts['package']} {facts['licence']}" for facts in sets),
        "attribution": "; ".join(f"{facts['package']} by {facts['author']}, {facts['url']}" for facts in sets),
        "packages": json.dumps(sets, sort_keys=True),
    }


def describe(folders):
    """Describe the file: provenance, licence, attribution and the packages it was made from and with.

    folders -- dictionary from a set's name to the folder of its package
    Returns a dictionary of the file's root attributes, all text; "packages" and "made_with" are JSON.
    """
    return {
        "provenance": "Drawings of eight emoji sets, each mirrored or turned a little, shrunk and set on a made-up "
        "soft background, values rounded to multiples of 4, by data/build_cat_vs_noncat.py. They are drawings, not "
        "photographs. Class 'cat' takes in tigers, lions and leopards. Train and test share no maker.",
        **sources(folders),
        "made_with": made_with("pillow", "resvg_py"),
    }


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""

    def build(chosen):
        folders = {emoji_set.name: fetch(emoji_set.package, chosen.cache) for emoji_set in SETS}
        arrays = make_arrays(open_drawings(folders))
        write(chosen.output, arrays, describe(folders), pictures(50))
        return f"{len(arrays['train_set_x'])} training and {len(arrays['test_set_x'])} test pictures"

    return run("cat_vs_noncat", "packages of emoji drawings", build, arguments, CACHED)


if __name__ == "__main__":
    sys.exit(main())
