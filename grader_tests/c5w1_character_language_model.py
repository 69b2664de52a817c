"""What c5w1_character_language_model checks: cases, known mistakes, other right ways, hints."""

from grader_tests import Sheet, misconception
from grader_tests import inputs_c5w1_characters as inputs
from grader_tests.inputs_c5w1_characters import wrong

sheet = Sheet(__name__, position=2, errata="E41 E265 E266 E267")

sheet.exercise(
    "tokenize",
    points=4,
    source="D2 C5_W1 “Language modelling with an RNN”: Cats average 15 hours of sleep a day. <EOS>",
    cases=inputs.sentences(),
    misconceptions=[
        wrong(
            "no-end",
            {'tokens + ["<EOS>"]': "tokens"},
            "The end of the sentence is missing. Without <EOS> a model could never say that a sentence is over.",
        ),
        wrong(
            "marks-stay",
            {".strip('.,;:!?\"')": ""},
            "Marks still stick to their words: the vocabulary has a “day”, but no “day.”, so the last word is always unknown.",
        ),
        wrong(
            "capitals-stay",
            {".lower()": ""},
            "Words with a capital are looked up as they stand. The vocabulary is in lower case, so it has “cats” but not “Cats”.",
        ),
        wrong(
            "unknown-dropped",
            {'word if word in vocabulary else "<UNK>" for word in words if word]': "word for word in words if word in vocabulary]"},
            "Words that are not in the vocabulary disappear. They take part in the sentence as <UNK>; otherwise their neighbours would seem to stand side by side.",
        ),
        wrong(
            "unknown-stay",
            {'word if word in vocabulary else "<UNK>" for': "word for"},
            "Words that are not in the vocabulary are kept. The model has no output for them: their place is taken by <UNK>.",
        ),
        misconception("marks-within", by=inputs.without_any_mark, says="Marks are taken out of the middle of words too: 3.5 becomes 35. Only those before and after a word are dropped."),
        misconception("other-marks", by=inputs.without_other_marks, says="More marks are dropped than the docstring names: the ' of 'tis belongs to the word."),
        misconception("marks-as-tokens", by=inputs.marks_as_tokens, says="Marks have become tokens of their own. That can be done too, but here they are dropped: the document's sentence has eight words and an end."),
    ],
    accepted=[
        inputs.tokens_by_pattern,
        {"tokens + [": "[*tokens, *[", '"<EOS>"]': '"<EOS>"]]'},
    ],
    hints=[
        "sentence.split() cuts at blanks and line ends, however many there are.",
        "word.strip('.,;:!?\"') takes marks off both ends, word.lower() brings it to lower case; do both before you look it up.",
        "A word in the vocabulary stays, any other becomes \"<UNK>\"; \"<EOS>\" comes last, once.",
    ],
)  # fmt: skip

