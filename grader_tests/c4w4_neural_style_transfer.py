"""What c4w4_neural_style_transfer checks: cases, known mistakes, other right ways, hints."""

from grader_tests import Sheet, case, hidden
from grader_tests import inputs_c4w4_style as inputs
from grader_tests.inputs_c4w4_style import channels, layers, one_layer, signals, two_pictures, wrong

sheet = Sheet(__name__, position=2, errata="E36 E39 E241 E242 E243")

sheet.exercise(
    "total_cost",
    points=2,
    source="D2 C4_W4 “Neural style transfer cost function”: J(G) = α J_content(C, G) + β J_style(S, G)",
    cases=[
        case("the default weights", 0.2, 0.8),
        case("equal weights", 3.0, 0.5, 1, 1),
        case("only content", 1.5, 2.5, alpha=2, beta=0),
        hidden("only style", 0.7, 0.3, 0, 4),
        hidden("costs of 0", 0.0, 0.0),
        hidden("large costs", 1200.0, 35000.0, alpha=0.1, beta=0.002),
    ],
    misconceptions=[
        wrong(
            "swapped",
            {"alpha * J_content + beta * J_style": "alpha * J_style + beta * J_content"},
            "The weights are swapped: α belongs to the content, β to the style.",
        ),
        wrong(
            "fixed-weights",
            {"alpha * J_content + beta * J_style": "10 * J_content + 40 * J_style"},
            "10 and 40 are only the default values. Use the arguments.",
        ),
        wrong(
            "unweighted",
            {"alpha * J_content + beta * J_style": "J_content + J_style"},
            "The weights α and β are missing.",
        ),
    ],
    accepted=[
        {"alpha * J_content + beta * J_style": "np.dot([alpha, beta], [J_content, J_style])"},
        {"alpha * J_content + beta * J_style": "sum(w * J for w, J in ((alpha, J_content), (beta, J_style)))"},
    ],
    hints=["One line: each cost times its weight, added up."],
)

CONTENT_COST = "np.sum((a_C - a_G) ** 2) / (4 * n_H * n_W * n_C)"
LAST = "content_output[-1], generated_output[-1]"

sheet.exercise(
    "compute_content_cost",
    points=6,
    source="D2 C4_W4 “Content cost function”: ½ ‖a⁽ᶜ⁾ − a⁽ᴳ⁾‖²",
    cases=[
        case("two layers, one channel", *two_pictures((2, 2, 2), (2, 1, 1), seed=1)),
        case("one layer", *two_pictures((2, 3, 2), seed=2)),
        case("three layers of different sizes", *two_pictures((4, 4, 2), (3, 2, 1), (2, 1, 3), seed=3)),
        hidden("six layers", *two_pictures((3, 3, 1), (3, 3, 2), (2, 2, 2), (2, 2, 3), (1, 2, 3), (2, 2, 1), seed=4)),
        hidden("a tall layer", *two_pictures((2, 2, 1), (5, 1, 3), seed=5)),
        hidden("a single number", *two_pictures((2, 2, 1), (1, 1, 1), seed=6)),
    ],
    misconceptions=[
        wrong(
            "half",
            {"(4 * n_H * n_W * n_C)": "2"},
            "This is the slide's form, with ½ in front. Here the sum is divided by four times the layer's size instead, so that a large layer does not count more than a small one.",
            place="D2 C4_W4 “Content cost function”",
        ),
        wrong(
            "half-the-mean",
            {"(4 * n_H": "(2 * n_H"},
            "This is twice too much: ½ of the mean. The constant asked for is 4 n_H n_W n_C.",
        ),
        wrong(
            "first-layer",
            {LAST: "content_output[0], generated_output[0]"},
            "These are the activations of the first layer in the list. The content layer is the last one; the others are for the style.",
        ),
        wrong(
            "not-squared",
            {"(a_C - a_G) ** 2": "a_C - a_G"},
            "The differences are not squared, so those above and those below 0 cancel: the cost can be 0 for different pictures.",
        ),
        wrong(
            "mean",
            {"(4 * n_H": "(n_H"},
            "This is the mean of the squared differences. The constant asked for is 4 n_H n_W n_C.",
        ),
        wrong(
            "no-division",
            {" / (4 * n_H * n_W * n_C)": ""},
            "The sum is not divided by 4 n_H n_W n_C.",
        ),
        wrong(
            "distance",
            {CONTENT_COST: "np.sqrt(np.sum((a_C - a_G) ** 2)) / (4 * n_H * n_W * n_C)"},
            "This is the distance itself. The cost is made of its square: no root.",
        ),
        wrong(
            "divided-by-each",
            {"/ (4 * n_H * n_W * n_C)": "/ 4 * n_H * n_W * n_C"},
            "Python works from left to right: a / 4 * n divides by 4 and multiplies by n. A product in the denominator needs brackets.",
        ),
    ],
    accepted=[inputs.content_by_loops, {CONTENT_COST: "np.mean(np.square(a_G - a_C)) / 4"}],
    hints=[
        "Both arguments are lists; index −1 takes the last layer.",
        "Take n_H, n_W and n_C from the activations' shape, which has four entries.",
        "Difference, square, sum over everything, divide by 4 n_H n_W n_C.",
    ],
)

