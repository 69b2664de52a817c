"""Demands on sets of examples dealt out at random."""

import numpy as np


def partition(expected, given, demand, case, near):
    """Every column of the case's X is in exactly one of the batches [(X_batch, Y_batch), ...]; `what` is their name."""
    X, dealt = case["X"], _joined(given, 0)
    lost = sum(not np.any(np.all(dealt == column, axis=0)) for column in X.T[:, :, None])
    if lost == 0 and np.array_equal(_sorted(X), _sorted(dealt)):
        return None
    what = demand.get("what", "mini-batch")
    return f"{lost} of the {X.shape[1]} columns of X are in no {what}, others are there more than once"


def together(expected, given, demand, case, near):
    """Every column of X in the batches has the column of Y beside it that belongs to it."""
    belong = {tuple(column) for column in np.concatenate([case["X"], case["Y"]]).T}
    dealt = {tuple(column) for column in np.concatenate([_joined(given, 0), _joined(given, 1)]).T}
    if dealt <= belong:
        return None
    return "columns of X have other examples' labels beside them"


def shuffled(expected, given, demand, case, near):
    """The order is a new one, and the batches are no runs of neighbours; told from `enough` examples on."""
    X = case["X"]
    if X.shape[1] < demand.get("enough", 8):
        return None
    batches = [[np.argmax(np.all(column == X, axis=0)) for column in pair[0].T[:, :, None]] for pair in given]
    if np.array_equal(np.concatenate(batches), np.arange(X.shape[1])):
        return "the examples are in their old order"
    longer = [sorted(batch) for batch in batches if len(batch) > 1]
    if len(longer) > 1 and all(batch[-1] - batch[0] == len(batch) - 1 for batch in longer):
        return f"every {demand.get('what', 'mini-batch')} holds neighbours: its examples stood side by side before"
    return None


def _joined(pairs, which):
    return np.concatenate([np.asarray(pair[which]) for pair in pairs], axis=1)


def _sorted(columns):
    return columns[:, np.lexsort(columns)]
