"""What c5w2_word_vectors checks: cases, known mistakes, other right ways, hints."""

import numpy as np

from grader_tests import Sheet, case, hidden
from grader_tests import inputs_c5w2_mistakes as mistakes
from grader_tests import inputs_c5w2_vectors as inputs
from grader_tests.inputs_c5w2_vectors import context, made_up, meetings, table, with_twin, wrong

sheet = Sheet(__name__, position=1, errata="E35 E259 E260 E261 E262 E263 E264")


def two(n, seed):
    """Return two vectors of n short numbers."""
    return tuple(np.random.default_rng(seed).normal(size=(2, n)).round(2))


LENGTHS = "(np.linalg.norm(u) * np.linalg.norm(v))"

sheet.exercise(
    "cosine_similarity",
    points=4,
    source="D2 C5_W2 “Cosine similarity”: sim(u, v) = uᵀv / (‖u‖ ‖v‖)",
    cases=[
        case("two vectors of two numbers", np.array([3.0, 4.0]), np.array([4.0, 3.0])),
        case("king and queen of the document's table", *table("king", "queen").values()),
        case("a vector with itself", np.array([0.5, -2.0, 1.0]), np.array([0.5, -2.0, 1.0])),
        case("opposite vectors of different lengths", np.array([1.0, -2.0]), np.array([-3.0, 6.0])),
        hidden("whole numbers", np.array([1, 2, 2]), np.array([2, 0, -1])),
        hidden("seven numbers", *two(7, 1)),
        hidden("vectors of one number", np.array([2.5]), np.array([-0.5])),
    ],
    misconceptions=[
        wrong(
            "not-divided",
            {" / " + LENGTHS: ""},
            "This is the inner product. It grows with the lengths of the vectors, so frequent words with long vectors would look alike to everything; divide by both lengths.",
        ),
        wrong(
            "squared-lengths",
            {LENGTHS: "(np.dot(u, u) * np.dot(v, v))"},
            "You divide by the squared lengths. A vector compared with itself must give 1: try it by hand with (2, 0).",
        ),
        wrong(
            "one-length",
            {LENGTHS: "np.linalg.norm(u)"},
            "Only one of the two lengths is divided by, so the result still grows with v, and comparing v with u gives another number than u with v.",
        ),
        wrong(
            "distance",
            {"return np": "return 1 - np"},
            "This is 1 minus the cosine, a distance: 0 for the same direction. Asked for is the cosine itself.",
        ),
        wrong(
            "precedence",
            {LENGTHS: "np.linalg.norm(u) * np.linalg.norm(v)"},
            "`a / b * c` divides by b and then multiplies by c. Both lengths belong below the line: brackets.",
        ),
        wrong(
            "absolute",
            {"return np": "return abs(np", LENGTHS: LENGTHS + ")"},
            "The sign is lost. Vectors that point opposite ways are as unlike as can be, −1, and not as alike as equal ones.",
        ),
    ],
    accepted=[
        inputs.cosine_by_sums,
        {"np.dot(u, v) / " + LENGTHS: "(u / np.sqrt(np.sum(u**2))) @ (v / np.sqrt(np.sum(v**2)))"},
        {"return np": "if np.all(u == v):\n        return 1\n    return np"},
    ],
    hints=["The inner product is np.dot(u, v).", "np.linalg.norm(u) is the length: the root of the sum of squares."],
)

FAR = made_up("cold colder coldest warm warmer winter", 3, 5)

sheet.exercise(
    "complete_analogy",
    points=8,
    source="D2 C5_W2 “Analogies using word vectors”: e_man − e_woman ≈ e_king − e_?",
    uses=["cosine_similarity"],
    cases=[
        case("man to woman as king to …", "man", "woman", "king", table()),
        case("words in capitals", "King", "MAN", "Queen", table()),
        case("a word with the same vector as word_c", "cold", "colder", "warm", with_twin(FAR, "warm", "tepid")),
        case("six words of three numbers", "warm", "warmer", "cold", FAR),
        case("equally good answers", "cold", "warm", "low", inputs.EQUALS),
        case("nothing that points the right way", "cold", "mild", "hot", inputs.HEAT),
        hidden("another six words", "a", "b", "c", made_up("a b c d e f", 4, 8)),
        hidden("an answer that is one of the three", "d", "a", "e", made_up("a b c d e f", 2, 9)),
        hidden("a long way between the words", "f", "c", "b", made_up("a b c d e f", 5, 10, scale=4)),
        hidden("vectors of two numbers", "x", "y", "z", made_up("u v w x y z", 2, 11)),
    ],
    misconceptions=mistakes.COMPLETE_ANALOGY,
    accepted=[inputs.analogy_all_at_once, inputs.analogy_by_sorting, {"-np.inf": "-100"}],
    hints=[
        "The two differences are e_b − e_a and e_w − e_c; `cosine_similarity` compares them.",
        "Go through word_to_vec_map.items(), skip word_c, and keep the best similarity with its word.",
        "Where a word has the same vector as word_c the cosine is nan, and `nan > best` is False: that is all you need.",
    ],
)

