"""The street scenes: what is in the file, how the loader reads it and fails, how the builder makes it."""

import json
from pathlib import Path

import h5py
import numpy as np
import pytest
from PIL import Image

from helpers.datasets import DataError, load_streets, read_arrays

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "streets.h5"
BUILDER = "build_streets"
PARTS = [("train", 320), ("test", 80)]


@pytest.fixture(scope="module")
def streets():
    return load_streets()


@pytest.fixture
def library(builder):
    """For every kind one plain drawing: a rectangle that is higher than wide."""
    picture = Image.new("RGBA", (30, 40), (200, 30, 60, 255))
    return {kind: [[(f"maker:set/{kind}", picture)]] for kind in builder.DRAWINGS}


@pytest.mark.parametrize(("part", "m"), PARTS)
def test_there_are_320_and_80_scenes_of_96_by_96_with_masks_and_boxes(streets, part, m):
    assert (streets[f"X_{part}"].shape, streets[f"X_{part}"].dtype) == ((m, 96, 96, 3), np.uint8)
    assert (streets[f"masks_{part}"].shape, streets[f"masks_{part}"].dtype) == ((m, 96, 96), np.uint8)
    assert len(streets[f"boxes_{part}"]) == m
    assert all(boxes.shape == (len(boxes), 5) and boxes.dtype == float for boxes in streets[f"boxes_{part}"])
    assert min(map(len, streets[f"boxes_{part}"])) >= 1


def test_the_classes_have_names_and_every_one_has_boxes_in_both_parts(streets):
    assert streets["classes"].tolist() == ["car", "bus", "person", "cycle", "traffic light"]
    assert streets["mask_classes"].tolist() == ["sky", "building", "road", "pavement", "tree", *streets["classes"]]
    for part, least in (("train", 140), ("test", 40)):
        counts = np.bincount(np.concatenate(streets[f"boxes_{part}"])[:, 0].astype(int), minlength=5)
        assert counts.min() >= least
        assert counts.max() < 2 * counts.min()
    assert sum(map(len, streets["boxes_train"] + streets["boxes_test"])) == 1301


@pytest.mark.parametrize(("part", "m"), PARTS)
def test_boxes_lie_within_the_picture_and_are_large_enough_to_see(streets, part, m):
    boxes = np.concatenate(streets[f"boxes_{part}"])
    middle, half = boxes[:, 1:3], boxes[:, [4, 3]] / 2
    assert (middle - half).min() >= 0
    assert (middle + half).max() <= 1
    assert 96 * boxes[:, 3:].min() >= 4


@pytest.mark.parametrize(("part", "m"), PARTS)
def test_a_box_holds_pixels_of_its_class_and_the_mask_has_none_outside_all_boxes(streets, part, m):
    for boxes, mask in zip(streets[f"boxes_{part}"], streets[f"masks_{part}"]):
        covered = np.zeros((5, 96, 96), bool)
        for c, x, y, h, w in boxes:
            top, bottom = int(np.floor(96 * (y - h / 2))), int(np.ceil(96 * (y + h / 2)))
            left, right = int(np.floor(96 * (x - w / 2))), int(np.ceil(96 * (x + w / 2)))
            covered[int(c), top:bottom, left:right] = True
            assert np.any(mask[top:bottom, left:right] == 5 + c)
        for c in range(5):
            assert not np.any((mask == 5 + c) & ~covered[c])


def test_every_mask_class_is_there_and_sky_is_above_the_road(streets):
    for part in ("train", "test"):
        masks = streets[f"masks_{part}"]
        assert np.bincount(masks.ravel(), minlength=10).min() > 0.003 * masks.size
        assert masks.max() == 9
        assert np.mean(np.argwhere(masks == 0)[:, 1]) < 30 < 60 < np.mean(np.argwhere(masks == 2)[:, 1])


def test_pictures_use_the_range_of_values_and_none_is_there_twice(streets):
    X = np.concatenate([streets["X_train"], streets["X_test"]])
    assert len({picture.tobytes() for picture in X}) == 400
    assert (X.min() <= 16, X.max() >= 244) == (True, True)
    assert not np.any(X % 4)


def test_no_drawing_and_no_maker_is_in_both_parts():
    sources = [set(part.astype(str)) for part in read_arrays(FILE, ["train_source", "test_source"])]
    assert not sources[0] & sources[1]
    makers = [{source.split(":")[0] for source in part} for part in sources]
    assert makers == [{"google", "microsoft", "mozilla", "streamline"}, {"twitter", "emojione"}]
    assert min(len(part) for part in sources) > 60


def test_the_file_names_its_sources():
    with h5py.File(FILE) as file:
        packages = json.loads(file.attrs["packages"])
    assert {package["licence"] for package in packages} == {"Apache-2.0", "MIT", "CC-BY-4.0"}
    attribution = (DATA / "ATTRIBUTION.md").read_text(encoding="utf-8")
    assert f"## {FILE.name}" in attribution


def test_a_missing_and_a_wrong_file_are_described(tmp_path, monkeypatch):
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path))
    with pytest.raises(DataError, match="is not in"):
        load_streets()
    with h5py.File(tmp_path / FILE.name, "w") as file:
        file["train_x"], file["train_mask"] = np.zeros((5, 96, 96, 3), np.uint8), np.zeros((5, 96, 96), np.uint8)
        file["train_boxes"], file["train_count"] = np.zeros((7, 5)), np.ones(5, np.int64)
    with pytest.raises(DataError, match="320 scenes"):
        load_streets()


def test_the_same_seed_gives_the_same_scene(builder, library):
    one, two, other = (builder.make_scene(library, np.random.default_rng(seed)) for seed in (3, 3, 4))
    assert np.array_equal(one[0], two[0])
    assert np.array_equal(one[1], two[1])
    assert not np.array_equal(one[0], other[0])


def test_no_object_is_hidden_by_more_than_half(builder, library):
    for seed in range(12):
        _, _, objects = builder.make_scene(library, np.random.default_rng(seed))
        for number, one in enumerate(objects):
            covered = np.any([later.cover for later in objects[number + 1 :]], axis=0) & one.cover
            assert covered.sum() <= 0.5 * one.cover.sum()


def test_the_box_is_the_one_around_the_pixels_that_the_drawing_covers(builder):
    cover = np.zeros((192, 192), bool)
    cover[40:60, 100:130] = True
    assert builder.Placed("bus", "", cover).box == [1, *(np.array([115, 50, 20, 30]) / 192)]


def test_a_kind_without_drawings_is_named(builder):
    with pytest.raises(builder.BuildError, match="train split has a car"):
        builder.collect({one.name: {} for one in builder.SETS}, "train")


def test_a_folder_that_is_not_there_is_named_before_anything_is_fetched(builder, tmp_path, capsys):
    with pytest.raises(SystemExit):
        builder.main(["-o", str(tmp_path / "nowhere" / "streets.h5")])
    assert "make it first" in capsys.readouterr().err
