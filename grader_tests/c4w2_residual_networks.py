"""What c4w2_residual_networks checks: cases, known mistakes, other right ways, hints."""

from grader_tests import Sheet, case, hidden
from grader_tests import inputs_c4w2_residual as inputs
from grader_tests.inputs_c4w2_residual import SECOND, SHORT, VGG16, channels, projection, scalars, stack, wrong

sheet = Sheet(__name__, position=1, errata="E38 E201 E202")


FILTERS = "conv += (3 * 3 * n_C + 1) * filters"
HALVES = "n_H, n_W = n_H // 2, n_W // 2"
UNITS = "units, total = n_H * n_W * n_C, conv"

sheet.exercise(
    "vgg_parameters",
    points=6,
    source="D2 C4_W2 “Classic networks”, VGG-16: 3×3 filters, s = 1, same; max-pool 2×2, s = 2",
    parts={"convolutions": ["['conv']"], "dense layers": ["['dense']"], "total": ["['total']"]},
    cases=[
        case("a small network", [(1, 4)], [3], (4, 4, 1)),
        case("VGG-16", VGG16, [4096, 4096, 1000]),
        case("two blocks and odd sizes", [(2, 3), (1, 5)], [7, 2], (11, 6, 2)),
        hidden("VGG-19", [(2, 64), (2, 128), (4, 256), (4, 512), (4, 512)], [4096, 4096, 1000]),
        hidden("no dense layer", [(3, 6), (2, 6)], [], (9, 9, 3)),
        hidden("a wide picture", [(1, 2), (2, 8), (1, 4)], [10], (8, 30, 3)),
        hidden("dense layers alone", [], [5, 4], (3, 5, 2)),
    ],
    misconceptions=[
        wrong(
            "E38",
            {UNITS: "units, total = n_C, conv"},
            "Your first dense layer reads one number per channel. Flattening hands it every pixel of every channel: for VGG-16 that is 25 088 numbers, not 512. (With this slip VGG-16 comes to 37.7 million, close to the 38 that is printed.)",
            "D2 C4_W2 “VGG-16”: ~38M",
            score=1 / 3,
        ),
        wrong(
            "no-biases",
            {"(3 * 3 * n_C + 1)": "(3 * 3 * n_C)", "(units + 1)": "units"},
            "These are the weights alone. Every filter and every unit also has a bias.",
        ),
        wrong(
            "flat-filters",
            {"3 * 3 * n_C + 1": "3 * 3 + 1"},
            "A filter is as deep as what it reads: it has nine weights for each channel of its input, not nine in all.",
            score=1 / 3,
        ),
        wrong(
            "channels-stay",
            {"            n_C = filters\n": ""},
            "Every convolution reads as many channels here as the picture has. It reads what the layer before made: as many channels as that one had filters.",
        ),
        wrong(
            "block-reads-picture",
            {"            n_C = filters\n": "        n_C = filters\n"},
            "All convolutions of a block read as many channels as the first one here. The second already reads what the first made.",
            score=1 / 3,
        ),
        wrong(
            "units-stay",
            {"        units = n\n": ""},
            "All dense layers read the flattened pictures here. The second one reads the units of the first.",
            score=1 / 3,
        ),
        wrong(
            "no-pooling",
            {HALVES: "pass"},
            "Height and width never shrink, so the first dense layer gets far too many weights: each block ends with a pooling that halves both.",
            score=1 / 3,
        ),
        wrong(
            "rounded-up",
            {HALVES: "n_H, n_W = -(-n_H // 2), -(-n_W // 2)"},
            "Odd sizes are rounded up. A 2×2 window that would hang over the edge is not used: 11 pixels make 5.",
            score=1 / 3,
        ),
        wrong(
            "per-pixel",
            {FILTERS: f"{FILTERS} * n_H * n_W"},
            "This counts a filter anew at every place. That is how often it is *used*; its weights are the same everywhere, and are stored once.",
            score=1 / 3,
        ),
    ],
    accepted=[
        inputs.by_shapes,
        {
            FILTERS: "conv += np.ones((3, 3, n_C, filters)).size + np.ones((1, 1, 1, filters)).size",
            "total += (units + 1) * n": "total = total + np.int64(units) * n + n",
        },
    ],
    hints=[
        "Walk through the network and keep three numbers up to date: height, width and channels of what comes out.",
        "A convolution: so many filters, each with 3 · 3 · (channels it reads) weights and a bias. Pooling has no parameters, but halves height and width.",
        "A dense layer: (units it reads + 1) · its own units. The first one reads the flattened pictures.",
    ],
)


