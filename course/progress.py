"""Progress with time left, for work that takes a while."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn


def watched(things, label, total=None):
    """Yield things one by one while a progress bar with the time left runs on standard error.

    things -- a list, or another iterable of `total` things, each taken to be done when it comes
    label  -- what is being done: "grading"
    """
    columns = [
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    ]
    coming = total is not None
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=total if coming else len(things))
        for thing in things:
            progress.update(task, description=label if coming else f"{label} {thing}", advance=int(coming))
            yield thing
            progress.update(task, advance=int(not coming))
