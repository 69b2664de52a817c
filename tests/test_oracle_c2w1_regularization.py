"""Regularization agrees with what others compute: PyTorch, SciPy, central differences; and its checks judge fairly."""

import numpy as np
import pytest
import torch
from scipy import stats
from sklearn.linear_model import LogisticRegression

from grader_tests import exercises, grade
from helpers import plots
from helpers.checks.tree import copy, same
from solutions import c2w1_regularization as solved

SHEET = "c2w1_regularization"
NAMES = ["W1", "b1", "W2", "b2", "W3", "b3"]


def problem(m=12, sizes=(4, 6, 5, 1), seed=5):
    """Return (X, Y, parameters) of a network of three layers."""
    draw = np.random.default_rng(seed)
    X, parameters = draw.normal(size=(sizes[0], m)), {}
    for layer in (1, 2, 3):
        parameters[f"W{layer}"] = draw.normal(size=(sizes[layer], sizes[layer - 1]))
        parameters[f"b{layer}"] = draw.normal(size=(sizes[layer], 1))
    return X, draw.integers(0, 2, size=(1, m)), parameters


def plain_forward(X, parameters):
    """Return (A3, cache of 12) by leaving the masks out of a pass that keeps every unit."""
    A3, cache = solved.forward_propagation_with_dropout(X, parameters, 1.0)
    return A3, tuple(value for place, value in enumerate(cache) if place not in (1, 6))


def tensors(parameters):
    return {name: torch.tensor(value, requires_grad=True) for name, value in parameters.items()}


def torch_logits(X, p, masks=(None, None), keep_prob=1.0):
    A = torch.tensor(X)
    for layer, mask in (("1", masks[0]), ("2", masks[1])):
        A = torch.relu(p["W" + layer] @ A + p["b" + layer])
        A = A if mask is None else A * torch.tensor(mask.astype(float)) / keep_prob
    return p["W3"] @ A + p["b3"]


def torch_cost(logits, Y):
    return torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.tensor(Y, dtype=torch.float64))


@pytest.mark.parametrize("lambd", [0.0, 0.1, 7.0])
@pytest.mark.parametrize("m", [1, 12])
def test_cost_and_gradients_with_the_l2_penalty_are_pytorchs(m, lambd):
    X, Y, parameters = problem(m)
    p = tensors(parameters)
    cost = torch_cost(torch_logits(X, p), Y) + lambd / (2 * m) * sum((p[f"W{k}"] ** 2).sum() for k in (1, 2, 3))
    cost.backward()
    A3, cache = plain_forward(X, parameters)
    assert solved.compute_cost_with_regularization(A3, Y, parameters, lambd) == pytest.approx(cost.item(), rel=1e-12)
    grads = solved.backward_propagation_with_regularization(X, Y, cache, lambd)
    for name in NAMES:
        np.testing.assert_allclose(grads["d" + name], p[name].grad.numpy(), rtol=1e-9, atol=1e-12)


def test_the_gradients_are_the_slopes_of_the_cost_by_central_differences():
    X, Y, parameters = problem(m=5, sizes=(2, 3, 2, 1))
    grads = solved.backward_propagation_with_regularization(X, Y, plain_forward(X, parameters)[1], 0.9)

    def cost(name, place, step):
        moved = copy(parameters)
        moved[name][place] += step
        return solved.compute_cost_with_regularization(plain_forward(X, moved)[0], Y, moved, 0.9)

    for name in NAMES:
        for place in np.ndindex(parameters[name].shape):
            slope = (cost(name, place, 1e-6) - cost(name, place, -1e-6)) / 2e-6
            assert grads["d" + name][place] == pytest.approx(slope, rel=1e-5, abs=1e-8)


