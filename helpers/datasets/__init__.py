"""Data sets: read from the course's data folder, or made up on the spot."""

from helpers.datasets.cats import CATS, load_cat_sources, load_cat_vs_noncat, read_picture
from helpers.datasets.files import DataError, data_folder, read_arrays
from helpers.datasets.made import make_blobs_2d, make_moons, make_planar
from helpers.datasets.small import DIGITS, SPEECH, WEATHER, load_digits_8x8, load_speech_fox, load_weather_seattle

__all__ = [
    "DataError",
    "data_folder",
    "load_cat_sources",
    "load_cat_vs_noncat",
    "load_digits_8x8",
    "load_speech_fox",
    "load_weather_seattle",
    "make_blobs_2d",
    "make_moons",
    "make_planar",
    "read_arrays",
    "read_picture",
]

# Which files each loader reads; a sheet's bundle gets the files of the loaders that its notebook names.
FILES = {
    "load_cat_vs_noncat": [CATS],
    "load_cat_sources": [CATS],
    "load_digits_8x8": [DIGITS],
    "load_weather_seattle": [WEATHER],
    "load_speech_fox": [SPEECH],
}
