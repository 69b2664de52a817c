"""Inputs of c5w2_emojify: small maps of word vectors, sentences, LSTMs, and lists of mistakes."""

import numpy as np

from grader_tests import misconception


def wrong(id, how, says, score=0.0):
    """Return the known mistake that an edit of the reference makes, or a function."""
    return misconception(id, says=says, score=score, **({"edit": how} if isinstance(how, dict) else {"by": how}))


def numbers(*shape, seed, scale=1.0):
    """Return an array of short numbers, none of them 0."""
    draw = np.random.default_rng(seed)
    return (scale * draw.choice([-1, 1], size=shape) * draw.uniform(0.1, 1.5, size=shape)).round(2) + 0.0


def vectors(words, n, seed):
    """Return a map from each of the words to a vector of n numbers."""
    return {word: numbers(n, seed=seed + 100 * k) for k, word in enumerate(words.split())}


SMALL = {"good": np.array([2.0, 1.0]), "food": np.array([-1.0, 4.0]), "football": np.array([0.5, -3.0])}
IN_WORDS = vectors("the dessert is excellent", 3, seed=10)


def training(sentences, Y, n, seed):
    """Return (X, Y, word_to_vec_map) for sentences of the words a, b, c, d."""
    return sentences.split("|"), np.array(Y), vectors("a b c d", n, seed)


def classifier(X, n_x, n_a, n_y, seed):
    """Return (X, E, parameters) for three words; without a seed, the LSTM of the example by hand."""
    X = np.array(X)
    if seed is None:
        by_hand = {f"W{gate}": np.array([[0.0, weight]]) for gate, weight in zip("fico", (0.0, 2.0, 1.0, 0.0))}
        by_hand |= {f"b{gate}": np.zeros((1, 1)) for gate in "fico"}
        return X, np.array([[0.0], [1.0]]), by_hand | {"Wy": np.array([[4.0], [0.0]]), "by": np.zeros((2, 1))}
    E = np.vstack([np.zeros(n_x), numbers(3, n_x, seed=seed)])
    parameters = {f"W{gate}": numbers(n_a, n_a + n_x, seed=seed + 100 * k) for k, gate in enumerate("fico", start=1)}
    parameters |= {f"b{gate}": numbers(n_a, 1, seed=seed + 100 * k) for k, gate in enumerate("fico", start=5)}
    return (
        X,
        E,
        parameters | {"Wy": numbers(n_y, n_a, seed=seed + 900, scale=2.0), "by": numbers(n_y, 1, seed=seed + 950)},
    )


TRAIN = [
    (
        "no-scale",
        {" / np.sqrt(n_h)": ""},
        "The starting weights have size 1. Divided by √n_h, they make z of about the size of one coordinate, however long the word vectors are.",
        0.5,
    ),
    (
        "starts-at-zero",
        {"np.random.randn(n_y, n_h)": "np.zeros((n_y, n_h))"},
        "W starts at zero. With a single softmax layer that would work (no hidden units that stay twins), but here it starts with random numbers.",
    ),
    (
        "seed-inside",
        {"W, b = np.random": "np.random.seed(1)\n    W, b = np.random"},
        "There is a seed inside your function, so every call draws the same weights. Whoever calls it decides about the seed.",
    ),
    (
        "uphill",
        {"W -= ": "W += ", "b -= ": "b += "},
        "The steps go along the gradient, which points uphill: the cost grows. Subtract it.",
    ),
    ("b-stays", {"b -= learning_rate * dz": "pass"}, "The biases never move; their gradient is dz itself."),
    (
        "no-softmax",
        {"softmax(W @ avg + b)": "W @ avg + b"},
        "dz is the probabilities minus the one-hot label. Yours takes the scores z instead, without a softmax.",
    ),
    (
        "sigmoid",
        {"softmax(W @ avg + b)": "1 / (1 + np.exp(-(W @ avg + b)))"},
        "These are sigmoids, one for each class on its own. A sentence has exactly one class, so the probabilities should add up to 1: softmax.",
    ),
    (
        "no-label",
        {"dz[label] -= 1": "pass"},
        "The labels don't occur in your gradient, so nothing can be learned from them: dz is the probabilities minus the one-hot label.",
    ),
    (
        "five-classes",
        {"np.max(labels) + 1": "5"},
        "There are always 5 classes here. How many there are is told by the labels: they run from 0 to n_y − 1.",
    ),
    (
        "probabilities",
        {"np.argmax(averages @ W.T + b, axis=1).reshape(-1, 1)": "softmax((averages @ W.T + b).T).T"},
        "pred holds the probabilities of all classes. One number per sentence is asked for, the class with the largest.",
        0.5,
    ),
    (
        "flat-predictions",
        {".reshape(-1, 1)": ""},
        "pred is flat, shape (m,). It should be a column: one row per sentence, shape (m, 1).",
        0.5,
    ),
    (
        "predicted-on-the-way",
        {
            "dz = softmax(W @ avg + b)\n": "dz = softmax(W @ avg + b)\n            seen = (seen if 'seen' in locals() else []) + [np.argmax(dz)]\n",
            "np.argmax(averages @ W.T + b, axis=1).reshape(-1, 1)": "np.array(seen[-len(X):]).reshape(-1, 1)",
        },
        "These predictions were made before the sentence's own last step, each with other weights. Predict for all sentences after training, with the W and b that you return.",
        0.5,
    ),
]

