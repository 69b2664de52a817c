"""The searches of hyperparameters agree with what others compute: SciPy, scikit-learn, exact decimals; and the checks' patience."""

import random
import time
from decimal import Decimal, getcontext

import numpy as np
import pytest
from scipy import optimize, stats
from sklearn.model_selection import ParameterGrid, ParameterSampler

from grader_tests import grade
from grader_tests.engine.boxed import wire
from grader_tests.engine.oracle import Oracle
from grader_tests.engine.remote import SHARED
from helpers.checks.stand_ins import cliff, network_size, valley
from helpers.checks.tree import copy, same
from solutions import c2w3_hyperparameters as solved

SHEET = "c2w3_hyperparameters"
SPACE = {"learning_rate": ("log", 0.0001, 1.0), "beta": ("beta", 0.9, 0.999)}
SIZES = {"layers": ("integer", 2, 4), "units": ("integer", 50, 100), "keep_prob": ("linear", 0.5, 1.0)}


@pytest.mark.parametrize(("low", "high"), [(0.0001, 1.0), (0.2, 0.9), (1e-9, 1e-6), (1, 1000)])
def test_learning_rates_have_scipys_log_uniform_distribution(low, high):
    drawn = solved.sample_log_uniform(low, high, 4000, seed=1)
    assert stats.kstest(drawn, stats.loguniform(low, high).cdf).pvalue > 0.01
    assert np.log(drawn).mean() == pytest.approx(np.log([low, high]).mean(), abs=0.02 * np.log(high / low))
    assert np.log(drawn).var() == pytest.approx(np.log(high / low) ** 2 / 12, rel=0.06)


@pytest.mark.parametrize(("low", "high"), [(0.9, 0.999), (0.0, 0.9999), (0.37, 0.85)])
def test_one_minus_beta_has_scipys_log_uniform_distribution(low, high):
    drawn = solved.sample_beta(low, high, 4000, seed=2)
    assert stats.kstest(1 - drawn, stats.loguniform(1 - high, 1 - low).cdf).pvalue > 0.01
    assert np.all((drawn >= low) & (drawn <= high))


def test_whole_numbers_have_scipys_even_distribution_with_both_ends():
    drawn = solved.sample_setting("integer", 50, 100, 5000, seed=3)
    counts = np.bincount(drawn - 50, minlength=51)
    assert counts.size == 51
    assert stats.chisquare(counts).pvalue > 0.01
    assert set(solved.sample_setting("integer", 2, 4, 100).tolist()) == {2, 3, 4}


def test_each_scale_is_the_one_of_its_name():
    same_seed = {"size": 500, "seed": 4}
    linear = solved.sample_setting("linear", -3, 7, **same_seed)
    assert stats.kstest(linear, stats.uniform(-3, 10).cdf).pvalue > 0.01
    for scale, low, high, sampler in (
        ("log", 0.01, 10, solved.sample_log_uniform),
        ("beta", 0.5, 0.99, solved.sample_beta),
    ):
        assert np.array_equal(solved.sample_setting(scale, low, high, **same_seed), sampler(low, high, 500, seed=4))


@pytest.mark.parametrize("name", ["sample_log_uniform", "sample_beta"])
def test_draws_do_not_hang_together_and_a_seed_repeats_them(name):
    drawn = getattr(solved, name)(0.1, 0.9, 3000, seed=5)
    r = np.log(drawn) if name == "sample_log_uniform" else np.log(1 - drawn)
    assert stats.spearmanr(r[1:], r[:-1]).pvalue > 0.01
    assert np.array_equal(drawn, getattr(solved, name)(0.1, 0.9, 3000, seed=5))
    assert not np.any(np.isin(drawn, getattr(solved, name)(0.1, 0.9, 3000, seed=6)))


