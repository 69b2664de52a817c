"""What c4w2_mobilenet_transfer checks: cases, known mistakes, other right ways, hints."""

import numpy as np

from grader_tests import Sheet, case, hidden
from grader_tests import inputs_c4w2_mobilenet as given
from grader_tests.inputs_c4w2_mobilenet import wrong

sheet = Sheet(__name__, position=2, errata="E205 E206")

NO_BIAS = "The biases b are missing: one number per channel is added to the whole channel."

PRODUCT, PLACED = "np.sum(window * W, axis=(1, 2))", "w * stride : w * stride + f, :]"
PADDED = "np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (0, 0)))"

sheet.exercise(
    "depthwise_conv",
    points=6,
    source="D2 C4_W2 “Depthwise Convolution”",
    cases=[
        case("two pictures of 4×4 pixels and two channels", *given.depthwise(2, 4, 4, 2, 3, seed=11)),
        case("one picture with stride 2 and a border of 1", *given.depthwise(1, 5, 4, 3, 3, seed=14), 2, 1),
        case("three pictures and filters of 2×2", *given.depthwise(3, 3, 4, 2, 2, seed=17), stride=1, pad=0),
        hidden("a single channel", *given.depthwise(1, 5, 6, 1, 3, seed=20), 1, 1),
        hidden("filters of 5×5", *given.depthwise(1, 5, 6, 2, 5, seed=23), pad=2),
        hidden("stride 3", *given.depthwise(2, 7, 5, 2, 2, seed=26), stride=3),
        hidden("filters as large as the picture", *given.depthwise(4, 3, 3, 3, 3, seed=29)),
    ],
    misconceptions=[
        wrong(
            "channels-added",
            {PRODUCT: "np.sum(window * W, axis=(1, 2, 3))[:, None]"},
            "Every output channel holds the sum over all input channels. A depthwise convolution keeps the channels apart: each goes through its own filter, and nothing is added across them.",
        ),
        wrong(
            "one-filter-for-all",
            {"window * W,": "window * W[:, :, :1],"},
            "All channels go through the filter of the first. W holds one filter for each channel.",
        ),
        wrong(
            "stride-ignored",
            {"A[:, h * stride : h * stride + f, w * stride : w * stride + f, :]": "A[:, h : h + f, w : w + f, :]"},
            "The windows move by one pixel. Output pixel (h, w) looks at the window that starts at row h times stride, column w times stride.",
        ),
        wrong(
            "no-stride",
            {
                "A[:, h * stride : h * stride + f, w * stride : w * stride + f, :]": "A[:, h : h + f, w : w + f, :]",
                "(height - f) // stride + 1, (width - f) // stride + 1": "height - f + 1, width - f + 1",
            },
            "`stride` makes no difference. The windows start `stride` pixels apart, so fewer of them fit.",
        ),
        wrong(
            "no-border",
            {PADDED: "A_prev"},
            "`pad` makes no difference. A border of zeros of that width goes around every picture first.",
        ),
        wrong(
            "all-axes-padded",
            {PADDED: "np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (pad, pad)))[..., : W.shape[2]]"},
            "The channels were padded too: an empty channel slid in, so every filter meets its neighbour's channel. Height and width get a border, examples and channels don't.",
        ),
        wrong(
            "filter-turned",
            {"window * W,": "window * W[::-1, ::-1],"},
            "The filter is turned over in both directions, as mathematicians do. This course, and nearly all of deep learning, multiplies window and filter as they lie.",
        ),
        wrong(
            "bias-per-number",
            {"window * W,": "window * W + b,", "return Z + b": "return Z"},
            "The bias is added to every product in the window, f² times in all. It belongs to the sum, once.",
        ),
        wrong("no-bias", {"return Z + b": "return Z"}, NO_BIAS),
    ],
    accepted=[given.by_filter_positions, given.by_windows, given.by_numbers],
    hints=[
        "As in conv_forward: pad height and width, compute n_H and n_W, and loop over the output pixels.",
        "A window of all pictures has shape (m, f, f, C), W has (f, f, C): multiplied element by element, NumPy lines them up.",
        "Sum over the two axes of the window only; the axis of the channels stays.",
    ],
)

