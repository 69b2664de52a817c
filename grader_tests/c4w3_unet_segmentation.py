"""What c4w3_unet_segmentation checks: cases, known mistakes, other right ways, hints."""

import numpy as np

from grader_tests import Sheet, case, hidden
from grader_tests import inputs_c4w3_unet as inputs
from grader_tests.inputs_c4w3_unet import far_apart, labels, numbers, scores, two_maps, wrong

sheet = Sheet(__name__, position=2, errata="E221")


SIZE = "(n - 1) * stride + f - 2 * pad + output_padding"

sheet.exercise(
    "transpose_conv_size",
    points=4,
    source="D2 C4_W3 “Transpose Convolution”: f × f = 3 × 3, p = 1, s = 2",
    cases=[
        case("the slide's 2 rows, filter 3, stride 2, pad 1", 2, 3, stride=2, pad=1),
        case("the same with one row of output padding", 2, 3, stride=2, pad=1, output_padding=1),
        case("filters that do not overlap", 24, 2),
        case("a stride of 3", 5, 4, stride=3, pad=2),
        hidden("one row", 1, 3, stride=2, pad=1),
        hidden("a stride of 1", 6, 3, stride=1, pad=0),
        hidden("a large filter", 7, 6, stride=2, pad=2),
        hidden("gaps between the filters", 4, 2, stride=5, pad=0, output_padding=2),
    ],
    misconceptions=[
        wrong(
            "E221",
            {SIZE: "n * stride"},
            "n times the stride is what the slide's picture shows, 2 rows becoming 4, and with f = s and no padding it happens to be right. But filter and padding do not occur in it: with f = 3, p = 1, s = 2 the stamps and the cut leave one row less.",
            "D2 C4_W3 “Transpose Convolution”: 2×2 → 4×4 with f = 3, p = 1, s = 2",
        ),
        wrong(
            "forward-formula",
            {SIZE: "(n + 2 * pad - f) // stride + 1"},
            "This is how a normal convolution shrinks its input. Here it is the other way round: how large must a picture be for a normal convolution to make n rows of it?",
        ),
        wrong(
            "pad-enlarges",
            {"- 2 * pad": "+ 2 * pad"},
            "The padding makes your output larger. In a transpose convolution it is a border that is cut off after stamping.",
        ),
        wrong("one-side", {"- 2 * pad": "- pad"}, "The padding is cut off on one side only; a border has two sides."),
        wrong(
            "n-steps",
            {"(n - 1) * stride": "n * stride"},
            "From the first stamp to the last there are fewer steps than stamps: like fence posts and the gaps between them.",
        ),
        wrong(
            "no-output-padding",
            {" + output_padding": ""},
            "`output_padding` makes no difference; it adds rows at the far side.",
        ),
    ],
    accepted=[
        inputs.last_row,
        {SIZE: "stride * (n - 1) + 1 + (f - 1) - pad - pad + output_padding"},
    ],
    hints=[
        "Where does the last of n stamps begin, if the first begins at row 0 and each is `stride` further?",
        "From there it covers f rows. That is the whole sheet; then a border is cut off on both sides, and a row may be added.",
    ],
)


STAMP = "np.tensordot(A_prev[i, h, w], W, axes=(0, 2))"
CANVAS = "canvas[i, top : top + f, left : left + f]"
CUT = "canvas[:, pad : pad + n_H, pad : pad + n_W]"

