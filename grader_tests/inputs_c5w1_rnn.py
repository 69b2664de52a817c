"""Inputs of c5w1_rnn_step_by_step: cells, sequences, and what the forward pass kept."""

import numpy as np

from grader_tests import case, hidden
from solutions.c5w1_rnn_step_by_step import lstm_cell_forward, lstm_forward, rnn_cell_forward, rnn_forward


def numbers(*shape, seed, scale=1.0):
    """Return an array of short numbers, none of them 0."""
    draw = np.random.default_rng(seed)
    return (scale * draw.choice([-1, 1], size=shape) * draw.uniform(0.1, 1.5, size=shape)).round(2) + 0.0


def plain(n_x, n_a, n_y, seed):
    """Return the parameters of a plain recurrent network."""
    shapes = {"Waa": (n_a, n_a), "Wax": (n_a, n_x), "Wya": (n_y, n_a), "ba": (n_a, 1), "by": (n_y, 1)}
    return {name: numbers(*shape, seed=seed + k) for k, (name, shape) in enumerate(shapes.items())}


def gated(gates, n_x, n_a, n_y, seed):
    """Return the parameters of a GRU ("urc") or an LSTM ("fico")."""
    parameters = {}
    for k, gate in enumerate(gates):
        parameters[f"W{gate}"] = numbers(n_a, n_a + n_x, seed=seed + 2 * k)
        parameters[f"b{gate}"] = numbers(n_a, 1, seed=seed + 2 * k + 1)
    return parameters | {"Wy": numbers(n_y, n_a, seed=seed + 20), "by": numbers(n_y, 1, seed=seed + 21)}


def plain_step(n_x, m, n_a, n_y, seed):
    """Return (xt, a_prev, parameters)."""
    return numbers(n_x, m, seed=seed), numbers(n_a, m, seed=seed + 30, scale=0.6), plain(n_x, n_a, n_y, seed + 1)


def gru_step(n_x, m, n_a, n_y, seed):
    """Return (xt, a_prev, parameters)."""
    given = numbers(n_x, m, seed=seed), numbers(n_a, m, seed=seed + 30, scale=0.6)
    return *given, gated("urc", n_x, n_a, n_y, seed + 1)


def lstm_step(n_x, m, n_a, n_y, seed):
    """Return (xt, a_prev, c_prev, parameters)."""
    state = numbers(n_a, m, seed=seed + 30, scale=0.6), numbers(n_a, m, seed=seed + 31)
    return numbers(n_x, m, seed=seed), *state, gated("fico", n_x, n_a, n_y, seed + 1)


def plain_run(n_x, m, T, n_a, n_y, seed):
    """Return (x, a0, parameters)."""
    return numbers(n_x, m, T, seed=seed), numbers(n_a, m, seed=seed + 30, scale=0.6), plain(n_x, n_a, n_y, seed + 1)


def lstm_run(n_x, m, T, n_a, n_y, seed):
    """Return (x, a0, parameters)."""
    given = numbers(n_x, m, T, seed=seed), numbers(n_a, m, seed=seed + 30, scale=0.6)
    return *given, gated("fico", n_x, n_a, n_y, seed + 1)


def plain_step_back(n_x, m, n_a, n_y, seed):
    """Return (da_next, cache)."""
    return numbers(n_a, m, seed=seed + 40), rnn_cell_forward(*plain_step(n_x, m, n_a, n_y, seed))[2]


def lstm_step_back(n_x, m, n_a, n_y, seed):
    """Return (da_next, dc_next, cache)."""
    cache = lstm_cell_forward(*lstm_step(n_x, m, n_a, n_y, seed))[3]
    return numbers(n_a, m, seed=seed + 40), numbers(n_a, m, seed=seed + 41), cache


def plain_back(n_x, m, T, n_a, n_y, seed, steps=None):
    """Return (da, caches); da has `steps` steps where x has T."""
    return numbers(n_a, m, steps or T, seed=seed + 40), rnn_forward(*plain_run(n_x, m, T, n_a, n_y, seed))[2]


