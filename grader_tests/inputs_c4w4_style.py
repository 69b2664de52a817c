"""Inputs, other right ways and some known mistakes for c4w4_neural_style_transfer."""

import numpy as np

from grader_tests import case, hidden, misconception
from helpers.checks import stand_ins
from solutions.c4w4_neural_style_transfer import (
    compute_content_cost,
    compute_style_cost,
    content_gradient,
    gram_matrix,
    layer_style_gradient,
)


def wrong(id, edit, says, **more):
    """Return a misconception that is an edit of the reference."""
    return misconception(id, edit=edit, says=says, **more)


TWO_CHANNELS = np.array([[1.0, 2.0, 0.0], [3.0, 0.0, 1.0]])
HAND = np.array([[[[1.0, 0.0], [0.0, 2.0]]]]), np.array([[[[1.0, 1.0], [1.0, 0.0]]]])
EDGE = (
    np.array([[[2.0], [2.0], [5.0], [5.0], [1.0]]]),
    np.array([[[-1.0]], [[0.0]], [[1.0]]]),
    np.array([[[0.5]]]),
)


def activations(shapes, draw):
    """Return a list of activations (1, n_H, n_W, n_C) that are never below 0, with short numbers."""
    return [np.maximum(draw.normal(0.5, 1.0, size=(1, *shape)).round(2), 0) for shape in shapes]


def two_pictures(*shapes, seed):
    """Return two lists of layer outputs."""
    draw = np.random.default_rng(seed)
    return activations(shapes, draw), activations(shapes, draw)


def one_layer(n_H, n_W, n_C, seed):
    """Return a layer's activations for two pictures."""
    return tuple(outputs[0] for outputs in two_pictures((n_H, n_W, n_C), seed=seed))


def channels(n_C, places, seed):
    """Return unrolled activations (n_C, places)."""
    return np.random.default_rng(seed).normal(0.5, 1.0, size=(n_C, places)).round(2)


def layers(weights, *shapes, seed):
    """Return two lists of layer outputs and STYLE_LAYERS with these weights."""
    return (*two_pictures(*shapes, seed=seed), [(f"layer {number}", one) for number, one in enumerate(weights, 1)])


def signals(m, n, n_C_prev, n_C, f, seed):
    """Return (x, W, b) for conv_1d."""
    draw = np.random.default_rng(seed)
    sizes = (m, n, n_C_prev), (f, n_C_prev, n_C), (1, 1, n_C)
    return tuple(draw.normal(size=size).round(1) for size in sizes)


def run(network, weights, height, width, seed, move=stand_ins.plain_descent, **options):
    """Return the arguments of style_gradient_step for a picture of this size."""
    draw = np.random.default_rng(seed)
    content, style, generated = (draw.uniform(0, 1, size=(1, height, width, 3)).round(2) for _ in range(3))
    style_layers = [(f"layer {number}", one) for number, one in enumerate(weights, 1)]
    return (generated, network(content), network(style), style_layers, network, move), options


def steps():
    """Return the cases of style_gradient_step."""
    one, two, signed = stand_ins.one_style_layer, stand_ins.two_style_layers, stand_ins.signed_descent
    wanted = [
        (case, "one style layer", run(one, [1.0], 2, 3, seed=71)),
        (case, "two style layers", run(two, [0.3, 0.7], 4, 2, seed=72)),
        (case, "another way to move", run(two, [0.6, 0.4], 2, 2, seed=251, move=signed, alpha=3, beta=20)),
        (hidden, "a single pixel", run(one, [0.5], 1, 1, seed=74, alpha=5, beta=5)),
        (hidden, "only content", run(two, [0.5, 0.5], 2, 2, seed=75, alpha=12, beta=0)),
        (hidden, "only style", run(two, [0.9, 0.1], 2, 4, seed=76, alpha=0, beta=60)),
        (hidden, "a tall picture", run(one, [2.0], 5, 2, seed=83, move=signed)),
    ]  # the third and the last leave 0 … 1 at both ends
    return [kind(label, *args, **options) for kind, label, (args, options) in wanted]


