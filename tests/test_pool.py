"""Many submissions at once: the same marks on every way, and a process that dies loses nothing."""

import os
import signal
import subprocess
import sys
import time

import pytest

from course import places, sample_class
from grader_tests.engine import box, pool
from grader_tests.engine.reading import read_submission

distributed = pytest.importorskip("distributed", reason="Dask is not installed")

STEM = "c1w2_logistic_regression"
KIND = box.usable()[0]


@pytest.fixture(scope="module")
def tasks(tmp_path_factory):
    """The made-up class as tasks, twice over."""
    import nbformat

    folder = tmp_path_factory.mktemp("class")
    template = nbformat.read(places.RELEASE / STEM / f"{STEM}.ipynb", as_version=4)
    texts = {
        student: nbformat.writes(read_submission(folder / student / STEM / f"{STEM}.ipynb", template)[0])
        for student in sample_class.make(STEM, folder)
    }
    return [pool.Task(f"{student}-{number}", STEM, text) for number in (1, 2) for student, text in texts.items()]


@pytest.fixture(scope="module")
def alone(tasks):
    """What one process makes of the tasks."""
    return outputs(pool.here(tasks, KIND))


def outputs(marked):
    found = {one.task.student: one.outputs for one in marked}
    assert all(found.values()), "every submission has outputs"
    return found


def test_processes_give_the_same_outputs_as_one(tasks, alone):
    assert outputs(pool.processes(tasks, KIND, 2)) == alone


def test_a_grading_process_that_is_killed_loses_nothing(tasks, alone):
    import multiprocessing

    found = {}
    for number, one in enumerate(pool.processes(tasks, KIND, 2)):
        found[one.task.student] = one.outputs
        if number == 3:
            os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)
    assert found == alone


def test_a_submission_that_keeps_killing_its_process_is_given_up_with_the_reason(tasks, monkeypatch):
    queue = pool._Queue(tasks[:1], KIND)
    for _ in range(pool.TRIES):
        assert queue.left()
        queue.running["future"] = queue.again.pop(0)
        given_up = list(queue.count_losses())
    assert [one.error for one in given_up] == ["the grading process died 3 times over this submission"]
    assert not queue.left()


def test_a_dask_cluster_gives_the_same_outputs(tasks, alone):
    quiet = {"dashboard_address": None, "n_workers": 2, "threads_per_worker": 1}
    with distributed.LocalCluster(**quiet) as cluster:
        assert outputs(pool.cluster(tasks, KIND, cluster.scheduler_address)) == alone


@pytest.fixture
def scheduler(tmp_path):
    """A Dask scheduler and two workers, each a process of its own on loopback; gives (address, workers)."""
    facts = tmp_path / "scheduler.json"
    run = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
    ]
    started = [subprocess.Popen([*run, "--scheduler-file", str(facts)], stderr=subprocess.DEVNULL)]
    while not facts.exists():
        assert started[0].poll() is None, "the scheduler ended"
        time.sleep(0.1)
    work = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(facts), "--nthreads", "1"]
    work += ["--host", "127.0.0.1", "--no-dashboard", "--local-directory", str(tmp_path)]
    started += [subprocess.Popen(work, stderr=subprocess.DEVNULL, start_new_session=True) for _ in range(2)]
    import json

    yield json.loads(facts.read_text())["address"], started[1:]
    for one in started[1:]:
        if one.poll() is None:
            os.killpg(one.pid, signal.SIGTERM)
        one.wait(30)
    started[0].terminate()
    started[0].wait(30)


def test_a_cluster_of_processes_loses_nothing_when_a_worker_is_killed(tasks, alone, scheduler):
    address, workers = scheduler
    found = {}
    for number, one in enumerate(pool.cluster(tasks, KIND, address)):
        found[one.task.student] = one.outputs
        if number == 2:
            os.killpg(workers[0].pid, signal.SIGKILL)
    assert found == alone


def test_a_scheduler_that_does_not_answer_is_said_in_one_sentence(monkeypatch, tasks):
    def nobody(*_, **__):
        raise OSError("Timed out trying to connect")

    monkeypatch.setattr(distributed, "Client", nobody)
    with pytest.raises(box.BoxError, match=r"No Dask scheduler answers at tcp://127.0.0.1:1: Timed out"):
        list(pool.cluster(tasks, KIND, "tcp://127.0.0.1:1"))
