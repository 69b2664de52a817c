"""Checks of c5w4_transformer: positional encoding, masks, attention and its gradients, the layers, the whole transformer."""

import numpy as np

from grader_tests import Sheet, case, hidden
from grader_tests import inputs_c5w4_mistakes as mistakes
from grader_tests import inputs_c5w4_transformer as inputs
from grader_tests.inputs_c5w4_transformer import numbers, wrong

sheet = Sheet(__name__, position=1, errata="E32 E291")

DETAILS = "D2 C5_W4 “Transformer Details”"
E32 = "D2 C5_W4 “Transformer Details”, Encoder: sin(pos / 1000^d), cos(pos / 1000^d)"
PARTS = {"output": ["[0]"], "weights": ["[1]"]}


def places(P, d):
    return np.arange(P)[:, np.newaxis], np.arange(d)[np.newaxis, :], d


sheet.exercise(
    "create_padding_mask",
    points=3,
    source="Vaswani et al. 2017, 3.2.3; needed for D2 C5_W4 “Transformer Details”",
    cases=[
        case("the example by hand", np.array([[7, 6, 0, 0], [1, 2, 3, 0]])),
        case("one sentence", np.array([[4, 0, 0]])),
        case("three sentences, one of them full", np.array([[5, 1], [3, 0], [2, 0]])),
        hidden("nothing but words", np.array([[1, 2, 3], [9, 8, 7], [2, 2, 2], [1, 1, 1]])),
        hidden("one word", np.array([[12]])),
        hidden("as many sentences as words", np.array([[4, 3, 0], [1, 0, 0], [9, 9, 9]])),
    ],
    misconceptions=[
        wrong(
            "reversed",
            {"np.not_equal": "np.equal"},
            "The mask is the wrong way round: 1 means a word that may be looked at, 0 means padding.",
        ),
        wrong(
            "no-axis",
            {"[:, np.newaxis, :]": ""},
            "An axis of length 1 is missing in the middle: it stands for the queries, which all see the same words.",
        ),
        wrong(
            "axis-last",
            {"[:, np.newaxis, :]": "[:, :, np.newaxis]"},
            "The new axis is at the end. There the mask would hide queries (rows of scores); padding has to be hidden as keys (columns).",
        ),
        wrong(
            "axis-first",
            {"[:, np.newaxis, :]": "[np.newaxis]"},
            "The new axis is at the front, before the sentences. It has to stand between the sentences and their words.",
        ),
    ],
    accepted=[
        inputs.mask_of_lists,
        {"np.not_equal(decoder_token_ids, 0).astype(float)": "np.where(decoder_token_ids == 0, 0, 1)"},
        {".astype(float)": ""},
    ],
    hints=[
        "Comparing an array with 0 gives True and False; .astype(float) makes 1 and 0 of them.",
        "[:, np.newaxis, :] puts an axis of length 1 between the two.",
    ],
)


sheet.exercise(
    "create_look_ahead_mask",
    points=3,
    source="Vaswani et al. 2017, 3.2.3; needed for D2 C5_W4 “Transformer Details”, Decoder",
    cases=[
        case("the example by hand", 3),
        case("one position", 1),
        case("five positions", 5),
        hidden("two positions", 2),
        hidden("ten positions", 10),
        hidden("four positions", 4),
    ],
    misconceptions=[
        wrong(
            "upper",
            {"np.tril": "np.triu"},
            "The triangle is turned over: each position would see itself and what comes *after* it, which at that time is not written yet.",
        ),
        wrong(
            "one-means-hidden",
            {
                "np.tril(np.ones((1, sequence_length, sequence_length)))": "1 - np.tril(np.ones((1, sequence_length, sequence_length)))"
            },
            "1 and 0 are exchanged. In this course 1 means “may be seen”, in both masks; some libraries have it the other way round.",
        ),
        wrong(
            "not-itself",
            {"sequence_length)))": "sequence_length)), -1)"},
            "No position sees itself, and the first one sees nothing at all. The diagonal belongs to what may be seen.",
        ),
        wrong(
            "one-too-far",
            {"sequence_length)))": "sequence_length)), 1)"},
            "Each position sees the one right after it as well, the very word that it has to guess.",
        ),
        wrong(
            "no-first-axis",
            {"(1, sequence_length, sequence_length)": "(sequence_length, sequence_length)"},
            "The first axis is missing: shape (1, n, n), so that one mask serves all m sequences.",
        ),
    ],
    accepted=[
        inputs.mask_by_comparison,
        {"np.tril(np.ones((1, sequence_length, sequence_length)))": "np.tri(sequence_length).astype(int)[None]"},
    ],
    hints=[
        "Row 0 sees column 0 only, row 1 sees columns 0 and 1, and so on: which half of the table is that?",
        "np.tril keeps the lower triangle of each matrix, with its diagonal.",
    ],
)