def test_dz_and_da_are_single_examples_gradients_without_one_over_m():
    X, Y, parameters = problem(m=6)
    _, A1, _, _, Z2, *_ = plain_forward(X, parameters)[1]
    kept = {"A1": torch.tensor(A1, requires_grad=True), "Z2": torch.tensor(Z2, requires_grad=True)}
    p = tensors(parameters)
    sums = torch.nn.functional.binary_cross_entropy_with_logits
    labels = torch.tensor(Y, dtype=torch.float64)
    sums(p["W3"] @ torch.relu(p["W2"] @ kept["A1"] + p["b2"]) + p["b3"], labels, reduction="sum").backward()
    sums(p["W3"] @ torch.relu(kept["Z2"]) + p["b3"], labels, reduction="sum").backward()
    grads = solved.backward_propagation_with_regularization(X, Y, plain_forward(X, parameters)[1], 3.0)
    for name, value in kept.items():
        np.testing.assert_allclose(grads["d" + name], value.grad.numpy(), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("keep_prob", [0.3, 0.8, 1.0])
@pytest.mark.parametrize("m", [1, 12])
def test_dropout_forward_and_backward_agree_with_pytorch_through_the_same_masks(m, keep_prob):
    X, Y, parameters = problem(m)
    A3, cache = solved.forward_propagation_with_dropout(X, parameters, keep_prob, seed=4)
    p = tensors(parameters)
    logits = torch_logits(X, p, (cache[1], cache[6]), keep_prob)
    np.testing.assert_allclose(A3, torch.sigmoid(logits).detach().numpy(), rtol=1e-10)
    torch_cost(logits, Y).backward()
    grads = solved.backward_propagation_with_dropout(X, Y, cache, keep_prob)
    for name in NAMES:
        np.testing.assert_allclose(grads["d" + name], p[name].grad.numpy(), rtol=1e-9, atol=1e-12)


def test_masks_are_bernoulli_draws_and_the_scaled_units_keep_their_mean_as_in_pytorchs_dropout():
    X, _, parameters = problem(m=4000)
    _, cache = solved.forward_propagation_with_dropout(X, parameters, 0.8)
    for mask in (cache[1], cache[6]):
        assert stats.binomtest(int(mask.sum()), mask.size, 0.8).pvalue > 0.001
    kept = np.bincount(cache[1].sum(axis=0), minlength=7)
    expected = 4000 * stats.binom.pmf(np.arange(7), 6, 0.8)
    assert stats.chisquare([kept[:3].sum(), *kept[3:]], [expected[:3].sum(), *expected[3:]]).pvalue > 0.001
    whole = np.maximum(cache[0], 0)
    assert cache[2].mean() == pytest.approx(whole.mean(), rel=0.03)
    torch.manual_seed(0)
    assert torch.nn.functional.dropout(torch.tensor(whole), 0.2).mean().item() == pytest.approx(whole.mean(), rel=0.03)


def test_the_default_masks_are_those_of_seed_1_first_layer_first():
    X, _, parameters = problem(m=3)
    _, cache = solved.forward_propagation_with_dropout(X, parameters)
    state = np.random.RandomState(1)
    assert np.array_equal(cache[1], state.rand(6, 3) < 0.5)
    assert np.array_equal(cache[6], state.rand(5, 3) < 0.5)


def test_the_documents_50_units_lose_10_on_average():
    X, _, parameters = problem(m=1000, sizes=(4, 50, 5, 1))
    _, cache = solved.forward_propagation_with_dropout(X, parameters, 0.8)
    assert (~cache[1]).sum(axis=0).mean() == pytest.approx(10, abs=0.5)


def test_weight_decay_is_pytorchs_sgd_with_weight_decay_on_the_weights_alone():
    X, Y, parameters = problem(m=12)
    p, ours = tensors(parameters), parameters
    groups = [
        {"params": [p["W1"], p["W2"], p["W3"]], "weight_decay": 0.7 / 12},
        {"params": [p["b1"], p["b2"], p["b3"]]},
    ]
    optimizer = torch.optim.SGD(groups, lr=0.3)
    for _ in range(20):
        optimizer.zero_grad()
        torch_cost(torch_logits(X, p), Y).backward()
        optimizer.step()
        grads = solved.backward_propagation_with_regularization(X, Y, plain_forward(X, ours)[1], 0.0)
        ours = solved.weight_decay_step(ours, grads, 0.3, 0.7, 12)
    for name in NAMES:
        np.testing.assert_allclose(ours[name], p[name].detach().numpy(), rtol=1e-9, atol=1e-11)


def test_weight_decay_is_a_step_along_the_gradients_of_the_cost_with_the_penalty():
    X, Y, parameters = problem(m=7)
    cache = plain_forward(X, parameters)[1]
    plain, full = (solved.backward_propagation_with_regularization(X, Y, cache, lambd) for lambd in (0.0, 2.0))
    found = solved.weight_decay_step(parameters, plain, 0.1, 2.0, 7)
    for name in NAMES:
        np.testing.assert_allclose(found[name], parameters[name] - 0.1 * full["d" + name], rtol=1e-12)


def test_the_l1_penalty_is_pytorchs_l1_loss_against_zero():
    _, _, parameters = problem()
    total = sum(
        torch.nn.functional.l1_loss(torch.tensor(W), torch.zeros(W.shape), reduction="sum")
        for W in (parameters["W1"], parameters["W2"], parameters["W3"])
    )
    assert solved.l1_penalty(parameters, 0.6, 9) == pytest.approx(0.6 / 18 * total.item(), rel=1e-12)


def test_an_l1_penalty_makes_weights_exactly_zero_in_scikit_learn_and_an_l2_penalty_does_not():
    draw = np.random.default_rng(0)
    X = draw.normal(size=(80, 20))
    y = (X[:, 0] + 0.5 * draw.normal(size=80) > 0).astype(int)
    zeros = [
        np.sum(LogisticRegression(l1_ratio=ratio, solver="liblinear", C=0.2).fit(X, y).coef_ == 0) for ratio in (1, 0)
    ]
    assert zeros[0] >= 10
    assert zeros[1] == 0


@pytest.mark.parametrize("size", [1, 3, 5])
def test_every_square_and_its_mirror_image_are_equally_likely(size):
    image = np.arange(5 * 6 * 3).reshape(5, 6, 3)
    windows = np.lib.stride_tricks.sliding_window_view(np.stack([image, np.flip(image, 1)]), (size, size), axis=(1, 2))
    windows = np.moveaxis(windows, 3, -1)
    counts = np.zeros(windows.shape[:3])
    for seed in range(3000):
        found = solved.augment(image, size, seed)
        assert found.shape == (size, size, 3)
        hits = (windows == found).all(axis=(3, 4, 5))
        assert hits.any()
        counts += hits / hits.sum()
    assert stats.chisquare(counts.ravel()).pvalue > 0.001


def test_stopping_early_is_keras_rule_told_by_running_minima():
    draw = np.random.default_rng(3)
    for _ in range(200):
        costs, patience = draw.integers(0, 8, size=draw.integers(1, 15)) / 8, int(draw.integers(1, 5))
        best, stop = solved.early_stopping(costs, patience)
        lowest = np.minimum.accumulate(costs)
        waits = [k for k in range(patience, len(costs)) if lowest[k] == lowest[k - patience]]
        assert stop == (waits[0] if waits else len(costs) - 1)
        assert best == int(np.argmin(costs[: stop + 1]))


# What the checks accept and refuse


def drops(masks, scale=True):
    """Return a solution of the forward pass with dropout whose two masks come from masks(shape1, shape2, keep_prob, seed)."""

    def forward(X, parameters, keep_prob=0.5, seed=1):
        W1, b1, W2, b2, W3, b3 = (parameters[name] for name in NAMES)
        D1, D2 = masks((len(b1), X.shape[1]), (len(b2), X.shape[1]), keep_prob, seed)
        factor = 1 / keep_prob if scale else 1
        Z1 = W1 @ X + b1
        A1 = np.maximum(Z1, 0) * D1 * factor
        Z2 = W2 @ A1 + b2
        A2 = np.maximum(Z2, 0) * D2 * factor
        Z3 = W3 @ A2 + b3
        A3 = 1 / (1 + np.exp(-Z3))
        return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)

    return forward


