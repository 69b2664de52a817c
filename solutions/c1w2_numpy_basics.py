"""NumPy basics: slopes, a computation graph, whole arrays at once, and the functions every network is made of."""

import math

import numpy as np


def numerical_slope(f, a, eps):
    """Measure the slope of a function at a point by nudging its input.

    f -- a function of one number
    a -- the point, a number
    eps -- the nudge, a small number, for instance 0.001
    Returns the slope of f at a, a number: how much f grows for each unit of the nudge.
    Source: D2 C1_W2, "Derivatives" and "More derivative examples".
    """
    return (f(a + eps) - f(a)) / eps


def computation_graph(a, b, c):
    """Run J = 3(a + bc) forward through its graph, and its derivatives backward.

    a, b, c -- the inputs, three numbers
    Returns (J, grads): J, a number, and grads = {"da": dJ/da, "db": dJ/db, "dc": dJ/dc}.
    Source: D2 C1_W2, "Computation Graph", "Derivatives with a Computation Graph"; D0, the same headings.
    """
    u = b * c
    v = a + u
    J = 3 * v
    dv = 3
    da, du = dv, dv
    db, dc = du * c, du * b
    return J, {"da": da, "db": db, "dc": dc}


def matvec_loop(A, v):
    """Multiply a matrix by a vector with two loops, one product at a time.

    A -- matrix, shape (n, m)
    v -- vector, shape (m,)
    Returns u = Av, shape (n,).
    Source: D2 C1_W2, "Neural network programming guideline".
    """
    n, m = A.shape
    u = np.zeros(n)
    for i in range(n):
        for j in range(m):
            u[i] += A[i, j] * v[j]
    return u


def matvec(A, v):
    """Multiply a matrix by a vector without a loop.

    A -- matrix, shape (n, m)
    v -- vector, shape (m,)
    Returns u = Av, shape (n,).
    Source: D2 C1_W2, "Neural network programming guideline".
    """
    return np.dot(A, v)


def basic_sigmoid(x):
    """Compute the sigmoid of one number.

    x -- a number
    Returns 1 / (1 + e^-x), a float between 0 and 1.
    Source: D2 C1_W2, "Logistic Regression"; D1 "Sigmoid Function".
    """
    small = math.exp(-abs(x))  # at most 1; for a negative x, numerator and denominator are multiplied by e^x
    return (1 if x >= 0 else small) / (1 + small)


def sigmoid(x):
    """Compute the sigmoid of every number in an array.

    x -- an array of any shape, or a number
    Returns 1 / (1 + e^-x), of the same shape.
    Source: D2 C1_W2, "Vectors and matrix valued functions"; D1 "Sigmoid Function".
    """
    small = np.exp(-np.abs(x))  # at most 1, so nothing overflows
    return np.where(np.asarray(x) >= 0, 1, small) / (1 + small)


def sigmoid_derivative(x):
    """Compute the slope of the sigmoid at every number in an array.

    x -- an array of any shape, or a number: where on the curve, not the height of the curve
    Returns the slopes, of the same shape.
    Source: D2 C1_W3, "Derivatives of activation functions".
    """
    s = sigmoid(x)
    return s * (1 - s)


def image2vector(image):
    """Unroll a picture into one column.

    image -- a picture, shape (length, height, depth)
    Returns a column, shape (length * height * depth, 1), its numbers in the order in which NumPy stores them.
    Source: D2 C1_W2, "Binary Classification".
    """
    return image.reshape(-1, 1)


def calorie_shares(A):
    """Compute which share of its calories each food gets from each nutrient, without a loop.

    A -- calories, shape (n, m): one row per nutrient, one column per food
    Returns percentages, shape (n, m); every column adds up to 100.
    Source: D2 C1_W2, "Broadcasting example".
    """
    calories = A.sum(axis=0, keepdims=True)
    return 100 * A / calories


def normalize_rows(x):
    """Scale every row of a matrix to length 1.

    x -- matrix, shape (n, m), whole numbers or floats, no row all zeros; it stays as it is
    Returns a matrix, shape (n, m): each row divided by its own length, the root of its sum of squares.
    Source: D2 C1_W2, "Broadcasting in Python".
    """
    lengths = np.linalg.norm(x, axis=1, keepdims=True)
    return x / lengths


def softmax(x):
    """Turn every row of scores into probabilities.

    x -- scores, shape (n, m): one row per example here, one column per class
    Returns a matrix, shape (n, m): e^score divided by the sum of such powers in its row.
    Source: D2 C1_W2, "Broadcasting in Python"; D2 C2_W3, "Softmax regression".
    """
    powers = np.exp(x - np.max(x, axis=1, keepdims=True))  # the largest power is 1: nothing overflows
    return powers / np.sum(powers, axis=1, keepdims=True)


def L1(yhat, y):
    """Add up how far the predictions are from the truth.

    yhat -- predictions, shape (m,)
    y -- true values, shape (m,)
    Returns the sum of the absolute differences, a number.
    Source: D2 C1_W2, "More vectorization examples"; D1 "Vectorization".
    """
    return np.sum(np.abs(y - yhat))


def L2(yhat, y):
    """Add up the squares of how far the predictions are from the truth.

    yhat -- predictions, shape (m,)
    y -- true values, shape (m,)
    Returns the sum of the squared differences, a number; no root, no mean.
    Source: D2 C1_W2, "More vectorization examples"; D1 "Cost Function in Logistic Regression".
    """
    return np.sum((y - yhat) ** 2)
