"""What c4w4_face_recognition checks: cases, known mistakes, other right ways, hints."""

from grader_tests import Sheet, case, hidden
from grader_tests import inputs_c4w4_faces as inputs
from grader_tests.inputs_c4w4_faces import BLUE, GREEN, OLIVE, RED, STEEL, doors, pictures, triplets, wrong
from helpers.checks.stand_ins import colours_of_halves, mean_colour

sheet = Sheet(__name__, position=1, errata="E231 E232 E233")


DIFFERENCE = "np.linalg.norm(img_to_encoding(image_path, model) - database[identity])"

sheet.exercise(
    "verify",
    points=4,
    source="D2 C4_W4 “Face verification vs. face recognition”, “Learning a similarity function”",
    parts={"distance": ["[0]"], "door": ["[1]"]},
    cases=[
        case("somebody who is who they say", OLIVE, "Gwen", doors("Gwen"), mean_colour),
        case("somebody who says another's name", RED, "Gwen", doors("Gwen", "Rosa"), mean_colour),
        case("somebody a little alike", inputs.CREAM, "Rosa", doors("Rosa", "Bill"), mean_colour),
        case("somebody in another light", STEEL, "Bill", doors("Rosa", "Bill"), mean_colour),
        hidden("a name in a longer list", GREEN, "Olaf", doors("Rosa", "Olaf", "Gwen", "Bill"), mean_colour),
        hidden("encodings of six numbers", *inputs.flag(), colours_of_halves),
        hidden("a stranger with six numbers", *inputs.flag(turned=True), colours_of_halves),
    ],
    misconceptions=[
        wrong(
            "too-wide",
            {"dist < 0.7": "dist**2 < 0.7"},
            "The distance is right, but the door opens for somebody farther than 0.7: `dist` itself, not its square, is compared with 0.7.",
            score=0.5,
        ),
        wrong(
            "too-narrow",
            {"dist < 0.7": "dist < 0.5"},
            "The distance is right, but the door stays shut for somebody nearer than 0.7.",
            score=0.5,
        ),
        wrong("always-open", {"bool(dist < 0.7)": "True"}, "The door opens for everybody, far or near.", score=0.5),
        wrong(
            "squared",
            {DIFFERENCE: "np.sum((img_to_encoding(image_path, model) - database[identity]) ** 2)"},
            "This is the squared distance. The threshold 0.7 is meant for the norm itself; squares below 1 are smaller than their roots, so doors would open too easily. (The triplet loss does use squares: look which one is asked for.)",
        ),
        wrong(
            "city-blocks",
            {DIFFERENCE: DIFFERENCE.replace("np.linalg.norm(", "np.sum(np.abs(") + ")"},
            "The absolute differences are added up here (the L1 norm). Asked for is the L2 norm, the straight line between the two encodings.",
        ),
        wrong(
            "upside-down",
            {"dist < 0.7": "dist > 0.7"},
            "The door opens for those who are far from the claimed person's encoding. A small distance means: the same person.",
            score=0.5,
        ),
        wrong(
            "model-asked-directly",
            {"img_to_encoding(image_path, model)": "model(image_path[None])"},
            "The network is handed the raw picture. `img_to_encoding` first brings it to the size and range the network knows, and gives the answer length 1.",
        ),
        wrong(
            "nearest-not-claimed",
            {
                DIFFERENCE: "min(np.linalg.norm(img_to_encoding(image_path, model) - known) for known in database.values())"
            },
            "The distance to whoever is nearest is taken. Verification is 1 : 1, it compares with the one person whose name was given; else anybody of the database could enter under any name.",
        ),
    ],
    accepted=[
        {DIFFERENCE: "np.sqrt(np.sum((img_to_encoding(image_path, model) - database[identity]) ** 2))"},
        inputs.verify_by_hand,
    ],
    hints=[
        "`img_to_encoding(image_path, model)` gives the encoding of the picture; `database[identity]` is the one to compare it with.",
        "np.linalg.norm of the difference of two encodings is the straight-line distance, one number.",
        "Return two values, dist and door_open; door_open is a comparison with 0.7.",
    ],
)


