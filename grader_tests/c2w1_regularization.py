"""What c2w1_regularization checks: cases, known mistakes, other right ways, hints."""

from grader_tests import Sheet, misconception
from grader_tests import inputs_c2w1_regularization as given
from grader_tests.inputs_c2w1_regularization import wrong

sheet = Sheet(__name__, position=2, errata="E111 E112 E113 E114 E115")


SQUARES = "np.sum(np.square(parameters[name]))"
NAMES = '("W1", "W2", "W3")'
BIASES = '("W1", "W2", "W3", "b1", "b2", "b3")'
HALF = "lambd / (2 * m)"

sheet.exercise(
    "compute_cost_with_regularization",
    points=6,
    source="D2 C2_W1 “Regularization”: J = 1/m Σ ℓ + λ/(2m) Σ ‖W[l]‖²",
    cases=given.cost_cases(),
    misconceptions=[
        wrong(
            "E113",
            {"compute_cost(A3, Y) +": "m * compute_cost(A3, Y) +"},
            "The losses are added up, but the cost is their mean; only the penalty has a 1/m. With more examples, λ would count for less and less.",
            "D2 C2_W1 “How does regularization prevent overfitting?”, the tanh page: J = Σ L + λ/(2m) Σ ‖w‖²",
        ),
        misconception(
            "E112",
            by=given.printed_norm,
            says="The sum over W[l] runs past its end: its second index counts the units of the layer *before*, n[l−1]; for the last layer there is no n[l+1] at all. (NumPy can add all entries without a loop.)",
            place="D2 C2_W1 “Regularization”, neural network: Σ i = 1…n(l), Σ j = 1…n(l+1)",
        ),
        wrong(
            "biases-too",
            {NAMES: BIASES},
            "The biases are punished, too. Only the weights are: the document crosses λ/(2m) b² out.",
        ),
        wrong(
            "no-half", {HALF: "lambd / m"}, "The penalty is twice too large: it is λ/(2m), so that its slope is λ/m."
        ),
        wrong(
            "no-m",
            {HALF: "lambd / 2"},
            "The penalty is not divided by m; the losses are, so both would be weighed differently.",
        ),
        wrong(
            "norm-not-squared",
            {SQUARES: "np.linalg.norm(parameters[name])"},
            "np.linalg.norm takes the root of the sum of squares. The penalty is the sum itself, without the root.",
        ),
        wrong(
            "largest-stretch",
            {SQUARES: "np.linalg.norm(parameters[name], 2) ** 2"},
            "np.linalg.norm(W, 2) of a matrix is another norm: how far W can stretch a vector, not the sum over its entries.",
        ),
        wrong(
            "times-m",
            {HALF: "lambd / 2 * m"},
            "The penalty is multiplied by m: Python works from left to right, so lambd / 2 * m is (lambd / 2) · m.",
        ),
        wrong(
            "mean-of-squares",
            {SQUARES: "np.mean(np.square(parameters[name]))"},
            "The squares of the weights are averaged. They are added up: every weight counts in full, in a large matrix, too.",
        ),
        wrong("last-layer-left", {NAMES: '("W1", "W2")'}, "The weights of the last layer are not in the penalty."),
        wrong(
            "absolute", {"np.square(": "np.abs("}, "These are absolute values, the L1 penalty. Here the squares count."
        ),
        wrong(
            "square-of-sum",
            {SQUARES: "np.sum(parameters[name]) ** 2"},
            "The weights are added up first and the sum is squared: positive and negative ones cancel. Square first.",
        ),
        wrong(
            "minus",
            {"compute_cost(A3, Y) +": "compute_cost(A3, Y) -"},
            "The penalty is subtracted: large weights would pay.",
        ),
        wrong(
            "penalty-alone",
            {"compute_cost(A3, Y) + ": ""},
            "This is the penalty alone; the cross-entropy is to be added to it.",
        ),
        wrong(
            "sum-of-weights",
            {"np.square(parameters[name])": "parameters[name]"},
            "The weights are added up as they are, so positive and negative ones cancel. Square each of them first.",
        ),
    ],
    accepted=[
        given.shallow_loops,
        {SQUARES: 'np.einsum("ij,ij", parameters[name], parameters[name])'},
        {SQUARES: 'np.linalg.norm(parameters[name], "fro") ** 2'},
    ],
    hints=[
        "Two terms: `compute_cost(A3, Y)`, and λ/(2m) times the squares of all entries of W1, W2 and W3.",
        "np.square works entry by entry, np.sum adds all entries of a matrix.",
        "`lambda` is a word of Python's own, hence the name `lambd`. Mind the brackets: lambd / (2 * m).",
    ],
)


