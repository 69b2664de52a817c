"""Build data/dates.h5: days as people write them, and as ISO 8601 writes them.

Two versions: ten thousand in English, and four thousand in eight other languages. Babel formats every day by the
patterns of the Unicode CLDR and by some more; then come small letters and no commas. Days of the test part do not
occur in the training part, of either version.

Usage: python data/build_dates.py [-o FILE]
Needs Babel, numpy and h5py in the versions named in data/README.md for the same bytes.
"""

import json
import sys
from datetime import date, timedelta
from importlib.metadata import version

import numpy as np
from building import BuildError, made_with, run, write

PACKAGE, VERSION = "Babel", "2.18.0"
FIRST_DAY, DAYS = date(1940, 1, 1), 36525  # a hundred years: two digits of a year are enough to tell it
MOON = date(1969, 7, 20)  # the document's example, kept for the test
SEED = 5
# Numbers alone: English has the month first with slashes and the day first with dots, never both with the same sign.
ENGLISH = {
    "short": "short",
    "medium": "medium",
    "long": "long",
    "full": "full",
    "day first, short month": "d MMM y",
    "day first": "d MMMM y",
    "weekday, day first": "EEEE, d MMMM y",
    "short weekday": "EEE d MMM y",
    "dots": "dd.MM.yy",
    "ordinal": "MMMM d'{}' y",
    "ordinal, day first": "d'{}' MMMM, y",
}
OTHERS = {name: ENGLISH[name] for name in ("short", "medium", "long", "full", "day first", "short weekday")}
LANGUAGES = ("de", "es", "fr", "it", "nl", "pt", "sv", "tr")
VERSIONS = {"english": (("en_US",), ENGLISH, 9000, 1000), "languages": (LANGUAGES, OTHERS, 3200, 800)}


def ordinal(number):
    """Return the ending of an English ordinal: st, nd, rd or th."""
    return "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def written(day, pattern, language):
    """Return a day as people of a language write it, in small letters and without commas."""
    from babel.dates import format_date

    text = format_date(day, pattern, locale=language).lower().replace(",", "")
    return " ".join(text.replace("{}", ordinal(day.day)).split())


def make_pairs(days, count, languages, patterns, draw):
    """Draw different pairs until there are `count`.

    days -- the days to choose from
    languages, patterns -- codes; dictionary from a name to a pattern
    Returns a list of (human, iso, kind); kind is "de full" and the like, without the language if there is only one.
    """
    pairs, names = {}, list(patterns)
    while len(pairs) < count:
        day = days[draw.integers(len(days))]
        language = languages[len(pairs) % len(languages)]
        name = names[draw.integers(len(names))]
        kind = name if len(languages) == 1 else f"{language} {name}"
        pairs.setdefault((written(day, patterns[name], language), day.isoformat()), kind)
    pairs = [(*pair, kind) for pair, kind in pairs.items()]
    return [pairs[k] for k in draw.permutation(len(pairs))]


def make_all():
    """Return a dictionary of arrays of bytes: for each version and part "human", "iso" and "kind"."""
    draw = np.random.default_rng(SEED)
    days = [FIRST_DAY + timedelta(days=int(k)) for k in draw.permutation(DAYS)]
    days.remove(MOON)
    days.insert(0, MOON)
    parts = {"test": days[: DAYS // 10], "train": days[DAYS // 10 :]}
    arrays = {}
    for name, (languages, patterns, train, test) in VERSIONS.items():
        for part, count in (("train", train), ("test", test)):
            columns = zip(*make_pairs(parts[part], count, languages, patterns, draw))
            for column, texts in zip(("human", "iso", "kind"), columns):
                arrays[f"{name}_{part}_{column}"] = np.array([text.encode() for text in texts])
    return arrays


def describe():
    """Describe the file; returns a dictionary of its root attributes, all text.

    Raises BuildError when another version of Babel is installed.
    """
    if version(PACKAGE) != VERSION:
        raise BuildError(f"{PACKAGE} {version(PACKAGE)} is installed, the builder pins {VERSION}: install that one.")
    packages = [{"package": PACKAGE, "version": VERSION, "source": "PyPI", "licence": "BSD-3-Clause, CLDR Unicode-3.0"}]
    return {
        "provenance": "Days of the years 1940 to 2039, drawn by lot and formatted by Babel with the patterns and names of the "
        "Unicode CLDR and some further patterns; small letters, no commas. Days of the test part are in no training part.",
        "licence": "ours, as this course: output of a program; names of months and weekdays from the Unicode CLDR, Unicode-3.0",
        "attribution": "dates formatted with Babel, https://babel.pocoo.org, from the Unicode CLDR, https://cldr.unicode.org",
        "packages": json.dumps(packages, sort_keys=True),
        "made_with": made_with(),
    }


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""

    def build(chosen):
        attributes, arrays = describe(), make_all()
        write(chosen.output, arrays, attributes)
        counts = [(name, *(len(arrays[f"{name}_{part}_iso"]) for part in ("train", "test"))) for name in VERSIONS]
        return "\n".join(f"{name}: {train} for training, {test} for testing" for name, train, test in counts)

    return run("dates", "dates that Babel formats", build, arguments)


if __name__ == "__main__":
    sys.exit(main())