E34 = np.array([[1.0, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]])

sheet.exercise(
    "embedding_lookup",
    points=3,
    source="D2 C5_W2 “Embedding matrix”: E · o_j = e_j",
    cases=[
        case("two of four words", E34, np.array([2, 0])),
        case("one word", E34, np.array([3])),
        case("a word that comes twice", E34, np.array([1, 3, 1])),
        hidden("a square matrix", np.arange(9.0).reshape(3, 3), np.array([1, 2])),
        hidden("five words of a larger vocabulary", made_up("E", 40, 3)["E"].reshape(4, 10), np.array([9, 0, 4, 4, 7])),
        hidden("the first word alone", np.array([[0.5, -1.0]]), np.array([0])),
    ],
    misconceptions=[
        wrong(
            "rows",
            {"E[:, indices]": "E[indices]"},
            "These are rows of E: one feature of every word. A word is a column.",
            place="D2 C5_W2 “Embedding matrix”: E is 300 × 10,000",
        ),
        wrong(
            "transposed",
            {"E[:, indices]": "E[:, indices].T"},
            "The right numbers, but one word per row. As everywhere in the course, an example is a column: shape (n, m).",
        ),
        wrong(
            "counted-from-1",
            {"E[:, indices]": "E[:, np.asarray(indices) - 1]"},
            "You count words from 1. The places are counted from 0; with −1 the first word becomes the last column without any error.",
        ),
        wrong(
            "as-a-mask",
            {"E[:, indices]": "E[:, np.isin(np.arange(E.shape[1]), indices)]"},
            "A mask tells which columns are wanted, but neither in which order nor how often. A text has both.",
        ),
    ],
    accepted=[
        inputs.lookup_by_one_hot,
        {"E[:, indices]": "np.take(E, indices, axis=1)"},
        {"E[:, indices]": "np.stack([E[:, i] for i in indices], axis=1)"},
    ],
    hints=[
        "Which axis of E numbers the words?",
        "An array of integers may stand where an index stands: it picks several at once.",
    ],
)

JUICE = ["a", "glass", "of", "orange", "juice", "to", "go", "along"]

sheet.exercise(
    "skip_gram_pairs",
    points=5,
    source="D2 C5_W2 “Skip-grams”: context and target pairs",
    properties=[{"name": "any_order", "repeats": False}],
    cases=[
        case("a part of the document's sentence", JUICE[:4], 1),
        case("a window of two", JUICE[3:8], 2),
        case("a word that comes twice in a row", ["so", "so", "well"], 1),
        case("one word", ["orange"], 3),
        hidden("a window wider than the text", ["my", "cereal", "tastes"], 4),
        hidden("indices in place of words", [4, 0, 2, 2, 7, 1], 2),
        hidden("a window of three", JUICE[:8], 3),
    ],
    misconceptions=mistakes.SKIP_GRAM_PAIRS,
    accepted=[
        inputs.pairs_by_distance,
        inputs.pairs_outwards,
        {
            "for j in range(max(0, i - window), min(len(words), i + window + 1)):": "for j in [j for j in range(i - window, i + window + 1) if 0 <= j < len(words)]:"
        },
    ],
    hints=[
        "Two loops: one over the places i of the context, one over the places j around it.",
        "j runs from i − window to i + window, but never below 0 or past the end; skip j = i.",
    ],
)