sheet.exercise(
    "scaled_dot_product_attention",
    points=10,
    source="D2 C5_W4 “Self-Attention”: softmax(QKᵀ / √d_k) V",
    parts=PARTS,
    cases=inputs.attention_calls(),
    misconceptions=mistakes.attention(),
    accepted=[
        inputs.attention_by_loops,
        inputs.attention_with_infinity,
        inputs.attention_with_a_plain_exp,
        {
            "np.matmul(q, np.swapaxes(k, -1, -2)) / np.sqrt(k.shape[-1])": "(q / np.sqrt(q.shape[-1])) @ np.swapaxes(k, -1, -2)",
            "return np.matmul(weights, v), weights": "return [weights @ v, weights]",
        },
    ],
    hints=[
        "Shapes: q (…, T_q, d_k) times k with its last two axes swapped, (…, d_k, T_k), gives scores (…, T_q, T_k). k.T would swap all axes.",
        "np.swapaxes(k, -1, -2) swaps the last two axes, however many there are before them.",
        "Where mask is 0, (1 − mask) · −1e9 is a huge negative number, where it is 1 it is nothing. Add it, then softmax.",
    ],
)


sheet.exercise(
    "multi_head_attention",
    points=10,
    source="D2 C5_W4 “Multi-Head Attention”",
    uses=["scaled_dot_product_attention"],
    parts=PARTS,
    cases=inputs.many_heads_calls(),
    misconceptions=mistakes.many_heads(),
    accepted=[inputs.heads_one_by_one, inputs.heads_by_einsum],
    hints=[
        "Three products first: q with Wq, k with Wk, v with Wv. Then each (m, T, d) becomes (m, heads, T, d / heads).",
        "x.reshape(m, T, heads, d // heads) cuts the features into blocks; .transpose(0, 2, 1, 3) moves the heads to the front.",
        "A mask (m, 1, T_k) needs an axis for the heads: mask[:, np.newaxis] has shape (m, 1, 1, T_k).",
        "The way back is the same in reverse: transpose, then reshape to (m, T_q, d), then Wo.",
    ],
)


sheet.exercise(
    "get_angles",
    points=4,
    source=f"{DETAILS}: the argument of sine and cosine",
    cases=[
        case("the example by hand", *places(3, 4)),
        case("five positions, six features", *places(5, 6)),
        case("positions that start later", np.array([[7], [100]]), np.arange(8)[np.newaxis], 8),
        hidden("one position", np.array([[3]]), np.arange(10)[np.newaxis], 10),
        hidden("as many positions as features", *places(4, 4)),
        hidden("an odd number of features", *places(3, 5)),
        hidden("two of sixteen columns", np.arange(6)[:, np.newaxis], np.array([[4, 11]]), 16),
    ],
    misconceptions=[
        wrong(
            "E32",
            {"10000 ** (2 * i / d)": "(1000.0 ** d * np.ones(k.shape))"},
            "No number of a column occurs in this divisor, so all columns are the same, and with so large a divisor almost 0. Each pair of columns needs a wavelength of its own.",
            E32,
        ),
        wrong(
            "base-1000",
            {"10000 **": "1000.0 **"},
            "The base is not the 1000 of the printed page: the longest wavelength would be ten times too short.",
            E32,
        ),
        wrong(
            "k-for-i",
            {"i = k // 2": "i = k"},
            "Every column gets an angle of its own here. Columns come in pairs: an even one and the odd one after it share one angle, for a sine and a cosine.",
        ),
        wrong(
            "not-rounded-down",
            {"i = k // 2": "i = k / 2"},
            "i is not rounded down, so every column gets an angle of its own. Columns come in pairs: an even one and the odd one after it share one angle.",
        ),
        wrong(
            "half-exponent",
            {"(2 * i / d)": "(i / d)"},
            "The exponent runs from 0 to almost ½ only; over the columns it should run from 0 to almost 1. A factor has got lost.",
        ),
        wrong(
            "power-first",
            {"(2 * i / d)": "(2 * i) / d"},
            "** comes before /: here the power is divided by d. The exponent needs brackets of its own.",
        ),
        wrong(
            "multiplied",
            {"pos / ": "pos * "},
            "Later columns should turn more and more slowly; yours turn faster and faster.",
        ),
    ],
    accepted=[
        inputs.angles_by_loops,
        {"i = k // 2": "i = (k - k % 2) / 2", "pos / 10000 ** (2 * i / d)": "pos * np.exp(-np.log(10000) * 2 * i / d)"},
    ],
    hints=[
        "k runs 0, 1, 2, 3, 4, 5, …; i should run 0, 0, 1, 1, 2, 2, …: which division does that?",
        "A column (P, 1) divided by a row (1, d) gives a table (P, d): broadcasting does the rest.",
    ],
)


