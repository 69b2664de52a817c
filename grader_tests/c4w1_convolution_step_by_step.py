"""What c4w1_convolution_step_by_step checks: cases, known mistakes, other right ways, hints."""

from grader_tests import Sheet, misconception
from grader_tests import inputs_c4w1_convolution as inputs
from grader_tests.inputs_c4w1_convolution import wrong

sheet = Sheet(__name__, position=1, errata="E191 E192 E193 E194")


sheet.exercise(
    "edge_filter",
    points=3,
    source="D2 C4_W1 “Vertical and Horizontal Edge Detection”, “Learning to detect edges”",
    cases=inputs.filters(),
    misconceptions=[
        wrong(
            "E191",
            {"for w in weights]": "for w in weights] * np.array([[1, 1, -1], [1, 1, 1], [1, 1, 1]])"},
            "The slide's worked sum multiplies the 1 under the filter's upper right corner by +1. All three weights of that column have the same sign, or the rows would pull against each other.",
            "D2 C4_W1 “Vertical edge detection”: … + 1 × 1 + 8 × −1 + 2 × −1 = −5",
        ),
        wrong(
            "swapped-directions",
            {'kind.endswith("horizontal")': 'not kind.endswith("horizontal")'},
            "Vertical and horizontal are swapped. A vertical edge has its two sides left and right of it, so its filter compares columns.",
        ),
        wrong(
            "dark-to-bright",
            {"[w, 0, -w]": "[-w, 0, w]"},
            "The signs are the other way round: an edge from bright (left or top) to dark would come out negative. In the document it is +30.",
        ),
        wrong(
            "plain-for-all",
            {"[1, 2, 1]": "[1, 1, 1]", "[3, 10, 3]": "[1, 1, 1]"},
            "Sobel's filter gives the middle one of three rows (or columns) more weight; yours treats them alike.",
        ),
    ],
    accepted=[
        inputs.written_out,
        {"vertical = np.array([[w, 0, -w] for w in weights])": "vertical = np.outer(weights, [1.0, 0.0, -1.0])"},
    ],
    hints=[
        "Write the vertical filter first: three equal rows, each compares what is left with what is right.",
        "A horizontal filter is its vertical one with rows and columns exchanged.",
        "Sobel weighs the three rows 1, 2, 1 and Scharr 3, 10, 3.",
    ],
)


sheet.exercise(
    "conv_output_size",
    points=4,
    source="D2 C4_W1 “Padding”, “Strided convolutions”, “Summary of convolutions”",
    cases=inputs.sizes(),
    misconceptions=[
        wrong(
            "E194",
            {"(n + 2 * pad - f) // stride + 1": "(n + 2 * pad - f + 1) // stride"},
            "The 1 is for the first place, which is there before any step is taken. Inside the bracket it is divided by the stride like a pixel, and places get lost as soon as the stride is not 1.",
            "D2 C4_W1 “Summary of pooling”: ⌊(n_H − f + 1)/s⌋ beside ⌊(n_W − f)/s + 1⌋",
        ),
        wrong(
            "pad-once",
            {"2 * pad": "pad"},
            "The frame has two sides: left and right (or top and bottom) both add `pad` pixels.",
        ),
        wrong(
            "steps-only",
            {"// stride + 1": "// stride"},
            "This counts the steps. The places are one more, like fence posts: the filter also stands where it starts.",
        ),
        wrong(
            "rounded-up",
            {"(n + 2 * pad - f) // stride + 1": "-(-(n + 2 * pad - f) // stride) + 1"},
            "A filter that would hang over the edge is not used: an incomplete last step is rounded down, not up.",
        ),
        wrong(
            "not-whole",
            {"// stride": "/ stride"},
            "A number of places has to be whole. If the last step does not fit, leave it out: round down.",
        ),
        wrong(
            "no-stride",
            {"// stride": "// 1"},
            "The stride is not used. With stride 2 the filter skips every other place, so there are about half as many.",
        ),
        wrong(
            "no-pad",
            {"2 * pad": "0 * pad"},
            "`pad` is not used. A frame makes the picture larger by `pad` pixels on each side, so there are more places.",
        ),
    ],
    accepted=[
        {"(n + 2 * pad - f) // stride + 1": "int(np.floor((n + 2 * pad - f) / stride + 1))"},
        {"(n + 2 * pad - f) // stride + 1": "len(range(0, n + 2 * pad - f + 1, stride))"},
    ],
    hints=[
        "With its frame, the side is n + 2·pad pixels long. How far can the filter move before it touches the end?",
        "Divide that distance by the stride and round down: these are the steps. The places are one more.",
    ],
)


