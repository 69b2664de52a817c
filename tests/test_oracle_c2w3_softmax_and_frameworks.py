"""Softmax and the small framework agree with what others compute: SciPy, scikit-learn, central differences, PyTorch."""

import numpy as np
import pytest
import scipy.special
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.preprocessing import OneHotEncoder

from grader_tests import grade
from helpers import datasets
from helpers.autodiff import Graph
from solutions import c1w3_planar_classification as by_hand
from solutions import c2w3_softmax_and_frameworks as solved

RULES = (solved.add, solved.mul, solved.matmul, solved.relu, solved.backward)
SIZES = [(4, 6), (3, 3), (2, 1), (1, 5)]


def scores_and_labels(C, m, scale=2.0, seed=5):
    draw = np.random.default_rng(seed)
    return draw.normal(scale=scale, size=(C, m)), np.eye(C)[draw.integers(0, C, size=m)].T


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("shift", [0, 1000, -1000])
def test_softmax_agrees_with_scipy_for_scores_of_any_size(sizes, shift):
    Z, _ = scores_and_labels(*sizes)
    np.testing.assert_allclose(solved.softmax(Z + shift), scipy.special.softmax(Z + shift, axis=0), rtol=1e-12)


def test_softmax_gives_the_document_s_four_probabilities():
    A = solved.softmax(np.array([[5.0], [2.0], [-1.0], [3.0]]))
    assert A[:, 0].round(3).tolist() == [0.842, 0.042, 0.002, 0.114]


def test_one_hot_columns_agree_with_scikit_learn():
    labels = np.random.default_rng(0).integers(0, 6, size=20)
    theirs = OneHotEncoder(categories=[range(6)], sparse_output=False).fit_transform(labels.reshape(-1, 1)).T
    for label in (labels, labels.reshape(-1, 1).tolist(), [np.array(one) for one in labels]):
        assert np.array_equal(np.stack([solved.one_hot_matrix(one) for one in label], axis=1), theirs)


@pytest.mark.parametrize("sizes", [(4, 6), (3, 3), (2, 1)])
def test_costs_agree_with_scikit_learn_and_pytorch(sizes):
    Z, Y = scores_and_labels(*sizes)
    truth, A = Y.argmax(axis=0), solved.softmax(Z)
    assert solved.cross_entropy(A, Y) == pytest.approx(log_loss(truth, A.T, labels=range(len(Y))), rel=1e-12)
    for scale in (1, 500):
        theirs = torch.nn.functional.cross_entropy(torch.tensor(scale * Z.T), torch.tensor(truth))
        assert solved.compute_cost(scale * Z, Y) == pytest.approx(float(theirs), rel=1e-12)


@pytest.mark.parametrize("sizes", SIZES)
def test_softmax_backward_agrees_with_pytorch_and_with_central_differences(sizes):
    Z, _ = scores_and_labels(*sizes)
    dA = np.random.default_rng(6).normal(size=sizes)
    dZ = solved.softmax_backward(dA, solved.softmax(Z))
    tensor = torch.tensor(Z, requires_grad=True)
    torch.softmax(tensor, dim=0).backward(torch.tensor(dA))
    np.testing.assert_allclose(dZ, tensor.grad, rtol=1e-9, atol=1e-14)
    for place in np.ndindex(sizes):
        nudge = np.zeros(sizes)
        nudge[place] = 1e-6
        measured = np.sum(dA * (solved.softmax(Z + nudge) - solved.softmax(Z - nudge))) / 2e-6
        assert dZ[place] == pytest.approx(measured, rel=1e-6, abs=1e-9)


def test_the_network_s_scores_agree_with_pytorch():
    draw, parameters, modules = np.random.default_rng(7), {}, []
    for layer, (inputs, units) in enumerate([(5, 4), (4, 3), (3, 6)], start=1):
        parameters[f"W{layer}"], parameters[f"b{layer}"] = (
            draw.normal(size=(units, inputs)),
            draw.normal(size=(units, 1)),
        )
        module = torch.nn.Linear(inputs, units).double()
        with torch.no_grad():
            module.weight.copy_(torch.tensor(parameters[f"W{layer}"]))
            module.bias.copy_(torch.tensor(parameters[f"b{layer}"][:, 0]))
        modules += [module, torch.nn.ReLU()]
    X = draw.normal(size=(5, 8))
    theirs = torch.nn.Sequential(*modules[:-1])(torch.tensor(X.T)).detach().numpy().T
    np.testing.assert_allclose(solved.forward_propagation(X, parameters), theirs, rtol=1e-10, atol=1e-13)


SHAPES = [
    ((), ()),
    ((2, 3), (2, 1)),
    ((1, 4), (3, 1)),
    ((), (2, 2)),
    ((3,), (2, 3)),
    ((4, 2), (4, 2)),
    ((2, 1, 3), (4, 1)),
]


