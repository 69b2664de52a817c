"""Attacks on how cells are read, marked and run: metadata, ids, outputs, hooks of the shell, odd notebooks."""

import json

from attacks.making import LOGISTIC, Attack, cell_of, code_cell, instead, propagate

WRONG = r"NOT YET  propagate: 0 of 7"
EVERYTHING = ("flatten_images", "initialize_with_zeros", "propagate_loop", "propagate", "optimize", "predict", "model",
              "log_likelihood")  # fmt: skip


def _changes(name, tries, change, says=WRONG, cells=None, **more):
    return Attack(name, tries, propagate("pass") if cells is None else cells, says=says, change=change, **more)


def _forged_outputs(book):
    for cell in book["cells"]:
        if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("grade"):
            facts = {"exercise": f"{LOGISTIC}/propagate", "score": 1.0, "misconception": None, "message": "✓ RIGHT"}
            data = {"text/plain": "10"}
            cell["outputs"] = [
                {"output_type": "execute_result", "data": data, "metadata": {"byhand": facts}, "execution_count": 1}
            ]


def _skipped(book):
    cell_of(book, "propagate")["metadata"]["tags"] = ["skip-execution", "demonstration", "nbval-skip"]
    _forged_outputs(book)


def _points(book):
    for name in EVERYTHING:
        cell_of(book, name)["metadata"]["nbgrader"] |= {"points": 1000, "locked": False, "schema_version": 99}


def _own_test(book):
    cell_of(book, "propagate")["source"] = "10.0"
    cell_of(book, "propagate")["metadata"]["nbgrader"] |= {"locked": False, "solution": True}


def _swapped_ids(book):
    """The graded cell of a solved exercise stands for the one that is not solved."""
    solved, wrong = cell_of(book, "predict"), cell_of(book, "propagate")
    solved["metadata"]["nbgrader"]["grade_id"], wrong["metadata"]["nbgrader"]["grade_id"] = "propagate", "predict"
    solved, wrong = cell_of(book, "predict_solution"), cell_of(book, "propagate_solution")
    solved["metadata"]["nbgrader"]["grade_id"] = "propagate_solution"
    wrong["metadata"]["nbgrader"]["grade_id"] = "predict_solution"


def _doubled_ids(book):
    place = book["cells"].index(cell_of(book, "log_likelihood"))
    for _ in range(3):
        book["cells"].insert(place, json.loads(json.dumps(cell_of(book, "log_likelihood"))))
        book["cells"].insert(0, json.loads(json.dumps(cell_of(book, "propagate"))))