sheet.exercise(
    "rnn_step_loss",
    points=8,
    source="D2 C5_W1 “RNN model”: ℒ⟨t⟩(ŷ⟨t⟩, y⟨t⟩) = −Σ yᵢ⟨t⟩ log ŷᵢ⟨t⟩",
    parts={"loss": ["[0]"], "probabilities": ["[1]"], "activations": ["[2]"]},
    cases=inputs.steps(),
    misconceptions=[
        wrong(
            "zero-is-none",
            {"if x is not None:": "if x:"},
            "The token with the number 0 is taken for None: `if x` is False for both. Ask whether x is None.",
        ),
        wrong(
            "none-sets-all",
            {"if x is not None:": "if True:"},
            "For None the input is full of ones: to NumPy, xt[None] means all of xt. It should stay zeros then.",
        ),
        wrong(
            "peeks",
            {"xt[x] = 1": "xt[y] = 1"},
            "The model reads the very token that it should predict. What it reads is x; y is for the loss.",
        ),
        wrong("forgot-b", {' + parameters["b"]': ""}, "The bias b is left out of the sum under the tanh."),
        wrong("forgot-by", {' + parameters["by"]': ""}, "The bias by is left out of the scores.", score=1 / 3),
        wrong("no-tanh", {"np.tanh(": "("}, "The tanh is missing: activations lie between −1 and 1."),
        wrong(
            "old-activations",
            {'parameters["Wya"] @ a_next': 'parameters["Wya"] @ a_prev'},
            "The prediction is made from the activations of the step before; it may know x already.",
            score=1 / 3,
        ),
        wrong(
            "all-classes",
            {"-np.log(y_hat[y, 0])": "-np.sum(np.log(y_hat))"},
            "The logarithms of all probabilities are added up. In −Σ yᵢ log ŷᵢ only one yᵢ is not 0: that of the token that came.",
            score=2 / 3,
        ),
        wrong(
            "sign",
            {"-np.log(y_hat[y, 0])": "np.log(y_hat[y, 0])"},
            "The loss is negative. The logarithm of a probability is never above 0, a loss is never below.",
            score=2 / 3,
        ),
        wrong(
            "binary",
            {"-np.log(y_hat[y, 0])": "-np.log(y_hat[y, 0]) - np.sum(np.log(1 - np.delete(y_hat, y)))"},
            "The terms log(1 − ŷᵢ) of the other tokens are there as well: that is the loss of many yes-or-no questions. A softmax answers one question.",
            score=2 / 3,
        ),
        wrong(
            "base-2",
            {"-np.log(": "-np.log2("},
            "This logarithm is to the base 2; the course's losses take the natural one.",
            score=2 / 3,
        ),
    ],
    accepted=[
        inputs.step_with_columns,
        {
            'xt = np.zeros((parameters["Wax"].shape[1], 1))': 'xt = np.zeros_like(parameters["by"])',
            "-np.log(y_hat[y, 0])": "np.log(1 / y_hat[y])",
        },
    ],
    hints=[
        "x⟨t⟩ is a column of zeros with a single 1 at place x; for None all its numbers stay 0.",
        "The step itself is that of the notebook before: tanh of three terms, then softmax (given) of two.",
        "Of the sum over all tokens one term is left: the one of the token y, whose probability is y_hat[y, 0].",
    ],
)

sheet.exercise(
    "sentence_probability",
    points=5,
    source="D2 C5_W1 “RNN model”: P(y⟨1⟩, y⟨2⟩, y⟨3⟩)",
    uses=["rnn_step_loss"],
    rtol=1e-6,
    atol=1e-16,
    cases=inputs.sequences(),
    misconceptions=[
        misconception(
            "E265",
            edit={"probability * y_hat[token, 0]": "probability * y_hat[token, 0] if step < 2 else probability / y_hat[token, 0]", "for token in y": "for step, token in enumerate(y)"},
            says="From the third token on, the result is divided by the probabilities. All parts of a chain multiply: each token makes a sentence less probable, never more.",
            place="D2 C5_W1 “RNN model”: P(y⟨1⟩, y⟨2⟩, y⟨3⟩) with a fraction line",
        ),
        wrong("sum", {"probability * y_hat": "probability - 1 + y_hat", "return probability": "return probability + len(y) - 1"}, "The probabilities are added up. That two things happen one after the other has the product of their probabilities."),
        wrong("logarithm", {"return probability": "return np.log(probability)"}, "This is the logarithm of the probability; the exercise asks for the probability itself."),
        wrong("forgets", {"_, y_hat, a = ": "_, y_hat, _ = "}, "Every step starts from activations 0, so nothing is remembered but the last token. Hand the activations on."),
        wrong("always-none", {"        x = token\n": ""}, "The model reads None at every step. From the second step on it reads the token before: x⟨t⟩ = y⟨t−1⟩."),
        wrong("peeks", {"rnn_step_loss(x, token,": "rnn_step_loss(token, token,"}, "The model reads the token that it should predict at this step. It may read y⟨t−1⟩ only."),
        misconception("starts-at-2", by=inputs.probability_from_the_second, says="The chain starts at the second token. The first one is predicted as well, from the input None: leave it out and all activations after it are others too."),
        wrong("skips-first", {"probability = probability * y_hat[token, 0]": "probability = probability * y_hat[token, 0] if x is not None else probability"}, "The first token is not counted: P(y⟨1⟩) belongs into the product too."),
        wrong("stops-before-end", {"for token in y:": "for token in y[:-1] or y:"}, "The last token is not counted. The end token is a token like others: a sentence that goes on is another sentence."),
    ],
    accepted=[
        inputs.probability_by_losses,
        {"a, x, probability = ": "factors = []\n    a, x, probability = ", "probability = probability * y_hat[token, 0]": "factors.append(y_hat[token, 0])", "return probability": "return np.prod(factors)"},
    ],
    hints=[
        "Start with a column of zeros for the activations, None for the input and 1 for the probability; then one round for each token.",
        "rnn_step_loss returns all probabilities of the step; the one of the token that comes is its row `token`.",
        "At the end of a round: the activations go on, and the token just seen is the next input.",
    ],
)  # fmt: skip