ABS = "np.sum(np.abs(value))"

sheet.exercise(
    "l1_penalty",
    points=3,
    source="D2 C2_W1 “Regularization”: λ/(2m) Σ |w|",
    cases=given.l1_cases(),
    misconceptions=[
        wrong(
            "matrix-norm",
            {ABS: "np.linalg.norm(value, 1)"},
            "For a matrix, np.linalg.norm(W, 1) is the largest sum of a column, not the sum of all entries.",
        ),
        wrong(
            "no-abs",
            {"np.abs(value)": "value"},
            "The weights are added up as they are, so positive and negative ones cancel. Their absolute values count.",
        ),
        wrong("squares", {"np.abs(value)": "np.square(value)"}, "These are squares; that is the L2 penalty."),
        wrong(
            "three-layers",
            {
                'for name, value in parameters.items() if name.startswith("W")': 'for value in (parameters["W1"], parameters["W2"], parameters["W3"])'
            },
            "There are not always three layers: how many follows from the dictionary.",
        ),
        wrong(
            "abs-of-sum",
            {ABS: "np.abs(np.sum(value))"},
            "The absolute value is taken of the sum, when opposite weights have cancelled. Take it of every weight, then add.",
        ),
        wrong(
            "no-half",
            {HALF: "lambd / m"},
            "Twice too large: this is λ/m Σ|w|, the form other books have. The document, and this course, divide by 2m.",
        ),
        wrong("no-m", {HALF: "lambd / 2"}, "The sum is not divided by m."),
        wrong(
            "biases-too",
            {' if name.startswith("W")': ""},
            "The biases are in the sum as well. Only weights are punished.",
        ),
        wrong("mean", {ABS: "np.mean(np.abs(value))"}, "The absolute values are averaged. They are added up."),
    ],
    accepted=[
        given.l1_by_loops,
        {ABS: "np.linalg.norm(value.ravel(), 1)"},
        {ABS: "(np.sign(value) * value).sum()"},
    ],
    hints=[
        "As in the L2 penalty, with np.abs in place of np.square, and for any number of layers.",
        "`name.startswith('W')` tells weights from biases.",
    ],
)


WEIGHTS = {"weights and biases": ["['dW", "['db"], "dA and dZ": ["['dA", "['dZ"]}


sheet.exercise(
    "backward_propagation_with_regularization",
    points=8,
    source="D2 C2_W1 “Regularization”: dW[l] = (from backprop) + λ/m W[l]",
    parts=WEIGHTS,
    cases=given.back_cases(),
    misconceptions=[
        *given.penalty_mistakes(),
        *given.back_mistakes(),
    ],
    accepted=[given.back_by_lists, given.back_by_examples],
    hints=[
        "Write plain backpropagation first: dZ3, dW3, db3, dA2, dZ2, … With `lambd` = 0 it has to be right already.",
        "The slope of λ/(2m) w² with respect to w is what each dW gets in addition; dZ, dA and db stay as they are.",
        "dA2 is W3ᵀ dZ3; the ReLU lets a gradient through where Z2 > 0.",
    ],
)


STEP = 'decay * value - learning_rate * grads["d" + name]'
DECAY = "1 - learning_rate * lambd / m"