def lstm_back(n_x, m, T, n_a, n_y, seed, steps=None):
    """Return (da, caches); da has `steps` steps where x has T."""
    return numbers(n_a, m, steps or T, seed=seed + 40), lstm_forward(*lstm_run(n_x, m, T, n_a, n_y, seed))[3]


def both_ways(n_x, m, T, n_a, n_y, seed):
    """Return (x, a0_forward, a0_backward, parameters)."""
    shapes = {"Wa_forward": (n_a, n_a + n_x), "ba_forward": (n_a, 1), "Wa_backward": (n_a, n_a + n_x)}
    shapes |= {"ba_backward": (n_a, 1), "Wy": (n_y, 2 * n_a), "by": (n_y, 1)}
    parameters = {name: numbers(*shape, seed=seed + k) for k, (name, shape) in enumerate(shapes.items())}
    starts = (numbers(n_a, m, seed=seed + k, scale=0.6) for k in (30, 31))
    return numbers(n_x, m, T, seed=seed + 32), *starts, parameters


def deep(n_x, m, T, sizes, n_y, seed):
    """Return (x, a0, parameters); sizes are those of layers 1 to L."""
    parameters, below = {}, n_x
    for k, n in enumerate(sizes):
        parameters[f"Wa{k + 1}"] = numbers(n, n + below, seed=seed + 2 * k)
        parameters[f"ba{k + 1}"] = numbers(n, 1, seed=seed + 2 * k + 1)
        below = n
    parameters |= {"Wy": numbers(n_y, below, seed=seed + 20), "by": numbers(n_y, 1, seed=seed + 21)}
    starts = [numbers(n, m, seed=seed + 30 + k, scale=0.6) for k, n in enumerate(sizes)]
    return numbers(n_x, m, T, seed=seed + 29), starts, parameters


def single(**values):
    """Return parameters of one unit: numbers as arrays (1, 1), lists as columns."""
    return {name: np.array(value, dtype=float).reshape(-1, 1) for name, value in values.items()}


ONE, ZERO = np.array([[1.0]]), np.array([[0.0]])
HAND_PLAIN = single(Waa=0.5, Wax=1.0, Wya=[1.0, 0.0], ba=0.0, by=[0.0, 0.0])


def row(*values):
    """Return weights (1, n)."""
    return np.array([values], dtype=float)


HAND_GRU = {
    "Wu": row(0, 2),
    "Wr": row(0, -2),
    "Wc": row(1, 1),
    "bu": ZERO,
    "br": ZERO,
    "bc": ZERO,
    **single(Wy=[1, 0], by=[0, 0]),
}
HAND_LSTM = {
    **{name: row(0, weight) for name, weight in {"Wf": 2, "Wi": -2, "Wc": 1, "Wo": 0}.items()},
    **dict.fromkeys(("bf", "bi", "bc", "bo"), ZERO),
    **single(Wy=[1, 0], by=[0, 0]),
}
HAND_SEQUENCE = np.array([[[1.0, 0.0, -1.0]]])


def plain_steps():
    """Return the cases of rnn_cell_forward."""
    return [
        case("the example by hand", ONE, np.array([[-0.5]]), HAND_PLAIN),
        case("two examples", *plain_step(3, 2, 2, 2, seed=101)),
        case("one example", *plain_step(2, 1, 3, 2, seed=102)),
        case("as many features as units", *plain_step(3, 4, 3, 2, seed=103)),
        hidden("one feature", *plain_step(1, 3, 2, 4, seed=104)),
        hidden("one unit", *plain_step(4, 5, 1, 3, seed=105)),
        hidden("one example of many features", *plain_step(7, 1, 4, 3, seed=106)),
        hidden("one output", *plain_step(2, 6, 3, 1, seed=107)),
    ]


def plain_runs():
    """Return the cases of rnn_forward."""
    return [
        case("the example by hand", HAND_SEQUENCE, ZERO, HAND_PLAIN),
        case("two examples over three steps", *plain_run(2, 2, 3, 2, 3, seed=111)),
        case("one example over four steps", *plain_run(1, 1, 4, 3, 2, seed=112)),
        case("as many examples as steps", *plain_run(2, 3, 3, 2, 2, seed=113)),
        hidden("a single step", *plain_run(3, 2, 1, 2, 2, seed=114)),
        hidden("four examples", *plain_run(1, 4, 3, 2, 3, seed=115)),
        hidden("seven steps", *plain_run(2, 1, 7, 2, 2, seed=116)),
        hidden("one unit", *plain_run(3, 3, 2, 1, 2, seed=117)),
    ]