sheet.exercise(
    "who_is_it",
    points=4,
    source="D2 C4_W4 “Face verification vs. face recognition”: recognition, 1 : K",
    parts={"distance": ["[0]"], "name": ["[1]"]},
    cases=[
        case("one of three people", OLIVE, doors("Rosa", "Gwen", "Bill"), mean_colour),
        case("a stranger", inputs.CREAM, doors("Bill", "Rosa"), mean_colour),
        case("one of four people", STEEL, doors("Bill", "Olaf", "Rosa", "Gwen"), mean_colour),
        hidden("a database of one", BLUE, doors("Gwen"), mean_colour),
        hidden("the first of the list", RED, doors("Rosa", "Olaf", "Bill"), mean_colour),
        hidden("encodings of six numbers", inputs.flag()[0], inputs.flag()[2], colours_of_halves),
    ],
    misconceptions=inputs.mistakes_of_recognition(),
    accepted=[
        inputs.nearest_by_min,
        {
            "min_dist, identity = 100, None": "min_dist, identity = np.inf, ''",
            "np.linalg.norm(encoding - known)": "np.sqrt(((encoding - known) ** 2).sum())",
        },
    ],
    hints=[
        "Ask for the picture's encoding once, before the loop over the database.",
        "Start with a distance no encoding can have, 100, and go through `database.items()`.",
        "Where a distance is smaller than the smallest so far, remember both: distance and name.",
    ],
)


PER_TRIPLET = "np.sum(np.maximum(to_positive - to_negative + alpha, 0))"

sheet.exercise(
    "triplet_loss",
    points=8,
    source="D2 C4_W4 “Loss function”: L(A, P, N) = max(‖f(A) − f(P)‖² − ‖f(A) − f(N)‖² + α, 0), J = Σ L",
    cases=[
        case("the document's 0.5 and 0.5", None, inputs.document(0.5)),
        case("the document's 0.5 and 0.7", None, inputs.document(0.7)),
        case("three triplets", None, inputs.three_triplets()),
        case("lists instead of arrays", None, inputs.as_lists(triplets(2, 3, seed=1)), alpha=0.5),
        hidden("one triplet as a row", None, triplets(1, 4, seed=2)),
        hidden("five triplets", None, triplets(5, 2, seed=3), 1.0),
        hidden("as many triplets as numbers", None, triplets(3, 3, seed=4)),
        hidden("triplets that are all easy", None, inputs.easy_triplets()),
        hidden("a margin of 0", None, triplets(4, 3, seed=5), alpha=0),
        hidden("a single triplet in flat lists", None, inputs.as_lists(inputs.document(0.5)), 0.3),
    ],
    misconceptions=[
        wrong(
            "mean",
            {"np.sum(np.maximum": "np.mean(np.maximum"},
            "This is the mean over the triplets. The document's J is their sum.",
        ),
        wrong(
            "max-of-the-sum",
            {PER_TRIPLET: "np.maximum(np.sum(to_positive - to_negative + alpha), 0)"},
            "The triplets are added up first and cut at 0 afterwards. Then an easy triplet, far below 0, pays for a hard one. Cut each triplet by itself.",
        ),
        wrong(
            "axis-lost",
            {"axis=-1": "axis=None"},
            "All differences of all triplets go into one sum, and the margin is added only once. Each triplet has two distances of its own: add up along the last axis.",
        ),
        wrong(
            "axis-0",
            {"axis=-1": "axis=0"},
            "The squares are added up over the triplets, component by component. A distance adds up the components of one encoding, which lie along the last axis.",
        ),
        wrong(
            "no-max",
            {PER_TRIPLET: PER_TRIPLET.replace("np.maximum(", "(").replace(", 0)", ")")},
            "Nothing is cut at 0. An easy triplet has nothing to teach: it costs 0, never less, or the others would be outweighed.",
        ),
        wrong(
            "not-squared",
            {
                "np.sum((anchor - positive) ** 2, axis=-1)": "np.sqrt(np.sum((anchor - positive) ** 2, axis=-1))",
                "np.sum((anchor - negative) ** 2, axis=-1)": "np.sqrt(np.sum((anchor - negative) ** 2, axis=-1))",
            },
            "These are the distances themselves. The triplet loss is built from their squares; `verify` is the one that takes the root.",
        ),
        wrong(
            "swapped",
            {"to_positive - to_negative": "to_negative - to_positive"},
            "Positive and negative are swapped: learning from this would bring strangers together and drive the same person's pictures apart.",
        ),
        wrong(
            "margin-after",
            {PER_TRIPLET: "np.sum(np.maximum(to_positive - to_negative, 0) + alpha)"},
            "The margin is added after the cut. Then every triplet costs at least α, however far away its negative is, and none is ever done.",
        ),
        wrong(
            "fixed-margin", {"+ alpha, 0)": "+ 0.2, 0)"}, "The margin is always 0.2. It is an argument: use `alpha`."
        ),
        wrong("no-margin", {" + alpha, 0)": ", 0)"}, "The margin α is missing."),
        wrong(
            "positive-to-negative",
            {"(anchor - negative)": "(positive - negative)"},
            "The second distance is the one from the positive to the negative. Both distances start at the anchor.",
        ),
        wrong(
            "margin-subtracted",
            {"to_negative + alpha": "to_negative - alpha"},
            "The margin is taken off. Then a network that gives every picture the same encoding has a loss of 0, which the margin is there to rule out.",
        ),
    ],
    accepted=[
        inputs.triplets_one_by_one,
        {
            "np.sum((anchor - positive) ** 2, axis=-1)": "np.linalg.norm(anchor - positive, axis=-1) ** 2",
            PER_TRIPLET: "np.clip(to_positive - to_negative + alpha, 0, None).sum()",
        },
        {"np.sum((anchor - negative) ** 2, axis=-1)": "np.einsum('...k,...k', anchor - negative, anchor - negative)"},
    ],
    hints=[
        "y_pred holds three things: anchor, positive and negative. np.asarray makes arrays of lists.",
        "Per triplet: the squared differences to the positive, added up along the last axis; the same to the negative.",
        "Three steps in this order: add the margin, cut every triplet at 0 with np.maximum, add up.",
    ],
)