sheet.exercise(
    "transpose_conv",
    points=10,
    source="D2 C4_W3 “Transpose Convolution”",
    uses=["transpose_conv_size"],
    atol=1e-6,  # single precision is right, too
    cases=inputs.stampings(),
    misconceptions=[
        wrong(
            "no-sum",
            {f"{CANVAS} += stamp": f"{CANVAS} = stamp"},
            "Where two stamps overlap, the later one replaces the earlier. They have to be added.",
        ),
        wrong(
            "bias-per-stamp",
            {STAMP: f"{STAMP} + b[0, 0, 0]", f"{CUT} + b": CUT},
            "The bias comes with every stamp, so pixels under two stamps get it twice, and pixels between stamps not at all. Every pixel of the output gets it once.",
        ),
        wrong(
            "no-bias", {f"{CUT} + b": CUT}, "The biases b are missing: one number per channel, added once at the end."
        ),
        wrong(
            "border-stays",
            {CUT: "canvas"},
            "The border is still there: `pad` rows and columns have to be cut off on each side.",
        ),
        wrong(
            "border-of-zeros",
            {
                "canvas = np.zeros((m, n_H + 2 * pad, n_W + 2 * pad, C))": "canvas = np.zeros((m, n_H, n_W, C))",
                CUT: "canvas",
            }
            | {f"{CANVAS} += stamp": inputs.CUT_FAR},
            "The border is cut off at the far side only. The stamps keep their places and `pad` rows and columns go at the top and left, too.",
        ),
        wrong(
            "minus-zero",
            {CUT: "canvas[:, pad:-pad, pad:-pad]"},
            "With pad = 0 nothing is left: a slice 0:-0 ends at 0, before it has begun. Name the end by a number that also holds for 0.",
        ),
        wrong(
            "no-output-padding",
            {CUT: "canvas[:, pad : pad + n_H - output_padding, pad : pad + n_W - output_padding]"},
            "`output_padding` makes no difference. The sheet has that many more rows and columns, at the bottom and right.",
        ),
        wrong(
            "output-padding-empty",
            {
                CUT: "np.pad(canvas[:, pad : pad + n_H - output_padding, pad : pad + n_W - output_padding], ((0, 0), (0, output_padding), (0, output_padding), (0, 0)))"
            },
            "The rows of `output_padding` are added after the cut, with no stamp on them. It is the sheet that gets them, before the border is cut off: stamps that reach so far are seen there.",
        ),
        wrong(
            "turned-filter",
            {f"{STAMP}": f"{STAMP}[::-1, ::-1]"},
            "Your filters are stamped upside down, turned by half a turn. They are laid on as they are.",
        ),
        wrong(
            "mixed-axes",
            {
                f"{STAMP}": "(W @ A_prev[i, h, w] if W.shape[2] == W.shape[3] else np.tensordot(A_prev[i, h, w], W, axes=(0, 2)))"
            },
            "The input's channels meet the wrong axis of W: its third axis is C_prev, over which one sums, its last is C.",
        ),
        wrong(
            "stride-1",
            {"h * stride, w * stride": "h, w"},
            "All stamps are one pixel apart; neighbouring ones should be `stride` apart on the output.",
        ),
    ],
    accepted=[inputs.by_filter_position, inputs.as_a_convolution],
    hints=[
        "Make a sheet of zeros that is large enough with its border: `pad` more on each side than the result.",
        "Pixel (h, w) of the input stamps at row h · stride and column w · stride: a square of f × f pixels and C channels.",
        "The stamp is a sum over the input's channels: A_prev[i, h, w, c] · W[:, :, c, :], which has shape (f, f, C).",
        "After all stamps: slice the border off (rows pad to pad + n_H) and add b.",
    ],
)


def pair(m, skip, small, C_skip, C, seed):
    """Return (A_skip, A) with heights and widths `skip` and `small`."""
    return numbers(m, *skip, C_skip, seed=seed), numbers(m, *small, C, seed=seed + 1)


sheet.exercise(
    "skip_concat",
    points=5,
    source="D2 C4_W3 “U-Net”",
    cases=[
        case("pictures of one size", *pair(1, (2, 3), (2, 3), 2, 2, seed=11)),
        case("two larger pictures kept", *pair(2, (4, 4), (2, 2), 1, 2, seed=12)),
        case("one spare row, three spare columns", *pair(1, (4, 5), (3, 2), 2, 1, seed=13)),
        hidden("three pictures", *pair(3, (2, 2), (2, 2), 1, 3, seed=14)),
        hidden("as many channels as rows", *pair(2, (3, 3), (3, 3), 3, 3, seed=15)),
        hidden("a wide picture", *pair(1, (3, 8), (1, 4), 2, 2, seed=16)),
        hidden("a single pixel left", *pair(4, (4, 3), (1, 1), 1, 1, seed=17)),
    ],
    misconceptions=[
        wrong(
            "swapped",
            {"[middle, A]": "[A, middle]"},
            "The order is the other way round. Either would do for learning, but all parts of a network have to agree: here the kept channels come first.",
        ),
        wrong(
            "added",
            {"np.concatenate([middle, A], axis=3)": "middle + A"},
            "The two are added, as in a residual network. A U-Net lays them side by side, so that the next convolution sees both and weighs them itself.",
        ),
        wrong(
            "below-each-other",
            {"axis=3": "axis=1"},
            "The pictures are joined along an axis of pixels (or of examples). Height and width stay; the channels are joined.",
        ),
        wrong(
            "more-examples",
            {"axis=3": "axis=0"},
            "The kept pictures count as further examples now. The channels are joined.",
        ),
        wrong(
            "corner",
            {"(A_skip.shape[1] - n_H) // 2, (A_skip.shape[2] - n_W) // 2": "0, 0"},
            "The upper left corner of the kept picture is taken. Its middle belongs to the other picture's pixels.",
        ),
        wrong(
            "uncut",
            {"[middle, A]": "[A_skip, A]"},
            "The kept picture can be larger than the other; then its middle has to be cut out before the two are joined.",
        ),
        wrong(
            "minus-zero",
            {"top : top + n_H, left : left + n_W": "top:-top, left:-left"},
            "You count the end of the slice from the back. With nothing to spare that is 0:-0, which is empty, and with an odd number of spare rows it is one row too many. Count from the start.",
        ),
        wrong(
            "rounded-up",
            {"- n_H) // 2, (A_skip.shape[2] - n_W) // 2": "- n_H + 1) // 2, (A_skip.shape[2] - n_W + 1) // 2"},
            "With an odd number of spare rows you cut one more at the top. One more goes at the bottom (and at the right), so round down.",
        ),
    ],
    accepted=[inputs.joined_by_writing, {"np.concatenate([middle, A], axis=3)": "np.block([middle, A])"}],
    hints=[
        "A.shape[1:3] are the height and width to be reached; half of what is spare goes at the top and left.",
        "`np.concatenate` takes a list of arrays and the axis along which they are joined; channels are the last.",
    ],
)


