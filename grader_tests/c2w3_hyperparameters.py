"""What c2w3_hyperparameters checks: cases, known mistakes, other right ways, hints."""

from grader_tests import Sheet, case, hidden
from grader_tests import inputs_c2w3_hyperparameters as inputs
from grader_tests.inputs_c2w3_hyperparameters import BROAD, RATE_AND_BETA, SIZES, SLOPING, STEEP, wrong
from helpers.checks.stand_ins import cliff, network_size, valley

sheet = Sheet(__name__, position=1, errata="E141 E142")


LOG = "np.random.uniform(np.log10(low), np.log10(high), size)"

sheet.exercise(
    "sample_log_uniform",
    points=5,
    source="D2 C2_W3 “Appropriate scale for hyperparameters”: r ∈ [a, b], α = 10^r",
    properties=inputs.even("log", {"linear": "linear-scale"}),
    cases=[
        case("eight learning rates from 0.0001 to 1", 0.0001, 1.0, 8),
        case("one number", 0.01, 0.1, 1, 3),
        case("whole numbers as ends", 1, 1000, 12, 5),
        hidden("ends that are no powers of ten", 0.03, 7.5, 10, seed=2),
        hidden("less than one power of ten", 0.2, 0.9, 30, 1),
        hidden("tiny numbers", 1e-9, 1e-6, 5, 4),
        hidden("the default seed", 0.5, 50.0, 20),
    ],
    misconceptions=[
        wrong(
            "linear-scale",
            {LOG: "np.log10(np.random.uniform(low, high, size))"},
            "The numbers themselves are spread evenly, so nine in ten come from the top power of ten, and hardly any is small. The exponents are what has to be spread evenly.",
            "D2 C2_W3 “Appropriate scale for hyperparameters”, the upper line",
        ),
        wrong(
            "exponents-returned",
            {"return 10**r": "return r"},
            "These are the exponents, from log₁₀ of one end to log₁₀ of the other. The learning rates are powers of ten with these exponents.",
        ),
        wrong(
            "mixed-bases",
            {LOG: "np.random.uniform(np.log(low), np.log(high), size)"},
            "Two bases are mixed: np.log is the logarithm to base e, the power is one of 10. So the numbers leave the range. One base for both.",
        ),
        wrong(
            "ends-as-exponents",
            {LOG: "np.random.uniform(low, high, size)"},
            "The ends of the range are used as exponents; `low` and `high` are learning rates. First take their logarithms.",
        ),
        wrong(
            "end-for-length",
            {LOG: "np.log10(low) + np.log10(high) * np.random.rand(size)"},
            "A stretch from a to b starts at a and is b − a long, not b. From 0.0001 to 1, b is 0, so nothing is spread at all.",
        ),
        wrong(
            "fixed-range",
            {LOG: "-4 * np.random.rand(size)"},
            "The exponents always run from −4 to 0, as in the document's example. Here they follow from `low` and `high`.",
            "D2 C2_W3 “Appropriate scale for hyperparameters”: [−4, 0]",
        ),
        wrong(
            "whole-exponents",
            {LOG: "np.random.randint(np.log10(low), np.log10(high) + 1, size)"},
            "Only whole powers of ten come up, like 0.01 and 0.1, and nothing between them. An exponent can be any real number in its range.",
        ),
        *inputs.sampler_mistakes(
            LOG, "np.linspace(np.log10(low), np.log10(high), size)", LOG.replace(", size)", ") * np.ones(size)")
        ),
    ],
    accepted=[
        inputs.log_with_a_generator,
        inputs.log_by_a_loop,
        {LOG: "np.log10(low) + np.log10(high / low) * np.random.rand(size)"},
    ],
    hints=[
        "Which exponents r give 10^r = low and 10^r = high? np.log10 tells.",
        "np.random.uniform(a, b, size) draws numbers evenly between a and b. Call np.random.seed(seed) before.",
        "What you return are powers: 10**r, number by number.",
    ],
)


