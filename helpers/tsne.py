"""t-SNE: a map of points in many dimensions, drawn on a plane so that neighbours stay neighbours."""

import numpy as np

MOMENTUM_CHANGE = 100  # step after which the early exaggeration ends and the momentum grows


def joint_probabilities(X, perplexity):
    """Turn distances into probabilities that two points are neighbours.

    X -- one point per row, shape (m, n)
    perplexity -- how many neighbours each point has, in effect; less than m
    Returns P, shape (m, m): symmetric, zero on the diagonal, summing to 1.
    Source: D2 C5_W2, "Visualizing word embeddings"; van der Maaten and Hinton, 2008.
    """
    distance = squared_distances(X)
    np.fill_diagonal(distance, np.inf)
    nearest = distance.min(axis=1, keepdims=True)
    low, high = np.zeros((len(X), 1)), np.full((len(X), 1), np.inf)
    beta = np.ones((len(X), 1))
    for _ in range(64):  # halve the interval of each row's beta until its entropy is log(perplexity)
        P = np.exp(-(distance - nearest) * beta)
        P /= P.sum(axis=1, keepdims=True)
        entropy = -np.sum(P * np.log(np.where(P > 0, P, 1)), axis=1, keepdims=True)
        too_wide = entropy > np.log(perplexity)
        low, high = np.where(too_wide, beta, low), np.where(too_wide, high, beta)
        beta = np.where(np.isinf(high), 2 * beta, (low + np.where(np.isinf(high), 0, high)) / 2)
    return (P + P.T) / (2 * len(X))


def squared_distances(X):
    """Return the squared distances between all rows of X, shape (m, m)."""
    squares = np.sum(X**2, axis=1)
    distance = np.maximum(squares[:, None] + squares - 2 * X @ X.T, 0)
    np.fill_diagonal(distance, 0)
    return distance


def divergence(P, Y):
    """Compare a map with the probabilities it should show.

    P -- what `joint_probabilities` returned, shape (m, m)
    Y -- places on the map, shape (m, 2)
    Returns (KL, dY): the Kullback-Leibler divergence of the map's own probabilities, and its gradient, shape (m, 2).
    """
    closeness = 1 / (1 + squared_distances(Y))
    np.fill_diagonal(closeness, 0)
    Q = np.maximum(closeness / closeness.sum(), 1e-15)
    KL = np.sum(P * np.log(np.maximum(P, 1e-15) / Q))
    pull = (P - Q) * closeness
    return KL, 4 * (pull.sum(axis=1, keepdims=True) * Y - pull @ Y)


def principal_components(X):
    """Return the coordinates of the rows of X along the two directions in which they differ most, shape (m, 2)."""
    centred = X - X.mean(axis=0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, :-3:-1]
    largest = axes[np.abs(axes).argmax(axis=0), [0, 1]]
    return centred @ (axes * np.sign(largest))  # the sign of a direction is a matter of choice: largest number positive


def tsne(X, perplexity=20, steps=500):
    """Draw a map by gradient descent, from the principal components on; nothing is random.

    X -- one point per row, shape (m, n)
    perplexity -- how many neighbours each point has, in effect
    steps -- number of steps
    Returns (Y, KL): places on the map, shape (m, 2), and the divergence that is left.
    """
    P = joint_probabilities(np.asarray(X, dtype=float), perplexity)
    Y = principal_components(np.asarray(X, dtype=float))
    Y *= 1e-2 / Y[:, 0].std()
    rate, velocity, gains = max(len(Y) / 48, 50), np.zeros_like(Y), np.ones_like(Y)
    for step in range(steps):
        early = step < MOMENTUM_CHANGE
        _, dY = divergence(12 * P if early else P, Y)
        gains = np.maximum(np.where(np.sign(dY) == np.sign(velocity), 0.8 * gains, gains + 0.2), 0.01)
        velocity = (0.5 if early else 0.8) * velocity - rate * gains * dY
        Y = Y + velocity
    return Y - Y.mean(axis=0), divergence(P, Y)[0]
