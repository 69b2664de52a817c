"""What c5w1_music_lstm checks: cases, known mistakes, other right ways, hints."""

from grader_tests import Sheet
from grader_tests import inputs_c5w1_music as inputs
from grader_tests.inputs_c5w1_music import wrong

sheet = Sheet(__name__, position=3)

LOOP = 'steps += [pitch] + ["hold"] * (duration - 1)'
ANSWERS = 'Y = [values.index(step) for step in steps + ["end"]]'
SHIFT = "X[range(1, len(Y)), Y[:-1]] = 1"

sheet.exercise(
    "encode_tune",
    points=8,
    source="D2 C5_W1 “Examples of RNN architectures”: x⟨t⟩ = y⟨t−1⟩, x⟨1⟩ = 0",
    parts={"inputs": ["[0]"], "answers": ["[1]"]},
    cases=inputs.encodings(),
    misconceptions=[
        wrong(
            "struck-again",
            {'["hold"]': "[pitch]"},
            "A long note is struck anew at every eighth. Then nobody can tell one long note from several short ones; only its first eighth carries the pitch.",
        ),
        wrong(
            "one-hold-too-many",
            {"(duration - 1)": "duration"},
            "Every note is one eighth too long: the eighth in which it is struck belongs to its duration.",
        ),
        wrong(
            "no-durations",
            {LOOP: "steps += [pitch]"},
            "The durations are not used: every note takes one step, however long it is.",
        ),
        wrong(
            "not-shifted",
            {SHIFT: "X[range(len(Y)), Y] = 1"},
            "Each row of X holds the very answer that is asked for at that step. The network would only have to copy it; when it improvises, there is nothing to copy from.",
            score=0.5,
        ),
        wrong(
            "looks-ahead",
            {SHIFT: "X[range(len(Y) - 1), Y[1:]] = 1"},
            "X is shifted the wrong way: a step reads the value that comes after the one it is to guess.",
            score=0.5,
        ),
        wrong(
            "no-end",
            {'steps + ["end"]': "steps"},
            "The end is not taught: the last answer should be the index of \"end\". A network that never saw an end cannot stop.",
        ),
        wrong(
            "first-note-read",
            {"X = np.zeros((len(Y), len(values)))": "X = np.zeros((len(Y), len(values)))\n    X[0, Y[0]] = 1"},
            "The first input gives the first note away. Nothing has been played before the first step, so its row is all zeros.",
            score=0.5,
        ),
        wrong(
            "end-is-0",
            {ANSWERS: 'Y = [values.index(step) for step in steps] + [0]'},
            "Index 0 is taken for the end. Where \"end\" stands, only the list of values knows.",
            score=0.5,
        ),
    ],
    accepted=[
        inputs.encoded_step_by_step,
        {SHIFT: "X[1:] = np.eye(len(values))[Y[:-1]]"},
        {LOOP: 'steps.extend([pitch, *(int(duration) - 1) * ["hold"]])', ANSWERS: 'where = {value: k for k, value in enumerate(values)}\n    Y = np.array([where[step] for step in [*steps, "end"]])'},
    ],
    hints=[
        "First a plain list of steps: for each note its pitch, and then \"hold\" as often as it lasts on.",
        "values.index(step) gives the index of a step. Do not forget the end.",
        "X starts as zeros (T, n_values). Row t gets its 1 in the column Y[t − 1]; row 0 stays as it is.",
    ],
)  # fmt: skip