BETA = "np.random.uniform(np.log10(1 - high), np.log10(1 - low), size)"

sheet.exercise(
    "sample_beta",
    points=5,
    source="D2 C2_W3 “Hyperparameters for exponentially weighted averages”: 1 − β = 10^r",
    properties=inputs.even("beta", {"linear": "linear-scale", "log": "log-of-beta", "memory": "memory-drawn"}),
    cases=[
        case("eight values from 0.9 to 0.999", 0.9, 0.999, 8),
        case("one value", 0.5, 0.99, 1, 2),
        case("a range from 0 on", 0.0, 0.9999, 12, 5),
        hidden("very long memories", 0.999, 0.999999, 10, seed=3),
        hidden("ends that are no round numbers", 0.37, 0.85, 15, 6),
        hidden("a wide range", 0.1, 0.9995, 30, 4),
        hidden("the default seed", 0.8, 0.98, 20),
    ],
    misconceptions=[
        wrong(
            "linear-scale",
            {BETA: "np.log10(1 - np.random.uniform(low, high, size))"},
            "The β themselves are spread evenly. Between 0.9 and 0.999 most then average over some 20 steps, and hardly one over hundreds. What should be spread evenly is the exponent of 1 − β.",
            "D2 C2_W3 “Hyperparameters for exponentially weighted averages”: 0.900 → 0.9005, 0.999 → 0.9995",
        ),
        wrong(
            "log-of-beta",
            {BETA: "np.log10(1 - 10 ** np.random.uniform(np.log10(low), np.log10(high), size))"},
            "This spreads the logarithm of β evenly. But near 1 a small change of β changes a lot, and there β's logarithm is as good as β. Take the logarithm of 1 − β.",
        ),
        wrong(
            "memory-drawn",
            {BETA: "np.log10(1 / np.random.uniform(1 / (1 - low), 1 / (1 - high), size))"},
            "The memories 1/(1 − β) are spread evenly. Between 10 and 1000 steps nine in ten are then longer than 100, and hardly one is short. As with learning rates it is the exponent that should be spread evenly.",
        ),
        wrong(
            "ends-not-turned",
            {BETA: "np.random.uniform(np.log10(low), np.log10(high), size)"},
            "1 − β is drawn between `low` and `high`; these are the ends for β. Between which ends does 1 − β lie?",
        ),
        wrong(
            "one-minus-missing",
            {"return 1 - 10**r": "return 10**r"},
            "These are the values of 1 − β. What is asked for is β.",
        ),
        wrong(
            "fixed-range",
            {BETA: "np.random.uniform(-3, -1, size)"},
            "The exponents always run from −3 to −1, as in the document's example. Here they follow from `low` and `high`.",
            "D2 C2_W3 “Hyperparameters for exponentially weighted averages”: r ∈ [−3, −1]",
        ),
        *inputs.sampler_mistakes(
            BETA,
            "np.linspace(np.log10(1 - high), np.log10(1 - low), size)",
            BETA.replace(", size)", ") * np.ones(size)"),
        ),
    ],
    accepted=[
        inputs.beta_with_a_generator,
        {BETA: "np.random.uniform(np.log10(1 - low), np.log10(1 - high), size)"},
        {
            "    np.random.seed(seed)\n    r = "
            + BETA
            + "\n    return 1 - 10**r": "    return 1 - sample_log_uniform(1 - high, 1 - low, size, seed)"
        },
    ],
    hints=[
        "Search for 1 − β, not for β: if β runs from 0.9 to 0.999, what does 1 − β run over?",
        "1 − β lies between 1 − high and 1 − low, and it is spread like the learning rates of `sample_log_uniform`.",
        "At the end, turn 1 − β into β.",
    ],
)


SEEDED = "    np.random.seed(seed)\n"