EMBEDDING = [
    (
        "size-of-the-map",
        {"len(word_to_index) + 1": "len(word_to_vec_map) + 1"},
        "The number of rows comes from the map, which may hold more words than are numbered. V is the number of words in word_to_index.",
    ),
    (
        "random-padding",
        {"E = np.zeros(": "E = np.random.standard_normal("},
        "Row 0 is padding and has to be zero; yours holds random numbers.",
    ),
    (
        "no-padding-row",
        {"len(word_to_index) + 1": "len(word_to_index)", "E[index]": "E[index - 1]"},
        "Row 0 belongs to padding, which is no word: it has to be zero, and word number k stands in row k. You have one row too few.",
    ),
    (
        "row-below",
        {"E[index]": "E[index - 1]"},
        "Every vector is one row too high: word number k belongs in row k, and row 0 stays zero.",
    ),
    (
        "order-of-the-map",
        {
            "for word, index in word_to_index.items():": "for index, word in enumerate(word_to_vec_map, start=1):",
            "E[index]": "E[min(index, len(E) - 1)]",
        },
        "The rows follow the order in which the map holds its words. The number of a word is what word_to_index says.",
    ),
    (
        "order-of-the-index",
        {"for word, index in word_to_index.items():": "for index, word in enumerate(word_to_index, start=1):"},
        "The rows follow the order in which word_to_index lists its words. Their numbers may come in any order: use the number itself.",
    ),
    (
        "transposed",
        {"return E": "return E.T"},
        "The document draws E with one column per word, as one multiplies it with one-hot columns. Here a word's vector is a row, which is what E[k] picks.",
    ),
]

CLASSIFY = [
    (
        "runs-over-padding",
        {"np.where(is_word, a_next, a), np.where(is_word, c_next, c)": "a_next, c_next"},
        "The LSTM goes on over the padding. Even a vector of zeros moves a and c, by the biases and by a itself; so a sentence's result would depend on how much padding follows it.",
    ),
    (
        "stops-early",
        {"is_word = X[:, t] > 0": "is_word = np.full(len(X), bool(np.all(X[:, : t + 1] > 0)))"},
        "As soon as one sentence has ended, all stop, and the longer ones are not read to their end. Each sentence stops on its own.",
    ),
    (
        "stops-late",
        {"is_word = X[:, t] > 0": "is_word = np.full(len(X), bool(np.any(X[:, t] > 0)))"},
        "Short sentences run on over their padding until the longest has ended. Each sentence stops on its own.",
    ),
    (
        "same-array",
        {
            "c = np.zeros_like(a)": "c = a",
            "a, c = np.where(is_word, a_next, a), np.where(is_word, c_next, c)": "c[:, is_word] = c_next[:, is_word]\n        a[:, is_word] = a_next[:, is_word]",
        },
        "After a = c = np.zeros(…) both names stand for one and the same array, so writing into a also writes over c. Make two arrays.",
    ),
    (
        "not-transposed",
        {"E[X[:, t]].T": "E[X[:, t]]"},
        "E[X[:, t]] has one row per sentence, shape (m, n_x), but the formulas want one column per sentence. (Where m happens to equal n_x, the shapes fit and the numbers are wrong.)",
    ),
    (
        "padding-resets",
        {"np.where(is_word, a_next, a), np.where(is_word, c_next, c)": "a_next * is_word, c_next * is_word"},
        "At padding a and c become 0, so a short sentence is forgotten before the end. They should stay as they were after its last word.",
    ),
    (
        "x-before-a",
        {"[a, E[X[:, t]].T]": "[E[X[:, t]].T, a]"},
        "The weights act on [a_prev; x], in this order; you put x on top.",
    ),
    (
        "no-tanh-of-c",
        {"o * np.tanh(c_next)": "o * c_next"},
        "a is the output gate times tanh of c, not times c itself.",
    ),
    (
        "gates-swapped",
        {"f * c + i * candidate": "i * c + f * candidate"},
        "The forget gate decides what is kept of the old c, the update gate what is taken from the candidate; here it is the other way round.",
    ),
    (
        "candidate-sigmoid",
        {"candidate = np.tanh(": "candidate = sigmoid("},
        "The candidate is no gate: it may be negative. It has a tanh.",
    ),
    (
        "scores",
        {"softmax(": "("},
        "These are the scores. Probabilities come out of a softmax over the classes.",
    ),
    (
        "softmax-over-sentences",
        {'softmax(parameters["Wy"] @ a + parameters["by"])': 'softmax((parameters["Wy"] @ a + parameters["by"]).T).T'},
        "The probabilities of a class add up to 1 over the sentences. They should add up to 1 over the classes, for each sentence: axis 0 here.",
    ),
    (
        "rows-for-sentences",
        {
            'return softmax(parameters["Wy"] @ a + parameters["by"])': 'return softmax(parameters["Wy"] @ a + parameters["by"]).T'
        },
        "Sentences stand in rows here. Classes are the rows and sentences the columns: shape (n_y, m).",
    ),
    (
        "memory-not-state",
        {'parameters["Wy"] @ a': 'parameters["Wy"] @ c'},
        "The output is computed from the memory c. It is made from the activations a.",
    ),
]