SLOPE = "(a_G - a_C) / (2 * n_H * n_W * n_C)"

sheet.exercise(
    "content_gradient",
    points=5,
    source="D2 C4_W4 “Content cost function”, “Find the generated image G”",
    cases=[
        case("two layers, one channel", *two_pictures((2, 2, 2), (2, 1, 1), seed=11)),
        case("one layer", *two_pictures((2, 3, 2), seed=12)),
        hidden("three layers of different sizes", *two_pictures((4, 4, 2), (3, 2, 1), (2, 1, 3), seed=13)),
        hidden("a tall layer", *two_pictures((2, 2, 1), (5, 1, 3), seed=14)),
        hidden("a single number", *two_pictures((2, 2, 1), (1, 1, 1), seed=15)),
    ],
    misconceptions=[
        wrong(
            "uphill",
            {"(a_G - a_C)": "(a_C - a_G)"},
            "The sign is the other way round. Where the generated activation is too large the cost grows with it, so the slope is positive there.",
        ),
        wrong(
            "square-forgotten",
            {"(2 *": "(4 *"},
            "A factor is missing: differentiating a square brings its exponent down in front.",
        ),
        wrong(
            "summed",
            {SLOPE: "np.sum(a_G - a_C) / (2 * n_H * n_W * n_C)"},
            "This adds the slopes of all activations up. Every activation has a slope of its own: the result has the layer's shape.",
        ),
        wrong(
            "no-division",
            {SLOPE: "2 * (a_G - a_C)"},
            "The cost was divided by the layer's size, so its slope is, too.",
        ),
        wrong(
            "divided-by-each",
            {"/ (2 * n_H * n_W * n_C)": "/ 2 * n_H * n_W * n_C"},
            "Python works from left to right: a / 2 * n divides by 2 and multiplies by n. A product in the denominator needs brackets.",
        ),
        wrong(
            "lost-axis",
            {SLOPE: "((a_G - a_C) / (2 * n_H * n_W * n_C))[0]"},
            "The first axis is gone: the slope has the shape of the activations, (1, n_H, n_W, n_C).",
        ),
    ],
    accepted=[
        inputs.content_slope_by_loops,
        {SLOPE: "0.5 * (a_G - a_C) / a_G.size"},
        {SLOPE: "2 * a_G / (4 * n_H * n_W * n_C) - 2 * a_C / (4 * n_H * n_W * n_C)"},
    ],
    hints=[
        "Only one term of the sum contains a given activation of G: differentiate that one.",
        "The slope of (g − c)² with respect to g is 2 (g − c); the constant in front stays.",
    ],
)

