"""c1w1_introduction against other people's mathematics: PyTorch, SciPy, scikit-learn, and the documents' table."""

import numpy as np
import pytest
import torch
from scipy.stats import linregress
from sklearn.linear_model import LinearRegression

from grader_tests import grade
from solutions import c1w1_introduction as week

SIZES, PRICES = np.array([2104.0, 1600.0, 2400.0, 3000.0]), np.array([400.0, 330.0, 369.0, 540.0])


def test_relu_agrees_with_torch():
    z = np.append(np.random.default_rng(0).normal(size=(4, 5)).ravel(), 0.0)
    np.testing.assert_array_equal(week.relu(z), torch.relu(torch.tensor(z)).numpy())


@pytest.mark.parametrize("inputs", [1, 2, 7])
def test_a_neuron_is_torchs_linear_layer_with_relu(inputs):
    torch.manual_seed(inputs)
    linear = torch.nn.Linear(inputs, 1).double()
    w, b = linear.weight.detach().numpy()[0], linear.bias.item()
    for x in np.random.default_rng(1).normal(size=(20, inputs)):
        assert week.neuron(x, w, b) == pytest.approx(torch.relu(linear(torch.tensor(x))).item(), abs=1e-12)


def test_a_neuron_takes_columns_and_single_numbers_too():
    x, w = np.array([[2104.0], [3.0]]), np.array([[0.1], [20.0]])
    assert np.allclose(week.neuron(x, w, 50.0), [[320.4]])
    assert week.neuron(2.0, -0.5, 3.0) == 2.0


@pytest.mark.parametrize("houses", [2, 4, 50])
def test_the_line_is_scipys_and_scikit_learns(houses):
    draw = np.random.default_rng(houses)
    size = draw.uniform(500, 4000, houses)
    price = 0.2 * size - 30 + draw.normal(0, 60, houses)
    w, b = week.fit_price_line(size, price)
    by_scipy = linregress(size, price)
    by_learner = LinearRegression().fit(size.reshape(-1, 1), price)
    assert (w, b) == pytest.approx((by_scipy.slope, by_scipy.intercept), rel=1e-9)
    assert (w, b) == pytest.approx((by_learner.coef_[0], by_learner.intercept_), rel=1e-9)


def test_no_line_near_it_has_smaller_squared_errors():
    w, b = week.fit_price_line(SIZES, PRICES)
    least = np.sum((w * SIZES + b - PRICES) ** 2)
    for dw, db in np.random.default_rng(2).normal(size=(200, 2)) * [0.01, 10]:
        assert np.sum(((w + dw) * SIZES + b + db - PRICES) ** 2) >= least


def test_the_line_through_the_documents_houses_never_reaches_0_at_a_possible_size():
    w, b = week.fit_price_line(SIZES, PRICES)
    assert (round(w, 4), round(b, 1)) == (0.1412, 88.5)
    assert -b / w < 0


def test_a_price_is_scikit_learns_prediction_but_never_below_0():
    learner = LinearRegression().fit(SIZES[2:].reshape(-1, 1), PRICES[2:])
    grid = np.linspace(0, 4000, 81)
    predicted = week.predict_price(grid, learner.coef_[0], learner.intercept_)
    np.testing.assert_allclose(predicted, np.clip(learner.predict(grid.reshape(-1, 1)), 0, None), atol=1e-9)
    assert predicted.min() == 0
    assert predicted[-1] > 0


def test_the_kinds_of_network_are_those_of_the_documents_table():
    table = """
        real estate         standard NN
        online advertising  standard NN
        photo tagging       CNN
        speech recognition  RNN
        machine translation RNN
        autonomous driving  hybrid
    """
    for line in table.strip().splitlines():
        task, kind = line.strip()[:20].strip(), line.strip()[20:].strip()
        assert week.architecture_for(task) == kind
    with pytest.raises(KeyError):
        week.architecture_for("chess")


@pytest.mark.parametrize("change", [str.upper, str.lower, lambda text: f" {text}  "])
def test_capital_letters_and_spaces_around_do_not_matter(change):
    result = grade("c1w1_introduction/architecture_for", lambda task: change(week.architecture_for(task)))
    assert result.score == 1.0, result.message
