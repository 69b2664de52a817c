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


def decision_boundary(
    predict,
    X,
    Y,
    *,
    title,
    alt="",
    axes=None,
    classes=("class 0", "class 1"),
    labels=("$x_1$", "$x_2$"),
    legend=True,
    size=18,
    steps=200,
):
    """Draw the part of the plane that a classifier gives to class 1, hatched, and the examples on it.

    predict -- function from points (2, k) to k answers: 0 and 1, False and True, or probabilities of class 1
    X, Y -- examples (2, m) and labels 0 or 1 (1, m)
    title -- headline of the axes
    alt -- alt text; needed unless `axes` is given
    axes -- axes of a figure of your own, which you then show yourself
    classes, labels, legend -- names of the classes; of the two axes; whether to draw the legend
    size, steps -- size of a marker in square points; points of the grid along each axis
    """
    figure = None
    if axes is None:
        figure, axes = new_figure(width=6.0, height=4.8)
    low, high = X.min(axis=1), X.max(axis=1)
    margin = 0.08 * (high - low)
    sides = [np.linspace(*ends, steps) for ends in zip(low - margin, high + margin)]
    grid = np.stack(np.meshgrid(*sides))
    answers = np.asarray(predict(grid.reshape(2, -1)), dtype=float).reshape(steps, steps)
    one = answers > 0.5
    tints = axes.contourf(*grid, one, levels=[-0.5, 0.5, 1.5], colors=["#DCEAF4", "#FBE3D2"], hatches=[None, "////"])
    tints.set_edgecolor("#E9B48C")
    tints.set_linewidth(0)
    if one.any() and not one.all():
        axes.contour(*grid, answers, levels=[0.5], colors="black", linewidths=1.2)
    for label, (name, colour, marker) in enumerate(zip(classes, COLOURS, MARKERS)):
        chosen = X[:, np.ravel(Y) == label]
        axes.scatter(*chosen, s=size, c=colour, marker=marker, edgecolors="white", linewidths=0.4, label=name)
    axes.set(xlabel=labels[0], ylabel=labels[1], title=title)
    if legend:
        axes.legend(loc="best", framealpha=0.9)
    if figure is not None:
        show(figure, alt)


def animation(figure, draw, frames, *, alt, text, seconds=0.1, colours=48):
    """Show a figure that moves, over and over, and beside it the same run as text; in plain mode the text alone.

    figure -- a matplotlib Figure with everything that stands still
    draw -- function that changes the figure for a frame; called with each number in `frames`, in order
    frames -- numbers of the frames, for instance range(0, 60, 2)
    alt -- alt text: what moves where
    text -- the run in words and numbers, several lines; shown below the picture when one asks for it
    seconds, colours -- time of a frame (the last stays for 3 s); number of colours kept
    Raises ValueError when the alt text or the text form is missing or too short to tell anything.
    """
    if len(alt.strip()) < 20 or len(text.strip()) < 20:
        raise ValueError(
            "Say in the alt text what moves where, and give the same run as text, for those who do not see it."
        )
    picture = base64.b64encode(_moving_picture(figure, draw, list(frames), seconds, colours)).decode()
    page = (
        f"<details open><summary>Animation (close it to stop it)</summary><img src='data:image/gif;base64,{picture}' "
        f"alt='{html.escape(alt, quote=True)}' style='max-width:100%'></details>"
        f"<details><summary>The same run as text</summary><pre>{html.escape(text)}</pre></details>"
    )
    show_text_and_html(f"[animation] {alt}\n{text}", page)