sheet.exercise(
    "weight_decay_step",
    points=4,
    source="D2 C2_W1 “Weight decay”: W := (1 − αλ/m) W − α (from backprop)",
    cases=given.step_cases(),
    misconceptions=[
        wrong(
            "biases-too",
            {' if name.startswith("W") else 1': ""},
            "The biases decay as well. Only weights do; a bias takes a plain step.",
        ),
        wrong(
            "no-rate",
            {DECAY: "1 - lambd / m"},
            "The decay lacks the learning rate: the factor is 1 − αλ/m. Otherwise a small α would leave nothing but the decay.",
        ),
        wrong("no-m", {DECAY: "1 - learning_rate * lambd"}, "The decay is not divided by m. The factor is 1 − αλ/m."),
        wrong(
            "half-left",
            {DECAY: "1 - learning_rate * lambd / (2 * m)"},
            "The decay is half of what it should be. The 2 of λ/(2m) belongs to the cost; the slope of w² cancels it.",
        ),
        wrong(
            "gradient-too",
            {STEP: 'decay * (value - learning_rate * grads["d" + name])'},
            "The gradient's step shrinks as well: the factor belongs to the old weight alone.",
        ),
        wrong("no-decay", {DECAY: "1"}, "The weights take a plain step; `lambd` makes no difference."),
        wrong(
            "grows",
            {DECAY: "1 + learning_rate * lambd / m"},
            "The factor is above 1, so the weights grow from step to step; decay makes them smaller.",
        ),
        wrong("uphill", {"value - learning": "value + learning"}, "The step goes along the gradient, that is uphill."),
        wrong(
            "in-place",
            {
                f"new[name] = {STEP}": 'value *= decay\n        value -= learning_rate * grads["d" + name]\n        new[name] = value'
            },
            "The function writes into the caller's arrays, as *= and -= do. Make new ones.",
        ),
        wrong(
            "last-layer-left",
            {"in parameters.items()": "in list(parameters.items())[:-2]"},
            "The last layer is missing. A loop over range(1, L) ends before L.",
        ),
    ],
    accepted=[
        given.step_by_layers,
        {STEP: 'np.subtract(np.multiply(value, decay), np.multiply(learning_rate, grads["d" + name]))'},
    ],
    hints=[
        "Go through the dictionary key by key; the gradient of `name` is under 'd' + name.",
        "Weights, whose key starts with W, are first multiplied by a number slightly below 1. Biases are not.",
        "The factor holds α, λ and m; the gradient's own step, α dW, is not multiplied by it.",
    ],
)

MASK, THIN = "D# = np.random.rand(*A#.shape) < keep_prob", "A# = A# * D# / keep_prob"

