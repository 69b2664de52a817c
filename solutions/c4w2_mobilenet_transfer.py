"""Cheap convolutions, a pretrained network put to new use, augmentation, ensembles: one function per exercise."""

import numpy as np


def depthwise_conv(A_prev, W, b, stride=1, pad=0):
    """Convolve each channel of pictures with a filter of its own.

    A_prev -- pictures, shape (m, n_H_prev, n_W_prev, C)
    W, b -- one filter per channel, shape (f, f, C); biases, shape (1, 1, 1, C)
    stride, pad -- length of a step and width of the border of zeros, in pixels
    Returns Z, shape (m, n_H, n_W, C); n_H is the height after padding, minus f, divided by stride, rounded down, plus 1.
    Source: D2 C4_W2, "MobileNet": "Depthwise Convolution".
    """
    f = W.shape[0]
    A = np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    m, height, width, C = A.shape
    n_H, n_W = (height - f) // stride + 1, (width - f) // stride + 1
    Z = np.zeros((m, n_H, n_W, C))
    for h in range(n_H):
        for w in range(n_W):
            window = A[:, h * stride : h * stride + f, w * stride : w * stride + f, :]
            Z[:, h, w, :] = np.sum(window * W, axis=(1, 2))
    return Z + b


def pointwise_conv(A_prev, W, b):
    """Mix the channels of every pixel: a convolution with 1×1 filters.

    A_prev -- pictures, shape (m, n_H, n_W, C_prev)
    W, b -- weights from every old channel to every new one, shape (C_prev, C); biases, shape (1, 1, 1, C)
    Returns Z, shape (m, n_H, n_W, C).
    Source: D2 C4_W2, "MobileNet": "Pointwise Convolution".
    """
    return A_prev @ W + b


def separable_cost(n_H, n_W, f, n_C_prev, n_C):
    """Count the multiplications of an ordinary and of a depthwise separable convolution.

    n_H, n_W -- height and width of the output, in pixels: how many places a filter visits
    f -- height and width of a filter
    n_C_prev, n_C -- number of channels before and after
    Returns a dictionary: "normal", "depthwise", "pointwise" (multiplications), "ratio" (separable to normal).
    Source: D2 C4_W2, "Cost of depthwise separable convolution".
    """
    positions = n_H * n_W
    normal = f * f * n_C_prev * positions * n_C
    depthwise = f * f * positions * n_C_prev
    pointwise = n_C_prev * positions * n_C
    ratio = (depthwise + pointwise) / normal
    return {"normal": normal, "depthwise": depthwise, "pointwise": pointwise, "ratio": ratio}