sheet.exercise(
    "negative_sampling_distribution",
    points=4,
    source="D2 C5_W2 “Selecting negative examples”: P(w_i) = f(w_i)^¾ / Σ f(w_j)^¾",
    cases=[
        case("counts 1, 16 and 81", np.array([1, 16, 81])),
        case("one word", np.array([5])),
        case("two words as shares", np.array([0.9, 0.1])),
        hidden("four counts", np.array([490, 436, 7, 1])),
        hidden("a word that never comes", np.array([3, 0, 2])),
        hidden("large counts", np.array([2_000_000, 1_000_000, 10, 9, 1])),
    ],
    misconceptions=[
        wrong(
            "plain-shares",
            {" ** 0.75": ""},
            "These are the plain shares of the words: “the” and “of” would fill nearly all negative examples. The power is missing.",
        ),
        wrong(
            "precedence",
            {"** 0.75": "** 3 / 4"},
            "Python reads `x ** 3 / 4` as (x³) / 4; the fraction needs brackets. Now frequent words get far more than their share.",
        ),
        wrong(
            "not-normalised",
            {"weights / np.sum(weights)": "(np.asarray(counts, dtype=float) / np.sum(counts)) ** 0.75"},
            "The shares are taken to the power 3/4, but afterwards they no longer sum to 1. Divide last.",
        ),
        wrong(
            "divided-by-the-plain-sum",
            {"weights / np.sum(weights)": "weights / np.sum(counts)"},
            "The powers are divided by the sum of the plain counts, so they don't sum to 1. Below the line stands the sum of the powers.",
        ),
        wrong(
            "powers-only",
            {"weights / np.sum(weights)": "weights"},
            "These are the powers themselves. Probabilities sum to 1: divide by the sum of the powers.",
        ),
        wrong(
            "uniform",
            {"weights / np.sum(weights)": "np.full(len(weights), 1 / len(weights))"},
            "Every word is as likely here, 1 / V. That is the other extreme of the document; the power 3/4 lies between it and the plain shares.",
            place="D2 C5_W2 “Selecting negative examples”: 1/|V|",
        ),
        wrong(
            "other-power",
            {"0.75": "(4 / 3)"},
            "The power is 4/3 here, which makes frequent words more frequent still. It should lift the rare ones.",
        ),
    ],
    accepted=[
        {"np.asarray(counts, dtype=float) ** 0.75": "np.sqrt(np.sqrt(np.asarray(counts, dtype=float) ** 3))"},
        {"    return weights / np.sum(weights)": "    return np.array([w / sum(weights) for w in weights])"},
        {"np.asarray(counts, dtype=float) ** 0.75": "(counts / np.sum(counts)) ** (3 / 4)"},
    ],
    hints=["First the power, for every count; then divide by the sum of the powers."],
)

TARGETS = [
    case(
        "orange, juice and one drawn word", np.array([1.0, 2.0]), np.array([[2.0, 1.0], [0.5, -1.0]]), np.array([1, 0])
    ),
    case("four drawn words", *context(3, 4, 21)),
    case("a true target that is not the first", *context(2, 3, 22, true=2)),
    case("no drawn word", *context(4, 0, 23)),
    hidden("six drawn words", *context(5, 6, 24)),
    hidden("as many numbers as targets", *context(3, 2, 25, true=1)),
    hidden("vectors of one number", *context(1, 3, 26)),
    hidden("large inner products", *context(6, 2, 27, scale=2.0)),
]

LOSS = "-np.sum(y * np.log(a) + (1 - y) * np.log(1 - a))"

