"""Many submissions at once: in this process, in local processes, or on a Dask cluster. What dies is done again."""

import itertools
import multiprocessing
import os
import signal
import threading
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import wait as wait_for

from grader_tests.engine import box
from grader_tests.engine.executing import close_boxes, mark_alone

TRIES = 3  # how often a submission may take down the process that marks it before it is given up


@dataclass(frozen=True)
class Task:
    """A submission to be marked: who handed it in, the sheet, and the repaired notebook as text."""

    student: str
    stem: str
    text: str


@dataclass(frozen=True)
class Marked:
    """What came of a task: the outputs of the code cells, or the reason why there are none."""

    task: Task
    outputs: list | None
    kind: str = ""  # of the box
    error: str = ""


def here(tasks, kind, limits=box.NORMAL):
    """Mark the tasks one after the other in this process; yields a Marked for each; arguments as for `processes`."""
    for task in tasks:
        try:
            yield Marked(task, mark_alone(task.stem, task.text, kind, limits), kind)
        except Exception as error:  # whatever it is, it must not stop the class
            yield Marked(task, None, kind, f"{type(error).__name__}: {error}")


def processes(tasks, kind, workers, limits=box.NORMAL):
    """Mark the tasks in local processes; yields a Marked for each, in the order in which they are done.

    tasks -- iterable of Task, taken as processes become free
    kind, limits -- the box and its Limits
    workers -- number of processes
    A task whose process dies is done again, three times in all.
    """
    queue = _Queue(tasks, kind)
    spawn = multiprocessing.get_context("spawn")  # a forked one would hold this process's boxes open
    while queue.left():
        executor = ProcessPoolExecutor(workers, mp_context=spawn, initializer=_settle_in)
        try:
            yield from queue.work(executor, workers, (kind, limits))
        except BrokenProcessPool:
            yield from queue.count_losses()
        except (GeneratorExit, KeyboardInterrupt):  # nobody waits for what is still being marked
            for child in multiprocessing.active_children():
                child.terminate()
            raise
        finally:
            executor.shutdown(wait=True, cancel_futures=True)


def _settle_in():
    """In a worker: leave Ctrl-C to the grader, and end when the grader is gone, even if it was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_grader, daemon=True).start()


def _end_with_grader():
    wait_for([multiprocessing.parent_process().sentinel])
    close_boxes()
    os._exit(1)


class _Queue:
    """Tasks that wait, tasks that run, and how often each has been tried."""

    def __init__(self, tasks, kind):
        self.tasks, self.kind, self.again, self.running = iter(tasks), kind, [], {}

    def left(self):
        """Tell whether anything is still to be done."""
        if not self.again and not self.running:
            self.again = [(task, 1) for task in itertools.islice(self.tasks, 1)]
        return bool(self.again or self.running)

    def work(self, executor, workers, how):
        """Keep the workers busy and yield what they finish; raises BrokenProcessPool when one of them dies."""
        while self.left():
            while len(self.running) < 2 * workers:
                self.again += [(task, 1) for task in itertools.islice(self.tasks, 1)]
                if not self.again:
                    break
                task = self.again[0][0]
                self.running[executor.submit(mark_alone, task.stem, task.text, *how)] = self.again.pop(0)
            done, _ = wait(self.running, return_when=FIRST_COMPLETED)
            for future in done:
                if isinstance(future.exception(), BrokenProcessPool):
                    raise future.exception()
                task, tries = self.running.pop(future)
                if future.exception() is None:
                    yield Marked(task, future.result(), self.kind)
                elif tries < TRIES:
                    self.again.append((task, tries + 1))
                else:
                    yield Marked(task, None, self.kind, str(future.exception()))

    def count_losses(self):
        """After the pool broke: put what ran back, and yield what broke it too often."""
        lost, self.running = list(self.running.values()), {}
        for task, tries in lost:
            if tries >= TRIES:
                yield Marked(task, None, self.kind, f"the grading process died {TRIES} times over this submission")
            else:
                self.again.append((task, tries + 1))


def cluster(tasks, kind, scheduler, limits=box.NORMAL):
    """Mark the tasks on a Dask cluster; yields a Marked for each, in the order in which they are done.

    tasks -- iterable of Task
    kind, limits -- the box and its Limits
    scheduler -- address of the Dask scheduler, tcp://host:port; its workers have this project installed
    Raises BoxError when Dask is not installed or nobody answers at the address.
    """
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise box.BoxError("Grading on a cluster needs Dask: pip install 'deep-learning-by-hand[cluster]'.") from None
    try:
        client = Client(scheduler, timeout="20s")
    except OSError as error:
        raise box.BoxError(f"No Dask scheduler answers at {scheduler}: {error}") from None
    with client:
        waiting, known = iter(tasks), {}

        def next_one():
            for task in itertools.islice(waiting, 1):
                how = (task.stem, task.text, kind, limits)
                future = client.submit(mark_alone, *how, pure=False, retries=TRIES - 1)
                known[future.key] = task
                return [future]
            return []

        ahead = 4 * max(1, sum(client.nthreads().values()))
        running = as_completed([future for _ in range(ahead) for future in next_one()])
        for future in running:
            running.update(next_one())
            task = known.pop(future.key)
            if future.status == "finished":
                yield Marked(task, future.result(), kind)
            else:
                yield Marked(task, None, kind, f"the cluster could not mark it: {future.exception()}")