sheet.exercise(
    "forward_propagation_with_dropout",
    points=10,
    source="D2 C2_W1 “Implementing dropout (inverted dropout)”",
    properties=[
        {"name": "masks", "about": "values", "misconception": "scaled-mask"},
        {"name": "masks", "about": "share", "misconception": "keeps-the-dropped"},
        {"name": "masks", "about": "draws", "misconception": "one-draw"},
        {"name": "thinned", "misconception": "not-scaled"},
        {"name": "seed_argument", "misconception": "ignores-seed", "cases": given.REAL},
    ],
    cases=given.dropout_cases(),
    misconceptions=[
        wrong(
            "keeps-the-dropped",
            {"< keep_prob": "> keep_prob"},
            "A unit should stay with probability keep_prob; here another share stays. A random number from 0 to 1 is *below* keep_prob with probability keep_prob. (Or does your mask mark the dropped ones? 1 means kept.)",
        ),
        wrong(
            "normal-draws",
            {"rand(*": "randn(*"},
            "np.random.randn draws normal numbers, which are below 0.8 with another probability than 0.8. np.random.rand draws evenly from 0 to 1.",
        ),
        wrong(
            "not-scaled",
            given.layers(THIN, "A# = A# * D#"),
            "The kept units are not scaled up. Without that the next layer gets less than it will at test time, when all units are there: by dividing, its expected input stays what it was.",
        ),
        wrong(
            "scaled-down",
            given.layers(THIN, "A# = A# * D# * keep_prob"),
            "The kept units are made smaller still. What is missing has to be made up for.",
        ),
        wrong(
            "one-draw",
            {"D2 = np.random": "np.random.seed(seed)\n    D2 = np.random"},
            "The masks' entries are not drawn one by one: every unit, in every layer, for every example, has a draw of its own. A second np.random.seed(…) starts the same row of numbers again.",
        ),
        wrong(
            "one-mask-for-all",
            given.layers("np.random.rand(*A#.shape)", "np.random.rand(A#.shape[0], 1)"),
            "The mask is one column, so all examples lose the same units. Each example gets a draw of its own: the mask has the shape of A.",
        ),
        wrong(
            "scaled-mask",
            given.layers(MASK, f"{MASK}\n    D# = D# / keep_prob") | given.layers(THIN, "A# = A# * D#"),
            "A mask says kept or dropped, 1 or 0 (or True, False). Is the comparison with keep_prob missing, or is the division by keep_prob in the mask? Divide A itself; the way back expects plain masks.",
        ),
        wrong(
            "not-masked",
            given.layers(THIN, "A# = A# / keep_prob"),
            "Nothing is dropped: the masks are drawn, but A is not multiplied by them.",
        ),
        wrong(
            "output-too",
            {"A3 = sigmoid(Z3)": "A3 = sigmoid(Z3)\n    A3 = A3 * (np.random.rand(*A3.shape) < keep_prob) / keep_prob"},
            "The output unit is dropped and scaled, too. Then A3 is no probability any more; dropout is for hidden layers.",
        ),
        wrong(
            "first-layer-only",
            {"A2 = A2 * D2 / keep_prob": "pass"},
            "Only layer 1 is thinned. Layer 2 is a hidden layer, too: mask and scale A2.",
        ),
        wrong(
            "ignores-seed",
            {"    np.random.seed(seed)\n": ""},
            "`seed` does not decide the masks. The same seed has to give the same masks, whatever was drawn before, and another seed others.",
        ),
    ],
    accepted=[
        given.forward_new_generator,
        given.forward_second_mask_first,
        given.the_known_form,
        given.layers(MASK, "D# = np.random.choice([1, 0], size=A#.shape, p=[keep_prob, 1 - keep_prob])"),
    ],
    hints=[
        "For a hidden layer five lines: Z, A (the ReLU), the mask D, A masked, A scaled. The output layer has no dropout.",
        "np.random.rand(*A1.shape) makes as many numbers from 0 to 1 as A1 has; comparing with keep_prob makes a mask of True and False.",
        "A1 * D1 is 0 where D1 is False. Then divide by the share that is left, keep_prob.",
    ],
)


BACK_2, BACK_1 = "dA2 = np.dot(W3.T, dZ3) * D2 / keep_prob", "dA1 = np.dot(W2.T, dZ2) * D1 / keep_prob"