sheet.exercise(
    "sample_setting",
    points=4,
    source="D2 C2_W3 “Picking hyperparameters at random”: n[l] = 50, …, 100; #layers L: 2, 3, 4",
    uses=["sample_log_uniform", "sample_beta"],
    properties=inputs.setting_demands(),
    cases=[
        case("numbers of layers, 2 to 4", "integer", 2, 4, 12),
        case("shares of units to keep, 0.5 to 1", "linear", 0.5, 1.0, 6, 1),
        case("learning rates", "log", 0.0001, 1.0, 6, 2),
        case("values of β", "beta", 0.9, 0.999, 6, 3),
        hidden("numbers of units, 50 to 100", "integer", 50, 100, 20, 4),
        hidden("a switch, 0 or 1", "integer", 0, 1, 15, 5),
        hidden("one value on a linear scale", "linear", -3.0, 7.0, 1, seed=6),
        hidden("one learning rate", "log", 0.03, 20.0, 1),
        hidden("one value of β", "beta", 0.5, 0.9999, 1, seed=8),
    ],
    misconceptions=[
        wrong(
            "high-left-out",
            {"high + 1": "high"},
            "The upper end never comes up: np.random.randint leaves its second argument out, as range does, and int() cuts decimals off. With L = 2, 3, 4 a network of 4 layers would never be tried.",
        ),
        wrong(
            "rounded",
            {"np.random.randint(low, high + 1, size)": "np.round(np.random.uniform(low, high, size))"},
            "Rounding gives the two ends half their share: everything from 2.5 to 3.5 becomes 3, but only what lies between 2 and 2.5 becomes 2. Draw whole numbers to begin with.",
        ),
        wrong(
            "not-whole",
            {"np.random.randint(low, high + 1, size)": "np.random.uniform(low, high, size)"},
            "With “integer” there are only whole numbers: no network has 2.7 layers.",
        ),
        wrong(
            "ignores-seed",
            {SEEDED: ""},
            "`seed` does not decide the numbers on every scale. Set it before you draw, or hand it on to the function that draws.",
        ),
        wrong(
            "seed-not-passed",
            {
                "sample_log_uniform(low, high, size, seed)": "sample_log_uniform(low, high, size)",
                "sample_beta(low, high, size, seed)": "sample_beta(low, high, size)",
            },
            "`seed` does not reach the functions you call: they take their own default, 0, every time.",
        ),
        wrong(
            "everything-linear",
            {'"log":': '"none":', '"beta":': '"none":'},
            "“log” and “beta” are drawn as if they were linear. You have written functions for both.",
        ),
    ],
    accepted=[inputs.setting_with_a_generator, inputs.setting_by_choice],
    hints=[
        "Four cases of `scale`. Two of them are done by functions that you have; hand the seed on.",
        "np.random.randint(a, b, size) draws whole numbers from a to b − 1.",
        "For the other two: np.random.seed(seed) first, then one draw of `size` numbers.",
    ],
)


KEEP = "        if cost < lowest:\n            best, lowest = settings, cost"
NAN = "Among the trials is one whose training blew up, with a cost that is no number (NaN). Every comparison with NaN is false, so min() and np.argmin can end up with it; it must never win."

