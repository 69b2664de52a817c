"""What c2w2_optimization_methods checks: cases, known mistakes, other right ways, hints."""

from grader_tests import Sheet, case, hidden, misconception
from grader_tests import inputs_c2w2 as inputs
from grader_tests.inputs_c2w2 import in_place, network, step_mistakes, wrong

sheet = Sheet(__name__, position=1, errata="E27 E28 E29")


GD_STEP = 'parameters[name] = parameters[name] - learning_rate * grads["d" + name]'

sheet.exercise(
    "update_parameters_with_gd",
    points=4,
    source="D2 C2_W2 “Mini-batch gradient descent”: W := W − α dW, b := b − α db",
    cases=[
        case("two layers", *network(2, 3, 1, seed=1), 0.1),
        case("one layer", *network(3, 1, seed=2), 0.01),
        case("three layers", *network(2, 3, 2, 1, seed=3), learning_rate=1.0),
        hidden("a single weight", *network(1, 1, seed=4), 0.5),
        hidden("four layers", *network(3, 2, 4, 2, 1, seed=5), 0.007),
        hidden("a learning rate of 0", *network(2, 2, seed=6), 0.0),
    ],
    misconceptions=[
        in_place(GD_STEP, 'parameters[name] -= learning_rate * grads["d" + name]'),
        *step_mistakes(),
    ],
    accepted=[
        inputs.gd_by_layers,
        {GD_STEP: 'parameters.update({name: parameters[name] - learning_rate * grads[f"d{name}"]})'},
    ],
    hints=[
        "Every key of `parameters`, W1, b1, W2, …, has a partner in `grads` with a d in front.",
        "Loop over the keys themselves, or over layers 1, …, L with L = len(parameters) // 2 and keys like 'W' + str(l).",
        "Write parameters[key] = parameters[key] − …; the short form −= would change the caller's array.",
    ],
)


BATCHES = "return [(X[:, k : k + mini_batch_size], Y[:, k : k + mini_batch_size]) for k in starts]"

sheet.exercise(
    "random_mini_batches",
    points=8,
    source="D2 C2_W2 “Batch vs. mini-batch gradient descent”, “Choosing your mini-batch size”",
    properties=[
        {"name": "partition", "misconception": "with-replacement"},
        {"name": "together", "misconception": "apart"},
        {"name": "shuffled", "misconception": "no-shuffle"},
        {"name": "seeded", "misconception": "ignores-seed"},
    ],
    cases=inputs.deals(),
    misconceptions=[
        wrong(
            "no-shuffle",
            {"X, Y = X[:, order], Y[:, order]": "pass"},
            "The batches follow the old order of the examples. Data often lie sorted; then a batch holds one kind only and each step pulls its own way. Bring the columns into a random order first, then cut.",
        ),
        wrong(
            "apart",
            {"Y[:, order]\n": "Y[:, np.random.permutation(m)]\n"},
            "X and Y are brought into two different orders, so examples get other examples' labels. One order serves for both.",
        ),
        wrong(
            "with-replacement",
            {"np.random.permutation(m)": "np.random.randint(0, m, m)"},
            "Some examples come twice, others never. An epoch is one pass through the training set: every example once.",
        ),
        wrong(
            "ignores-seed",
            {"    np.random.seed(seed)\n": ""},
            "`seed` does not decide the order. The same seed has to give the same batches, whatever was drawn before, and another seed others.",
        ),
        wrong(
            "short-batch-lost",
            {"range(0, m, mini_batch_size)": "range(0, m - mini_batch_size + 1, mini_batch_size)"},
            "The last, shorter batch is missing: its examples would never be learnt from.",
        ),
        wrong(
            "flat-labels",
            {"Y[:, k : k + mini_batch_size])": "Y[0, k : k + mini_batch_size])"},
            "Y's batches have lost their first axis: they should be rows of shape (1, k). Y[0] takes the axis away; a slice Y[:, …] keeps it.",
        ),
    ],
    accepted=[
        inputs.dealt_by_hand,
        {
            "np.random.seed(seed)": "draw = np.random.default_rng(seed)",
            "np.random.permutation(m)": "draw.permutation(m)",
        },
        {
            "np.random.permutation(m)": "np.argsort(np.random.rand(m))",
            BATCHES: BATCHES.replace("(X", "[X", 1).replace("])", "]]"),
        },
    ],
    hints=[
        "First bring the columns of X and of Y into one and the same random order; then cut them into pieces.",
        "np.random.seed(seed), then np.random.permutation(m), gives column numbers; X[:, order] takes the columns in that order.",
        "range(0, m, mini_batch_size) says where each batch starts. A slice that runs past the end stops there, so the short batch comes by itself.",
    ],
)