sheet.exercise(
    "backward_propagation_with_dropout",
    points=8,
    source="D2 C2_W1 “Dropout regularization”: the way back uses the masks of the way forward",
    parts=WEIGHTS,
    cases=given.dropout_back_cases(),
    misconceptions=[
        wrong(
            "not-scaled",
            {"* D2 / keep_prob": "* D2", "* D1 / keep_prob": "* D1"},
            "The gradients are masked but not scaled. On the way forward A was divided by keep_prob, and a factor on the way forward is a factor on the way back.",
        ),
        wrong(
            "not-masked",
            {"* D2 / keep_prob": "/ keep_prob", "* D1 / keep_prob": "/ keep_prob"},
            "The gradients are scaled but not masked: dA of a dropped unit is 0, for it had no say in the result.",
            score=0,
        ),
        wrong(
            "no-dropout",
            {" * D2 / keep_prob": "", " * D1 / keep_prob": ""},
            "This is plain backpropagation; the masks D1 and D2 and keep_prob do not occur.",
        ),
        wrong(
            "scaled-down",
            {"/ keep_prob": "* keep_prob"},
            "The gradients are multiplied by keep_prob. The way forward divided by it, and the way back has the same factor.",
        ),
        wrong(
            "masks-swapped",
            {BACK_2: BACK_2.replace("D2", "D1"), BACK_1: BACK_1.replace("D1", "D2")},
            "D1 and D2 have changed places: D2 belongs to layer 2, so to dA2.",
        ),
        wrong(
            "new-masks",
            {"* D2": "* (np.random.rand(*A2.shape) < keep_prob)", "* D1": "* (np.random.rand(*A1.shape) < keep_prob)"},
            "New masks are drawn. The way back has to drop the very units that were dropped on the way forward; their masks are in the cache.",
        ),
        wrong(
            "mask-after-the-gate",
            {
                " * D2 / keep_prob": "",
                " * D1 / keep_prob": "",
                "dA2 * (Z2 > 0)": "dA2 * (Z2 > 0) * D2 / keep_prob",
                "dA1 * (Z1 > 0)": "dA1 * (Z1 > 0) * D1 / keep_prob",
            },
            "The weights' gradients are right, but dA2 and dA1 are not: mask and scale them before the ReLU, not after it.",
            score=0.5,
        ),
        wrong(
            "one-layer-only",
            {" * D1 / keep_prob": ""},
            "Only dA2 is masked and scaled. Layer 1 had dropout, too: so has dA1.",
        ),
        *given.back_mistakes(),
    ],
    accepted=[
        given.dropout_by_lists,
        {"(Z2 > 0)": "np.int64(A2 > 0)", "(Z1 > 0)": "np.int64(A1 > 0)"},
        {"* D2 / keep_prob": "* np.where(D2, 1 / keep_prob, 0)", "A3 - Y": "np.subtract(A3, Y)"},
    ],
    hints=[
        "Plain backpropagation, with one thing more: after dA2 and after dA1, do what was done to A2 and A1 on the way forward.",
        "That is: times the mask, divided by keep_prob. Then comes the ReLU.",
    ],
)


LEFT = "left = np.random.randint(0, image.shape[1] - size + 1)"

sheet.exercise(
    "augment",
    points=5,
    source="D2 C2_W1 “Data augmentation”; C4_W2 “Mirroring”, “Random Cropping”",
    properties=[
        {"name": "cutouts", "misconception": "upside-down"},
        {"name": "seed_argument", "misconception": "ignores-seed", "cases": given.BIG_SQUARES},
        {"name": "cutouts", "tries": 200, "misconception": "not-everywhere"},
    ],
    cases=given.augment_cases(),
    misconceptions=[
        wrong(
            "ignores-seed",
            {"    np.random.seed(seed)\n": ""},
            "`seed` does not decide the result. The same seed has to give the same square, whatever was drawn before; other seeds give others.",
        ),
        wrong(
            "upside-down",
            {"image[:, ::-1]": "image[::-1]"},
            "The picture is turned upside down. Axis 0 runs from top to bottom, axis 1 from left to right.",
        ),
        wrong(
            "colours-reversed",
            {"image[:, ::-1]": "image[:, :, ::-1]"},
            "The last axis holds the colours: turned round, red becomes blue. Left and right are axis 1.",
        ),
        wrong(
            "never-last",
            {"- size + 1)": "- size)"},
            "The last row and column of places never come up, and with a square as large as the picture there is none at all: randint's upper end is left out.",
        ),
        wrong(
            "not-everywhere",
            {LEFT: "left = min(top, image.shape[1] - size)"},
            "Not all squares, mirrored and not, can come up. There are three independent draws: mirror or not, the first row, the first column; each place has to be possible, the last one too.",
        ),
        wrong(
            "same-limit",
            {LEFT: "left = np.random.randint(0, image.shape[0] - size + 1)"},
            "The first column is drawn within the height. The width is image.shape[1]: where it is smaller the square is cut short, where it is larger the right part never comes up.",
        ),
        wrong("no-flip", {"image = image[:, ::-1]": "pass"}, "No picture is ever mirrored."),
        wrong(
            "always-flip",
            {"np.random.rand() < 0.5": "np.random.rand() < 2"},
            "Every picture is mirrored. Only every second one should be, as by the toss of a coin.",
        ),
        wrong(
            "no-cut",
            {"return image[top : top + size, left : left + size]": "return image"},
            "The whole picture comes back; cut a square of size × size out of it.",
        ),
    ],
    accepted=[
        given.cut_with_new_generator,
        given.cut_with_python,
        {LEFT: "left = int(np.random.rand() * (image.shape[1] - size + 1))", "rand() < 0.5": "choice(2)"},
    ],
    hints=[
        "np.random.seed(seed) first; then three draws: mirror or not, the first row, the first column.",
        "image[:, ::-1] reads the columns from right to left; the rows stay.",
        "In 5 columns a square of 3 can begin at column 0, 1 or 2: that is 5 − 3 + 1 places. np.random.randint(0, n) draws from 0 to n − 1.",
    ],
)


