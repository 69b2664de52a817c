"""What importing, checking and grading cost."""

import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from statistics import median
from time import perf_counter

import grader_tests
import helpers
from helpers.checks import showing

TRIES = 7


def seconds(action, tries=TRIES):
    """Return the median time of some calls, in seconds."""
    times = []
    for _ in range(tries):
        start = perf_counter()
        action()
        times.append(perf_counter() - start)
    return median(times)


def _import_time(statement):
    return seconds(lambda: subprocess.run([sys.executable, "-c", statement], check=True))


def imports():
    """Compare `import helpers` with `import numpy`, each in a new interpreter, the interpreter's own start taken off."""
    empty = _import_time("pass")
    numpy, ours = _import_time("import numpy") - empty, _import_time("import helpers") - empty
    both = _import_time("import numpy, helpers; helpers.check") - empty
    print(
        f"import numpy {1000 * numpy:.0f} ms, import helpers {1000 * ours:.0f} ms, ratio {ours / numpy:.2f} (at most 3)"
    )
    print(f"import numpy and helpers.check {1000 * both:.0f} ms, ratio {both / numpy:.2f}")


def checks():
    """Time check() on every right solution; the first call of a sheet reads its reference file."""
    showing.show_text_and_html = lambda text, page: None
    with redirect_stdout(StringIO()):  # some solutions print what they find
        times = {one.id: seconds(lambda one=one: helpers.check(one.solution)) for one in grader_tests.exercises()}
    slowest = max(times, key=times.get)
    print(
        f"check(): median {1000 * median(times.values()):.1f} ms, slowest {1000 * times[slowest]:.1f} ms ({slowest}), at most 100 ms"
    )


def main():
    """Print the table."""
    print("— import, check")
    imports()
    checks()