sheet.exercise(
    "pointwise_conv",
    points=4,
    source="D2 C4_W2 “Pointwise Convolution”: 1×1×3 filters, five of them",
    cases=[
        case("two pictures, three channels to three", *given.pointwise(2, 2, 3, 3, 3, seed=31)),
        case("one picture, two channels to five", *given.pointwise(1, 3, 2, 2, 5, seed=34)),
        case("three pictures of one pixel", *given.pointwise(3, 1, 1, 4, 2, seed=37)),
        hidden("one channel to four", *given.pointwise(1, 4, 3, 1, 4, seed=40)),
        hidden("five channels to one", *given.pointwise(2, 3, 3, 5, 1, seed=43)),
        hidden("four pictures", *given.pointwise(4, 2, 2, 2, 2, seed=46)),
    ],
    misconceptions=[
        wrong(
            "transposed",
            {"@ W": "@ (W.T if W.shape[0] == W.shape[1] else W)"},
            "Rows and columns of W are swapped; with as many new channels as old ones nothing complains. W[p, c] is what old channel p gives to new channel c.",
        ),
        wrong("no-bias", {" + b": ""}, NO_BIAS),
        wrong(
            "with-relu",
            {"A_prev @ W + b": "np.maximum(A_prev @ W + b, 0)"},
            "Negative values have become 0. Z is what comes before an activation function.",
        ),
        wrong(
            "mean-of-pixels",
            {"A_prev @ W": "A_prev.mean(axis=(1, 2), keepdims=True) @ W + 0 * A_prev[..., :1]"},
            "All pixels of a picture come out alike. Every pixel is mixed by itself; a filter of 1×1 sees no neighbours.",
        ),
    ],
    accepted=[given.pixel_by_pixel, given.as_rows, {"A_prev @ W": 'np.einsum("mhwp,pc->mhwc", A_prev, W)'}],
    hints=[
        "For one pixel it is a layer as in course 1: the C_prev numbers of the pixel times W, plus b.",
        "A product A @ W of arrays works on the last axis of A and the first of W; the other axes of A stay as they are.",
    ],
)

DEPTHWISE = "depthwise = f * f * positions * n_C_prev"

sheet.exercise(
    "separable_cost",
    points=4,
    source="D2 C4_W2 “Cost of depthwise separable convolution”: 432 + 240 = 672",
    parts={key: [f"[{key!r}]"] for key in ("normal", "depthwise", "pointwise", "ratio")},
    cases=[
        case("the document's example, five filters of 3×3×3", 4, 4, 3, 3, 5),
        case("512 filters of 3×3", 14, 14, 3, 256, 512),
        case("a wide output and filters of 5×5", 3, 7, 5, n_C_prev=8, n_C=4),
        hidden("one filter", 6, 6, 3, 4, 1),
        hidden("filters of 1×1", 5, 5, 1, 3, 7),
        hidden("a first layer", 112, 112, 3, 3, 32),
    ],
    misconceptions=[
        wrong(
            "E205",
            {"ratio = (depthwise + pointwise) / normal": "ratio = 1 / n_C_prev + 1 / f**2"},
            "The page writes 1/n_c + 1/f². If n_c is the number of channels that come in, as in the documents' own summary of convolutions, this is not what the three counts give: divide them, and see which of the two numbers of channels is left over.",
            "D2 C4_W2 “Cost Summary”: 1/n_c + 1/f²",
            score=0.75,
        ),
        wrong(
            "filters-in-depthwise",
            {DEPTHWISE: DEPTHWISE + " * n_C"},
            "The depthwise step has one filter for each channel that comes in, and no others; the n_C new channels only come into being in the pointwise step.",
            score=0.5,
        ),
        wrong(
            "square-output",
            {"positions = n_H * n_W": "positions = n_H * n_H"},
            "The output need not be square: a filter visits n_H · n_W places.",
            score=0.25,
        ),
        wrong(
            "one-place",
            {"positions = n_H * n_W": "positions = 1"},
            "These are the weights of the filters. Each is multiplied at every place that a filter visits: times n_H · n_W.",
            score=0.25,
        ),
        wrong(
            "flat-filters",
            {"f * f * n_C_prev * positions * n_C": "f * f * positions * n_C"},
            "An ordinary filter is f × f × n_C_prev: it reaches through all channels that come in.",
            score=0.5,
        ),
        wrong(
            "keys-swapped",
            {"depthwise = f * f": "pointwise = f * f", "pointwise = n_C_prev": "depthwise = n_C_prev"},
            "The two parts have changed places: depthwise looks at f × f neighbours, pointwise mixes the channels.",
            score=0.5,
        ),
        wrong(
            "other-way-round",
            {"(depthwise + pointwise) / normal": "normal / (depthwise + pointwise)"},
            "This is how many times cheaper it is. The document divides the other way: what share of the normal cost remains.",
            score=0.75,
        ),
    ],
    accepted=[
        given.counted_by_parts,
        {"ratio = (depthwise + pointwise) / normal": "ratio = np.array([[1 / n_C + 1 / f**2]])"},
    ],
    hints=[
        "Cost = numbers in a filter × places it visits × number of filters, three times over.",
        "A depthwise filter has f · f numbers and there are n_C_prev of them; a pointwise one has 1 · 1 · n_C_prev and there are n_C.",
    ],
)