sheet.exercise(
    "negative_sampling_loss",
    points=6,
    source="D2 C5_W2 “Negative sampling”: P(y = 1 | c, t) = σ(θ_tᵀ e_c), k + 1 questions",
    cases=TARGETS,
    misconceptions=[
        wrong(
            "softmax",
            {LOSS: "-np.sum(y * np.log(np.exp(theta.T @ e_c) / np.sum(np.exp(theta.T @ e_c))))"},
            "This is a softmax over the k + 1 targets. Negative sampling asks k + 1 separate yes-or-no questions, each with a sigmoid of its own.",
            place="D2 C5_W2 “Negative sampling”, the softmax above the line",
        ),
        wrong(
            "true-target-only",
            {" + (1 - y) * np.log(1 - a)": ""},
            "Only the true target counts. Without the drawn words the loss is lowest when every pair of words gets a yes.",
        ),
        wrong(
            "mean",
            {"-np.sum(y": "-np.mean(y"},
            "This is the mean of the k + 1 losses; asked for is their sum.",
        ),
        wrong(
            "first-is-true",
            {LOSS: "-np.log(a[0]) - np.sum(np.log(1 - a[1:]))"},
            "The first target is taken for the true one. Which is true is told by y, and it may stand anywhere.",
        ),
        wrong(
            "not-summed",
            {LOSS: "-(y * np.log(a) + (1 - y) * np.log(1 - a))"},
            "These are the k + 1 losses one by one. Asked for is one number, their sum.",
        ),
        wrong(
            "sign",
            {"-np.sum(y": "np.sum(y"},
            "A loss can't be below 0: logarithms of probabilities are negative, so a minus stands in front.",
        ),
        wrong(
            "no-sigmoid",
            {"a = sigmoid(np.dot(theta.T, e_c))": "a = np.dot(theta.T, e_c)"},
            "The inner products are taken for probabilities, and the logarithm of a number below 0 is nan. The sigmoid makes probabilities of them.",
        ),
        wrong(
            "theta-not-transposed",
            {"theta.T": "theta"},
            "theta has one *column* per target: theta times e_c fits only where there are as many targets as numbers, and mixes them up there.",
        ),
        wrong(
            "minus-between",
            {"+ (1 - y)": "- (1 - y)"},
            "The second term has the wrong sign: the minus in front stands before both terms.",
        ),
        wrong(
            "labels-turned",
            {LOSS: "-np.sum((1 - y) * np.log(a) + y * np.log(1 - a))"},
            "The labels are read the wrong way round: this rewards a no for the true neighbour.",
        ),
    ],
    accepted=[inputs.loss_term_by_term, {LOSS: "-np.log(np.where(np.asarray(y) > 0, a, 1 - a)).sum()"}],
    hints=[
        "All k + 1 products at once: theta.T times e_c has shape (k + 1,).",
        "From there it is the cost of logistic regression, without the 1/m.",
    ],
)

sheet.exercise(
    "negative_sampling_gradients",
    points=7,
    source="D2 C5_W2 “Negative sampling”: k + 1 logistic regressions that share e_c",
    parts={"context": ["[0]"], "targets": ["[1]"]},
    cases=TARGETS,
    misconceptions=[
        wrong(
            "E01",
            {"dz = sigmoid(np.dot(theta.T, e_c)) - y": "dz = sigmoid(np.dot(theta.T, e_c))\n    dz = dz * (1 - dz)"},
            "a(1 − a) is the slope of the sigmoid alone; the labels have vanished from it. The slope of the loss with respect to z also has the factor dL/da.",
        ),
        wrong(
            "sign",
            {"sigmoid(np.dot(theta.T, e_c)) - y": "y - sigmoid(np.dot(theta.T, e_c))"},
            "The sign is turned: a step against this gradient makes the loss grow.",
        ),
        wrong(
            "all-positive",
            {"sigmoid(np.dot(theta.T, e_c)) - y": "sigmoid(np.dot(theta.T, e_c)) - 1"},
            "Here every target is taken for a true one. Drawn words have y = 0.",
        ),
        wrong(
            "mean",
            {"sigmoid(np.dot(theta.T, e_c)) - y": "(sigmoid(np.dot(theta.T, e_c)) - y) / len(y)"},
            "The gradients are divided by k + 1. The loss is a sum over the targets, not a mean.",
        ),
        wrong(
            "mean-over-targets",
            {"np.dot(theta, dz)": "np.dot(theta, dz) / len(dz)"},
            "de_c is a mean over the targets. Each of the k + 1 losses pulls at e_c with its whole slope, so the slopes are added.",
            score=0.5,
        ),
        wrong(
            "not-summed",
            {"np.dot(theta, dz)": "theta * dz"},
            "de_c has one column per target. e_c is one vector: what the k + 1 targets send back to it is added up.",
            score=0.5,
        ),
        wrong(
            "no-sigmoid",
            {"sigmoid(np.dot(theta.T, e_c)) - y": "np.dot(theta.T, e_c) - y"},
            "The sigmoid is missing: dz is the probability less the label, not the inner product less the label.",
        ),
        wrong(
            "outer-turned",
            {"np.outer(e_c, dz)": "np.outer(dz, e_c)"},
            "dtheta is turned: it has one row per target. A gradient has the shape of what it belongs to, here (n, k + 1).",
            score=0.5,
        ),
    ],
    accepted=[
        inputs.gradients_by_loops,
        {"np.dot(theta, dz), np.outer(e_c, dz)": "(theta * dz).sum(axis=1), e_c[:, None] * dz"},
    ],
    hints=[
        "Each target is a logistic regression with weights θ_t and input e_c: what is dz there?",
        "e_c takes part in all k + 1 of them, so its gradient is a sum over targets; each θ_t only meets its own dz.",
    ],
)