sheet.exercise(
    "perplexity",
    points=4,
    source="D2 C5_W1 “RNN model”: the loss of a sequence; its mean for a token, as a power of e",
    cases=inputs.losses(),
    misconceptions=[
        wrong("no-power", {"np.exp(np.sum(losses) / np.sum(lengths))": "np.sum(losses) / np.sum(lengths)"}, "This is the mean loss of a token. The perplexity is the number of equally likely tokens that has this loss: log of what is it?"),
        wrong("per-name", {"np.sum(lengths)": "len(lengths)"}, "The loss is shared among the names, not among the tokens. Long names would look worse than short ones."),
        wrong("mean-of-means", {"np.exp(np.sum(losses) / np.sum(lengths))": "np.exp(np.mean(np.array(losses) / np.array(lengths)))"}, "Every name counts the same, however long it is. Add up first, then divide once: every token counts the same."),
        wrong("mean-of-perplexities", {"np.exp(np.sum(losses) / np.sum(lengths))": "np.mean(np.exp(np.array(losses) / np.array(lengths)))"}, "This is the mean of the names' perplexities: one odd name would weigh more than all others. Take the mean of losses, then the power."),
        wrong("sum-of-means", {"np.exp(np.sum(losses) / np.sum(lengths))": "np.exp(np.sum(np.array(losses) / np.array(lengths)))"}, "The names' mean losses are added up, so the result grows with every name. Add up losses and lengths apart, then divide."),
        wrong("base-2", {"np.exp(np.sum(losses) / np.sum(lengths))": "2 ** (np.sum(losses) / np.sum(lengths))"}, "The power is of 2, but the losses are natural logarithms. Base and logarithm have to match."),
        wrong("probability", {"np.exp(np.sum(losses)": "np.exp(-np.sum(losses)"}, "This is the mean probability of a token, a number below 1. The perplexity is its reciprocal."),
    ],
    accepted=[
        inputs.perplexity_by_product,
        {"np.sum(losses) / np.sum(lengths)": "np.average(np.divide(losses, lengths), weights=lengths)"},
    ],
    hints=[
        "First the mean loss of a token: all losses together, divided by the number of all tokens.",
        "A model that gives each of k tokens the probability 1/k has the loss log k. Which function leads from log k back to k?",
    ],
)  # fmt: skip

FIVE = 'for name in ("dWaa", "dWax", "dWya", "db", "dby")'

