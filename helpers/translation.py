"""A translator with attention, letter by letter: a bidirectional GRU reads, a small network looks, a GRU writes.

Sequences are (m, T) of numbers of letters; 0 ends and fills them. Everything is float32, with one matrix product per gate group.
"""

import numpy as np

from helpers.layers.losses import softmax, softmax_cross_entropy
from helpers.layers.optimizers import Adam
from helpers.layers.recurrent import embedding_backward, embedding_forward, gru_backward, gru_forward

END = 0  # the number that ends a text and fills what is left of a row
OUTPUTS = "-0123456789"  # what an ISO date is written with


def alphabet_of(texts):
    """Return all letters of some texts in order, as one text."""
    return "".join(sorted(set("".join(texts))))


def encode(texts, alphabet, length):
    """Write texts as rows of numbers: 1 for the alphabet's first letter and so on, 0 after the end.

    texts -- list of m texts
    alphabet -- the letters that are known; another one counts as the number len(alphabet) + 1
    length -- numbers in a row; longer texts are cut
    Returns integers of shape (m, length).
    """
    number = {letter: k for k, letter in enumerate(alphabet, start=1)}
    rows = np.zeros((len(texts), length), int)
    for row, text in zip(rows, texts):
        numbers = [number.get(letter, len(alphabet) + 1) for letter in text[:length]]
        row[: len(numbers)] = numbers
    return rows


def decode(rows, alphabet):
    """Turn rows of numbers back into texts, each up to its first 0."""
    letters = ["", *alphabet, "?"]
    return ["".join(letters[k] for k in row[: [*row, END].index(END)]) for row in np.asarray(rows).tolist()]


def first_parameters(letters, n_e=16, n_a=32, n_s=64, n_y=12, hidden=10, seed=1):
    """Draw the parameters of a translator.

    letters -- how many numbers the input is written with, 0 among them
    n_e, n_a, n_s, n_y, hidden -- sizes of a letter's embedding, of the encoder in each direction, of the decoder, of the output,
        and of the small network that looks
    Returns a dictionary: E; Wx_f, Wa_f, b_f forwards and Wx_b, Wa_b, b_b backwards; W1, b1, W2, b2 of the attention; Wx_s, Wa_s, b_s
    of the decoder; Wy, by of the output.
    """
    draw = np.random.default_rng(seed)

    def normal(rows, columns, fan_in):
        return draw.normal(0, np.sqrt(1 / fan_in), (rows, columns)).astype(np.float32)

    def zeros(n):
        return np.zeros(n, np.float32)

    parameters = {"E": normal(letters, n_e, n_e)}
    for way in "fb":
        parameters |= {f"Wx_{way}": normal(n_e, 3 * n_a, n_e + n_a), f"Wa_{way}": normal(n_a, 3 * n_a, n_e + n_a)}
        parameters[f"b_{way}"] = zeros(3 * n_a)
    parameters |= first_attention(2 * n_a, n_s, hidden, draw)
    n_x = 2 * n_a + n_y
    parameters |= {
        "Wx_s": normal(n_x, 3 * n_s, n_x + n_s),
        "Wa_s": normal(n_s, 3 * n_s, n_x + n_s),
        "b_s": zeros(3 * n_s),
    }
    return parameters | {"Wy": normal(n_s, n_y, n_s), "by": zeros(n_y)}


def first_attention(n_a2, n_s, hidden=10, draw=None):
    """Draw W1 (n_a2 + n_s, hidden), b1, W2 (hidden, 1) and b2 of the small network that looks; the same unless `draw` is given."""
    draw = np.random.default_rng(0) if draw is None else draw
    W1 = draw.normal(0, np.sqrt(1 / (n_a2 + n_s)), (n_a2 + n_s, hidden)).astype(np.float32)
    W2 = draw.normal(0, np.sqrt(1 / hidden), (hidden, 1)).astype(np.float32)
    return {"W1": W1, "b1": np.zeros(hidden, np.float32), "W2": W2, "b2": np.ones(1, np.float32)}


def encoder(X, parameters):
    """Read texts in both directions.

    X -- numbers of letters, shape (m, T_x)
    Returns (a, cache): activations of both directions side by side, shape (m, T_x, 2 n_a); what encoder_backward needs.
    """
    A, looked_up = embedding_forward(X, parameters["E"])
    start = np.zeros((len(X), len(parameters["Wa_f"])), A.dtype)
    forwards, f = gru_forward(A, start, parameters["Wx_f"], parameters["Wa_f"], parameters["b_f"])
    backwards, b = gru_forward(A[:, ::-1], start, parameters["Wx_b"], parameters["Wa_b"], parameters["b_b"])
    return np.concatenate([forwards, backwards[:, ::-1]], axis=2), (looked_up, f, b)


