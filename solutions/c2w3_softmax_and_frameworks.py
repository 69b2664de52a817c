"""Softmax regression, and a small framework: functions that remember how their result was made and differentiate it."""

import numpy as np

from helpers.autodiff import Graph


def softmax(Z):
    """Turn every column of scores into probabilities.

    Z -- scores, shape (C, m): one row per class, one column per example
    Returns a matrix of the same shape; the numbers of a column are positive and add up to 1. Scores of any size, 1000 or
    -1000, give probabilities: nothing overflows, no column becomes 0/0.
    Source: D2 C2_W3, "Softmax regression", "Softmax layer".
    """
    powers = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return powers / np.sum(powers, axis=0, keepdims=True)


def one_hot_matrix(label, depth=6):
    """Write one label as zeros with a single 1.

    label -- the class, a whole number from 0 to depth − 1; also as an array or a list that holds just this number
    depth -- how many classes there are, C
    Returns an array of shape (depth,). Side by side, as columns, such arrays make the matrix Y of shape (C, m).
    Source: D2 C2_W3, "Recognizing cats, dogs, and baby chicks": classes 0, 1, 2, 3.
    """
    column = np.zeros(depth)
    column[int(np.squeeze(label))] = 1
    return column


def cross_entropy(A, Y):
    """Compute the cost of probabilities for several classes.

    A -- probabilities, shape (C, m), each column adding up to 1
    Y -- labels, one-hot, shape (C, m): a single 1 in every column
    Returns the mean over the m examples of −Σ y log a, the sum running over the classes. A probability of exactly 0
    for a class that is not the true one costs nothing.
    Source: D2 C2_W3, "Softmax regression".
    """
    of_the_truth = np.sum(Y * A, axis=0)
    return -np.mean(np.log(of_the_truth))


def softmax_backward(dA, A):
    """Carry a gradient backward through a softmax layer.

    dA -- slope of the cost with respect to every probability, shape (C, m)
    A -- the probabilities that softmax gave, shape (C, m)
    Returns dZ, the slope of the same cost with respect to every score, shape (C, m).
    Source: D2 C2_W3, "Softmax layer"; every a_j of a column depends on every z_i of it.
    """
    shared = np.sum(dA * A, axis=0, keepdims=True)
    return A * (dA - shared)


def forward_propagation(X, parameters):
    """Compute the scores of a network with three layers: linear, ReLU, linear, ReLU, linear.

    X -- inputs, shape (n_x, m)
    parameters -- dictionary with W1 (n[1], n_x), b1 (n[1], 1), W2, b2, W3 (C, n[2]), b3 (C, 1)
    Returns Z3, the scores of the C classes, shape (C, m), before any softmax.
    Source: D2 C2_W3, "Deep Learning frameworks"; layers as in C1_W4.
    """
    A1 = np.maximum(np.dot(parameters["W1"], X) + parameters["b1"], 0)
    A2 = np.maximum(np.dot(parameters["W2"], A1) + parameters["b2"], 0)
    return np.dot(parameters["W3"], A2) + parameters["b3"]


def compute_cost(logits, labels):
    """Compute the softmax cross-entropy straight from the scores.

    logits -- scores before the softmax, shape (C, m), of any size
    labels -- one-hot labels, shape (C, m)
    Returns the mean over the m examples, a finite number whenever the scores are finite.
    Source: D2 C2_W3, "Softmax regression", "Programming Frameworks".
    """
    top = np.max(logits, axis=0)
    log_of_sum = top + np.log(np.sum(np.exp(logits - top), axis=0))
    return np.mean(log_of_sum - np.sum(labels * logits, axis=0))


