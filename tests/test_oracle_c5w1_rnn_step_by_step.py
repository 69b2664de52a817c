"""Recurrent networks by loops agree with what others compute: PyTorch's cells, layers and autograd, central differences."""

import numpy as np
import pytest
import torch

from grader_tests import grade
from grader_tests import inputs_c5w1_rnn as inputs
from helpers import layers
from helpers.both_ways import BothWays
from helpers.softmax import softmax
from solutions import c5w1_rnn_step_by_step as solved

STEPS = [(3, 1, 2, 2), (1, 4, 3, 5), (4, 3, 1, 2), (10, 7, 6, 4)]  # n_x, m, n_a, n_y
RUNS = [(3, 1, 5, 2, 2), (1, 4, 3, 3, 5), (4, 3, 1, 1, 2), (6, 5, 9, 7, 4)]  # n_x, m, T, n_a, n_y
TORCH_GATES = "ifco"  # PyTorch's order: input, forget, cell (candidate), output


def tensor(array, grad=False):
    return torch.tensor(np.asarray(array), dtype=torch.float64, requires_grad=grad)


def close(ours, theirs):
    theirs = theirs.detach().numpy() if isinstance(theirs, torch.Tensor) else theirs
    assert ours.shape == theirs.shape
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-11)


def fill(module, **values):
    """Copy arrays into a PyTorch module; biases that it has besides are set to 0."""
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            parameter.copy_(tensor(values.get(name, 0.0)).reshape(parameter.shape) if name in values else parameter * 0)
    return module


def torch_lstm(parameters, n_x, n_a, suffix=""):
    """Return PyTorch's LSTM (a layer with suffix "_l0", else a cell) with the gates of our parameters."""
    W, b = (np.vstack([parameters[kind + g] for g in TORCH_GATES]) for kind in "Wb")
    module = torch.nn.LSTM(n_x, n_a) if suffix else torch.nn.LSTMCell(n_x, n_a)
    values = {"weight_ih": W[:, n_a:], "weight_hh": W[:, :n_a], "bias_ih": b[:, 0]}
    return fill(module.double(), **{name + suffix: value for name, value in values.items()})


def torch_rnn(Waa, Wax, ba, suffix="", **options):
    n_a, n_x = Wax.shape
    module = torch.nn.RNN(n_x, n_a, **options) if suffix else torch.nn.RNNCell(n_x, n_a)
    values = {"weight_ih": Wax, "weight_hh": Waa, "bias_ih": ba[:, 0]}
    return fill(module.double(), **{name + suffix: value for name, value in values.items()})


def outputs(W, a, b):
    """Return softmax(W a + b) by PyTorch; the first axis of `a` holds the units."""
    z = torch.tensordot(tensor(W), a if isinstance(a, torch.Tensor) else tensor(a), dims=1)
    return torch.softmax(z + tensor(b).reshape(-1, *[1] * (z.ndim - 1)), dim=0)


def time_first(x):
    """Return (n, m, T) as PyTorch's (T, m, n)."""
    return tensor(np.transpose(x, (2, 1, 0)))


def back(a):
    return a.permute(2, 1, 0)


@pytest.mark.parametrize("sizes", STEPS)
def test_a_plain_step_agrees_with_pytorchs_cell_and_autograd(sizes):
    xt, a_prev, parameters = inputs.plain_step(*sizes, seed=1)
    a_next, yt, cache = solved.rnn_cell_forward(xt, a_prev, parameters)
    cell = torch_rnn(parameters["Waa"], parameters["Wax"], parameters["ba"])
    x, a = tensor(xt.T, grad=True), tensor(a_prev.T, grad=True)
    theirs = cell(x, a)
    close(a_next, theirs.T)
    close(yt, outputs(parameters["Wya"], theirs.T, parameters["by"]))
    da = np.random.default_rng(2).normal(size=a_next.shape)
    theirs.backward(tensor(da.T))
    ours = solved.rnn_cell_backward(da, cache)
    close(ours["dxt"], x.grad.T)
    close(ours["da_prev"], a.grad.T)
    close(ours["dWax"], cell.weight_ih.grad)
    close(ours["dWaa"], cell.weight_hh.grad)
    close(ours["dba"], cell.bias_ih.grad.reshape(-1, 1))


