"""Recurrent layers over whole sequences: the inputs' part of every step in one matrix product, then a loop over time only.

Sequences are (m, T, n). The gates stand side by side in one matrix: of an LSTM forget, update (input), output, candidate;
of a GRU update, relevance (reset), candidate.
"""

import numpy as np


def rnn_forward(X, a0, Wx, Wa, b):
    """Run a plain recurrent layer: a = tanh(x Wx + a_prev Wa + b).

    X -- sequences, shape (m, T, n_x); a0 -- first state, shape (m, n_a)
    Wx, Wa, b -- shapes (n_x, n_a), (n_a, n_a) and (n_a,)
    Returns (A, cache): the states, shape (m, T, n_a); what rnn_backward needs.
    Source: D2 C5_W1, "Recurrent neural network model".
    """
    x, Z, A = _begin(X, a0, Wx, b, len(a0[0]))
    for t in range(len(x)):
        np.matmul(A[t], Wa, out=A[t + 1])
        A[t + 1] += Z[t]
        np.tanh(A[t + 1], out=A[t + 1])
    return _batch_first(A[1:]), (x, A, Wx, Wa)


def rnn_backward(dA, cache):
    """Gradients of rnn_forward.

    dA -- gradient with respect to all states, shape (m, T, n_a)
    cache -- what rnn_forward returned
    Returns (dX, da0, dWx, dWa, db).
    """
    x, A, Wx, Wa = cache
    dA, dZ, da = _time_first(dA), np.empty_like(A[1:]), np.zeros_like(A[0])
    for t in range(len(x) - 1, -1, -1):
        da += dA[t]
        np.multiply(da, 1 - A[t + 1] * A[t + 1], out=dZ[t])
        da = dZ[t] @ Wa.T
    return _finish(dZ, da, x, Wx, A[:-1])


def gru_forward(X, a0, Wx, Wa, b):
    """Run a GRU: the candidate sees the relevance gate times the state; the update gate mixes candidate and state.

    X -- sequences, shape (m, T, n_x); a0 -- first state, shape (m, n_a)
    Wx, Wa, b -- shapes (n_x, 3 n_a), (n_a, 3 n_a) and (3 n_a,)
    Returns (A, cache): the states, shape (m, T, n_a); what gru_backward needs.
    Source: D2 C5_W1, "Gated recurrent unit" (the full one).
    """
    n = a0.shape[1]
    x, Z, A = _begin(X, a0, Wx, b, n)
    W_gates, W_candidate, R = np.ascontiguousarray(Wa[:, : 2 * n]), np.ascontiguousarray(Wa[:, 2 * n :]), A[1:].copy()
    for t in range(len(x)):
        gates = Z[t, :, : 2 * n]
        gates += A[t] @ W_gates
        _sigmoid(gates)
        np.multiply(gates[:, n:], A[t], out=R[t])
        candidate = Z[t, :, 2 * n :]
        candidate += R[t] @ W_candidate
        np.tanh(candidate, out=candidate)
        A[t + 1] = A[t] + gates[:, :n] * (candidate - A[t])
    return _batch_first(A[1:]), (x, A, Z, R, Wx, W_gates, W_candidate)


def gru_backward(dA, cache):
    """Gradients of gru_forward.

    dA -- gradient with respect to all states, shape (m, T, n_a)
    cache -- what gru_forward returned
    Returns (dX, da0, dWx, dWa, db).
    """
    x, A, Z, R, Wx, W_gates, W_candidate = cache
    n, dA, dZ, da = A.shape[2], _time_first(dA), np.empty_like(Z), np.zeros_like(A[0])
    for t in range(len(x) - 1, -1, -1):
        da += dA[t]
        update, relevance, candidate = Z[t, :, :n], Z[t, :, n : 2 * n], Z[t, :, 2 * n :]
        dZ[t, :, 2 * n :] = da * update * (1 - candidate * candidate)
        dR = dZ[t, :, 2 * n :] @ W_candidate.T
        dZ[t, :, :n] = da * (candidate - A[t]) * update * (1 - update)
        dZ[t, :, n : 2 * n] = dR * A[t] * relevance * (1 - relevance)
        da = da * (1 - update) + dR * relevance + dZ[t, :, : 2 * n] @ W_gates.T
    dX, da0, dWx, dWa, db = _finish(dZ, da, x, Wx, A[:-1])
    flat = dZ[:, :, 2 * n :].reshape(-1, n)
    dWa[:, 2 * n :] = R.reshape(-1, n).T @ flat
    return dX, da0, dWx, dWa, db


