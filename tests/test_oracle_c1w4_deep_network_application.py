"""Deep networks agree with what others compute: PyTorch's training, central differences, circuits that are run."""

from itertools import product

import numpy as np
import pytest
import torch
from PIL import Image
from scipy import stats

from grader_tests import grade
from grader_tests.engine.variants import variant
from helpers import datasets, deep_network
from solutions import c1w4_deep_network_application as solved


@pytest.fixture
def problem():
    """Return (X, Y): 30 examples with 6 features, classes that overlap."""
    draw = np.random.default_rng(4)
    Y = (draw.permutation(30) % 2).reshape(1, 30)
    return draw.normal(size=(6, 30)) + Y, Y


def trained_by_pytorch(start, X, Y, learning_rate, num_iterations):
    """Train the same network with PyTorch's SGD from the same start; return parameters and the cost of every step."""
    depth = len(start) // 2
    layers = [torch.nn.Linear(*reversed(start[f"W{k}"].shape), dtype=torch.float64) for k in range(1, depth + 1)]
    for k, layer in enumerate(layers, start=1):
        layer.load_state_dict(
            {"weight": torch.tensor(start[f"W{k}"]), "bias": torch.tensor(start[f"b{k}"][:, 0], dtype=torch.float64)}
        )
    stack = [part for layer in layers for part in (layer, torch.nn.ReLU())]
    model = torch.nn.Sequential(*stack[:-1])
    steps, costs = torch.optim.SGD(model.parameters(), lr=learning_rate), []
    labels = torch.tensor(Y.T.astype(float))
    for _ in range(num_iterations):
        cost = torch.nn.functional.binary_cross_entropy_with_logits(model(torch.tensor(X.T)), labels)
        steps.zero_grad()
        cost.backward()
        steps.step()
        costs.append(cost.item())
    ends = {f"W{k}": layer.weight.detach().numpy() for k, layer in enumerate(layers, start=1)}
    return ends | {f"b{k}": layer.bias.detach().numpy()[:, None] for k, layer in enumerate(layers, start=1)}, costs


@pytest.mark.parametrize(
    ("model", "sizes"),
    [
        (solved.two_layer_model, (6, 4, 1)),
        (solved.L_layer_model, [6, 1]),
        (solved.L_layer_model, [6, 5, 1]),
        (solved.L_layer_model, [6, 8, 5, 4, 1]),
    ],
)
def test_training_goes_the_way_of_pytorch_from_the_same_start(model, sizes, problem):
    X, Y = problem
    start, _ = model(X, Y, sizes, learning_rate=0.0, num_iterations=1)
    ours, costs = model(X, Y, sizes, learning_rate=0.3, num_iterations=250)
    theirs, their_costs = trained_by_pytorch(start, X, Y, 0.3, 250)
    for name, value in ours.items():
        np.testing.assert_allclose(value, theirs[name], rtol=1e-8, atol=1e-10, err_msg=name)
    np.testing.assert_allclose(costs, their_costs[::100], rtol=1e-10)


def test_two_layers_start_as_small_normal_numbers_and_zero_biases():
    start, _ = solved.two_layer_model(np.zeros((300, 2)), np.array([[0, 1]]), (300, 20, 1), 0.0, 1)
    assert stats.kstest(start["W1"].ravel() / 0.01, "norm").pvalue > 0.05
    assert not start["b1"].any()
    assert not start["b2"].any()


def test_a_layer_of_many_starts_with_variance_one_over_its_number_of_inputs():
    start, _ = solved.L_layer_model(np.zeros((100, 2)), np.array([[0, 1]]), [100, 50, 60, 1], 0.0, 1)
    for name, inputs in (("W1", 100), ("W2", 50)):
        assert stats.kstest(start[name].ravel() * np.sqrt(inputs), "norm").pvalue > 0.05


def test_costs_are_one_number_for_every_hundredth_step(problem):
    for model, sizes in ((solved.two_layer_model, (6, 3, 1)), (solved.L_layer_model, [6, 4, 3, 1])):
        for steps, entries in ((1, 1), (100, 1), (101, 2), (250, 3)):
            _, costs = model(*problem, sizes, num_iterations=steps)
            assert len(costs) == entries
            assert all(np.ndim(cost) == 0 for cost in costs)