def _moving_picture(figure, draw, frames, seconds, colours):
    """Return the bytes of a GIF; all frames share the colours of the last, which has everything on it."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    canvas, pictures = FigureCanvasAgg(figure), []
    for frame in frames:
        draw(frame)
        canvas.draw()
        figure.set_layout_engine("none")  # laid out once, so that nothing jumps
        pictures.append(Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3]))
    palette = pictures[-1].quantize(colours)
    still = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
    times = [int(1000 * seconds)] * (len(still) - 1) + [3000]
    buffer = io.BytesIO()
    still[0].save(buffer, "GIF", save_all=True, append_images=still[1:], duration=times, loop=0, optimize=True)
    return buffer.getvalue()


def class_regions(axes, scores, X, labels, names, *, title, steps=300):
    """Draw which class a classifier of several classes chooses at every place of the plane, hatched, and the examples.

    axes -- axes of a figure of your own, which you then show yourself
    scores -- function from points (2, k) to scores or probabilities (C, k); the largest wins
    X, labels -- examples (2, m) and their classes 0 ... C − 1, shape (m,)
    names, title -- the C names for the legend; headline
    steps -- points of the grid along each axis
    """
    low, high = X.min(axis=1), X.max(axis=1)
    margin = 0.06 * (high - low)
    grid = np.stack(np.meshgrid(*(np.linspace(*ends, steps) for ends in zip(low - margin, high + margin))))
    choice = np.argmax(scores(grid.reshape(2, -1)), axis=0).reshape(steps, steps)
    hatches = [None, "///", "...", "\\\\\\", "xx", "++", "oo"]
    for index, name in enumerate(names):
        here = (choice == index).astype(float)
        tint = axes.contourf(
            *grid, here, levels=[0.5, 1.5], colors=[COLOURS[index]], alpha=0.18, hatches=[hatches[index]]
        )
        tint.set_edgecolor(COLOURS[index])
        tint.set_linewidth(0)
        if here.any() and not here.all():
            axes.contour(*grid, here, levels=[0.5], colors="black", linewidths=1.2)
        chosen = X[:, labels == index]
        axes.scatter(
            *chosen, s=16, c=COLOURS[index], marker=MARKERS[index], edgecolors="white", linewidths=0.4, label=name
        )
    axes.set(title=title, xticks=[], yticks=[])
    axes.legend(loc="best", framealpha=0.9, fontsize=8)


def computation_graph(graph, *, title, alt, width=9.0, height=4.2):
    """Draw what a helpers.autodiff.Graph remembers: a box for every value, with its slope once backward() has run.

    Square boxes came from outside, rounded ones were computed; values and slopes have to be single numbers.

    graph -- the graph; names of nodes are shown where there are any, else the name of the rule
    title, alt -- headline and alt text
    width, height -- size in inches
    """
    depth = [0] * len(graph.tape)
    for place, (_, inputs, _) in enumerate(graph.tape):
        depth[place] = 1 + max((depth[i] for i in inputs), default=-1)
    for place in reversed(range(len(graph.tape))):  # what comes from outside stands next to its first use
        uses = [depth[k] for k, (_, inputs, _) in enumerate(graph.tape) if place in inputs]
        if not graph.tape[place][1] and uses:
            depth[place] = min(uses) - 1
    columns = [[k for k in range(len(depth)) if depth[k] == column] for column in range(max(depth) + 1)]
    spot = {k: (depth[k], -(row + 0.5) / len(column)) for column in columns for row, k in enumerate(column)}
    figure, axes = new_figure(width=width, height=height)
    for place, (rule, inputs, value) in enumerate(graph.tape):
        for number, i in enumerate(inputs):
            bend = "arc3,rad=0.3" if i in inputs[:number] else "arc3,rad=0.06"  # the same input twice: two arrows
            arrow = {"arrowstyle": "-|>", "color": "0.45", "shrinkA": 30, "shrinkB": 34, "connectionstyle": bend}
            axes.annotate("", spot[place], spot[i], arrowprops=arrow)
        lines = [graph.names[place] or (rule.__name__ if rule else "number"), f"value {np.round(value, 3):g}"]
        lines += [f"slope {float(graph.slopes[place]):g}"] if place < len(graph.slopes) else []
        kind, colour = ("round,pad=0.4,rounding_size=0.6", "#FBE3D2") if rule else ("square,pad=0.4", "#DCEAF4")
        box = {"boxstyle": kind, "facecolor": colour, "edgecolor": "black"}
        axes.text(*spot[place], "\n".join(lines), ha="center", va="center", fontsize=9, bbox=box)
    axes.set(xlim=(-0.5, max(depth) + 0.5), ylim=(-1, 0), title=title)
    axes.set_axis_off()
    show(figure, alt)


TINTS = ["#D6EAF8", "#D5D8DC", "#AEB6BF", "#F2E8D5", "#B7DFB9", "#F5B7A5", "#FAD7A0", "#E8B4E8", "#A9C7F7", "#FFF59D"]


def label_map(axes, labels, *, title="", smallest=10, size=7):
    """Draw which class each pixel has: every region with its border and the number of its class, in ten tints.

    axes -- axes of a figure of your own, which you then show yourself
    labels -- classes, whole numbers from 0 to 9, shape (height, width)
    title -- headline
    smallest, size -- how many pixels a region needs to get its number; size of the numbers in points
    """
    from matplotlib.collections import LineCollection
    from matplotlib.colors import ListedColormap
    from matplotlib.patheffects import withStroke

    axes.imshow(labels, cmap=ListedColormap(TINTS), vmin=-0.5, vmax=9.5)
    right, below = np.argwhere(labels[:, 1:] != labels[:, :-1]), np.argwhere(labels[1:] != labels[:-1])
    lines = [[(x + 0.5, y - 0.5), (x + 0.5, y + 0.5)] for y, x in right]
    lines += [[(x - 0.5, y + 0.5), (x + 0.5, y + 0.5)] for y, x in below]
    axes.add_collection(LineCollection(lines, colors="black", linewidths=0.6))
    halo = [withStroke(linewidth=1.5, foreground="white")]
    for number, y, x in _region_middles(labels, smallest):
        axes.text(x, y, str(number), size=size, ha="center", va="center", path_effects=halo)
    axes.set_title(title)
    axes.set(xticks=[], yticks=[])


def _region_middles(labels, smallest):
    """Return (class, row, column) of the pixel farthest from the border of each region of one class that is large enough."""
    wide = np.pad(labels, 1, constant_values=-1)
    neighbours = [(slice(1 + i, wide.shape[0] - 1 + i), slice(1 + j, wide.shape[1] - 1 + j)) for i, j in _SIDES]
    region, depth, inside = np.arange(labels.size).reshape(labels.shape), np.zeros(labels.shape), labels >= 0
    while inside.any():
        depth += inside
        around = np.pad(inside, 1)
        inside = inside & np.all([around[side] & (wide[side] == labels) for side in neighbours], axis=0)
    while True:
        around = np.pad(region, 1, constant_values=-1)
        grown = np.max([region, *(np.where(wide[side] == labels, around[side], -1) for side in neighbours)], axis=0)
        if np.array_equal(grown, region):
            break
        region = grown
    found = []
    for number in np.unique(region):
        places = np.argwhere(region == number)
        if len(places) >= smallest:
            deep = places[depth[tuple(places.T)] == depth[tuple(places.T)].max()]
            y, x = deep[np.argmin(np.sum((deep - deep.mean(axis=0)) ** 2, axis=1))]
            found.append((labels[y, x], y, x))
    return found


_SIDES = [(0, 1), (1, 0), (0, -1), (-1, 0)]