PAD = "((0, 0), (pad, pad), (pad, pad), (0, 0))"

sheet.exercise(
    "zero_pad",
    points=4,
    source="D2 C4_W1 “Padding”",
    cases=inputs.frames(),
    misconceptions=[
        wrong(
            "all-axes",
            {PAD: "pad"},
            "A single number pads all four axes: there are now pictures of nothing but zeros before and after yours, and empty channels. Only height and width get a frame.",
        ),
        wrong(
            "channels-too",
            {PAD: "((0, 0), (pad, pad), (pad, pad), (pad, pad))"},
            "The channels are padded too: the last axis should stay as it is.",
        ),
        wrong(
            "one-side",
            {PAD: "((0, 0), (0, pad), (0, pad), (0, 0))"},
            "Only the bottom and the right side got zeros; the frame has four sides.",
        ),
        wrong(
            "edge-repeated",
            {f"{PAD})": f'{PAD}, mode="edge")'},
            "The frame repeats the pixels at the edge. Here it should hold zeros.",
        ),
        misconception(
            "empty-at-0",
            by=inputs.framed_from_behind,
            says="A slice that ends at -pad works for every pad but 0: -0 is 0, and a slice up to 0 is empty. Count the end from the front, with the picture's own height and width.",
        ),
        wrong(
            "three-pairs",
            {PAD: "((pad, pad), (pad, pad), (0, 0))"},
            "np.pad got three pairs for four axes. The first axis, the examples, needs a pair of its own.",
        ),
    ],
    accepted=[
        inputs.framed,
        {
            "np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)))": "np.pad(X, [(0,), (pad,), (pad,), (0,)], constant_values=0.0)"
        },
    ],
    hints=[
        "np.pad takes one pair (before, after) for every axis, in the order of the axes.",
        "X has four axes: examples, height, width, channels. Two of them get the pair (0, 0).",
    ],
)


sheet.exercise(
    "flip_kernel",
    points=3,
    source="D2 C4_W1 “Technical note on cross-correlation vs. convolution”",
    cases=inputs.kernels(),
    misconceptions=[
        wrong(
            "E192",
            {"np.array(K)[::-1, ::-1]": "np.swapaxes(np.array(K)[::-1, ::-1], 0, 1)"},
            "Half a turn, and then rows and columns exchanged as well: that is what the slide prints. In a half turn, a row stays a row, read backwards.",
            "D2 C4_W1 “Technical note”: 3 4 5 / 1 0 2 / −1 9 7 becomes 7 2 5 / 9 0 4 / −1 1 3",
        ),
        wrong(
            "upside-down",
            {"[::-1, ::-1]": "[::-1]"},
            "Only the order of the rows is turned round; left and right have to change places too.",
        ),
        wrong(
            "mirrored",
            {"[::-1, ::-1]": "[:, ::-1]"},
            "Only left and right are exchanged; top and bottom have to change places too.",
        ),
        wrong(
            "transposed",
            {"np.array(K)[::-1, ::-1]": "np.swapaxes(np.array(K), 0, 1)"},
            "This exchanges rows and columns (a mirror at the diagonal): the upper left corner stays where it is. In a half turn it moves to the lower right.",
        ),
        wrong(
            "channels-turned",
            {"np.array(K)[::-1, ::-1]": "np.flip(K)"},
            "The channels are turned round too, so red weights would meet blue pixels. Only the first two axes are turned.",
        ),
        wrong(
            "quarter-turn",
            {"np.array(K)[::-1, ::-1]": "np.rot90(K)"},
            "This is a quarter of a turn: rows have become columns. Half a turn is twice that.",
        ),
    ],
    accepted=[
        inputs.entry_by_entry,
        {"np.array(K)[::-1, ::-1]": "np.rot90(K, 2)"},
        {"np.array(K)[::-1, ::-1]": "np.flip(K, axis=(0, 1))"},
    ],
    hints=[
        "A half turn is two mirrors: top and bottom change places, and left and right.",
        "K[::-1] is K with its first axis read backwards; the second axis needs the same.",
    ],
)


