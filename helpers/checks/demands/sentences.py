"""Demands on a softmax classifier of sentences, trained from weights that the function draws itself."""

import numpy as np

from helpers.checks import calling
from helpers.checks.compare import compare
from helpers.checks.demands.common import OtherFault, arguments_of, does_not_repeat, misshapen


def softmax_steps(function, exercise, case, value, demand):
    """What comes out, (pred, W, b), is gradient descent on averages of word vectors from the function's own weights.

    The weights are what steps of length 0 give back. `leaf` is "[0]", "[1]" or "[2]"; `defaults` are the reference's
    learning_rate and num_iterations. A function that does not repeat after np.random.seed cannot be followed and breaks the demand.
    """
    part, near = int(demand["leaf"].strip("[]")), {"rtol": exercise.rtol, "atol": exercise.atol}
    if misshapen(case.expected[1:], value[1:]):  # it cannot be followed, and is held to the reference's digits
        found = compare(case.expected[part], value[part], **near, path="result" + demand["leaf"])
        return OtherFault(found[0].sentence) if found else None
    if unsteady := does_not_repeat(function, case, value):
        return unsteady
    still = calling.call(function, case.args, {**case.kwargs, "learning_rate": 0.0, "num_iterations": 1})
    if not isinstance(still.value, list | tuple) or misshapen(case.expected[1:], still.value[1:]):
        return OtherFault("with learning_rate=0 and num_iterations=1 the starting weights should come back unchanged")
    given = {**demand["defaults"], **arguments_of(exercise, case)}
    if part == 2 and np.any(still.value[2]):
        return OtherFault("with learning_rate=0 the biases should stay at their start, 0; yours do not")
    with np.errstate(all="ignore"):
        right = _descent(np.array(still.value[1], dtype=float), given)
    found = compare(right[part], value[part], **near, path="result" + demand["leaf"])
    return OtherFault(f"from your own starting weights, {found[0].sentence}") if found else None


def _descent(W, given):
    """Return (pred, W, b) after a step for every sentence, `num_iterations` times; in other steps than students write."""
    vectors, b = given["word_to_vec_map"], np.zeros(len(W))
    known = [[vectors[word] for word in text.lower().split() if word in vectors] for text in given["X"]]
    averages = np.array([np.mean(some, axis=0) if some else np.zeros(W.shape[1]) for some in known], dtype=float)
    truth = np.eye(len(W))[np.ravel(given["Y"]).astype(int)]
    for _ in range(given["num_iterations"]):
        for x, y in zip(averages, truth):
            small = np.exp(W @ x + b - np.max(W @ x + b))
            dz = given["learning_rate"] * (small / small.sum() - y)
            W, b = W - dz[:, None] * x, b - dz
    return np.argmax(averages @ W.T + b, axis=1)[:, None], W, b
