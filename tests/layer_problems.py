"""Layers at many sizes, each beside the same operation in PyTorch: for tests of helpers.layers and for the benchmark."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from torch.nn import functional

from helpers import layers


@dataclass(frozen=True)
class Problem:
    """One layer at one size.

    forward, backward -- ours: forward(*arrays) -> (output, cache); backward(gradient, cache) -> gradients
    theirs -- PyTorch's: a function of tensors in our layout, whose result is in our layout
    shapes -- of the arrays; `values` makes them from a Generator and a shape
    with_m -- how many of the arrays, counted from the first, have one entry for each example
    """

    label: str
    forward: object
    backward: object
    theirs: object
    shapes: tuple
    values: object = staticmethod(lambda rng, shape: rng.standard_normal(shape))
    with_m: int = 1

    def arrays(self, dtype, seed=0):
        """Arrays to begin with."""
        rng = np.random.default_rng(seed)
        return [self.values(rng, shape).astype(dtype) for shape in self.shapes]

    def gradients(self, output_gradient, cache):
        """Our gradients as a tuple."""
        found = self.backward(output_gradient, cache)
        return found if isinstance(found, tuple) else (found,)


def channels_first(A):
    """(m, H, W, C) to PyTorch's order (m, C, H, W)."""
    return A.permute(0, 3, 1, 2)


def channels_last(A):
    """PyTorch's order to (m, H, W, C)."""
    return A.permute(0, 2, 3, 1)


def distinct(rng, shape):
    """Numbers of which no two are nearer than 0.01, so that a maximum does not change under a small step."""
    return rng.permutation(int(np.prod(shape))).reshape(shape) * 0.01 - 0.005 * np.prod(shape) + 0.003


def convolution(m, size, C_prev, C, f, stride, pad):
    def theirs(A, W, b):
        return channels_last(functional.conv2d(channels_first(A), W.permute(3, 2, 0, 1), b.reshape(-1), stride, pad))

    forward = partial(layers.conv_forward, stride=stride, pad=pad)
    shapes = ((m, *size, C_prev), (f, f, C_prev, C), (1, 1, 1, C))
    label = f"convolution of {size[0]}x{size[1]}x{C_prev}, f {f}, s {stride}, p {pad}, m {m}"
    return Problem(label, forward, layers.conv_backward, theirs, shapes)


def transpose(m, size, C_prev, C, f, stride, pad):
    def theirs(A, W, b):
        Z = functional.conv_transpose2d(channels_first(A), W.permute(2, 3, 0, 1), b.reshape(-1), stride, pad)
        return channels_last(Z)

    forward = partial(layers.transpose_conv_forward, stride=stride, pad=pad)
    shapes = ((m, *size, C_prev), (f, f, C_prev, C), (1, 1, 1, C))
    label = f"transpose convolution of {size[0]}x{size[1]}x{C_prev}, f {f}, s {stride}, p {pad}, m {m}"
    return Problem(label, forward, layers.transpose_conv_backward, theirs, shapes)


def depthwise(m, size, C, f, stride, pad):
    def theirs(A, W, b):
        W = W.permute(2, 0, 1)[:, None]
        return channels_last(functional.conv2d(channels_first(A), W, b.reshape(-1), stride, pad, groups=C))

    forward = partial(layers.depthwise_forward, stride=stride, pad=pad)
    shapes = ((m, *size, C), (f, f, C), (1, 1, 1, C))
    label = f"depthwise convolution of {size[0]}x{size[1]}x{C}, f {f}, s {stride}, p {pad}, m {m}"
    return Problem(label, forward, layers.depthwise_backward, theirs, shapes)


def pointwise(m, size, C_prev, C):
    def theirs(A, W, b):
        return A @ W + b

    shapes = ((m, *size, C_prev), (C_prev, C), (1, 1, 1, C))
    label = f"pointwise convolution of {size[0]}x{size[1]}x{C_prev}, m {m}"
    return Problem(label, layers.pointwise_forward, layers.pointwise_backward, theirs, shapes)


def pooling(kind, m, size, C, f, stride):
    ours = {"max": (layers.max_pool_forward, layers.max_pool_backward)}
    ours["average"] = (layers.average_pool_forward, layers.average_pool_backward)
    pool = {"max": functional.max_pool2d, "average": functional.avg_pool2d}[kind]

    def theirs(A):
        return channels_last(pool(channels_first(A), f, stride))

    forward = partial(ours[kind][0], f=f, stride=stride)
    label = f"{kind} pooling of {size[0]}x{size[1]}x{C}, f {f}, s {stride}, m {m}"
    return Problem(label, forward, ours[kind][1], theirs, ((m, *size, C),), distinct)