def test_a_search_finds_as_low_costs_as_scikit_learns_sampler_does():
    theirs = {
        "layers": stats.randint(2, 5),
        "units": stats.randint(50, 101),
        "keep_prob": stats.uniform(0.5, 0.5),
    }
    ours = [
        min(cost for _, cost in solved.random_search(network_size, SIZES, 20, seed)[1]) for seed in range(0, 900, 9)
    ]
    others = [min(map(network_size, ParameterSampler(theirs, 20, random_state=seed))) for seed in range(100)]
    assert stats.ks_2samp(ours, others).pvalue > 0.01


def test_the_best_trial_is_numpys_nanargmin_also_where_trainings_blow_up():
    blown_up = 0
    for seed in range(20):
        best, trials = solved.random_search(cliff, {"learning_rate": ("log", 0.001, 1.0)}, 15, seed)
        costs = [cost for _, cost in trials]
        blown_up += np.isnan(costs).sum()
        assert best == trials[np.nanargmin(costs)][0]
        assert same(costs, [cliff(settings) for settings, _ in trials])
    assert blown_up > 50


def test_hyperparameters_of_a_search_do_not_hang_together():
    _, trials = solved.random_search(valley, SPACE, 1000, seed=7)
    rate, beta = (np.array([settings[name] for settings, _ in trials]) for name in SPACE)
    assert stats.spearmanr(rate, beta).pvalue > 0.01
    quarters = [np.digitize(x, np.quantile(x, [0.25, 0.5, 0.75])) for x in (rate, beta)]
    assert stats.chi2_contingency(np.histogram2d(*quarters, bins=4)[0]).pvalue > 0.01


@pytest.mark.parametrize("rate", ["0.0001", "0.0003", "0.02", "0.7"])
@pytest.mark.parametrize("beta", ["0.9", "0.93", "0.9985"])
def test_zoomed_ends_are_those_of_exact_decimals(rate, beta):
    getcontext().prec = 40

    def ends(low, best, high, share):
        low, best, high = (Decimal(x).log10() for x in (low, best, high))
        half = Decimal(share) * (high - low) / 2
        return [float(10 ** max(low, best - half)), float(10 ** min(high, best + half))]

    found = solved.zoom(SPACE, {"learning_rate": float(rate), "beta": float(beta)}, 0.4)
    assert (found["learning_rate"][0], found["beta"][0]) == ("log", "beta")
    assert found["learning_rate"][1:] == pytest.approx(ends("0.0001", rate, "1", "0.4"), rel=1e-12)
    one_minus = ends("0.001", 1 - Decimal(beta), "0.1", "0.4")
    assert found["beta"][1:] == pytest.approx([1 - one_minus[1], 1 - one_minus[0]], rel=1e-12)


def test_zooming_keeps_the_best_inside_and_the_given_space_as_it_is():
    for seed in range(50):
        best, _ = solved.random_search(network_size, SIZES, 1, seed)
        before = copy(SIZES)
        smaller = solved.zoom(SIZES, best, 0.3)
        assert same(before, SIZES)
        for name, (scale, low, high) in smaller.items():
            assert scale == SIZES[name][0]
            assert SIZES[name][1] <= low <= best[name] <= high <= SIZES[name][2]
        assert all(isinstance(end, int) for end in smaller["units"][1:])


def test_coarse_to_fine_comes_nearer_to_scipys_minimum_than_one_round_with_as_many_trials():
    def cost(x):
        return valley({"learning_rate": 10 ** x[0], "beta": 1 - 10 ** x[1]})

    lowest = optimize.minimize(cost, [-2, -2], method="Nelder-Mead").fun
    fine = [valley(solved.coarse_to_fine(valley, SPACE, 10, 4, seed)[0]) - lowest for seed in range(40)]
    coarse = [valley(solved.random_search(valley, SPACE, 40, seed)[0]) - lowest for seed in range(40)]
    assert min(fine + coarse) >= -1e-9
    assert np.median(fine) < np.median(coarse) / 3
    assert stats.wilcoxon(fine, coarse, alternative="less").pvalue < 0.05