sheet.exercise(
    "gram_matrix",
    points=5,
    source="D2 C4_W4 “Style matrix”: G_kk′ = Σ_i Σ_j a_ijk a_ijk′",
    cases=[
        case("two channels, three places", inputs.TWO_CHANNELS),
        case("three channels, two places", channels(3, 2, seed=21)),
        case("one channel", channels(1, 4, seed=22)),
        hidden("as many channels as places", channels(3, 3, seed=23)),
        hidden("one place", channels(4, 1, seed=24)),
        hidden("many places", channels(2, 30, seed=25)),
    ],
    misconceptions=[
        wrong(
            "places",
            {"np.dot(A, A.T)": "np.dot(A.T, A)"},
            "This compares places with places. The Gram matrix compares channels: its shape is (n_C, n_C), and the sum runs over the places.",
        ),
        wrong(
            "E243",
            {"np.dot(A, A.T)": "np.corrcoef(A)"},
            "This is the correlation of statistics: it subtracts each channel's mean and divides by its spread. The Gram matrix does neither; it also tells how strong a channel is.",
            place="D2 C4_W4 “Meaning of the style of an image”: correlation between activations across channels",
        ),
        wrong(
            "covariance",
            {"np.dot(A, A.T)": "np.cov(A)"},
            "This is the covariance of statistics: it subtracts each channel's mean first. The Gram matrix takes the activations as they are.",
        ),
        wrong(
            "element-by-element",
            {"np.dot(A, A.T)": "A * A"},
            "This squares each activation. A sum over the places of products of two channels is a matrix product.",
        ),
        wrong(
            "mean",
            {"np.dot(A, A.T)": "np.dot(A, A.T) / A.shape[1]"},
            "This is the mean over the places; the Gram matrix is the sum. The division comes later, in the cost.",
        ),
    ],
    accepted=[
        inputs.gram_by_loops,
        {"np.dot(A, A.T)": "np.einsum('kp,lp->kl', A, A)"},
        {"np.dot(A, A.T)": "sum(np.outer(place, place) for place in A.T)"},
    ],
    hints=[
        "Entry (k, k') multiplies row k of A by row k' and adds up: rows times rows.",
        "A is (n_C, places), the result (n_C, n_C): write the shapes of the two factors side by side; what stands inside has to be the places.",
    ],
)

UNROLL = {f"a_{x}.reshape(n_H * n_W, n_C).T": f"a_{x}.reshape(n_C, n_H * n_W)" for x in "SG"}
MIXED = "The channels are mixed up. The channel is the last axis, so reshape must keep it last; bring it to the front by a transpose afterwards. Reshaping straight to (n_C, …) fills the rows in reading order."
STYLE_COST = "np.sum((G_S - G_G) ** 2) / (2 * n_H * n_W * n_C) ** 2"

