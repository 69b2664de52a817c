"""The map of a gradient check: a picture with alt text, and the same map in plain characters."""

import html

import numpy as np

LEGEND = {
    "right": ".",
    "wrong": "x",
    "right, at a kink": "~",
    "too small to be told": "o",
    "not measured alone": "(blank)",
}
WIDTH, HEIGHT = 60, 16  # characters of a text map; larger parameters are drawn in blocks
CELLS = 48  # cells of a picture along an axis, likewise


def as_text(report):
    """Return sentences and maps in plain characters; the maps of right gradients are left out."""
    if report.problem:
        return f"✗ {report.problem}"
    lines, used = [], set()
    for one in report.findings:
        lines.append(f"{'✓' if one.passed else '✗'} {one.sentence}")
        if not one.passed and one.signs.size > 1 and np.isfinite(one.difference).any():
            lines += [f"    {' '.join(row)}" for row in _blocks(one.signs, HEIGHT, WIDTH // 2)]
            used |= set(np.unique(one.signs))
    if used:
        known = [f"{sign} {what}" for what, sign in LEGEND.items() if sign in used]
        lines.append(f"map: {', '.join(known)}{_counted(report)}")
    return "\n".join([*lines, *_advice(report)])


def _counted(report):
    large = any(
        _table(one.signs).shape[0] > HEIGHT or _table(one.signs).shape[1] > WIDTH // 2 for one in report.findings
    )
    return "; large maps are drawn in blocks, which are wrong when one entry is" if large else ""


def _advice(report):
    """Say where to look first; mistakes travel from the last layer to the first."""
    wrong = report.wrong
    if len(wrong) < 2:
        return []
    phrases = {one.sentence.removeprefix(one.key) for one in report.findings if not one.passed}
    if len(phrases) == 1 and len(wrong) == len(report.findings):
        return ["All gradients have the same fault: look at what they share, the start of the way back or the cost."]
    return [
        f"Look at {wrong[-1]} first: the way back starts at the end, and what goes wrong there goes on to the front."
    ]


def _table(signs):
    """Return an array of any number of axes as a table: the last axis is across, all others are down."""
    if signs.ndim <= 1:
        return signs.reshape(1, -1)
    return signs.reshape(-1, signs.shape[-1])


def _blocks(signs, rows, columns):
    """Return the table of signs, drawn in blocks when it is larger; the worst sign of a block stands for it."""
    table = _table(signs)
    down, across = (max(1, -(-size // most)) for size, most in zip(table.shape, (rows, columns)))
    shown = []
    for top in range(0, table.shape[0], down):
        parts = [table[top : top + down, left : left + across] for left in range(0, table.shape[1], across)]
        shown.append([next((sign for sign in "x~.o" if np.any(part == sign)), " ") for part in parts])
    return np.array(shown)


def alt_text(report):
    """Return the alt text of the picture: what is right, what is wrong and where."""
    right = [one.key for one in report.findings if one.passed]
    start = f"Maps of the entries of {len(report.findings)} gradients, wrong entries crossed out. "
    good = f"Right: {', '.join(right)}. " if right else ""
    return start + good + ("Wrong: " + " ".join(report.sentences) if report.wrong else "No entry is wrong.")


def draw(report):
    """Return the figure: one map for each parameter, a cell for each entry (or block of entries of a large one)."""
    from matplotlib.colors import ListedColormap

    from helpers import plots

    tables = [_blocks(one.signs, CELLS, CELLS) for one in report.findings]
    columns = min(len(tables), 6)
    rows = -(-len(tables) // columns)
    cells = [[max(3.4, min(16, table.shape[1])) for table in tables[k::columns]] for k in range(columns)]
    ratios = [max(column) for column in cells]
    width = min(11.0, max(3.2, 0.5 * sum(ratios)))
    unit = 0.85 * width / sum(ratios)
    height = rows * (0.75 + min(4.0, max(1.2, unit * max(min(table.shape[0], 12) for table in tables))))
    layout = {"squeeze": False, "gridspec_kw": {"width_ratios": ratios}}
    figure, axes = plots.new_figure(rows, columns, width=width, height=height, **layout)
    kinds = ListedColormap(["#DCEAF4", "#D55E00", "#B5E3D2", "#F3EBC4", "#FFFFFF"])
    for axis in axes.flat[len(tables) :]:
        axis.set_axis_off()
    for axis, one, table in zip(axes.flat, report.findings, tables):
        numbers = np.array([[".x~o ".index(sign) for sign in row] for row in table])
        axis.imshow(
            numbers, cmap=kinds, vmin=0, vmax=4, aspect="equal" if max(table.shape) < 6 * min(table.shape) else "auto"
        )
        axis.set_xticks(np.arange(-0.5, table.shape[1]), minor=True)
        axis.set_yticks(np.arange(-0.5, table.shape[0]), minor=True)
        axis.grid(which="minor", color="white", linewidth=1 if max(table.shape) <= 24 else 0.3)
        axis.tick_params(which="both", length=0, labelsize=7)
        for size, blocks, ticks in zip(_table(one.signs).shape, table.shape, (axis.set_yticks, axis.set_xticks)):
            marked = range(0, blocks, -(-blocks // 8))
            ticks(marked, [k * -(-size // CELLS) for k in marked])
        axis.set_anchor("N")
        size = 11 if max(table.shape) <= 12 else 160 / max(table.shape)
        for sign, mark, colour in (("x", "×", "white"), ("~", "~", "black"), ("o", "o", "black")):
            for row, column in np.argwhere(table == sign):
                axis.text(column, row, mark, ha="center", va="center", fontsize=size, color=colour, fontweight="bold")
        shape = " × ".join(map(str, one.signs.shape)) or "one number"
        axis.set_title(f"{one.key}: {'right' if one.passed else 'WRONG'}\n{shape}", fontsize=9)
    return figure


def show(report):
    """Show the picture and the sentences in a notebook, the text form elsewhere."""
    from helpers import plots
    from helpers.checks.showing import notebook_shell, show_text_and_html

    text = report.text
    if report.problem or notebook_shell() is None:
        show_text_and_html(text, f"<p>{html.escape(text)}</p>")
        return
    plots.show(draw(report), alt=alt_text(report))
    show_text_and_html(text, f"<pre>{html.escape(text)}</pre>")