@pytest.mark.parametrize("rule", ["add", "mul"])
@pytest.mark.parametrize("shapes", SHAPES, ids=str)
def test_rules_with_broadcasting_agree_with_pytorch(rule, shapes):
    draw = np.random.default_rng(8)
    a, b = (draw.normal(size=shape) for shape in shapes)
    dout = draw.normal(size=np.broadcast_shapes(*shapes))
    tensors = [torch.tensor(one, requires_grad=True) for one in (a, b)]
    made = getattr(torch, rule)(*tensors)
    made.backward(torch.tensor(dout))
    np.testing.assert_allclose(getattr(solved, rule)(a, b), made.detach(), rtol=1e-12)
    for slope, tensor in zip(getattr(solved, rule)(a, b, dout), tensors):
        assert slope.shape == tuple(tensor.shape)
        np.testing.assert_allclose(slope, tensor.grad, rtol=1e-10)


@pytest.mark.parametrize("sizes", [(2, 3, 4), (3, 3, 3), (1, 5, 1), (4, 1, 2)])
def test_matrix_products_and_relu_agree_with_pytorch(sizes):
    draw, (n, k, m) = np.random.default_rng(9), sizes
    a, b, dout = draw.normal(size=(n, k)), draw.normal(size=(k, m)), draw.normal(size=(n, m))
    tensors = [torch.tensor(one, requires_grad=True) for one in (a, b)]
    torch.relu(tensors[0] @ tensors[1]).backward(torch.tensor(dout))
    assert np.array_equal(solved.relu(a), np.where(a > 0, a, 0))
    (d_product,) = solved.relu(solved.matmul(a, b), dout)
    for slope, tensor in zip(solved.matmul(a, b, d_product), tensors):
        np.testing.assert_allclose(slope, tensor.grad, rtol=1e-10, atol=1e-14)


def test_a_graph_with_shared_values_agrees_with_pytorch():
    draw = np.random.default_rng(10)
    W, x, b = draw.normal(size=(3, 3)), draw.normal(size=(3, 4)), draw.normal(size=(3, 1))

    def compute(W, x, b, total):
        h = (W @ x + b).tanh()
        h = h * h + (W @ h).relu() - b * h
        return total((W @ h + h / 2).sigmoid().log() * x)

    graph = Graph(*RULES)
    nodes, tensors = (
        [graph.variable(one) for one in (W, x, b)],
        [torch.tensor(one, requires_grad=True) for one in (W, x, b)],
    )
    mine, theirs = compute(*nodes, lambda node: node.sum()), compute(*tensors, torch.sum)
    mine.backward()
    theirs.backward()
    assert mine.value == pytest.approx(theirs.item(), rel=1e-12)
    for node, tensor in zip(nodes, tensors):
        np.testing.assert_allclose(node.grad, tensor.grad, rtol=1e-10, atol=1e-13)


def test_backward_agrees_with_the_first_week_s_graph_by_hand():
    graph = Graph(*RULES)
    a, b, c = (graph.variable(value) for value in (5, 3, 2))
    J = 3 * (a + b * c)
    J.backward()
    assert (J.value, a.grad, b.grad, c.grad) == (33, 3, 6, 9)


def planar_on_graph(parameters, X, Y):
    """Return the nodes of the parameters and of the cost for the network of course 1, week 3."""
    graph = Graph(*RULES)
    node = {name: graph.variable(value) for name, value in parameters.items()}
    A2 = (node["W2"] @ (node["W1"] @ X + node["b1"]).tanh() + node["b2"]).sigmoid()
    return node, -(Y * A2.log() + (1 - Y) * (1 - A2).log()).sum() / Y.size


def test_the_graph_trains_the_planar_network_and_agrees_with_its_gradients_by_hand_to_1e_10():
    X, Y = datasets.make_planar(seed=3)
    np.random.seed(3)
    parameters = by_hand.initialize_parameters(2, 4, 1)
    for _ in range(2000):
        node, cost = planar_on_graph(parameters, X, Y)
        cost.backward()
        A2, cache = by_hand.forward_propagation(X, parameters)
        assert cost.value == pytest.approx(by_hand.compute_cost(A2, Y), abs=1e-12)
        grads = by_hand.backward_propagation(parameters, cache, X, Y)
        assert max(np.abs(node[name].grad - grads[f"d{name}"]).max() for name in parameters) < 1e-10
        parameters = {name: value - 1.2 * node[name].grad for name, value in parameters.items()}
    assert cost.value < 0.2
    assert np.mean(by_hand.predict(parameters, X) == Y) > 0.9
    trained = by_hand.nn_model(X, Y, 4, num_iterations=2000)
    assert all(np.abs(trained[name] - parameters[name]).max() < 1e-8 for name in parameters)