sheet.exercise(
    "compute_layer_style_cost",
    points=8,
    source="D2 C4_W4 “Style cost function”: 1/(2 n_H n_W n_C)² Σ_k Σ_k′ (G_kk′⁽ˢ⁾ − G_kk′⁽ᴳ⁾)²",
    uses=["gram_matrix"],
    cases=[
        case("two places, two channels", *inputs.HAND),
        case("a wide layer of three channels", *one_layer(2, 3, 3, seed=31)),
        case("one channel", *one_layer(2, 2, 1, seed=32)),
        hidden("a tall layer", *one_layer(4, 2, 2, seed=33)),
        hidden("one place", *one_layer(1, 1, 4, seed=34)),
        hidden("as many rows, columns and channels", *one_layer(3, 3, 3, seed=35)),
    ],
    misconceptions=[
        wrong(
            "E36",
            {"(G_S - G_G) ** 2)": "G_S - G_G)"},
            "The square is missing: differences of either sign cancel, and the cost can fall below 0.",
            place="D2 C4_W4 “Style cost function”: Σ_k Σ_k′ (G_kk′ − G_kk′), while the slide before has the square",
        ),
        wrong("mixed-channels", UNROLL, MIXED),
        wrong(
            "rows-are-places",
            {f"a_{x}.reshape(n_H * n_W, n_C).T": f"a_{x}.reshape(n_H * n_W, n_C)" for x in "SG"},
            "The unrolled activations have a row for each place. `gram_matrix` wants a row for each channel, else it compares places with places.",
        ),
        wrong(
            "constant-not-squared",
            {"n_C) ** 2": "n_C)"},
            "The whole denominator, 2 n_H n_W n_C, is squared. Yours is not.",
        ),
        wrong(
            "two-not-squared",
            {"(2 * n_H * n_W * n_C) ** 2": "(2 * (n_H * n_W * n_C) ** 2)"},
            "The 2 stands inside the brackets that are squared, so it counts as 4.",
        ),
        wrong(
            "distance",
            {"np.sum((G_S - G_G) ** 2)": "np.linalg.norm(G_S - G_G)"},
            "This is the distance of the Gram matrices itself. The cost is made of its square: no root.",
        ),
        wrong(
            "content-constant",
            {"(2 * n_H * n_W * n_C) ** 2": "(4 * n_H * n_W * n_C)"},
            "This is the content cost's constant. A style layer is divided by the square of 2 n_H n_W n_C.",
        ),
        wrong(
            "no-division",
            {" / (2 * n_H * n_W * n_C) ** 2": ""},
            "The sum is not divided by (2 n_H n_W n_C)².",
        ),
        wrong(
            "activations",
            {"(G_S - G_G) ** 2": "(a_S - a_G) ** 2"},
            "This compares the activations place by place, as the content cost does. Style does not care where something is: compare the Gram matrices.",
        ),
    ],
    accepted=[
        inputs.style_cost_by_einsum,
        {f"a_{x}.reshape(n_H * n_W, n_C).T": f"a_{x}[0].T.reshape(n_C, n_W * n_H)" for x in "SG"},
        {STYLE_COST: "(np.linalg.norm(G_S - G_G) / (2 * a_G.size)) ** 2"},
    ],
    hints=[
        "From (1, n_H, n_W, n_C) to (n_C, n_H n_W): first reshape to (n_H n_W, n_C), then transpose.",
        "Two Gram matrices, their difference, squared element by element, summed.",
        "Divide by (2 n_H n_W n_C) squared; mind the brackets.",
    ],
)

sheet.exercise(
    "layer_style_gradient",
    points=8,
    source="D2 C4_W4 “Style cost function”, “Find the generated image G”",
    uses=["gram_matrix"],
    cases=[
        case("two places, two channels", *inputs.HAND),
        case("a wide layer of three channels", *one_layer(2, 3, 3, seed=41)),
        case("one channel", *one_layer(2, 2, 1, seed=42)),
        hidden("a tall layer", *one_layer(4, 2, 2, seed=43)),
        hidden("one place", *one_layer(1, 1, 4, seed=44)),
        hidden("as many rows, columns and channels", *one_layer(3, 3, 3, seed=45)),
    ],
    misconceptions=[
        wrong(
            "uphill",
            {"gram_matrix(A_G) - gram_matrix(A_S)": "gram_matrix(A_S) - gram_matrix(A_G)"},
            "The sign is the other way round: this points downhill, and subtracting it would make the cost grow.",
        ),
        wrong(
            "style-activations",
            {", A_G) /": ", A_S) /"},
            "The second factor has to be what changes: the Gram matrix of G was made from G's activations, so those remain after differentiating.",
        ),
        wrong("mixed-channels", UNROLL, MIXED),
        wrong(
            "not-put-back",
            {"dA.T.reshape(a_G.shape)": "dA.reshape(a_G.shape)"},
            "The shape is right, but the numbers stand at wrong places: undo the two steps of the unrolling in reverse order, the transpose first.",
        ),
        wrong(
            "mixed-both-ways",
            UNROLL | {"dA.T.reshape(a_G.shape)": "dA.reshape(a_G.shape)"},
            MIXED,
        ),
        wrong(
            "constant-not-squared",
            {"n_C) ** 2": "n_C)"},
            "n_H n_W n_C is squared in the denominator. Yours is not.",
        ),
        wrong(
            "half",
            {"/ (n_H * n_W * n_C) ** 2": "/ (n_H * n_W * n_C) ** 2 / 2"},
            "A factor 2 is missing. Two come together: one from the square, one because a channel is in the Gram matrix twice, as row and as column.",
        ),
        wrong(
            "fourth",
            {"(n_H * n_W * n_C) ** 2": "(2 * n_H * n_W * n_C) ** 2"},
            "A factor 4 is missing: the square gives 2, and each channel is in the Gram matrix twice, as row and as column, which gives another 2. Together they cancel something.",
        ),
    ],
    accepted=[inputs.style_slope_by_einsum, inputs.style_slope_by_loops],
    hints=[
        "Unroll both pictures' activations as in the cost; the slope with respect to the unrolled A is (G_G − G_S) A, up to a constant.",
        "The constants: 4 from differentiating, (2 n_H n_W n_C)² below.",
        "At the end transpose, then reshape to the shape of a_G.",
    ],
)