def plain_steps_back():
    """Return the cases of rnn_cell_backward."""
    return [
        case("the example by hand", ONE, rnn_cell_forward(ONE, np.array([[-0.5]]), HAND_PLAIN)[2]),
        case("two examples", *plain_step_back(3, 2, 2, 2, seed=121)),
        case("one example", *plain_step_back(2, 1, 3, 2, seed=122)),
        case("as many features as units", *plain_step_back(3, 4, 3, 2, seed=123)),
        hidden("one feature", *plain_step_back(1, 3, 2, 4, seed=124)),
        hidden("one unit", *plain_step_back(4, 5, 1, 3, seed=125)),
        hidden("one example of many features", *plain_step_back(7, 1, 4, 3, seed=126)),
    ]


def plain_runs_back():
    """Return the cases of rnn_backward."""
    last_only = np.array([[[0.0, 0.0, 1.0]]]), rnn_forward(HAND_SEQUENCE, ZERO, HAND_PLAIN)[2]
    return [
        case("the example by hand", *last_only, group="as long as x"),
        case("two examples over three steps", *plain_back(2, 2, 3, 2, 3, seed=131), group="as long as x"),
        case("one example over four steps", *plain_back(1, 1, 4, 3, 2, seed=132), group="as long as x"),
        case("two of four steps", *plain_back(2, 2, 4, 2, 2, seed=133, steps=2), group="shorter than x"),
        hidden("a single step", *plain_back(3, 2, 1, 2, 2, seed=134), group="as long as x"),
        hidden("four examples", *plain_back(1, 4, 2, 2, 3, seed=135), group="as long as x"),
        hidden("six steps", *plain_back(2, 1, 6, 2, 2, seed=136), group="as long as x"),
        hidden("three of five steps", *plain_back(2, 3, 5, 1, 2, seed=137, steps=3), group="shorter than x"),
    ]


def gru_steps():
    """Return the cases of gru_cell_forward."""
    return [
        case("the example by hand", ONE, np.array([[0.5]]), HAND_GRU),
        case("two examples", *gru_step(3, 2, 2, 2, seed=141)),
        case("one example", *gru_step(2, 1, 3, 2, seed=142)),
        case("as many features as units", *gru_step(2, 3, 2, 2, seed=143)),
        hidden("one feature", *gru_step(1, 3, 3, 2, seed=144)),
        hidden("one unit", *gru_step(4, 4, 1, 3, seed=145)),
        hidden("one example of many features", *gru_step(5, 1, 3, 3, seed=146)),
        hidden("one output", *gru_step(2, 5, 2, 1, seed=147)),
    ]


def lstm_steps():
    """Return the cases of lstm_cell_forward."""
    return [
        case("the example by hand", ONE, ZERO, np.array([[2.0]]), HAND_LSTM),
        case("two examples", *lstm_step(3, 2, 2, 2, seed=151)),
        case("one example", *lstm_step(2, 1, 3, 2, seed=152)),
        case("as many features as units", *lstm_step(2, 3, 2, 2, seed=153)),
        hidden("one feature", *lstm_step(1, 3, 2, 3, seed=154)),
        hidden("one unit", *lstm_step(4, 4, 1, 3, seed=155)),
        hidden("one example of many features", *lstm_step(5, 1, 2, 3, seed=156)),
        hidden("one output", *lstm_step(2, 4, 2, 1, seed=157)),
    ]


