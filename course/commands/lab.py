"""byhand lab: JupyterLab on the course, with nbgrader's menus."""

import os
import subprocess
import sys
from pathlib import Path

from course import places


def arguments(parser):
    """Declare the subcommand's arguments."""
    parser.add_argument(
        "options", nargs="*", metavar="OPTION", help="options for JupyterLab, after --: -- --no-browser"
    )


def run(options):
    """Start JupyterLab in course/ and wait for it; returns its exit status."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    command = [sys.executable, "-m", "jupyterlab", *options.options]
    return subprocess.run(command, cwd=places.COURSE, env={**os.environ, "PATH": path}).returncode