def lstm_forward(X, a0, c0, Wx, Wa, b):
    """Run an LSTM.

    X -- sequences, shape (m, T, n_x); a0, c0 -- first state and memory cell, shape (m, n_a)
    Wx, Wa, b -- shapes (n_x, 4 n_a), (n_a, 4 n_a) and (4 n_a,)
    Returns (A, c, cache): the states, shape (m, T, n_a); the last memory cell, shape (m, n_a); what lstm_backward needs.
    Source: D2 C5_W1, "LSTM".
    """
    n = a0.shape[1]
    x, Z, A = _begin(X, a0, Wx, b, n)
    C, tanh_C = np.empty_like(A), np.empty_like(A[1:])
    C[0] = c0
    for t in range(len(x)):
        gates = Z[t]
        gates += A[t] @ Wa
        _sigmoid(gates[:, : 3 * n])
        np.tanh(gates[:, 3 * n :], out=gates[:, 3 * n :])
        np.multiply(gates[:, :n], C[t], out=C[t + 1])
        C[t + 1] += gates[:, n : 2 * n] * gates[:, 3 * n :]
        np.tanh(C[t + 1], out=tanh_C[t])
        np.multiply(gates[:, 2 * n : 3 * n], tanh_C[t], out=A[t + 1])
    return _batch_first(A[1:]), C[-1].copy(), (x, A, C, tanh_C, Z, Wx, Wa)


def lstm_backward(dA, cache, dc=None):
    """Gradients of lstm_forward.

    dA -- gradient with respect to all states, shape (m, T, n_a)
    cache -- what lstm_forward returned
    dc -- gradient with respect to the last memory cell, shape (m, n_a); zeros unless given
    Returns (dX, da0, dc0, dWx, dWa, db).
    """
    x, A, C, tanh_C, Z, Wx, Wa = cache
    n, dA, dZ, da = A.shape[2], _time_first(dA), np.empty_like(Z), np.zeros_like(A[0])
    dc = np.zeros_like(da) if dc is None else dc.copy()
    for t in range(len(x) - 1, -1, -1):
        da += dA[t]
        forget, update, output, candidate = (Z[t, :, k * n : (k + 1) * n] for k in range(4))
        dc += da * output * (1 - tanh_C[t] * tanh_C[t])
        dZ[t, :, :n] = dc * C[t]
        dZ[t, :, n : 2 * n] = dc * candidate
        dZ[t, :, 2 * n : 3 * n] = da * tanh_C[t]
        gates = Z[t, :, : 3 * n]
        dZ[t, :, : 3 * n] *= gates * (1 - gates)
        dZ[t, :, 3 * n :] = dc * update * (1 - candidate * candidate)
        dc *= forget
        da = dZ[t] @ Wa.T
    dX, da0, *others = _finish(dZ, da, x, Wx, A[:-1])
    return dX, da0, dc, *others


def embedding_forward(ids, W):
    """Look up one row of W for each number of a word.

    ids -- integers from 0, any shape
    W -- one row a word, shape (words, n)
    Returns (A, cache): shape (*ids.shape, n); what embedding_backward needs.
    Raises ValueError for a number that has no row. Source: D2 C5_W2, "Embedding matrix".
    """
    ids = np.asarray(ids)
    if ids.size and (ids.min() < 0 or ids.max() >= len(W)):
        raise ValueError(f"words are numbered 0 to {len(W) - 1} here, but {ids.min()} to {ids.max()} are asked for")
    return W[ids], (ids, W.shape)


def embedding_backward(dA, cache):
    """Return dW, shape (words, n): the gradients of the same word added up. cache -- what embedding_forward returned."""
    ids, (words, n) = cache
    flat, dW = ids.reshape(-1), np.zeros((words, n), dA.dtype)
    order = np.argsort(flat, kind="stable")
    found, starts = np.unique(flat[order], return_index=True)
    if len(found):
        dW[found] = np.add.reduceat(dA.reshape(-1, n)[order], starts, axis=0)
    return dW


def _begin(X, a0, Wx, b, n):
    """Time-first inputs, their part of every step, and space for the states, of which the first is a0."""
    if X.ndim != 3 or X.shape[2] != Wx.shape[0] or a0.shape != (len(X), n):
        raise ValueError(
            f"sequences {X.shape}, first state {a0.shape} and Wx {Wx.shape} do not fit: (m, T, n_x), (m, n_a)"
        )
    x = _time_first(X)
    T, m, n_x = x.shape
    Z = (x.reshape(-1, n_x) @ Wx).reshape(T, m, -1)
    Z += np.reshape(b, -1)
    A = np.empty((T + 1, m, n), Z.dtype)
    A[0] = a0
    return x, Z, A


def _finish(dZ, da, x, Wx, before):
    """Gradients that are sums over time, from the gradient dZ (T, m, gates) of every step."""
    T, m, n_x = x.shape
    flat = dZ.reshape(T * m, -1)
    dX = _batch_first((flat @ Wx.T).reshape(T, m, n_x))
    dWx, dWa = x.reshape(-1, n_x).T @ flat, before.reshape(T * m, -1).T @ flat
    return dX, da, dWx, dWa, flat.sum(axis=0)


def _sigmoid(Z):
    """Replace Z by its sigmoid; by way of tanh, which cannot overflow."""
    Z *= 0.5
    np.tanh(Z, out=Z)
    Z *= 0.5
    Z += 0.5


def _time_first(X):
    return np.ascontiguousarray(X.transpose(1, 0, 2))


def _batch_first(X):
    return np.ascontiguousarray(X.transpose(1, 0, 2))