def inverted_residual_forward(A_prev, parameters, stride=1):
    """Run MobileNet v2's bottleneck: expand, filter every channel, project, and add the input where the shapes agree.

    A_prev -- pictures, shape (m, n_H_prev, n_W_prev, C_prev)
    parameters -- W_expand (C_prev, E), W_depth (f, f, E), W_project (E, C); b_expand, b_depth, b_project (1, 1, 1, E or C)
    stride -- of the depthwise convolution, which is padded by (f − 1) / 2 (f is odd)
    Returns A, shape (m, n_H, n_W, C): ReLU6 follows the first two steps and nothing the last. The input is
    added if the stride is 1 and C is C_prev.
    Source: D2 C4_W2, "MobileNet v2 Bottleneck".
    """
    p, f = parameters, parameters["W_depth"].shape[0]
    A = np.clip(pointwise_conv(A_prev, p["W_expand"], p["b_expand"]), 0, 6)
    A = np.clip(depthwise_conv(A, p["W_depth"], p["b_depth"], stride, (f - 1) // 2), 0, 6)
    A = pointwise_conv(A, p["W_project"], p["b_project"])
    if stride == 1 and A.shape == A_prev.shape:
        A = A + A_prev
    return A


def what_to_train():
    """Decide what to train when you start from a network that others trained on a million pictures.

    You have -- "few" (300) labelled pictures of your own, "some" (20 000) or "very many" (a million)
    Options for each -- "only a new softmax", "the later layers and a new softmax", "everything, from their weights",
    "everything, from random weights"
    Returns a dictionary with the keys "few", "some" and "very many" and one option for each.
    Source: D2 C4_W2, "Transfer Learning".
    """
    return {
        "few": "only a new softmax",
        "some": "the later layers and a new softmax",
        "very many": "everything, from their weights",
    }


def train_head(F, Y, n_classes, learning_rate=0.1, num_iterations=100, lambd=0.0):
    """Train a softmax layer on the features that a frozen network computed, by gradient descent from zeros.

    F -- features, one row per picture, shape (m, n)
    Y -- classes 0 to n_classes − 1, shape (m,)
    n_classes, num_iterations -- number of classes; of steps, each on all pictures
    learning_rate, lambd -- length of a step; weight λ of the L2 penalty λ/(2m) · sum of W², which leaves out the biases
    Returns (W, b, costs): shapes (n, n_classes) and (1, n_classes); the cost with penalty before each step, a list.
    Source: D2 C4_W2, "Transfer Learning"; softmax: C2_W3; L2: C2_W1.
    """
    m, n = F.shape
    truth = np.eye(n_classes)[Y]
    W, b, costs = np.zeros((n, n_classes)), np.zeros((1, n_classes)), []
    for _ in range(num_iterations):
        Z = F @ W + b
        powers = np.exp(Z - Z.max(axis=1, keepdims=True))
        P = powers / powers.sum(axis=1, keepdims=True)
        costs.append(-np.sum(truth * np.log(P)) / m + lambd / (2 * m) * np.sum(W**2))
        dZ = (P - truth) / m
        W = W - learning_rate * (F.T @ dZ + lambd / m * W)
        b = b - learning_rate * np.sum(dZ, axis=0, keepdims=True)
    return W, b, costs


def augment_batch(X, size, shift, seed=0):
    """Mirror, crop and shift the colours of every picture in a batch at random, each picture in its own way.

    X -- pictures, shape (m, height, width, 3), whole numbers from 0 to 255, uint8; they stay as they are
    size -- height and width of the square that is cut out; every place is equally likely
    shift -- to each of red, green and blue of a picture one whole number from −shift to shift is added
    seed -- decides everything that is random
    Returns an array of shape (m, size, size, 3); a picture is mirrored left to right with probability ½, and what
    falls below 0 or above 255 becomes 0 or 255.
    Source: D2 C4_W2, "Common augmentation method", "Color shifting".
    """
    np.random.seed(seed)
    m, height, width, _ = X.shape
    result = np.zeros((m, size, size, 3), dtype=np.uint8)
    for i in range(m):
        picture = X[i, :, ::-1] if np.random.rand() < 0.5 else X[i]
        top, left = np.random.randint(height - size + 1), np.random.randint(width - size + 1)
        colours = np.random.randint(-shift, shift + 1, size=3)
        square = picture[top : top + size, left : left + size].astype(int)
        result[i] = np.clip(square + colours, 0, 255)
    return result


def ensemble_average(outputs):
    """Let several classifiers decide together: average their probabilities, then choose.

    outputs -- each classifier's probabilities, shape (n_networks, m, n_classes), or a list of arrays (m, n_classes)
    Returns (P, classes): the averages, shape (m, n_classes), and the class with the largest, shape (m,).
    Source: D2 C4_W2, "Tips for doing well on benchmarks": "Ensembling".
    """
    P = np.mean(outputs, axis=0)
    return P, np.argmax(P, axis=1)


def ten_crops(image, size):
    """Cut the ten squares out of a picture whose answers are averaged at test time.

    image -- shape (height, width, C)
    size -- height and width of the squares
    Returns an array (10, size, size, C): top left, top right, bottom left, bottom right, middle (rounded down to
    whole pixels), then the same five squares, each mirrored left to right.
    Source: D2 C4_W2, "Multi-crop at test time", "10-crop".
    """
    down, right = image.shape[0] - size, image.shape[1] - size
    places = [(0, 0), (0, right), (down, 0), (down, right), (down // 2, right // 2)]
    squares = [image[i : i + size, j : j + size] for i, j in places]
    return np.array(squares + [square[:, ::-1] for square in squares])