sheet.exercise(
    "unet_forward",
    points=10,
    source="D2 C4_W3 “Deep Learning for Semantic Segmentation”, “U-Net”",
    uses=["transpose_conv", "skip_concat"],
    atol=1e-4,  # single precision is right, too: numbers up to 30, and sums that cancel
    cases=inputs.unets(),
    misconceptions=inputs.mistakes_of_unet(),
    accepted=[
        inputs.recursive_unet,
        {"skips.pop()": "skips[-1]", "A), W, b)\n": "A), W, b)\n        skips = skips[:-1]\n"},
    ],
    hints=[
        "Way down, for each (W, b): convolution, ReLU, keep the picture in a list, pool.",
        "`conv_forward`, `relu_forward` and `max_pool_forward` each return a pair (result, cache): take [0]. A filter of odd size f needs pad=f // 2 to keep height and width.",
        "Way up, for each (W_t, b_t, W, b): your `transpose_conv` with its default stride, your `skip_concat` with the picture kept last (`list.pop()`), convolution, ReLU.",
        "The last convolution, “out”, has no ReLU.",
    ],
)


OVERFLOW = "exp overflows: e to the power 710 is too large for a float. Subtract from each pixel's scores their largest; the probabilities stay the same."
ONE_MAXIMUM = "The largest score of all pixels is subtracted everywhere. A pixel with scores far below it gets e to the power −1000, which is 0, for every class, and then 0 divided by 0. Each pixel has a largest score of its own."
DIVIDED = {
    "log_A = shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))": "A = np.exp(shifted) / np.sum(np.exp(shifted), axis=-1, keepdims=True)",
    "np.sum(share * right * log_A)": "np.sum(share[..., 0] * np.log(np.sum(right * A, axis=-1)))",
    "np.exp(log_A) - right": "A - right",
}
SHARE = "share = np.ones(Y.shape) if weights is None else np.asarray(weights)[Y]"

