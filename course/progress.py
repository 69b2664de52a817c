"""Progress with time left, for work that takes a while."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn


def watched(things, label):
    """Yield things one by one while a progress bar with the time left runs on standard error.

    things -- a list
    label  -- what is being done: "grading"
    """
    columns = [
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    ]
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=len(things))
        for thing in things:
            progress.update(task, description=f"{label} {thing}")
            yield thing
            progress.advance(task)
