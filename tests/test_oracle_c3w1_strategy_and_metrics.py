"""Metrics agree with scikit-learn and SciPy; the decisions with the numbers that the solved notebook really reached."""

import re

import nbformat
import numpy as np
import pytest
from scipy.optimize import milp
from scipy.stats import binom, hmean, norm
from sklearn import metrics
from sklearn.model_selection import LeaveOneOut, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier

from course import places
from grader_tests import grade
from grader_tests import inputs_c3w1_decisions as decisions
from helpers import datasets
from solutions import c3w1_strategy_and_metrics as solved

SHEET = "c3w1_strategy_and_metrics"
STEPS = ["done", "bigger dev set", "bigger network", "more training data", "new dev set"]
PROJECTS = {number: getattr(decisions, f"PROJECT_{number}") for number in (1, 2, 3, 4)}
every_project = pytest.mark.parametrize("number", PROJECTS)


def some_labels(m, classes, seed):
    draw = np.random.default_rng(seed)
    return draw.integers(classes, size=(1, m)), draw.integers(classes, size=(1, m))


@pytest.mark.parametrize(("precision", "recall"), [(0.95, 0.9), (0.98, 0.85), (0.5, 0.25), (1.0, 0.02), (0.3, 0.3)])
def test_f1_is_scipys_harmonic_mean(precision, recall):
    assert solved.f1_score(precision, recall) == pytest.approx(hmean([precision, recall]), rel=1e-12)


def test_the_documents_classifier_a_beats_b():
    assert round(100 * solved.f1_score(0.95, 0.9), 1) == 92.4
    assert round(100 * solved.f1_score(0.98, 0.85), 1) == 91.0


@pytest.mark.parametrize(("m", "classes"), [(1, 2), (5, 2), (300, 10), (40, 3)])
def test_the_confusion_matrix_is_scikit_learns(m, classes):
    Y, Y_hat = some_labels(m, classes, seed=m)
    expected = metrics.confusion_matrix(Y[0], Y_hat[0], labels=range(classes))
    assert np.array_equal(solved.confusion_matrix(Y, Y_hat, classes), expected)


@pytest.mark.parametrize("seed", range(6))
def test_precision_recall_and_f1_are_scikit_learns(seed):
    Y, Y_hat = some_labels([1, 2, 3, 20, 100, 400][seed], 2, seed)
    expected = metrics.precision_recall_fscore_support(Y[0], Y_hat[0], pos_label=1, average="binary", zero_division=0)
    assert solved.precision_recall_f1(Y, Y_hat) == pytest.approx(expected[:3], abs=1e-12)


def test_the_documents_country_table_is_won_by_c_and_by_e_when_most_users_are_in_india():
    table = {name: np.array(errors) for name, errors in given_countries().items()}
    assert solved.best_by_single_number(table) == ("C", pytest.approx(0.035))
    assert solved.best_by_single_number(table, [1, 1, 7, 1]) == ("E", pytest.approx(0.027))


def given_countries():
    from grader_tests.inputs_c3w1_metrics import COUNTRIES

    return COUNTRIES


@pytest.mark.parametrize("seed", range(5))
def test_the_average_is_that_of_users_counted_one_by_one(seed):
    draw = np.random.default_rng(seed)
    users = draw.integers(1, 50, size=4)
    table = {name: draw.random(4) for name in "PQRST"}
    means = {name: np.repeat(errors, users).mean() for name, errors in table.items()}
    best = min(means, key=means.get)
    assert solved.best_by_single_number(table, users.tolist()) == (best, pytest.approx(means[best]))


@pytest.mark.parametrize("seed", range(5))
def test_the_model_picked_is_the_one_an_integer_program_finds(seed):
    draw = np.random.default_rng(seed)
    names = [f"model {k}" for k in range(8)]
    accuracy, runtime = draw.random(8), draw.integers(10, 200, size=8)
    limit = float(np.median(runtime))
    found = milp(
        -accuracy,
        integrality=np.ones(8),
        bounds=(0, 1),
        constraints=[(np.ones(8), 1, 1), (runtime.astype(float), 0, limit)],
    )
    expected = names[int(np.argmax(found.x))]
    assert solved.pick_model(dict(zip(names, accuracy)), dict(zip(names, runtime)), limit) == expected


@pytest.mark.parametrize(("d", "p"), [(0.01, 0.03), (0.1, 0.5), (0.02, 0.4), (0.004, 0.001)])
def test_a_dev_set_is_the_smallest_whose_binomial_scatter_is_small_enough(d, p):
    m = solved.dev_set_size(d, p)
    assert 1.96 * binom.std(m, p) / m <= d
    assert 1.96 * binom.std(m - 1, p) / (m - 1) > d


def test_the_default_z_leaves_five_per_cent_to_chance():
    assert 2 * norm.sf(1.96) == pytest.approx(0.05, abs=1e-4)
    m = solved.dev_set_size(0.05, 0.3)
    errors = np.random.default_rng(0).binomial(m, 0.3, size=100_000) / m
    assert np.mean(np.abs(errors - 0.3) > 0.05) == pytest.approx(0.05, abs=0.01)