def test_every_round_stays_inside_the_box_that_the_rounds_before_left():
    for seed in range(10):
        best, trials = solved.coarse_to_fine(network_size, SIZES, 5, 4, seed)
        space = SIZES
        for k in range(4):
            for settings, _ in trials[5 * k : 5 * k + 5]:
                assert all(low <= settings[name] <= high for name, (_, low, high) in space.items())
            so_far = min(trials[: 5 * k + 5], key=lambda trial: trial[1])[0]
            space = solved.zoom(space, so_far)
        assert network_size(best) == min(cost for _, cost in trials)


def test_a_grid_of_25_points_tries_five_values_and_random_points_25():
    grid = list(ParameterGrid({"learning_rate": range(5), "beta": range(5)}))
    assert len(grid) == 25
    assert len({point["learning_rate"] for point in grid}) == 5
    _, trials = solved.random_search(valley, SPACE, 25)
    assert len({settings["learning_rate"] for settings, _ in trials}) == 25


def test_the_documents_facts_on_beta():
    assert [round(1 / (1 - beta)) for beta in (0.9, 0.9005, 0.999, 0.9995)] == [10, 10, 1000, 2000]


# What the checks accept and refuse


def samplers(draw):
    """Return sample_log_uniform with r = draw(low, high, size, seed) between 0 and 1."""

    def sample(low, high, size, seed=0):
        return low * (high / low) ** np.asarray(draw(size, seed))

    return sample


@pytest.mark.parametrize(
    "draw",
    [
        lambda size, seed: np.random.Generator(np.random.MT19937(seed)).random(size),
        lambda size, seed: np.random.RandomState(seed + 1).rand(size),
        lambda size, seed: [random.Random(1000 * seed + k).random() for k in range(size)],
        lambda size, seed: 1 - np.random.default_rng([seed, 5]).uniform(size=size),
        lambda size, seed: stats.uniform.rvs(size=size, random_state=seed),
    ],
)
def test_any_generator_that_the_seed_decides_is_accepted(draw):
    result = grade(f"{SHEET}/sample_log_uniform", samplers(draw))
    assert result.score == 1.0, result.message


@pytest.mark.parametrize(
    ("draw", "mistake"),
    [
        (lambda size, seed: np.random.default_rng().random(size), "ignores-seed"),
        (lambda size, seed: np.random.default_rng(3).random(size), "ignores-seed"),
        (lambda size, seed: np.random.default_rng(seed).permutation((np.arange(size) + 0.5) / size), "grid"),
        (lambda size, seed: np.sort(np.random.default_rng(seed).random(size)), "grid"),
        (lambda size, seed: np.full(size, np.random.default_rng(seed).random()), "one-draw"),
        (lambda size, seed: np.random.default_rng(seed).random(size) ** 2, None),
        (lambda size, seed: np.random.default_rng(seed).normal(0.5, 0.1, size), None),
        (lambda size, seed: 0.1 + 0.8 * np.random.default_rng(seed).random(size), None),
    ],
)
def test_draws_that_are_not_even_independent_or_repeatable_are_refused(draw, mistake):
    result = grade(f"{SHEET}/sample_log_uniform", samplers(draw))
    assert not result.passed
    assert result.misconception == mistake, result.message


def test_a_wrong_scale_is_named_whatever_the_generator():
    def linear(low, high, size, seed=0):
        return np.random.default_rng(seed).uniform(low, high, size)

    for name in ("sample_log_uniform", "sample_beta"):
        assert grade(f"{SHEET}/{name}", linear).misconception == "linear-scale"