sheet.exercise(
    "clip",
    points=4,
    source="D2 C5_W1 “Vanishing gradients with RNNs”: exploding gradients",
    cases=inputs.clips(),
    misconceptions=[
        wrong("changes-gradients", {"np.clip(gradients[name], -maxValue, maxValue)": "np.clip(gradients[name], -maxValue, maxValue, out=gradients[name], casting='unsafe')"}, "The caller's gradients are changed. `out=` writes into the array that was handed in; make new arrays."),
        wrong("only-above", {"-maxValue, maxValue)": "None, maxValue)"}, "Large negative numbers stay as they are. A step may be too long in both directions."),
        wrong("only-below", {"-maxValue, maxValue)": "-maxValue, None)"}, "Large positive numbers stay as they are. A step may be too long in both directions."),
        wrong("always-5", {"-maxValue, maxValue)": "-5, 5)"}, "The limit is 5 whatever was asked for; it comes in as maxValue."),
        wrong("never-negative", {"-maxValue, maxValue)": "0, maxValue)"}, "Negative gradients have become 0: half of all steps would be lost. The lower limit is as far from 0 as the upper one."),
        wrong("sign-lost", {"np.clip(gradients[name], -maxValue, maxValue)": "np.minimum(np.abs(gradients[name]), maxValue)"}, "All numbers have become positive. A clipped gradient keeps its sign."),
        wrong("set-to-0", {"np.clip(gradients[name], -maxValue, maxValue)": "np.where(np.abs(gradients[name]) > maxValue, 0, gradients[name])"}, "Numbers beyond the limit have become 0, so the steepest directions are not followed at all. They stop at the limit."),
        misconception("by-norm", by=inputs.clip_to_norm, says="All gradients are made smaller by one factor, until their length is maxValue. That is another, also common, way; here each number is limited on its own."),
    ],
    accepted=[
        inputs.clip_by_hand,
        {"np.clip(gradients[name], -maxValue, maxValue)": "np.maximum(np.minimum(gradients[name], maxValue), -maxValue)"},
        {f"gradients[name], -maxValue, maxValue) {FIVE}": "x, -maxValue, maxValue) for name, x in gradients.items()"},
    ],
    hints=[
        "np.clip(array, lowest, highest) returns a new array.",
        "Build a new dictionary with the five keys; gradients may hold da_next as well, which is not clipped.",
    ],
)  # fmt: skip

STEP = "    update_parameters(parameters, gradients, learning_rate)\n"
CLIPPED = "gradients = clip(backward(X, Y, a_prev, activations, predictions, parameters), 5)\n"
RAW = "gradients = backward(X, Y, a_prev, activations, predictions, parameters)\n"
MOVE = {"name": "stepped", "argument": "parameters", "gradients": 1, "learning_rate": 0.01, "leaf": "(parameters)"}