SMALLER = "blocks without a residual connection"
EXPANDED = 'np.clip(pointwise_conv(A_prev, p["W_expand"], p["b_expand"]), 0, 6)'
FILTERED = 'np.clip(depthwise_conv(A, p["W_depth"], p["b_depth"], stride, (f - 1) // 2), 0, 6)'

sheet.exercise(
    "inverted_residual_forward",
    points=8,
    source="D2 C4_W2 “MobileNet v2 Bottleneck”: expansion, depthwise, projection, residual connection",
    uses=["depthwise_conv", "pointwise_conv"],
    cases=[
        case("one picture, as many channels after as before", *given.bottleneck(1, (3, 3), 2, 4, 2, 3, seed=51)),
        case("two pictures with stride 2", *given.bottleneck(2, (4, 3), 2, 3, 2, 3, seed=61), 2, group=SMALLER),
        case("large values inside", *given.bottleneck(1, (2, 4), 2, 4, 2, 3, seed=71, scale=5.0), stride=1),
        case("filters of 5×5", *given.bottleneck(1, (3, 4), 2, 3, 3, 5, seed=81)),
        hidden(
            "three pictures, fewer channels after", *given.bottleneck(3, (3, 2), 3, 4, 1, 3, seed=91), 1, group=SMALLER
        ),
        hidden("stride 2 and filters of 5×5", *given.bottleneck(1, (5, 4), 2, 3, 2, 5, seed=101), 2, group=SMALLER),
        hidden("four pictures of two pixels", *given.bottleneck(4, (1, 2), 1, 5, 1, 3, seed=111, scale=3.0)),
    ],
    misconceptions=[
        wrong(
            "relu-after-projection",
            {"    if stride == 1 and": "    A = np.clip(A, 0, 6)\n    if stride == 1 and"},
            "ReLU6 follows the projection as well. The projection squeezes everything into few channels; cutting half of their values away there would lose what they carry, so it stays linear.",
        ),
        wrong(
            "relu-without-6",
            {EXPANDED: EXPANDED.replace("0, 6", "0, None"), FILTERED: FILTERED.replace("0, 6", "0, None")},
            "This is ReLU; values above 6 pass. ReLU6 cuts at 6 too, which keeps numbers small enough for the whole-number arithmetic of telephones.",
        ),
        wrong(
            "no-shortcut",
            {"A = A + A_prev": "pass"},
            "The residual connection is missing: with stride 1 and as many channels after as before, the block's input is added to its output.",
            score=0.5,
        ),
        wrong(
            "input-always-added",
            {"stride == 1 and A.shape == A_prev.shape": "True"},
            "The input is added in any case. Its shape must be that of the output: stride 1, and as many channels after as before.",
        ),
        wrong(
            "channels-not-compared",
            {"stride == 1 and A.shape == A_prev.shape": "stride == 1"},
            "With stride 1 the input is always added. The block must also have as many channels after as before.",
        ),
        wrong(
            "relu6-after-the-sum",
            {"A = A + A_prev": "A = np.clip(A + A_prev, 0, 6)"},
            "An activation function follows the sum. In ResNet one does; in this block the sum is what goes on to the next block.",
            score=0.5,
        ),
        wrong(
            "linear-depthwise",
            {FILTERED: FILTERED.removeprefix("np.clip(").removesuffix(", 0, 6)")},
            "No ReLU6 follows the depthwise convolution. Without it filter and projection, two linear steps, would be one.",
        ),
        wrong(
            "linear-expansion",
            {EXPANDED: EXPANDED.removeprefix("np.clip(").removesuffix(", 0, 6)")},
            "No ReLU6 follows the expansion. Then more channels bring nothing that the old ones did not have.",
        ),
        wrong(
            "border-of-1",
            {"(f - 1) // 2)": "1)"},
            "The border is always 1. That keeps the size with filters of 3×3 only; filters of 5×5 need more.",
        ),
        wrong(
            "stride-ignored",
            {'p["b_depth"], stride,': 'p["b_depth"], 1,'},
            "The stride does not reach the depthwise convolution.",
            score=0.5,
        ),
    ],
    accepted=[
        given.bottleneck_by_windows,
        {
            "A = A + A_prev": "A += A_prev",
            "A.shape == A_prev.shape": 'p["W_project"].shape[1] == p["W_expand"].shape[0]',
        },
    ],
    hints=[
        "Three calls of what you have written: pointwise, depthwise, pointwise; np.clip(A, 0, 6) after the first two.",
        "The border of the depthwise convolution is (f − 1) // 2, with f = W_depth.shape[0].",
        "At the end compare the shapes of A and A_prev. Keep A_prev as it came in: you need it once more.",
    ],
)