@pytest.mark.parametrize("sizes", RUNS)
def test_a_plain_network_over_time_agrees_with_pytorchs_layer_and_autograd(sizes):
    x, a0, parameters = inputs.plain_run(*sizes, seed=3)
    a, y, caches = solved.rnn_forward(x, a0, parameters)
    layer = torch_rnn(parameters["Waa"], parameters["Wax"], parameters["ba"], "_l0")
    X, start = time_first(x).requires_grad_(), tensor(a0.T[np.newaxis], grad=True)
    theirs, _ = layer(X, start)
    close(a, back(theirs))
    close(y, outputs(parameters["Wya"], back(theirs), parameters["by"]))
    da = np.random.default_rng(4).normal(size=a.shape)
    theirs.backward(time_first(da))
    ours = solved.rnn_backward(da, caches)
    close(ours["dx"], back(X.grad))
    close(ours["da0"], start.grad[0].T)
    close(ours["dWax"], layer.weight_ih_l0.grad)
    close(ours["dWaa"], layer.weight_hh_l0.grad)
    close(ours["dba"], layer.bias_ih_l0.grad.reshape(-1, 1))


@pytest.mark.parametrize("sizes", STEPS)
def test_an_lstm_step_agrees_with_pytorchs_cell_and_autograd(sizes):
    n_x, _, n_a, _ = sizes
    xt, a_prev, c_prev, parameters = inputs.lstm_step(*sizes, seed=5)
    a_next, c_next, yt, cache = solved.lstm_cell_forward(xt, a_prev, c_prev, parameters)
    cell = torch_lstm(parameters, n_x, n_a)
    x, a, c = (tensor(one.T, grad=True) for one in (xt, a_prev, c_prev))
    theirs = cell(x, (a, c))
    close(a_next, theirs[0].T)
    close(c_next, theirs[1].T)
    close(yt, outputs(parameters["Wy"], theirs[0].T, parameters["by"]))
    da, dc = np.random.default_rng(6).normal(size=(2, *a_next.shape))
    torch.autograd.backward(theirs, (tensor(da.T), tensor(dc.T)))
    ours = solved.lstm_cell_backward(da, dc, cache)
    for name, leaf in (("dxt", x), ("da_prev", a), ("dc_prev", c)):
        close(ours[name], leaf.grad.T)
    _gate_gradients_agree(ours, cell.weight_ih.grad, cell.weight_hh.grad, cell.bias_ih.grad, n_a)


@pytest.mark.parametrize("sizes", RUNS)
def test_an_lstm_over_time_agrees_with_pytorchs_layer_and_autograd(sizes):
    n_x, m, _, n_a, _ = sizes
    x, a0, parameters = inputs.lstm_run(*sizes, seed=7)
    a, y, c, caches = solved.lstm_forward(x, a0, parameters)
    layer = torch_lstm(parameters, n_x, n_a, "_l0")
    X, start = time_first(x).requires_grad_(), tensor(a0.T[np.newaxis], grad=True)
    theirs, (_, last_c) = layer(X, (start, torch.zeros(1, m, n_a, dtype=torch.float64)))
    close(a, back(theirs))
    close(c[:, :, -1], last_c[0].T)
    close(y, outputs(parameters["Wy"], back(theirs), parameters["by"]))
    da = np.random.default_rng(8).normal(size=a.shape)
    theirs.backward(time_first(da))
    ours = solved.lstm_backward(da, caches)
    close(ours["dx"], back(X.grad))
    close(ours["da0"], start.grad[0].T)
    _gate_gradients_agree(ours, layer.weight_ih_l0.grad, layer.weight_hh_l0.grad, layer.bias_ih_l0.grad, n_a)


def _gate_gradients_agree(ours, d_input, d_state, d_bias, n_a):
    for k, gate in enumerate(TORCH_GATES):
        rows = slice(k * n_a, (k + 1) * n_a)
        close(ours[f"dW{gate}"], torch.cat([d_state[rows], d_input[rows]], dim=1))
        close(ours[f"db{gate}"], d_bias[rows].reshape(-1, 1))


@pytest.mark.parametrize("forward", ["rnn", "lstm"])
def test_a_gradient_of_the_first_steps_only_is_that_of_a_shorter_sequence(forward):
    run, backward = getattr(solved, f"{forward}_forward"), getattr(solved, f"{forward}_backward")
    x, a0, parameters = (inputs.plain_run if forward == "rnn" else inputs.lstm_run)(3, 2, 6, 4, 2, seed=9)
    da = np.random.default_rng(10).normal(size=(4, 2, 4))
    long, short = (backward(da, run(some, a0, parameters)[-1]) for some in (x, x[:, :, :4]))
    for name in short:
        close(long[name], short[name])


def test_a_gru_with_units_that_do_not_mix_agrees_with_pytorchs():
    """PyTorch gates the product with Wc, the document gates the memory: the same while Wc keeps the units apart."""
    n_x, m, n_a = 3, 4, 5
    xt, a_prev, parameters = inputs.gru_step(n_x, m, n_a, 2, seed=11)
    parameters["Wc"][:, :n_a] *= np.eye(n_a)
    a_next, yt, (_, _, ut, rt, cct, _, _) = solved.gru_cell_forward(xt, a_prev, parameters)
    W, b = (np.vstack([parameters[kind + "r"], -parameters[kind + "u"], parameters[kind + "c"]]) for kind in "Wb")
    cell = fill(torch.nn.GRUCell(n_x, n_a).double(), weight_ih=W[:, n_a:], weight_hh=W[:, :n_a], bias_ih=b[:, 0])
    theirs = cell(tensor(xt.T), tensor(a_prev.T)).T
    close(a_next, theirs)
    close(yt, outputs(parameters["Wy"], theirs, parameters["by"]))
    close(a_next, ut * cct + (1 - ut) * a_prev)
    assert np.all((rt > 0) & (rt < 1))


