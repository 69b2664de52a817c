"""Days as people write them, and as ISO 8601 writes them."""

from helpers.datasets.files import DataError, data_folder, read_arrays

DATES = "dates.h5"
SIZES = {"english": (9000, 1000), "languages": (3200, 800)}


def load_dates(version="english"):
    """Load days as people write them ("july 20th 1969") and in ISO 8601 ("1969-07-20").

    version -- "english" (eleven ways of writing) or "languages" (German, Spanish, French, Italian, Dutch, Portuguese, Swedish and
        Turkish, six ways each). In English 7/8/69 is the eighth of July, elsewhere the seventh of August: don't mix the two.
    Returns (human_train, iso_train, human_test, iso_test), four lists of texts: 9000 and 1000 pairs, or 3200 and 800. No day
    of a test part is in a training part, of either version.
    Raises ValueError for another version, DataError when the file is missing or not what it should be.
    """
    return tuple(_read(version, part, column) for part in ("train", "test") for column in ("human", "iso"))


def load_date_kinds(version="english"):
    """Load in which way each day of load_dates is written, such as "ordinal" or "de full".

    Returns (kinds_train, kinds_test), two lists of texts. Raises what load_dates raises.
    """
    return _read(version, "train", "kind"), _read(version, "test", "kind")


def _read(version, part, column):
    if version not in SIZES:
        raise ValueError(f'version should be "english" or "languages", it is {version!r}')
    path, key = data_folder() / DATES, f"{version}_{part}_{column}"
    (texts,) = read_arrays(path, [key])
    expected = SIZES[version][part == "test"]
    if texts.shape != (expected,) or texts.dtype.kind != "S":
        raise DataError(
            f"{key} in {path} is {texts.dtype} of shape {texts.shape} where {expected} texts are expected: "
            "replace the file by the course's own."
        )
    return [text.decode() for text in texts]
