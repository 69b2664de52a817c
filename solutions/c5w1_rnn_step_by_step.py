"""Recurrent networks with plain loops over time: RNN, GRU and LSTM, forward and backward, bidirectional and deep."""

import numpy as np

from helpers.activations import sigmoid
from helpers.softmax import softmax


def rnn_cell_forward(xt, a_prev, parameters):
    """Take one step of a plain recurrent network.

    xt -- inputs at time step t, shape (n_x, m)
    a_prev -- activations of the step before, shape (n_a, m)
    parameters -- dictionary: Waa (n_a, n_a), Wax (n_a, n_x), Wya (n_y, n_a), ba (n_a, 1), by (n_y, 1)
    Returns (a_next, yt_pred, cache): activations (n_a, m); outputs after a softmax (n_y, m);
    cache is (a_next, a_prev, xt, parameters).
    Source: D2 C5_W1, "Forward Propagation", "Simplified RNN notation".
    """
    Waa, Wax, Wya = parameters["Waa"], parameters["Wax"], parameters["Wya"]
    a_next = np.tanh(Waa @ a_prev + Wax @ xt + parameters["ba"])
    yt_pred = softmax(Wya @ a_next + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)


def rnn_forward(x, a0, parameters):
    """Run a plain recurrent network over whole sequences.

    x -- inputs, shape (n_x, m, T_x): one slice for each time step
    a0 -- activations before the first step, shape (n_a, m)
    parameters -- dictionary as for rnn_cell_forward
    Returns (a, y_pred, caches): activations of all steps (n_a, m, T_x); outputs of all steps (n_y, m, T_x);
    caches is (list of the T_x caches, x).
    Source: D2 C5_W1, "Forward Propagation".
    """
    (_, m, T_x), (n_y, n_a) = x.shape, parameters["Wya"].shape
    a, y_pred, caches = np.zeros((n_a, m, T_x)), np.zeros((n_y, m, T_x)), []
    a_next = a0
    for t in range(T_x):
        a_next, y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        caches.append(cache)
    return a, y_pred, (caches, x)


def rnn_cell_backward(da_next, cache):
    """Go back through one step of a plain recurrent network.

    da_next -- gradient of the cost with respect to a_next, shape (n_a, m)
    cache -- what rnn_cell_forward kept: (a_next, a_prev, xt, parameters)
    Returns a dictionary of gradients: dxt (n_x, m), da_prev (n_a, m), dWax (n_a, n_x), dWaa (n_a, n_a),
    dba (n_a, 1). They are sums over the m examples: the 1/m is in the cost.
    Source: D2 C5_W1, "Backpropagation through time"; chain rule.
    """
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next**2)
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": np.sum(dz, axis=1, keepdims=True),
    }


def rnn_backward(da, caches):
    """Backpropagation through time, for a plain recurrent network.

    da -- gradients that the outputs send to the activations of steps 1 to T, shape (n_a, m, T)
    caches -- what rnn_forward returned: (list of caches, x); x may have more steps than da, which then play no part
    Returns a dictionary of gradients: dx (n_x, m, T), da0 (n_a, m), dWax (n_a, n_x), dWaa (n_a, n_a), dba (n_a, 1).
    Source: D2 C5_W1, "Backpropagation through time".
    """
    caches, x = caches
    n_a, m, T = da.shape
    gradients = {"dx": np.zeros((x.shape[0], m, T)), "da0": np.zeros((n_a, m))}
    gradients |= {"dWax": np.zeros((n_a, x.shape[0])), "dWaa": np.zeros((n_a, n_a)), "dba": np.zeros((n_a, 1))}
    da_prev = np.zeros((n_a, m))
    for t in reversed(range(T)):
        step = rnn_cell_backward(da[:, :, t] + da_prev, caches[t])
        da_prev = step["da_prev"]
        gradients["dx"][:, :, t] = step["dxt"]
        for name in ("dWax", "dWaa", "dba"):
            gradients[name] += step[name]
    gradients["da0"] = da_prev
    return gradients