def test_a_gru_of_one_unit_agrees_with_pytorchs():
    xt, a_prev, parameters = inputs.gru_step(4, 6, 1, 2, seed=12)
    W, b = (np.vstack([parameters[kind + "r"], -parameters[kind + "u"], parameters[kind + "c"]]) for kind in "Wb")
    cell = fill(torch.nn.GRUCell(4, 1).double(), weight_ih=W[:, 1:], weight_hh=W[:, :1], bias_ih=b[:, 0])
    close(solved.gru_cell_forward(xt, a_prev, parameters)[0], cell(tensor(xt.T), tensor(a_prev.T)).T)


def test_the_steps_agree_with_the_fast_layers():
    for gates, step, fast in (
        ("urc", solved.gru_cell_forward, layers.gru_forward),
        ("fioc", None, layers.lstm_forward),
    ):
        n_a, x = 4, inputs.numbers(3, 2, 5, seed=13)
        parameters, a0 = inputs.gated(gates, 3, n_a, 2, seed=14), inputs.numbers(n_a, 2, seed=15)
        W, b = (np.vstack([parameters[kind + gate] for gate in gates]).T for kind in "Wb")
        weights = (W[n_a:], W[:n_a], b[0])
        X = np.transpose(x, (1, 2, 0))
        if step:
            theirs, a, ours = fast(X, a0.T, *weights)[0], a0, []
            for t in range(5):
                a = step(x[:, :, t], a, parameters)[0]
                ours.append(a)
            ours = np.stack(ours, axis=2)
        else:
            theirs, ours = fast(X, a0.T, np.zeros((2, n_a)), *weights)[0], solved.lstm_forward(x, a0, parameters)[0]
        close(ours, np.transpose(theirs, (2, 0, 1)))


@pytest.mark.parametrize("sizes", RUNS)
def test_both_readings_agree_with_pytorchs_bidirectional_layer(sizes):
    n_x, _, _, n_a, _ = sizes
    x, there, back_again, parameters = inputs.both_ways(*sizes, seed=16)
    module, values = torch.nn.RNN(n_x, n_a, bidirectional=True).double(), {}
    for way, suffix in (("forward", "_l0"), ("backward", "_l0_reverse")):
        W = parameters[f"Wa_{way}"]
        values |= {
            f"weight_hh{suffix}": W[:, :n_a],
            f"weight_ih{suffix}": W[:, n_a:],
            f"bias_ih{suffix}": parameters[f"ba_{way}"],
        }
    theirs, _ = fill(module, **values)(time_first(x), tensor(np.stack([there.T, back_again.T])))
    a, y = solved.bidirectional_forward(x, there, back_again, parameters)
    close(a, back(theirs))
    close(y, outputs(parameters["Wy"], back(theirs), parameters["by"]))


@pytest.mark.parametrize("n_layers", [1, 2, 4])
def test_a_deep_network_agrees_with_pytorchs_stacked_layers(n_layers):
    n_x, m, T, n_a = 3, 2, 5, 4
    x, a0, parameters = inputs.deep(n_x, m, T, [n_a] * n_layers, 3, seed=17)
    module, values = torch.nn.RNN(n_x, n_a, num_layers=n_layers).double(), {}
    for k in range(n_layers):
        W = parameters[f"Wa{k + 1}"]
        values |= {
            f"weight_hh_l{k}": W[:, :n_a],
            f"weight_ih_l{k}": W[:, n_a:],
            f"bias_ih_l{k}": parameters[f"ba{k + 1}"],
        }
    theirs, last = fill(module, **values)(time_first(x), tensor(np.stack([one.T for one in a0])))
    a, y = solved.deep_rnn_forward(x, a0, parameters)
    close(a[-1], back(theirs))
    close(np.stack([one[:, :, -1] for one in a]), np.transpose(last.detach().numpy(), (0, 2, 1)))
    close(y, outputs(parameters["Wy"], back(theirs), parameters["by"]))