SUM = "S = Z2 + A_prev"
OUT = "A = np.maximum(S, 0)"

sheet.exercise(
    "identity_block_forward",
    points=8,
    source="D2 C4_W2 “Residual block”: a[l+2] = g(z[l+2] + a[l])",
    parts={"output": ["[0]"], "cache": ["[1]"]},
    cases=inputs.forward_cases(),
    misconceptions=[
        wrong(
            "after-relu",
            {OUT: "A = np.maximum(Z2, 0) + A_prev"},
            "The shortcut arrives after the last ReLU here. It is added before it: g works on the sum. After it, the block could only ever add to its input, never take away.",
            score=0.5,
        ),
        wrong(
            "no-shortcut",
            {SUM: "S = Z2"},
            "This is two plain layers: the input does not come back in. The sum before the last ReLU has two parts.",
        ),
        wrong(
            "no-last-relu",
            {OUT: "A = S"},
            "There are negative numbers in the output: the last step, g, is missing after the sum.",
            score=0.5,
        ),
        wrong(
            "no-first-relu",
            {"A1 = np.maximum(Z1, 0)": "A1 = Z1"},
            "There is no ReLU between the two convolutions. Without it the two collapse into a single linear step, as in course 1.",
        ),
        wrong(
            "shortcut-from-A1",
            {SUM: "S = Z2 + A1"},
            "The shortcut starts too late, behind the first convolution. It has to skip both.",
        ),
        wrong(
            "S-without-shortcut",
            {'"S": S': '"S": Z2'},
            "The output is right, but the cache holds z[l+2] under the name S. Keep what goes into the last ReLU: the sum with the shortcut.",
            score=0.5,
        ),
        wrong(
            "S-after-relu",
            {'"S": S': '"S": A'},
            "The cache holds under the name S what comes *out* of the last ReLU (or that ReLU was done in place). Keep the sum as it goes in, with its negative numbers.",
            score=0.5,
        ),
        wrong(
            "in-place",
            {SUM: "A_prev += Z2\n    S = A_prev"},
            "A_prev += … changes the caller's array, and with it what the first convolution kept for the way back. Make a new array for the sum.",
        ),
        wrong(
            "no-pad",
            {"pad=W1.shape[0] // 2": "pad=0", "pad=W2.shape[0] // 2": "pad=0"},
            "Without padding the pictures shrink, and the sum no longer fits its input: “same” convolutions keep height and width.",
        ),
        wrong(
            "pad-1",
            {"pad=W1.shape[0] // 2": "pad=1", "pad=W2.shape[0] // 2": "pad=1"},
            "A border of one pixel is right for 3×3 filters only. For f×f filters with odd f, “same” needs another one: f can be read off the weights.",
        ),
    ],
    accepted=[
        inputs.with_moved_pictures,
        {
            OUT: "A = np.where(S > 0, S, 0)",
            SUM: "S = Z2.copy()\n    S += A_prev",
            "A1 = np.maximum(Z1, 0)": "A1 = (abs(Z1) + Z1) / 2",
            "W1.shape[0] // 2": "(W1.shape[0] - 1) // 2",
        },
        {'return A, {"conv1"': 'return A, {"Z2": Z2, "A": A, "conv1"'},
    ],
    hints=[
        "Four steps that you know: convolution, ReLU, convolution, ReLU. Only one thing is new, and it stands just before the last.",
        "`Z, kept = conv_forward(A, W, b, stride=1, pad=…)`; keep both results of both calls.",
        "Output and input must have the same shape to be added, so the border is (f − 1) / 2 pixels.",
    ],
)


GATE_S = 'dS = dA * (cache["S"] > 0)'
GATE_1 = 'dZ1 = dA1 * (cache["Z1"] > 0)'