def gru_cell_forward(xt, a_prev, parameters):
    """Take one step of a gated recurrent unit, the full one; its activations are its memory cell, a = c.

    xt -- inputs at time step t, shape (n_x, m)
    a_prev -- memory of the step before, shape (n_a, m)
    parameters -- dictionary: Wu, Wr, Wc (n_a, n_a + n_x), which act on [a_prev; xt], and bu, br, bc (n_a, 1), for
                  the update gate, the relevance gate and the candidate; Wy (n_y, n_a) and by (n_y, 1)
    Returns (a_next, yt_pred, cache): new memory (n_a, m); outputs after a softmax (n_y, m);
    cache is (a_next, a_prev, ut, rt, cct, xt, parameters), with the two gates and the candidate.
    Source: D2 C5_W1, "Full GRU", "GRU and LSTM".
    """
    concat = np.concatenate([a_prev, xt])
    ut = sigmoid(parameters["Wu"] @ concat + parameters["bu"])
    rt = sigmoid(parameters["Wr"] @ concat + parameters["br"])
    cct = np.tanh(parameters["Wc"] @ np.concatenate([rt * a_prev, xt]) + parameters["bc"])
    a_next = ut * cct + (1 - ut) * a_prev
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, ut, rt, cct, xt, parameters)


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    """Take one step of an LSTM.

    xt, a_prev, c_prev -- inputs (n_x, m), activations (n_a, m) and memory cell (n_a, m) of the step before
    parameters -- dictionary: Wf, Wi, Wc, Wo (n_a, n_a + n_x), which act on [a_prev; xt], and bf, bi, bc, bo (n_a, 1), for
                  forget gate, update gate (i as in input), candidate, output gate; Wy (n_y, n_a) and by (n_y, 1)
    Returns (a_next, c_next, yt_pred, cache): new activations and memory (n_a, m); outputs after a softmax (n_y, m);
    cache is (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters).
    Source: D2 C5_W1, "LSTM units"; a with a tanh, see E251.
    """
    concat = np.concatenate([a_prev, xt])
    ft = sigmoid(parameters["Wf"] @ concat + parameters["bf"])
    it = sigmoid(parameters["Wi"] @ concat + parameters["bi"])
    cct = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
    ot = sigmoid(parameters["Wo"] @ concat + parameters["bo"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)


def lstm_forward(x, a0, parameters):
    """Run an LSTM over whole sequences; the memory cell starts at zero.

    x -- inputs, shape (n_x, m, T_x): one slice for each time step
    a0 -- activations before the first step, shape (n_a, m)
    parameters -- dictionary as for lstm_cell_forward
    Returns (a, y, c, caches): activations (n_a, m, T_x), outputs (n_y, m, T_x) and memory cells (n_a, m, T_x) of all steps;
    caches is (list of the T_x caches, x).
    Source: D2 C5_W1, "LSTM in pictures".
    """
    (_, m, T_x), (n_y, n_a) = x.shape, parameters["Wy"].shape
    a, y, c, caches = np.zeros((n_a, m, T_x)), np.zeros((n_y, m, T_x)), np.zeros((n_a, m, T_x)), []
    a_next, c_next = a0, np.zeros((n_a, m))
    for t in range(T_x):
        a_next, c_next, y[:, :, t], cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t], c[:, :, t] = a_next, c_next
        caches.append(cache)
    return a, y, c, (caches, x)


def lstm_cell_backward(da_next, dc_next, cache):
    """Go back through one step of an LSTM.

    da_next, dc_next -- gradients of the cost with respect to a_next, shape (n_a, m), and c_next, shape (n_a, m)
    cache -- what lstm_cell_forward kept: (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    Returns a dictionary of gradients: dxt (n_x, m), da_prev and dc_prev (n_a, m), dWf, dWi, dWc, dWo (n_a, n_a + n_x)
    and dbf, dbi, dbc, dbo (n_a, 1). They are sums over the m examples.
    Source: chain rule; D2 C5_W1, "LSTM units".
    """
    _, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    concat, n_a = np.concatenate([a_prev, xt]), len(a_prev)
    dc = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    dz = {
        "f": dc * c_prev * ft * (1 - ft),
        "i": dc * cct * it * (1 - it),
        "c": dc * it * (1 - cct**2),
        "o": da_next * np.tanh(c_next) * ot * (1 - ot),
    }
    dconcat = sum(parameters[f"W{gate}"].T @ dz[gate] for gate in dz)
    gradients = {"dxt": dconcat[n_a:], "da_prev": dconcat[:n_a], "dc_prev": dc * ft}
    for gate in dz:
        gradients[f"dW{gate}"] = dz[gate] @ concat.T
        gradients[f"db{gate}"] = np.sum(dz[gate], axis=1, keepdims=True)
    return gradients