def lstm_runs():
    """Return the cases of lstm_forward."""
    return [
        case("the example by hand", HAND_SEQUENCE, ZERO, HAND_LSTM),
        case("two examples over two steps", *lstm_run(1, 2, 2, 2, 1, seed=161)),
        case("one example over three steps", *lstm_run(2, 1, 3, 1, 2, seed=162)),
        case("as many examples as steps", *lstm_run(1, 2, 2, 1, 3, seed=163)),
        hidden("a single step", *lstm_run(3, 2, 1, 2, 2, seed=164)),
        hidden("three examples", *lstm_run(1, 3, 2, 2, 1, seed=165)),
        hidden("five steps", *lstm_run(2, 1, 5, 1, 1, seed=166)),
        hidden("one unit", *lstm_run(2, 4, 2, 1, 2, seed=167)),
    ]


def lstm_steps_back():
    """Return the cases of lstm_cell_backward."""
    by_hand = lstm_cell_forward(ONE, ZERO, np.array([[2.0]]), HAND_LSTM)[3]
    return [
        case("the example by hand", ONE, ZERO, by_hand),
        case("two examples", *lstm_step_back(1, 2, 2, 2, seed=171)),
        case("one example", *lstm_step_back(2, 1, 2, 2, seed=172)),
        case("as many features as units", *lstm_step_back(2, 3, 2, 1, seed=173)),
        hidden("three features", *lstm_step_back(3, 2, 2, 1, seed=174)),
        hidden("one unit", *lstm_step_back(3, 4, 1, 3, seed=175)),
        hidden("one example of many features", *lstm_step_back(4, 1, 2, 1, seed=176)),
    ]


def lstm_runs_back():
    """Return the cases of lstm_backward."""
    return [
        case("two examples over two steps", *lstm_back(1, 2, 2, 2, 1, seed=181), group="as long as x"),
        case("one example over three steps", *lstm_back(2, 1, 3, 1, 2, seed=182), group="as long as x"),
        case("two of four steps", *lstm_back(1, 2, 4, 1, 1, seed=183, steps=2), group="shorter than x"),
        hidden("a single step", *lstm_back(3, 2, 1, 2, 2, seed=184), group="as long as x"),
        hidden("three examples", *lstm_back(1, 3, 2, 2, 1, seed=185), group="as long as x"),
        hidden("five steps", *lstm_back(2, 1, 5, 1, 1, seed=186), group="as long as x"),
        hidden("three of four steps", *lstm_back(2, 1, 4, 1, 1, seed=187, steps=3), group="shorter than x"),
    ]


def two_ways():
    """Return the cases of bidirectional_forward."""
    by_hand = {"Wa_forward": row(0.5, 1), "Wa_backward": row(0.5, 1), "ba_forward": ZERO, "ba_backward": ZERO}
    by_hand |= {"Wy": np.array([[1.0, 1.0], [0.0, 0.0]]), "by": np.zeros((2, 1))}
    return [
        case("the example by hand", HAND_SEQUENCE, ZERO, ZERO, by_hand),
        case("two examples over three steps", *both_ways(2, 2, 3, 2, 3, seed=191)),
        case("one example over four steps", *both_ways(3, 1, 4, 3, 2, seed=192)),
        hidden("a single step", *both_ways(2, 3, 1, 2, 2, seed=193)),
        hidden("four examples", *both_ways(1, 4, 3, 2, 2, seed=194)),
        hidden("seven steps", *both_ways(2, 1, 7, 2, 2, seed=195)),
        hidden("one unit", *both_ways(3, 2, 5, 1, 4, seed=196)),
    ]


def deep_runs():
    """Return the cases of deep_rnn_forward."""
    by_hand = {"Wa1": row(0.5, 1), "ba1": ZERO, "Wa2": row(0.5, 1), "ba2": ZERO, **single(Wy=[1, 0], by=[0, 0])}
    return [
        case("the example by hand", HAND_SEQUENCE, [ZERO, ZERO], by_hand),
        case("two layers of two units", *deep(2, 2, 3, [2, 2], 3, seed=201)),
        case("layers of different sizes", *deep(2, 1, 4, [3, 1], 2, seed=202)),
        hidden("three layers", *deep(1, 2, 2, [2, 3, 2], 2, seed=203)),
        hidden("one layer", *deep(3, 3, 3, [2], 2, seed=204)),
        hidden("a single step", *deep(2, 4, 1, [2, 3], 2, seed=205)),
        hidden("six steps", *deep(1, 1, 6, [1, 2], 3, seed=206)),
    ]
