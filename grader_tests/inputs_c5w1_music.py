"""Inputs of c5w1_music_lstm: tunes, small networks, other right ways of writing it."""

import numpy as np

from grader_tests import case, hidden, misconception
from helpers.layers import lstm_backward, lstm_forward, softmax

FIVE = ["end", "hold", 0, 60, 62]


def wrong(id, edit, says, place="", score=0.0):
    """Return the known mistake that an edit of the reference makes."""
    return misconception(id, edit=edit, says=says, place=place, score=score)


def tune(notes, values, seed, longest=3):
    """Return (pitches, durations, values) of a tune of so many notes, drawn from the values."""
    draw = np.random.default_rng(seed)
    pitches = draw.choice([value for value in values if not isinstance(value, str)], size=notes)
    return pitches, draw.integers(1, longest + 1, size=notes), values


def network(n_values, n_a, seed, scale=1.0):
    """Return the parameters of an LSTM, short numbers."""
    draw = np.random.default_rng(seed)
    shapes = {
        "Wx": (n_values, 4 * n_a),
        "Wa": (n_a, 4 * n_a),
        "b": (4 * n_a,),
        "Wy": (n_a, n_values),
        "by": (n_values,),
    }
    return {name: (scale * draw.normal(size=shape)).round(2) for name, shape in shapes.items()}


def lesson(lengths, n_values, n_a, seed, scale=1.0):
    """Return (X, Y, parameters): tunes of these lengths, filled up to the longest."""
    draw, m, T = np.random.default_rng(seed), len(lengths), max(lengths)
    X, Y = np.zeros((m, T, n_values)), np.full((m, T), -1)
    for i, length in enumerate(lengths):
        Y[i, :length] = [*draw.integers(1, n_values, size=length - 1), 0]
        X[i, np.arange(1, length), Y[i, : length - 1]] = 1
    return X, Y, network(n_values, n_a, seed + 1, scale)


def with_end(amount, n_values, n_a, seed, scale=1.0):
    """Return a network whose score for the end is moved by an amount."""
    parameters = network(n_values, n_a, seed, scale)
    parameters["by"][0] += amount
    return parameters


def first_input(n_values, n_a, seed):
    """Return (x, a, c) for the first step."""
    draw = np.random.default_rng(seed)
    state = draw.normal(size=(1, n_a)).round(2), draw.normal(size=(1, n_a)).round(2)
    return np.eye(n_values)[draw.integers(n_values)].reshape(1, 1, -1), *state


def encoded_step_by_step(pitches, durations, values):
    Y = []
    for k in range(len(pitches)):
        Y.append(next(i for i, value in enumerate(values) if value == pitches[k]))
        for _ in range(1, durations[k]):
            Y.append(values.index("hold"))
    Y.append(values.index("end"))
    X = [[0] * len(values)]
    for y in Y[:-1]:
        X.append([1 if i == y else 0 for i in range(len(values))])
    return np.array(X), Y


def decoded_backwards(indices, values):
    row = [values[int(i)] for i in indices]
    row = row[: row.index("end")] if "end" in row else row
    pitches, durations, length = [], [], 1
    for value in reversed(row):
        if value == "hold":
            length += 1
        else:
            pitches, durations, length = [value, *pitches], [length, *durations], 1
    return np.array(pitches, dtype=int), np.array(durations, dtype=float)


def learned_tune_by_tune(X, Y, parameters, update, maxValue=1.0):
    n_a = parameters["Wa"].shape[0]
    cost, number = 0.0, int((Y != -1).sum())
    sums = {name: np.zeros_like(array) for name, array in parameters.items()}
    for x, y in zip(X, Y):
        T = int((y != -1).sum())
        zero = np.zeros((1, n_a))
        A, _, cache = lstm_forward(x[None, :T], zero, zero, parameters["Wx"], parameters["Wa"], parameters["b"])
        P = softmax(A[0] @ parameters["Wy"] + parameters["by"])
        cost -= np.log(P[np.arange(T), y[:T]]).sum() / number
        dZ = (P - np.eye(P.shape[1])[y[:T]]) / number
        sums["Wy"] += A[0].T @ dZ
        sums["by"] += dZ.sum(axis=0)
        for name, gradient in zip(("Wx", "Wa", "b"), lstm_backward((dZ @ parameters["Wy"].T)[None], cache)[3:]):
            sums[name] += gradient
    return update(parameters, {name: np.maximum(np.minimum(g, maxValue), -maxValue) for name, g in sums.items()}), cost


def improvised_by_hand(parameters, temperature, seed, max_steps=128):
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    n_a, rng, tune = len(parameters["Wa"]), np.random.default_rng(seed), []
    a, c, gates = np.zeros(n_a), np.zeros(n_a), parameters["b"]
    for _ in range(max_steps):
        forget, take, output, candidate = np.split(gates + a @ parameters["Wa"], 4)
        c = sigmoid(forget) * c + sigmoid(take) * np.tanh(candidate)
        a = sigmoid(output) * np.tanh(c)
        p = softmax(a @ parameters["Wy"] + parameters["by"])
        if temperature == 0:
            k = int(p.argmax())
        else:
            p = p ** (1 / temperature)
            k = rng.choice(np.arange(len(p)), p=p / p.sum())
        if k == 0:
            return tune
        tune.append(k)
        gates = parameters["b"] + parameters["Wx"][k]
    return np.array(tune)