def encoder_backward(da, cache):
    """Return the gradients of the encoder's parameters, a dictionary. cache -- what encoder returned."""
    looked_up, f, b = cache
    n = da.shape[2] // 2
    d_forwards, _, *found = gru_backward(da[:, :, :n], f)
    gradients = dict(zip(("Wx_f", "Wa_f", "b_f"), found))
    d_backwards, _, *found = gru_backward(da[:, ::-1, n:], b)
    gradients |= zip(("Wx_b", "Wa_b", "b_b"), found)
    return gradients | {"E": embedding_backward(d_forwards + d_backwards[:, ::-1], looked_up)}


def decoder_cell(s_prev, context, y_prev, parameters):
    """Write one letter: a step of a GRU on the context and on the letter before.

    s_prev -- state so far, shape (m, n_s)
    context -- what the attention looked at, shape (m, 2 n_a) or (m, 1, 2 n_a)
    y_prev -- numbers of the letters before, shape (m,); 0 at the beginning
    Returns (s, probabilities): the new state, shape (m, n_s); P of each letter, shape (m, n_y).
    """
    context = np.reshape(context, (len(s_prev), -1))
    s, _ = _gru_step(s_prev, context, np.asarray(y_prev, int), parameters)
    return s, softmax(s @ parameters["Wy"] + parameters["by"])


def _gru_step(s_prev, context, y_prev, parameters):
    """Return (s, (update, relevance, candidate))."""
    n, Wx, Wa = s_prev.shape[1], parameters["Wx_s"], parameters["Wa_s"]
    Z = context @ Wx[: context.shape[1]] + Wx[context.shape[1] + y_prev] + parameters["b_s"]
    gates = 0.5 + 0.5 * np.tanh(0.5 * (Z[:, : 2 * n] + s_prev @ Wa[:, : 2 * n]))
    update, relevance = gates[:, :n], gates[:, n:]
    candidate = np.tanh(Z[:, 2 * n :] + (relevance * s_prev) @ Wa[:, 2 * n :])
    return s_prev + update * (candidate - s_prev), (update, relevance, candidate)


def cost_and_gradients(parameters, X, Y):
    """Return the mean cross-entropy of texts and its gradients; each letter is guessed from the true ones before it.

    X, Y -- numbers of the letters read and written, shapes (m, T_x) and (m, T_y)
    Returns (cost, gradients), a float and a dictionary with the keys of `parameters`.
    """
    a, cache = encoder(X, parameters)
    (m, T_x, n_a2), T_y, n_s = a.shape, Y.shape[1], len(parameters["Wa_s"])
    before = np.concatenate([np.zeros((m, 1), int), Y[:, :-1]], axis=1)
    W1a, W1s, W2 = parameters["W1"][:n_a2], parameters["W1"][n_a2:], parameters["W2"][:, 0]
    seen = a @ W1a + parameters["b1"]
    states = np.zeros((T_y + 1, m, n_s), a.dtype)
    hidden, alphas, contexts, gates = [], [], [], []
    for t in range(T_y):
        hidden.append(np.tanh(seen + (states[t] @ W1s)[:, None]))
        alphas.append(softmax(np.maximum(hidden[t] @ W2 + parameters["b2"], 0)))
        contexts.append(np.matmul(alphas[t][:, None], a)[:, 0])
        states[t + 1], more = _gru_step(states[t], contexts[t], before[:, t], parameters)
        gates.append(more)
    written = states[1:].transpose(1, 0, 2)
    cost, dZ = softmax_cross_entropy(written @ parameters["Wy"] + parameters["by"], Y)
    flat = dZ.reshape(m * T_y, -1)
    gradients = {"Wy": written.reshape(m * T_y, -1).T @ flat, "by": flat.sum(axis=0)}

    Wx, Wa, n = parameters["Wx_s"], parameters["Wa_s"], n_s
    d_states, ds = (dZ @ parameters["Wy"].T).transpose(1, 0, 2), np.zeros((m, n_s), a.dtype)
    d_gates, d_contexts = np.empty((T_y, m, 3 * n), a.dtype), np.empty((T_y, m, n_a2), a.dtype)
    d_seen, dWa = np.zeros_like(seen), np.zeros_like(Wa)
    gradients |= {"W1": np.zeros_like(parameters["W1"]), "W2": np.zeros_like(W2), "b2": np.zeros_like(parameters["b2"])}
    for t in range(T_y - 1, -1, -1):
        ds += d_states[t]
        s, (update, relevance, candidate), dg = states[t], gates[t], d_gates[t]
        dg[:, 2 * n :] = ds * update * (1 - candidate * candidate)
        dr = dg[:, 2 * n :] @ Wa[:, 2 * n :].T
        dg[:, :n] = ds * (candidate - s) * update * (1 - update)
        dg[:, n : 2 * n] = dr * s * relevance * (1 - relevance)
        dWa[:, : 2 * n] += s.T @ dg[:, : 2 * n]
        dWa[:, 2 * n :] += (relevance * s).T @ dg[:, 2 * n :]
        ds = ds * (1 - update) + dr * relevance + dg[:, : 2 * n] @ Wa[:, : 2 * n].T
        d_contexts[t] = dg @ Wx[:n_a2].T
        d_alpha = np.matmul(a, d_contexts[t][:, :, None])[:, :, 0]
        d_energy = alphas[t] * (d_alpha - np.sum(alphas[t] * d_alpha, axis=1, keepdims=True))
        d_energy *= hidden[t] @ W2 + parameters["b2"] > 0
        gradients["W2"] += np.tensordot(d_energy, hidden[t], 2)
        gradients["b2"] += d_energy.sum()
        dh = d_energy[:, :, None] * W2 * (1 - hidden[t] * hidden[t])
        d_seen += dh
        dh = dh.sum(axis=1)
        gradients["W1"][n_a2:] += s.T @ dh
        ds += dh @ W1s.T
    da = d_seen @ W1a.T + np.matmul(np.stack(alphas, axis=2), d_contexts.transpose(1, 0, 2))
    flat = d_seen.reshape(m * T_x, -1)
    gradients["W1"][:n_a2], gradients["b1"] = a.reshape(m * T_x, -1).T @ flat, flat.sum(axis=0)
    gradients["W2"] = gradients["W2"][:, None]
    by_step = d_gates.reshape(T_y * m, -1)
    dWx = np.zeros_like(Wx)
    dWx[:n_a2] = np.stack(contexts).reshape(T_y * m, -1).T @ by_step
    dWx[n_a2:] = embedding_backward(by_step, (before.T, (len(Wx) - n_a2, 3 * n)))
    gradients |= {"Wx_s": dWx, "Wa_s": dWa, "b_s": by_step.sum(axis=0)}
    return cost, gradients | encoder_backward(da, cache)


