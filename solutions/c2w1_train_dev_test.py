"""Setting up an application: splitting data, reading errors, normalizing inputs."""

import numpy as np


def split_sizes(m):
    """Say how many of m examples go into the training, the dev and the test set.

    m -- number of examples, a whole number of at least 1
    Returns (m_train, m_dev, m_test), three whole numbers whose sum is m. Dev and test set get a fifth of the examples
    each, rounded down, but never more than 10 000; the training set gets all the others.
    Source: D2 C2_W1, "Train/dev/test sets".
    """
    m_dev = min(m // 5, 10_000)
    m_test = m_dev
    return m - m_dev - m_test, m_dev, m_test


def split(X, Y, m_dev, m_test, seed=0):
    """Deal examples at random into a training, a dev and a test set.

    X, Y -- inputs, shape (n_x, m), and labels, shape (1, m); both stay as they are
    m_dev, m_test -- sizes of the dev and the test set; either may be 0
    seed -- the same seed deals the same sets, another seed other ones
    Returns ((X_train, Y_train), (X_dev, Y_dev), (X_test, Y_test)): every example is in exactly one set, with its own
    label; X_dev has shape (n_x, m_dev), Y_dev has shape (1, m_dev), and so on. The training set gets what is left.
    Source: D2 C2_W1, "Train/dev/test sets".
    """
    np.random.seed(seed)
    order = np.random.permutation(X.shape[1])
    dev, test, train = np.split(order, [m_dev, m_dev + m_test])
    return (X[:, train], Y[:, train]), (X[:, dev], Y[:, dev]), (X[:, test], Y[:, test])


def diagnose(train_error, dev_error, bayes, limit=0.02):
    """Tell bias from variance, and what the basic recipe does next.

    train_error, dev_error, bayes -- error rates on training and dev set, and the Bayes error, between 0 and 1
    limit -- a gap is high when it is greater than this
    Returns a dictionary with "avoidable_bias", the training error above the Bayes error; "variance", the dev error above
    the training error; "verdict", one of "high bias", "high variance", "high bias and high variance" and "low bias and
    low variance"; "next_step", which is "bigger network" when bias is high, else "more data" or "done".
    Source: D2 C2_W1, "Bias and Variance", "Basic recipe for machine learning"; D2 C3_W1, "Avoidable bias".
    """
    avoidable_bias = train_error - bayes
    variance = dev_error - train_error
    high_bias, high_variance = avoidable_bias > limit, variance > limit
    if high_bias and high_variance:
        verdict, next_step = "high bias and high variance", "bigger network"
    elif high_bias:
        verdict, next_step = "high bias", "bigger network"
    elif high_variance:
        verdict, next_step = "high variance", "more data"
    else:
        verdict, next_step = "low bias and low variance", "done"
    return {"avoidable_bias": avoidable_bias, "variance": variance, "verdict": verdict, "next_step": next_step}


def normalize_inputs(X_train, X_test):
    """Give every feature mean 0 and standard deviation 1, as measured on the training set.

    X_train, X_test -- inputs, shapes (n_x, m_train) and (n_x, m_test), whole numbers or not; both stay as they are
    Returns (Z_train, Z_test, mu, sigma): both sets normalized with the same numbers; mu and sigma, of shape (n_x, 1),
    are what was subtracted and divided by. For a feature that is constant on the training set, sigma is 1.
    Source: D2 C2_W1, "Normalizing training sets".
    """
    mu = np.mean(X_train, axis=1, keepdims=True)
    variance = np.mean((X_train - mu) ** 2, axis=1, keepdims=True)
    sigma = np.sqrt(variance)
    sigma[sigma == 0] = 1
    return (X_train - mu) / sigma, (X_test - mu) / sigma, mu, sigma