KEPT = "p != a and d[a, p] - d[a, n] + alpha > 0"

sheet.exercise(
    "choose_hard_triplets",
    points=8,
    source="D2 C4_W4 “Choosing the triplets A, P, N”: choose those with d(A, P) + α close to d(A, N)",
    cases=[
        case("two people on a line", *inputs.on_a_line()),
        case("three people, seven pictures", *pictures((3, 2, 2), 2, seed=51), 0.4),
        case("one picture", *pictures((1,), 3, seed=42)),
        case("a triplet whose loss is exactly 0", *inputs.at_the_margin(), alpha=3.0),
        case("two people in no order", *pictures((2, 4), 2, seed=44, mixed=True), alpha=0.3),
        hidden("eight pictures in no order", *pictures((3, 2, 3), 3, seed=45, mixed=True)),
        hidden("only one person", *pictures((4,), 2, seed=46)),
        hidden("a different person on every picture", *pictures((1, 1, 1, 1), 2, seed=47)),
        hidden("a wide margin", *pictures((2, 3), 4, seed=48, mixed=True), 3.0),
        hidden("a margin of 0", *pictures((3, 3), 2, seed=49, mixed=True), 0.0),
    ],
    misconceptions=[
        wrong(
            "with-itself",
            {"p != a and ": ""},
            "Some triplets have the same picture as anchor and as positive. Its distance to itself is 0 whatever the network does: nothing can be learnt from it.",
        ),
        wrong(
            "nearest-of-all",
            {"np.flatnonzero(labels != labels[a])": "np.flatnonzero(np.arange(len(labels)) != a)"},
            "N is the nearest picture of anybody, the same person included. A negative has to show somebody else.",
        ),
        wrong(
            "farthest",
            {"np.argmin(": "np.argmax("},
            "N is the stranger who looks least like the anchor: the easiest one, who teaches nothing. The hard one is the most alike.",
        ),
        wrong(
            "place-among-strangers",
            {"strangers[np.argmin(d[a, strangers])]": "np.argmin(d[a, strangers])"},
            "N counts among the strangers only. np.argmin says where in the shortened list the smallest stands; the triplet needs the picture's number in the whole set.",
        ),
        wrong(
            "easy-ones-too",
            {KEPT: "p != a"},
            "Triplets whose loss is already 0 are kept. They cost time and have no gradient.",
        ),
        wrong(
            "all-strangers",
            {
                KEPT: "p != a",
                "triplets.append((a, p, n))": "triplets += [(a, p, k) for k in strangers if d[a, p] - d[a, k] + alpha > 0]",
            },
            "Every stranger who costs something makes a triplet. Only the nearest one is asked for, so that a pair (A, P) gives one triplet at most.",
        ),
        wrong(
            "hardest-positive-only",
            {KEPT: KEPT + " and d[a, p] == max(d[a, labels == labels[a]])"},
            "Each anchor comes with one positive only, the farthest. All other pictures of the person are asked for, each with the same stranger.",
        ),
        wrong(
            "loss-0-kept",
            {KEPT: KEPT.replace("> 0", ">= 0")},
            "A triplet whose loss is exactly 0 is kept. It has nothing to teach: only a loss above 0 counts.",
        ),
        wrong(
            "fixed-margin",
            {KEPT: KEPT.replace("alpha", "0.2")},
            "The margin is always 0.2. It is an argument: use `alpha`.",
        ),
        wrong(
            "nearest-to-the-positive",
            {KEPT: "p != a and d[a, p] - d[a, n := strangers[np.argmin(d[p, strangers])]] + alpha > 0"},
            "N is the stranger nearest to the positive. The loss measures d(A, N), so look for the one nearest to the anchor.",
        ),
        wrong(
            "margin-forgotten",
            {KEPT: KEPT.replace(" + alpha", "")},
            "Only those are kept where the stranger is nearer than the person's own picture. A triplet is still hard when the stranger is farther, but by less than the margin.",
        ),
        wrong(
            "not-squared",
            {
                "np.sum((encodings[:, None] - encodings[None]) ** 2, axis=-1)": "np.linalg.norm(encodings[:, None] - encodings[None], axis=-1)"
            },
            "The distances are not squared, so the margin is compared with other numbers than in the triplet loss, and other triplets are kept.",
        ),
        wrong(
            "each-pair-once",
            {"p != a and": "p > a and"},
            "Every pair of the same person's pictures comes once. It gives two triplets: each of the two can be the anchor, with a hardest stranger of its own.",
        ),
    ],
    accepted=[inputs.hard_triplets_at_once, inputs.hard_triplets_by_loops],
    hints=[
        "First all squared distances at once, in a table d of shape (m, m); then two loops, over anchors and over positives.",
        "The strangers of anchor a are np.flatnonzero(labels != labels[a]); there may be none.",
        "Where strangers is a list of picture numbers, strangers[k] turns a place k in that list into a picture number.",
        "Append (a, p, n) if p is another picture than a and the triplet's loss, d to p minus d to n plus margin, is above 0.",
    ],
)


