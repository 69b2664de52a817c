"""The starts of a network agree with what others draw: PyTorch's initialisers, SciPy's tests, NumPy's matrix power."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from scipy import stats

from grader_tests import grade
from helpers.deep_network import L_model_backward, L_model_forward
from solutions import c2w1_initialization as solved

SHEET = "c2w1_initialization"
STARTS = [solved.initialize_parameters_zeros, solved.initialize_parameters_random, solved.initialize_parameters_he]
WIDE = [300, 200, 150, 120, 1]


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("layers_dims", [[4, 1], [2, 10, 5, 1], [1, 1, 7, 3, 3, 2]])
def test_weights_and_biases_have_the_shapes_of_pytorchs_linear_layers(start, layers_dims):
    parameters = start(layers_dims)
    layers = [torch.nn.Linear(n_in, n_out) for n_in, n_out in pairwise(layers_dims)]
    assert len(parameters) == 2 * len(layers)
    for number, layer in enumerate(layers, start=1):
        assert parameters[f"W{number}"].shape == tuple(layer.weight.shape)
        assert parameters[f"b{number}"].shape == (*layer.bias.shape, 1)
        assert not parameters[f"b{number}"].any()


def test_random_starts_are_the_known_draws_of_seed_3():
    for start, size in ((STARTS[1], lambda n: 10.0), (STARTS[2], lambda n: np.sqrt(2 / n))):
        draw, found = np.random.RandomState(3), start([2, 4, 1])
        assert np.array_equal(found["W1"], draw.randn(4, 2) * size(2))
        assert np.array_equal(found["W2"], draw.randn(1, 4) * size(4))


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_hes_weights_follow_the_distribution_of_pytorchs_kaiming_normal(layer):
    ours = solved.initialize_parameters_he(WIDE)[f"W{layer}"]
    theirs = torch.empty(ours.shape, dtype=torch.float64)
    torch.nn.init.kaiming_normal_(theirs, nonlinearity="relu", generator=torch.Generator().manual_seed(1))
    assert stats.ks_2samp(ours.ravel(), theirs.numpy().ravel()).pvalue > 0.01
    assert ours.std() == pytest.approx(theirs.numpy().std(), rel=0.03)


@pytest.mark.parametrize(("start", "size"), [(STARTS[1], lambda n: 10.0), (STARTS[2], lambda n: (2 / n) ** 0.5)])
def test_weights_are_normal_by_scipys_test(start, size):
    for layer, n_in in zip("123", WIDE, strict=False):
        weights = start(WIDE)[f"W{layer}"].ravel()
        assert stats.kstest(weights, "norm", args=(0, size(n_in))).pvalue > 0.01


@pytest.mark.parametrize(("n_in", "n_out"), [(3, 5), (64, 1), (1, 1), (300, 200)])
def test_xaviers_scale_is_the_one_of_pytorch(n_in, n_out):
    scale = solved.xavier_scale(n_in, n_out)
    limit = torch.nn.init.xavier_uniform_(torch.empty(n_out, n_in, dtype=torch.float64)).abs().max()
    assert limit <= scale * np.sqrt(3) + 1e-12  # a uniform draw of variance s² lies between ±√3 s
    many = torch.empty(100 * n_out, 100 * n_in, dtype=torch.float64)
    torch.nn.init.xavier_normal_(many, generator=torch.Generator().manual_seed(0))
    assert many.std().item() == pytest.approx(scale / 10, rel=0.05)


@pytest.mark.parametrize("w", [1.5, 0.9, -1.5, 1.0, np.array([[0.5, 1.0], [-0.25, 0.75]]), np.diag([1.5, 0.9, 0.1])])
@pytest.mark.parametrize("depth", [1, 2, 150])
def test_the_deep_linear_network_is_pytorchs_with_identity_activations(w, depth):
    layer = torch.nn.Linear(len(np.atleast_2d(w)), len(np.atleast_2d(w)), bias=False, dtype=torch.float64)
    layer.weight.data = torch.tensor(np.atleast_2d(w))
    with torch.no_grad():
        expected = torch.nn.Sequential(*[layer] * depth)(torch.ones(layer.in_features, dtype=torch.float64)).numpy()
    found = solved.deep_linear_output(w, depth)
    assert np.shape(found) == ((len(w), 1) if np.ndim(w) else ())
    np.testing.assert_allclose(np.ravel(found), expected, rtol=1e-12)
    power = np.linalg.matrix_power(np.atleast_2d(w), depth).sum(axis=1)
    np.testing.assert_allclose(np.ravel(found), power, rtol=1e-11)


def test_he_keeps_the_size_of_a_signal_through_thirty_wide_relu_layers_and_0_01_does_not():
    A = np.random.default_rng(0).normal(size=(400, 200))
    kept = lost = A
    for layer, W in enumerate([solved.initialize_parameters_he([400] * 31)[f"W{k}"] for k in range(1, 31)]):
        kept = np.maximum(W @ kept, 0)
        if layer < 10:
            lost = np.maximum(0.01 * W / np.sqrt(2 / 400) @ lost, 0)
    assert 0.5 < np.mean(kept**2) < 2
    assert np.mean(lost**2) < 1e-12


def test_zeros_everywhere_leave_all_gradients_but_the_last_bias_at_zero():
    draw = np.random.default_rng(1)
    X, Y = draw.normal(size=(3, 9)), (draw.permutation(9) < 3).astype(int).reshape(1, 9)
    AL, caches = L_model_forward(X, solved.initialize_parameters_zeros([3, 4, 4, 1]))
    grads = L_model_backward(AL, Y, caches)
    assert [name for name, grad in grads.items() if name[:2] in ("dW", "db") and grad.any()] == ["db3"]
    assert grads["db3"].item() == pytest.approx(0.5 - Y.mean())


def in_a_cell(name, scale, draw="np.random.RandomState(17).randn(n, p)", zeros="np.zeros((n, 1))"):
    """Return a start as a student might write it, with draws of their own."""
    source = f"def {name}(layers_dims):\n    par = {{}}\n    for l in range(1, len(layers_dims)):\n"
    source += f"        n, p = layers_dims[l], layers_dims[l - 1]\n        par['W' + str(l)] = ({draw}) * {scale}\n"
    source += f"        par['b' + str(l)] = {zeros}\n    return par\n"
    space = {"np": np, "draw": np.random.RandomState(17)}
    exec(source, space)
    return space[name]


@pytest.mark.parametrize(
    "draw", ["np.random.randn(n, p)", "np.random.normal(0, 1, (n, p))", "np.random.standard_normal((n, p))"]
)
@pytest.mark.parametrize(("name", "scale"), [("he", "(2 / p) ** 0.5"), ("random", "10")])
def test_any_correct_use_of_the_generator_gets_full_marks(name, scale, draw):
    function = in_a_cell(f"initialize_parameters_{name}", scale, draw)
    result = grade(f"{SHEET}/initialize_parameters_{name}", function)
    assert result.score == 1.0, result.message


@pytest.mark.parametrize(
    ("name", "scale", "known"),
    [
        ("he", "np.sqrt(1 / p)", "one-for-two"),
        ("he", "2 / p", "variance"),
        ("he", "np.sqrt(2 / n)", "own-layer"),
        ("he", "np.sqrt(2 / layers_dims[0])", "first-layer"),
        ("he", "np.sqrt(2) / p", "E106"),
        ("he", "0.01", "E45"),
        ("random", "1", "no-scale"),
        ("random", "0.01", "small"),
    ],
)
def test_a_wrong_size_is_named_whatever_the_draws(name, scale, known):
    function = in_a_cell(f"initialize_parameters_{name}", scale, "np.random.randn(n, p)")
    result = grade(f"{SHEET}/initialize_parameters_{name}", function)
    assert (result.score, result.misconception) == (0.0, known), result.message


@pytest.mark.parametrize(
    ("scale", "draw"),
    [
        ("np.sqrt(2 / p)", "np.random.rand(n, p)"),  # no negative weights
        ("np.sqrt(2 / p)", "np.random.uniform(-1, 1, (n, p))"),  # a third of the variance
        ("np.sqrt(2 / p)", "np.abs(np.random.randn(n, p))"),
        ("np.sqrt(2 / p)", "np.repeat(np.random.randn(1, p), n, axis=0)"),  # twins
        ("np.sqrt(2 / p)", "np.random.RandomState(3).randn(n, p)"),  # the same numbers for every layer
        ("np.sqrt(3 / p)", "np.random.randn(n, p)"),
        ("np.sqrt(2 // p)", "np.random.randn(n, p)"),
    ],
)
def test_wrong_weights_get_nothing(scale, draw):
    result = grade(f"{SHEET}/initialize_parameters_he", in_a_cell("initialize_parameters_he", scale, draw))
    assert result.score == 0.0, result.message