sheet.exercise(
    "positional_encoding",
    points=5,
    source=f"{DETAILS}: PE(pos, 2i), PE(pos, 2i + 1)",
    uses=["get_angles"],
    rtol=1e-4,
    atol=1e-6,
    cases=[
        case("the example by hand", 2, 4),
        case("five positions, six features", 5, 6),
        case("an odd number of features", 4, 3),
        hidden("one position", 1, 8),
        hidden("two features", 9, 2),
        hidden("as many positions as features", 6, 6),
        hidden("thirty positions", 30, 8),
    ],
    misconceptions=[
        wrong(
            "E32",
            {
                "np.arange(d)[np.newaxis, :], d)": "np.arange(d)[np.newaxis, :], d) * 0 + np.arange(positions)[:, np.newaxis] / 1000.0**d"
            },
            "No number of a column occurs in this divisor, so all columns are the same, and with so large a divisor almost 0. `get_angles` gives each pair of columns its own wave.",
            E32,
        ),
        wrong(
            "k-for-i",
            {"get_angles(": "(lambda pos, k, d: pos / 10000 ** (2 * k / d))("},
            "Every column has an angle of its own. A sine and the cosine after it share one: i counts pairs of columns.",
        ),
        wrong(
            "halves",
            {"[0, :, 0::2]": "[0, :, : (d + 1) // 2]", "[0, :, 1::2]": "[0, :, (d + 1) // 2 :]"},
            "All sines stand on the left and all cosines on the right. Here they take turns: a sine, then the cosine of the same angle.",
        ),
        wrong(
            "sine-and-cosine-swapped",
            {"np.sin": "np.c_s", "np.cos": "np.sin", "np.c_s": "np.cos"},
            "Sines and cosines have changed places: position 0 should begin with 0, the sine of 0.",
        ),
        wrong(
            "counts-from-1",
            {"np.arange(positions)": "np.arange(1, positions + 1)"},
            "Positions are counted from 0, as in every list.",
        ),
        wrong(
            "only-sines",
            {"np.cos": "np.sin"},
            "All columns are sines. A sine alone cannot tell, for instance, 0 from π; its cosine can.",
        ),
        wrong(
            "no-first-axis",
            {"return encoding": "return encoding[0]"},
            "The values are right, but the first axis is missing: shape (1, positions, d), so that one table is added to all m sequences.",
        ),
    ],
    accepted=[
        inputs.encoding_by_loops,
        {
            "encoding[0, :, 0::2] = np.sin(angles[:, 0::2])": "encoding[0] = np.where(np.arange(d) % 2 == 0, np.sin(angles), np.cos(angles))",
            "    encoding[0, :, 1::2] = np.cos(angles[:, 1::2])\n": "",
        },
    ],
    hints=[
        "get_angles wants a column of positions, np.arange(positions)[:, np.newaxis], and a row of column numbers.",
        "angles[:, 0::2] are the even columns, angles[:, 1::2] the odd ones; slices can be written to as well.",
    ],
)


