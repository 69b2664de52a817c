"""Demands on the size of starting weights."""

from itertools import pairwise

import numpy as np

from helpers.checks import calling


def layer_scales(function, exercise, case, value, demand):
    """Starting weights W1 to WL have the right size, told from a call with layers of the wide sizes `dims`.

    `right` is a name in SCALES. With `mistaken`, another name, the demand is broken by weights of just that size; without,
    by weights that have neither the right size nor one in the list `known`, or are not spread around 0.
    """
    dims = demand["dims"]
    wide, opening = calling.call(function, (dims,), {}), f"with layers_dims = {dims}, "
    shapes = {f"W{layer}": (n, n_prev) for layer, (n_prev, n) in enumerate(pairwise(dims), start=1)}
    found = wide.value if isinstance(wide.value, dict) else {}
    if any(np.shape(found.get(name)) != shape for name, shape in shapes.items()):
        what = "the function fails, or a weight matrix is missing or has the wrong shape"
        return None if "mistaken" in demand else opening + what

    def misfit(scale):
        for name, (n, n_prev) in shapes.items():
            size, spread = SCALES[scale](n_prev, n, dims), np.std(found[name])
            if not abs(spread / size - 1) <= 5 / np.sqrt(2 * n * n_prev):
                return opening + f"{name} has standard deviation {spread:.3g}, expected about {size:.3g}"
        return None

    wrong = misfit(demand["right"])
    if "mistaken" in demand:
        return wrong if wrong and not misfit(demand["mistaken"]) else None
    if wrong:
        return wrong if all(map(misfit, demand.get("known", []))) else None
    for name, drawn in found.items():
        if name in shapes and abs(np.mean(drawn)) > 5 * np.std(drawn) / np.sqrt(np.size(drawn)):
            return opening + f"{name} has mean {np.mean(drawn):.3g}, expected about 0"
    return None


SCALES = {  # sizes of starting weights, from n[l-1], n[l] and all layers_dims
    "0.01": lambda n_prev, n, dims: 0.01,
    "1": lambda n_prev, n, dims: 1.0,
    "10": lambda n_prev, n, dims: 10.0,
    "he": lambda n_prev, n, dims: np.sqrt(2 / n_prev),
    "1/root n_in": lambda n_prev, n, dims: np.sqrt(1 / n_prev),
    "he of n_out": lambda n_prev, n, dims: np.sqrt(2 / n),
    "he of n_x": lambda n_prev, n, dims: np.sqrt(2 / dims[0]),
    "2/n_in": lambda n_prev, n, dims: 2 / n_prev,
    "root 2/n_in": lambda n_prev, n, dims: np.sqrt(2) / n_prev,
    "xavier": lambda n_prev, n, dims: np.sqrt(2 / (n_prev + n)),
}