sheet.exercise(
    "random_search",
    points=8,
    source="D2 C2_W3 “Tuning process”: try random values, don't use a grid",
    uses=["sample_setting"],
    parts={"best": ["[0]"], "trials": ["[1]"]},
    properties=inputs.searched({"highest": "highest-wins", "last": "last-wins"}),
    cases=[
        case("four trials of learning rate and β", valley, RATE_AND_BETA, 4),
        case("sixty learning rates, most of which blow up", cliff, STEEP, 60, 3),
        case("one trial of three sizes", network_size, SIZES, 1, 1),
        case("six trials of three sizes", network_size, SIZES, 6, seed=2),
        hidden("ten trials with β named first", valley, BROAD, 10, 4),
        hidden("twelve trials of three sizes", network_size, SIZES, 12, 5),
        hidden("fifty learning rates, most of which blow up", cliff, STEEP, 50, 6),
        hidden("one trial of learning rate and β", valley, BROAD, 1),
    ],
    misconceptions=[
        wrong(
            "together",
            {"seed + k": "seed"},
            "All hyperparameters are drawn with the same seed, so they move hand in hand: a large learning rate always comes with a β at the same place of its range. The search walks along a diagonal and never sees the rest. Each needs random numbers of its own.",
            score=0.5,
        ),
        wrong(
            "shifted",
            {"n_trials, seed + k)": "n_trials + k, seed)[k:]"},
            "A hyperparameter repeats the random numbers that another one had a trial before. Seeds like seed + i + k meet again: trial 0, k = 1 and trial 1, k = 0. Draw whole columns, each with a seed of its own.",
            score=0.5,
        ),
        wrong(
            "same",
            {"column[i] for": "column[0] for"},
            "Every trial gets the same value. Draw a whole column of n_trials values at once; a single value drawn anew with the same seed is the same every time.",
        ),
        wrong(
            "highest-wins",
            {"np.inf": "-np.inf", "cost < lowest": "cost > lowest"},
            "`best` has the highest cost of all trials. Low costs are good.",
            score=0.5,
        ),
        wrong(
            "last-wins",
            {KEEP: "        best = settings"},
            "`best` is simply the last trial. Keep the settings whose cost was the lowest so far.",
            score=0.5,
        ),
        wrong(
            "NaN-wins",
            {"return best, trials": "return trials[int(np.argmin([cost for _, cost in trials]))][0], trials"},
            NAN,
            score=0.5,
        ),
        wrong(
            "starts-at-1",
            {"np.inf": "1.0"},
            "The lowest cost so far starts at 1, so nothing is found where all costs are above 1. Start from the first trial, or from np.inf.",
            score=0.5,
        ),
        wrong(
            "one-dictionary",
            {
                "best, lowest, trials = None, np.inf, []": "best, lowest, trials, settings = None, np.inf, [], {}",
                "settings = {name: column[i] for name, column in columns.items()}": "settings.update({name: column[i] for name, column in columns.items()})",
            },
            "All trials share one dictionary that is changed every time, so in the end each shows the last settings, and so does `best`. Make a new dictionary for every trial.",
            score=0.5,
        ),
        wrong(
            "best-with-cost",
            {"return best, trials": "return (best, lowest), trials"},
            "`best` is the settings alone, a dictionary; its cost stands in `trials`.",
            score=0.5,
        ),
        wrong(
            "costs-mixed-up",
            {"cost = dev_cost(settings)": "cost = dev_cost({name: column[i - 1] for name, column in columns.items()})"},
            "A trial holds another trial's cost. Ask dev_cost for exactly the settings that you store beside its answer.",
        ),
        wrong(
            "ignores-seed",
            {"seed + k": "k"},
            "`seed` does not decide the trials. The same seed has to give the same search, another seed another one.",
        ),
    ],
    accepted=[inputs.search_one_by_one, inputs.search_by_argmin],
    hints=[
        "First draw a column of n_trials values for each hyperparameter, with `sample_setting` and a seed of its own: seed, seed + 1, seed + 2, …",
        "Trial i takes value i of every column: a new dictionary {name: value}. Then ask dev_cost(settings) once.",
        "Keep the lowest cost so far, starting from np.inf. `if cost < lowest` is false for NaN, which is just right.",
    ],
)


HALF = "half = share * (end - start) / 2"
CLIP = "np.clip([middle - half, middle + half], min(start, end), max(start, end))"

