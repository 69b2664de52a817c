"""A first neuron: ReLU, the price of a house, and which kind of network suits which task."""

import numpy as np


def relu(z):
    """Compute ReLU, the rectified linear unit: what is negative becomes 0, the rest stays.

    z -- a number or an array of any shape; it stays as it is
    Returns max(0, z) of every number, of the same shape.
    Source: D2 C1_W1, "Housing Price Prediction"; D1 "ReLU Function".
    """
    return np.maximum(0, z)


def neuron(x, w, b):
    """Compute what one neuron says: the ReLU of a weighted sum.

    x -- inputs of one example, for instance size and bedrooms of a house, array of shape (n_x,)
    w -- weights, one for every input, array of shape (n_x,)
    b -- bias, a number
    Returns a = relu(w_1 x_1 + w_2 x_2 + ... + b), one number.
    Source: D2 C1_W1, "What is a Neural Network?".
    """
    z = np.dot(np.transpose(w), x) + b  # w^T x + b, as the documents write it
    return relu(z)


def fit_price_line(size, price):
    """Find the straight line w * size + b that lies closest to the known prices (least squares).

    size -- sizes of the sold houses in square feet, array of shape (houses,), at least two different ones
    price -- their prices in 1000 $, array of shape (houses,)
    Returns (w, b): the slope in 1000 $ per square foot and the line's height at size 0 in 1000 $, two numbers.
    Source: D2 C1_W1, "Housing Price Prediction".
    """
    size_deviation = size - np.mean(size)
    price_deviation = price - np.mean(price)
    w = np.sum(size_deviation * price_deviation) / np.sum(size_deviation**2)
    b = np.mean(price) - w * np.mean(size)
    return w, b


def predict_price(size, w, b):
    """Predict the price of a house from its size; a price is never below 0.

    size -- size in square feet, a number or an array of any shape
    w, b -- slope and height at size 0 of a fitted line, two numbers
    Returns w * size + b in 1000 $, or 0 where that would be negative, of the shape of `size`.
    Source: D2 C1_W1, "Housing Price Prediction".
    """
    return relu(w * size + b)


def architecture_for(task):
    """Name the kind of network that the documents use for a task.

    task -- "real estate", "online advertising", "photo tagging", "speech recognition", "machine translation" or
            "autonomous driving"
    Returns one of four texts: "standard NN", "CNN", "RNN", "hybrid" (capital or small letters).
    Raises KeyError for any other task.
    Source: D0 "Supervised learning", the last column of the table.
    """
    kinds = {
        "real estate": "standard NN",
        "online advertising": "standard NN",
        "photo tagging": "CNN",
        "speech recognition": "RNN",
        "machine translation": "RNN",
        "autonomous driving": "hybrid",
    }
    return kinds[task]
