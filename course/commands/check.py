"""byhand check: what check() says about the functions of a notebook or a Python file, from a shell."""

import importlib.util
import os
import re
import sys
from pathlib import Path

from course import places
from grader_tests.engine.cells import is_demonstration
from grader_tests.engine.finding import UnreadableError, content_of
from grader_tests.engine.reading import cells_of, source_of


def arguments(parser):
    """Declare the subcommand's arguments."""
    parser.add_argument("paths", nargs="+", metavar="PATH", type=Path, help="notebooks (.ipynb) or Python files (.py)")
    parser.add_argument("--sheet", metavar="STEM", help="the sheet, where the file does not tell it")


def run(options):
    """Check every exercise in the given files; returns 0 when all are right."""
    answers = [_check_file(path, options.sheet) for path in options.paths]
    return 0 if all(answers) else 1


def _check_file(path, stem):
    print(f"{path}")
    if not path.is_file():
        print(f"  There is no file {path}.")
        return False
    return _check_python(path, stem) if path.suffix == ".py" else _check_notebook(path)


def _check_python(path, stem):
    from helpers.checks.asking import check, exercises_of

    stem = stem or path.stem
    known = exercises_of(stem)
    spec = importlib.util.spec_from_file_location(f"checked_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # whatever a student's file does, the other files are checked too
        print(f"  {path} does not run: {type(error).__name__}: {error}")
        return False
    answers = [check(getattr(module, name), stem) for name in known if callable(getattr(module, name, None))]
    if not answers:
        print(f"  {path} defines none of the exercises of {stem}: {', '.join(known)}.")
    return bool(answers) and all(answer.passed for answer in answers)


def _check_notebook(path):
    import nbformat
    from nbclient import NotebookClient

    try:
        cells = cells_of(content_of(path)[0])
    except UnreadableError as error:
        print(f"  {path} is not a notebook: {error}.")
        return False
    sources = [source_of(cell) for cell in cells if cell.get("cell_type") == "code"]
    needed = [source for source in sources if re.match(r"\s*check\(", source) or not is_demonstration(source)]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in needed])
    where = {"metadata": {"path": str(path.parent)}}
    quiet = ["--log-level=ERROR"]
    client = NotebookClient(book, timeout=120, allow_errors=True, resources=where, extra_arguments=quiet)
    client.execute(
        env={**os.environ, "BYHAND_PLAIN": "1", "BYHAND_DATA": os.environ.get("BYHAND_DATA", str(places.DATA))}
    )
    right = [_tell(cell) for cell in book.cells if re.match(r"\s*check\(", cell.source)]
    if not right:
        print(f"  {path} has no cell with check(...).", file=sys.stderr)
    return bool(right) and all(right)


def _tell(cell):
    for output in cell.outputs:
        if output.output_type == "error":
            print("  " + "\n  ".join(output.traceback) if output.traceback else f"  {output.ename}: {output.evalue}")
        elif output.output_type == "display_data":
            print("  " + output.data["text/plain"].replace("\n", "\n  "))
    return any("✓ RIGHT" in output.get("data", {}).get("text/plain", "") for output in cell.outputs)