sheet.exercise(
    "zoom",
    points=6,
    source="D2 C2_W3 “Tuning process”: coarse to fine",
    cases=inputs.zooms(),
    misconceptions=[
        wrong(
            "zoom-on-linear-scale",
            {'scale == "log"': 'scale == "no"', 'scale == "beta"': 'scale == "no"'},
            "The middle and the width are measured on the plain number line. On its own scale half of 0.0001 … 1 is two powers of ten, not 0.5.",
            score=1 / 3,
        ),
        wrong(
            "not-cut-off",
            {CLIP: "np.array([middle - half, middle + half])"},
            "The new range reaches beyond the old one. Cut it off there: those values were left out on purpose.",
        ),
        wrong(
            "shifted",
            {
                CLIP: "np.array([-half, half]) + np.clip(middle, min(start + half, end - half), max(start + half, end - half))"
            },
            "Near an end the range is moved so that it keeps its width. That is a sensible way too, but here it stays around `best` and is cut off.",
        ),
        wrong(
            "beta-not-narrowed",
            {CLIP: "np.array([max(start, middle - half), min(end, middle + half)])"},
            "For “beta” the range stays as wide as it was. On the scale of 1 − β the start is larger than the end, so max and min do the opposite of cutting off.",
            score=2 / 3,
        ),
        wrong(
            "beta-ends-swapped",
            {"1 - 10**ends": "1 - 10 ** ends[::-1]"},
            "The ends of a “beta” range are the wrong way round: the larger exponent of 1 − β belongs to the smaller β. The lower end comes first.",
            score=2 / 3,
        ),
        wrong(
            "twice-too-wide",
            {HALF: "half = share * (end - start)"},
            "The range is twice too wide: `share` is the width of the whole new range, so there is half of it on either side.",
        ),
        wrong(
            "not-around-best",
            {"start, middle, end = points": "start, middle, end = points[0], (points[0] + points[2]) / 2, points[2]"},
            "The new range lies around the middle of the old one. It should lie around `best`.",
        ),
        wrong(
            "beta-as-log",
            {'scale == "log"': 'scale in ("log", "beta")'},
            "The “beta” range is measured by log₁₀ β. Its own scale is log₁₀(1 − β).",
            score=2 / 3,
        ),
        wrong(
            "exponents-left",
            {"ends = 10**ends": "pass", "ends = 1 - 10**ends": "pass"},
            "The new ends of “log” and “beta” are still exponents r. Take them back to values.",
            score=1 / 3,
        ),
        wrong(
            "rounded-outwards",
            {"np.round(ends).astype(int)": "np.array([np.floor(ends[0]), np.ceil(ends[1])]).astype(int)"},
            "The lower end is rounded down, the upper one up. Both go to the nearest whole number.",
            score=2 / 3,
        ),
        wrong(
            "not-rounded",
            {"np.round(ends).astype(int)": "ends"},
            "The ends of an “integer” range have to be whole numbers: round them.",
            score=2 / 3,
        ),
        wrong(
            "cut-to-integers",
            {"np.round(ends).astype(int)": "ends.astype(int)"},
            "int() cuts the decimals off: 96.9 becomes 96. Round to the nearest whole number.",
            score=2 / 3,
        ),
        wrong(
            "share-ignored",
            {HALF: "half = 0.5 * (end - start) / 2"},
            "The width is always one half of the old one, whatever `share` says.",
        ),
        wrong(
            "changes-space",
            {"smaller = {}": "smaller = space"},
            "The space that was handed in is changed. The caller may still need it: make a new dictionary.",
        ),
    ],
    accepted=[
        inputs.zoom_by_factors,
        {CLIP: "np.sort([middle - half, middle + half]).clip(*sorted([start, end]))[:: (1 if end > start else -1)]"},
    ],
    hints=[
        "Take low, best and high to the scale on which the search is fair: log₁₀ for “log”, log₁₀(1 − β) for “beta”, as they are for the other two.",
        "There: half the new width is share · (end − start) / 2, on either side of best; cut off at the old ends. Then take both ends back.",
        "On the scale of 1 − β the order is turned round: the larger β has the smaller exponent. max and min, or np.clip, have to know which end is which.",
    ],
)


