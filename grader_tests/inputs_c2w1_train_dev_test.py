"""What the checks of c2w1_train_dev_test share: inputs, right and mistaken ways of writing its exercises."""

import numpy as np

from grader_tests import misconception

MEAN_STILL_IN = (
    "σ² is the mean of the squares *after* μ has been subtracted. With the mean still in, a feature that lies far from 0 is squeezed.",
    "D2 C2_W1 “Normalizing training sets”: σ² = 1/m Σ x * x, which uses the new x",
)


def wrong(id, edit, says, place="", score=0.0):
    """Return the known mistake that an edit of the reference, or a function, makes."""
    given = {"by": edit} if callable(edit) else {"edit": edit}
    return misconception(id, says=says, place=place, score=score, **given)


def fewer_than_50_000(m):
    part = int(0.2 * m) if m < 50_000 else 10_000
    return [m - 2 * part, part, part]


def numbered(m, n_x=2, labels=3):
    """Return (X, Y) of m examples that are easy to follow: example k has k in its first row and label k % labels."""
    number = np.arange(1, m + 1)
    return np.stack([number * 10.0**-row for row in range(n_x)]), (number % labels).reshape(1, m)


def measured(m, n_x, seed):
    """Return (X, Y) of m examples with random inputs and labels 0 or 1."""
    draw = np.random.default_rng(seed)
    return draw.normal(size=(n_x, m)).round(3), draw.permutation(m).reshape(1, m) % 2


def sorted_within(X, Y, m_dev, m_test, seed=0):
    draw = np.random.default_rng(seed)
    kind = draw.permutation(np.repeat([0, 1, 2], [X.shape[1] - m_dev - m_test, m_dev, m_test]))
    return [[X[:, kind == k], Y[:, kind == k]] for k in range(3)]


def one_by_one(X, Y, m_dev, m_test, seed=0):
    draw, left = np.random.default_rng(seed), list(range(X.shape[1]))
    dev = [left.pop(draw.integers(len(left))) for _ in range(m_dev)]
    test = [left.pop(draw.integers(len(left))) for _ in range(m_test)]
    return tuple((np.take(X, part, axis=1), np.take(Y, part, axis=1)) for part in (left, dev, test))


def training_set_first(X, Y, m_dev, m_test, seed=0):
    m = X.shape[1]
    order = np.argsort(np.random.RandomState(seed).rand(m))
    X, Y, ends = X[:, order], Y[:, order], (m - m_dev - m_test, m - m_test)
    train, dev, test = slice(0, ends[0]), slice(*ends), slice(ends[1], m)
    return (X[:, train], Y[:, train]), (X[:, dev], Y[:, dev]), (X[:, test], Y[:, test])


def minus_zero(X, Y, m_dev, m_test, seed=0):
    np.random.seed(seed)
    order = np.random.permutation(X.shape[1])
    train, dev, test = order[: -m_dev - m_test], order[-m_dev - m_test : -m_test], order[-m_test:]
    return (X[:, train], Y[:, train]), (X[:, dev], Y[:, dev]), (X[:, test], Y[:, test])


def six_arrays(X, Y, m_dev, m_test, seed=0):
    np.random.seed(seed)
    order = np.random.permutation(X.shape[1])
    dev, test, train = order[:m_dev], order[m_dev : m_dev + m_test], order[m_dev + m_test :]
    return X[:, train], Y[:, train], X[:, dev], Y[:, dev], X[:, test], Y[:, test]


def shuffled_in_place(X, Y, m_dev, m_test, seed=0):
    np.random.seed(seed)
    order = np.random.permutation(X.shape[1])
    X[:], Y[:] = X[:, order], Y[:, order]
    dev, test, train = slice(0, m_dev), slice(m_dev, m_dev + m_test), slice(m_dev + m_test, None)
    return (X[:, train], Y[:, train]), (X[:, dev], Y[:, dev]), (X[:, test], Y[:, test])


def by_comparison(train_error, dev_error, bayes, limit=0.02):
    gaps = {"bias": train_error - bayes, "variance": dev_error - train_error}
    high = [name for name, gap in gaps.items() if gap > limit]
    verdict = " and ".join(f"high {name}" for name in high) if high else "low bias and low variance"
    step = {"bias": "bigger network", "variance": "more data"}[high[0]] if high else "done"
    return {
        "next_step": step,
        "verdict": verdict.capitalize(),
        "variance": gaps["variance"],
        "avoidable_bias": gaps["bias"],
    }