sheet.exercise(
    "conv_single_step",
    points=5,
    source="D2 C4_W1 “Convolutions over volumes”, “One layer of a convolutional network”",
    cases=inputs.windows(),
    misconceptions=[
        wrong(
            "bias-everywhere",
            {"np.sum(a_slice_prev * W) + np.squeeze(b)": "np.sum(a_slice_prev * W + b)"},
            "b is added to every product before the sum, so it counts f · f · n_C_prev times. A filter has one bias, added once.",
        ),
        wrong("forgot-b", {" + np.squeeze(b)": ""}, "The bias b is left out."),
        wrong(
            "turned-first",
            {"a_slice_prev * W": "a_slice_prev * W[::-1, ::-1]"},
            "The filter is turned by half a turn first. Mathematics does that; networks multiply as it stands (cross-correlation), since they learn the filter anyway.",
            "D2 C4_W1 “Technical note on cross-correlation vs. convolution”",
        ),
        wrong(
            "by-channel",
            {"np.sum(a_slice_prev * W)": "np.sum(a_slice_prev * W, axis=(0, 1))"},
            "There is one number per channel. The filter reaches through all channels at once, and all its products are added into one number.",
        ),
    ],
    accepted=[
        inputs.product_by_product,
        {"np.sum(a_slice_prev * W) + np.squeeze(b)": "np.einsum('ijc,ijc->', a_slice_prev, W) + b"},
        {"np.sum(a_slice_prev * W) + np.squeeze(b)": "a_slice_prev.ravel() @ W.ravel() + b[0, 0, 0]"},
    ],
    hints=[
        "Window and filter have the same shape: multiply entry by entry with *.",
        "Add all products up to one number, over all three axes, then the bias. b has the shape (1, 1, 1); b.item() is its number.",
    ],
)


WINDOW = "A_pad[i, top : top + f, left : left + f, :]"

sheet.exercise(
    "conv_forward",
    points=12,
    source="D2 C4_W1 “One layer of a convolutional network”, “Summary of notation”",
    uses=["conv_output_size", "zero_pad", "conv_single_step"],
    cases=inputs.convolutions(),
    misconceptions=[
        wrong(
            "padded-cache",
            {"return Z, (A_prev,": "return Z, (A_pad,"},
            "The cache holds the padded pictures. It should hold A_prev as it was handed in: the backward pass pads for itself, and the gradient must have A_prev's shape.",
            score=2 / 3,
        ),
        wrong(
            "stride-not-walked",
            {"h * stride, w * stride": "h, w"},
            "The output has the right size, but the windows lie one pixel apart: output (h, w) looks at the picture h and w *strides* away from the corner.",
            score=1 / 3,
        ),
        wrong(
            "no-frame",
            {"zero_pad(A_prev, pad)": "zero_pad(A_prev, 0)"},
            "The windows are cut out of the pictures without their frame.",
            score=2 / 3,
        ),
        wrong(
            "one-filter",
            {"W[:, :, :, c], b[:, :, :, c]": "W[:, :, :, 0], b[:, :, :, 0]"},
            "All output channels are the work of the first filter. Channel c belongs to the weights and the bias with the last index c.",
        ),
        wrong("forgot-b", {", b[:, :, :, c])": ", 0 * b[:, :, :, c])"}, "The biases are left out."),
        wrong(
            "rows-as-columns",
            {"h * stride, w * stride": "w * stride, h * stride"},
            "Rows and columns are exchanged: h walks down and chooses rows, w walks to the right and chooses columns.",
        ),
        wrong(
            "first-picture-only",
            {WINDOW: WINDOW.replace("[i,", "[0,")},
            "Every example gets the outputs of the first picture.",
        ),
        wrong(
            "all-biases",
            {"b[:, :, :, c])": "b)"},
            "The step gets the biases of all filters, so several numbers come back where one is to be stored. Filter c has one bias.",
        ),
        wrong(
            "returned-early",
            {"\n    return Z,": "\n        return Z,"},
            "The return stands inside the loop over the examples, so all pictures after the first stay 0.",
        ),
    ],
    accepted=[
        inputs.shifted_pictures,
        inputs.all_windows,
        {"conv_single_step(window, W[:, :, :, c], b[:, :, :, c])": "(window * W[..., c]).sum() + b[0, 0, 0, c]"},
    ],
    hints=[
        "First the sizes: n_H and n_W from conv_output_size, then Z full of zeros, shape (m, n_H, n_W, n_C), then the padded pictures.",
        "Four loops: example i, row h, column w, filter c. The window starts at row h · stride and column w · stride and is f by f, with all channels.",
        "Z[i, h, w, c] is one conv_single_step with the filter W[:, :, :, c] and its bias b[:, :, :, c].",
        "The cache is (A_prev, W, b, hparameters), just as they came.",
    ],
)