def sampled_with_a_loop(inference_model, x_initializer, a_initializer, c_initializer):
    results, indices = [], []
    for prediction in inference_model(x_initializer, a_initializer, c_initializer):
        best = int(np.argmax(prediction))
        indices.append([best])
        results.append([float(k == best) for k in range(prediction.size)])
    return np.array(results), np.array(indices)


def encodings():
    """Return the cases of encode_tune."""
    nine = ["hold", 0, 57, 60, "end", 64, 65, 67, 72]
    return [
        case("three notes", np.array([60, 62, 60]), np.array([2, 1, 1]), FIVE),
        case("a note that is repeated, and a rest", np.array([62, 62, 0, 60]), np.array([1, 2, 2, 1]), FIVE),
        case("a single note of four eighths", np.array([62]), np.array([4]), FIVE),
        case("values in another order", np.array([72, 57, 0]), np.array([1, 3, 2]), nine),
        hidden("eight notes", *tune(8, FIVE, seed=1)),
        hidden("nine values, end and hold not in front", *tune(5, nine, seed=2)),
        hidden("eighths only", *tune(6, FIVE, seed=3, longest=1)),
        hidden("a single eighth", np.array([60]), np.array([1]), ["end", "hold", 0, 55, 60, 61]),
    ]


def decodings():
    """Return the cases of decode_tune."""
    other = [67, "hold", 0, "end", 64]
    return [
        case("three notes", [3, 1, 4, 3, 0], FIVE),
        case("the same pitch twice, and a rest of two", [4, 4, 1, 2, 1, 3], FIVE),
        case("values after the end", [3, 1, 0, 4, 1, 0], FIVE),
        case("a hold before the first note", [1, 1, 4, 1, 3], FIVE),
        case("values in another order", [0, 1, 1, 4, 2, 3, 0], other),
        hidden("six values, the end last", np.array([3, 1, 1, 4, 2, 0, 5, 0]), [62, "hold", 0, 65, 64, "end"]),
        hidden("a tune without an end", np.array([4, 1, 1, 1, 3, 3, 2]), FIVE),
        hidden("an end at once", np.array([0, 3, 3]), FIVE),
        hidden("holds before and rests inside", np.array([1, 0, 1, 2, 2, 1, 4]), other),
    ]


def lessons():
    """Return the cases of lstm_train_step."""
    from helpers.checks.stand_ins import step_by_signs, step_of_descent

    return [
        case("two tunes of the same length", *lesson([3, 3], 3, 2, seed=1), step_of_descent),
        case("a long and a short tune", *lesson([4, 2], 3, 2, seed=3), step_of_descent),
        case("one tune, clipped", *lesson([3], 4, 2, seed=5), step_of_descent, maxValue=0.05),
        hidden("three tunes of different lengths", *lesson([2, 5, 3], 3, 2, seed=7), step_of_descent),
        hidden("another kind of step", *lesson([3, 1], 3, 2, seed=9), step_by_signs),
        hidden("one tune", *lesson([6], 3, 2, seed=11), step_of_descent),
        hidden("four tunes, clipped", *lesson([1, 3, 2, 3], 3, 1, seed=13, scale=2.0), step_by_signs, maxValue=0.02),
        hidden("one unit", *lesson([2, 4], 5, 1, seed=15), step_of_descent, 0.1),
    ]


def inventions():
    """Return the cases of improvise."""
    return [
        case("temperature 1", with_end(-1.0, 4, 2, seed=46, scale=1.5), 1.0, 1, 12),
        case("temperature 0", with_end(-3.0, 4, 3, seed=21, scale=2.0), 0, 1, 10),
        case("a low temperature", with_end(-1.5, 4, 2, seed=76, scale=1.5), 0.4, 6, 14),
        case("a tune that ends", with_end(0.5, 5, 2, seed=31), 1.0, 1, 40),
        case("a high temperature", with_end(-1.0, 5, 2, seed=29, scale=1.5), 3.0, 4, 15),
        hidden("a temperature of 1.7", with_end(-1.0, 5, 2, seed=33, scale=1.5), 1.7, 4, 15),
        hidden("another seed", with_end(-2.0, 4, 2, seed=32, scale=2.0), 0.8, 32, 20),
        hidden("temperature 0 and an end", with_end(0.6, 4, 2, seed=69, scale=2.0), 0, 4, 20),
        hidden("a single step", with_end(-2.0, 6, 2, seed=27), 1.0, 3, 1),
        hidden("the default number of steps", with_end(-6.0, 3, 2, seed=37, scale=1.5), 1.0, 9),
    ]


def chords():
    """Return the cases of predict_and_sample."""
    from helpers.checks.stand_ins import four_chords, one_chord, seven_chords

    return [
        case("four predictions of five values", four_chords, *first_input(5, 2, seed=41)),
        case("seven predictions of three values", seven_chords, *first_input(3, 4, seed=42)),
        case("one prediction", one_chord, *first_input(6, 3, seed=43)),
        hidden("as many predictions as values", four_chords, *first_input(4, 2, seed=44)),
        hidden("seven predictions of nine values", seven_chords, *first_input(9, 5, seed=45)),
        hidden("20 values, 16 units", one_chord, *first_input(20, 16, seed=46)),
        hidden("starts at zero", four_chords, np.zeros((1, 1, 8)), np.zeros((1, 3)), np.zeros((1, 3))),
    ]