sheet.exercise(
    "decode_tune",
    points=6,
    source="D2 C5_W1 “Sampling a sequence from a trained RNN”",
    parts={"pitches": ["[0]"], "durations": ["[1]"]},
    cases=inputs.decodings(),
    misconceptions=[
        wrong(
            "plays-on",
            {'if value == "end":\n            break': 'if value == "end":\n            continue'},
            "What comes after the end is played as well. The first \"end\" closes the tune.",
        ),
        wrong(
            "hold-as-note",
            {"durations[-1] += 1": "pitches.append(pitches[-1])\n            durations.append(1)"},
            "A hold becomes a note of its own. It makes the note before it longer by an eighth.",
        ),
        wrong(
            "joined",
            {'if value != "hold":': 'if value != "hold" and pitches[-1:] != [value]:'},
            "Two notes of the same pitch in a row have become one long note. Only \"hold\" makes a note longer.",
        ),
        wrong(
            "holds-only",
            {"durations.append(1)": "durations.append(0)"},
            "Every duration is an eighth too short: the eighth in which a note is struck counts as well.",
            score=0.5,
        ),
        wrong(
            "rests-dropped",
            {'if value != "hold":': 'if value == 0:\n            continue\n        if value != "hold":'},
            "The rests are gone. A rest is a note of pitch 0 with a duration of its own; without it everything after it comes too early.",
        ),
        wrong(
            "indices-as-pitches",
            {"pitches.append(value)": "pitches.append(index)"},
            "These are the indices, not the pitches: look up in `values` what an index stands for.",
            score=0.5,
        ),
        wrong(
            "first-hold-counts",
            {"elif durations:": "elif not durations:\n            pitches.append(0)\n            durations.append(1)\n        else:"},
            "A hold before the first note has become a rest. The docstring leaves it out.",
        ),
        wrong(
            "fixed-places",
            {'value == "end"': "index == 0", 'value != "hold"': "index != 1"},
            "Index 0 is taken for the end and 1 for a hold. Where they stand, only the list of values knows: look the index up first.",
        ),
        wrong(
            "nothing-to-hold",
            {"elif durations:": "else:"},
            "A hold before the first note makes an empty list's last entry longer. There is none yet: such a hold is left out.",
        ),
    ],
    accepted=[
        inputs.decoded_backwards,
        {"return pitches, durations": "return np.array(pitches, dtype=float), np.array(durations)"},
    ],
    hints=[
        "Go through the indices with two empty lists beside you. What does a pitch, a \"hold\", an \"end\" do to the lists?",
        "durations[-1] += 1 makes the last note longer. On an empty list it fails: ask first.",
    ],
)  # fmt: skip

DZ_MASK = "dZ = Y_hat * counts[:, :, None]"
CLIP = "gradients = {name: np.clip(gradient, -maxValue, maxValue) for name, gradient in gradients.items()}"

sheet.exercise(
    "lstm_train_step",
    points=14,
    source="D2 C5_W1 “LSTM units”, “Backpropagation through time”",
    parts={"parameters": ["[0]"], "cost": ["[1]"]},
    cases=inputs.lessons(),
    misconceptions=[
        wrong(
            "padding-counts",
            {"counts = Y >= 0": "counts = Y >= -1"},
            "The steps behind the end of a short tune count as well. Their answer is −1, and for NumPy the index −1 is the last value: no error, and the network learns that value by the dozen.",
        ),
        wrong(
            "padding-in-gradient",
            {DZ_MASK: "dZ = Y_hat.copy()"},
            "The cost leaves the steps behind the end out, the gradient does not: ŷ of those steps pulls at the scores. Where nothing counts, dZ has to be 0.",
            score=0.5,
        ),
        wrong(
            "padding-in-gradient-only",
            {DZ_MASK: "dZ = Y_hat.copy()", "dZ[counts, Y[counts]] -= 1": "dZ[*np.indices(Y.shape), Y] -= 1"},
            "The cost leaves the steps behind the end out, the gradient does not: there the answer −1 is taken for the last value. Where nothing counts, dZ has to be 0.",
            score=0.5,
        ),
        wrong(
            "divided-by-all",
            {"-np.mean(np.log(Y_hat[counts, Y[counts]]))": "-np.sum(np.log(Y_hat[counts, Y[counts]])) / Y.size", "/ np.sum(counts)": "/ Y.size"},
            "The sum is divided by m · T. Only the steps that count belong into the mean: fill a tune up with more zeros, and your cost would go down.",
        ),
        wrong(
            "summed",
            {"-np.mean(np.log(": "-np.sum(np.log(", "dZ = dZ / np.sum(counts)": "pass"},
            "Cost and gradients are sums over the steps. The mean is asked for: divide by the number of steps that count.",
        ),
        wrong(
            "gradient-not-divided",
            {"dZ = dZ / np.sum(counts)": "pass"},
            "The cost is a mean, its gradient is still a sum. The layers have no 1/m in them: it has to be in dZ.",
            score=0.5,
        ),
        wrong(
            "divided-by-m",
            {"/ np.sum(counts)": "/ len(X)"},
            "The gradient is divided by m; the cost was divided by the number of steps that count.",
            score=0.5,
        ),
        wrong(
            "not-clipped",
            {CLIP: "pass"},
            "The gradients are not clipped, or not at maxValue: none of their numbers may go beyond ±maxValue. (1 is only the default.)",
            score=0.5,
        ),
        wrong(
            "no-step",
            {"return update(parameters, gradients), cost": "return parameters, cost"},
            "The parameters come back as they were. What `update` returns is asked for.",
            score=0.5,
        ),
        wrong(
            "answers-not-subtracted",
            {"dZ[counts, Y[counts]] -= 1": "pass"},
            "The right answers do not enter the gradient. For softmax with cross-entropy it compares what was said with what is right.",
            score=0.5,
        ),
        wrong(
            "biases-averaged",
            {"np.sum(dZ, axis=(0, 1))": "np.mean(dZ, axis=(0, 1))"},
            "The gradient of by is divided twice. by acts at every step of every tune, so the gradients of all of them add up; the mean is in dZ.",
            score=0.5,
        ),
        wrong(
            "clipped-by-norm",
            {CLIP: "norm = np.sqrt(sum(np.sum(g**2) for g in gradients.values()))\n    gradients = {name: g * min(1, maxValue / norm) for name, g in gradients.items()}"},
            "All gradients are made shorter together, by their norm. That is another good way to clip; here every number is clipped on its own.",
            score=0.5,
        ),
    ],
    accepted=[
        inputs.learned_tune_by_tune,
        {"np.tensordot(A, dZ, axes=([0, 1], [0, 1]))": "np.einsum('mta,mtv->av', A, dZ)", "np.sum(dZ, axis=(0, 1))": "dZ.reshape(-1, dZ.shape[2]).sum(axis=0)"},
        {"dZ = dZ / np.sum(counts)": "dZ = dZ / len(Y[Y != -1])", "return update(parameters, gradients), cost": "return [update(parameters, {name: gradients[name] for name in parameters}), float(cost)]"},
    ],
    hints=[
        "Forward: lstm_forward(X, a0, c0, Wx, Wa, b) with zeros (m, n_a) for both starts gives (A, c, cache). Scores are A @ Wy + by; softmax (given) works on the last axis.",
        "counts = Y >= 0 has the shape (m, T). Y_hat[counts, Y[counts]] is one probability for each step that counts.",
        "dZ is ŷ minus the one-hot answer where a step counts, and 0 elsewhere; divide it by the number of steps that count. Wy gets Aᵀ·dZ, summed over tunes and steps.",
        "lstm_backward(dA, cache) returns (dX, da0, dc0, dWx, dWa, db), and dA = dZ · Wyᵀ. Clip all five, then update.",
    ],
)  # fmt: skip

