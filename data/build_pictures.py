"""Build data/pictures.h5: three photographs and a painting, 256x256 pixels in colour.

A cat, a cup of coffee and an astronaut come out of scikit-image; van Gogh's Starry Night comes out of OpenCV's examples. The
largest square in the middle is cut out and scaled down; nothing else is changed.

Usage: python data/build_pictures.py [--painting FILE] [-o FILE]
Needs scikit-image 0.26.0 (pip install --no-deps scikit-image==0.26.0 will do), the file starry_night.jpg of Debian's
opencv-doc 4.6.0 (apt install opencv-doc), and numpy, h5py and pillow in the versions named in data/README.md for the same bytes.
"""

import io
import json
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import numpy as np
from building import BuildError, made_with, pinned, run, write

SIZE = 256
PACKAGE, VERSION = "scikit-image", "0.26.0"
PHOTOS = {
    "chelsea": "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb",
    "coffee": "cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7",
    "astronaut": "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
}
PAINTING_PACKAGE, PAINTING_VERSION = "opencv-doc", "4.6.0+dfsg-12"
PAINTING = Path("/usr/share/doc/opencv-doc/examples/data/starry_night.jpg")
PAINTING_SHA256 = "accda7a19a90f22a4a922fdc8c230167d7abf5f80882171e2cee125c5f12481d"
CANVAS = (20, 20, 732, 580)  # left, top, right, bottom of the painting inside its photograph's black border
ATTRIBUTION = {
    "chelsea": "Stéfan van der Walt (CC0)",
    "coffee": "Rachel Michetti, courtesy of Pikolo Espresso Bar (CC0)",
    "astronaut": "NASA, Eileen Collins (public domain)",
    "starry_night": "Vincent van Gogh, The Starry Night, 1889 (public domain)",
}


def read_pinned(path, sha256, remedy):
    """Return the bytes of a file; raises BuildError with `remedy` when it is missing or another one than was looked at."""
    if not path.is_file():
        raise BuildError(f"There is no {path}: {remedy}.")
    return pinned(path.read_bytes(), sha256, path, remedy)


def read_photo(name):
    """Return the bytes of one of PHOTOS out of the installed package, without importing it (it would want SciPy).

    Raises BuildError when the package is missing or holds another picture.
    """
    remedy = f"run `pip install --no-deps {PACKAGE}=={VERSION}` and start again"
    try:
        path = Path(distribution(PACKAGE).locate_file(f"skimage/data/{name}.png"))
    except PackageNotFoundError:
        raise BuildError(f"{PACKAGE} is not installed: {remedy}.") from None
    return read_pinned(path, PHOTOS[name], remedy)


def square(content, box=None):
    """Cut the largest square out of the middle of a picture and scale it to SIZE.

    content -- bytes of a picture file
    box -- (left, top, right, bottom) of the part to look at, None for all of it
    Returns an array of shape (SIZE, SIZE, 3), uint8.
    """
    from PIL import Image

    picture = Image.open(io.BytesIO(content)).convert("RGB").crop(box)
    side = min(picture.size)
    left, top = ((length - side) // 2 for length in picture.size)
    cut = picture.crop((left, top, left + side, top + side))
    return np.asarray(cut.resize((SIZE, SIZE), Image.Resampling.LANCZOS))


def make_pictures(painting):
    """Make all four pictures; `painting` is the path of the painting's file. Returns a dictionary from name to array."""
    remedy = f"install it with `apt install {PAINTING_PACKAGE}` ({PAINTING_VERSION}), or name its file with --painting"
    pictures = {name: square(read_photo(name)) for name in PHOTOS}
    return pictures | {"starry_night": square(read_pinned(painting, PAINTING_SHA256, remedy), CANVAS)}


def row_differences(picture):
    """Return a picture as differences from row to row, which pack better; np.cumsum(…, axis=0, dtype=np.uint8) undoes it."""
    return np.diff(picture, axis=0, prepend=np.zeros_like(picture[:1]))


def describe():
    """Describe the file: provenance, licence, attribution and what it was made from and with; all text, some of it JSON."""
    photos = [
        {"package": PACKAGE, "version": VERSION, "file": f"skimage/data/{name}.png", "sha256": sha256}
        for name, sha256 in PHOTOS.items()
    ]
    painting = {
        "package": PAINTING_PACKAGE,
        "version": PAINTING_VERSION,
        "file": PAINTING.name,
        "sha256": PAINTING_SHA256,
    }
    return {
        "provenance": "Three photographs of scikit-image and a painting of OpenCV's examples; the largest square in the middle, "
        "scaled to 256x256. Stored as differences from row to row: np.cumsum(x, axis=0, dtype=np.uint8) restores a picture.",
        "licence": "CC0-1.0 (chelsea, coffee), public domain (astronaut, starry_night)",
        "attribution": "; ".join(f"{name}: {by}" for name, by in ATTRIBUTION.items()),
        "packages": json.dumps([*photos, painting], sort_keys=True),
        "made_with": made_with("pillow"),
    }


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""

    def build(chosen):
        found = make_pictures(chosen.painting)
        write(chosen.output, {name: row_differences(picture) for name, picture in found.items()}, describe())
        return f"{len(found)} pictures: {', '.join(found)}"

    return run(
        "pictures",
        "scikit-image and Debian's opencv-doc",
        build,
        arguments,
        ("--painting", {"type": Path, "default": PAINTING, "help": f"the painting's file ({PAINTING})"}),
    )


if __name__ == "__main__":
    sys.exit(main())