def test_minimize_agrees_with_pytorch_s_gradient_descent_and_finds_5():
    coefficients = np.array([[1.0], [-10.0], [25.0]])
    w = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.01)
    for _ in range(1000):
        optimizer.zero_grad()
        (w**2 - 10 * w + 25).sum().backward()
        optimizer.step()
    assert float(solved.minimize(coefficients)) == pytest.approx(w.item(), rel=1e-12)
    assert float(solved.minimize(coefficients)) == pytest.approx(5, abs=1e-7)


def test_the_gradient_of_softmax_regression_vanishes_where_scikit_learn_s_lies():
    images, digits, _, _ = datasets.load_digits_8x8()
    X, Y = images.reshape(1200, 64).T / 16, np.eye(10)[digits[0]].T
    model = LogisticRegression(C=0.01, max_iter=2000, tol=1e-9).fit(X.T, digits[0])
    A = solved.softmax(model.coef_ @ X + model.intercept_[:, None])
    np.testing.assert_allclose(A.T, model.predict_proba(X.T), rtol=1e-9)
    dZ = solved.softmax_backward(-Y / A, A)
    np.testing.assert_allclose(0.01 * dZ @ X.T + model.coef_, 0, atol=1e-5)


def test_a_graph_refuses_what_it_cannot_answer():
    graph = Graph(*RULES)
    x = graph.variable(np.ones((2, 2)))
    with pytest.raises(ValueError, match="single number"):
        (x * x).backward()
    with pytest.raises(RuntimeError, match="There is no slope yet"):
        _ = x.grad
    with pytest.raises(TypeError, match="whole powers"):
        x**0.5
    x.sum().backward()
    with pytest.raises(RuntimeError, match="graph of its own"):
        (x**3).sum().backward()


def test_arrays_and_numbers_on_the_left_become_nodes():
    graph = Graph(*RULES)
    x = graph.variable(np.array([[1.0], [2.0]]))
    J = (np.array([[1.0, 3.0]]) @ x + np.float64(2) * (np.ones((1, 1)) - -x).sum()).sum()
    J.backward()
    assert J.value == pytest.approx(7 + 2 * 5)
    assert x.grad.tolist() == [[3.0], [5.0]]


def test_the_warm_up_functions_keep_their_draws_and_shapes():
    np.random.seed(1)
    X, W, b = np.random.randn(3, 1), np.random.randn(4, 3), np.random.randn(4, 1)
    assert np.array_equal(solved.linear_function(), W @ X + b)
    assert solved.sigmoid(2).dtype == np.float32
    assert solved.sigmoid(-3.5) == pytest.approx(scipy.special.expit(-3.5), rel=1e-6)
    shapes = [(25, 12288), (25, 1), (12, 25), (12, 1), (6, 12), (6, 1)]
    parameters = solved.initialize_parameters()
    assert [value.shape for value in parameters.values()] == shapes
    assert all(0.001 < np.std(value) < 0.03 for value in parameters.values())


OTHER_WAYS = {
    "relu": lambda a, dout=None: a.clip(0) if dout is None else (np.sign(a.clip(0)) * dout,),
    "softmax": lambda Z: scipy.special.softmax(Z, axis=0),
    "cross_entropy": lambda A, Y: float(np.mean([-np.log(A[Y[:, i].argmax(), i]) for i in range(Y.shape[1])])),
    "compute_cost": lambda logits, labels: -np.mean(scipy.special.log_softmax(logits, axis=0)[labels.astype(bool)]),
    "add": lambda a, b, dout=None: a + b if dout is None else [solved.sum_to_shape(dout, np.shape(x)) for x in (a, b)],
}


@pytest.mark.parametrize("name", OTHER_WAYS)
def test_other_people_s_right_answers_get_full_marks(name):
    result = grade(f"c2w3_softmax_and_frameworks/{name}", OTHER_WAYS[name])
    assert result.score == 1.0, result.message


def keeps_only_first_use(tape):
    slopes = solved.backward(tape)
    return [slope if k == len(tape) - 1 else 0 * slope for k, slope in enumerate(slopes)]


WRONG = {
    "softmax": lambda Z: np.exp(Z) / np.exp(Z).sum(),
    "sum_to_shape": lambda d, shape: np.sum(d, axis=1, keepdims=True),
    "matmul": lambda a, b, dout=None: a @ b if dout is None else [dout @ b.T, dout.T @ a],
    "backward": keeps_only_first_use,
    "cross_entropy": lambda A, Y: -np.sum(Y * np.log(A)) / 4,
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_answers_that_nobody_listed_do_not_pass(name):
    assert grade(f"c2w3_softmax_and_frameworks/{name}", WRONG[name]).score < 1.0