AVERAGE = "v = beta * v + (1 - beta) * value"
CORRECTED = "v / (1 - beta**t) if bias_correction else v"

sheet.exercise(
    "exponentially_weighted_average",
    points=6,
    source="D2 C2_W2 “Implementing exponentially weighted averages”, “Bias correction”",
    cases=inputs.averages(),
    misconceptions=[
        wrong(
            "last-day-only",
            {"return averages": "return averages[-1]"},
            "One number comes back; there should be one for every day.",
        ),
        wrong(
            "one-divisor",
            {
                CORRECTED: "v",
                "return averages": "n = len(theta)\n    return [v / (1 - beta**n) for v in averages] if bias_correction else averages",
            },
            "All days are divided by the same number, the last day's. Each day t has its own, 1 − βᵗ.",
        ),
        wrong("days-from-0", {"start=1": "start=0"}, "The first day is t = 1. With t = 0 the divisor 1 − β⁰ is 0."),
        wrong(
            "corrected-kept",
            {CORRECTED: "v", AVERAGE: f"{AVERAGE}\n        v /= 1 - beta**t if bias_correction else 1"},
            "The corrected value goes on into the next day's average. The correction is only for looking: v itself runs on uncorrected.",
        ),
        wrong(
            "swapped-beta",
            {AVERAGE: "v = (1 - beta) * v + beta * value"},
            "β and 1 − β are swapped. β is the share of the past: with β = 0.98, today counts for 2 %.",
        ),
        wrong(
            "starts-at-day-1",
            {"v, averages = 0.0, []": "v, averages = theta[0], []"},
            "The average starts from v₀ = 0, not from the first measurement; what is missing at first, the correction makes up for.",
        ),
        wrong(
            "whole-numbers",
            {"return averages": "return np.array(averages).astype(theta.dtype)"},
            "The result is cut to whole numbers: an array made like `theta` (zeros_like, copy) holds whole numbers when `theta` does. Ask for floats.",
        ),
        wrong(
            "power-of-difference",
            {"(1 - beta**t)": "(1 - beta) ** t"},
            "The divisor is (1 − β)ᵗ, which shrinks towards 0; it should grow towards 1. Only β is raised to the power t.",
        ),
        wrong(
            "never-corrected",
            {CORRECTED: "v"},
            "`bias_correction` makes no difference; with True, the first values are too small.",
        ),
        *inputs.average_mistakes(AVERAGE, CORRECTED),
    ],
    accepted=[
        inputs.weighted_sum,
        {"averages = 0.0, []": "averages = 0, np.zeros(0)", "averages.append(": "averages = np.append(averages, "},
    ],
    hints=[
        "Keep one number v. Every day: a share β of the old v plus a share 1 − β of the new measurement.",
        "`for t, value in enumerate(theta, start=1)` counts the days from 1.",
        "Store v / (1 − β to the power t) when bias_correction is True, else v; but go on computing with v.",
    ],
)


WITHOUT_D = "The keys are the parameters' own. These are averages of gradients: dW1, db1, …, each with a d in front."

