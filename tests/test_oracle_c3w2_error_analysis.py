"""Error analysis agrees with what others compute: PyTorch, scikit-learn, SciPy, counting; and the week's claims hold."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
import torch
from scipy.stats import hypergeom
from sklearn.metrics import log_loss
from sklearn.preprocessing import MultiLabelBinarizer

from helpers import datasets
from solutions import c3w2_error_analysis as solved


def tags_of(m, seed):
    draw = np.random.default_rng(seed)
    return {
        int(number): [kind for kind in ("dog", "blurry", "dark") if draw.random() < 0.4]
        for number in draw.permutation(m)
    }


@pytest.mark.parametrize("m", [1, 7, 100])
def test_the_error_table_is_the_mean_of_scikit_learns_indicator_matrix(m):
    tags = tags_of(m, seed=m)
    rows = MultiLabelBinarizer()
    shares = 100 * rows.fit_transform(tags.values()).mean(axis=0)
    assert solved.error_table(tags) == pytest.approx(dict(zip(rows.classes_, shares)))


def test_the_documents_shares_add_up_to_124_and_each_is_a_count():
    from grader_tests.inputs_c3w2 import documents_table

    tags = documents_table()
    table = solved.error_table(tags)
    assert table == pytest.approx({"dog": 8, "great cat": 43, "blurry": 61, "Instagram": 12})
    assert Counter(tag for found in tags.values() for tag in found) == {name: round(n) for name, n in table.items()}


@pytest.mark.parametrize(("tagged", "left"), [(5, Fraction("9.5")), (50, Fraction(5))])
def test_the_ceiling_is_what_counting_on_a_thousand_pictures_gives(tagged, left):
    wrong, kind = np.arange(1000) < 100, np.arange(1000) < tagged
    assert solved.ceiling(10, tagged, 100) == pytest.approx(float(left))
    assert solved.ceiling(10, tagged, 100) == pytest.approx(100 * np.mean(wrong & ~kind))


@pytest.mark.parametrize(("error", "other", "share"), [(10, 9.4, 6), (2, 1.4, 30)])
def test_label_noise_gives_the_documents_numbers(error, other, share):
    effect = solved.label_noise_effect(error, 0.6, 0.2)
    assert (effect["other"], effect["share"]) == pytest.approx((other, share))
    assert effect["relabel"]


@pytest.mark.parametrize(("n_web", "n_app", "n_td"), [(200_000, 10_000, 5000), (17, 9, 5), (1, 8, 2), (500, 401, 100)])
def test_a_split_loses_no_example_and_its_train_dev_set_has_the_mixtures_share(n_web, n_app, n_td):
    sets = solved.make_train_dev_split(n_web, n_app, n_td)
    assert np.sum(list(sets.values()), axis=0).tolist() == [n_web, n_app]
    assert sets["dev"] == sets["test"] == (0, n_app // 4)
    mixture = np.add(sets["train"], sets["train_dev"])
    assert sum(sets["train_dev"]) == n_td
    expected = hypergeom(mixture.sum(), mixture[1], n_td).mean()  # of a train-dev set drawn at random
    assert abs(sets["train_dev"][1] - expected) <= 0.5


def test_a_shuffled_dev_set_has_2381_from_the_web_as_the_document_says():
    chance = hypergeom(210_000, 200_000, 2500)
    assert round(chance.mean()) == 2381
    assert abs(2392 - chance.mean()) < 2 * chance.std()  # the notebook's draw


def test_the_gaps_add_up_to_the_whole_staircase():
    draw = np.random.default_rng(0)
    for errors in draw.uniform(0, 50, (20, 5)):
        gaps = solved.mismatch_breakdown(*errors)
        assert sum(gaps.values()) == pytest.approx(errors[-1] - errors[0])
    assert list(solved.mismatch_breakdown(4, 7, 10, 12, 12).values()) == [3, 3, 2, 0]


@pytest.mark.parametrize("snr", [-10, 0, 5.5, 20])
@pytest.mark.parametrize("length", [500, 8000, 90_000])
def test_the_mixture_has_the_signal_to_noise_ratio_that_is_asked_for(snr, length):
    clip = datasets.load_speech_fox()[0]["british"][0]
    noise = np.random.default_rng(length).normal(size=length) * 3
    rest = torch.tensor(solved.mix_noise(clip, noise, snr) - clip)
    powers = torch.tensor(clip).square().mean(), rest.square().mean()
    assert 10 * torch.log10(powers[0] / powers[1]).item() == pytest.approx(snr)
    used = np.pad(noise, (0, max(0, len(clip) - length)), mode="wrap")[: len(clip)]
    assert np.corrcoef(used, rest.numpy())[0, 1] == pytest.approx(1)


@pytest.mark.parametrize("m", [1, 4, 50])
def test_the_multi_task_loss_and_its_slope_are_pytorchs(m):
    draw = np.random.default_rng(m)
    Y = draw.integers(0, 2, (4, m)).astype(float)
    known = draw.random((4, m)) < 0.6
    logits = torch.tensor(draw.normal(size=(4, m)), requires_grad=True)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(
        logits, torch.tensor(Y), weight=torch.tensor(known.astype(float)), reduction="sum"
    )
    (loss / m).backward()
    A = torch.sigmoid(logits).detach().numpy()
    assert solved.multi_task_loss(A, np.where(known, Y, np.nan)) == pytest.approx(loss.item() / m)
    assert np.allclose(logits.grad.numpy(), np.where(known, A - Y, 0) / m)


def test_with_one_task_and_all_labels_it_is_scikit_learns_log_loss():
    draw = np.random.default_rng(3)
    A, Y = draw.uniform(0.05, 0.95, (1, 30)), draw.integers(0, 2, (1, 30)).astype(float)
    assert solved.multi_task_loss(A, Y) == pytest.approx(log_loss(Y[0], A[0]))


def test_the_plan_goes_from_the_last_layer_to_scratch_as_the_new_task_grows():
    plans = [solved.transfer_plan(1000, n) for n in range(1, 1200)]
    assert list(dict.fromkeys(plans)) == ["last layer", "all layers", "from scratch"]
    assert (plans.count("last layer"), plans.count("all layers")) == (10, 989)
    assert solved.transfer_plan(1_000_000, 1000) == "last layer"


def test_the_largest_gap_and_the_best_ceiling_are_the_answers_given():
    errors = {"A": (0, 1, 9, 10, 10), "B": (0, 1, 1.5, 10, 10.5), "C": (0, 10, 11, 12, 12)}
    largest = {
        name: max(gaps, key=gaps.get) for name, gaps in ((n, solved.mismatch_breakdown(*e)) for n, e in errors.items())
    }
    assert solved.name_the_gap() == largest
    kinds = {"dogs": (8, 1), "great cats": (43, 5), "blurry pictures": (61, 20), "Instagram pictures": (12, 1)}
    gain = {name: 10 - solved.ceiling(10, share, 100) for name, (share, _) in kinds.items()}
    per_week = {name: gain[name] / weeks for name, (_, weeks) in kinds.items()}
    assert solved.choose_category() == {
        "largest ceiling": max(gain, key=gain.get),
        "most per week": max(per_week, key=per_week.get),
    }