sheet.exercise(
    "identity_block_backward",
    points=10,
    source="D2 C4_W2 “Residual block”; the chain rule at a sum",
    parts={"dA_prev": ["[0]"], "gradients": ["[1]"]},
    cases=inputs.backward_cases(),
    misconceptions=[
        wrong(
            "no-shortcut",
            {"return dA_through + dS": "return dA_through"},
            "The gradient comes back by one of two ways only. A_prev also reaches the sum directly; what flows back along the shortcut is missing, and with it all that the shortcut was built for.",
            score=0.5,
        ),
        wrong(
            "shortcut-past-the-relu",
            {"return dA_through + dS": "return dA_through + dA"},
            "The shortcut joins before the last ReLU, so its gradient passes that ReLU as well: where the sum was negative, nothing gets through.",
            score=0.5,
        ),
        wrong(
            "no-last-gate",
            {GATE_S: "dS = dA"},
            "The last ReLU is skipped on the way back: where its sum was below 0 the output did not move, so the gradient there is 0.",
        ),
        wrong(
            "no-first-gate",
            {GATE_1: "dZ1 = dA1"},
            "The ReLU between the convolutions is missing on the way back: cut the gradient off where Z1 was below 0.",
        ),
        wrong(
            "gate-by-sum",
            {GATE_1: 'dZ1 = dA1 * (cache["S"] > 0)'},
            "Both ReLUs cut off where S was negative. Each has numbers of its own: the first one saw Z1.",
        ),
        wrong(
            "order-of-gradients",
            {"dA1, dW2, db2 =": "dW2, db2, dA1 =", "dA_through, dW1, db1 =": "dW1, db1, dA_through ="},
            "The gradients are taken in another order than conv_backward hands them over: first that of its input, then W, then b.",
        ),
        wrong(
            "mean-over-m",
            {
                '{"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}': '{"dW1": dW1 / len(dA), "db1": db1 / len(dA), "dW2": dW2 / len(dA), "db2": db2 / len(dA)}'
            },
            "The gradients are divided by m. In this course's layers the 1/m is in the cost, so dA has it already.",
            score=0.5,
        ),
        wrong(
            "shortcut-into-A1",
            {GATE_1: 'dZ1 = (dA1 + dS) * (cache["Z1"] > 0)', "return dA_through + dS": "return dA_through"},
            "The shortcut's gradient is added behind the first convolution. It skips both convolutions: it joins where the block begins.",
        ),
    ],
    accepted=[
        inputs.two_ways_back,
        {"return dA_through + dS": "return np.add(dS, dA_through)", GATE_S: 'dS = np.where(cache["S"] > 0, dA, 0)'},
    ],
    hints=[
        "Go through the forward function from its last line to its first; every line gets a line of yours.",
        "At S = Z2 + A_prev the gradient dS goes two ways, unchanged: into the second convolution and along the shortcut.",
        '`conv_backward(dZ, cache["conv2"])` returns three gradients: of its input, of W, of b. At the end, what came by both ways is added.',
    ],
)


BACK = "grad = W.T @ dS + shortcut * dS"