sheet.exercise(
    "initialize_velocity",
    points=2,
    source="D2 C2_W2 “Implementation details”: v_dW = 0, v_db = 0",
    cases=inputs.some_networks(),
    misconceptions=[
        wrong("keys-without-d", {'"d" + name': "name"}, WITHOUT_D),
        wrong(
            "flat-biases",
            {"value.shape": 'value.shape if name[0] == "W" else len(value)'},
            "The biases' velocity has one axis; it should be a column (n, 1) like b. A flat one would spread b to a square in the first step.",
        ),
        wrong(
            "one-number",
            {"np.zeros(value.shape)": "0.0"},
            "There is one number for a whole matrix. Every single weight has a velocity of its own.",
        ),
    ],
    accepted=[inputs.zeros_by_layers, {"np.zeros(value.shape)": "value - value"}],
    hints=[
        "For every parameter an array of zeros of its shape, under the key 'd' + its key.",
        "np.zeros_like(a) makes it.",
    ],
)


V_STEP = 'v["d" + name] = beta * v["d" + name] + (1 - beta) * grads["d" + name]'
V_MOVE = 'learning_rate * v["d" + name]'

sheet.exercise(
    "update_parameters_with_momentum",
    points=5,
    source="D2 C2_W2 “Gradient descent with momentum”, “Implementation details”",
    parts={"parameters": ["[0]"], "velocity": ["[1]"]},
    cases=inputs.steps(2),
    misconceptions=[
        wrong(
            "without-one-minus-beta",
            {"(1 - beta) * grads": "grads"},
            "This is the other of the slide's two forms, v = βv + dW. Its v is 1/(1 − β) times as large, so the same α takes far longer steps. The course uses the form with 1 − β, in which v is an average of gradients.",
            "D2 C2_W2 “Implementation details”, right column",
        ),
        wrong(
            "plain-step",
            {V_MOVE: 'learning_rate * grads["d" + name]'},
            "v is computed, but the step still goes along today's gradient: that is plain gradient descent.",
            score=0.5,
        ),
        wrong(
            "old-velocity",
            {V_STEP: f"old = v['d' + name]\n        {V_STEP}", V_MOVE: "learning_rate * old"},
            "The step uses the velocity from before this gradient. First bring v up to date, then move.",
            score=0.5,
        ),
        in_place(V_STEP, 'v["d" + name] *= beta\n        v["d" + name] += (1 - beta) * grads["d" + name]'),
        *step_mistakes(uphill=0.5),
    ],
    accepted=[
        inputs.momentum_by_layers,
        {V_STEP: 'v["d" + name] = np.average([v["d" + name], grads["d" + name]], axis=0, weights=[beta, 1 - beta])'},
    ],
    hints=[
        "For each parameter two lines: the new velocity, then the step.",
        "The velocity averages gradients as you averaged temperatures: a share β of the old one, 1 − β of the new gradient.",
    ],
)


S_STEP = 's["d" + name] = beta2 * s["d" + name] + (1 - beta2) * g**2'
S_ROOT = 'np.sqrt(s["d" + name])'
TINY = "tiny gradients"
E29 = {
    "says": "ε stands inside the root here, √(S + ε); the course takes the documents' other convention, √S + ε. Both keep the division safe, but where gradients are tiny (S below ε = 10⁻⁸) their steps differ: √ε is 10⁻⁴. With gradients of usual size you cannot tell them apart.",
    "place": "D2 C2_W2 “RMSprop” prints √(S + ε), “Adam optimization algorithm” √S + ε",
}
NO_ROOT = "The step is divided by S itself; it should be divided by its root, which has the size of the gradient."