def batch_norm(shape):
    def theirs(Z, gamma, beta):
        flat = Z.reshape(-1, Z.shape[-1])
        return functional.batch_norm(flat, None, None, gamma, beta, training=True).reshape(Z.shape)

    C = shape[-1:]
    return Problem(
        f"batch norm of {shape}", layers.batch_norm_forward, layers.batch_norm_backward, theirs, (shape, C, C)
    )


def layer_norm(shape):
    def theirs(Z, gamma, beta):
        return functional.layer_norm(Z, Z.shape[-1:], gamma, beta, eps=1e-6)

    n = shape[-1:]
    return Problem(
        f"layer norm of {shape}", layers.layer_norm_forward, layers.layer_norm_backward, theirs, (shape, n, n)
    )


def dense(m, n_prev, n):
    shapes = ((m, n_prev), (n_prev, n), (1, n))
    theirs = lambda A, W, b: A @ W + b  # noqa: E731
    return Problem(f"dense {n_prev} to {n}, m {m}", layers.dense_forward, layers.dense_backward, theirs, shapes)


def activation(name, theirs, shapes=((4, 5), (2, 3, 4, 5), (1,))):
    forward, backward = (getattr(layers, f"{name}_{way}") for way in ("forward", "backward"))
    return [Problem(f"{name} of {shape}", forward, backward, theirs, (shape,)) for shape in shapes]


def recurrent(kind, m, T, n_x, n_a):
    """Our recurrent layers beside PyTorch's own; the GRU, whose candidate differs there, beside the course's formulas."""
    starts = ((m, n_a),) * (2 if kind == "lstm" else 1)
    gates = {"rnn": 1, "gru": 3, "lstm": 4}[kind]
    ours, backward = (getattr(layers, f"{kind}_{way}") for way in ("forward", "backward"))

    def forward(*arrays):
        A, *_, cache = ours(*arrays)
        return A, cache

    def theirs_gru(X, a, Wx, Wa, b):
        states = []
        for t in range(T):
            Z = X[:, t] @ Wx + b
            gates = torch.sigmoid(Z[:, : 2 * n_a] + a @ Wa[:, : 2 * n_a])
            update, relevance = gates[:, :n_a], gates[:, n_a:]
            candidate = torch.tanh(Z[:, 2 * n_a :] + (relevance * a) @ Wa[:, 2 * n_a :])
            a = update * candidate + (1 - update) * a
            states.append(a)
        return torch.stack(states, 1)

    def theirs_of_pytorch(X, *rest):
        # PyTorch's order of the gates is input, forget, candidate, output.
        *state, Wx, Wa, b = rest
        order = [1, 0, 3, 2] if kind == "lstm" else [0]
        Wx, Wa, b = (torch.cat([W.reshape(-1, gates, n_a)[:, k] for k in order], 1) for W in (Wx, Wa, b))
        state = tuple(a[None] for a in state)
        weights = [Wx.T, Wa.T, b[0], torch.zeros_like(b[0])]
        run = torch.lstm if kind == "lstm" else torch.rnn_tanh
        return run(X, state if kind == "lstm" else state[0], weights, True, 1, 0.0, True, False, True)[0]

    shapes = ((m, T, n_x), *starts, (n_x, gates * n_a), (n_a, gates * n_a), (gates * n_a,))
    theirs = theirs_gru if kind == "gru" else theirs_of_pytorch
    return Problem(f"{kind} of {n_x} to {n_a}, T {T}, m {m}", forward, backward, theirs, shapes, with_m=1 + len(starts))


def attention(m, heads, T_q, T_k, d, mask=None):
    def theirs(Q, K, V):
        seen = None if mask is None else torch.tensor(mask, dtype=bool)
        return functional.scaled_dot_product_attention(Q, K, V, attn_mask=seen)

    shapes = ((m, heads, T_q, d), (m, heads, T_k, d), (m, heads, T_k, d))
    label = f"attention of {T_q} to {T_k}, {heads} heads, d {d}, m {m}{', masked' if mask is not None else ''}"
    return Problem(
        label, partial(layers.attention_forward, mask=mask), layers.attention_backward, theirs, shapes, with_m=3
    )


