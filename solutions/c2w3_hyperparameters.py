"""Search for hyperparameters: fair scales, random search, and a search that goes from coarse to fine."""

import numpy as np


def sample_log_uniform(low, high, size, seed=0):
    """Draw numbers so that every power of ten between two ends gets its fair share.

    low, high -- ends of the range, 0 < low < high
    size -- how many numbers
    seed -- the same seed gives the same numbers, another seed others
    Returns an array of shape (size,) with numbers from low to high whose logarithms are spread evenly.
    Source: D2 C2_W3, "Appropriate scale for hyperparameters".
    """
    np.random.seed(seed)
    r = np.random.uniform(np.log10(low), np.log10(high), size)
    return 10**r


def sample_beta(low, high, size, seed=0):
    """Draw values of β for a weighted average so that every length of memory gets its fair share.

    low, high -- ends of the range, 0 ≤ low < high < 1
    size -- how many numbers
    seed -- the same seed gives the same numbers, another seed others
    Returns an array of shape (size,) with β from low to high; the logarithms of 1 − β are spread evenly.
    Source: D2 C2_W3, "Hyperparameters for exponentially weighted averages".
    """
    np.random.seed(seed)
    r = np.random.uniform(np.log10(1 - high), np.log10(1 - low), size)
    return 1 - 10**r


def sample_setting(scale, low, high, size, seed=0):
    """Draw values of one hyperparameter on the scale that suits it.

    scale -- "linear", "integer" (whole numbers, both ends included), "log" or "beta"
    low, high -- ends of the range
    size -- how many values
    seed -- the same seed gives the same values, another seed others
    Returns an array of shape (size,).
    Source: D2 C2_W3, "Picking hyperparameters at random": n[l] = 50, ..., 100; L = 2, 3, 4.
    """
    if scale == "log":
        return sample_log_uniform(low, high, size, seed)
    if scale == "beta":
        return sample_beta(low, high, size, seed)
    np.random.seed(seed)
    if scale == "integer":
        return np.random.randint(low, high + 1, size)
    return np.random.uniform(low, high, size)


def random_search(dev_cost, space, n_trials, seed=0):
    """Try settings at random and keep the one with the lowest cost.

    dev_cost -- function from settings, for instance {"learning_rate": 0.01, "beta": 0.9}, to a cost; NaN never wins
    space -- {name of a hyperparameter: (scale, low, high)}, scales as for `sample_setting`
    n_trials -- how many settings to try
    seed -- the same seed gives the same search, another seed another one
    Returns (best, trials): the settings with the lowest cost, and a list of (settings, cost) of all trials in their order.
    Source: D2 C2_W3, "Try random values: Don't use a grid".
    """
    columns = {}
    for k, (name, (scale, low, high)) in enumerate(space.items()):
        columns[name] = sample_setting(scale, low, high, n_trials, seed + k)
    best, lowest, trials = None, np.inf, []
    for i in range(n_trials):
        settings = {name: column[i] for name, column in columns.items()}
        cost = dev_cost(settings)
        trials.append((settings, cost))
        if cost < lowest:
            best, lowest = settings, cost
    return best, trials


def zoom(space, best, share=0.5):
    """Make a smaller search space around the best settings so far.

    space -- {name: (scale, low, high)}, as for `random_search`; stays as it is
    best -- {name: value}, inside the space
    share -- width of a new range as a share of the old one, both measured on the hyperparameter's own scale
    Returns a new space: ranges with `best` in their middle, cut off where the old one ends; "integer" ends rounded.
    Source: D2 C2_W3, "Coarse to fine".
    """
    smaller = {}
    for name, (scale, low, high) in space.items():
        points = np.array([low, best[name], high], dtype=float)
        if scale == "log":
            points = np.log10(points)
        elif scale == "beta":
            points = np.log10(1 - points)
        start, middle, end = points
        half = share * (end - start) / 2
        ends = np.clip([middle - half, middle + half], min(start, end), max(start, end))
        if scale == "log":
            ends = 10**ends
        elif scale == "beta":
            ends = 1 - 10**ends
        elif scale == "integer":
            ends = np.round(ends).astype(int)
        smaller[name] = (scale, *ends.tolist())
    return smaller


def coarse_to_fine(dev_cost, space, n_trials, rounds, seed=0):
    """Search at random, zoom in on the best settings so far, search there, and so on.

    dev_cost, space -- as for `random_search`
    n_trials -- how many settings to try in every round
    rounds -- how many rounds; before each but the first, the space of the last one is halved with `zoom`
    seed -- the same seed gives the same search, another seed another one; every round has random numbers of its own
    Returns (best, trials): the settings with the lowest cost of all rounds, and a list of (settings, cost) of all trials.
    Source: D2 C2_W3, "Coarse to fine".
    """
    best, lowest, trials = None, np.inf, []
    for k in range(rounds):
        if k > 0:
            space = zoom(space, best)
        _, found = random_search(dev_cost, space, n_trials, seed + 100 * k)
        for settings, cost in found:
            if cost < lowest:
                best, lowest = settings, cost
        trials = trials + found
    return best, trials