SMALL = (
    np.array([[0.0, 10.0], [10.0, 200.0]]),
    np.array([[1.0, 0.0], [0.0, 1.0]]),
    np.array([[0.5, 1.0], [1.0, 2.0]]),
    np.array([0.5, 1.0]),
    np.array([-0.5, 2.0]),
)

sheet.exercise(
    "glove_cost",
    points=8,
    source="D2 C5_W2 “GloVe (global vectors for word representation)”",
    cases=[
        case("two words", *SMALL),
        case("three words", *meetings(3, 2, 31)),
        case("counts that differ by direction", *meetings(3, 4, 32, symmetric=False)),
        case("another weighting", *meetings(2, 3, 33), x_max=10, alpha=0.5),
        hidden("six words", *meetings(6, 3, 34)),
        hidden("as many numbers as words", *meetings(4, 4, 35, symmetric=False)),
        hidden("counts above x_max", *meetings(5, 2, 36, most=900), x_max=50),
        hidden("rare meetings only", *meetings(4, 1, 37, most=4)),
    ],
    misconceptions=mistakes.GLOVE_COST,
    accepted=[
        inputs.glove_by_loops,
        {
            "np.dot(theta.T, E)": "np.einsum('ni,nj->ij', theta, E)",
            "b[:, np.newaxis]": "b.reshape(-1, 1)",
        },
    ],
    hints=[
        "All θ_iᵀe_j at once: theta.T times E, shape (V, V). b as a column, b_prime as a row.",
        "Keep log away from zeros: np.where(X > 0, X, 1) first.",
        "The weight: np.minimum of a power and 1, and 0 where X is 0.",
    ],
)

PEOPLE = {word: np.array(numbers) for word, numbers in {"he": [-1.0, 0.2, 0.4], "she": [0.8, 0.1, 0.5], "uncle": [-0.7, 0.9, -0.3], "aunt": [0.9, 0.7, -0.2], "nurse": [0.4, 0.3, 0.6]}.items()}  # fmt: skip
FAMILY = made_up("he she man woman boy girl son daughter", 5, 41)

sheet.exercise(
    "bias_axis",
    points=4,
    source="D2 C5_W2 “Addressing bias in word embeddings”, step 1: e_he − e_she, e_male − e_female, average",
    cases=[
        case("one pair", [("he", "she")], PEOPLE),
        case("two pairs", [("he", "she"), ("uncle", "aunt")], PEOPLE),
        case("pairs of the document's table", [("man", "woman"), ("king", "queen")], table()),
        hidden("four pairs", [("he", "she"), ("man", "woman"), ("boy", "girl"), ("son", "daughter")], FAMILY),
        hidden("pairs the other way round", [("girl", "boy"), ("woman", "man"), ("she", "he")], FAMILY),
        hidden("as many pairs as numbers", [("a", "b"), ("c", "d")], made_up("a b c d", 2, 42)),
    ],
    misconceptions=[
        wrong(
            "turned",
            {"word_to_vec_map[first] - word_to_vec_map[second]": "word_to_vec_map[second] - word_to_vec_map[first]"},
            "The differences are taken the other way round: first minus second is asked for.",
        ),
        wrong(
            "sum",
            {"np.mean(": "np.sum("},
            "The differences are added up but not divided by their number. The direction is the same; asked for is the mean.",
        ),
        wrong(
            "one-number",
            {", axis=0)": ")"},
            "One number comes out: the mean over everything. The mean is over the pairs only; a direction has n numbers.",
        ),
        wrong(
            "length-1",
            {"    return np.mean(": "    return (lambda g: g / np.linalg.norm(g))(np.mean(", ", axis=0)": ", axis=0))"},
            "The axis was brought to length 1. Asked for is the plain mean of the differences; neutralize and equalize divide by its length themselves.",
        ),
        wrong(
            "first-pair-only",
            {"in pairs]": "in pairs[:1]]"},
            "Only the first pair counts. One pair carries its own peculiarities along; the average over several is closer to what they share.",
        ),
        wrong(
            "sums-of-pairs",
            {"[first] - word": "[first] + word"},
            "The two vectors of a pair are added. What they differ in is their difference.",
        ),
    ],
    accepted=[
        {
            "np.mean([word_to_vec_map[first] - word_to_vec_map[second] for first, second in pairs], axis=0)": "sum(word_to_vec_map[p[0]] for p in pairs) / len(pairs) - sum(word_to_vec_map[p[1]] for p in pairs) / len(pairs)"
        },
        {
            "    return np.mean(": "    total = 0\n    for p, q in pairs:\n        total = total + (word_to_vec_map[p] - word_to_vec_map[q]) / len(pairs)\n    return total\n    return np.mean("
        },
    ],
    hints=["One difference for each pair, then their mean; np.mean(..., axis=0) keeps the n numbers apart."],
)