def new_api(first, second, keep_prob, seed):
    draw = np.random.default_rng(seed)
    return draw.random(first) < keep_prob, (draw.random(second) < keep_prob).astype(int)


def old_api(first, second, keep_prob, seed):
    draw = np.random.RandomState(seed)
    return draw.binomial(1, keep_prob, first), draw.uniform(size=second) <= keep_prob


def one_list(first, second, keep_prob, seed):
    units, m = first[0] + second[0], first[1]
    numbers = np.random.Generator(np.random.MT19937(seed)).random((m, units))
    both = np.less(numbers.T, keep_prob)
    return both[: first[0]], both[first[0] :]


@pytest.mark.parametrize("masks", [new_api, old_api, one_list])
def test_any_generator_that_the_seed_decides_is_accepted_for_the_masks(masks):
    result = grade(f"{SHEET}/forward_propagation_with_dropout", drops(masks))
    assert result.score == 1.0, result.message


def test_masks_from_the_global_generator_need_no_seed_argument():
    def forward(X, parameters, keep_prob=0.5):
        return drops(lambda a, b, keep, _: (np.random.rand(*a) < keep, np.random.rand(*b) < keep))(
            X, parameters, keep_prob
        )

    result = grade(f"{SHEET}/forward_propagation_with_dropout", forward)
    assert result.score == 1.0, result.message


def same_for_all(first, second, keep_prob, seed):
    draw = np.random.default_rng(seed)
    return [np.ones(shape) * (draw.random((shape[0], 1)) < keep_prob) for shape in (first, second)]


