"""Trigger words: agreement with SciPy, PyTorch and plain counting."""

import itertools

import numpy as np
import pytest
import torch
from scipy import signal

from solutions import c5w3_trigger_word as ours


@pytest.mark.parametrize(("n", "window", "hop"), [(2000, 256, 128), (999, 64, 48), (300, 128, 1), (257, 256, 300)])
def test_the_spectrogram_is_scipys(n, window, hop):
    x = np.random.default_rng(n).normal(size=n)
    settings = {"window": "hann", "nperseg": window, "noverlap": window - hop, "detrend": False}
    if hop <= window:
        _, _, S = signal.spectrogram(x, **settings, scaling="spectrum", mode="magnitude")
        S = S * signal.get_window("hann", window).sum()
    else:
        S = np.abs(np.fft.rfft(signal.get_window("hann", window) * x[:window]))[:, None]
    assert ours.spectrogram(x, window, hop).shape == S.shape
    assert np.allclose(ours.spectrogram(x, window, hop), S)


def test_the_spectrogram_is_pytorchs_stft():
    x = np.random.default_rng(1).normal(size=1500)
    window = torch.hann_window(200, periodic=True, dtype=torch.float64)
    theirs = torch.stft(torch.tensor(x), 200, 80, window=window, center=False, return_complex=True).abs()
    assert np.allclose(ours.spectrogram(x, 200, 80), theirs.numpy())


def test_a_tone_stands_out_in_the_row_of_its_frequency():
    tone = np.sin(2 * np.pi * 1000 * np.arange(4000) / 8000)
    assert set(ours.spectrogram(tone).argmax(axis=0)) == {1000 * 256 // 8000}


@pytest.mark.parametrize("text", ["ab", "aa", "b", "aba"])
def test_the_paths_that_collapse_to_a_text_have_the_probability_of_pytorchs_ctc_loss(text):
    T, alphabet = 6, "_ab"
    p = np.random.default_rng(7).dirichlet(np.ones(3), size=T)
    total = sum(
        np.prod([p[t, k] for t, k in enumerate(path)])
        for path in itertools.product(range(3), repeat=T)
        if ours.ctc_collapse("".join(alphabet[k] for k in path)) == text
    )
    labels = torch.tensor([[alphabet.index(character) for character in text]])
    loss = torch.nn.functional.ctc_loss(
        torch.tensor(np.log(p))[:, None], labels, torch.tensor([T]), torch.tensor([len(text)]), blank=0, reduction="sum"
    )
    assert np.isclose(total, np.exp(-loss.item()))


def test_the_texts_of_all_paths_share_a_probability_of_one():
    p = np.random.default_rng(8).dirichlet(np.ones(3), size=5)
    shares = {}
    for path in itertools.product(range(3), repeat=5):
        text = ours.ctc_collapse("".join("_ab"[k] for k in path))
        shares[text] = shares.get(text, 0) + np.prod([p[t, k] for t, k in enumerate(path)])
    assert np.isclose(sum(shares.values()), 1)
    assert max(len(text) for text in shares) == 5


def test_overlaying_adds_and_commutes():
    background, one, two = (np.random.default_rng(k).normal(size=n) for k, n in enumerate((50, 7, 9)))
    before = background.copy()
    first = ours.overlay_clip(ours.overlay_clip(background, one, 3), two, 45)
    second = ours.overlay_clip(ours.overlay_clip(background, two, 45), one, 3)
    assert np.allclose(first, second)
    assert np.array_equal(background, before)
    assert np.isclose(first.sum(), background.sum() + one.sum() + two[:5].sum())


def test_overlaps_are_those_of_sets_of_moments():
    rng = np.random.default_rng(3)
    for _ in range(500):
        (a, b, *others) = rng.integers(0, 12, 6)
        segment = (a, a + 1 + b)
        earlier = [(others[0], others[0] + 1 + others[1]), (others[2], others[2] + 1 + others[3])]
        shared = any(set(range(*segment)) & set(range(*other)) for other in earlier)
        assert ours.is_overlapping(segment, earlier) == shared


@pytest.mark.parametrize("T_y", [1, 7, 93, 200])
def test_the_ones_begin_with_the_first_step_that_starts_after_the_end(T_y):
    n = 1000
    for end in range(0, n + 1, 13):
        y = ours.insert_ones(np.zeros(T_y), end, n, width=4)
        starts = np.arange(T_y) * n / T_y
        after = np.flatnonzero(starts > end)
        assert np.flatnonzero(y).tolist() == after[:4].tolist()


def test_an_example_is_the_background_plus_its_words_and_no_two_of_them_overlap():
    rng = np.random.default_rng(4)
    for _ in range(30):
        clips = [np.ones(k) for k in rng.integers(5, 40, 6)]
        is_trigger, tries = rng.random(6) < 0.5, rng.integers(0, 200, (6, 4))
        x, y = ours.make_training_example(np.zeros(200), clips, is_trigger, tries, 50, width=3)
        assert set(x) <= {0.0, 1.0}
        assert set(y) <= {0.0, 1.0}
        assert x.sum() in [sum(some) for k in range(7) for some in itertools.combinations(map(len, clips), k)]
        assert is_trigger.any() or not y.any()


def test_chimes_are_those_of_scipys_sliding_minimum():
    rng = np.random.default_rng(5)
    for run, wait in [(1, 1), (3, 5), (4, 20)]:
        p = signal.lfilter([0.3], [1, -0.7], rng.random(300))
        low = np.array([p[t - run + 1 : t + 1].min() if t >= run - 1 else 0 for t in range(300)])
        expected, last = [], -wait
        for t in np.flatnonzero(low > 0.5):
            if t - last >= wait:
                expected.append(int(t))
                last = t
        assert ours.detect(p, 0.5, run, wait) == expected


def test_hits_are_the_largest_matching_between_words_and_chimes():
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    rng = np.random.default_rng(6)
    for _ in range(200):
        ends, found = np.sort(rng.integers(0, 100, 5)), np.sort(rng.integers(0, 120, 6))
        in_time = (ends[:, None] <= found) & (found <= ends[:, None] + 12)
        hits = int(np.sum(maximum_bipartite_matching(csr_array(in_time.astype(int)), perm_type="column") >= 0))
        errors = ours.count_errors(found, ends, late=12)
        assert errors == {"hits": hits, "misses": 5 - hits, "false alarms": 6 - hits}