sheet.exercise(
    "layer_norm",
    points=5,
    source=f"{DETAILS}: Add & Norm",
    cases=[
        case("the example by hand", np.array([[[1.0, 3.0], [10.0, 30.0]]]), np.array([2.0, 2.0]), np.array([0.5, 0.5])),
        case("two sequences", numbers(2, 3, 4, seed=261), numbers(4, seed=262), numbers(4, seed=263)),
        case("features that are all equal", np.full((1, 2, 3), 4.0), numbers(3, seed=264), numbers(3, seed=265)),
        case("a large epsilon", numbers(1, 2, 3, seed=266), numbers(3, seed=267), numbers(3, seed=268), 0.5),
        hidden("three sequences", numbers(3, 2, 5, seed=269) + 3, numbers(5, seed=270), numbers(5, seed=271)),
        hidden("one position", numbers(1, 1, 6, seed=272), np.ones(6), np.zeros(6)),
        hidden(
            "as many positions as features", 10 * numbers(2, 3, 3, seed=273), numbers(3, seed=274), numbers(3, seed=275)
        ),
    ],
    misconceptions=[
        wrong(
            "over-everything",
            {"axis=-1, keepdims=True": "keepdims=True"},
            "Mean and variance are taken over the whole array. Each position of each sequence has its own.",
        ),
        wrong(
            "no-keepdims",
            {"axis=-1, keepdims=True": "axis=-1"},
            "Mean and variance have lost the last axis, so they meet the wrong numbers (or do not fit at all). A statistic of shape (m, T, 1) would stay beside its own position.",
        ),
        wrong(
            "over-examples",
            {"axis=-1": "axis=0"},
            "Mean and variance run over the examples: that is batch norm. Layer norm looks at the features of one position.",
        ),
        wrong(
            "over-positions",
            {"axis=-1": "axis=1"},
            "Mean and variance run over the positions of a sequence; they should run over the features of one position.",
        ),
        wrong(
            "over-the-batch",
            {"axis=-1": "axis=(0, 1)"},
            "Mean and variance run over all positions of all sequences, feature by feature: that is batch norm. Each position should normalise its own features.",
        ),
        wrong(
            "divided-by-variance",
            {"np.sqrt(variance + epsilon)": "(variance + epsilon)"},
            "Divide by the standard deviation, the root of the variance.",
        ),
        wrong(
            "epsilon-outside",
            {"np.sqrt(variance + epsilon)": "(np.sqrt(variance) + epsilon)"},
            "Epsilon is added to the standard deviation; here it belongs to the variance, under the root.",
        ),
        wrong(
            "sample-variance",
            {"np.var(x, axis=-1": "np.var(x, ddof=1, axis=-1"},
            "The variance divides by d − 1. Here it is the plain mean of the squares, divided by d.",
        ),
        wrong("no-beta", {" + beta": ""}, "The shift beta is missing."),
        wrong("no-gamma", {"gamma * ": ""}, "The scale gamma is missing."),
        wrong(
            "only-normalised",
            {"gamma * ": "", " + beta": ""},
            "The learned scale and shift, gamma and beta, are missing.",
        ),
        wrong(
            "gamma-and-beta-swapped",
            {"gamma * ": "beta * ", " + beta": " + gamma"},
            "gamma and beta have changed places: gamma multiplies, beta is added.",
        ),
    ],
    accepted=[
        inputs.norm_by_loops,
        {"np.var(x, axis=-1, keepdims=True)": "np.mean(x**2, axis=-1, keepdims=True) - mean**2"},
    ],
    rtol=1e-4,
    atol=1e-7,
    hints=[
        "Features are the last axis: axis=-1. keepdims=True keeps it, so that the subtraction fits.",
        "Normalise, multiply by gamma, add beta; epsilon goes under the root.",
    ],
)


sheet.exercise(
    "feed_forward",
    points=4,
    source=f"{DETAILS}: Feed Forward",
    cases=[
        case("the example by hand", np.array([[[2.0, 1.0], [0.0, 4.0]]]), inputs.HAND_NETWORK),
        case("two sequences", numbers(2, 3, 4, seed=281), inputs.small_network(4, 5, 282)),
        case("one position", numbers(1, 1, 3, seed=283), inputs.small_network(3, 6, 284)),
        hidden("three sequences", numbers(3, 2, 2, seed=285), inputs.small_network(2, 8, 286)),
        hidden("one hidden unit", numbers(1, 5, 4, seed=287), inputs.small_network(4, 1, 288)),
        hidden("as many hidden units as features", numbers(2, 4, 4, seed=289), inputs.small_network(4, 4, 290)),
    ],
    misconceptions=[
        wrong(
            "no-relu",
            {"np.maximum(0, ": "np.multiply(1, "},
            "Without an activation between them, two linear layers are one linear layer.",
        ),
        wrong(
            "relu-at-the-end",
            {
                'return hidden @ parameters["W2"] + parameters["b2"]': 'return np.maximum(0, hidden @ parameters["W2"] + parameters["b2"])'
            },
            "There is a ReLU after the second layer too; only the hidden layer has one, so that the output can be negative.",
        ),
        wrong("no-b1", {' + parameters["b1"]': ""}, "The bias b1 is missing."),
        wrong("no-b2", {' + parameters["b2"]': ""}, "The bias b2 is missing."),
        wrong(
            "max-along-an-axis",
            {"np.maximum(0, ": "np.max(", '["b1"])': '["b1"], 0)'},
            "np.max(z, 0) is the largest number along axis 0: it loses an axis. ReLU compares every number with 0, which np.maximum does.",
        ),
        wrong(
            "max-of-all",
            {"np.maximum(0, ": "np.max("},
            "np.max gives the largest number of the whole array. ReLU compares every number with 0.",
        ),
    ],
    accepted=[
        inputs.network_by_loops,
        {
            "np.maximum(0, ": "np.clip(",
            '["b1"])': '["b1"], 0, None)',
            'hidden @ parameters["W2"]': 'np.einsum("mth,hd->mtd", hidden, parameters["W2"])',
        },
    ],
    hints=[
        "x @ W1 works on the last axis and leaves the others alone: no loop over positions is needed.",
        "Linear, ReLU, linear.",
    ],
)