def content_by_loops(content_output, generated_output):
    total, (_, n_H, n_W, n_C) = 0.0, content_output[-1].shape
    for i in range(n_H):
        for j in range(n_W):
            for k in range(n_C):
                total += (generated_output[-1][0, i, j, k] - content_output[-1][0, i, j, k]) ** 2
    return np.array([[total / 4 / n_H / n_W / n_C]])


def content_slope_by_loops(content_output, generated_output):
    slope = np.zeros_like(generated_output[-1])
    for place in np.ndindex(slope.shape):
        slope[place] = (generated_output[-1][place] - content_output[-1][place]) / slope.size / 2
    return slope


def gram_by_loops(A):
    G = np.zeros((len(A), len(A)))
    for k in range(len(A)):
        for other in range(k + 1):
            G[k, other] = G[other, k] = sum(x * y for x, y in zip(A[k], A[other]))
    return G


def style_cost_by_einsum(a_S, a_G):
    difference = np.einsum("mijk,mijl->kl", a_S, a_S) - np.einsum("mijk,mijl->kl", a_G, a_G)
    return 0.25 * np.sum(difference * difference) / a_G.size**2


def style_slope_by_einsum(a_S, a_G):
    difference = np.einsum("mijk,mijl->kl", a_G, a_G) - np.einsum("mijk,mijl->kl", a_S, a_S)
    return np.einsum("mijk,kl->mijl", a_G, difference) / a_G.size**2


def style_slope_by_loops(a_S, a_G):
    flat = a_G.reshape(-1, a_G.shape[-1])
    difference = gram_matrix(flat.T) - gram_matrix(a_S.reshape(-1, a_S.shape[-1]).T)
    slope = np.zeros(flat.shape)
    for place in range(len(flat)):
        slope[place] = 4 * difference @ flat[place] / (2 * flat.size) ** 2
    return slope.reshape(a_G.shape)


def style_by_index(style_image_output, generated_image_output, STYLE_LAYERS):
    J = 0
    for number in range(len(STYLE_LAYERS)):
        a_S, a_G = style_image_output[number], generated_image_output[number]
        difference = np.einsum("mijk,mijl->kl", a_S, a_S) - np.einsum("mijk,mijl->kl", a_G, a_G)
        J = J + STYLE_LAYERS[number][1] * np.mean(difference**2) * (a_S.shape[3] / (2 * a_S.size)) ** 2
    return J


def step_by_list(generated, content_output, style_image_output, STYLE_LAYERS, network, move, alpha=10, beta=40):
    now = network(generated)
    weights = [beta * pair[1] for pair in STYLE_LAYERS]
    slopes = [w * layer_style_gradient(style_image_output[i], now[i]) for i, w in enumerate(weights)]
    dG = network(generated, slopes + [alpha * content_gradient(content_output, now)])
    J = alpha * compute_content_cost(content_output, now) + beta * compute_style_cost(
        style_image_output, now, STYLE_LAYERS
    )
    moved = move(generated, dG)
    return [np.where(moved < 0, 0, np.where(moved > 1, 1, moved)), np.array(J)]