sheet.exercise(
    "pool_forward",
    points=6,
    source="D2 C4_W1 “Pooling layers”, “Summary of pooling”",
    uses=["conv_output_size"],
    cases=inputs.poolings(),
    misconceptions=[
        wrong(
            "E194",
            {"n_H = conv_output_size(n_H_prev, f, 0, stride)": "n_H = (n_H_prev - f + 1) // stride"},
            "The height is too small: the 1 belongs outside the division, as it does for the width. One window fits before any step is taken.",
            "D2 C4_W1 “Summary of pooling”: ⌊(n_H − f + 1)/s⌋ beside ⌊(n_W − f)/s + 1⌋",
        ),
        wrong(
            "one-inside-the-division",
            {
                "n_H = conv_output_size(n_H_prev, f, 0, stride)": "n_H = (n_H_prev - f + 1) // stride",
                "n_W = conv_output_size(n_W_prev, f, 0, stride)": "n_W = (n_W_prev - f + 1) // stride",
            },
            "Height and width are too small: the 1 belongs outside the division. One window fits before any step is taken.",
            "D2 C4_W1 “Summary of pooling”: ⌊(n_H − f + 1)/s⌋ beside ⌊(n_W − f)/s + 1⌋",
        ),
        wrong(
            "across-channels",
            {"left : left + f, c])": "left : left + f])"},
            "All channels of a window go into one number. Pooling looks at each channel by itself.",
        ),
        wrong(
            "stride-not-walked",
            {"h * stride, w * stride": "h, w"},
            "The output has the right size, but the windows lie one pixel apart instead of one stride.",
        ),
        wrong(
            "always-max",
            {'np.max if mode == "max" else np.mean': "np.max"},
            "The largest number comes back also when `mode` asks for the average.",
            score=0.5,
        ),
        wrong(
            "window-is-stride",
            {"top + f, left : left + f": "top + stride, left : left + stride"},
            "The window is as large as the stride. It is f by f, wherever it stands; windows may overlap or leave gaps.",
        ),
        wrong(
            "a-sum",
            {"np.mean": "np.sum"},
            "The average is missing its division by the number of entries, f · f.",
            score=0.5,
        ),
        wrong(
            "across-pictures",
            {"A_prev[i, top": "A_prev[:, top"},
            "The windows of all pictures go into one number. Every example is pooled by itself.",
        ),
    ],
    accepted=[inputs.pooled_windows, inputs.pooled_by_offsets],
    hints=[
        "The loops are those of conv_forward, without a frame and without weights; the output has as many channels as the input.",
        "Cut the window out of one example and one channel c, then np.max or np.mean of it.",
    ],
)


sheet.exercise(
    "count_parameters",
    points=6,
    source="D2 C4_W1 “Number of parameters in one layer”: 280; “Neural network example”: 608, 3216, 48 120, 10 164, 850",
    uses=["conv_output_size"],
    cases=inputs.networks(),
    misconceptions=inputs.mistakes_of_counting(),
    accepted=[
        inputs.layer_after_layer,
        {
            '(n_H * n_W * n_C + 1) * layer["n"]': 'n_H * n_W * n_C * layer["n"] + layer["n"]',
            "return counts": "return tuple(counts)",
        },
    ],
    hints=[
        "Carry n_H, n_W and n_C from layer to layer: a convolution changes all three, a pooling the first two.",
        "One filter has a weight for every place of its window and every channel of its input, and a bias. A layer has n_C filters.",
        "A fully connected layer sees n_H · n_W · n_C numbers; each of its n units has a weight for each and a bias. After it, count 1 · 1 · n.",
    ],
)


sheet.exercise(
    "conv_backward",
    points=12,
    source="chain rule; D2 C4_W1 “One layer of a convolutional network”",
    uses=["zero_pad"],
    parts={"dA_prev": ["[0]"], "dW": ["[1]"], "db": ["[2]"]},
    cases=inputs.convolutions_back(),
    misconceptions=inputs.mistakes_backward(),
    accepted=[inputs.back_by_offsets, inputs.back_to_each_input],
    hints=[
        "Walk through the same four loops as forward. For each output ask: which numbers made it, and with which factors?",
        "Z = Σ a·W + b in one window: its dZ goes to every a of the window times W, to every W times a, and to b times 1.",
        "Add with += everywhere: to the padded gradient dA_pad, to dW[..., c], to db[..., c]. Windows overlap.",
        "At the end cut the frame off: rows pad to pad + n_H_prev, columns likewise.",
    ],
)


