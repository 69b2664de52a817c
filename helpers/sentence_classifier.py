"""An LSTM that reads sentences on frozen word vectors and names a class: what `helpers.layers.train` needs of a network."""

import numpy as np

from helpers.layers import dropout_backward, dropout_forward, lstm_backward, lstm_forward


class SentenceClassifier:
    """Word vectors, dropout, LSTM, the state after the last word, dropout, scores of the classes.

    E -- embedding matrix, shape (V + 1, n_x), float32 or float64; it does not learn. Number 0 is padding at a sentence's end
    n_a, n_y -- units of the LSTM; number of classes
    keep_word, keep_state -- which share of a word vector's numbers, and of the state's, dropout keeps in training
    seed -- of the starting weights, which have variance 1/(n_x + n_a); the forget gate's biases start at 1
    """

    def __init__(self, E, n_a, n_y, keep_word=0.8, keep_state=0.5, seed=0):
        draw, n_x = np.random.default_rng(seed), E.shape[1]
        self.E, self.n_a, self.keep = E, n_a, (keep_word, keep_state)
        shapes = {"Wx": (n_x, 4 * n_a), "Wa": (n_a, 4 * n_a), "Wy": (n_a, n_y)}
        scales = {"Wx": n_x + n_a, "Wa": n_x + n_a, "Wy": n_a}
        self.parameters = {
            name: (draw.normal(size=shape) / np.sqrt(scales[name])).astype(E.dtype) for name, shape in shapes.items()
        }
        self.parameters |= {"b": np.zeros(4 * n_a, E.dtype), "by": np.zeros(n_y, E.dtype)}
        self.parameters["b"][:n_a] = 1
        self.gradients, self.state = {}, {}
        self.reseed(draw)

    def reseed(self, rng):
        """Take the numbers for dropout from this generator from now on."""
        self.rng = rng

    def forward(self, X, training=False):
        """Return the scores (m, n_y) of sentences X (m, T) of word numbers; with training=True dropout is on."""
        X = np.asarray(X, dtype=int)
        self.lengths, self.rows = np.count_nonzero(X, axis=1), np.arange(len(X))
        words, state, p = self.E[X], np.zeros((len(X), self.n_a), self.E.dtype), self.parameters
        if training:
            words, _ = dropout_forward(words, self.keep[0], self.rng)
        A, _, self.cache = lstm_forward(words, state, state, p["Wx"], p["Wa"], p["b"])
        self.shape = A.shape
        last = A[self.rows, self.lengths - 1] * (self.lengths > 0)[:, None]
        self.last, self.dropped = dropout_forward(last, self.keep[1], self.rng) if training else (last, None)
        return self.last @ p["Wy"] + p["by"]

    def backward(self, dZ, input_gradient=False):
        """Put the gradients of all parameters into `gradients`, from the gradient of the scores."""
        found = {"Wy": self.last.T @ dZ, "by": dZ.sum(axis=0)}
        d_last = dZ @ self.parameters["Wy"].T
        if self.dropped is not None:
            d_last = dropout_backward(d_last, self.dropped)
        dA = np.zeros(self.shape, dZ.dtype)
        dA[self.rows, self.lengths - 1] = d_last * (self.lengths > 0)[:, None]
        found |= dict(zip(("Wx", "Wa", "b"), lstm_backward(dA, self.cache)[-3:]))
        self.gradients = {name: found[name] for name in self.parameters}

    def predict(self, X, batch_size=256):
        """Return the scores of all sentences, without dropout."""
        return np.concatenate([self.forward(X[start : start + batch_size]) for start in range(0, len(X), batch_size)])

    def as_columns(self):
        """Return the parameters as the formulas of the course have them.

        Wf, Wi, Wo, Wc of shape (n_a, n_a + n_x) act on [a_prev; x], and bf, bi, bo, bc (n_a, 1); Wy (n_y, n_a), by (n_y, 1).
        """
        p = self.parameters
        W, found = np.concatenate([p["Wa"], p["Wx"]]).T, {"Wy": p["Wy"].T, "by": p["by"][:, None]}
        for k, gate in enumerate("fioc"):
            rows = slice(k * self.n_a, (k + 1) * self.n_a)
            found |= {f"W{gate}": W[rows], f"b{gate}": p["b"][rows, None]}
        return found
