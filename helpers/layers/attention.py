"""Attention: scaled dot products, and several heads of them."""

import numpy as np

NEVER = -1e9  # added to the score of what a mask hides


def attention_forward(Q, K, V, mask=None):
    """Mix values by how well their keys fit the queries: softmax(Q Kᵀ / √d) V.

    Q, K, V -- shapes (..., T_q, d), (..., T_k, d) and (..., T_k, d_v)
    mask -- 1 for what may be seen and 0 for what may not, any shape that broadcasts to (..., T_q, T_k), or None
    Returns (output, cache): shape (..., T_q, d_v); what attention_backward needs, its last entry the weights (..., T_q, T_k).
    Source: D2 C5_W4, "Self-attention"; Vaswani et al. 2017, section 3.2.1.
    """
    scale = Q.dtype.type(1 / np.sqrt(Q.shape[-1]))
    weights = np.matmul(Q * scale, np.swapaxes(K, -1, -2))
    if mask is not None:
        weights += (1 - np.asarray(mask, weights.dtype)) * weights.dtype.type(NEVER)
    weights -= weights.max(axis=-1, keepdims=True)
    np.exp(weights, out=weights)
    weights /= weights.sum(axis=-1, keepdims=True)
    return np.matmul(weights, V), (Q, K, V, scale, weights)


def attention_backward(d_output, cache):
    """Gradients of attention_forward.

    d_output -- gradient with respect to its output, shape (..., T_q, d_v)
    cache -- what attention_forward returned
    Returns (dQ, dK, dV).
    """
    Q, K, V, scale, weights = cache
    dV = np.matmul(np.swapaxes(weights, -1, -2), d_output)
    d_scores = np.matmul(d_output, np.swapaxes(V, -1, -2))
    d_scores *= weights
    d_scores -= weights * d_scores.sum(axis=-1, keepdims=True)
    d_scores *= scale
    return np.matmul(d_scores, K), np.matmul(np.swapaxes(d_scores, -1, -2), Q), dV


def multi_head_forward(X, memory, Wq, Wk, Wv, Wo, b, heads, mask=None):
    """Attention of several heads: each looks with its own part of the queries, keys and values; their outputs are mixed.

    X -- what asks, shape (m, T_q, n); memory -- what is looked at, shape (m, T_k, n_memory); X itself for self-attention
    Wq, Wk, Wv, Wo -- shapes (n, d), (n_memory, d), (n_memory, d) and (d, n_out); heads -- a divisor of d
    b -- biases of the four, shape (3 d + n_out,); mask -- as in attention_forward, broadcast to (m, heads, T_q, T_k)
    Returns (output, cache): shape (m, T_q, n_out); the weights are cache[-1][-1], shape (m, heads, T_q, T_k).
    Raises ValueError when d is no multiple of heads. Source: D2 C5_W4, "Multi-head attention".
    """
    d = Wq.shape[1]
    if d % heads:
        raise ValueError(f"{d} features cannot be shared out among {heads} heads: choose a divisor of {d}")
    parts = [(X, Wq), (memory, Wk), (memory, Wv)]
    projected = [_split(A @ W + b[k * d : (k + 1) * d], heads) for k, (A, W) in enumerate(parts)]
    mixed, inner = attention_forward(*projected, mask)
    joined = _join(mixed)
    return joined @ Wo + b[3 * d :], (X, memory, Wq, Wk, Wv, Wo, heads, joined, inner)


def multi_head_backward(d_output, cache):
    """Gradients of multi_head_forward.

    d_output -- gradient with respect to its output, shape (m, T_q, n_out)
    cache -- what multi_head_forward returned
    Returns (dX, d_memory, dWq, dWk, dWv, dWo, db); in self-attention the input's gradient is dX + d_memory.
    """
    X, memory, Wq, Wk, Wv, Wo, heads, joined, inner = cache
    d_parts = attention_backward(_split(d_output @ Wo.T, heads), inner)
    dQ, dK, dV = (_join(part) for part in d_parts)
    dX, d_memory = dQ @ Wq.T, dK @ Wk.T + dV @ Wv.T
    weights = [_product(A, dZ) for A, dZ in ((X, dQ), (memory, dK), (memory, dV), (joined, d_output))]
    return dX, d_memory, *weights, np.concatenate([part.sum(axis=(0, 1)) for part in (dQ, dK, dV, d_output)])


def _split(A, heads):
    """(m, T, d) to (m, heads, T, d / heads)."""
    m, T, d = A.shape
    return np.ascontiguousarray(A.reshape(m, T, heads, d // heads).transpose(0, 2, 1, 3))


def _join(A):
    """(m, heads, T, d / heads) to (m, T, d)."""
    m, heads, T, d = A.shape
    return np.ascontiguousarray(A.transpose(0, 2, 1, 3)).reshape(m, T, heads * d)


def _product(A, dZ):
    """The gradient of the weights between A (m, T, n) and dZ (m, T, d), shape (n, d)."""
    return A.reshape(-1, A.shape[-1]).T @ dZ.reshape(-1, dZ.shape[-1])
