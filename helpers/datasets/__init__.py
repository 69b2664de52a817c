"""Data sets: read from the course's data folder, or made up on the spot."""

from helpers.datasets.cats import CATS, load_cat_sources, load_cat_vs_noncat, read_picture
from helpers.datasets.dates import DATES, load_date_kinds, load_dates
from helpers.datasets.efficientnet import EFFICIENTNET, load_efficientnet
from helpers.datasets.emojify import EMOJIFY, load_emoji_keywords, load_emojify
from helpers.datasets.face_detector import FACE_DETECTOR, load_tiny_face_detector
from helpers.datasets.faces import FACE_RECOGNITION, FACES, load_face_recognition, load_faces
from helpers.datasets.fashion import FASHION, load_fashion_mnist
from helpers.datasets.files import DataError, data_folder, read_arrays
from helpers.datasets.glove import GLOVE, load_glove
from helpers.datasets.made import make_blobs_2d, make_moons, make_planar
from helpers.datasets.names import NAMES, load_names
from helpers.datasets.pictures import PICTURES, load_pictures
from helpers.datasets.signs import SIGNS, load_signs
from helpers.datasets.small import DIGITS, SPEECH, WEATHER, load_digits_8x8, load_speech_fox, load_weather_seattle
from helpers.datasets.sonnets import SONNETS, load_sonnets
from helpers.datasets.squeezenet import SQUEEZENET, load_squeezenet
from helpers.datasets.streets import STREETS, load_streets
from helpers.datasets.trigger import TRIGGER, load_trigger
from helpers.datasets.tunes import TUNES, load_tunes

__all__ = [
    "DataError",
    "data_folder",
    "load_cat_sources",
    "load_cat_vs_noncat",
    "load_date_kinds",
    "load_dates",
    "load_digits_8x8",
    "load_efficientnet",
    "load_emoji_keywords",
    "load_emojify",
    "load_face_recognition",
    "load_faces",
    "load_fashion_mnist",
    "load_glove",
    "load_names",
    "load_pictures",
    "load_signs",
    "load_sonnets",
    "load_speech_fox",
    "load_squeezenet",
    "load_streets",
    "load_tiny_face_detector",
    "load_trigger",
    "load_tunes",
    "load_weather_seattle",
    "make_blobs_2d",
    "make_moons",
    "make_planar",
    "read_arrays",
    "read_picture",
]

# Which files each loader reads; a sheet's bundle gets the files of the loaders that its notebook names.
FILES = {
    "load_emojify": [EMOJIFY],
    "load_emoji_keywords": [EMOJIFY],
    "load_dates": [DATES],
    "load_date_kinds": [DATES],
    "load_squeezenet": [SQUEEZENET],
    "load_efficientnet": [EFFICIENTNET],
    "load_cat_vs_noncat": [CATS],
    "load_cat_sources": [CATS],
    "load_names": [NAMES],
    "load_digits_8x8": [DIGITS],
    "load_weather_seattle": [WEATHER],
    "load_speech_fox": [SPEECH],
    "load_streets": [STREETS],
    "load_tiny_face_detector": [FACE_DETECTOR],
    "load_faces": [FACES],
    "load_fashion_mnist": [FASHION],
    "load_signs": [SIGNS],
    "load_face_recognition": [FACE_RECOGNITION],
    "load_pictures": [PICTURES],
    "load_trigger": [TRIGGER],
    "load_tunes": [TUNES],
    "load_glove": [GLOVE],
    "load_sonnets": [SONNETS],
}