BETTER, ENOUGH = "if cost < costs[best]:", "if epoch - best == patience:"

sheet.exercise(
    "early_stopping",
    points=4,
    source="D2 C2_W1 “Early stopping”",
    cases=given.stop_cases(),
    misconceptions=[
        wrong(
            "sees-the-future",
            {"return best, epoch": "return int(np.argmin(costs)), epoch"},
            "The best epoch lies after the stop: it was never trained. Only epochs up to the stop count.",
        ),
        wrong(
            "one-more",
            {"== patience": "> patience"},
            "Training goes on for one epoch too long. With a patience of 3, the third epoch without a new lowest cost is the last.",
        ),
        wrong(
            "rises-in-a-row",
            {
                BETTER: "waited = waited + 1 if epoch and cost >= costs[epoch - 1] else 0\n        if cost < costs[best]:",
                ENOUGH: "if waited == patience:",
                "best = 0": "best = waited = 0",
            },
            "Each cost is compared with the one before. Compare with the lowest so far: a curve may waver for long without getting anywhere.",
        ),
        wrong(
            "never-reset",
            {
                BETTER: "waited += cost >= costs[best] and epoch > 0\n        if cost < costs[best]:",
                ENOUGH: "if waited == patience:",
                "best = 0": "best = waited = 0",
            },
            "The epochs without a new lowest cost are counted over the whole training. A new lowest cost starts the count again.",
        ),
        wrong(
            "equal-is-better",
            {"cost < costs[best]": "cost <= costs[best]"},
            "An equal cost is taken for a lower one. It brings nothing new, so patience runs on.",
        ),
        wrong(
            "cost-not-epoch",
            {"return best, epoch": "return costs[best], epoch"},
            "The first value is the lowest cost; wanted is the number of its epoch.",
        ),
        wrong(
            "counts-from-1",
            {"return best, epoch": "return best + 1, epoch + 1"},
            "One number too high: the first epoch has the number 0, so the last of all is len(costs) − 1.",
        ),
        wrong(
            "swapped",
            {"return best, epoch": "return epoch, best"},
            "The two numbers have changed places: best, then stop.",
        ),
        wrong(
            "never-stops",
            {"            break": "            pass"},
            "Training never stops early; `patience` makes no difference.",
        ),
    ],
    accepted=[given.stop_by_counting, given.stop_by_arrays],
    hints=[
        "Walk through the costs and remember the epoch of the lowest so far.",
        "How many epochs ago was it? When that is `patience`, stop.",
    ],
)