sheet.exercise(
    "plain_vs_residual_gradient",
    points=8,
    source="D2 C4_W2 “Why do residual networks work?”",
    parts={"plain": ["['plain']"], "residual": ["['residual']"]},
    cases=[
        case("two layers of one unit", *scalars(0.5, 0.5)),
        case("a negative weight", *scalars(0.8, -0.5)),
        case("three layers of two units", *stack(2, 3, 3, seed=1)),
        case("one example", *stack(3, 1, 2, seed=2)),
        hidden("five examples", *stack(3, 5, 4, seed=3, scale=0.6)),
        hidden("one layer", *stack(4, 2, 1, seed=4)),
        hidden("small weights", *stack(2, 4, 8, seed=5, scale=0.2)),
        hidden("as many units as examples", *stack(3, 3, 3, seed=6)),
    ],
    misconceptions=[
        wrong(
            "wrong-end-first",
            {"found[::-1]": "found"},
            "The norms stand in the order in which you found them, from the last layer back. The list begins with the input's.",
        ),
        wrong(
            "no-way-past",
            {BACK: "grad = W.T @ dS"},
            "The residual layers' gradient comes back through the weights only. Forward there is a shortcut; backward there is one as well.",
            score=0.5,
        ),
        wrong(
            "past-the-relu",
            {BACK: "grad = W.T @ dS + shortcut * grad"},
            "The shortcut's gradient gets round the ReLU. Forward the shortcut joins before it, so back it is cut off as well where the sum was negative.",
            score=0.5,
        ),
        wrong(
            "layers-not-reversed",
            {"zip(reversed(weights), reversed(sums))": "zip(weights, sums)"},
            "The gradient passes the layers in forward order. It starts at the last one.",
        ),
        wrong(
            "no-gate",
            {"dS = grad * (S > 0)": "dS = grad"},
            "The ReLU is missing on the way back: where a unit's sum was negative, no gradient gets through.",
        ),
        wrong(
            "not-transposed",
            {"W.T @ dS": "W @ dS"},
            "Backward the weights are used the other way round: dS has an entry for every output of the layer, and you want one for every input.",
        ),
        wrong(
            "after-relu",
            {
                "sums.append(W @ A + shortcut * A)": "sums.append(W @ A)",
                "A = np.maximum(sums[-1], 0)": "A = np.maximum(sums[-1], 0) + shortcut * A",
                BACK: "grad = W.T @ dS + shortcut * grad",
            },
            "Your shortcut joins after the ReLU. In this document's residual layer it is added before: A[l] = ReLU(W[l] A[l−1] + A[l−1]).",
            score=0.5,
        ),
        wrong(
            "forward-without-shortcut",
            {"sums.append(W @ A + shortcut * A)": "sums.append(W @ A)"},
            "Only the way back has the shortcut. The forward pass decides which units are active, so it needs it too.",
            score=0.5,
        ),
        wrong(
            "without-the-input",
            {"found[::-1]": "found[-2::-1]"},
            "The list has one number too few: the gradient with respect to the input X itself comes first.",
        ),
        wrong(
            "without-the-output",
            {"found[::-1]": "found[:0:-1]"},
            "The list has one number too few: the gradient with respect to A[L], the dA that was handed in, comes last.",
        ),
    ],
    accepted=[inputs.by_jacobians, inputs.with_a_function],
    hints=[
        "Two runs of the same code, one with shortcut and one without; each goes forward first and keeps every sum that enters a ReLU.",
        "Back through one layer: cut off where the sum was negative; then through W[l] transposed; then, with a shortcut, add what comes by it.",
        "Collect the norms from the last layer to the input and turn the list round at the end.",
    ],
)


PIXELS = "A_prev[:, ::stride, ::stride, :]"

sheet.exercise(
    "conv1x1",
    points=6,
    source="D2 C4_W2 “Why does a 1×1 convolution do?”, “Using 1×1 convolutions”",
    cases=[
        case("the document's 6×6 picture times 2", *inputs.TIMES_TWO),
        case("two channels mixed into two", *channels(1, 2, 3, 2, 2, seed=1)),
        case("three channels into one", *channels(2, 3, 2, 3, 1, seed=2)),
        case("a stride of 2", *channels(3, 3, 4, 2, 3, seed=3), stride=2),
        hidden("one channel into four", *channels(4, 2, 2, 1, 4, seed=4)),
        hidden("as many channels as pixels", *channels(1, 3, 3, 3, 3, seed=5)),
        hidden("a stride of 3", *channels(2, 7, 5, 2, 1, seed=6), stride=3),
        hidden("a stride larger than the picture", *channels(5, 2, 3, 3, 2, seed=7), 4),
    ],
    misconceptions=[
        wrong(
            "no-bias",
            {" + b": ""},
            "The bias is missing: every filter adds a number of its own.",
        ),
        wrong(
            "with-relu",
            {f"return {PIXELS} @ W[0, 0] + b": f"return np.maximum({PIXELS} @ W[0, 0] + b, 0)"},
            "Negative numbers have become 0. The document's network in network does have a ReLU next, but Z is what goes into it.",
        ),
        wrong(
            "swapped-channels",
            {"W[0, 0]": "W[0, 0].T"},
            "The two channel axes are swapped: W[0, 0] has a row for each channel that comes in and a column for each that goes out.",
        ),
        wrong(
            "no-stride",
            {PIXELS: "A_prev"},
            "`stride` makes no difference. With 2, only every second pixel of every second row is looked at.",
        ),
        wrong(
            "stride-on-rows",
            {PIXELS: "A_prev[:, ::stride]"},
            "The stride thins the rows out, but not the columns.",
        ),
        wrong(
            "rounded-down",
            {
                PIXELS: "A_prev[:, : A_prev.shape[1] // stride * stride : stride, : A_prev.shape[2] // stride * stride : stride]"
            },
            "The last row or column is lost: three rows with a stride of 2 have two places, the first and the third. A 1×1 filter never hangs over the edge.",
        ),
        wrong(
            "starts-late",
            {PIXELS: "A_prev[:, stride - 1 :: stride, stride - 1 :: stride, :]"},
            "The first pixel is skipped. A filter stands in the upper left corner first, and only then moves on by its stride.",
        ),
    ],
    accepted=[
        inputs.pixel_by_pixel,
        inputs.as_a_convolution,
        {f"{PIXELS} @ W[0, 0]": f'np.einsum("mhwc,xycd->mhwd", {PIXELS}, W)'},
    ],
    hints=[
        "A filter sees one pixel: as many numbers as there are channels. It multiplies each by a weight of its own and adds them up.",
        "All filters at once: a pixel, as a row (n_C_prev,), times a matrix (n_C_prev, n_C).",
        "`@` multiplies along the last axis of a stack of pictures; `A[:, ::2, ::2, :]` takes every second pixel.",
    ],
)