sheet.exercise(
    "update_parameters_with_rmsprop",
    points=5,
    source="D2 C2_W2 “RMSprop”; √S + ε as on “Adam optimization algorithm”",
    atol=1e-16,
    parts={"parameters": ["[0]"], "average": ["[1]"]},
    cases=inputs.steps(3) + inputs.tiny_steps(TINY),
    misconceptions=[
        wrong("E29", {f"({S_ROOT} + epsilon)": 'np.sqrt(s["d" + name] + epsilon)'}, **E29, score=0.75),
        wrong(
            "no-square",
            {"g**2": "g"},
            "S has to average the squares of the gradients, element by element. Without the square it can turn negative, and then its root is no number.",
        ),
        wrong("no-root", {S_ROOT: 's["d" + name]'}, NO_ROOT, score=0.5),
        wrong(
            "old-average",
            {S_STEP: f"old = s['d' + name]\n        {S_STEP}", S_ROOT: "np.sqrt(old)"},
            "The step is divided by the root of the old S. First bring S up to date: at the start the old one is 0, and the step explodes.",
            score=0.5,
        ),
        in_place(S_STEP, 's["d" + name] *= beta2\n        s["d" + name] += (1 - beta2) * g**2'),
        *step_mistakes(uphill=0.5, two_layers=0.5),
    ],
    accepted=[
        inputs.rmsprop_by_keys,
        {S_STEP: 's["d" + name] = s["d" + name] + (1 - beta2) * (g * g - s["d" + name])'},
    ],
    hints=[
        "First s: a share β₂ of the old one, 1 − β₂ of the gradient's square, element by element (g**2).",
        "Then the step: α times the gradient, divided by the root of the new s. ε is added after the root is taken.",
    ],
)


VELOCITY = "initialize_velocity(parameters)"

sheet.exercise(
    "initialize_adam",
    points=2,
    source="D2 C2_W2 “Adam optimization algorithm”: V_dW = 0, S_dW = 0, V_db = 0, S_db = 0",
    uses=["initialize_velocity"],
    cases=inputs.some_networks(),
    misconceptions=[
        wrong("keys-without-d", {VELOCITY: "{name: 0 * value for name, value in parameters.items()}"}, WITHOUT_D),
        wrong(
            "s-starts-at-1",
            {f", {VELOCITY}": ", {'d' + name: np.ones(value.shape) for name, value in parameters.items()}"},
            "s starts at 1 here. It starts at 0 as v does; the bias correction makes up for that.",
        ),
        wrong(
            "only-one",
            {f", {VELOCITY}": ""},
            "Adam needs two averages, v of the gradients and s of their squares: return both, v first.",
        ),
    ],
    accepted=[inputs.both_by_layers, {f", {VELOCITY}": f", {{key: np.copy(one) for key, one in {VELOCITY}.items()}}"}],
    hints=["Twice what `initialize_velocity` makes: v and s. (v = s = {…} would be one dictionary with two names.)"],
)


sheet.exercise(
    "update_parameters_with_adam",
    points=8,
    source="D2 C2_W2 “Adam optimization algorithm”",
    atol=1e-16,
    parts={"parameters": ["[0]"], "averages": ["[1]", "[2]"], "corrected": ["[3]", "[4]"]},
    cases=inputs.adam_steps(TINY),
    misconceptions=[
        wrong("E29", {"(np.sqrt(s_corrected[d]) + epsilon)": "np.sqrt(s_corrected[d] + epsilon)"}, **E29, score=5 / 6),
        wrong(
            "E28",
            {"grads[d] ** 2": "(grads[d] ** 2 if d[1] == 'W' else grads[d])"},
            "S_db averages db where it should average its square, as S_dW does. S_db turns negative wherever db is, and then its root is no number.",
            "D2 C2_W2 “Adam optimization algorithm”: S_db = β₂ S_db + (1 − β₂) db",
        ),
        wrong(
            "no-square",
            {"grads[d] ** 2": "grads[d]"},
            "s has to average the squares of the gradients, element by element; without the square it can turn negative.",
        ),
        wrong(
            "not-corrected",
            {"* v_corrected[d]": "* v[d]", "np.sqrt(s_corrected[d])": "np.sqrt(s[d])"},
            "The corrected averages are computed, but the step uses the uncorrected ones: the first comes out three times too long.",
            score=2 / 3,
        ),
        wrong(
            "corrected-kept",
            {"return parameters, v, s,": "v, s = v_corrected, s_corrected\n    return parameters, v, s,"},
            "v and s are returned corrected, and the next step would correct them again. They run on uncorrected; the corrected ones are extra.",
            score=2 / 3,
        ),
        wrong(
            "same-beta",
            {"s[d] = beta2 * s[d] + (1 - beta2)": "s[d] = beta1 * s[d] + (1 - beta1)"},
            "s is averaged with β₁. The two averages have different memories: β₁ for v, β₂ for s.",
        ),
        *inputs.correction_mistakes(),
        wrong("no-root", {"np.sqrt(s_corrected[d])": "s_corrected[d]"}, NO_ROOT, score=2 / 3),
        in_place(
            "v[d] = beta1 * v[d] + (1 - beta1) * grads[d]",
            "v[d] *= beta1\n        v[d] += (1 - beta1) * grads[d]",
        ),
        *step_mistakes(uphill=2 / 3, two_layers=0.5),
    ],
    accepted=[inputs.adam_by_keys, inputs.adam_root_by_root],
    hints=[
        "Five lines for each parameter: v, s, v corrected, s corrected, the step.",
        "v and s are those of momentum and RMSprop, with β₁ and β₂; the corrections divide by 1 − β₁ᵗ and 1 − β₂ᵗ.",
        "The step is α · v_corrected / (√s_corrected + ε); root and square work element by element.",
    ],
)