sheet.exercise(
    "coarse_to_fine",
    points=7,
    source="D2 C2_W3 “Tuning process”: coarse to fine",
    uses=["random_search", "zoom"],
    parts={"best": ["[0]"], "trials": ["[1]"]},
    properties=inputs.searched(
        {"round": "last-round-only"}, none="no-zoom", last="last-round-only", first="from-the-first-space"
    ),
    cases=[
        case("two rounds of three trials", valley, RATE_AND_BETA, 3, 2),
        case("four rounds of three trials", valley, BROAD, 3, 4, 2),
        case("one round", network_size, SIZES, 4, 1, 2),
        case("a single trial in each round", valley, RATE_AND_BETA, 1, 3, 5),
        case("learning rates, most of which blow up", cliff, SLOPING, 40, 2, 10),
        hidden("three rounds of six trials", valley, RATE_AND_BETA, 6, 3, seed=4),
        hidden("three rounds of learning rates, many of which blow up", cliff, SLOPING, 25, 3, 10),
        hidden("three rounds of three sizes", network_size, SIZES, 4, 3, 6),
        hidden("six rounds of three trials", valley, BROAD, 3, 6, 7),
    ],
    misconceptions=[
        wrong(
            "no-zoom",
            {"space = zoom(space, best)": "pass"},
            "Every round searches the whole space again. Before each but the first, zoom in on the best settings so far, and keep the smaller space.",
            score=0.5,
        ),
        wrong(
            "last-round-only",
            {"for settings, cost in found:": "lowest = np.inf\n        for settings, cost in found:"},
            "Only the last round counts for `best`: the zoom goes to its best trial even when an earlier round had a better one. Keep the best of all rounds so far.",
        ),
        wrong(
            "NaN-wins",
            {
                "trials = trials + found": "trials = trials + found\n        best = min(trials, key=lambda trial: trial[1])[0]"
            },
            NAN,
        ),
        wrong(
            "from-the-first-space",
            {"space = zoom(space, best)": "first = space if k == 1 else first\n            space = zoom(first, best)"},
            "Each round zooms into the very first space, so from the second round on nothing gets finer. Zoom into the space of the round before.",
            score=0.5,
        ),
        wrong(
            "rounds",
            {"seed + 100 * k": "seed"},
            "All rounds use the same seed, so each repeats the random numbers of the first at a smaller scale: the same places of the box are tried again, the others never. Give each round a seed of its own.",
            score=0.5,
        ),
        wrong(
            "last-trials-only",
            {"trials = trials + found": "trials = found"},
            "`trials` holds the last round only; it should hold those of all rounds, in their order.",
        ),
        wrong(
            "nested-trials",
            {"trials = trials + found": "trials = trials + [found]"},
            "`trials` holds one list for each round. It should be one list of all trials: lists are joined by +, or by extend; append puts one into the other.",
            score=0.5,
        ),
        wrong(
            "zooms-too-early",
            {
                "            space = zoom(space, best)\n        _, found": "            pass\n        space = zoom(space, {name: sample_setting(*entry, 1)[0] for name, entry in space.items()}) if k == 0 else zoom(space, best)\n        _, found"
            },
            "Already the first round searches a smaller space. It has to cover all of it: nothing is known yet.",
            score=0.5,
        ),
        wrong(
            "costs-mixed-up",
            {"trials = trials + found": "trials = trials + [(settings, lowest) for settings, _ in found]"},
            "Beside the settings stands the lowest cost so far; it should be the trial's own.",
            score=0.5,
        ),
        wrong(
            "ignores-seed",
            {"seed + 100 * k": "100 * k"},
            "`seed` does not reach `random_search`: another seed gives the same search.",
        ),
    ],
    accepted=[
        inputs.rounds_of_its_own,
        {"if k > 0:": "if best:", "trials = trials + found": "trials = [*trials, *found]"},
        {"seed + 100 * k": "1000 * (seed + 1) + 50 * k"},
    ],
    hints=[
        "A round: `random_search` in the present space; its trials join the list; then see whether one of them beats the best so far.",
        "Before every round but the first: space = zoom(space, best). The seed of round k could be seed + 100 · k.",
        "The best of all rounds: keep `best` and `lowest` outside the loop, and go through the trials that each round found.",
    ],
)