CHOOSE = "int(draw.choice(n_values, p=softmax(z / temperature)))"
NEXT = "x = np.eye(n_values)[index].reshape(1, 1, -1)"

sheet.exercise(
    "improvise",
    points=8,
    source="D2 C5_W1 “Sampling a sequence from a trained RNN”",
    cases=inputs.inventions(),
    misconceptions=[
        wrong(
            "multiplied",
            {"z / temperature": "z * temperature"},
            "The scores are multiplied by the temperature: a high one would make the network surer. It should make all values more alike.",
        ),
        wrong(
            "probabilities-divided",
            {"softmax(z / temperature)": "softmax(softmax(z) / temperature)"},
            "The probabilities are divided by the temperature and go through a second softmax. It is the scores that are divided, before the only softmax.",
        ),
        wrong(
            "no-temperature",
            {"softmax(z / temperature)": "softmax(z)"},
            "The temperature changes nothing: it should be in the softmax.",
        ),
        wrong(
            "always-the-best",
            {CHOOSE: "int(np.argmax(z))"},
            "The most probable value is taken at every temperature. Only at 0; else the values are drawn by their probabilities.",
        ),
        wrong(
            "not-fed-back",
            {NEXT: "pass"},
            "What was played is not read at the next step. x⟨t+1⟩ is the value that was drawn, one-hot.",
        ),
        wrong(
            "starts-with-end",
            {"x, a, c = np.zeros((1, 1, n_values)),": "x, a, c = np.eye(1, n_values)[None],"},
            "The first input is the one-hot end. At the first step nothing has been played: x = 0, all zeros.",
        ),
        wrong(
            "forgets",
            {"A, c, _ = lstm_forward(x, a, c,": "A, _, _ = lstm_forward(x, a, c,"},
            "The memory cell is lost: each step starts from c = 0. Hand c on to the next step, as well as a.",
        ),
        wrong(
            "forgets-a",
            {"a = A[:, 0]": "pass", "(a @ parameters": "(A[:, 0] @ parameters"},
            "The activations are lost: each step starts from a = 0. Hand a on to the next step, as well as c.",
        ),
        wrong(
            "end-kept",
            {"if index == 0:\n            break\n        indices.append(index)": "indices.append(index)\n        if index == 0:\n            break"},
            "The end's 0 is in the list. It says that the tune is over and is not played.",
        ),
        wrong(
            "never-ends",
            {"if index == 0:\n            break\n        ": ""},
            "The tune goes on behind its end: index 0 should stop it.",
        ),
        wrong(
            "new-dice",
            {CHOOSE: "int(np.random.default_rng(seed).choice(n_values, p=softmax(z / temperature)))"},
            "The generator is made anew at each step, so the same number is thrown each time. Make it once, before the loop.",
        ),
        wrong(
            "one-step-too-many",
            {"< max_steps": "<= max_steps"},
            "The tune is one step longer than max_steps allows.",
        ),
        wrong(
            "old-generator",
            {"np.random.default_rng(seed), []": "np.random.RandomState(seed), []"},
            "The dice are np.random's old ones (np.random.seed). Nothing is wrong with them, but they fall differently: the docstring names np.random.default_rng(seed), so that all get the same tunes.",
        ),
        wrong(
            "divided-by-0",
            {"int(np.argmax(z)) if temperature == 0 else ": ""},
            "At temperature 0 the scores are divided by 0. That case needs a way of its own: no dice, the most probable value.",
        ),
    ],
    accepted=[
        inputs.improvised_by_hand,
        {CHOOSE: "int(np.searchsorted(np.cumsum(softmax(z / temperature)), draw.random(), side='right'))"},
        {"np.argmax(z)": "np.flatnonzero(z == z.max())[0]", "return indices": "return np.array(indices, dtype=int)"},
    ],
    hints=[
        "lstm_forward takes a single step too: x has the shape (1, 1, n_values), and A[:, 0] are the new activations.",
        "draw.choice(n_values, p=…) wants n_values flat probabilities: softmax of the scores divided by the temperature. At temperature 0 that would divide by 0: np.argmax of the scores instead.",
        "In this order: step, scores, index; stop at 0; append; make the next x. a and c go on into the next round.",
    ],
)  # fmt: skip

