"""What the checks of c2w3_hyperparameters share: search spaces, demands on random draws, other right ways."""

import numpy as np

from grader_tests import case, hidden, misconception

RATE_AND_BETA = {"learning_rate": ("log", 0.0001, 1.0), "beta": ("beta", 0.9, 0.999)}
STEEP = {"learning_rate": ("log", 0.05, 1.6)}  # four fifths lie beyond the edge of `cliff`
SLOPING = {"learning_rate": ("log", 0.01, 3.0)}  # three fifths do
SIZES = {"layers": ("integer", 2, 4), "units": ("integer", 50, 100), "keep_prob": ("linear", 0.5, 1.0)}
BROAD = {"beta": ("beta", 0.5, 0.9999), "learning_rate": ("log", 1e-6, 10.0)}


def wrong(id, edit, says, place="", score=0.0):
    """Return the known mistake that an edit of the reference makes; arguments as for `misconception`."""
    return misconception(id, edit=edit, says=says, place=place, score=score)


def sampler_mistakes(drawn, spaced, one):
    """Return the mistakes that samplers share: evenly spaced, no seed, one draw; the arguments are texts and edits."""
    return [
        wrong(
            "grid",
            {drawn: spaced},
            "The numbers are equally spaced, or hang together in another way: that is the grid which the search is to get away from. Draw each on its own.",
        ),
        wrong(
            "ignores-seed",
            {"    np.random.seed(seed)\n": ""},
            "`seed` does not decide the numbers. The same seed has to give the same ones, whatever was drawn before, and another seed others.",
        ),
        wrong(
            "one-draw",
            {drawn: one},
            "The same number comes every time: it is drawn once and copied. np.random.uniform takes a third argument, how many to draw.",
        ),
    ]


def even(scale, mistaken):
    """Return what a sampler has to obey; `mistaken` is {name of a wrong scale: misconception}."""
    return [
        {"name": "even_draws", "scale": scale, "about": "ends"},
        *(
            {"name": "even_draws", "scale": scale, "mistaken": name, "misconception": id}
            for name, id in mistaken.items()
        ),
        {"name": "even_draws", "scale": scale, "about": "scale"},
        {"name": "even_draws", "scale": scale, "about": "same", "misconception": "one-draw"},
        {"name": "even_draws", "scale": scale, "about": "draws", "misconception": "grid"},
        {"name": "seed_argument", "misconception": "ignores-seed"},
    ]


def log_with_a_generator(low, high, size, seed=0):
    return np.exp(np.random.default_rng(seed).uniform(np.log(low), np.log(high), size=size))


def log_by_a_loop(low, high, size, seed=0):
    import random

    dice = random.Random(seed)
    return np.array([low * (high / low) ** dice.random() for _ in range(size)])


def beta_with_a_generator(low, high, size, seed=0):
    memory = np.random.RandomState(seed).uniform(np.log(1 / (1 - low)), np.log(1 / (1 - high)), size)
    return 1 - 1 / np.exp(memory)


def setting_with_a_generator(scale, low, high, size, seed=0):
    draw = np.random.default_rng(seed)
    if scale == "integer":
        return draw.integers(low, high, size, endpoint=True)
    if scale == "linear":
        return low + (high - low) * draw.random(size)
    return {"log": sample_log_uniform, "beta": sample_beta}[scale](low, high, size, seed)  # noqa: F821


def setting_by_choice(scale, low, high, size, seed=0):
    if scale == "log" or scale == "beta":
        return (sample_log_uniform if scale == "log" else sample_beta)(low, high, size, seed=seed)  # noqa: F821
    np.random.seed(seed)
    return (
        np.random.choice(np.arange(low, high + 1), size) if scale == "integer" else np.random.uniform(low, high, size)
    )


def searched(best, **zoom):
    """Return demands on a search; `best` and `zoom` are known mistakes {how: misconception}."""
    return [
        {"name": "search", "leaf": "[1]", "about": "costs", "misconception": "costs-mixed-up"},
        *(
            {"name": "search", "leaf": "[0]", "about": "best", "mistaken": how, "misconception": id}
            for how, id in best.items()
        ),
        {"name": "search", "leaf": "[0]", "about": "best", "may_be_nan": True},
        *(
            {"name": "search", "leaf": "[1]", "about": "zoom", "mistaken": how, "misconception": id}
            for how, id in zoom.items()
        ),
        *(
            {"name": "search", "leaf": "[1]", "about": one, "misconception": one}
            for one in ("ends", "whole", "same", "together", "rounds", "scale", "rounded", "top", "shifted", "draws")
        ),
        {"name": "seed_argument", "misconception": "ignores-seed"},
    ]