def test_print_cost_prints_as_many_lines_as_there_are_costs(problem, capsys):
    for model, sizes in ((solved.two_layer_model, (6, 3, 1)), (solved.L_layer_model, [6, 4, 3, 1])):
        _, costs = model(*problem, sizes, num_iterations=201, print_cost=True)
        assert len(capsys.readouterr().out.splitlines()) == len(costs)


def test_predictions_are_those_of_pytorch_and_y_only_serves_to_print(problem, capsys):
    X, Y = problem
    parameters, _ = solved.L_layer_model(X, Y, [6, 5, 4, 1], learning_rate=0.3, num_iterations=200)
    A = torch.tensor(X)
    for layer in (1, 2, 3):
        Z = torch.tensor(parameters[f"W{layer}"]) @ A + torch.tensor(parameters[f"b{layer}"])
        A = torch.relu(Z)
    assert np.array_equal(solved.predict(X, None, parameters), (torch.sigmoid(Z) > 0.5).int().numpy())
    assert capsys.readouterr().out == ""
    p = solved.predict(X, Y, parameters)
    assert capsys.readouterr().out == f"accuracy: {np.mean(p == Y):.1%}\n"


def test_a_tree_of_xors_with_the_counted_layers_and_units_computes_parity():
    for n in range(2, 11):
        counted = solved.parity_network(n)["deep"]
        for bits in product((0, 1), repeat=n):
            values, layers, units = list(bits), 0, 0
            while len(values) > 1:
                waiting = values[len(values) // 2 * 2 :]
                values = [a ^ b for a, b in zip(values[0::2], values[1::2])]
                layers, units, values = layers + 1, units + len(values), values + waiting
            assert values == [sum(bits) % 2]
            assert counted == {"layers": layers, "units": units}


def test_the_counted_and_units_are_the_patterns_with_an_odd_number_of_ones_and_their_or_is_parity():
    for n in range(2, 9):
        patterns = [bits for bits in product((0, 1), repeat=n) if sum(bits) % 2]
        assert solved.parity_network(n)["shallow"] == {"layers": 2, "units": len(patterns) + 1}
        for bits in product((0, 1), repeat=n):
            assert any(bits == pattern for pattern in patterns) == sum(bits) % 2


@pytest.mark.parametrize("sizes", [[6, 1], [6, 3, 1], [6, 5, 4, 1]])
def test_given_gradients_agree_with_central_differences(sizes, problem):
    X, Y = problem
    parameters, _ = solved.L_layer_model(X, Y, sizes, num_iterations=1, learning_rate=0.1)
    for layer in range(1, len(sizes)):
        parameters[f"b{layer}"] = parameters[f"b{layer}"] + 0.2  # no sum stands exactly at the corner of the ReLU
    AL, caches = deep_network.L_model_forward(X, parameters)
    grads = deep_network.L_model_backward(AL, Y, caches)

    def cost(name, where, step):
        moved = {key: value.copy() for key, value in parameters.items()}
        moved[name][where] += step
        return deep_network.compute_cost(deep_network.L_model_forward(X, moved)[0], Y)

    for name, value in parameters.items():
        for where in np.ndindex(value.shape):
            slope = (cost(name, where, 1e-6) - cost(name, where, -1e-6)) / 2e-6
            assert grads[f"d{name}"][where] == pytest.approx(slope, rel=1e-5, abs=1e-8)


def test_given_layer_functions_agree_with_the_given_network_functions(problem):
    X, Y = problem
    parameters, _ = solved.L_layer_model(X, Y, [6, 4, 1], num_iterations=5)
    AL, caches = deep_network.L_model_forward(X, parameters)
    dA = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    grads = deep_network.L_model_backward(AL, Y, caches)
    for layer, activation in ((2, "sigmoid"), (1, "relu")):
        dA, dW, db = deep_network.linear_activation_backward(dA, caches[layer - 1], activation)
        for name, value in ((f"dA{layer - 1}", dA), (f"dW{layer}", dW), (f"db{layer}", db)):
            np.testing.assert_allclose(grads[name], value, rtol=1e-9, atol=1e-12, err_msg=name)


def test_an_unknown_activation_is_refused():
    with pytest.raises(ValueError, match="relu"):
        deep_network.linear_activation_forward(np.ones((2, 1)), np.ones((1, 2)), np.zeros((1, 1)), "softmax")
    with pytest.raises(ValueError, match="relu"):
        deep_network.linear_activation_backward(np.ones((1, 1)), ((np.ones((2, 1)), 0, 0), np.ones((1, 1))), "tanh")


@pytest.mark.parametrize("sizes", [[40, 1], [40, 3, 1], [40, 6, 4, 1]])
def test_training_side_by_side_gives_what_training_one_by_one_gives(sizes):
    draw = np.random.default_rng(2)
    X, Y = draw.normal(size=(40, 12)), (np.arange(12) % 2).reshape(1, 12)
    (_, (ours, costs), _) = deep_network.train_from_seeds(X, Y, sizes, [7, 1, 3], learning_rate=0.1, num_iterations=150)
    one, its_costs = solved.L_layer_model(X, Y, sizes, learning_rate=0.1, num_iterations=150)
    assert ours.keys() == one.keys()
    for name, value in one.items():
        np.testing.assert_allclose(ours[name], value, rtol=1e-9, atol=1e-12, err_msg=name)
    np.testing.assert_allclose(costs, its_costs, rtol=1e-12)


def test_a_picture_file_is_cut_to_its_middle_scaled_and_put_on_grey(tmp_path):
    left, middle, right = ((255, 0, 0), (0, 255, 0), (0, 0, 255))
    wide = np.array([[left] * 50 + [middle] * 100 + [right] * 50] * 100, np.uint8)
    Image.fromarray(wide).save(tmp_path / "wide.png")
    picture = datasets.read_picture(tmp_path / "wide.png")
    assert (picture.shape, picture.dtype) == ((64, 64, 3), np.uint8)
    assert np.array_equal(picture[:, 4:-4], np.broadcast_to(np.array(middle, np.uint8), (64, 56, 3)))
    Image.new("RGBA", (10, 30), (9, 9, 9, 0)).save(tmp_path / "clear.png")
    assert np.array_equal(datasets.read_picture(tmp_path / "clear.png", size=8), np.full((8, 8, 3), 112))
    Image.fromarray(wide).save(tmp_path / "wide.jpg", quality=95)
    assert np.abs(datasets.read_picture(tmp_path / "wide.jpg").astype(int) - picture)[:, 4:-4].max() < 10


def test_a_picture_on_its_side_is_turned_as_the_camera_says(tmp_path):
    upright = Image.fromarray(np.array([[(250, 250, 250)] * 40] * 20 + [[(5, 5, 5)] * 40] * 20, np.uint8))
    turn = upright.getexif()
    turn[0x0112] = 6  # the camera was turned by 90 degrees
    upright.rotate(90).save(tmp_path / "turned.jpg", exif=turn, quality=95)
    picture = datasets.read_picture(tmp_path / "turned.jpg")
    assert picture[:20].min() > 200
    assert picture[-20:].max() < 50


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n broken"])
def test_a_file_that_is_no_picture_is_named_with_what_to_do(content, tmp_path):
    with pytest.raises(datasets.DataError, match=r"no file cat\.png"):
        datasets.read_picture(tmp_path / "cat.png")
    (tmp_path / "cat.png").write_bytes(content)
    with pytest.raises(datasets.DataError, match="PNG or JPEG"):
        datasets.read_picture(tmp_path / "cat.png")


@pytest.mark.parametrize("draws", ["pass", "np.random.seed(8)"])
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("dA2 = -(np.divide(Y, A2) - ", "dA2 = +(np.divide(Y, A2) + "),
        ('db2": db2', 'db2": 0 * db2'),
        ("grads, learning_rate)", "grads, 2 * learning_rate)"),
        ("np.zeros((n_h, 1))", "np.ones((n_h, 1))"),
        ("if i % 100 == 0:", "if i % 50 == 0:"),
    ],
)
def test_a_mistake_in_training_is_found_whatever_numbers_are_drawn(draws, right, wrong):
    stem, name = "c1w4_deep_network_application", "two_layer_model"
    correct = variant(stem, name, {"np.random.seed(1)": draws}, f"with {draws}")
    assert grade(f"{stem}/{name}", correct).score == 1.0
    mistaken = variant(stem, name, {"np.random.seed(1)": draws, right: wrong}, f"with {draws} and {wrong}")
    result = grade(f"{stem}/{name}", mistaken)
    assert not result.passed
    assert result.score <= 0.75