def train_translator(parameters, X, Y, epochs, learning_rate=0.01, batch=100, seed=0, last_rate=0.1, watch=None):
    """Train a translator in place with Adam; the learning rate shrinks evenly to `last_rate` of its first value.

    parameters -- what first_parameters returned, or trained before
    X, Y -- numbers of the letters read and written, shapes (m, T_x) and (m, T_y)
    watch -- None, or a function that is called after every epoch as watch(epoch, cost); epochs count from 1
    Returns the mean cost of each epoch, a list.
    """
    draw, optimizer, costs = np.random.default_rng(seed), Adam(learning_rate), []
    starts, step = range(0, len(X), batch), 0
    for epoch in range(1, epochs + 1):
        order, total = draw.permutation(len(X)), 0.0
        for start in starts:
            chosen = order[start : start + batch]
            cost, gradients = cost_and_gradients(parameters, X[chosen], Y[chosen])
            norm = np.sqrt(sum(float(np.sum(g * g)) for g in gradients.values()))
            if norm > 1:
                gradients = {name: g / np.float32(norm) for name, g in gradients.items()}
            optimizer.learning_rate = learning_rate * (1 - (1 - last_rate) * step / (epochs * len(starts)))
            optimizer.update(parameters, gradients)
            total, step = total + cost * len(chosen) / len(X), step + 1
        costs.append(total)
        if watch:
            watch(epoch, total)
    return costs


class NextLetter:
    """What a trained translator expects next: a function of the letters written so far, for one text.

    x -- numbers of the letters of the text, shape (T_x,)
    parameters -- of the translator
    look -- a function like one_step_attention(a, s_prev, parameters), which returns the context
    Called with a list of numbers y, it returns log P of each next letter, shape (n_y,). It remembers the states it has been in.
    """

    def __init__(self, x, parameters, look):
        self.parameters, self.look = parameters, look
        self.a, _ = encoder(np.asarray(x)[None], parameters)
        self.known = {}

    def __call__(self, y):
        return self._after(tuple(int(letter) for letter in y))[1]

    def _after(self, y):
        if y not in self.known:
            s = self._after(y[:-1])[0] if y else np.zeros((1, len(self.parameters["Wa_s"])), np.float32)
            context = self.look(self.a, s, self.parameters)
            s, probabilities = decoder_cell(s, context, [y[-1] if y else END], self.parameters)
            self.known[y] = s, np.log(np.maximum(probabilities[0], 1e-30))
        return self.known[y]