sheet.exercise(
    "update_lr",
    points=2,
    source="D2 C2_W2 “Learning rate decay”: α = α₀ / (1 + decay-rate · epoch-num)",
    cases=[
        *[case(f"epoch {epoch} of the document's table", 0.2, epoch, 1) for epoch in (1, 2, 3, 4)],
        case("a decay rate of 0.5", 0.01, 10, 0.5),
        hidden("epoch 0", 0.3, 0, 1),
        hidden("no decay", 0.05, 7, 0),
        hidden("a late epoch", 0.5, 5000, 0.02),
    ],
    misconceptions=[
        misconception(
            "E27",
            by=inputs.printed_table,
            says="From epoch 2 on, your rates are ten times too large, like the printed 0.67, 0.5, 0.4. A rate that decays cannot jump from 0.1 to 0.67.",
            place="D2 C2_W2 “Learning rate decay”, the table for α₀ = 0.2",
        ),
        wrong(
            "compounded",
            {"(1 + decay_rate * epoch_num)": "(1 + decay_rate) ** epoch_num"},
            "This shrinks by the same factor every epoch: exponential decay, one of the other methods, and a much faster one.",
        ),
        wrong(
            "no-brackets",
            {"(1 + decay_rate * epoch_num)": "1 + decay_rate * epoch_num"},
            "Python divides before it adds, so only the 1 stands below the line: the sum needs brackets.",
        ),
        wrong(
            "without-α₀", {"learning_rate0 /": "1 /"}, "`learning_rate0` does not occur: this starts from a rate of 1."
        ),
    ],
    accepted=[
        {"learning_rate0 / (": "np.divide(learning_rate0, "},
        {"learning_rate0 / (": "learning_rate0 * (", "epoch_num)": "epoch_num) ** -1"},
    ],
    hints=["One line: α₀ divided by the whole sum 1 + decay rate · epoch number. Mind the brackets."],
)


INTERVALS = "np.floor(epoch_num / time_interval)"

sheet.exercise(
    "schedule_lr_decay",
    points=3,
    source="D2 C2_W2 “Other learning rate decay methods”: the staircase",
    cases=[
        case("an epoch on the first step", 0.5, 100, 0.3),
        case("the epoch just before a step", 0.5, 999, 0.3),
        case("the epoch of a step", 0.5, 1000, 0.3),
        case("steps of 3 epochs", 0.2, 8, 1, time_interval=3),
        hidden("two steps down", 0.5, 2750, 0.3),
        hidden("steps of one epoch", 0.2, 4, 1, 1),
        hidden("epoch 0", 0.1, 0, 2.0),
        hidden("steps of 250 epochs", 0.7, 1249, 0.5, time_interval=250),
    ],
    misconceptions=[
        wrong(
            "floor-of-product",
            {f"decay_rate * {INTERVALS}": "(decay_rate * epoch_num // time_interval)"},
            "The decay rate is rounded down together with the number of intervals, and a rate below 1 is often lost. Round the number of intervals only; brackets help.",
        ),
        wrong(
            "no-floor",
            {INTERVALS: "(epoch_num / time_interval)"},
            "The rate sinks a little every epoch. Between two steps it should stay the same: only whole intervals count.",
        ),
        wrong(
            "rounded",
            {"np.floor": "np.round"},
            "The number of intervals is rounded to the nearest, so the rate drops in the middle of one; round down.",
        ),
        wrong(
            "fixed-interval",
            {"epoch_num / time_interval": "epoch_num / 1000"},
            "The interval is 1000 whatever `time_interval` says.",
        ),
    ],
    accepted=[{INTERVALS: "(epoch_num // time_interval)"}, {INTERVALS: "int(epoch_num / time_interval)"}],
    hints=[
        "As `update_lr`, with the number of whole intervals in place of the epoch number: np.floor rounds down, so does //."
    ],
)