sheet.exercise(
    "train_embedding_step",
    points=10,
    source="D2 C4_W4 “Goal of learning”, “Training set using triplet loss”",
    parts={"parameters": ["[0]"], "cost": ["[1]"]},
    uses=["triplet_loss"],
    atol=1e-6,  # single precision is right, too
    cases=[
        case("one triplet", *inputs.step(3, 2, 2, 1, seed=61), 0.1),
        case("four triplets of five pictures", *inputs.step(5, 3, 2, 4, seed=62), 0.1),
        case(
            "an anchor with two positives",
            *inputs.step(4, 2, 3, chosen=[(0, 1, 3), (0, 2, 3), (1, 0, 3)], seed=63),
            0.1,
            alpha=1.5,
        ),
        hidden("six triplets", *inputs.step(6, 4, 3, 6, seed=64), 0.05),
        hidden("one feature", *inputs.step(4, 1, 2, 3, seed=65), 0.2, 0.5),
        hidden("as many pictures as features as numbers", *inputs.step(3, 3, 3, 3, seed=66), 0.3, alpha=1.0),
        hidden("easy triplets only", *inputs.step(4, 3, 2, 3, seed=67), 0.5, -4.0),
    ],
    misconceptions=inputs.mistakes_of_step(),
    accepted=[inputs.step_by_loops, inputs.step_by_selection],
    hints=[
        "Forward: Z = X W + b; the lengths of its rows with np.linalg.norm(…, axis=1, keepdims=True); F = Z / length; the rows F[triplets[:, 0]] are the anchors.",
        "The slopes of ‖A − P‖² − ‖A − N‖²: 2(N − P) for A, 2(P − A) for P, 2(A − N) for N; and 0 for all three where the triplet's loss is 0.",
        "np.add.at(dF, rows, values) adds up also where a row is listed twice; a loop over the triplets does so, too.",
        "From dF to dZ: take out the part along F, row by row, then divide by the length. From dZ to dW and db as in any dense layer, without 1/m.",
    ],
)


SIGMOID = "1 / (1 + np.exp(-(difference @ w + b)))"
SQUARES = "(f1 - f2) ** 2 / np.where(total == 0, 1, total)"