sheet.exercise(
    "what_to_train",
    points=3,
    source="D2 C4_W2 “Transfer Learning”",
    hints=[
        "Every weight that you train has to be learnt from your own pictures. Compare their numbers.",
        "Which layers are closest to the old task, and which find things that any picture has?",
    ],
    choices={"few": given.FEW, "some": given.SOME, "very many": given.VERY_MANY},
)

sheet.exercise(
    "train_head",
    points=8,
    source="D2 C4_W2 “Transfer Learning”; C2_W3 “Training a softmax classifier”",
    parts={"weights": ["[0]"], "biases": ["[1]"], "costs": ["[2]"]},
    cases=[
        case("seven pictures, one step", *given.features(7, 3, 3, seed=121), num_iterations=1),
        case("five pictures, 20 steps with a penalty", *given.features(5, 2, 3, seed=122), 0.5, 20, lambd=0.7),
        case("one picture", *given.features(1, 3, 2, seed=123), 0.2, 3),
        case("eight pictures, two steps", *given.features(8, 4, 4, seed=124), learning_rate=1.0, num_iterations=2),
        hidden("one feature", *given.features(6, 1, 2, seed=125), 0.3, 10, 0.1),
        hidden("the default settings", *given.features(9, 5, 3, seed=126)),
        hidden("a class without pictures", *given.features(4, 3, 3, seed=127)[:2], 5, num_iterations=8),
        hidden("a strong penalty", *given.features(6, 6, 2, seed=128), 0.1, 30, lambd=6.0),
    ],
    misconceptions=given.mistakes_of_head(),
    accepted=[
        given.head_by_classes,
        {
            "np.eye(n_classes)[Y]": "(Y[:, None] == np.arange(n_classes)).astype(float)",
            "F.T @ dZ": "np.einsum('mn,mc->nc', F, dZ)",
        },
    ],
    hints=[
        "W and b start as zeros. Rows are pictures: Z = F W + b has shape (m, n_classes), and each row becomes probabilities by softmax.",
        "As always with softmax, dZ = (P − one-hot labels) / m. np.eye(n_classes)[Y] makes the one-hot rows.",
        "dW has W's shape (n, n_classes): F.T @ dZ, plus the penalty's slope. db keeps its axis: shape (1, n_classes).",
    ],
)

EVERYTHING = "three pictures of 4×4 pixels, squares of 3"
COLOURS = "np.random.randint(-shift, shift + 1, size=3)"

sheet.exercise(
    "augment_batch",
    points=8,
    source="D2 C4_W2 “Common augmentation method”, “Color shifting”: +20, −20, +20",
    properties=[
        {"name": "augmented", "misconception": "runs-over"},
        {"name": "seed_argument", "misconception": "ignores-seed"},
        {"name": "augmented", "tries": 80, "cases": [EVERYTHING], "misconception": "same-for-all"},
    ],
    cases=given.augment_cases(EVERYTHING),
    misconceptions=[
        wrong(
            "runs-over",
            {".astype(int)": "", "np.clip(square + colours, 0, 255)": "(square + colours).astype(np.uint8)"},
            "A bright colour plus something comes out dark, a dark one minus something bright: a byte that runs over 255 starts again at 0. Compute with wider numbers, and cut off before they become bytes again.",
        ),
        wrong(
            "upside-down",
            {"X[i, :, ::-1]": "X[i, ::-1]"},
            "Pictures are turned upside down. Left and right are the second axis of a picture.",
        ),
        wrong(
            "colours-swapped",
            {"X[i, :, ::-1]": "X[i, :, :, ::-1]"},
            "The last axis holds the colours: turned round, red becomes blue. Left and right are the second axis of a picture.",
        ),
        wrong(
            "same-for-all",
            {"    for i in range(m):\n": "    for i in range(m):\n        np.random.seed(seed)\n"},
            "All pictures of a batch get the same random numbers: they are drawn once for all, or the seed is set anew for each. Each picture should get its own.",
        ),
        wrong(
            "grey-shift",
            {COLOURS: "np.random.randint(-shift, shift + 1)"},
            "One number is added to all three colours: the picture gets brighter or darker. Red, green and blue each need their own.",
        ),
        wrong(
            "shift-per-pixel",
            {"size=3)": "size=(size, size, 3))"},
            "Every pixel gets numbers of its own: that is noise. A colour shift adds one number to all of a picture's red, and so on.",
        ),
        wrong(
            "ignores-seed",
            {"    np.random.seed(seed)\n": ""},
            "`seed` does not decide the result. The same seed has to give the same pictures, whatever was drawn before.",
        ),
    ],
    accepted=[given.augment_with_new_generator, given.augment_at_once],
    hints=[
        "np.random.seed(seed) once; then for each picture draw: mirror or not, top, left, and three numbers for the colours.",
        "np.random.randint(a, b) never gives b. A square of 3 in 5 pixels can start at 0, 1 or 2.",
        "uint8 plus int8 runs over at 255. `square.astype(int)` first, then add, then np.clip(…, 0, 255).",
    ],
)