def whole_examples(first, second, keep_prob, seed):
    draw = np.random.default_rng(seed)
    return [np.ones(shape) * (draw.random((1, shape[1])) < keep_prob) for shape in (first, second)]


def always_as_many(first, second, keep_prob, seed):
    draw = np.random.default_rng(seed)
    kept = [(np.arange(n) < round(keep_prob * n))[:, None] * np.ones((1, m)) for n, m in (first, second)]
    return [draw.permuted(mask, axis=0) for mask in kept]


def seeded_twice(first, second, keep_prob, seed):
    return [np.random.default_rng(seed).random(shape) < keep_prob for shape in (first, second)]


def the_others(first, second, keep_prob, seed):
    return [~mask.astype(bool) for mask in new_api(first, second, keep_prob, seed)]


def unseeded(first, second, keep_prob, seed):
    return new_api(first, second, keep_prob, None)


def always_seed_5(first, second, keep_prob, seed):
    return new_api(first, second, keep_prob, 5)


@pytest.mark.parametrize(
    ("masks", "mistake"),
    [
        (same_for_all, "one-draw"),
        (whole_examples, "one-draw"),
        (always_as_many, None),
        (seeded_twice, "one-draw"),
        (the_others, "keeps-the-dropped"),
        (unseeded, "ignores-seed"),
        (always_seed_5, "ignores-seed"),
    ],
)
def test_masks_that_are_no_independent_draws_are_refused_and_named(masks, mistake):
    result = grade(f"{SHEET}/forward_propagation_with_dropout", drops(masks))
    assert not result.passed
    assert mistake is None or result.misconception == mistake, result.message


def test_a_missing_division_is_named_whatever_the_draws():
    result = grade(f"{SHEET}/forward_propagation_with_dropout", drops(new_api, scale=False))
    assert result.misconception == "not-scaled", result.message


def cuts(draw):
    """Return a solution of augment; draw(rows, columns, seed) gives (mirror, top, left) out of so many places."""

    def augment(image, size, seed=0):
        mirror, top, left = draw(image.shape[0] - size + 1, image.shape[1] - size + 1, seed)
        square = image[top : top + size, left : left + size]
        return square[:, ::-1] if mirror else square

    return augment


def fair(rows, columns, seed):
    draw = np.random.default_rng(seed)
    return draw.random() < 0.5, draw.integers(rows), draw.integers(columns)


def one_place(rows, columns, seed):
    draw = np.random.default_rng(seed)
    return draw.random() < 0.5, rows // 2, columns // 2


def one_draw(rows, columns, seed):
    number = np.random.default_rng(seed).random()
    return number < 0.5, int(number * rows), int(number * columns)


def test_any_generator_that_the_seed_decides_is_accepted_for_squares():
    result = grade(f"{SHEET}/augment", cuts(fair))
    assert result.score == 1.0, result.message


@pytest.mark.parametrize("draw", [one_place, one_draw])
def test_squares_that_cannot_be_everywhere_are_refused_and_named(draw):
    assert grade(f"{SHEET}/augment", cuts(draw)).misconception == "not-everywhere"


def test_squares_without_a_seed_are_refused_and_named():
    result = grade(f"{SHEET}/augment", cuts(lambda rows, columns, seed: fair(rows, columns, None)))
    assert result.misconception == "ignores-seed", result.message


def test_no_function_changes_what_it_is_given():
    X, Y, parameters = problem()
    image = np.arange(48).reshape(4, 4, 3)
    given = [X, Y, parameters, image]
    before = copy(given)
    _, cache = solved.forward_propagation_with_dropout(X, parameters, 0.6)
    kept = copy(cache)
    solved.backward_propagation_with_dropout(X, Y, cache, 0.6)
    solved.weight_decay_step(parameters, {"d" + name: value for name, value in parameters.items()}, 0.1, 1.0, 12)
    solved.augment(image, 3)
    assert same(before, given)
    assert same(kept, cache)


def test_the_printed_double_sum_hears_of_the_layer_before():
    exercise = next(one for one in exercises() if one.id == f"{SHEET}/compute_cost_with_regularization")
    result = grade(exercise.id, exercise.wrong("E112"))
    assert "the layer *before*" in result.message
    assert "n(l+1)" in result.message


def test_dropout_as_it_trains_is_told_in_words_as_well(capsys):
    figure, _ = plots.new_figure(width=2, height=2)
    text = "step   units kept in layer 1\n   0   ●○●●\n  10   ○●●○"
    plots.animation(figure, lambda step: None, range(2), alt="Units that flicker while a network learns.", text=text)
    assert "○●●○" in capsys.readouterr().out
