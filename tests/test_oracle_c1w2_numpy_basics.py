"""The NumPy basics agree with what others compute: PyTorch, SciPy, scikit-learn, the document's own numbers."""

import math
import warnings

import numpy as np
import pytest
import torch
from scipy import optimize, special
from sklearn import preprocessing

from helpers.checks import stand_ins
from solutions import c1w2_numpy_basics as solved

CURVES = {
    stand_ins.triple: lambda a: 3 * a,
    stand_ins.square: lambda a: a**2,
    stand_ins.cube: lambda a: a**3,
    stand_ins.logarithm: torch.log,
}


@pytest.fixture
def draw():
    return np.random.default_rng(5)


@pytest.mark.parametrize("f", CURVES, ids=lambda f: f.__name__)
@pytest.mark.parametrize("a", [2.0, 2.001, 5.0])
def test_measured_slopes_agree_with_pytorchs_derivatives_and_scipys_differences(f, a):
    point = torch.tensor(a, dtype=torch.float64, requires_grad=True)
    CURVES[f](point).backward()
    assert solved.numerical_slope(f, a, 1e-6) == pytest.approx(point.grad.item(), rel=1e-5)
    theirs = optimize.approx_fprime([a], lambda x: f(x[0]), 0.001)[0]
    assert solved.numerical_slope(f, a, 0.001) == pytest.approx(theirs, rel=1e-9)


def test_slopes_are_those_that_the_document_prints():
    printed = {stand_ins.triple: 3, stand_ins.square: 4, stand_ins.cube: 12, stand_ins.logarithm: 0.5}
    for f, slope in printed.items():
        assert solved.numerical_slope(f, 2, 0.001) == pytest.approx(slope, abs=0.007)


def test_the_graphs_derivatives_agree_with_pytorch(draw):
    for numbers in [(5.0, 3.0, 2.0), *draw.normal(size=(5, 3)).tolist()]:
        a, b, c = (torch.tensor(one, dtype=torch.float64, requires_grad=True) for one in numbers)
        theirs = 3 * (a + b * c)
        theirs.backward()
        value, grads = solved.computation_graph(*numbers)
        assert value == pytest.approx(theirs.item(), rel=1e-12)
        assert [grads["da"], grads["db"], grads["dc"]] == pytest.approx([a.grad.item(), b.grad.item(), c.grad.item()])


def test_the_graph_gives_the_documents_numbers():
    assert solved.computation_graph(5, 3, 2) == (33, {"da": 3, "db": 6, "dc": 9})


@pytest.mark.parametrize("product", [solved.matvec_loop, solved.matvec])
@pytest.mark.parametrize("shape", [(3, 5), (4, 4), (6, 1), (1, 3)])
def test_products_agree_with_pytorch(product, shape, draw):
    A, v = draw.normal(size=shape), draw.normal(size=shape[1])
    np.testing.assert_allclose(product(A, v), torch.mv(torch.tensor(A), torch.tensor(v)).numpy(), rtol=1e-12)


def test_sigmoids_agree_with_scipy_and_pytorch(draw):
    x = draw.normal(scale=5, size=(4, 3))
    np.testing.assert_allclose(solved.sigmoid(x), special.expit(x), rtol=1e-12)
    np.testing.assert_allclose(solved.sigmoid(x), torch.sigmoid(torch.tensor(x)).numpy(), rtol=1e-12)
    for one in (-30.0, -1, 0, 2.5, 30):
        assert solved.basic_sigmoid(one) == pytest.approx(special.expit(one), rel=1e-12)
        assert solved.sigmoid(one) == pytest.approx(special.expit(one), rel=1e-12)


def test_sigmoids_of_numbers_far_from_zero_are_right_and_silent():
    far = np.array([-1e4, -800.0, -40, 40, 800, 1e4])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        np.testing.assert_allclose(solved.sigmoid(far), special.expit(far), rtol=1e-12)
        assert [solved.basic_sigmoid(one) for one in far] == pytest.approx(special.expit(far).tolist(), rel=1e-12)
        assert np.all(solved.sigmoid_derivative(far) >= 0)


def test_the_sigmoids_slope_agrees_with_pytorch(draw):
    x = draw.normal(scale=4, size=(2, 7))
    theirs = torch.tensor(x, requires_grad=True)
    torch.sigmoid(theirs).sum().backward()
    np.testing.assert_allclose(solved.sigmoid_derivative(x), theirs.grad.numpy(), rtol=1e-10)


def test_a_picture_is_unrolled_in_pytorchs_order_and_comes_back(draw):
    image = draw.integers(0, 256, (4, 5, 3))
    column = solved.image2vector(image)
    assert column.shape == (60, 1)
    assert np.array_equal(column[:, 0], torch.flatten(torch.tensor(image)).numpy())
    assert np.array_equal(column.reshape(image.shape), image)


def test_calorie_shares_are_the_documents_and_scikit_learns():
    A = np.array([[56.0, 0.0, 4.4, 68.0], [1.2, 104.0, 52.0, 8.0], [1.8, 135.0, 99.0, 0.9]])
    shares = solved.calorie_shares(A)
    assert A.sum(axis=0) == pytest.approx([59, 239, 155.4, 76.9])
    assert round(shares[0, 0], 1) == 94.9
    np.testing.assert_allclose(shares, 100 * preprocessing.normalize(A, norm="l1", axis=0), rtol=1e-12)


@pytest.mark.parametrize("shape", [(3, 4), (5, 5), (4, 1), (1, 6)])
def test_normalized_rows_agree_with_scikit_learn(shape, draw):
    x = draw.normal(size=shape)
    np.testing.assert_allclose(solved.normalize_rows(x), preprocessing.normalize(x), rtol=1e-12)


def test_bytes_are_normalized_without_wrapping_around(draw):
    x = draw.integers(1, 256, (3, 50), dtype=np.uint8)
    np.testing.assert_allclose(solved.normalize_rows(x), preprocessing.normalize(x.astype(float)), rtol=1e-6)


@pytest.mark.parametrize("shape", [(3, 4), (5, 5), (4, 1), (1, 6)])
def test_softmax_agrees_with_scipy(shape, draw):
    x = draw.normal(scale=3, size=shape)
    np.testing.assert_allclose(solved.softmax(x), special.softmax(x, axis=1), rtol=1e-12)


def test_softmax_of_large_scores_does_not_overflow():
    x = np.array([[1000.0, 1001, 1002], [-1000, 0, -2000]])
    np.testing.assert_allclose(solved.softmax(x), torch.softmax(torch.tensor(x), dim=1).numpy(), rtol=1e-12)


@pytest.mark.parametrize("m", [1, 2, 9])
def test_losses_agree_with_pytorchs_sums(m, draw):
    yhat, y = draw.normal(size=(2, m))
    guessed, true = torch.tensor(yhat), torch.tensor(y)
    l1 = torch.nn.functional.l1_loss(guessed, true, reduction="sum").item()
    l2 = torch.nn.functional.mse_loss(guessed, true, reduction="sum").item()
    assert math.isclose(solved.L1(yhat, y), l1, rel_tol=1e-12)
    assert math.isclose(solved.L2(yhat, y), l2, rel_tol=1e-12)
