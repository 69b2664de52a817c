"""Against overfitting: L2 and L1 penalties, weight decay, dropout, changed copies of the data, stopping in time."""

import numpy as np

from helpers.activations import sigmoid
from helpers.deep_network import compute_cost


def compute_cost_with_regularization(A3, Y, parameters, lambd):
    """Return the cross-entropy plus the L2 penalty on the weights.

    A3, Y -- probabilities, shape (1, m), and labels 0 or 1, shape (1, m)
    parameters -- W1, b1, W2, b2, W3, b3; the biases are left out of the penalty
    lambd -- strength λ of the penalty
    Returns the cost, one number: mean cross-entropy + λ/(2m) times the sum of the squares of all weights.
    Source: D2 C2_W1, "Regularization".
    """
    m = Y.shape[1]
    squares = sum(np.sum(np.square(parameters[name])) for name in ("W1", "W2", "W3"))
    return compute_cost(A3, Y) + lambd / (2 * m) * squares


def l1_penalty(parameters, lambd, m):
    """Return the L1 penalty on the weights of a network.

    parameters -- W1, b1, ..., WL, bL; the biases are left out
    lambd, m -- strength λ of the penalty; number of examples
    Returns λ/(2m) times the sum of the absolute values of all weights, one number.
    Source: D2 C2_W1, "Regularization": "L₁ regularization".
    """
    total = sum(np.sum(np.abs(value)) for name, value in parameters.items() if name.startswith("W"))
    return lambd / (2 * m) * total


def backward_propagation_with_regularization(X, Y, cache, lambd):
    """Compute the gradients of the cost with the L2 penalty, for a network of three layers (ReLU, ReLU, sigmoid).

    X, Y -- inputs (n_x, m) and labels (1, m)
    cache -- (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3), from the forward pass
    lambd -- strength λ of the penalty
    Returns a dictionary with dZ3, dW3, db3, dA2, dZ2, dW2, db2, dA1, dZ1, dW1, db1; 1/m is in dW and db only.
    Source: D2 C2_W1, "Regularization": dW[l] = (from backprop) + λ/m W[l].
    """
    m = X.shape[1]
    Z1, A1, W1, _, Z2, A2, W2, _, _, A3, W3, _ = cache
    ### BEGIN SOLUTION
    dZ3 = A3 - Y
    dW3 = np.dot(dZ3, A2.T) / m + lambd / m * W3
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = dA2 * (Z2 > 0)
    dW2 = np.dot(dZ2, A1.T) / m + lambd / m * W2
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = dA1 * (Z1 > 0)
    dW1 = np.dot(dZ1, X.T) / m + lambd / m * W1
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    ### END SOLUTION
    grads = {"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2}
    return {**grads, "dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}


def weight_decay_step(parameters, grads, learning_rate, lambd, m):
    """Take one step of gradient descent in which the weights decay.

    parameters -- W1, b1, ..., WL, bL; they stay as they are
    grads -- dW1, db1, ..., dWL, dbL of the cross-entropy alone, as plain backpropagation gives them
    learning_rate, lambd, m -- length α of the step; strength λ of the penalty; number of examples
    Returns a new dictionary with the keys of `parameters`; biases do not decay.
    Source: D2 C2_W1, "Regularization", "Weight decay".
    """
    new = {}
    for name, value in parameters.items():
        decay = 1 - learning_rate * lambd / m if name.startswith("W") else 1
        new[name] = decay * value - learning_rate * grads["d" + name]
    return new


def forward_propagation_with_dropout(X, parameters, keep_prob=0.5, seed=1):
    """Run a network of three layers (ReLU, ReLU, sigmoid) with inverted dropout in both hidden layers.

    X -- inputs, shape (n_x, m)
    parameters -- W1, b1, W2, b2, W3, b3
    keep_prob -- the probability with which a unit is kept, for every unit and every example anew
    seed -- decides the masks; the same seed gives the same ones
    Returns (A3, cache): A3 of shape (1, m), and Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3, where D1 and D2,
    the masks, are True or 1 for kept units and False or 0 for dropped ones, and A1 and A2 are masked and scaled.
    Source: D2 C2_W1, "Dropout regularization".
    """
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    np.random.seed(seed)
    ### BEGIN SOLUTION
    Z1 = np.dot(W1, X) + b1
    A1 = np.maximum(Z1, 0)
    D1 = np.random.rand(*A1.shape) < keep_prob
    A1 = A1 * D1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    A2 = np.maximum(Z2, 0)
    D2 = np.random.rand(*A2.shape) < keep_prob
    A2 = A2 * D2 / keep_prob
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    ### END SOLUTION
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


def backward_propagation_with_dropout(X, Y, cache, keep_prob):
    """Compute the gradients for the thinned network that the forward pass with dropout has used.

    X, Y -- inputs (n_x, m) and labels (1, m)
    cache -- the 14 values that forward_propagation_with_dropout returned
    keep_prob -- the same number as on the way forward
    Returns a dictionary with dZ3, dW3, db3, dA2, dZ2, dW2, db2, dA1, dZ1, dW1, db1; dA2 and dA1 are masked and scaled.
    Source: D2 C2_W1, "Dropout regularization".
    """
    m = X.shape[1]
    Z1, D1, A1, _, _, Z2, D2, A2, W2, _, _, A3, W3, _ = cache
    ### BEGIN SOLUTION
    dZ3 = A3 - Y
    dW3 = np.dot(dZ3, A2.T) / m
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m
    dA2 = np.dot(W3.T, dZ3) * D2 / keep_prob
    dZ2 = dA2 * (Z2 > 0)
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dA1 = np.dot(W2.T, dZ2) * D1 / keep_prob
    dZ1 = dA1 * (Z1 > 0)
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    ### END SOLUTION
    grads = {"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2}
    return {**grads, "dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}


def augment(image, size, seed=0):
    """Cut a square out of a picture at random, and mirror it left to right with probability one half.

    image -- pixels, shape (height, width, channels); it stays as it is
    size -- height and width of the square in pixels, at most the picture's own
    seed -- decides mirroring and place; the same seed gives the same result
    Returns the square, shape (size, size, channels); every place in the picture is equally likely.
    Source: D2 C2_W1, "Other regularization methods": "Data augmentation"; C4_W2, "Mirroring", "Random Cropping".
    """
    np.random.seed(seed)
    if np.random.rand() < 0.5:
        image = image[:, ::-1]
    top = np.random.randint(0, image.shape[0] - size + 1)
    left = np.random.randint(0, image.shape[1] - size + 1)
    return image[top : top + size, left : left + size]


def early_stopping(costs, patience):
    """Say when to stop a training and which epoch's parameters to keep, from the costs on the dev set.

    costs -- the dev costs of epochs 0, 1, 2, ..., as far as one cared to train
    patience -- training stops as soon as this many epochs in a row have not been lower than the lowest so far
    Returns (best, stop): the epoch with the lowest cost up to the stop, the first of equals, and the last epoch that is
    trained; that is the last of all where patience never runs out.
    Source: D2 C2_W1, "Other regularization methods": "Early stopping".
    """
    best = 0
    for epoch, cost in enumerate(costs):
        if cost < costs[best]:
            best = epoch
        if epoch - best == patience:
            break
    return best, epoch