sheet.exercise(
    "optimize",
    points=8,
    source="D2 C5_W1 “RNN model”: ℒ = Σ ℒ⟨t⟩; gradient descent",
    uses=["rnn_step_loss", "clip"],
    parts={"loss": ["[0]"], "gradients": ["[1]"], "activations": ["[2]"], "step": ["(parameters)"]},
    may_change=["parameters"],
    properties=[
        *({"name": "exact", "leaf": f"[{k}]"} for k in range(3)),
        MOVE | {"about": "still", "always": True, "misconception": "no-step"},
        MOVE | {"about": "step", "always": True, "misconception": "another-step"},
    ],
    cases=inputs.lessons(),
    misconceptions=[
        wrong("no-step", {STEP: ""}, "The parameters are the same after the call as before: nothing is learnt. They should take their step in place, in the dictionary that was handed in; a copy that moves helps nobody.", score=0.75),
        wrong("another-step", {f"    {CLIPPED}{STEP}": f"    {RAW}{STEP}    gradients = clip(gradients, 5)\n"}, "The parameters take another step than learning_rate times the clipped gradients. Clip first, then move, and hand your learning_rate on.", score=0.75),
        wrong("not-clipped", {"clip(backward(X, Y, a_prev, activations, predictions, parameters), 5)": "backward(X, Y, a_prev, activations, predictions, parameters)"}, "The gradients are not clipped: numbers beyond 5 come back, and one long name could undo a thousand steps. `clip` changes nothing by itself: it returns a new dictionary.", score=0.5),
        wrong("clipped-at-1", {"parameters), 5)": "parameters), 1)"}, "The gradients are clipped at another limit than 5.", score=0.5),
        wrong("mean", {"return loss,": "return loss / len(X),"}, "The loss is divided by the number of steps. The loss of a sequence is the sum of its steps' losses; perplexity divides later.", score=0.75),
        wrong("last-loss", {"loss += step_loss": "loss = step_loss"}, "Only the last step's loss comes back. Add them up.", score=0.75),
        wrong("forgets", {"rnn_step_loss(x, y, a, parameters)": "rnn_step_loss(x, y, a_prev, parameters)"}, "Every step starts from a_prev, so nothing is remembered. A step starts from the activations that the step before has left."),
        wrong("a-prev-back", {"return loss, gradients, a\n": "return loss, gradients, a_prev\n"}, "The third result is the a_prev that was handed in. It should be the activations of the last step: the next sequence goes on from there.", score=0.75),
    ],
    accepted=[
        inputs.lesson_by_hand,
        {"return loss, gradients, a\n": "return [loss, {**gradients, 'da_next': None}, activations[-1]]\n", STEP: "    for name in parameters:\n        parameters[name] -= learning_rate * gradients['d' + name]\n"},
    ],
    hints=[
        "Four things in a row: forward through all steps, `backward` (given), `clip`, `update_parameters` (given).",
        "Forward: zip(X, Y) gives the pairs; keep each step's y_hat and activations in lists, for `backward` wants them all.",
        "`backward` takes X, Y, a_prev, the list of activations, the list of predictions and the parameters, in this order. What it returns has to go through `clip` before the step.",
    ],
)  # fmt: skip

DRAW = "x = int(np.random.choice(range(len(y_hat)), p=y_hat.ravel()))"
SEED = "np.random.seed(seed + 2 * len(indices))"

sheet.exercise(
    "sample",
    points=7,
    source="D2 C5_W1 “Sampling a sequence from a trained RNN”",
    uses=["rnn_step_loss"],
    cases=inputs.inventions(),
    misconceptions=[
        wrong("most-likely", {DRAW: "x = int(np.argmax(y_hat))"}, "The most probable character is taken each time. Then there is only one name, whatever the seed; draw by the probabilities."),
        wrong("even", {", p=y_hat.ravel()": ""}, "All characters are drawn alike. The model's probabilities should decide: np.random.choice has an argument for them."),
        wrong("same-number", {SEED: "np.random.seed(seed)"}, "The same random number is drawn at every step, since the same seed is set each time. The seed has to grow with k."),
        wrong("seeds-by-1", {"seed + 2 * len(indices)": "seed + len(indices)"}, "The seed grows by 1 from draw to draw; the docstring has it grow by 2."),
        wrong("seeded-once", {f"        {SEED}\n": "", "a, x, newline, indices": "np.random.seed(seed)\n    a, x, newline, indices"}, "The seed is set once, before the loop. That is a good way to draw, but not the agreed one: set it before every draw, as the docstring says, so that all get the same names."),
        wrong("not-fed-back", {"rnn_step_loss(x, newline": "rnn_step_loss(None, newline"}, "What was drawn is not read at the next step: the model goes on as if nothing had been said. x⟨t+1⟩ is the character that was drawn."),
        wrong("forgets", {"_, y_hat, a = ": "_, y_hat, _ = "}, "Every step starts from activations 0, so only the last character is remembered. Hand the activations on."),
        wrong("open-end", {"    if x != newline:\n        indices.append(newline)\n": ""}, "After 50 draws without a newline the list has no end: the newline's index should stand behind them, as number 51."),
        wrong("newline-dropped", {"return indices": "return indices[:-1]"}, "The newline at the end is missing: the list should end with its index."),
        wrong("newline-is-0", {'char_to_ix["\\n"]': "0"}, "The index 0 is taken for the newline. Which one it is, only char_to_ix knows."),
        wrong("never-stops", {" and x != newline": ""}, "Drawing goes on behind the newline. A newline is the end of a name."),
        wrong("one-early", {"len(indices) < 50": "len(indices) < 49"}, "Drawing stops one too early: 50 characters may be drawn before the newline is put behind them."),
    ],
    accepted=[
        inputs.invented_by_hand,
        {DRAW: "x = int(np.searchsorted(np.cumsum(y_hat), np.random.rand(), side='right'))"},
        {DRAW: "x = int(np.argmax(np.random.multinomial(1, np.eye(len(y_hat))[np.random.choice(len(y_hat), p=y_hat[:, 0])])))"},
    ],
    hints=[
        "Start as in sentence_probability. rnn_step_loss wants a y as well: any index will do, since its loss is not used.",
        "np.random.choice(range(n), p=…) wants n flat probabilities: y_hat.ravel().",
        "k is the number of draws so far, so len(indices) before the new one is appended. Stop after the newline or after 50 draws.",
    ],
)  # fmt: skip