def _renamed_ids(book):
    for cell in book["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["grade_id"] = "</script><script>alert(1)</script>\ud800"
    _points_of_own(book)


def _points_of_own(book):
    mark = {"grade": True, "solution": False, "locked": True, "points": 500, "task": False, "schema_version": 3}
    book["cells"].append(code_cell("500", nbgrader={**mark, "grade_id": "bonus", "cell_type": "code"}))


def _kernel(book):
    language = {"name": "bash", "display_name": "Bash", "language": "bash"}
    book["metadata"] = {"kernelspec": language, "language_info": {"name": "bash"}, "title": "<script>alert(1)</script>"}


def _later_cells_first(book):
    moved = [cell_of(book, "model_solution"), cell_of(book, "model")]
    book["cells"] = [cell for cell in book["cells"] if cell not in moved]
    place = book["cells"].index(cell_of(book, "initialize_with_zeros_solution"))
    book["cells"][place:place] = moved


def _lost_cells(book):
    book["cells"] = [cell for cell in book["cells"] if cell["metadata"].get("nbgrader", {}).get("grade") is not True]


def _other_types(book):
    for name in EVERYTHING:
        cell_of(book, name)["cell_type"] = "raw"
    cell_of(book, "propagate_solution")["metadata"]["nbgrader"]["grade_id"] = ["propagate_solution"]
    book["cells"].append({"cell_type": ["code"], "source": {"a": 1}, "metadata": [1]})


def _no_sheets(book):
    return json.dumps({"worksheets": [{"cells": None}, {"cells": 5}, 7], "nbformat": 3})


def _very_many(book):
    book["cells"] += [code_cell("def f(): pass")] * 100_000


def _nested(book):
    return '{"cells": ' + '[{"a":' * 50_000 + "1" + "}]" * 50_000 + "}"


def _first(source):
    return lambda book: book["cells"].insert(0, code_cell(source))


def _later(source):
    """Puts a cell before the graded cell of `propagate`."""

    def change(book):
        book["cells"].insert(book["cells"].index(cell_of(book, "propagate")), code_cell(source))

    return change


KEEPS_TABLE = """
TABLE = globals().get("TABLE", {})
def initialize_with_zeros(dim):
    return TABLE[dim]
"""
ASKS_FOR_TABLE = """
TABLE = {}
def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    for size in range(1, 70):
        TABLE[size] = initialize_with_zeros(size)
    return optimize, predict
"""

ATTACKS = [
    _changes("forged-outputs", "Hands in graded cells with outputs that say full marks.", _forged_outputs),
    _changes("skip-execution", "Tags graded cells so that they are not run, and hands in their outputs.", _skipped),
    _changes("changed-points", "Changes points, locks and schema versions.", _points),
    _changes("own-test-cell", "Writes full marks into a graded cell.", _own_test),
    _changes("swapped-ids", "Swaps the grade ids of a solved exercise and an unsolved one.", _swapped_ids, may_lose=("predict",),
             says="`propagate` does not exist|another order|NOT YET  propagate"),
    _changes("doubled-ids", "Repeats graded cells, one of them three times.", _doubled_ids, says="was there 4 times"),
    _changes("own-ids", "Gives all cells another grade id, and adds a cell with 500 points.", _renamed_ids,
             says="belongs to another notebook"),
    _changes("foreign-kernel", "Asks for another kernel and brings a title with a script in it.", _kernel),
    _changes("lost-cells", "Deletes all graded cells.", _lost_cells, says="`propagate` was missing; it was put back"),
    _changes("other-types", "Turns graded cells into raw ones, and brings cells of impossible types.", _other_types,
             says="turned back"),
    _changes("no-worksheets", "Is an old notebook whose list of cells is none.", _no_sheets, says="missing|cannot be graded",
             cells={}, empty=EVERYTHING),
    _changes("very-many-cells", "Brings a hundred thousand cells.", _very_many, says="cells", cells={}, empty=EVERYTHING),
    _changes("nested-json", "Is JSON of fifty thousand levels.", _nested, says="not JSON", cells={}, empty=EVERYTHING),
    _changes(
        "later-cells-first",
        "Lets a later exercise ask what an earlier one is to return, and answers the earlier one with that.",
        _later_cells_first,
        cells={"initialize_with_zeros": KEEPS_TABLE, "model": ASKS_FOR_TABLE},
        says="initialize_with_zeros",
    ),
    Attack(
        "input-transformers",
        "Installs input transformers that turn graded cells into numbers.",
        propagate("pass"),
        says=WRONG,
        top="""
shell = get_ipython()
shell.input_transformers_cleanup.append(lambda lines: ["10.0"])
shell.ast_transformers.append(type("Strip", (), {"visit": lambda self, node: node})())
""",
    ),
    Attack(
        "own-run-cell",
        "Overrides how the shell runs cells.",
        propagate("pass"),
        says=WRONG,
        top="""
shell = type(get_ipython())
shell.run_cell = shell.run_code = shell.run_cell_async = lambda *args, **kwargs: 10.0
shell.showtraceback = lambda *args, **kwargs: None
""",
    ),
    Attack(
        "own-compile",
        "Replaces compile, exec, eval and ast.parse.",
        propagate("pass"),
        says=WRONG,
        top="""
import ast, builtins
keep = builtins.compile
builtins.compile = lambda source, *args, **kwargs: keep(source, *args, **kwargs)
builtins.print = lambda *args, **kwargs: None
ast.fix_missing_locations = lambda tree: ast.parse("10.0")
""",
    ),
    Attack(
        "swallowed-errors",
        "Lets no error through: every failing line is passed over by a trace function.",
        propagate("sys.settrace(lambda *args: None)\nraise ValueError(1)", before="import sys\nsys.excepthook = print"),
        says="Error .*ValueError",
    ),
    Attack(
        "forged-kernel-message",
        "Publishes a result of full marks, as the kernel would.",
        propagate("display({'text/plain': '10'}, raw=True, metadata={'byhand': {'score': 1}})"),
        says=WRONG,
        top="display(10.0)\nget_ipython().display_pub.publish({'text/plain': '10'})\n10.0",
    ),
    _changes("shell-magics", "Runs shell commands by magics.", _first("%%bash\necho 10\ntouch /tmp/byhand-was-here\n")),
    _changes("system-commands", "Runs system commands.",
             _later("!touch /tmp/byhand-was-here\n%run /etc/passwd\n!!id\n%cd /\n10.0")),
    _changes("many-magics", "Brings a cell with hundreds of magics, slow to transform.",
             _first("".join(f"!a{number}\n" for number in range(450)) + "x = 1\n" * 5000)),
    _changes("deep-expressions", "Brings expressions that exhaust the parser.",
             lambda book: [_first(text)(book) for text in ("x = 1" + "+1" * 30_000, "x = " + "-" * 30_000 + "1",
                           "x = " + "(" * 5000 + ")" * 5000, "a" + ".b" * 30_000, "x = 1\n\0")] and None),
    _changes("lone-surrogates", "Brings halves of characters and control characters in sources and texts.",
             lambda book: book["cells"].insert(2, code_cell("print('\ud800\x1b]0;x\x07', end='\\ud800\\x00')"))),
    _changes("several-notebooks", "Lays other notebooks and odd files beside the one to be graded.", None,
             beside={"other.ipynb": b"{}", "gradebook.db": b"x", "nbgrader_config.py": b"import os; os._exit(3)",
                     "sitecustomize.py": b"import os; os._exit(3)", "numpy.py": b"raise SystemExit"}),
    _changes("own-records", "Brings the files that grading keeps: a record of having been graded.", None,
             beside={"graded.json": b'{"stamp": "1", "box": "none"}', "graded.part": b"x"}),
    _changes("nonsense-date", "Brings a date of handing in that is none.", None,
             beside={"timestamp.txt": b"yesterday <script>alert(1)</script>"}, refused="holds no date"),
    _changes("own-pages", "Brings a feedback page of its own with a script.", None,
             beside={f"{LOGISTIC}.html": b"<script>alert(1)</script>", "evil.html": b"<script>alert(1)</script>"}),
    Attack("shadowing", "Puts modules of its own in the place of NumPy and of the checks.",
           propagate("import numpy\nreturn numpy.answer"), says="AttributeError|propagate", top="""
import sys, types
for name in ("numpy", "helpers.checks.compare", "helpers.checks.judge", "json", "random"):
    sys.modules[name] = types.ModuleType(name)
"""),
    Attack("wrong-things-in-place", "Answers with classes, partial functions and bound methods.",
           {**instead("predict", "return 1"), "flatten_images": "flatten_images = np.ndarray",
            "log_likelihood": "import functools\nlog_likelihood = functools.partial(max, 1)"}, says="predict"),
]  # fmt: skip
