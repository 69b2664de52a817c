"""The cat pictures: what is in the file, how the loader reads it and fails, how the builder makes and fetches it."""

import importlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import h5py
import numpy as np
import pytest
from PIL import Image, ImageDraw

from helpers import datasets
from helpers.datasets import DataError, load_cat_sources, load_cat_vs_noncat, make_blobs_2d

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "cat_vs_noncat.h5"
BUILDER = "build_cat_vs_noncat"
SPLITS = ["maker", "drawing"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty data folder that the loader looks into."""
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture
def fetching(builder):
    return importlib.import_module("fetch")


@pytest.fixture
def drawing():
    """A round yellow face with one ear, transparent around it."""
    picture = Image.new("RGBA", (120, 100))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((10, 20, 100, 95), fill=(250, 200, 30, 255))
    pen.polygon([(15, 45), (20, 2), (50, 25)], fill=(200, 90, 20, 255))
    return picture


def makers(sources):
    return {source.split(":")[0] for source in sources}


# What is in the file


@pytest.mark.parametrize("split", SPLITS)
def test_there_are_209_and_50_pictures_of_64_by_64_in_colour(split):
    X_train, Y_train, X_test, Y_test, classes = load_cat_vs_noncat(split)
    assert (X_train.shape, X_test.shape) == ((209, 64, 64, 3), (50, 64, 64, 3))
    assert (Y_train.shape, Y_test.shape) == ((1, 209), (1, 50))
    assert [array.dtype for array in (X_train, X_test, Y_train, Y_test)] == [np.uint8, np.uint8, np.int64, np.int64]
    assert classes.tolist() == ["non-cat", "cat"]


@pytest.mark.parametrize("split", SPLITS)
def test_72_training_and_25_test_pictures_are_cats(split):
    _, Y_train, _, Y_test, _ = load_cat_vs_noncat(split)
    assert (Y_train.sum(), Y_test.sum()) == (72, 25)
    assert set(np.unique(Y_train)) == set(np.unique(Y_test)) == {0, 1}


def test_pictures_use_the_whole_range_of_values_and_none_is_empty_or_flat():
    X_train, _, X_test, _, _ = load_cat_vs_noncat()
    for X in (X_train, X_test):
        assert (X.min() <= 8, X.max() >= 248) == (True, True)
        assert X.reshape(len(X), -1).std(axis=1).min() > 12


def test_who_drew_a_test_picture_drew_no_training_picture():
    train, test = load_cat_sources()
    assert makers(train) == {"google", "microsoft", "mozilla", "streamline"}
    assert makers(test) == {"twitter", "emojione"}


def test_the_split_by_drawing_shares_makers_but_no_drawing():
    train, test = load_cat_sources("drawing")
    assert makers(train) & makers(test)
    assert not set(train) & set(test)


@pytest.mark.parametrize("split", SPLITS)
def test_no_picture_is_there_twice(split):
    X_train, _, X_test, _, _ = load_cat_vs_noncat(split)
    train, test = load_cat_sources(split)
    assert len({picture.tobytes() for picture in (*X_train, *X_test)}) == 259
    assert len({*train, *test}) == 259


def test_sources_name_cats_where_the_label_says_cat():
    for split in SPLITS:
        _, Y_train, _, Y_test, _ = load_cat_vs_noncat(split)
        for sources, Y in zip(load_cat_sources(split), (Y_train, Y_test)):
            drawings = [source.split("/")[1] for source in sources]
            assert [bool(re.search("cat|lion|tiger|leopard", name)) for name in drawings] == (Y[0] == 1).tolist()


def test_a_makers_style_does_not_betray_the_class():
    train, labels = load_cat_sources()[0], load_cat_vs_noncat()[1][0]
    for maker in makers(train):
        share = np.mean([label for label, source in zip(labels, train) if source.startswith(maker)])
        assert 0.3 < share < 0.4, maker


def test_the_backgrounds_do_not_betray_the_class():
    X_train, Y_train, X_test, Y_test, _ = load_cat_vs_noncat()
    X, y = np.concatenate([X_train, X_test]).astype(float), np.concatenate([Y_train[0], Y_test[0]])
    corners = X[:, :: X.shape[1] - 1, :: X.shape[2] - 1].mean(axis=(1, 2))
    for colour in corners.T:
        cat_is_brighter = np.mean(colour[y == 1][:, None] > colour[y == 0])
        assert 0.4 < cat_is_brighter < 0.6


def test_the_index_arrays_deal_every_picture_once():
    train, test = datasets.read_arrays(FILE, ["by_drawing_train_index", "by_drawing_test_index"])
    assert (train.shape, test.shape) == ((209,), (50,))
    assert np.array_equal(np.sort(np.concatenate([train, test])), np.arange(259))


def test_the_file_names_its_sources():
    with h5py.File(FILE) as file:
        packages = json.loads(file.attrs["packages"])
    assert len(packages) == 8
    assert {package["licence"] for package in packages} == {"Apache-2.0", "MIT", "CC-BY-4.0"}


def test_the_readme_and_the_attribution_name_every_package_and_its_licence():
    readme, attribution = ((DATA / name).read_text(encoding="utf-8") for name in ("README.md", "ATTRIBUTION.md"))
    with h5py.File(FILE) as file:
        packages = json.loads(file.attrs["packages"])
    for package in packages:
        assert f"{package['package']}=={package['version']} " in readme
        assert f"{package['package']} {package['version']} " in attribution
        row = next(line for line in readme.splitlines() if f"{package['package']}==" in line)
        assert f" {package['licence']}," in row


# How the loader finds, reads and refuses files


def test_a_data_folder_is_found_from_a_folder_below(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "some.h5").touch()
    (tmp_path / "course" / "week").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "course" / "week")
    assert datasets.data_folder() == tmp_path / "data"


def test_a_data_folder_without_data_is_passed_over_and_byhand_data_comes_first(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    assert datasets.data_folder() == DATA
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path))
    assert datasets.data_folder() == tmp_path


def test_a_byhand_data_that_is_no_folder_is_named(monkeypatch):
    monkeypatch.setenv("BYHAND_DATA", "no/such/folder")
    with pytest.raises(DataError, match=r"BYHAND_DATA is 'no/such/folder', which is no folder: set it to"):
        load_cat_vs_noncat()


def test_a_missing_file_is_named_with_its_folder_and_a_way_out(folder):
    with pytest.raises(DataError, match=rf"cat_vs_noncat\.h5 is not in {re.escape(str(folder))}: copy it there"):
        load_cat_vs_noncat()


@pytest.mark.parametrize("kept", [0, 1000, 900_000])
def test_a_file_cut_short_is_called_damaged(folder, kept):
    (folder / FILE.name).write_bytes(FILE.read_bytes()[:kept])
    with pytest.raises(DataError, match=rf"\({kept} bytes\) is damaged, cut short or no HDF5 file: copy it again"):
        load_cat_vs_noncat()


def test_a_file_with_a_flipped_picture_is_called_damaged(folder):
    content = bytearray(FILE.read_bytes())
    with h5py.File(FILE) as file:
        start = file["train_set_x"].id.get_chunk_info(0).byte_offset
    content[start : start + 64] = bytes(64)
    (folder / FILE.name).write_bytes(content)
    with pytest.raises(DataError, match="is damaged"):
        load_cat_vs_noncat()


@pytest.mark.parametrize("key", ["test_set_x", "list_classes"])
def test_a_missing_key_is_named(folder, key):
    shutil.copy(FILE, folder)
    with h5py.File(folder / FILE.name, "a") as file:
        del file[key]
    with pytest.raises(DataError, match=rf"cat_vs_noncat\.h5 has no '{key}', only .*: replace it"):
        load_cat_vs_noncat()


@pytest.mark.parametrize(
    ("key", "array", "message"),
    [
        (
            "train_set_x",
            np.zeros((209, 32, 32, 3), np.uint8),
            r"train_set_x in .* is uint8 of shape \(209, 32, 32, 3\)",
        ),
        ("test_set_x", np.zeros((50, 64, 64, 3)), "test_set_x in .* is float64 of shape"),
        ("test_set_y", np.zeros(49, int), r"test_set_y in .* has shape \(49,\) where 50 labels"),
        ("train_set_y", np.full(209, 2), "where 209 labels 0 or 1 are expected"),
        ("by_drawing_test_index", np.arange(50), "index arrays in .* do not deal out its 259 pictures"),
    ],
)
def test_a_wrong_array_is_described(folder, key, array, message):
    shutil.copy(FILE, folder)
    with h5py.File(folder / FILE.name, "a") as file:
        del file[key]
        file[key] = array
    with pytest.raises(DataError, match=message):
        load_cat_vs_noncat("drawing")


def test_an_unknown_split_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"no split 'author'.*'maker' or 'drawing'"):
        load_cat_vs_noncat("author")


def write_classic_pair(folder):
    for name, prefix, m in (("train_catvnoncat.h5", "train_set", 7), ("test_catvnoncat.h5", "test_set", 3)):
        with h5py.File(folder / name, "w") as file:
            file[f"{prefix}_x"] = np.full((m, 64, 64, 3), 7, dtype=np.uint8)
            file[f"{prefix}_y"] = np.arange(m) % 2
            file["list_classes"] = np.array([b"non-cat", b"cat"])


def test_the_well_known_pair_loads_beside_our_file_but_not_half_of_it(folder):
    shutil.copy(FILE, folder)
    write_classic_pair(folder)
    X_train, Y_train, X_test, Y_test, classes = load_cat_vs_noncat("classic")
    assert (X_train.shape, X_test.shape) == ((7, 64, 64, 3), (3, 64, 64, 3))
    assert (Y_train.tolist(), Y_test.tolist()) == ([[0, 1, 0, 1, 0, 1, 0]], [[0, 1, 0]])
    assert classes.tolist() == ["non-cat", "cat"]
    assert len(load_cat_vs_noncat()[0]) == 209
    (folder / "test_catvnoncat.h5").unlink()
    with pytest.raises(DataError, match=r"test_catvnoncat\.h5 is not in"):
        load_cat_vs_noncat("classic")


def test_importing_the_loader_does_not_import_h5py():
    code = "import sys, helpers.datasets; sys.exit('h5py' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=DATA.parent).returncode == 0


@pytest.mark.parametrize("m", [1, 5, 200])
def test_blobs_have_one_column_per_point_and_both_classes_in_half(m):
    X, Y = make_blobs_2d(m)
    assert (X.shape, Y.shape) == ((2, m), (1, m))
    assert Y.sum() == m // 2


def test_blobs_overlap_and_repeat_with_their_seed():
    X, Y = make_blobs_2d(m=1000, seed=3)
    assert 0.85 < np.mean((X.sum(axis=0) > 0) == Y[0]) < 0.97
    assert np.array_equal(X, make_blobs_2d(m=1000, seed=3)[0])
    assert not np.array_equal(X, make_blobs_2d(m=1000, seed=4)[0])


# How the builder composes pictures


def test_two_composes_with_one_seed_give_the_same_pixels(builder, drawing):
    first, second, other = (builder.compose(drawing, np.random.default_rng(seed)).tolist() for seed in (5, 5, 6))
    assert first == second != other


@pytest.mark.parametrize("seed", range(10))
def test_a_drawing_is_never_cut_off(builder, drawing, seed):
    opacity = builder.place(drawing, np.random.default_rng(seed))[..., 3]
    longer = max(np.ptp(np.flatnonzero(opacity.any(axis=1))), np.ptp(np.flatnonzero(opacity.any(axis=0))))
    assert 0.7 * 64 < longer < 63


def test_a_drawing_stands_out_from_its_background(builder, drawing):
    layer = builder.place(drawing, np.random.default_rng(0))
    assert builder.stands_out(layer, np.zeros((64, 64, 3)))
    assert not builder.stands_out(layer, np.full((64, 64, 3), (240.0, 190, 40)))


def test_an_empty_drawing_stops_the_build(builder):
    with pytest.raises(builder.BuildError, match="A drawing is empty: take its name out"):
        builder.compose(Image.new("RGBA", (20, 20)), np.random.default_rng(0))


def test_the_same_arrays_give_the_same_file(builder, tmp_path):
    arrays = {"x": np.arange(120, dtype=np.uint8).reshape(60, 2, 1, 1), "y": np.arange(3)}
    for name in ("a.h5", "b.h5"):
        builder.write(tmp_path / name, arrays, {"licence": "none"})
    assert (tmp_path / "a.h5").read_bytes() == (tmp_path / "b.h5").read_bytes()


def test_a_set_with_too_few_drawings_is_named(builder):
    drawings = {emoji_set.name: {"cat", "tiger"} for emoji_set in builder.SETS}
    with pytest.raises(builder.BuildError, match=r"@iconify-json/noto@1\.2\.9 has 2 of the drawings .* 14 are wanted"):
        builder.choose_drawings(drawings, np.random.default_rng(0))


# How packages are fetched


def npm_that(monkeypatch, fetching, act):
    """Put a stand-in for npm in place; `act` gets its working folder and returns (status, stderr)."""

    def run(command, cwd, **_):
        status, said = act(Path(cwd))
        return subprocess.CompletedProcess(command, status, "", said)

    monkeypatch.setattr(fetching.shutil, "which", lambda _: "npm")
    monkeypatch.setattr(fetching.subprocess, "run", run)


def pack(version):
    """A stand-in for npm that packs an empty package of this version."""

    def act(folder):
        (folder / "package").mkdir()
        (folder / "package" / "package.json").write_text(json.dumps({"name": "@a/b", "version": version}))
        with tarfile.open(folder / "a-b.tgz", "w:gz") as archive:
            archive.add(folder / "package", "package")
        return 0, ""

    return act


def test_a_package_is_fetched_once(monkeypatch, fetching, tmp_path):
    package = fetching.Package("@a/b", "1.0.0")
    npm_that(monkeypatch, fetching, pack("1.0.0"))
    folder = fetching.fetch(package, tmp_path / "cache")
    assert (folder / "package.json").exists()
    monkeypatch.setattr(fetching.shutil, "which", lambda _: None)
    assert fetching.fetch(package, tmp_path / "cache") == folder
    assert list((tmp_path / "cache").iterdir()) == [folder]


def test_a_missing_npm_is_named(monkeypatch, fetching, tmp_path):
    monkeypatch.setattr(fetching.shutil, "which", lambda _: None)
    with pytest.raises(fetching.FetchError, match=r"@a/b@1\.0\.0 .* npm is not on the PATH: install Node\.js"):
        fetching.fetch(fetching.Package("@a/b", "1.0.0"), tmp_path)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("npm error code ENOTFOUND\n", r"could not fetch @a/b@1\.0\.0 \(ENOTFOUND\): check the network"),
        ("npm error code ETARGET\n", r"@a/b@1\.0\.0 is not in the npm registry: correct"),
        ("", r"\(exit status 1\): check the network"),
    ],
)
def test_npms_failure_becomes_one_sentence(monkeypatch, fetching, tmp_path, said, message):
    npm_that(monkeypatch, fetching, lambda folder: (1, said))
    with pytest.raises(fetching.FetchError, match=message):
        fetching.fetch(fetching.Package("@a/b", "1.0.0"), tmp_path)
    assert not list(tmp_path.iterdir())


def test_another_version_than_the_pinned_one_is_refused(monkeypatch, fetching, tmp_path):
    npm_that(monkeypatch, fetching, pack("1.0.1"))
    with pytest.raises(fetching.FetchError, match=r"npm sent @a/b@1\.0\.1 for @a/b@1\.0\.0"):
        fetching.fetch(fetching.Package("@a/b", "1.0.0"), tmp_path)
    fetching.Package("@a/b", "1.0.0").folder(tmp_path).mkdir()
    with pytest.raises(fetching.FetchError, match=r"-1\.0\.0 holds no readable package\.json .* delete that folder"):
        fetching.fetch(fetching.Package("@a/b", "1.0.0"), tmp_path)


def test_another_archive_than_the_pinned_one_is_refused(monkeypatch, fetching, tmp_path):
    npm_that(monkeypatch, fetching, pack("1.0.0"))
    with pytest.raises(fetching.FetchError, match="but the builder pins sha512-other"):
        fetching.fetch(fetching.Package("@a/b", "1.0.0", "sha512-other"), tmp_path)


def test_a_broken_archive_is_refused(monkeypatch, fetching, tmp_path):
    npm_that(monkeypatch, fetching, lambda folder: ((folder / "a.tgz").write_bytes(b"no archive") * 0, ""))
    with pytest.raises(fetching.FetchError, match=r"archive of @a/b@1\.0\.0 does not unpack"):
        fetching.fetch(fetching.Package("@a/b", "1.0.0"), tmp_path)
