"""Pictures with alt text, readable on light and dark pages, in which colour is never the only sign."""

import base64
import html
import io

import numpy as np

from helpers.checks.showing import show_text_and_html

# Okabe and Ito's palette, which stays apart under colour blindness; each colour has a dash and a marker of its own.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
DASHES = ["-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1))]
MARKERS = ["o", "s", "^", "D", "v", "P", "X"]


def new_figure(rows=1, columns=1, width=7.0, height=4.0, **options):
    """Return (figure, axes) in the course's style, on white so that it reads on dark pages too.

    rows, columns -- how many axes
    width, height -- size in inches
    options -- handed on to Figure.subplots, for instance subplot_kw or squeeze
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=110, layout="constrained", facecolor="white")
    return figure, figure.subplots(rows, columns, **options)


def show(figure, alt):
    """Show a figure with its alt text.

    figure -- a matplotlib Figure
    alt    -- what the picture shows, in a sentence or two, for those who do not see it
    Raises ValueError when the alt text is missing or too short to tell anything.
    """
    if len(alt.strip()) < 20:
        raise ValueError("Say in the alt text what the picture shows: what is on the axes, and what one should notice.")
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    picture = base64.b64encode(buffer.getvalue()).decode()
    page = f"<img src='data:image/png;base64,{picture}' alt='{html.escape(alt, quote=True)}' style='max-width:100%'>"
    show_text_and_html(f"[picture] {alt}", page)


def curves(lines, *, x_label, y_label, title, alt, log_y=False):
    """Draw curves, each with its own colour, dash and label at the legend.

    lines -- dictionary from label to (x, y), two sequences of equal length
    x_label, y_label, title -- texts with units
    alt   -- alt text
    log_y -- logarithmic vertical axis
    """
    figure, axes = new_figure()
    for index, (label, (x, y)) in enumerate(lines.items()):
        axes.plot(x, y, color=COLOURS[index % 7], linestyle=DASHES[index % 7], linewidth=2, label=label)
    axes.set(xlabel=x_label, ylabel=y_label, title=title, yscale="log" if log_y else "linear")
    axes.grid(alpha=0.3)
    if len(lines) > 1:
        axes.legend()
    show(figure, alt)


def bars(values, *, y_label, title, alt, log_y=False, form="{:.3g}"):
    """Draw labelled bars with their numbers on top.

    values -- dictionary from label to height
    y_label, title -- texts with units
    alt    -- alt text
    log_y  -- logarithmic vertical axis
    form   -- format of the number on a bar
    """
    figure, axes = new_figure(width=max(6.0, 1.3 * len(values)), height=3.6)
    drawn = axes.bar(list(values), list(values.values()), color=COLOURS[: len(values)], edgecolor="black")
    for index, bar in enumerate(drawn):
        bar.set_hatch(["", "//", "..", "xx", "--", "++", "oo"][index % 7])
    axes.bar_label(drawn, [form.format(value) for value in values.values()], padding=2)
    axes.set(ylabel=y_label, yscale="log" if log_y else "linear")
    axes.set_title(title, wrap=True)
    axes.margins(y=0.15)
    show(figure, alt)


def gallery(images, titles, *, alt, columns=8, title=""):
    """Show small pictures in rows, each with a short title.

    images -- sequence of arrays (height, width, 3) or (height, width), uint8 or floats from 0 to 1
    titles -- one text per image, "" for none
    alt    -- alt text for the whole gallery
    columns, title -- pictures per row; headline
    """
    rows = -(-len(images) // columns)
    figure, axes = new_figure(rows, columns, width=1.25 * columns, height=1.5 * rows + 0.4 * bool(title), squeeze=False)
    for axis in axes.flat:
        axis.set_axis_off()
    for axis, image, text in zip(axes.flat, images, titles):
        axis.imshow(np.asarray(image), cmap="gray")
        axis.set_title(text, fontsize=9)
    if title:
        figure.suptitle(title)
    show(figure, alt)