sheet.exercise(
    "encoder_layer",
    points=6,
    source=f"{DETAILS}: Encoder",
    uses=["multi_head_attention", "layer_norm", "feed_forward"],
    cases=inputs.encoder_calls(),
    misconceptions=mistakes.encoder(),
    accepted=[
        inputs.encoder_sequence_by_sequence,
        {
            'attended, _ = multi_head_attention(x, x, x, parameters["attention"], heads, mask)': 'attended = multi_head_attention(q=x, k=x, v=x, parameters=parameters["attention"], heads=heads, mask=mask)[0]',
            "x + attended, **": "np.add(attended, x), **",
        },
    ],
    hints=[
        "Self-attention: q, k and v are all x. It returns two things; the weights are not needed here.",
        "Twice the same pattern: layer_norm(input + part(input), …), and the second input is the first result.",
        '**parameters["norm1"] hands over gamma and beta by their names.',
    ],
)


sheet.exercise(
    "decoder_layer",
    points=8,
    source=f"{DETAILS}: Decoder",
    uses=["multi_head_attention", "layer_norm", "feed_forward"],
    parts={"output": ["[0]"], "self_weights": ["[1]"], "cross_weights": ["[2]"]},
    cases=inputs.decoder_calls(),
    misconceptions=mistakes.decoder(),
    accepted=[
        inputs.decoder_in_one_loop,
        {
            "memory, block = enc_output,": "encoded, block = enc_output,",
            "x, memory, memory, block": "x, encoded, encoded.copy(), block",
            "return x, self_weights, cross_weights": "return [x, self_weights, cross_weights]",
        },
    ],
    hints=[
        "Three parts, each followed by add and norm: attention to the target itself, attention to the encoder's output, feed-forward.",
        "In the second, q is the decoder's own x, after the first norm; k and v are enc_output.",
        "multi_head_attention returns (output, weights): keep both weights for the end.",
    ],
)


sheet.exercise(
    "transformer_forward",
    points=8,
    source=f"{DETAILS}: the whole picture",
    uses=["positional_encoding", "create_padding_mask", "create_look_ahead_mask", "encoder_layer", "decoder_layer"],
    parts={"probabilities": ["[0]"], "weights": ["[1]"]},
    cases=inputs.model_calls(),
    misconceptions=mistakes.model(),
    accepted=[
        inputs.model_with_target_padding,
        {
            "positional_encoding(source.shape[1], d)": "positional_encoding(40, d)[:, : source.shape[1]]",
            'd = parameters["W_out"].shape[0]': 'd = parameters["target_embedding"].shape[-1]',
        },
    ],
    hints=[
        'parameters["source_embedding"][source] looks up all words at once: shape (m, T_x, d).',
        "Encoder: embed, times √d, plus positions; then each layer in turn with the padding mask of the source.",
        "Decoder: the same start for the target; each layer gets the encoder's last output and both masks.",
        "At the end y @ W_out + b_out, and softmax over the last axis.",
    ],
)


sheet.exercise(
    "attention_backward",
    points=9,
    source="D2 C5_W4 “Self-Attention” (the formula to differentiate)",
    uses=["scaled_dot_product_attention"],
    parts={"dq": ["[0]"], "dk": ["[1]"], "dv": ["[2]"]},
    cases=inputs.gradients_of_attention(),
    misconceptions=mistakes.backward(),
    accepted=[inputs.backward_by_jacobians, inputs.backward_by_einsum],
    rtol=1e-4,
    atol=1e-7,
    hints=[
        "Go back step by step. Output = A v: so dv = Aᵀ · d_output, and dA = d_output · vᵀ.",
        "Softmax, row by row: dS = A ∘ (dA − the sum over the row of A ∘ dA).",
        "Scores = q kᵀ / √d_k: dq = dS k / √d_k and dk = dSᵀ q / √d_k. Check every shape against what it belongs to.",
    ],
)
