"""The class view of a sheet: scores per student and exercise, pass rates, which known mistakes were found."""

import html
from collections import Counter

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader_tests.engine.boxed.wire import clean
from grader_tests.engine.freezing import sheet_of


def mark(score):
    """Return a score as a short sign with its number: ✓, a percentage, or ✗."""
    return "✓" if score == 1 else "✗" if score == 0 else f"{score:.0%}"


def mistakes(results):
    """Count the known mistakes of a class; returns [(exercise, id, students)], the commonest first."""
    found = Counter((name, id) for result in results for name, id in result.misconceptions.items())
    return [(name, id, count) for (name, id), count in sorted(found.items(), key=lambda item: (-item[1], item[0]))]


def facts(stem, results):
    """Return the class view as plain data: students, pass rate per exercise, mistakes with their texts."""
    definitions = sheet_of(stem).definitions
    says = {(name, one.id): one.says for name, definition in definitions.items() for one in definition.misconceptions}
    rate = {
        name: sum(result.scores.get(name) == 1 for result in results) / max(len(results), 1) for name in definitions
    }
    found = [
        {"exercise": name, "misconception": id, "students": count, "says": says.get((name, id), "")}
        for name, id, count in mistakes(results)
    ]
    most = sum(definition.points for definition in definitions.values())
    students = [result.as_dict() for result in results]
    return {"sheet": stem, "points": most, "students": students, "pass_rate": rate, "misconceptions": found}


def show(stem, results):
    """Print the class table, the known mistakes found and the notes on submissions."""
    console = Console(highlight=False)
    view, definitions = facts(stem, results), sheet_of(stem).definitions
    table = Table(title=f"{stem}: {len(results)} submissions, {view['points']:g} points", title_justify="left")
    table.add_column("student")
    for number in range(1, len(definitions) + 1):
        table.add_column(str(number), justify="center")
    table.add_column("points", justify="right")
    unprotected = any(result.box == "none" for result in results)
    if unprotected:
        table.add_column("graded without a box")
    for result in results:
        signs = [mark(result.scores.get(name, 0.0)) for name in definitions]
        table.add_row(Text(clean(result.student)), *signs, "error" if result.error else f"{result.points:g}",
                      *(["⚠ its code could do anything" if result.box == "none" else ""] if unprotected else []))  # fmt: skip
    table.add_section()
    table.add_row("all right", *[f"{view['pass_rate'][name]:.0%}" for name in definitions], "")
    console.print(table)
    numbered = [
        f"{number} {name} ({definition.points:g})" for number, (name, definition) in enumerate(definitions.items(), 1)
    ]
    console.print("Exercises (points): " + ", ".join(numbered), markup=False)
    found = Table("known mistake", "students", "what they read", title="Mistakes found", title_justify="left")
    for fact in view["misconceptions"]:
        who = [one.student for one in results if one.misconceptions.get(fact["exercise"]) == fact["misconception"]]
        row = (f"{fact['exercise']}: {fact['misconception']}", ", ".join(who), fact["says"])
        found.add_row(*[Text(clean(text)) for text in row])  # as Text, brackets in it are no markup
    console.print(found)
    for result in results:
        for note in result.notes + ([f"could not be graded: {result.error}"] if result.error else []):
            console.print(clean(f"{result.student}: {note}"), markup=False)


def _cell(result, name):
    text = mark(result.scores.get(name, 0.0))
    return f"{text} {result.misconceptions[name]}" if name in result.misconceptions else text


def page(stem, results):
    """Return the class view as an HTML page that reads on light and dark screens and without colours."""
    view = facts(stem, results)
    names = list(view["pass_rate"])
    head = "".join(f"<th scope='col'>{html.escape(name)}</th>" for name in names)
    rows = "".join(
        f"<tr><th scope='row'>{html.escape(clean(result.student))}</th>"
        + "".join(f"<td>{html.escape(_cell(result, name))}</td>" for name in names)
        + f"<td>{result.points:g}</td></tr>"
        for result in results
    )
    rates = "".join(f"<td>{view['pass_rate'][name]:.0%}</td>" for name in names)
    found = "".join(
        f"<li><strong>{fact['students']} × {html.escape(fact['exercise'])} · {html.escape(fact['misconception'])}</strong>: "
        f"{html.escape(fact['says'])}</li>"
        for fact in view["misconceptions"]
    )
    notes = [clean(f"{result.student}: {note}") for result in results for note in result.notes]
    notes = "".join(f"<li>{html.escape(note)}</li>" for note in notes)
    return PAGE.format(stem=html.escape(stem), count=len(results), points=f"{view['points']:g}", head=head, rows=rows,
                       rates=rates, found=found or "<li>none</li>", notes=notes or "<li>none</li>")  # fmt: skip


PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{stem}: class view</title><style>
:root {{ color-scheme: light dark; font-family: system-ui, sans-serif; }}
table {{ border-collapse: collapse; }} th, td {{ border: 1px solid #888; padding: .3em .6em; text-align: center; }}
</style></head><body><h1>{stem}</h1><p>{count} submissions, {points} points</p>
<table><thead><tr><th scope="col">student</th>{head}<th scope="col">points</th></tr></thead><tbody>{rows}
<tr><th scope="row">all right</th>{rates}<td></td></tr></tbody></table>
<h2>Known mistakes found</h2><ul>{found}</ul><h2>Notes on submissions</h2><ul>{notes}</ul></body></html>
"""