sheet.exercise(
    "pixel_cross_entropy",
    points=10,
    source="D2 C4_W3 “Per-pixel class labels”; D2 C2_W3 “Training a softmax classifier”",
    atol=1e-6,  # a tiny number added inside the logarithm does no harm
    parts={"cost": ["[0]"], "gradient": ["[1]"]},
    cases=[
        case("one picture of 2×2 pixels", *scores(1, 2, 2, 3, seed=31)),
        case("two pictures with weights", *scores(2, 2, 3, 3, seed=32), weights=np.array([1.0, 0.5, 3.0])),
        case("very large scores", *far_apart(1, 2, 3, 2, seed=33)),
        hidden("three pictures", *scores(3, 2, 2, 4, seed=35)),
        hidden("weights in a list", *scores(1, 3, 4, 2, seed=36), weights=[2.0, 0.25]),
        hidden("a weight of 0", *scores(2, 3, 1, 3, seed=37), weights=np.array([1.0, 0.0, 2.0])),
        hidden("as many classes as rows and columns", *scores(1, 3, 3, 3, seed=38)),
        hidden("very negative scores", *far_apart(1, 1, 4, 5, seed=39, shift=-3000), None),
    ],
    misconceptions=[
        wrong(
            "sum",
            {"share = (share / share.sum())[": "share = share["},
            "This is the sum over all pixels; the cost is their mean. With a sum, larger pictures and larger batches would take larger steps.",
        ),
        wrong(
            "mean-over-examples",
            {"share = (share / share.sum())[": "share = (share * Y[0].size / share.sum())["},
            "You divide by the number of pictures only. Every pixel is an example of its own here: the mean runs over all of them.",
        ),
        wrong(
            "cost-over-classes",
            {"cost = -np.sum(share * right * log_A)": "cost = -np.sum(share * right * log_A) / n_classes"},
            "The cost is also divided by the number of classes, as np.mean over an array with a class axis does. A pixel is one example, whatever the number of classes.",
            score=0.5,
        ),
        wrong(
            "overflow",
            {"shifted = Z - Z.max(axis=-1, keepdims=True)": "shifted = Z"},
            OVERFLOW,
        ),
        wrong(
            "one-maximum",
            {"Z.max(axis=-1, keepdims=True)": "Z.max()"},
            ONE_MAXIMUM,
        ),
        wrong(
            "one-maximum-divided",
            {
                "Z.max(axis=-1, keepdims=True)": "Z.max()",
            }
            | DIVIDED,
            ONE_MAXIMUM,
        ),
        wrong(
            "overflow-divided",
            {
                "shifted = Z - Z.max(axis=-1, keepdims=True)": "shifted = Z",
            }
            | DIVIDED,
            OVERFLOW,
        ),
        wrong(
            "yes-or-no",
            {"right * log_A)": "(right * log_A + (1 - right) * np.log(1 - np.exp(log_A))))"},
            "This asks yes or no for each class. With a softmax one class is right, and only the logarithm of its probability counts.",
            score=0.5,
        ),
        wrong(
            "log-of-0",
            {"    right = ": "    log_A = np.log(np.exp(log_A))\n    right = "},
            "A probability can become so small that it is stored as 0. Its logarithm is −infinity, and 0 times that, for a class that is not the right one, is NaN. Take the logarithm of the softmax's formula by hand, and simplify, before you compute.",
            score=0.5,
        ),
        wrong(
            "softmax-over-pixels",
            {
                "Z - Z.max(axis=-1, keepdims=True)": "Z - Z.max(axis=1, keepdims=True)",
                "np.exp(shifted), axis=-1": "np.exp(shifted), axis=1",
            },
            "The softmax runs over the rows of the picture. Probabilities have to add up to 1 over the classes of each pixel.",
        ),
        wrong(
            "labels-from-1",
            {"[Y]\n    share": "[Y - 1]\n    share"},
            "The classes are numbered from 1 here, as on the slide. In Python n classes have the numbers 0 to n − 1, and label 0 would become −1: the last class.",
            "D2 C4_W3 “Per-pixel class labels”: 1. Car, 2. Building, 3. Road",
        ),
        wrong(
            "gradient-not-mean",
            {"dZ = share * (": "dZ = (share > -1) * ("},
            "The cost is a mean, its gradient is not: each pixel's share of the mean is missing in dZ. Nudge a score and compare.",
            score=0.5,
        ),
        wrong(
            "gradient-sign",
            {"(np.exp(log_A) - right)": "(right - np.exp(log_A))"},
            "dZ has the wrong sign: subtracting it would climb.",
            score=0.5,
        ),
        wrong(
            "weights-ignored",
            {SHARE: "share = np.ones(Y.shape)"},
            "`weights` has no effect on this part of the result: both the cost and dZ need the pixels' shares.",
        ),
        wrong(
            "weights-by-count",
            {"share / share.sum()": "share / share.size"},
            "The weighted sum is divided by the number of pixels. A weighted mean divides by the sum of the weights, so that twice all weights change nothing.",
        ),
    ],
    accepted=[
        inputs.pixel_by_pixel,
        inputs.by_rows,
        {"cost = -np.sum(share * right * log_A)": "cost = -np.sum(share * right * np.log(np.exp(log_A) + 1e-8))"},
    ],
    hints=[
        "Softmax over the last axis: subtract the largest score of each pixel (keepdims=True), exp, divide by the sum.",
        "Each pixel has a weight, weights[Y], or 1. Its share is that weight divided by the sum of all pixels' weights: the shares add up to 1.",
        "cost = the sum of share · (−log of the right class's probability). log(A) is safest as shifted − log(sum of exp(shifted)).",
        "dZ of a pixel is its share times (probabilities − one-hot label); np.eye(n_classes)[Y] makes all one-hot labels at once.",
    ],
)


IOU = "np.sum(predicted & true) / union if union > 0 else np.nan"