sheet.exercise(
    "projection_block_forward",
    points=7,
    source="D2 C4_W2 “Why do residual networks work?”: g(z[l+2] + W_s a[l])",
    uses=["conv1x1"],
    cases=[
        case("one example", *projection(1, 4, 4, 1, 2, 3, seed=1)),
        case("two examples with more channels", *projection(2, 4, 2, 2, 3, 3, seed=2), stride=2),
        case("a stride of 1", *projection(3, 2, 2, 1, 3, 3, seed=3), stride=1),
        hidden("odd sizes", *projection(1, 5, 3, 2, 1, 3, seed=4)),
        case("filters of 1×1", *projection(4, 3, 4, 2, 4, 1, seed=5)),
        hidden("a stride of 3", *projection(2, 7, 4, 1, 2, 3, seed=6), stride=3),
        hidden("fewer channels than before", *projection(1, 4, 5, 3, 2, 3, seed=7)),
    ],
    misconceptions=inputs.mistakes_of_projection(),
    accepted=[
        inputs.a_shortcut_of_its_own,
        {SHORT: 'shortcut, _ = conv_forward(A_prev, parameters["Ws"], parameters["bs"], stride)'},
    ],
    hints=[
        "Main path: as in the identity block, but the first convolution has the stride. Nothing has to be kept this time.",
        "Shortcut: your conv1x1 with Ws and bs. Which stride makes its picture as small as the main path's?",
        "Add the two paths, then one ReLU.",
    ],
)


sheet.exercise(
    "inception_cost",
    points=5,
    source="D2 C4_W2 “The problem of computational cost”: 120 M; “Using 1×1 convolution”: 12.4 M",
    cases=[
        case("the document's 5×5 convolution", 28, 28, 192, 5, 32),
        case("the same behind a bottleneck of 16", 28, 28, 192, 5, 32, 16),
        case("a small wide picture", 2, 3, 4, 3, 5),
        case("a small bottleneck", 2, 3, 4, 3, 5, bottleneck=2),
        hidden("1×1 filters", 28, 28, 192, 1, 64),
        hidden("a bottleneck of 1", 5, 4, 7, 3, 2, bottleneck=1),
        hidden("a bottleneck that does not pay", 7, 9, 3, 1, 2, bottleneck=12),
        hidden("a 3×3 branch behind 96 filters", 28, 28, 192, 3, 128, bottleneck=96),
    ],
    misconceptions=inputs.mistakes_of_counting(),
    accepted=[
        inputs.step_by_step,
        {
            "return n_H * n_W * filters * f * f * n_C": "return float(np.prod([n_H, n_W, filters, f**2, n_C]))",
            f"n_H * n_W * bottleneck * n_C + {SECOND}": "n_H * n_W * bottleneck * (n_C + f**2 * filters)",
        },
    ],
    hints=[
        "How many numbers come out? How many multiplications does each of them take?",
        "One number of the output: f · f · (channels read) multiplications. The output has n_H · n_W · filters numbers.",
        "With a bottleneck there are two convolutions: count each, and add.",
    ],
)
