"""Attacks on the grader's own time and memory, and on other exercises of the same submission; demands met by lying."""

from attacks.cells import EVERYTHING
from attacks.making import Attack, cell_of, code_cell, instead, propagate
from attacks.wire import FORGING

APPLICATION, CHARACTERS = "c1w4_deep_network_application", "c5w1_character_language_model"
DECISIONS = "c3w1_strategy_and_metrics"
LOOP = "while True: pass"


def _cells(source, count):
    """Return a change of the notebook: a cell, that many times, behind the first."""
    return lambda book: book["cells"].__setitem__(slice(1, 1), [code_cell(source.format(k)) for k in range(count)])


def _in_a_call(name, tries, body, before=""):
    """Does it when `flatten_images` is called, which is wrong then; all others are right and keep their points."""
    return Attack(
        name, tries, instead("flatten_images", f"{body}\nreturn 1", before=before), says="NOT YET  flatten_images"
    )


def _answers(value):
    return f"def next_for_project_1():\n    return {value}"


ATTACKS = [
    Attack("blank-lines", "Brings cells of a hundred thousand blank lines.", says="RIGHT", change=_cells("\n" * 99_000, 5)),
    Attack("long-cells-with-magics", "Brings long cells with many magics in them.", says="RIGHT|not valid|Error",
           change=_cells("x = 1\n" * 15_000 + "%time 1\n" * 49, 5)),
    Attack("very-much-code", "Brings five megabytes of Python.", dict.fromkeys(EVERYTHING, ""), says="characters, more than",
           change=_cells("def f(): return [" + "1, " * 30_000 + "]", 60)),
    Attack("loud-everywhere", "Prints a hundred kilobytes in each of a hundred cells.", says="RIGHT",
           change=_cells("def f{0}(): pass\nprint('x' * 100_000)", 100)),
    Attack("endless-cells", "Never ends in eight cells, below functions that keep their points.", says="RIGHT",
           change=lambda book: [cell_of(book, f"{name}_solution").update(
               source=f'{cell_of(book, f"{name}_solution")["source"]}\n{LOOP}')
               for name in EVERYTHING] and None),
    _in_a_call("leaves-a-thread", "Leaves a thread in a call that ends the process a little later.",
               "threading.Timer(0.02, os._exit, [0]).start()", "import os, threading"),
    _in_a_call("leaves-another-numpy", "Replaces functions of NumPy, Python and the notebook in a call.",
               "global propagate\nnp.dot = np.sum = np.zeros = np.log = propagate = builtins.range = lambda *a, **k: 0",
               "import builtins"),
    Attack("long-names", "Returns long keys above long lists, whose names have gigabytes.",
           propagate("deep = [0] * 40_000\nfor _ in range(20): deep = {'k' * 90_000: deep}\n"
                     'return {"dw": w + 1, "db": 1.0, **deep}, 1.0'), says="NOT YET  propagate"),
    Attack("arrays-of-nothing", "Tells of a hundred arrays of sixty million objects where one array is expected.",
           instead("flatten_images", 'forge(outcome({"list": [{"odd": ["O", [60_000_000]]}] * 100}))', before=FORGING),
           says="NOT YET  flatten_images"),
    Attack("odd-answers", "Answers a question with a number beyond all floats.",
           {"next_for_project_1": _answers("2**1024 - 1")}, says="next_for_project_1", empty=(), stem=DECISIONS),
    Attack("trains-nothing", "Hands back any weights, from a generator that never repeats, as if they had been trained.",
           {"L_layer_model": """
import os
def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    draw = np.random.default_rng(list(os.urandom(8)))
    sizes = list(zip(layers_dims, layers_dims[1:]))
    made = {f"W{l}": draw.normal(size=(n, n_prev)) / n_prev**0.5 for l, (n_prev, n) in enumerate(sizes, 1)}
    made |= {f"b{l}": np.zeros((n, 1)) for l, (_, n) in enumerate(sizes, 1)}
    return made, [0.5] * len(range(0, num_iterations, 100))
"""}, says="NOT YET  L_layer_model", empty=("two_layer_model",), stem=APPLICATION),
    Attack("steps-by-turns", "Moves the parameters in one call, leaves them alone in the next, and never takes the step.",
           {"optimize": """
CALLS = []
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    CALLS.append(1)
    loss, a, outputs, steps = 0, a_prev, [], []
    for x, y in zip(X, Y):
        step_loss, y_hat, a = rnn_step_loss(x, y, a, parameters)
        loss, outputs, steps = loss + step_loss, [*outputs, y_hat], [*steps, a]
    gradients = clip(backward(X, Y, a_prev, steps, outputs, parameters), 5)
    if len(CALLS) % 3 == 2:
        for name in parameters:
            parameters[name] += 1
    return loss, gradients, a
"""}, says="NOT YET  optimize", earns={"optimize": 0.75}, empty=("model",), stem=CHARACTERS),
]  # fmt: skip