def multi_head(m, T_q, T_k, n, n_memory, d, heads, mask=None):
    """Our multi-head attention beside PyTorch's own function."""

    def theirs(X, memory, Wq, Wk, Wv, Wo, b):
        hidden = None if mask is None else torch.tensor(mask) == 0
        output, _ = functional.multi_head_attention_forward(
            X.transpose(0, 1), memory.transpose(0, 1), memory.transpose(0, 1), d, heads, None, b[: 3 * d], None, None,
            False, 0.0, Wo.T, b[3 * d :], attn_mask=hidden, use_separate_proj_weight=True,
            q_proj_weight=Wq.T, k_proj_weight=Wk.T, v_proj_weight=Wv.T, need_weights=False,
        )  # fmt: skip
        return output.transpose(0, 1)

    shapes = ((m, T_q, n), (m, T_k, n_memory), (n, d), (n_memory, d), (n_memory, d), (d, n), (3 * d + n,))
    label = f"{heads}-head attention of {T_q} to {T_k}, {n} and {n_memory} by {d}, m {m}"
    forward = partial(layers.multi_head_forward, heads=heads, mask=mask)
    return Problem(label, forward, layers.multi_head_backward, theirs, shapes, with_m=2)


PROBLEMS = [
    convolution(1, (5, 7), 2, 3, 3, 2, 1),
    convolution(3, (8, 9), 3, 4, 5, 1, 2),
    convolution(2, (7, 7), 1, 1, 1, 2, 0),
    convolution(4, (11, 10), 2, 5, 4, 3, 1),
    convolution(2, (6, 6), 5, 2, 3, 1, 0),
    convolution(2, (9, 9), 2, 7, 3, 2, 0),
    convolution(2, (6, 6), 2, 7, 3, 1, 4),
    convolution(2, (3, 5), 2, 3, 1, 1, 1),
    convolution(1, (4, 4), 1, 2, 4, 1, 0),
    convolution(2, (5, 5), 3, 2, 2, 5, 0),
    convolution(2, (6, 5), 3, 4, 1, 1, 0),
    transpose(1, (2, 2), 1, 1, 3, 2, 1),
    transpose(2, (3, 5), 3, 2, 2, 2, 0),
    transpose(3, (4, 3), 2, 5, 4, 2, 1),
    transpose(2, (3, 3), 4, 2, 3, 1, 1),
    transpose(1, (2, 3), 2, 3, 2, 3, 0),
    depthwise(1, (5, 7), 2, 3, 1, 1),
    depthwise(3, (8, 6), 4, 3, 2, 1),
    depthwise(2, (6, 6), 1, 5, 3, 2),
    pointwise(1, (1, 1), 3, 4),
    pointwise(3, (4, 5), 2, 6),
    *(pooling(kind, *rest) for kind in ("max", "average") for rest in (
        (1, (4, 4), 1, 2, 2), (3, (6, 8), 3, 2, 2), (2, (5, 7), 2, 2, 2), (2, (7, 7), 2, 3, 2), (2, (6, 5), 3, 2, 1), (1, (9, 9), 2, 3, 3),
    )),
    batch_norm((5, 3)),
    batch_norm((2, 3, 4, 5)),
    batch_norm((7, 1)),
    layer_norm((4, 6)),
    layer_norm((2, 3, 5)),
    *(recurrent(kind, *rest) for kind in ("rnn", "gru", "lstm") for rest in ((1, 1, 1, 1), (3, 4, 2, 5), (2, 6, 5, 3))),
    attention(2, 3, 4, 4, 5),
    attention(1, 1, 2, 5, 3),
    attention(2, 2, 4, 4, 3, np.tri(4)),
    attention(2, 2, 3, 4, 2, np.array([[1, 1, 0, 0], [1, 1, 1, 1], [0, 1, 0, 1]])),
    multi_head(1, 2, 3, 4, 4, 4, 2),
    multi_head(2, 5, 5, 6, 6, 6, 3, np.tri(5)),
    multi_head(2, 3, 4, 4, 4, 4, 1),
    dense(1, 3, 2),
    dense(5, 4, 6),
    *activation("relu", functional.relu),
    *activation("leaky_relu", functional.leaky_relu),
    *activation("sigmoid", torch.sigmoid),
    *activation("tanh", torch.tanh),
]  # fmt: skip