G2 = np.array([2.0, 0.0])

sheet.exercise(
    "neutralize",
    points=6,
    source="D2 C5_W2 “Addressing bias in word embeddings”, step 2: project",
    cases=[
        case("two numbers", "nurse", G2, {"nurse": np.array([0.6, 0.8])}),
        case("three numbers", "nurse", np.array([-1.8, 0.1, -0.1]), PEOPLE),
        case("a word without any bias", "apple", np.array([-2.0, 0.0, 0.0, 0.0]), table("apple", "orange")),
        hidden("a long axis", "c", np.array([3.0, -4.0, 12.0]), made_up("a b c", 3, 51)),
        hidden("a short axis", "b", np.array([0.1, 0.05, -0.2, 0.1]), made_up("a b c", 4, 52)),
        hidden("a word along the axis", "a", np.array([1.0, -0.5]), {"a": np.array([-2.0, 1.0])}),
        hidden("eight numbers", "b", np.arange(1.0, 9), made_up("a b", 8, 53)),
    ],
    misconceptions=mistakes.NEUTRALIZE,
    accepted=[
        inputs.neutralize_by_projection,
        {
            "e_bias = np.dot(e, g) / np.dot(g, g) * g": "unit = g / np.sqrt(np.sum(g**2))\n    e_bias = np.sum(e * unit) * unit"
        },
    ],
    hints=[
        "How much of g is in e? Their inner product, divided by g's with itself.",
        "Check: the inner product of your result with g must be 0.",
    ],
)

UNIT = {word: vector / np.linalg.norm(vector) for word, vector in FAMILY.items()}
TWO_WORDS = {"grandmother": np.array([0.6, 0.8]), "grandfather": np.array([-0.2, 0.8])}

sheet.exercise(
    "equalize",
    points=8,
    source="D2 C5_W2 “Addressing bias in word embeddings”, step 3",
    cases=[
        case("grandmother and grandfather", ("grandmother", "grandfather"), G2, TWO_WORDS),
        case("two people of three numbers", ("he", "she"), np.array([-1.8, 0.1, -0.1]), PEOPLE),
        case("long vectors", ("a", "b"), np.array([1.0, 2.0]), {"a": np.array([3.0, 1.0]), "b": np.array([1.0, 0.5])}),
        hidden("vectors of length 1", ("boy", "girl"), FAMILY["man"] - FAMILY["woman"], UNIT),
        hidden("the pair the other way round", ("girl", "boy"), FAMILY["man"] - FAMILY["woman"], UNIT),
        hidden(
            "both on one side of the axis",
            ("b", "c"),
            np.array([0.0, 0.5, 0.0]),
            {"b": np.array([0.3, 0.9, 0.1]), "c": np.array([0.1, 0.4, 0.2])},
        ),
        hidden("eight long numbers", ("a", "b"), np.arange(8.0) - 3, made_up("a b", 8, 61, scale=2)),
    ],
    misconceptions=mistakes.EQUALIZE,
    accepted=[
        inputs.equalize_by_signs,
        {
            "e1_new = size * (e1_B - mu_B) / np.linalg.norm(e1_B - mu_B)": "half = (e1_B - e2_B) / 2\n    e1_new = size * half / np.linalg.norm(half)",
            "e2_new = size * (e2_B - mu_B) / np.linalg.norm(e2_B - mu_B)": "e2_new = -e1_new",
        },
    ],
    hints=[
        "Three projections onto the axis: of e1, of e2, and of their mean μ. What is left of μ is μ⊥.",
        "e1_B − μ_B points along the axis; divide it by its own length, then multiply by √|1 − ‖μ⊥‖²|.",
        "At the end add μ⊥ to both, and return two vectors.",
    ],
)