EACH = "zip(style_image_output[:-1], generated_image_output[:-1], STYLE_LAYERS)"

sheet.exercise(
    "compute_style_cost",
    points=5,
    source="D2 C4_W4 “Style cost function”: J_style = Σ_l λ⁽ˡ⁾ J_style⁽ˡ⁾",
    uses=["compute_layer_style_cost"],
    cases=[
        case("one style layer", *layers([1.0], (2, 2, 2), (2, 1, 1), seed=51)),
        case("two style layers", *layers([0.3, 0.7], (3, 2, 2), (2, 2, 3), (1, 2, 2), seed=52)),
        case("five style layers", *layers([0.2] * 5, *[(2, 2, 2)] * 3, (1, 2, 2), (1, 1, 3), (1, 1, 2), seed=53)),
        hidden("weights that add up to 3", *layers([2.0, 0.5, 0.5], *[(2, 2, 2)] * 4, seed=54)),
        hidden("a weight of 0", *layers([0.0, 1.0], (2, 2, 1), (1, 3, 2), (2, 2, 2), seed=55)),
        hidden("layers of one number", *layers([0.9, 0.1], (1, 1, 1), (1, 1, 1), (1, 1, 1), seed=56)),
    ],
    misconceptions=[
        wrong(
            "unweighted",
            {"weight * compute": "compute"},
            "The layers' weights λ are missing.",
        ),
        wrong(
            "content-layer-too",
            {
                "style_image_output[:-1], generated_image_output[:-1]": "style_image_output[1:], generated_image_output[1:]"
            },
            "The layers are shifted by one: the last output, the content layer's, is counted as style, and the first is left out.",
        ),
        wrong(
            "last-only",
            {"J_style += ": "J_style = "},
            "Each layer overwrites the one before, so only the last counts. Add up.",
        ),
        wrong(
            "equal-weights",
            {"weight * compute": "compute", "return J_style": "return J_style / len(STYLE_LAYERS)"},
            "This is the plain mean over the layers. Each layer has its own weight, the second entry of its pair in STYLE_LAYERS.",
        ),
    ],
    accepted=[inputs.style_by_index, {EACH: EACH.replace("[:-1]", "")}],
    hints=[
        "The list of outputs has one entry more than STYLE_LAYERS; the last one is not for the style.",
        "STYLE_LAYERS holds pairs (name, weight): you need the weight.",
        "zip goes through several lists side by side.",
    ],
)

STYLE_SLOPES = "gradients.append(beta * weight * layer_style_gradient(a_S, a_G))"

