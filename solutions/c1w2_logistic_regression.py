"""Logistic regression as a neural network with one unit, from pixels to a trained classifier."""

import numpy as np

from helpers.activations import sigmoid


def flatten_images(images):
    """Turn a stack of images into a matrix with one column per image.

    images -- pixel intensities, shape (m, height, width, channels)
    Returns X, shape (height * width * channels, m); column i holds image i, row by row, pixel by pixel.
    Source: D2 "Binary Classification"; D1 "Logistic Regression for Binary Classification".
    """
    m = images.shape[0]
    return images.reshape(m, -1).T


def initialize_with_zeros(dim):
    """Make the starting parameters of logistic regression.

    dim -- number of input features n_x
    Returns (w, b): w is a column of zeros, shape (dim, 1), and b is the float 0.0.
    Source: D2 C1_W2, "Gradient Descent".
    """
    w = np.zeros((dim, 1))
    b = 0.0
    return w, b


def propagate_loop(w, b, X, Y):
    """Compute cost and gradients one example at a time, as the document's first program does.

    w -- weights, shape (n_x, 1)
    b -- bias, a number
    X -- inputs, shape (n_x, m), one example per column
    Y -- labels 0 or 1, shape (1, m)
    Returns (grads, cost): grads["dw"] of shape (n_x, 1), grads["db"] a number, cost a number.
    Source: D2 C1_W2, "Logistic regression on m examples"; D0 "Gradient Descent on m Examples".
    """
    n_x, m = X.shape
    J, dw, db = 0.0, np.zeros((n_x, 1)), 0.0
    for i in range(m):
        x, y = X[:, i : i + 1], Y[0, i]
        a = sigmoid(np.dot(w.T, x) + b).item()
        J += -(y * np.log(a) + (1 - y) * np.log(1 - a))
        dz = a - y
        dw += x * dz
        db += dz
    return {"dw": dw / m, "db": db / m}, J / m


def propagate(w, b, X, Y):
    """Compute cost and gradients of all examples at once, without a loop.

    w -- weights, shape (n_x, 1)
    b -- bias, a number
    X -- inputs, shape (n_x, m), one example per column
    Y -- labels 0 or 1, shape (1, m)
    Returns (grads, cost): grads["dw"] of shape (n_x, 1), grads["db"] a number, cost a number.
    Source: D2 C1_W2, "Vectorizing Logistic Regression's Gradient Computation".
    """
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    dZ = A - Y
    dw = np.dot(X, dZ.T) / m
    db = np.sum(dZ) / m
    return {"dw": dw, "db": db}, cost


def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    """Run gradient descent on w and b.

    w, b -- starting parameters, w of shape (n_x, 1); the caller's w stays as it is
    X, Y -- inputs (n_x, m) and labels (1, m)
    num_iterations, learning_rate -- number of steps; length of a step, α
    print_cost -- print the cost every 100 steps
    Returns (params, grads, costs): params {"w", "b"}; grads {"dw", "db"} of the last step; costs, a list
    with the cost of the steps 0, 100, 200, ...
    Source: D2 C1_W2, "Gradient Descent", "Implementing Logistic Regression".
    """
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"cost after step {i}: {cost:.6f}")
    return {"w": w, "b": b}, grads, costs


def predict(w, b, X):
    """Say 1 or 0 for every example.

    w, b -- trained parameters, w of shape (n_x, 1)
    X -- inputs, shape (n_x, m)
    Returns an array of shape (1, m): 1 where the probability is greater than 0.5, else 0.
    Source: D2 "Logistic Regression".
    """
    A = sigmoid(np.dot(w.T, X) + b)
    return (A > 0.5).astype(int)


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    """Train logistic regression and predict both sets.

    X_train, Y_train -- inputs (n_x, m_train), labels (1, m_train) or (m_train,)
    X_test, Y_test -- inputs (n_x, m_test), labels; Y_test only serves to print the accuracy
    num_iterations, learning_rate, print_cost -- as for `optimize`
    Returns a dictionary with "costs", "Y_prediction_test" (1, m_test), "Y_prediction_train" (1, m_train),
    "w", "b", "learning_rate" and "num_iterations".
    Source: D2 C1_W2, "Implementing Logistic Regression".
    """
    w, b = initialize_with_zeros(X_train.shape[0])
    Y = Y_train.reshape(1, -1)
    params, _, costs = optimize(w, b, X_train, Y, num_iterations, learning_rate, print_cost)
    results = {"costs": costs, "learning_rate": learning_rate, "num_iterations": num_iterations, **params}
    for name, X, Y in (("train", X_train, Y_train), ("test", X_test, Y_test)):
        results[f"Y_prediction_{name}"] = predict(params["w"], params["b"], X)
        if print_cost:
            print(f"{name} accuracy: {np.mean(results[f'Y_prediction_{name}'] == Y):.1%}")
    return results


def log_likelihood(A, Y):
    """Return the logarithm of the probability that the model gives to all labels together.

    A -- probabilities P(y = 1 | x), shape (1, m)
    Y -- labels 0 or 1, shape (1, m)
    Returns the sum over the examples of log p(y | x), a number that is never positive.
    Source: D2 C1_W2, "Explanation of logistic regression cost function".
    """
    return np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