def conv_by_loops(x, W, b, stride=1, pad=0):
    m, n, _ = x.shape
    f, n_C_prev, n_C = W.shape
    x = np.concatenate([np.zeros((m, pad, n_C_prev)), x, np.zeros((m, pad, n_C_prev))], axis=1)
    Z = np.zeros((m, (n + 2 * pad - f) // stride + 1, n_C))
    for i in range(m):
        for place in range(Z.shape[1]):
            for c in range(n_C):
                Z[i, place, c] = np.sum(x[i, place * stride : place * stride + f] * W[:, :, c]) + b[0, 0, c]
    return Z


def conv_by_filter_positions(x, W, b, stride=1, pad=0):
    x = np.pad(x, [(0, 0), (pad, pad), (0, 0)])
    n_out = (x.shape[1] - len(W)) // stride + 1
    return b + sum(x[:, i : i + stride * n_out : stride] @ W[i] for i in range(len(W)))


def shape_by_counting(input_shape, f, n_filters, stride=1, pad=0):
    return [len(range(0, side + 2 * pad - f + 1, stride)) for side in input_shape[:3]] + [n_filters]


def mistakes_of_step():
    """Return the known mistakes of style_gradient_step."""
    return [
        wrong(
            "E241",
            {"move(generated, gradient)": "generated - gradient"},
            "The step has length 1 times the slope: too long here, and nothing below it is adjustable. How far to go is `move`'s business, which knows the learning rate.",
            place="D2 C4_W4 “Find the generated image G”: G := G − ∂J/∂G, without a learning rate",
            score=0.5,
        ),
        wrong(
            "weights-not-in-slopes",
            {"beta * weight * layer": "weight * layer", "alpha * content_gradient": "content_gradient"},
            "α and β are in the cost, but not in the slopes: each layer's slope has the factors which its cost has in J.",
            score=0.5,
        ),
        wrong(
            "no-lambda",
            {"beta * weight * layer": "beta * layer"},
            "The slopes of the style layers lack their weights λ.",
            score=0.5,
        ),
        wrong(
            "content-first",
            {
                "gradients.append(alpha * content_gradient(content_output, outputs))": "gradients = [alpha * content_gradient(content_output, outputs)] + gradients"
            },
            "The slopes are in another order than the outputs: style layers first, the content layer last.",
        ),
        wrong(
            "content-forgotten",
            {"alpha * content_gradient(content_output, outputs)": "0 * outputs[-1]"},
            "The content layer sends no slope back, so the picture drifts away from its content.",
            score=0.5,
        ),
        wrong(
            "not-cut",
            {"np.clip(move(generated, gradient), 0, 1)": "move(generated, gradient)"},
            "Some numbers are below 0 or above 1: no screen can show them. Cut the picture to 0 … 1 after the step.",
            score=0.5,
        ),
        wrong(
            "cut-at-255",
            {"0, 1), J": "0, 255), J"},
            "The numbers are cut to 0 … 255. This picture's numbers run from 0 to 1.",
            score=0.5,
        ),
        wrong(
            "stretched",
            {
                "return np.clip(move(generated, gradient), 0, 1), J": "G = move(generated, gradient)\n    return (G - G.min()) / (G.max() - G.min()), J"
            },
            "The picture is stretched to fill 0 … 1, which changes its colours in every step. Only cut off what lies outside.",
            score=0.5,
        ),
        wrong(
            "cost-after",
            {
                "    return np.clip(move(generated, gradient), 0, 1), J": "    G = np.clip(move(generated, gradient), 0, 1)\n    now = network(G)\n    J_S = compute_style_cost(style_image_output, now, STYLE_LAYERS)\n    return G, total_cost(compute_content_cost(content_output, now), J_S, alpha, beta)"
            },
            "J is the cost of the picture after the step; return the one before it, which you have anyway: another forward pass for it would cost time.",
            score=0.5,
        ),
        wrong(
            "swapped-targets",
            {"zip(style_image_output, outputs": "zip(content_output, outputs"},
            "The style slopes compare with the content picture. The style's targets are the outputs for the style picture.",
            score=0.5,
        ),
        wrong(
            "move-as-change",
            {"move(generated, gradient)": "generated - move(generated, gradient)"},
            "`move` gives the moved picture, not the change: its result is the new picture already. Only cut it.",
            score=0.5,
        ),
        wrong(
            "weights-swapped",
            {"outputs = network(generated)": "outputs, alpha, beta = network(generated), beta, alpha"},
            "α and β have changed places: α belongs to the content, β to the style.",
        ),
        wrong(
            "no-alpha",
            {"alpha * content_gradient": "content_gradient"},
            "The content layer's slope lacks its weight α.",
            score=0.5,
        ),
    ]


def mistakes_of_conv_1d():
    """Return the known mistakes of conv_1d."""
    return [
        wrong(
            "turned-filter",
            {"window = x[:, start : start + f]": "window = x[:, start : start + f][:, ::-1]"},
            "The filter is turned round, as mathematicians convolve (np.convolve does it). Networks do not: the filter's first number meets the window's first.",
        ),
        wrong(
            "last-window-lost",
            {"x.shape[1] - f + 1, stride": "x.shape[1] - f, stride"},
            "The last window is missing: a filter of f numbers fits n − f + 1 times into n.",
        ),
        wrong("no-bias", {" + b": ""}, "The biases are missing."),
        wrong(
            "bias-in-each-product",
            {" + b": " + b * W[..., 0].size"},
            "The bias is added to each product of the window. It belongs once to each output, after the sum.",
        ),
        wrong(
            "examples-mixed",
            {"Z.append(": "Z.append(len(x) * [sum(", "([1, 2], [0, 1])))": "([1, 2], [0, 1])))])"},
            "The sum runs over all signals of the batch, too. Each signal has outputs of its own: sum over the window's places and channels only.",
        ),
        wrong(
            "stride-ignored",
            {"f + 1, stride)": "f + 1)"},
            "The filter moves by one place each time, whatever `stride` says.",
        ),
        wrong(
            "windows-side-by-side",
            {"window = x[:, start : start + f]": "window = x[:, start // stride : start // stride + f]"},
            "The number of outputs is right, but the windows start at 0, 1, 2, …; they should start at 0, stride, 2·stride, …",
        ),
        wrong(
            "no-border",
            {"np.pad(x, ((0, 0), (pad, pad), (0, 0)))": "x"},
            "`pad` is ignored: zeros have to be added at both ends of each signal first.",
        ),
        wrong(
            "border-everywhere",
            {"((0, 0), (pad, pad), (0, 0))": "((0, 0), (2 * pad, 0), (0, 0))"},
            "All zeros stand before the signal; half of them belong behind it.",
        ),
    ]


def mistakes_of_conv_3d_shape():
    """Return the known mistakes of conv_3d_shape."""
    return [
        wrong(
            "E39",
            {"2 * pad - f)": "2 * pad + f)"},
            "The output is larger than the input. With a plus, the printed 4 → 10 does come out, but a filter of 5 finds no place at all in 4 voxels. A filter that has to stay inside loses places.",
            place="D2 C4_W4 “3D convolution”: 4×4×4 with a 5×5×5 filter gives 10×10×10",
        ),
        wrong(
            "E242",
            {"// stride + 1": "+ 1"},
            "The stride has no effect. The document's second layer keeps its 6×6×6 only with stride 1, whatever its text says.",
            place="D2 C4_W4 “3D convolution”: “a stride of 2” from 10×10×10 to 6×6×6",
        ),
        wrong(
            "channels-kept",
            {"n_filters)\n": "input_shape[3])\n"},
            "The channels are those of the input. A filter sums over all input channels and gives one output volume, so the number of filters decides.",
        ),
        wrong(
            "channels-multiplied",
            {"n_filters)\n": "n_filters * input_shape[3])\n"},
            "Input channels and filters are multiplied. Each filter reaches through all input channels and adds them up to one output channel.",
        ),
        wrong(
            "always-a-cube",
            {"return (*sides, n_filters)": "return (sides[0], sides[0], sides[0], n_filters)"},
            "All three sides are made from the height. A volume need not be a cube.",
        ),
        wrong(
            "filters-first",
            {"return (*sides, n_filters)": "return (n_filters, *sides)"},
            "The channels come first here. In this course they are the last axis.",
        ),
        wrong(
            "no-border",
            {" + 2 * pad": ""},
            "`pad` is ignored: it makes each side longer before the filter moves along it.",
        ),
        wrong(
            "depth-kept",
            {"return (*sides, n_filters)": "return (*sides[:2], input_shape[2], n_filters)"},
            "The depth stays as it was. In 3-D the filter moves along the depth, too.",
        ),
        wrong(
            "border-once",
            {"2 * pad": "pad"},
            "The border is added on both sides, so it counts twice.",
        ),
        wrong(
            "rounded-up",
            {"(side + 2 * pad - f) // stride": "-(-(side + 2 * pad - f) // stride)"},
            "This rounds up. A filter that would stick out at the end is left out.",
        ),
        wrong(
            "one-inside",
            {"(side + 2 * pad - f) // stride + 1": "(side + 2 * pad - f + 1) // stride"},
            "The one is added before the division by the stride; it belongs after it: the first place, and then as many steps as fit.",
        ),
        wrong(
            "not-whole",
            {"// stride": "/ stride"},
            "Some sides are not whole numbers: round down.",
        ),
    ]