def sum_to_shape(d, shape):
    """Undo broadcasting: add up the slopes of all copies of a number.

    d -- slope of the cost with respect to every number of a broadcast result, an array
    shape -- shape that the value had before it was spread out, a tuple; () for a single number
    Returns an array of that shape.
    Source: D2 C1_W2, "Broadcasting in Python"; db of a layer in C1_W4.
    """
    d = np.asarray(d)
    while d.ndim > len(shape):
        d = np.sum(d, axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            d = np.sum(d, axis=axis, keepdims=True)
    return d


def add(a, b, dout=None):
    """Add two values, or carry a gradient backward through that addition.

    a, b -- numbers or arrays; one may be spread out over the other, as NumPy does
    dout -- None for the forward step; for the backward step the slope of the cost with respect to a + b, of its shape
    Returns a + b; or, when dout is given, the list [da, db] of slopes of the cost, da shaped like a, db like b.
    Source: D2 C1_W2, "Computation Graph"; C2_W3, "Deep Learning frameworks".
    """
    ### BEGIN SOLUTION
    if dout is None:
        return a + b
    return [sum_to_shape(dout, np.shape(a)), sum_to_shape(dout, np.shape(b))]
    ### END SOLUTION


def mul(a, b, dout=None):
    """Multiply two values element by element, or carry a gradient backward through that product.

    a, b -- numbers or arrays; one may be spread out over the other
    dout -- None for the forward step; for the backward step the slope of the cost with respect to the product
    Returns a * b; or, when dout is given, the list [da, db] of slopes of the cost, da shaped like a, db like b.
    Source: D2 C1_W2, "Derivatives with a Computation Graph"; C2_W3, "Deep Learning frameworks".
    """
    ### BEGIN SOLUTION
    if dout is None:
        return a * b
    return [sum_to_shape(dout * b, np.shape(a)), sum_to_shape(dout * a, np.shape(b))]
    ### END SOLUTION


def matmul(a, b, dout=None):
    """Multiply two matrices, or carry a gradient backward through that product.

    a -- matrix, shape (n, k)
    b -- matrix, shape (k, m)
    dout -- None for the forward step; for the backward step the slope of the cost with respect to a @ b, shape (n, m)
    Returns a @ b; or, when dout is given, the list [da, db] of slopes of the cost, da shaped like a, db like b.
    Source: D2 C1_W4, "Backward propagation for layer l"; C2_W3, "Deep Learning frameworks".
    """
    ### BEGIN SOLUTION
    if dout is None:
        return a @ b
    return [dout @ b.T, a.T @ dout]
    ### END SOLUTION


def relu(a, dout=None):
    """Replace negative numbers by 0, or carry a gradient backward through that.

    a -- array of any shape
    dout -- None for the forward step; for the backward step the slope of the cost with respect to the result
    Returns max(a, 0), element by element; or, when dout is given, the list [da] with one slope array, shaped like a.
    The arguments stay as they are.
    Source: D2 C1_W3, "Derivatives of activation functions"; C2_W3, "Deep Learning frameworks".
    """
    ### BEGIN SOLUTION
    if dout is None:
        return np.maximum(a, 0)
    return [dout * (a > 0)]
    ### END SOLUTION


def backward(tape):
    """Find the slope of a result with respect to everything that it was computed from.

    tape -- list of entries (rule, inputs, value), in the order of the computation; `value` is a number or an array,
        `inputs` are the positions of the entries it was computed from, and rule(*values_of_the_inputs) is `value`;
        rule(*values_of_the_inputs, dout) is a list of slopes, one per input. What came from outside has rule None.
        The last entry is the cost, a single number.
    Returns a list with one slope per entry, shaped like its value: of the cost itself 1, of entries without
    influence on the cost 0.
    Source: D2 C1_W2, "Derivatives with a Computation Graph"; C2_W3, "Deep Learning frameworks".
    """
    slopes = [np.zeros(np.shape(value)) for _, _, value in tape]
    slopes[-1] = np.ones(np.shape(tape[-1][2]))
    for k in reversed(range(len(tape))):
        rule, inputs, _ = tape[k]
        if rule is not None:
            values = [tape[i][2] for i in inputs]
            for i, slope in zip(inputs, rule(*values, slopes[k])):
                slopes[i] = slopes[i] + slope
    return slopes


def minimize(coefficients, w=0.0, learning_rate=0.01, num_iterations=1000):
    """Find the w that makes c₀w² + c₁w + c₂ smallest, by gradient descent; the slope comes from a graph.

    coefficients -- c₀, c₁, c₂, shape (3, 1)
    w -- where to start, a number
    learning_rate, num_iterations -- length and number of the steps
    Returns w after the last step, a number.
    Source: D2 C2_W3, "TensorFlow", "Motivating problem" and "Code example".
    """
    c0, c1, c2 = coefficients[:, 0]
    ### BEGIN SOLUTION
    for _ in range(num_iterations):
        graph = Graph(add, mul, matmul, relu, backward)
        x = graph.variable(w)
        cost = c0 * x * x + c1 * x + c2
        cost.backward()
        w = w - learning_rate * x.grad
    ### END SOLUTION
    return w


# The framework week's usual warm-up functions: for code that knows them by these names. No exercise of the notebook.


def linear_function():
    """Return WX + b of random numbers: seeds 1, then draws X (3, 1), W (4, 3) and b (4, 1); the result is (4, 1)."""
    np.random.seed(1)
    X, W, b = np.random.randn(3, 1), np.random.randn(4, 3), np.random.randn(4, 1)
    return np.dot(W, X) + b


def sigmoid(z):
    """Return 1 / (1 + e^−z) of a number, in the single precision that frameworks compute in."""
    return np.float32(0.5) * (1 + np.tanh(np.float32(0.5) * np.float32(z)))


def initialize_parameters():
    """Draw W1 (25, 12288), b1 (25, 1), W2 (12, 25), b2 (12, 1), W3 (6, 12), b3 (6, 1): normal numbers times 0.01."""
    shapes = {"W1": (25, 12288), "b1": (25, 1), "W2": (12, 25), "b2": (12, 1), "W3": (6, 12), "b3": (6, 1)}
    return {name: 0.01 * np.random.randn(*shape) for name, shape in shapes.items()}