sheet.exercise(
    "ensemble_average",
    points=3,
    source="D2 C4_W2 “Ensembling”: average their outputs",
    parts={"probabilities": ["[0]"], "classes": ["[1]"]},
    cases=[
        case("three networks of which two are overruled", given.DIVIDED),
        case("a list of two arrays, one picture", list(given.chances(2, 1, 4, seed=131))),
        case("five networks, four pictures", given.chances(5, 4, 3, seed=132)),
        hidden("one network", given.chances(1, 6, 3, seed=133)),
        hidden("one picture", given.chances(4, 1, 3, seed=136)),
        hidden("seven pictures, two classes", given.chances(3, 7, 2, seed=134)),
        hidden("as many networks as pictures and classes", given.chances(3, 3, 3, seed=135)),
    ],
    misconceptions=[
        wrong(
            "vote",
            {"np.argmax(P, axis=1)": "np.array([np.bincount(v).argmax() for v in np.argmax(outputs, axis=2).T])"},
            "The classes are what most networks voted for. Then one that is nearly sure counts no more than one that hesitates; the document averages the outputs first and chooses after.",
            "D2 C4_W2 “Ensembling”",
            score=0.5,
        ),
        wrong(
            "sum",
            {"np.mean(outputs, axis=0)": "np.sum(outputs, axis=0)"},
            "These are sums over the networks; probabilities have to add up to 1 over the classes.",
            score=0.5,
        ),
        wrong(
            "averaged-over-pictures",
            {"np.mean(outputs, axis=0)": "np.mean(outputs, axis=1)"},
            "The average runs over the pictures. The networks are the first axis.",
        ),
        wrong(
            "classes-down",
            {"np.argmax(P, axis=1)": "np.argmax(P, axis=0)"},
            "This picks for every class the picture it fits best. Wanted is for every picture its best class.",
            score=0.5,
        ),
    ],
    accepted=[
        given.average_by_adding,
        {"np.mean(outputs, axis=0)": "sum(np.asarray(one) for one in outputs) / len(outputs)"},
    ],
    hints=["np.mean over the axis of the networks, then np.argmax over the axis of the classes."],
)

sheet.exercise(
    "ten_crops",
    points=4,
    source="D2 C4_W2 “Multi-crop at test time”, “10-crop”",
    cases=[
        case("squares of 2 out of 3×4 pixels", np.arange(12).reshape(3, 4, 1), 2),
        case("squares of 1 out of 4×6 pixels", np.arange(24).reshape(4, 6, 1), size=1),
        case("colours", given.pixels(4, 3, 3, seed=141), 2),
        hidden("squares of 3 out of 5×4 pixels", given.numbers(5, 4, 1, seed=142), 3),
        hidden("a square as large as the picture", given.pixels(2, 2, 3, seed=143), 2),
        hidden("a tall picture", given.pixels(7, 2, 2, seed=144), 2),
    ],
    misconceptions=given.mistakes_of_crops(),
    accepted=[
        given.crops_one_by_one,
        {
            "np.array(squares + [square[:, ::-1] for square in squares])": "np.concatenate([squares, np.array(squares)[:, :, ::-1]])"
        },
    ],
    hints=[
        "Five places: rows 0 or height − size, columns 0 or width − size, and half of both for the middle.",
        "A list of ten arrays of one shape becomes one array by np.array(…).",
    ],
)
