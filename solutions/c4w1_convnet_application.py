"""A LeNet put together from convolution blocks: its sizes, forward and backward through a block, an epoch, a fair measurement."""

import numpy as np

from helpers import layers


def lenet_shapes(input_shape=(32, 32, 3), filters=(8, 16), units=(120, 84), classes=10, f=5):
    """List the layers of a LeNet with their shapes and parameter counts.

    input_shape -- (n_H, n_W, n_C) of one picture
    filters -- number of f×f filters (stride 1, no padding) of each convolution; a 2×2 max pooling, stride 2, follows each
    units -- sizes of the fully connected layers after the last pooling; classes -- size of the softmax layer
    f -- height and width of every filter
    Returns a list of tuples (name, shape, size, parameters) in the document's order: "input", "conv1", "pool1", "conv2",
    "pool2", …, then "fc3", "fc4", … (numbered on from the last pooling) with shape (n, 1), at last "softmax".
    Source: D2 C4_W1, "Neural network example".
    """
    n_H, n_W, n_C = input_shape
    table = [("input", (n_H, n_W, n_C), n_H * n_W * n_C, 0)]
    for k, n_filters in enumerate(filters, start=1):
        n_H, n_W = n_H - f + 1, n_W - f + 1
        weights = f * f * n_C
        table.append((f"conv{k}", (n_H, n_W, n_filters), n_H * n_W * n_filters, (weights + 1) * n_filters))
        n_H, n_W, n_C = n_H // 2, n_W // 2, n_filters
        table.append((f"pool{k}", (n_H, n_W, n_C), n_H * n_W * n_C, 0))
    names = [f"fc{len(filters) + k}" for k in range(1, len(units) + 1)] + ["softmax"]
    n_prev = n_H * n_W * n_C
    for name, n in zip(names, (*units, classes)):
        table.append((name, (n, 1), n, (n_prev + 1) * n))
        n_prev = n
    return table


def conv_block_forward(A_prev, W, b, pad=0):
    """Send pictures through one block: convolution with stride 1, ReLU, 2×2 max pooling with stride 2.

    A_prev -- pictures, shape (m, n_H_prev, n_W_prev, n_C_prev)
    W, b -- filters, shape (f, f, n_C_prev, n_C), and biases, shape (1, 1, 1, n_C)
    pad -- border of zeros around A_prev, in pixels
    Returns A, shape (m, n_H, n_W, n_C).
    Source: D2 C4_W1, "One layer of a convolutional network", "Pooling layers".
    """
    Z, _ = layers.conv_forward(A_prev, W, b, stride=1, pad=pad)
    R, _ = layers.relu_forward(Z)
    A, _ = layers.max_pool_forward(R, f=2, stride=2)
    return A


def conv_block_backward(dA, A_prev, W, b, pad=0):
    """Bring a gradient back through the block of `conv_block_forward`, whose steps are computed again.

    dA -- gradient of the cost with respect to the block's output, shape (m, n_H, n_W, n_C)
    A_prev, W, b, pad -- as for conv_block_forward; A_prev of shape (m, n_H_prev, n_W_prev, n_C_prev)
    Returns (dA_prev, dW, db) in the shapes of A_prev, W and b: sums over the examples, without 1/m.
    Source: D2 C4_W1, "Putting it together".
    """
    Z, conv_cache = layers.conv_forward(A_prev, W, b, stride=1, pad=pad)
    R, relu_cache = layers.relu_forward(Z)
    _, pool_cache = layers.max_pool_forward(R, f=2, stride=2)
    dR = layers.max_pool_backward(dA, pool_cache)
    dZ = layers.relu_backward(dR, relu_cache)
    return layers.conv_backward(dZ, conv_cache)


def train_epoch(parameters, X, Y, gradients_of, order, learning_rate=0.01, batch_size=64):
    """Train for one epoch: gradient descent over mini-batches, every example once.

    parameters -- dictionary of arrays; the caller's stay as they are
    X, Y -- examples, shape (m, n_H, n_W, n_C), and their classes, shape (m,)
    gradients_of -- function (parameters, X, Y) -> (cost, grads): the mean cost of these examples and, under "d" + name, its
        gradients
    order -- the order in which the epoch takes the examples, shape (m,), a permutation of 0 … m − 1
    learning_rate, batch_size -- step length; examples in a batch (the last may be smaller)
    Returns (parameters, cost): the new ones, and the mean over all m examples of the costs on the way.
    Source: D2 C4_W1, "Putting it together"; D2 C2_W2, "Mini-batch gradient descent".
    """
    total = 0.0
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        cost, grads = gradients_of(parameters, X[batch], Y[batch])
        parameters = {name: value - learning_rate * grads["d" + name] for name, value in parameters.items()}
        total += cost * len(batch)
    return parameters, total / len(order)


def evaluate(predict, X, Y, classes=10, batch_size=256):
    """Measure a classifier on labelled pictures, batch by batch.

    predict -- function from pictures (b, n_H, n_W, n_C) to scores (b, classes); the largest score names the class
    X, Y -- pictures, shape (m, n_H, n_W, n_C), and their classes, integers, shape (m,)
    classes -- number of classes
    batch_size -- most pictures that predict is given at once
    Returns (accuracy, confusion): the share that is right, 0 to 1; counts of shape (classes, classes), rows the true class,
    columns the predicted one.
    Source: D2 C4_W1, "Convolutional neural network example"; D2 C3_W1, "Satisficing and optimizing metrics".
    """
    confusion = np.zeros((classes, classes), dtype=int)
    for start in range(0, len(X), batch_size):
        scores = predict(X[start : start + batch_size])
        for label, said in zip(Y[start : start + batch_size], scores.argmax(axis=1)):
            confusion[label, said] += 1
    return np.trace(confusion) / len(X), confusion
