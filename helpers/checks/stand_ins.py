"""Functions that a case can hand to a student's function (a curve whose slope is asked for, ...), known by name."""

import numpy as np


def triple(a):
    """Return 3a; Source: D2 C1_W2, intuition about derivatives."""
    return 3 * a


def square(a):
    """Return a²; Source: D2 C1_W2, more derivative examples."""
    return a**2


def cube(a):
    """Return a³; Source: D2 C1_W2, more derivative examples."""
    return a**3


def logarithm(a):
    """Return ln a; Source: D2 C1_W2, more derivative examples."""
    return np.log(a)


def decay_by_epoch(learning_rate0, epoch_num, decay_rate):
    """Return a learning rate that shrinks by the same factor every epoch; Source: D2 C2_W2, other decay methods."""
    return learning_rate0 * (1 - decay_rate) ** epoch_num


def decay_by_steps(learning_rate0, epoch_num, decay_rate):
    """Return a learning rate that shrinks by the same factor every tenth epoch; Source: D2 C2_W2, other decay methods."""
    return learning_rate0 * (1 - decay_rate) ** (epoch_num // 10)


def minus(a, b, dout=None):
    """Return a − b, or the slopes [da, db] when dout is given; Source: D2 C1_W2, computation graph."""
    return a - b if dout is None else [dout, -dout]


def squared(a, dout=None):
    """Return a², or the slope [da] when dout is given; Source: D2 C1_W2, computation graph."""
    return a**2 if dout is None else [2 * a * dout]


def exponential(a, dout=None):
    """Return the power of e, or the slope [da] when dout is given; Source: D2 C1_W2, computation graph."""
    return np.exp(a) if dout is None else [dout * np.exp(a)]


def total(a, dout=None):
    """Return the sum of all numbers, or the slope [da] when dout is given; Source: D2 C1_W2, computation graph."""
    return np.sum(a) if dout is None else [np.full(np.shape(a), dout)]


def middle(a, b, c, dout=None):
    """Return the mean of three values, or their slopes [da, db, dc]; Source: D2 C1_W2, computation graph."""
    return (a + b + c) / 3 if dout is None else [dout / 3, dout / 3, dout / 3]


def valley(settings):
    """Return a cost that is lowest, 0.1, at learning_rate = 0.02 and beta = 0.97; Source: D2 C2_W3, tuning process."""
    rate, beta = _numbers(settings, "learning_rate", "beta")
    return float(0.1 + np.log10(rate / 0.02) ** 2 + 0.3 * np.log10((1 - beta) / 0.03) ** 2)


def cliff(settings):
    """Return a cost that falls as learning_rate grows, and is NaN beyond 0.1; Source: D2 C2_W3, tuning process."""
    (rate,) = _numbers(settings, "learning_rate")
    return float(2 - np.log10(rate)) if rate <= 0.1 else float("nan")


def network_size(settings):
    """Return a cost that is lowest, 1.5, with 3 layers of 80 units at keep_prob = 0.8; Source: D2 C2_W3, tuning process."""
    layers, units, keep_prob = _numbers(settings, "layers", "units", "keep_prob")
    return float(1.5 + abs(layers - 3) + abs(units - 80) / 20 + 4 * abs(keep_prob - 0.8))


def _numbers(settings, *names):
    """Return settings as plain numbers; raises ValueError where one holds several."""
    for name in names:
        if np.size(settings[name]) != 1:
            raise ValueError(f"{name} should be one number, it is {np.size(settings[name])} numbers")
    return [np.asarray(settings[name]).item() for name in names]


def cubic_cost(x, theta):
    """Return x θ³, the cost of a model with one parameter; Source: D2 C2_W1, numerical approximation of gradients."""
    return x * theta**3


def cubic_slope(x, theta):
    """Return 3xθ², the slope of x θ³; Source: D2 C2_W1, numerical approximation of gradients."""
    return 3 * x * theta**2


def cubic_slope_without_3(x, theta):
    """Return xθ², a wrong slope of x θ³; Source: D2 C2_W1, gradient checking."""
    return x * theta**2


def cubic_slope_upside_down(x, theta):
    """Return −3xθ², a slope of x θ³ with the wrong sign; Source: D2 C2_W1, gradient checking."""
    return -3 * x * theta**2


def exponential_cost(x, theta):
    """Return e to the power θx, the cost of a model with one parameter; Source: D2 C2_W1, gradient checking."""
    return np.exp(theta * x)


def exponential_slope_without_x(x, theta):
    """Return e to the power θx, a wrong slope of that power; Source: D2 C2_W1, gradient checking."""
    return np.exp(theta * x)


def one_style_layer(picture, gradients=None):
    """Return two layers' outputs for a picture, or the picture's slopes for a slope at each output; Source: D2 C4_W4, cost function."""
    mix = np.array([[0.6, -0.4], [0.3, 0.8], [-0.7, 0.5]])
    style = picture @ mix
    if gradients is None:
        return [style, style**2]
    return (gradients[0] + 2 * style * gradients[1]) @ mix.T


def two_style_layers(picture, gradients=None):
    """Return three layers' outputs for a picture, or the picture's slopes for a slope at each output; Source: D2 C4_W4, cost function."""
    mix = np.array([[0.5, -0.2, 0.9], [0.4, 0.7, -0.6]])
    first = picture[..., :2] - 0.5 * picture[..., 2:]
    second = np.tanh(first @ mix)
    content = second[:, ::2, ::2]
    if gradients is None:
        return [first, second, content]
    d_second = np.array(gradients[1], dtype=float)
    d_second[:, ::2, ::2] += gradients[2]
    d_first = gradients[0] + (d_second * (1 - second**2)) @ mix.T
    return np.concatenate([d_first, -0.5 * d_first.sum(axis=-1, keepdims=True)], axis=-1)


def plain_descent(picture, gradient):
    """Return the picture after a step of gradient descent with learning rate 0.02; Source: D2 C4_W4, cost function."""
    return picture - 0.02 * gradient


def signed_descent(picture, gradient):
    """Return the picture after each number went 0.03 against its slope; Source: D2 C4_W4, cost function."""
    return picture - 0.03 * np.sign(np.round(gradient, 9))


def mean_colour(pictures):
    """Return each picture's mean red, green and blue, (m, 3), in place of a face network; Source: D2 C4_W4, Siamese network."""
    return np.asarray(pictures, float).mean(axis=(1, 2))


def colours_of_halves(pictures):
    """Return the mean colours of the left and the right half, (m, 6), like a face network; Source: D2 C4_W4, Siamese network."""
    pictures = np.asarray(pictures, float)
    middle = pictures.shape[2] // 2
    halves = pictures[:, :, :middle], pictures[:, :, middle:]
    return np.concatenate([half.mean(axis=(1, 2)) for half in halves], axis=1)


def softmax_on_pixels(parameters, X, Y):
    """Return (cost, {"dW", "db"}) of softmax regression on pictures, with parameters W and b; Source: D2 C2_W3, softmax."""
    pixels = np.asarray(X, float).reshape(len(X), -1)
    Z = pixels @ parameters["W"] + parameters["b"]
    A = np.exp(Z - Z.max(axis=1, keepdims=True))
    A /= A.sum(axis=1, keepdims=True)
    truth = np.eye(A.shape[1])[np.asarray(Y, int)]
    dZ = (A - truth) / len(pixels)
    return -np.sum(truth * np.log(A)) / len(pixels), {"dW": pixels.T @ dZ, "db": dZ.sum(axis=0, keepdims=True)}


def scores_of_corners(pictures):
    """Return the mean brightness of a picture's four quarters, (m, 4), as scores of four classes; Source: D2 C4_W1."""
    pictures = np.asarray(pictures, float).mean(axis=-1)
    half = pictures.shape[1] // 2
    quarters = [pictures[:, i : i + half, j : j + half] for i in (0, half) for j in (0, half)]
    return np.stack([quarter.mean(axis=(1, 2)) for quarter in quarters], axis=1)


def scores_of_few(pictures):
    """Return scores_of_corners of at most four pictures, as if memory held no more; Source: D2 C4_W1."""
    if len(pictures) > 4:
        raise ValueError(f"only four pictures fit into memory at once, these are {len(pictures)}")
    return scores_of_corners(pictures)


JANE = ("<EOS>", "jane", "is", "visits", "visiting", "going", "to", "be", "africa", "in", "september")
AFTER = {
    "": {"jane": 0.7, "in": 0.2},
    "jane": {"is": 0.5, "visits": 0.4},
    "is": {"going": 0.55, "visiting": 0.35},
    "visits": {"africa": 0.9},
    "visiting": {"africa": 0.8},
    "going": {"to": 0.9},
    "to": {"be": 0.6, "africa": 0.3},
    "be": {"visiting": 0.9},
    "africa": {"in": 0.5, "<EOS>": 0.4},
    "in": {"september": 0.9},
    "september": {"<EOS>": 0.8, "jane": 0.15},
    "in september": {"jane": 0.85},
}


def next_word_of_jane(y):
    """Return log P of each of JANE's eleven words after the numbered words y; 0 is the end; Source: D2 C5_W3, beam search."""
    words = [JANE[int(k)] for k in y]
    after = AFTER.get(" ".join(words) if words == ["in", "september"] else "".join(words[-1:]), {})
    rest = np.array([0.0 if word in after else 1 + k / 100 for k, word in enumerate(JANE)])
    known = np.array([after.get(word, 0.0) for word in JANE])
    return np.log(known + (1 - known.sum()) * rest / rest.sum())


def next_of_four(y):
    """Return log P of each of four words after the words y, drawn by lot; Source: D2 C5_W3, beam search."""
    return _by_lot(y, 4, 0.3)


def next_of_six(y):
    """Return log P of each of six words after the words y, drawn by lot; Source: D2 C5_W3, beam search."""
    return _by_lot(y, 6, 1.9)


def next_without_end(y):
    """Return log P of each of three words after the words y, the first of which hardly ever comes; Source: D2 C5_W3."""
    return _by_lot(y, 3, 4.2, -9.0)


def _by_lot(y, words, start, first=-1.0):
    """Return log-probabilities that depend on all of y; word 0 becomes likelier as y grows, from the score `first`."""
    place = start + sum(0.7 * (k + 1) * (int(word) + 1) for k, word in enumerate(y))
    scores = 1.5 * np.sin(place + 2.3 * np.arange(words))
    scores[0] += first + 0.5 * len(y)
    return scores - np.log(np.sum(np.exp(scores)))


def step_of_descent(parameters, gradients):
    """Return new parameters after a step of gradient descent with learning rate 0.5; Source: D2 C5_W1, backpropagation."""
    return {name: array - 0.5 * gradients[name] for name, array in parameters.items()}


def step_by_signs(parameters, gradients):
    """Return new parameters after a step of 0.1 towards the cube root of each slope; Source: D2 C5_W1, backpropagation."""
    return {name: array - 0.1 * np.cbrt(gradients[name]) for name, array in parameters.items()}


def four_chords(x, a, c):
    """Return four predictions, (4, 1, n), that depend on x, a and c, like an inference model; Source: D2 C5_W1, sampling."""
    return _predictions(4, x, a, c)


def seven_chords(x, a, c):
    """Return seven predictions, (7, 1, n), that depend on x, a and c, like an inference model; Source: D2 C5_W1, sampling."""
    return _predictions(7, x, a, c)


def one_chord(x, a, c):
    """Return a single prediction, (1, 1, n), that depends on x, a and c, like an inference model; Source: D2 C5_W1, sampling."""
    return _predictions(1, x, a, c)


def _predictions(steps, x, a, c):
    """Return probabilities, shape (steps, 1, n), by a rule that treats x, a and c differently."""
    x, a, c = (np.asarray(one, float).reshape(-1) for one in (x, a, c))
    place = 1.7 * a.sum() + 0.9 * np.sum(c * np.arange(1, c.size + 1)) + np.sum(x * np.arange(x.size))
    scores = 2.5 * np.sin(place + 1.3 * np.arange(steps)[:, None] ** 1.5 + 2.1 * np.arange(x.size))
    chances = np.exp(scores)
    return (chances / chances.sum(axis=1, keepdims=True))[:, None, :]