def test_backpropagation_through_time_agrees_with_central_differences():
    for given, run, backward in (
        (inputs.plain_run(2, 3, 4, 3, 2, seed=18), solved.rnn_forward, solved.rnn_backward),
        (inputs.lstm_run(2, 3, 4, 3, 2, seed=19), solved.lstm_forward, solved.lstm_backward),
    ):
        x, a0, parameters = given
        direction = np.random.default_rng(20).normal(size=(3, 3, 4))
        gradients = backward(direction, run(x, a0, parameters)[-1])
        arrays = {"dx": x, "da0": a0} | {f"d{name}": parameters[name] for name in parameters if f"d{name}" in gradients}
        assert set(arrays) == set(gradients)
        for name, array in arrays.items():
            for place in list(np.ndindex(array.shape))[::3]:
                before, costs = array[place], []
                for nudge in (1e-5, -1e-5):
                    array[place] = before + nudge
                    costs.append(np.sum(direction * run(x, a0, parameters)[0]))
                array[place] = before
                assert gradients[name][place] == pytest.approx((costs[0] - costs[1]) / 2e-5, rel=1e-6, abs=1e-8)


def test_the_documents_sizes_fit_together():
    draw = np.random.default_rng(21)
    shapes = {"Waa": (100, 100), "Wax": (100, 10_000), "Wya": (10, 100), "ba": (100, 1), "by": (10, 1)}
    parameters = {name: 0.1 * draw.normal(size=shape) for name, shape in shapes.items()}
    word = np.eye(10_000)[:, [4075]]
    a_next, yt, _ = solved.rnn_cell_forward(word, np.zeros((100, 1)), parameters)
    assert a_next.shape == (100, 1)
    assert yt.shape == (10, 1)
    close(a_next, np.tanh(parameters["Wax"][:, [4075]] + parameters["ba"]))


def test_softmax_agrees_with_pytorch_and_does_not_overflow():
    Z = np.array([[1000.0, -2.0, 0.0], [999.0, 3.0, 0.0], [-1000.0, 0.5, 0.0]])
    close(softmax(Z), torch.softmax(tensor(Z), dim=0))


def test_pytorchs_lstm_in_disguise_gets_full_marks():
    """Nobody is asked to write loops: any right way counts."""

    def lstm_backward(da, caches):
        steps, x = caches
        a_prev, parameters, (n_a, m, T) = steps[0][2], steps[0][9], da.shape
        layer = torch_lstm(parameters, len(x), n_a, "_l0")
        X, start = time_first(x[:, :, :T]).requires_grad_(), tensor(a_prev.T[np.newaxis], grad=True)
        layer(X, (start, torch.zeros(1, m, n_a, dtype=torch.float64)))[0].backward(time_first(da))
        found = {"dx": back(X.grad).numpy(), "da0": start.grad[0].T.numpy()}
        for k, gate in enumerate(TORCH_GATES):
            rows = slice(k * n_a, (k + 1) * n_a)
            found[f"dW{gate}"] = np.hstack(
                [layer.weight_hh_l0.grad[rows].numpy(), layer.weight_ih_l0.grad[rows].numpy()]
            )
            found[f"db{gate}"] = layer.bias_ih_l0.grad[rows].numpy()[:, np.newaxis]
        return found

    result = grade("c5w1_rnn_step_by_step/lstm_backward", lstm_backward)
    assert result.score == 1.0, result.message


def test_the_layer_of_both_readings_agrees_with_pytorch_forward_and_backward():
    X, n_a = np.random.default_rng(22).normal(size=(3, 6, 4)), 5
    layer = BothWays(layers.Lstm, n_a)
    assert layer.build((6, 4), np.random.default_rng(23)) == (6, 2 * n_a)
    order = np.concatenate([np.arange(k * n_a, (k + 1) * n_a) for k in (1, 0, 3, 2)])  # ours: f, i, o, c
    module, values = torch.nn.LSTM(4, n_a, bidirectional=True, batch_first=True).double(), {}
    for way, suffix in (("forward", "_l0"), ("backward", "_l0_reverse")):
        for ours, theirs in (("Wx", "weight_ih"), ("Wa", "weight_hh"), ("b", "bias_ih")):
            values[theirs + suffix] = layer.parameters[f"{way}.{ours}"][..., order].T
    leaf = tensor(X, grad=True)
    theirs, _ = fill(module, **values)(leaf)
    np.testing.assert_allclose(layer.forward(X), theirs.detach().numpy(), rtol=1e-5, atol=1e-6)
    dA = np.random.default_rng(24).normal(size=(3, 6, 2 * n_a))
    theirs.backward(tensor(dA))
    np.testing.assert_allclose(layer.backward(dA), leaf.grad.numpy(), rtol=1e-5, atol=1e-6)
    for way, suffix in (("forward", "_l0"), ("backward", "_l0_reverse")):
        gradient = getattr(module, f"weight_hh{suffix}").grad.numpy().T
        np.testing.assert_allclose(layer.gradients[f"{way}.Wa"][..., order], gradient, rtol=1e-5, atol=1e-6)
