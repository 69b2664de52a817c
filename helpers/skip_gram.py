"""Training a skip-gram model with negative sampling, a batch of pairs at a time."""

import numpy as np

from helpers.activations import sigmoid

NOT_IN_BUNDLE_OF = ["c1w2_numpy_basics"]  # students write the sigmoid there


class SkipGram:
    """Word vectors as columns, trained by AdaGrad.

    E -- vectors of words as contexts, shape (n, V)
    theta -- vectors of words as targets, shape (n, V)
    """

    def __init__(self, distribution, n, k=5, seed=0):
        """Start with small random vectors.

        distribution -- how likely each word is drawn as a negative example, shape (V,), sums to 1
        n -- length of a vector; k -- drawn words per pair; seed -- of everything that is random here
        """
        self.draw = np.random.default_rng(seed)
        self.k, self.upto = k, np.cumsum(distribution)
        self.E = self.draw.normal(0, 0.1, (n, len(distribution)))
        self.theta = np.zeros_like(self.E)
        self._squares = np.full((2, *self.E.shape), 1e-8)

    def targets(self, pairs, draw=None):
        """Return the targets of pairs (context, target), shape (m, k + 1): the true one, then k drawn ones."""
        drawn = np.searchsorted(
            self.upto, (draw or self.draw).random((len(pairs), self.k)) * self.upto[-1], side="right"
        )
        return np.column_stack([pairs[:, 1], drawn])

    def gradients(self, pairs, targets):
        """Return (loss, dE, dtheta), summed over a batch of pairs, shape (m, 2), with their targets, shape (m, k + 1)."""
        e, theta = self.E.T[pairs[:, 0]], self.theta.T[targets]
        z = np.einsum("mn,mkn->mk", e, theta)
        dz = sigmoid(z)
        dz[:, 0] -= 1
        dE, dtheta = np.zeros_like(self.E.T), np.zeros_like(self.E.T)
        np.add.at(dE, pairs[:, 0], np.einsum("mk,mkn->mn", dz, theta))
        np.add.at(dtheta, targets.ravel(), (dz[:, :, None] * e[:, None]).reshape(-1, e.shape[1]))
        return np.sum(np.logaddexp(0, z)) - np.sum(z[:, 0]), dE.T, dtheta.T

    def epoch(self, pairs, learning_rate=0.1, batch=512):
        """Go once through pairs in a random order; returns the mean loss of a pair."""
        pairs, total = pairs[self.draw.permutation(len(pairs))], 0.0
        for start in range(0, len(pairs), batch):
            part = pairs[start : start + batch]
            loss, *gradients = self.gradients(part, self.targets(part))
            for vectors, squares, gradient in zip((self.E, self.theta), self._squares, gradients):
                squares += gradient**2
                vectors -= learning_rate * gradient / np.sqrt(squares)
            total += loss
        return total / len(pairs)

    def loss(self, pairs, seed=1):
        """Return the mean loss of a pair, with the same drawn words each time."""
        targets = self.targets(pairs, np.random.default_rng(seed))
        z = np.einsum("mn,mkn->mk", self.E.T[pairs[:, 0]], self.theta.T[targets])
        return (np.sum(np.logaddexp(0, z)) - np.sum(z[:, 0])) / len(pairs)
