"""The weather of Seattle: what is in the file, how the loader reads it and fails, how the builder makes it."""

import hashlib
import json
from pathlib import Path

import h5py
import numpy as np
import pytest

from helpers.datasets import DataError, load_weather_seattle

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "weather_seattle.h5"
BUILDER = "build_weather_seattle"
NUMBERS = ["temp_max", "temp_min", "precipitation", "wind"]


def table():
    """Return the package's table, written again from the shipped file."""
    weather = load_weather_seattle()
    lines = ["date,precipitation,temp_max,temp_min,wind,weather"]
    for row in zip(*(weather[name] for name in ("date", "precipitation", "temp_max", "temp_min", "wind", "weather"))):
        date, *numbers, kind = row
        lines.append(",".join([str(date).replace("-", "/"), *(f"{number:.1f}" for number in numbers), kind]))
    return "\n".join(lines) + "\n"


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Install a stand-in for the package, with the table in it; returns the table's path."""
    place = tmp_path / "site"
    (place / "vega_datasets-0.9.0.dist-info").mkdir(parents=True)
    (place / "vega_datasets-0.9.0.dist-info" / "METADATA").write_text("Name: vega-datasets\nVersion: 0.9.0\n")
    (place / "vega_datasets" / "_data").mkdir(parents=True)
    path = place / "vega_datasets" / "_data" / "seattle-weather.csv"
    path.write_bytes(table().encode())
    monkeypatch.syspath_prepend(place)
    return path


def test_there_are_1461_days_in_order_without_a_gap():
    weather = load_weather_seattle()
    assert list(weather) == ["date", *NUMBERS, "weather"]
    assert all(column.shape == (1461,) for column in weather.values())
    assert weather["date"].dtype == "datetime64[D]"
    assert (str(weather["date"][0]), str(weather["date"][-1])) == ("2012-01-01", "2015-12-31")
    assert np.all(np.diff(weather["date"]) == np.timedelta64(1, "D"))


def test_the_numbers_are_plausible_and_have_one_decimal():
    weather = load_weather_seattle()
    for name, low, high in (
        ("temp_max", -1.6, 35.6),
        ("temp_min", -7.1, 18.3),
        ("precipitation", 0, 55.9),
        ("wind", 0.4, 9.5),
    ):
        assert weather[name].dtype == np.float64
        assert (weather[name].min(), weather[name].max()) == (low, high)
        assert np.array_equal(weather[name], np.round(weather[name], 1))
    assert np.all(weather["temp_max"] >= weather["temp_min"])


def test_summers_are_warm_and_winters_wet():
    weather = load_weather_seattle()
    month = weather["date"].astype("datetime64[M]").astype(int) % 12 + 1
    assert weather["temp_max"][month == 7].mean() > weather["temp_max"][month == 1].mean() + 15
    assert weather["precipitation"][month == 12].mean() > 3 * weather["precipitation"][month == 7].mean()


def test_the_kinds_of_weather_are_five_and_fit_the_numbers():
    weather = load_weather_seattle()
    assert set(weather["weather"]) == {"drizzle", "fog", "rain", "snow", "sun"}
    wet = np.isin(weather["weather"], ["rain", "snow"])
    assert weather["precipitation"][wet].mean() > 2 * weather["precipitation"][~wet].mean()


def test_every_byte_of_the_packages_table_is_in_the_file(builder):
    assert hashlib.sha256(table().encode()).hexdigest() == builder.SHA256


def test_the_file_names_its_units_and_its_source():
    with h5py.File(FILE) as file:
        assert json.loads(file.attrs["units"]) == dict(zip(NUMBERS, ["°C", "°C", "mm", "m/s"]))
        (package,) = json.loads(file.attrs["packages"])
    assert (package["package"], package["version"], package["licence"]) == ("vega_datasets", "0.9.0", "MIT")


def test_the_readme_names_size_sha256_source_and_licence_and_the_attribution_names_noaa():
    row = next(line for line in (DATA / "README.md").read_text(encoding="utf-8").splitlines() if FILE.name in line)
    assert "vega_datasets==0.9.0 → `vega_datasets/_data/seattle-weather.csv`" in row
    assert "public domain" in row
    assert "NOAA" in (DATA / "ATTRIBUTION.md").read_text(encoding="utf-8")


def test_a_missing_cut_or_wrong_file_is_described(tmp_path, monkeypatch):
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path))
    with pytest.raises(DataError, match=r"weather_seattle\.h5 is not in"):
        load_weather_seattle()
    (tmp_path / FILE.name).write_bytes(FILE.read_bytes()[:5000])
    with pytest.raises(DataError, match="is damaged"):
        load_weather_seattle()
    with h5py.File(tmp_path / FILE.name, "w") as file:
        for name in ("date", "weather", *NUMBERS):
            file[name] = np.zeros(30)
    with pytest.raises(DataError, match=r"columns of shape \(30,\) where 1461 days are expected"):
        load_weather_seattle()


def test_the_same_table_gives_the_same_file(built_twice, package):
    path = built_twice()
    with h5py.File(path) as built, h5py.File(FILE) as shipped:
        assert list(built) == list(shipped)
        assert all(np.array_equal(built[name], shipped[name]) for name in built)


def test_another_table_in_the_package_is_refused(builder, package, tmp_path, capsys):
    package.write_bytes(package.read_bytes().replace(b"12.8", b"12.9"))
    assert builder.main(["-o", str(tmp_path / "out.h5")]) == 1
    assert "install version 0.9.0, or look at the table" in capsys.readouterr().err
    assert not (tmp_path / "out.h5").exists()


def test_a_missing_package_is_named_with_the_command_that_installs_it(builder, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(builder, "PACKAGE", "no_such_package_here")
    assert builder.main(["-o", str(tmp_path / "out.h5")]) == 1
    assert "pip install --no-deps" in capsys.readouterr().err