sheet.exercise(
    "create_mask_from_window",
    points=3,
    source="D2 C4_W1 “Pooling layer: Max pooling”",
    cases=inputs.masks(),
    misconceptions=[
        wrong(
            "largest-size",
            {"x == np.max(x)": "np.abs(x) == np.max(np.abs(x))"},
            "The number farthest from 0 is marked. The forward pass took the largest, and −7 is less than 4.",
        ),
        wrong("by-column", {"np.max(x)": "np.max(x, axis=0)"}, "Every column's maximum is marked; the window has one."),
        wrong(
            "values",
            {"x == np.max(x)": "x * (x == np.max(x))"},
            "The mask holds the maximum's value. It should only say where: True or 1 there, False or 0 elsewhere.",
        ),
        wrong(
            "first-only",
            {"x == np.max(x)": "np.arange(x.size).reshape(x.shape) == np.argmax(x)"},
            "Where several entries tie, only the first is marked. Other programs do that; here all of them are, since none is larger than the others.",
        ),
    ],
    accepted=[
        {"x == np.max(x)": "np.where(x < x.max(), 0, 1)"},
        {"x == np.max(x)": "np.isclose(x, max(x.ravel()), rtol=0, atol=0)"},
    ],
    hints=["What is the largest number of the window? A comparison with == looks at every entry."],
)


sheet.exercise(
    "distribute_value",
    points=3,
    source="D2 C4_W1 “Pooling layer: Average pooling”",
    cases=inputs.shares(),
    misconceptions=[
        wrong(
            "not-shared",
            {"dz / (f_H * f_W)": "dz"},
            "Every entry gets the whole of dz. Each had only its share of the mean: the entries have to add up to dz.",
        ),
        wrong(
            "sum-of-sides",
            {"f_H * f_W": "f_H + f_W"},
            "dz is divided by the sum of the two sides; a window has as many entries as their product.",
        ),
        wrong(
            "square",
            {"f_H * f_W)": "f_H * f_H)"},
            "dz is divided by the square of the height; windows need not be square.",
        ),
        wrong(
            "rounded", {"dz / (f_H * f_W)": "dz // (f_H * f_W)"}, "The division // drops everything after the point."
        ),
    ],
    accepted=[
        {"np.full((f_H, f_W), dz / (f_H * f_W))": "np.ones(shape) * dz / np.prod(shape)"},
        {"np.full((f_H, f_W), dz / (f_H * f_W))": "np.array([[dz / f_H / f_W] * f_W for _ in range(f_H)])"},
    ],
    hints=[
        "How many entries does a window of this shape have? Each gets the same share.",
        "np.full(shape, number) makes an array of equal entries.",
    ],
)


sheet.exercise(
    "pool_backward",
    points=9,
    source="chain rule; D2 C4_W1 “Pooling layers”",
    uses=["create_mask_from_window", "distribute_value"],
    cases=inputs.poolings_back(),
    misconceptions=[
        wrong(
            "overwritten",
            {"c] += share": "c] = share"},
            "Where windows overlap, a pixel gets a share from each of them. Here the last window overwrites the others; add instead.",
        ),
        wrong(
            "all-get-it",
            {"da * create_mask_from_window(A_prev[i, rows, columns, c])": "da"},
            "Every pixel of the window gets the gradient. Only the largest decided the output; nudging one of the others changes nothing.",
            score=0.5,
        ),
        wrong(
            "stride-not-walked",
            {
                "slice(h * stride, h * stride + f), slice(w * stride, w * stride + f)": "slice(h, h + f), slice(w, w + f)"
            },
            "The windows lie one pixel apart instead of one stride.",
        ),
        wrong(
            "always-max",
            {'mode == "max"': "True"},
            "The gradient goes to the largest pixel also when `mode` says that the output was an average.",
            score=0.5,
        ),
        wrong(
            "value-again",
            {"create_mask_from_window(": "A_prev[i, rows, columns, c] * create_mask_from_window("},
            "The gradient is multiplied with the pixel's value. The maximum's slope with respect to the largest pixel is 1, whatever that pixel is.",
            score=0.5,
        ),
        wrong(
            "not-shared",
            {"distribute_value(da, (f, f))": "da"},
            "Every pixel of a window gets the whole gradient of its mean; each had only one part in f · f of it.",
            score=0.5,
        ),
        wrong(
            "gradient-at-the-pixel",
            {"dA[i, h, w, c]": "dA[i, h * stride, w * stride, c]"},
            "dA is read at the window's place in the picture. It has the size of the output: its rows and columns are h and w.",
        ),
    ],
    accepted=[inputs.shared_by_offsets, inputs.largest_found_by_place],
    hints=[
        "The same loops as in pool_forward; the window is cut out of A_prev, the gradient comes from dA[i, h, w, c].",
        "Maximum: the mask of the window times the gradient. Average: the gradient shared over the window.",
        "Add the share to dA_prev's window with +=.",
    ],
)
