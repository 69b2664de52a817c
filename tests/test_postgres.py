"""The gradebook on PostgreSQL: the same scores as on SQLite, from a real server on loopback."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest
from test_recovery import STEM, STUDENTS, intended_scores, make_course, scores

from course import places
from course.command_line import main

TOOLS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def run(command, folder, user):
    return subprocess.run(command, cwd=folder, user=user, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


@pytest.fixture
def server(tmp_path):
    """A PostgreSQL server of its own on a free port of loopback; gives its address for nbgrader."""
    if not TOOLS:
        pytest.skip("PostgreSQL's server is not installed")
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    tools, user = TOOLS[-1].parent, "postgres" if os.geteuid() == 0 else getpass.getuser()
    place = Path(tempfile.gettempdir()) / f"byhand-postgres-{os.getpid()}"
    place.mkdir()
    if os.geteuid() == 0:
        shutil.chown(place, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run([tools / "initdb", "-D", place / "data", "-A", "trust", "-U", "grader"], place, user)
    options = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories={place} -c fsync=off -p {port}"
    control = [tools / "pg_ctl", "-D", place / "data", "-l", place / "log", "-w"]
    run([*control, "-o", options, "start"], place, user)
    run([tools / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "grader", "gradebook"], place, user)
    yield f"postgresql+psycopg://grader@127.0.0.1:{port}/gradebook"
    run([*control, "-m", "immediate", "stop"], place, user)
    shutil.rmtree(place)


def test_a_class_is_graded_into_postgresql_as_into_sqlite(server, tmp_path):
    folder = tmp_path / "course"
    settings = (places.COURSE / "nbgrader_config.py").read_text() + f'\nc.CourseDirectory.db_url = "{server}"\n'
    intended = make_course(folder, settings)
    assert main(["grade", STEM, "--course", str(folder), "--workers", "2"]) == 0
    assert not (folder / "gradebook.db").exists()
    assert scores(folder) == intended_scores(intended)
    assert main(["export", STEM, "--course", str(folder), "--to", "csv", "-o", str(folder / "scores.csv")]) == 0
    assert all(student in (folder / "scores.csv").read_text() for student in STUDENTS)