def search_one_by_one(dev_cost, space, n_trials, seed=0):
    draw = np.random.default_rng(seed)
    trials = []
    for _ in range(n_trials):
        settings = {}
        for name, (scale, low, high) in space.items():
            u = draw.random()
            if scale == "integer":
                settings[name] = int(draw.integers(low, high + 1))
            elif scale == "log":
                settings[name] = low * (high / low) ** u
            elif scale == "beta":
                settings[name] = 1 - (1 - low) * ((1 - high) / (1 - low)) ** u
            else:
                settings[name] = low + u * (high - low)
        trials.append([settings, dev_cost(dict(settings))])
    finite = [trial for trial in trials if not np.isnan(trial[1])]
    return min(finite or trials, key=lambda trial: trial[1])[0], trials


def search_by_argmin(dev_cost, space, n_trials, seed=0):
    np.random.seed(seed)
    seeds = np.random.randint(0, 2**31 - 1, len(space))
    columns = [sample_setting(*space[name], n_trials, int(one)) for name, one in zip(space, seeds)]  # noqa: F821
    settings = [dict(zip(space, row)) for row in zip(*columns)]
    costs = [dev_cost(one) for one in settings]
    return settings[int(np.nanargmin(costs))], tuple(zip(settings, costs))


def zoom_by_factors(space, best, share=0.5):
    found = {}
    for name in space:
        scale, low, high = space[name]
        x = float(best[name])
        if scale == "log":
            factor = (high / low) ** (share / 2)
            found[name] = [scale, max(low, x / factor), min(high, x * factor)]
        elif scale == "beta":
            factor = ((1 - low) / (1 - high)) ** (share / 2)
            found[name] = [scale, max(low, 1 - (1 - x) * factor), min(high, 1 - (1 - x) / factor)]
        else:
            half = (high - low) * share / 2
            found[name] = [scale, max(low, x - half), min(high, x + half)]
            if scale == "integer":
                found[name][1:] = [int(np.floor(end + 0.5)) for end in found[name][1:]]
    return {name: tuple(one) for name, one in found.items()}


def rounds_of_its_own(dev_cost, space, n_trials, rounds, seed=0):
    trials, box = [], dict(space)
    for k in range(rounds):
        trials += list(random_search(dev_cost, box, n_trials, seed=1000 * seed + 37 * k)[1])  # noqa: F821
        costs = np.array([cost for _, cost in trials], dtype=float)
        best = trials[int(np.argmin(np.where(np.isnan(costs), np.inf, costs)))][0]
        box = zoom(box, best, 0.5)  # noqa: F821
    return best, trials


def setting_demands():
    """Return demands on values of any scale."""
    known = {"whole": "not-whole", "top": "high-left-out", "rounded": "rounded"}
    return [
        *({"name": "even_draws", "about": one} for one in ("ends", "same")),
        *({"name": "even_draws", "about": one, "misconception": id} for one, id in known.items()),
        *({"name": "even_draws", "about": one} for one in ("scale", "draws")),
        {"name": "seed_argument", "misconception": "ignores-seed"},
    ]


def zooms():
    """Return cases of zooming in, in groups by scale."""
    return [
        case(
            "a learning rate in the middle",
            {"learning_rate": ("log", 0.0001, 1.0)},
            {"learning_rate": 0.01},
            group="log",
        ),
        case(
            "a learning rate near the end", {"learning_rate": ("log", 0.001, 10.0)}, {"learning_rate": 4.0}, group="log"
        ),
        case("β", {"beta": ("beta", 0.9, 0.999)}, {"beta": 0.99}, group="beta"),
        case("sizes", SIZES, {"layers": 2, "units": 78, "keep_prob": 0.7}, 0.35, group="sizes"),
        hidden("a third of the range", {"rate": ("log", 1e-5, 1e-2)}, {"rate": 3e-4}, 1 / 3, group="log"),
        hidden("a value on the lower end", {"rate": ("log", 0.02, 0.5)}, {"rate": 0.02}, group="log"),
        hidden("β near its end", {"b": ("beta", 0.0, 0.9999)}, {"b": 0.2}, share=0.3, group="beta"),
        hidden("learning rate and β", RATE_AND_BETA, {"beta": 0.997, "learning_rate": 0.3}, group="beta"),
        hidden(
            "other sizes",
            {"units": ("integer", 10, 99), "x": ("linear", -5.0, 3.0)},
            {"units": 15, "x": -1.0},
            group="sizes",
        ),
    ]