sheet.exercise(
    "siamese_probability",
    points=6,
    source="D2 C4_W4 “Learning the similarity function”: ŷ = σ(Σ w_k |f(x⁽ⁱ⁾)_k − f(x⁽ʲ⁾)_k| + b)",
    cases=[
        case("one pair", *inputs.pairs(1, 3, seed=71), group="absolute"),
        case("three pairs", *inputs.pairs(3, 2, seed=72), kind="absolute", group="absolute"),
        hidden("five pairs", *inputs.pairs(5, 4, seed=73), group="absolute"),
        hidden("as many pairs as numbers", *inputs.pairs(3, 3, seed=74), "absolute", group="absolute"),
        case("χ² of two pairs", *inputs.pairs(2, 3, seed=75, positive=True), kind="chi2", group="chi2"),
        case("χ² where both are 0", *inputs.with_zeros(), kind="chi2", group="chi2"),
        hidden("χ² of four pairs", *inputs.pairs(4, 2, seed=76, positive=True), "chi2", group="chi2"),
        hidden("χ² of one pair", *inputs.pairs(1, 5, seed=77, positive=True), kind="chi2", group="chi2"),
        hidden(
            "χ² of one pair with zeros",
            *(part[:1] if k < 2 else part for k, part in enumerate(inputs.with_zeros())),
            kind="chi2",
            group="chi2",
        ),
    ],
    misconceptions=[
        wrong(
            "E231",
            {"np.where(total == 0, 1, total)": "total"},
            "Where both numbers are 0, which is common after a ReLU, this computes 0/0, and one such component spoils the whole pair. Two equal numbers differ by 0.",
            place="D2 C4_W4 “Learning the similarity function”: (f_k(i) − f_k(j))² / (f_k(i) + f_k(j))",
            score=0.5,
        ),
        wrong(
            "E232",
            {"difference @ w": "np.sum(difference, axis=1) * w[0]"},
            "One weight for all components: i in w_i is the number of a picture, but the sum runs over k. Every component has a weight of its own.",
            place="D2 C4_W4 “Learning the similarity function”: Σ w_i |f(x⁽ⁱ⁾)_k − f(x⁽ʲ⁾)_k|",
        ),
        wrong(
            "sign-kept",
            {"np.abs(f1 - f2)": "f1 - f2"},
            "The difference keeps its sign, so swapping the two pictures changes the answer. Who comes first must not matter.",
            score=0.5,
        ),
        wrong(
            "always-absolute",
            {f"difference = {SQUARES}": "difference = np.abs(f1 - f2)"},
            "`kind` changes nothing: both forms give |f1 − f2|.",
            score=0.5,
        ),
        wrong(
            "squared-differences",
            {"np.abs(f1 - f2)": "(f1 - f2) ** 2"},
            "The differences are squared. This form takes their absolute values.",
            score=0.5,
        ),
        wrong(
            "not-squared-above",
            {SQUARES: SQUARES.replace("(f1 - f2) ** 2", "np.abs(f1 - f2)")},
            "χ² has the square of the difference above the line.",
            score=0.5,
        ),
        wrong(
            "sigmoid-sign",
            {"np.exp(-(": "np.exp(("},
            "This is the probability of two different people: the sigmoid is 1 / (1 + e⁻ᶻ), with a minus.",
        ),
        wrong("no-bias", {"difference @ w + b": "difference @ w"}, "The bias b is left out."),
        wrong("no-sigmoid", {SIGMOID: "difference @ w + b"}, "This is z. The sigmoid makes a probability of it."),
        wrong(
            "decided",
            {SIGMOID: "(difference @ w + b > 0).astype(float)"},
            "These are decisions, 0 or 1. Asked for is the probability itself; where to cut is chosen later.",
        ),
    ],
    accepted=[
        inputs.probability_by_loops,
        {
            SIGMOID: "0.5 * (1 + np.tanh((np.einsum('mn,n->m', difference, np.ravel(w)) + b) / 2))",
            SQUARES: "np.divide((f1 - f2) ** 2, total, out=np.zeros(np.shape(f1)), where=total > 0)",
        },
        {"np.abs(f1 - f2)": "np.maximum(f1, f2) - np.minimum(f1, f2)", SQUARES: "(f1 - f2) ** 2 / (total + 1e-12)"},
    ],
    hints=[
        "f1 and f2 have one pair per row: the difference is taken number by number and keeps the shape (m, n).",
        "(m, n) times (n,) with @ gives (m,): one z per pair. Then the sigmoid.",
        "For χ², think what comes out where f1 and f2 are both 0, and put a divisor there that does no harm.",
    ],
)