def test_hyperparameters_that_move_hand_in_hand_are_named_whatever_the_generator():
    def one_number_for_all(dev_cost, space, n_trials, seed=0):
        trials = []
        for u in np.random.default_rng(seed).random(n_trials):
            settings = {}
            for name, (scale, low, high) in space.items():
                if scale == "log":
                    settings[name] = low * (high / low) ** u
                elif scale == "beta":
                    settings[name] = 1 - (1 - low) * ((1 - high) / (1 - low)) ** u
                else:
                    settings[name] = low + u * (high - low)
                    settings[name] = round(settings[name]) if scale == "integer" else settings[name]
            trials.append((settings, dev_cost(settings)))
        return min(trials, key=lambda trial: (np.isnan(trial[1]), trial[1]))[0], trials

    result = grade(f"{SHEET}/random_search", one_number_for_all)
    assert result.misconception == "together", result.message


def own_rounds(centre):
    """Return a solution of coarse_to_fine with its own generator; centre(k, trials, n) gives the trials to zoom around."""

    def search(dev_cost, space, n_trials, rounds, seed=0):
        trials, box = [], space
        for k in range(rounds):
            chosen = centre(k, trials, n_trials)
            if chosen:
                box = solved.zoom(box, min(chosen, key=lambda trial: (np.isnan(trial[1]), trial[1]))[0])
            trials = trials + solved.random_search(dev_cost, box, n_trials, 5000 + 333 * seed + 50 * k)[1]
        return min(trials, key=lambda trial: (np.isnan(trial[1]), trial[1]))[0], trials

    return search


def test_rounds_are_judged_by_the_students_own_trials():
    right = grade(f"{SHEET}/coarse_to_fine", own_rounds(lambda k, trials, n: trials))
    assert right.score == 1.0, right.message
    for centre, mistake in (
        (lambda k, trials, n: [], "no-zoom"),
        (lambda k, trials, n: trials[-n:] if k else [], "last-round-only"),
    ):
        result = grade(f"{SHEET}/coarse_to_fine", own_rounds(centre))
        assert not result.passed
        assert result.misconception == mistake, result.message


@pytest.mark.parametrize("trials", [None, 7, [], {0: ({}, 1.0)}, [[1, 2], [3, 4]], [({}, 0.5)] * 4, [("a", "b")] * 4])
@pytest.mark.parametrize("name", ["random_search", "coarse_to_fine"])
def test_results_of_a_wrong_form_are_told_and_never_stop_the_check(name, trials):
    best = {"learning_rate": 0.1, "beta": 0.95, "layers": 2, "units": 60, "keep_prob": 0.9}
    result = grade(f"{SHEET}/{name}", lambda *args, **kwargs: (best, trials))
    assert result.score <= 0.5
    assert "result[1]" in result.message


def test_values_in_arrays_of_one_number_count_as_numbers():
    def search(dev_cost, space, n_trials, seed=0):
        best, trials = solved.random_search(dev_cost, space, n_trials, seed + 50)
        as_arrays = [({name: np.array([one]) for name, one in settings.items()}, cost) for settings, cost in trials]
        return {name: np.array([one]) for name, one in best.items()}, as_arrays

    result = grade(f"{SHEET}/random_search", search)
    assert result.score == 1.0, result.message


def test_seeds_that_meet_again_one_trial_later_are_named():
    def search(dev_cost, space, n_trials, seed=0):
        trials = []
        for i in range(n_trials):
            entries = enumerate(space.items())
            settings = {name: solved.sample_setting(*entry, 1, seed + i + k)[0] for k, (name, entry) in entries}
            trials.append((settings, dev_cost(settings)))
        return min(trials, key=lambda trial: (np.isnan(trial[1]), trial[1]))[0], trials

    result = grade(f"{SHEET}/random_search", search)
    assert result.misconception == "shifted", result.message


def test_the_graders_own_search_can_be_asked_with_a_function():
    packer, oracle = wire.Packer(SHARED), Oracle(SHEET)
    question = {"args": packer.pack((valley, SPACE, 3)), "kwargs": packer.pack({"seed": 4})}
    try:
        reply, raw = oracle.answer("random_search", question, b"".join(packer.chunks), time.monotonic() + 60)
    finally:
        oracle.close()
    found = wire.unpack(reply["value"], raw, SHARED)
    assert same(found, solved.random_search(valley, SPACE, 3, 4))