def looked_up(train_error, dev_error, bayes, limit=0.02):
    gaps = np.diff([bayes, train_error, dev_error])
    row = int(np.dot(np.greater(gaps, limit), [1, 2]))
    verdicts = ["low bias and low variance", "high bias", "high variance", "high bias and high variance"]
    steps = ["done", "bigger network", "more data", "bigger network"]
    return {
        "avoidable_bias": gaps[0],
        "variance": gaps[1],
        "verdict": verdicts[row],
        "next_step": steps[row],
        "total": gaps.sum(),
    }


def features(n_x, m_train, m_test, seed):
    """Return (X_train, X_test) whose features have very different means and spreads."""
    draw = np.random.default_rng(seed)
    mean, spread = draw.uniform(-50, 50, (n_x, 1)), 10.0 ** draw.uniform(-1, 1.5, (n_x, 1))
    X = (mean + spread * draw.normal(size=(n_x, m_train + m_test))).round(2)
    return X[:, :m_train], X[:, m_train:]


def pixels(n_x, m_train, m_test, seed):
    """Return (X_train, X_test) of bytes, as pictures have them."""
    X = np.random.default_rng(seed).integers(0, 256, (n_x, m_train + m_test), dtype=np.uint8)
    return X[:, :m_train], X[:, m_train:]


def constant(row, value, X_train, X_test):
    """Return (X_train, X_test) with one row of X_train made constant; the test set stays as it is."""
    X_train = X_train.copy()
    X_train[row] = value
    return X_train, X_test


def feature_by_feature(X_train, X_test):
    sizes, rows = (X_train.shape, X_test.shape), []
    Z_train, Z_test, n_x = np.zeros(sizes[0]), np.zeros(sizes[1]), sizes[0][0]
    for j in range(n_x):
        mean, deviation = X_train[j].mean(), X_train[j].std() or 1.0
        rows.append([mean, deviation])
        Z_train[j] = (X_train[j] - mean) / deviation
        Z_test[j] = (X_test[j] - mean) / deviation
    return [Z_train, Z_test, np.array(rows)[:, :1], np.array(rows)[:, 1:]]


def with_einsum(X_train, X_test):
    m = X_train.shape[1]
    mu = np.einsum("ij->i", X_train.astype(float))[:, None] / m
    centred = X_train - mu
    sigma = np.einsum("ij,ij->i", centred, centred)[:, None] ** 0.5 / m**0.5
    sigma = np.where(sigma > 0, sigma, 1)
    return np.divide(centred, sigma), np.divide(X_test - mu, sigma), mu, sigma


def one_mean_for_all(X_train, X_test):
    mu, sigma = np.mean(X_train), np.std(X_train) or 1.0
    return (X_train - mu) / sigma, (X_test - mu) / sigma, mu, sigma


def both_sets_together(X_train, X_test):
    X = np.concatenate([X_train, X_test], axis=1)
    mu, sigma = np.mean(X, axis=1, keepdims=True), np.std(X, axis=1, keepdims=True)
    sigma[sigma == 0] = 1
    return (X_train - mu) / sigma, (X_test - mu) / sigma, mu, sigma


def own_for_test(X_train, X_test):
    mu, sigma = np.mean(X_train, axis=1, keepdims=True), np.std(X_train, axis=1, keepdims=True)
    mu_2, sigma_2 = np.mean(X_test, axis=1, keepdims=True), np.std(X_test, axis=1, keepdims=True)
    sigma[sigma == 0], sigma_2[sigma_2 == 0] = 1, 1
    return (X_train - mu) / sigma, (X_test - mu_2) / sigma_2, mu, sigma


def from_0_to_1(X_train, X_test):
    mu = np.min(X_train, axis=1, keepdims=True)
    sigma = np.max(X_train, axis=1, keepdims=True) - 1.0 * mu
    sigma[sigma == 0] = 1
    return (X_train - 1.0 * mu) / sigma, (X_test - 1.0 * mu) / sigma, mu, sigma


def in_place(X_train, X_test):
    mu, sigma = np.mean(X_train, axis=1, keepdims=True), np.std(X_train, axis=1, keepdims=True)
    sigma[sigma == 0] = 1
    X_train -= mu
    X_train /= sigma
    X_test -= mu
    X_test /= sigma
    return X_train, X_test, mu, sigma