sheet.exercise(
    "model",
    points=5,
    source="D2 C2_W2 “Mini-batch gradient descent”, “Adam optimization algorithm”, “Learning rate decay”",
    uses=[
        "random_mini_batches",
        "initialize_adam",
        *[f"update_parameters_with_{name}" for name in ("gd", "momentum", "rmsprop", "adam")],
    ],
    properties=inputs.training_demands(),
    cases=inputs.trainings(),
    misconceptions=[
        wrong(
            "batch-size-lost",
            {"(X, Y, mini_batch_size, seed)": "(X, Y, seed=seed)"},
            "`mini_batch_size` does not reach `random_mini_batches`, which then takes its own default, 64.",
            score=0.25,
        ),
        wrong(
            "result-dropped",
            {"parameters = update": "_ = update", "parameters, v": "_, v", "parameters, s = ": "_, s = "},
            "The parameters come out as they went in. An update changes nothing in place: what it returns has to be kept.",
        ),
        wrong(
            "one-step-per-epoch",
            {"mini_batch_size, seed)": "mini_batch_size, seed)[-1:]"},
            "There is one step in an epoch. Every mini-batch takes its own: the update belongs inside the loop over batches.",
            score=0.25,
        ),
        wrong(
            "t-stays-0",
            {"batch_cost / m, t + 1": "batch_cost / m, t"},
            "Adam meets t = 0: then 1 − βᵗ is 0, and dividing by it gives no number. t is 1 at the first step and one more at every other.",
            score=0.75,
        ),
        wrong(
            "t-per-epoch",
            {"batch_cost / m, t + 1": "batch_cost / m, epoch + 1"},
            "t counts the epochs. Adam's t counts its steps, one for every mini-batch, over all epochs.",
            score=0.75,
        ),
        wrong(
            "always-gd",
            {'optimizer == "gd"': "True"},
            "Whatever `optimizer` says, the steps are plain gradient descent.",
            score=0.5,
        ),
        wrong(
            "memory-lost",
            {"for X_b, Y_b in": "v, s = initialize_adam(parameters)\n        for X_b, Y_b in"},
            "v and s start from 0 again in every epoch. They are made once; what an update returns goes into the next step.",
            score=0.5,
        ),
        wrong(
            "decay-on-decay",
            {"decay(learning_rate0,": "decay(learning_rate,"},
            "The rate of the last epoch is decayed once more. `decay` wants the first rate, learning_rate0, every time.",
            score=0.75,
        ),
        wrong(
            "decay-ignored",
            {"if decay:": "if False:"},
            "`decay` is never asked: the learning rate stays what it was.",
            score=0.75,
        ),
    ],
    accepted=[inputs.model_of_its_own, {"learning_rate0, epoch,": "learning_rate0, max(epoch - 1, 0),"}],
    hints=[
        "Inside the loop over epochs comes one over the pairs (X_b, Y_b) that `random_mini_batches(X, Y, mini_batch_size, seed)` deals out.",
        "For each pair: `cost_and_gradients(parameters, X_b, Y_b)`, t one up, the update that `optimizer` names. Keep all it returns, v and s too.",
        "Before an epoch's mini-batches, if `decay` is given: learning_rate = decay(learning_rate0, epoch, decay_rate).",
    ],
)