def lstm_backward(da, caches):
    """Backpropagation through time, for an LSTM.

    da -- gradients that the outputs send to the activations of steps 1 to T, shape (n_a, m, T)
    caches -- what lstm_forward returned: (list of caches, x); x may have more steps than da, which then play no part
    Returns a dictionary of gradients: dx (n_x, m, T), da0 (n_a, m), dWf, dWi, dWc, dWo (n_a, n_a + n_x),
    dbf, dbi, dbc, dbo (n_a, 1).
    Source: D2 C5_W1, "Backpropagation through time", "LSTM units".
    """
    caches, x = caches
    n_a, m, T = da.shape
    n_x, names = x.shape[0], [f"d{kind}{gate}" for gate in "fico" for kind in "Wb"]
    gradients = {name: np.zeros((n_a, n_a + n_x if name[1] == "W" else 1)) for name in names}
    dx, da_prev, dc_prev = np.zeros((n_x, m, T)), np.zeros((n_a, m)), np.zeros((n_a, m))
    for t in reversed(range(T)):
        step = lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, caches[t])
        da_prev, dc_prev = step["da_prev"], step["dc_prev"]
        dx[:, :, t] = step["dxt"]
        for name in names:
            gradients[name] += step[name]
    return {"dx": dx, "da0": da_prev, **gradients}


def bidirectional_forward(x, a0_forward, a0_backward, parameters):
    """Read sequences from left to right and from right to left, and let both readings decide at every step.

    x -- inputs, shape (n_x, m, T_x)
    a0_forward, a0_backward -- activations before the first and behind the last step, shape (n_a, m) each
    parameters -- dictionary: Wa_forward, Wa_backward (n_a, n_a + n_x), which act on [a; xt], ba_forward, ba_backward (n_a, 1),
                  Wy (n_y, 2 n_a), which acts on [a_forward; a_backward], and by (n_y, 1)
    Returns (a, y_pred): both readings, the forward one on top, (2 n_a, m, T_x); outputs after a softmax (n_y, m, T_x).
    Source: D2 C5_W1, "Bidirectional RNN (BRNN)".
    """
    T_x = x.shape[2]
    forward, backward = [None] * T_x, [None] * T_x
    a_next = a0_forward
    for t in range(T_x):
        concat = np.concatenate([a_next, x[:, :, t]])
        a_next = forward[t] = np.tanh(parameters["Wa_forward"] @ concat + parameters["ba_forward"])
    a_next = a0_backward
    for t in reversed(range(T_x)):
        concat = np.concatenate([a_next, x[:, :, t]])
        a_next = backward[t] = np.tanh(parameters["Wa_backward"] @ concat + parameters["ba_backward"])
    a = np.concatenate([np.stack(forward, axis=2), np.stack(backward, axis=2)])
    y_pred = [softmax(parameters["Wy"] @ a[:, :, t] + parameters["by"]) for t in range(T_x)]
    return a, np.stack(y_pred, axis=2)


def deep_rnn_forward(x, a0, parameters):
    """Run a recurrent network of several layers: each layer reads the activations of the layer below.

    x -- inputs, shape (n_x, m, T_x)
    a0 -- list with the activations of layers 1 to L before the first step, the l-th of shape (n_a[l], m)
    parameters -- dictionary: Wa1 (n_a[1], n_a[1] + n_x), ba1 (n_a[1], 1), Wa2 (n_a[2], n_a[2] + n_a[1]), ba2 (n_a[2], 1), ...,
                  each acting on [own activations of the step before; what comes from below], Wy (n_y, n_a[L]), by (n_y, 1)
    Returns (a, y_pred): list with the activations of layers 1 to L, the l-th of shape (n_a[l], m, T_x);
    outputs of the top layer after a softmax (n_y, m, T_x).
    Source: D2 C5_W1, "Deep RNN example".
    """
    T_x, L = x.shape[2], len(a0)
    now = list(a0)
    states, y_pred = [], []
    for t in range(T_x):
        below = x[:, :, t]
        for k in range(L):
            concat = np.concatenate([now[k], below])
            now[k] = below = np.tanh(parameters[f"Wa{k + 1}"] @ concat + parameters[f"ba{k + 1}"])
        states.append(list(now))
        y_pred.append(softmax(parameters["Wy"] @ below + parameters["by"]))
    a = [np.stack([step[k] for step in states], axis=2) for k in range(L)]
    return a, np.stack(y_pred, axis=2)