@pytest.mark.parametrize("m", [1, 7, 250])
def test_the_weighted_error_is_scikit_learns_zero_one_loss(m):
    Y, Y_hat = some_labels(m, 3, seed=m)
    weights = np.random.default_rng(m).choice([1.0, 10.0], size=(1, m))
    expected = metrics.zero_one_loss(Y[0], Y_hat[0], sample_weight=weights[0])
    assert solved.weighted_error(Y, Y_hat, weights) == pytest.approx(expected)


def test_the_documents_doctors_leave_two_tenths_of_avoidable_bias():
    gaps = solved.avoidable_bias_and_variance([0.03, 0.01, 0.007, 0.005], 0.007, 0.008)
    assert gaps == pytest.approx((0.002, 0.001))


@pytest.mark.parametrize("seed", range(20))
def test_the_next_step_belongs_to_the_largest_jump(seed):
    rates = np.random.default_rng(seed).random(5) * 0.2
    jumps = np.diff(rates)
    order = ["bigger network", "more training data", "bigger dev set", "new dev set"]
    expected = order[int(np.argmax(jumps))] if jumps.max() > 0.01 else "done"
    assert solved.choose_next_step(*rates) == expected


@pytest.mark.parametrize("form", [list, tuple, np.array])
def test_labels_of_any_kind_get_full_marks(form):
    def counted(Y, Y_hat, n_classes=2):
        rows = [[0] * n_classes for _ in range(n_classes)]
        for truth, called in zip(np.ravel(Y), np.ravel(Y_hat)):
            rows[int(truth)][int(called)] += 1
        return np.array(rows, dtype=float)

    def three(Y, Y_hat):
        return form([float(value) for value in solved.precision_recall_f1(Y, Y_hat)])

    assert grade(f"{SHEET}/confusion_matrix", counted).passed
    assert grade(f"{SHEET}/precision_recall_f1", three).passed


# --- the four projects, as the solved notebook has run them (tests/test_notebooks.py runs it again)


def printed():
    book = nbformat.read(places.SOLVED / f"{SHEET}.ipynb", as_version=4)
    outputs = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]
    return "\n".join(output.get("text", "") for output in outputs)


def table_of(number):
    row = re.search(rf"Project {number} as it is\n(.*)", printed()).group(1)
    return dict(zip(["human", "train", "dev", "test", "user"], map(float, re.findall(r"[\d.]+(?= %)", row))))


@every_project
def test_the_right_decision_is_the_one_worth_most(number):
    row = re.search(rf"^project {number} (.*)$", printed(), re.MULTILINE).group(1)
    errors = dict(zip(STEPS, map(float, row.replace("*", "").split()), strict=True))
    best, second, *_ = sorted(errors, key=errors.get)
    assert best == getattr(solved, f"next_for_project_{number}")()
    assert errors[second] - errors[best] > 1.5
    assert errors["done"] - errors[best] > 2.5


@every_project
def test_the_chain_of_gaps_names_the_right_decision(number):
    rates = {name: rate / 100 for name, rate in table_of(number).items()}
    assert solved.choose_next_step(**rates) == getattr(solved, f"next_for_project_{number}")()
    gaps = sorted(np.diff(list(rates.values())))
    assert gaps[-1] - gaps[-2] > 0.02


@every_project
def test_the_reasons_speak_of_the_tables_numbers(number):
    rates = table_of(number)
    gaps = np.round(np.diff(list(rates.values())), 1)
    known = {f"{abs(value):.1f}" for value in [*rates.values(), *gaps]} | {"23"}
    shipped = re.findall(r"users' error +([\d.]+) %", printed())
    for option, why in PROJECTS[number].items():
        for value in re.findall(r"\d+\.\d|\b\d\d\b(?= points)", why):
            assert value in known | set(shipped), f"{option}: {value}"


@pytest.mark.filterwarnings("ignore")
def test_a_reader_who_knows_every_hand_errs_in_six_of_a_thousand():
    images, digits, more_images, more_digits = datasets.load_digits_8x8()
    X = np.concatenate([images, more_images]).reshape(1797, 64) / 16
    y = np.concatenate([digits, more_digits], axis=1)[0] % 2
    called = cross_val_predict(KNeighborsClassifier(1), X, y, cv=LeaveOneOut())
    assert f"{100 * np.mean(called != y):.1f}" == "0.6"
    assert "errs in 0.6 %" in printed()


def test_nearest_neighbour_reads_new_hands_as_scikit_learn_does():
    images, digits, more_images, more_digits = datasets.load_digits_8x8()
    known = KNeighborsClassifier(1).fit(images.reshape(1200, 64), digits[0] % 2)
    accuracy = known.score(more_images.reshape(597, 64), more_digits[0] % 2)
    assert re.search(rf"nearest neighbour +accuracy +{100 * accuracy:.1f} %", printed())