ONE_HOT = "np.eye(x_initializer.shape[-1])[indices[:, 0]]"

sheet.exercise(
    "predict_and_sample",
    points=4,
    source="D2 C5_W1 “Sampling a sequence from a trained RNN”",
    parts={"results": ["[0]"], "indices": ["[1]"]},
    cases=inputs.chords(),
    misconceptions=[
        wrong(
            "over-time",
            {"axis=-1)": "axis=0)", ONE_HOT: "np.eye(len(predictions))[indices[0]]"},
            "The maximum is taken along the steps: it tells when a value was likeliest. Asked is, for each step, which value was: the last axis.",
        ),
        wrong(
            "90-values",
            {"np.eye(x_initializer.shape[-1])": "np.eye(90)"},
            "The results are 90 long. How many values there are, the input's shape tells.",
            score=0.5,
        ),
        wrong(
            "probabilities",
            {ONE_HOT: "predictions[:, 0]"},
            "The results are still probabilities. They should be one-hot: 1 for the most probable value, 0 for all others.",
            score=0.5,
        ),
        wrong(
            "flat-indices",
            {"return results, indices": "return results, indices[:, 0]"},
            "The indices have lost an axis: shape (T, 1), one row for each step.",
            score=0.5,
        ),
        wrong(
            "extra-axis",
            {"[indices[:, 0]]": "[indices]"},
            "The results have an axis too many. The shape should be (T, n_values).",
            score=0.5,
        ),
        wrong(
            "swapped",
            {"return results, indices": "return indices, results"},
            "The two results have changed places: first the one-hot rows, then the indices.",
        ),
        wrong(
            "a-and-c-swapped",
            {"(x_initializer, a_initializer, c_initializer)\n    indices": "(x_initializer, c_initializer, a_initializer)\n    indices"},
            "Activations and memory cell have changed places in the call. Both have the same shape, so nothing complains.",
        ),
    ],
    accepted=[
        inputs.sampled_with_a_loop,
        {"np.argmax(predictions, axis=-1)": "np.argmax(predictions, axis=2)", ONE_HOT: "(predictions[:, 0] == predictions[:, 0].max(axis=1, keepdims=True)).astype(int)"},
    ],
    hints=[
        "Call the model, then np.argmax along the axis of the values. Which shape remains?",
        "np.eye(n)[k] is one-hot row k; with an array of T indices it gives T rows.",
    ],
)  # fmt: skip