sheet.exercise(
    "mean_iou",
    points=8,
    source="D2 C4_W3 “Intersection Over Union”, “Semantic Segmentation”",
    parts={"mean": ["[0]"], "classes": ["[1]"]},
    atol=1e-6,  # a tiny number added to the union does no harm where there is one
    cases=[
        case("one map of 2×3 pixels", np.array([[[0, 0, 1], [2, 1, 1]]]), np.array([[[0, 0, 0], [2, 2, 1]]]), 3),
        case("two maps", *two_maps(2, 3, 4, 3, seed=41), 3),
        case("a class that is nowhere", *two_maps(1, 3, 3, 2, seed=42), 4),
        case("a class that is only predicted", np.array([[[0, 2], [1, 1]]]), np.array([[[0, 0], [1, 1]]]), 3),
        hidden("three maps", *two_maps(3, 4, 5, 4, seed=43), 4),
        hidden("a perfect map", labels(1, 4, 4, 3, seed=44), labels(1, 4, 4, 3, seed=44), 3),
        hidden("one class", np.zeros((2, 2, 2), int), np.zeros((2, 2, 2), int), 1),
        hidden("nothing right", np.full((1, 2, 3), 1), np.zeros((1, 2, 3), int), 2),
        hidden("ten classes", *two_maps(4, 3, 5, 8, seed=45), 10),
    ],
    misconceptions=[
        wrong(
            "share-of-true-pixels",
            {IOU: "np.sum(predicted & true) / true.sum() if true.any() else 0.0 if union > 0 else np.nan"},
            "You divide by the class's true pixels. Then a map that says “road” everywhere finds all of the road and gets 1. False alarms have to count: divide by the union.",
        ),
        wrong(
            "share-of-predicted-pixels",
            {IOU: "np.sum(predicted & true) / predicted.sum() if predicted.any() else 0.0 if union > 0 else np.nan"},
            "You divide by the predicted pixels, so what is missed costs nothing. Divide by the union.",
        ),
        wrong(
            "union-counted-twice",
            {"union = np.sum(predicted | true)": "union = np.sum(predicted) + np.sum(true)"},
            "The pixels in both are counted twice in your union: a perfect map would get ½. The union counts every pixel once.",
        ),
        wrong(
            "dice",
            {IOU: "2 * np.sum(predicted & true) / (predicted.sum() + true.sum()) if union > 0 else np.nan"},
            "This is Dice's coefficient, 2·I/(P + T), a relative of the IoU that is always the larger of the two where they differ.",
        ),
        wrong(
            "nowhere-is-0",
            {"else np.nan": "else 0.0"},
            "A class that occurs in neither map gets 0 and pulls the mean down, although nothing was done wrong. There is nothing to measure: np.nan, and the mean leaves it out.",
        ),
        wrong(
            "nowhere-is-1",
            {"else np.nan": "else 1.0"},
            "A class that occurs in neither map gets 1 and lifts the mean, although nothing was achieved. There is nothing to measure: np.nan, and the mean leaves it out.",
        ),
        wrong(
            "nan-mean",
            {"np.nanmean(ious)": "np.mean(ious)"},
            "The mean is NaN as soon as one class is nowhere. Only the classes that have a number count.",
            score=0.5,
        ),
        wrong(
            "divided-by-all",
            {"np.nanmean(ious)": "np.nansum(ious) / n_classes"},
            "The sum is divided by the number of all classes, those that are nowhere included. Divide by the number of classes that have an IoU.",
            score=0.5,
        ),
        wrong(
            "classes-left-out",
            {f"ious.append({IOU})": "ious += [np.sum(predicted & true) / union] if union > 0 else []"},
            "The classes that are nowhere are missing from the list, so those behind them stand at wrong places. The list has one entry per class: np.nan keeps the place.",
            score=0.5,
        ),
        wrong(
            "accuracy",
            {"np.nanmean(ious)": "np.mean(Y_pred == Y)"},
            "This is the share of right pixels, in which large classes decide everything. The mean over the classes is asked for.",
            score=0.5,
        ),
        wrong(
            "only-true-classes",
            {"if union > 0 else": "if true.any() else"},
            "A class that is predicted but not there at all is left out. It is a false alarm: its intersection is 0, its union is not, so its IoU is 0.",
        ),
        wrong(
            "mean-of-pictures",
            inputs.picture_by_picture,
            "You measure each map on its own and average. All maps are taken together: otherwise a person of three pixels in one map counts as much as a crowd in another.",
        ),
    ],
    accepted=[inputs.from_confusion, inputs.from_sets],
    hints=[
        "For one class: two arrays of True and False, `Y_pred == c` and `Y == c`.",
        "& is True where both are, | where at least one is; np.sum counts. Over all maps together.",
        "Where the union is empty the class gets np.nan; np.nanmean leaves such entries out.",
    ],
)
