"""Tunes as sequences: an LSTM that learns from traditional melodies and goes on by itself."""

import numpy as np

from helpers.layers import lstm_backward, lstm_forward, softmax


def encode_tune(pitches, durations, values):
    """Turn a tune into the sequences from which a network learns, one step for each eighth.

    pitches -- pitch of each note as a whole number, 0 for a rest, shape (notes,)
    durations -- length of each note in eighths, at least 1, shape (notes,)
    values -- list of all values that a step can have: "end", "hold", and pitches
    Returns (X, Y): inputs, rows of one-hot numbers or zeros, shape (T, n_values); the T indices of the right answers, a list.
    A note is its pitch, then "hold" for each eighth more; "end" is the last answer. x⟨1⟩ = 0, x⟨t⟩ is y⟨t−1⟩ one-hot.
    Source: D2 C5_W1, "Examples of RNN architectures" (one to many); "RNN model".
    """
    steps = []
    for pitch, duration in zip(pitches, durations):
        steps += [pitch] + ["hold"] * (duration - 1)
    Y = [values.index(step) for step in steps + ["end"]]
    X = np.zeros((len(Y), len(values)))
    X[range(1, len(Y)), Y[:-1]] = 1
    return X, Y


def decode_tune(indices, values):
    """Read notes out of a row of indices: the way back from encode_tune.

    indices -- indices of values, one for each eighth, a list or an array of shape (T,)
    values -- list of all values: "end", "hold", and pitches (0 is a rest)
    Returns (pitches, durations): two lists of whole numbers. What comes after the first "end" does not count; a "hold"
    before the first note has nothing to hold, and is left out.
    Source: D2 C5_W1, "Sampling a sequence from a trained RNN".
    """
    pitches, durations = [], []
    for index in indices:
        value = values[index]
        if value == "end":
            break
        if value != "hold":
            pitches.append(value)
            durations.append(1)
        elif durations:
            durations[-1] += 1
    return pitches, durations


def lstm_train_step(X, Y, parameters, update, maxValue=1.0):
    """Let an LSTM learn from m tunes at once: forward, cost, backward, clip, one step.

    X -- inputs, shape (m, T, n_values), as rows from encode_tune; shorter tunes are filled up with zeros
    Y -- indices of the right answers, shape (m, T); −1 where a tune is over: such steps do not count
    parameters -- dictionary: Wx (n_values, 4 n_a), Wa (n_a, 4 n_a), b (4 n_a,), Wy (n_a, n_values), by (n_values,)
    update -- a function: update(parameters, gradients) returns the parameters after a step; gradients has the same keys
              as parameters: Wx, Wa, b, Wy, by
    maxValue -- every number of the gradients is clipped to −maxValue … maxValue
    Returns (parameters, cost): what update returned; the mean of −log ŷ of the right answers over all steps that count.
    Source: D2 C5_W1, "LSTM units", "Backpropagation through time".
    """
    start = np.zeros((len(X), len(parameters["Wa"])))
    A, _, cache = lstm_forward(X, start, start, parameters["Wx"], parameters["Wa"], parameters["b"])
    Y_hat = softmax(A @ parameters["Wy"] + parameters["by"])
    counts = Y >= 0
    cost = -np.mean(np.log(Y_hat[counts, Y[counts]]))
    dZ = Y_hat * counts[:, :, None]
    dZ[counts, Y[counts]] -= 1
    dZ = dZ / np.sum(counts)
    gradients = {"Wy": np.tensordot(A, dZ, axes=([0, 1], [0, 1])), "by": np.sum(dZ, axis=(0, 1))}
    _, _, _, gradients["Wx"], gradients["Wa"], gradients["b"] = lstm_backward(dZ @ parameters["Wy"].T, cache)
    gradients = {name: np.clip(gradient, -maxValue, maxValue) for name, gradient in gradients.items()}
    return update(parameters, gradients), cost


def improvise(parameters, temperature, seed, max_steps=128):
    """Invent a tune: draw a value, read it, draw the next, until "end", which has the index 0.

    parameters -- dictionary as for lstm_train_step; the first step starts from a = 0, c = 0 and x = 0
    temperature -- scores are divided by it before the softmax; at 0 the most probable value is taken
    seed -- of draw = np.random.default_rng(seed); each step is one draw.choice(n_values, p=...), none at temperature 0
    max_steps -- the tune is over after so many steps, also without an end
    Returns a list of indices, one for each step; the end's 0 is not in it.
    Source: D2 C5_W1, "Sampling a sequence from a trained RNN".
    """
    n_values, n_a = parameters["Wx"].shape[0], len(parameters["Wa"])
    draw, indices = np.random.default_rng(seed), []
    x, a, c = np.zeros((1, 1, n_values)), np.zeros((1, n_a)), np.zeros((1, n_a))
    while len(indices) < max_steps:
        A, c, _ = lstm_forward(x, a, c, parameters["Wx"], parameters["Wa"], parameters["b"])
        a = A[:, 0]
        z = (a @ parameters["Wy"] + parameters["by"])[0]
        index = int(np.argmax(z)) if temperature == 0 else int(draw.choice(n_values, p=softmax(z / temperature)))
        if index == 0:
            break
        indices.append(index)
        x = np.eye(n_values)[index].reshape(1, 1, -1)
    return indices


def predict_and_sample(inference_model, x_initializer, a_initializer, c_initializer):
    """Let a trained model play without dice, and read off what it found most probable at each step.

    inference_model -- a function: inference_model(x, a, c) returns its T predictions, shape (T, 1, n_values)
    x_initializer -- first input, shape (1, 1, n_values)
    a_initializer, c_initializer -- first activations and memory cell, shape (1, n_a) each
    Returns (results, indices): the most probable values one-hot, shape (T, n_values); their indices, shape (T, 1).
    Source: D2 C5_W1, "Sampling a sequence from a trained RNN"; "LSTM in pictures".
    """
    predictions = inference_model(x_initializer, a_initializer, c_initializer)
    indices = np.argmax(predictions, axis=-1)
    results = np.eye(x_initializer.shape[-1])[indices[:, 0]]
    return results, indices