sheet.exercise(
    "style_gradient_step",
    points=10,
    source="D2 C4_W4 “Find the generated image G”: G := G − ∂J(G)/∂G",
    uses=[
        "compute_content_cost",
        "content_gradient",
        "compute_style_cost",
        "layer_style_gradient",
        "total_cost",
    ],
    parts={"picture": ["[0]"], "cost": ["[1]"]},
    cases=inputs.steps(),
    misconceptions=inputs.mistakes_of_step(),
    accepted=[
        inputs.step_by_list,
        {
            STYLE_SLOPES: "gradients += [layer_style_gradient(a_S, a_G) * (weight * beta)]",
            "np.clip(move(generated, gradient), 0, 1)": "np.minimum(np.maximum(move(generated, gradient), 0), 1)",
        },
    ],
    hints=[
        "Forward: network(generated) gives the outputs. From them: content cost, style cost, total cost, all by your own functions.",
        "Backward: one slope per output, in the same order. Style layer l gets β λ times its style slope, the content layer α times the content slope.",
        "network(generated, gradients) brings the list back to the picture; then move, then np.clip.",
    ],
)

PRODUCT = "np.tensordot(window, W, axes=([1, 2], [0, 1]))"

sheet.exercise(
    "conv_1d",
    points=7,
    source="D2 C4_W4 “Convolutions in 2D and 1D”",
    cases=[
        case("one signal, one filter", *inputs.EDGE),
        case("two signals, two channels, three filters", *signals(2, 6, 2, 3, f=3, seed=61)),
        case("stride 2 and a border", *signals(1, 5, 1, 2, f=3, seed=62), stride=2, pad=1),
        hidden("three signals", *signals(3, 7, 3, 2, f=2, seed=63)),
        hidden("a filter as long as the signal", *signals(2, 4, 2, 2, f=4, seed=64)),
        hidden("a filter of one number", *signals(1, 5, 3, 2, f=1, seed=65)),
        hidden("stride 3 that does not fit evenly", *signals(4, 9, 1, 1, f=3, seed=66), stride=3, pad=1),
    ],
    misconceptions=inputs.mistakes_of_conv_1d(),
    accepted=[
        inputs.conv_by_loops,
        inputs.conv_by_filter_positions,
        {PRODUCT: "np.einsum('mfc,fck->mk', window, W)"},
        {PRODUCT: "window.reshape(len(x), -1) @ W.reshape(-1, W.shape[2])"},
    ],
    hints=[
        "First add the zeros: np.pad takes a pair (before, behind) for each of the three axes.",
        "The window that starts at s is x[:, s:s+f], of shape (m, f, n_C_prev); its starts are 0, stride, 2·stride, … as long as f numbers fit.",
        "Each filter is multiplied by the window number by number; the sum over its f places and all channels, plus the bias, is one output.",
    ],
)

SIDES = "[(side + 2 * pad - f) // stride + 1 for side in input_shape[:3]]"

sheet.exercise(
    "conv_3d_shape",
    points=4,
    source="D2 C4_W4 “3D convolution”",
    cases=[
        case("the document's first layer", (14, 14, 14, 1), 5, 16),
        case("the document's second layer", (10, 10, 10, 16), 5, 32),
        case("a film: stride 2, border 2", (64, 48, 31, 3), 5, 8, stride=2, pad=2),
        hidden("filters of one voxel", (7, 5, 3, 4), 1, 2),
        hidden("a filter as large as the volume", (4, 4, 4, 2), 4, 6),
        hidden("stride 3 that does not fit evenly", (20, 11, 9, 1), 4, 3, stride=3),
        hidden("a wide border", (6, 7, 8, 2), 5, 10, 1, 2),
    ],
    misconceptions=inputs.mistakes_of_conv_3d_shape(),
    accepted=[
        inputs.shape_by_counting,
        {SIDES: "[int(np.floor((side + 2 * pad - f) / stride + 1)) for side in input_shape[:3]]"},
        {"return (*sides, n_filters)": "return np.array([*sides, n_filters])"},
    ],
    hints=[
        "Each of the three sides follows the formula of the 2-D case: ⌊(n + 2p − f)/s⌋ + 1.",
        "// divides and rounds down. The fourth number is the number of filters.",
    ],
)