sheet.exercise(
    "model",
    points=6,
    source="D2 C5_W1 “Character-level language model”",
    uses=["optimize", "sample"],
    parts={"parameters": ["[0]"], "last name": ["[0]", "[1]"]},
    cases=inputs.schools(),
    misconceptions=[
        wrong("no-shuffle", {"    np.random.shuffle(names)\n": ""}, "The names are taught in the order of the list. In alphabetical order the model hears a hundred names in a row that begin alike."),
        wrong("no-newline", {'indices + [char_to_ix["\\n"]]': "indices", "[None] + indices,": "[None] + indices[:-1],"}, "The newline is not taught: Y should end with it. A model that never saw an end cannot stop."),
        wrong("first-letter-lost", {"X, Y = [None] + indices, indices + ": "X, Y = indices, indices[1:] + "}, "The first letter is never predicted. X starts with None, so that Y can start with the first letter."),
        wrong("starts-afresh", {"optimize(X, Y, a_prev,": "optimize(X, Y, np.zeros((n_a, 1)),"}, "Every name starts from activations 0. A sensible way, but the docstring says that they are carried on from name to name."),
        wrong("not-stripped", {"name.strip() for name in data_x": "name for name in data_x"}, "Blanks or newlines around the names are taught as well, or are unknown characters. Strip the names first."),
        wrong("shuffled-in-place", {"names = [name.strip() for name in data_x]": "names = data_x", "names[j % len(names)]": "names[j % len(names)].strip()"}, "The caller's list is shuffled. Make a list of your own first."),
        wrong("sampled-at-the-end", {"if j % 1000 == 0:": "if j == num_iterations - 1:"}, "The last name is sampled after the last iteration. Names are sampled in the iterations 0, 1000, 2000, …; the last of those is returned.", score=0.5),
        wrong("seeds-from-1", {"for seed in range(dino_names)": "for seed in range(1, dino_names + 1)"}, "The seeds of the names start from 1; they should be 0, 1, …, dino_names − 1.", score=0.5),
        wrong("first-name", {"invented[-1]": "invented[0]"}, "The first of the sampled names comes back, not the last.", score=0.5),
    ],
    accepted=[
        inputs.school_by_hand,
        {"names[j % len(names)]]": "names[j - len(names) * (j // len(names))]]", "a_prev, parameters, learning_rate=0.01)": "a_prev, parameters)"},
    ],
    hints=[
        "In iteration j the name number j % len(names) is taught: X = [None] + its indices, Y = its indices + [the newline's].",
        "optimize returns three things; the third one is the a_prev of the next iteration. The parameters move by themselves.",
        "Where j % 1000 is 0, call sample with the seeds 0, 1, …, and turn indices into text with \"\".join(ix_to_char[i] for i in …) and .capitalize().",
    ],
)  # fmt: skip
