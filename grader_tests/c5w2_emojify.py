"""Points, cases, known mistakes and other right ways of c5w2_emojify."""

import numpy as np

from grader_tests import Sheet, case, hidden
from grader_tests.inputs_c5w2_emojify import (
    CLASSIFY,
    EMBEDDING,
    IN_WORDS,
    SMALL,
    TRAIN,
    classifier,
    training,
    vectors,
    wrong,
)
from helpers.activations import sigmoid
from helpers.softmax import softmax
from solutions.c5w2_emojify import sentence_to_avg

sheet = Sheet(__name__, position=2, errata="E285")


def average_in_a_loop(sentence, word_to_vec_map):
    total, count = np.zeros(np.shape(next(iter(word_to_vec_map.values())))), 0
    for word in sentence.split():
        vector = word_to_vec_map.get(word.lower())
        if vector is not None:
            total, count = total + vector, count + 1
    return total / max(count, 1)


def average_as_a_product(sentence, word_to_vec_map):
    words = list(word_to_vec_map)
    counts = np.array([sentence.lower().split().count(word) for word in words], dtype=float)
    return counts @ np.array([word_to_vec_map[word] for word in words], dtype=float) / max(counts.sum(), 1.0)


def average_fails_on_unknown(sentence, word_to_vec_map):
    return np.mean([word_to_vec_map[word] for word in sentence.lower().split()], axis=0)


def average_into_the_map(sentence, word_to_vec_map):
    known = [word for word in sentence.lower().split() if word in word_to_vec_map]
    avg = word_to_vec_map[known[0]] if known else np.zeros(len(next(iter(word_to_vec_map.values()))))
    for word in known[1:]:
        avg += word_to_vec_map[word]
    return avg / max(len(known), 1)


NO_WORD = "With no known word there is nothing to take a mean of: 0 divided by 0. Zeros with the length of a word vector are asked for then."

sheet.exercise(
    "sentence_to_avg",
    points=8,
    source="D2 C5_W2 “Simple sentiment classification model”",
    cases=[
        case("the example by hand", "Good food good", SMALL),
        case("a word that is not in the map", "good Xylophone football", SMALL),
        case("capital letters", "The DESSERT is excellent", IN_WORDS),
        case("no known word", "zzz", SMALL),
        hidden("a single word", "football", SMALL),
        hidden(
            "word vectors of whole numbers",
            "b a b c",
            {"a": np.array([1, 2, 4]), "b": np.array([0, 5, 1]), "c": np.array([2, 2, 2])},
        ),
        hidden("an empty sentence", "", vectors("x y", 4, seed=11)),
        hidden(
            "word vectors of six numbers",
            "one two three four five unknown",
            vectors("one two three four five", 6, seed=12),
        ),
        hidden("spaces at the ends and between", "  two   ONE ", vectors("one two", 2, seed=13)),
        hidden("word vectors of one number", "a a b", {"a": np.array([1.5]), "b": np.array([-3.0])}),
    ],
    misconceptions=[
        wrong(
            "no-lower",
            {".lower()": ""},
            "The map has small letters only, so words with a capital letter are not found: “Good” has to be looked up as “good”.",
        ),
        wrong(
            "counts-unknown",
            {"len(known)": "len(sentence.split())"},
            "You divide by the number of all words. Those that are not in the map have added nothing, so they must not be counted either.",
        ),
        wrong(
            "unknown-raises",
            average_fails_on_unknown,
            "A word that is not in the map ends your function with an error. Real sentences have such words all the time: leave them out.",
        ),
        wrong(
            "sum",
            {" / len(known)": ""},
            "This is the sum. A sentence of ten words would then count ten times as much as one of a single word; the mean is asked for.",
        ),
        wrong(
            "one-number",
            {"np.sum(known, axis=0) / len(known)": "np.mean(known)"},
            "All numbers of all words have gone into one mean. Each coordinate has a mean of its own, over the words: an axis is missing.",
        ),
        wrong(
            "each-word-once",
            {"in sentence.lower().split() if": "in dict.fromkeys(sentence.lower().split()) if"},
            "A word that comes twice counts only once here (a set or the keys of a dictionary drop repetitions).",
        ),
        wrong(
            "changes-map",
            average_into_the_map,
            "The sum starts with an array of the map itself, and += then writes into that array: after the call the word has another vector. Start with an array of zeros of your own.",
        ),
        wrong(
            "fixed-size",
            {"n_h = len(next(iter(word_to_vec_map.values())))": "n_h = 50"},
            "The zeros have 50 numbers whatever the map. Take the length from any vector of the map.",
        ),
        wrong(
            "zeros-are-nan",
            {"if not known:": "if False:", "np.sum(known, axis=0)": "(np.zeros(n_h) + np.sum(known, axis=0))"},
            NO_WORD,
        ),
        wrong(
            "mean-of-nothing",
            {"if not known:": "if False:", "np.sum(known, axis=0) / len(known)": "np.mean(known, axis=0)"},
            NO_WORD,
        ),
    ],
    accepted=[
        average_in_a_loop,
        average_as_a_product,
        {"np.sum(known, axis=0) / len(known)": "np.mean(known, axis=0)"},
    ],
    hints=[
        "sentence.lower().split() is the list of words in small letters.",
        "Keep only the words that are in the map; their number is what you divide by.",
        "The zeros need a length, and any vector of the map has it: next(iter(word_to_vec_map.values())).",
    ],
)


def one_hot_steps(X, Y, word_to_vec_map, learning_rate=0.01, num_iterations=200):
    averages = [sentence_to_avg(sentence, word_to_vec_map).reshape(-1, 1) for sentence in X]
    Y = np.array(Y).flatten()
    classes = int(Y.max()) + 1
    truth, start = np.eye(classes)[Y], np.random.normal(size=(len(averages[0]), classes))  # another order of draws
    W, b = start.T / len(averages[0]) ** 0.5, np.zeros((classes, 1))
    for _ in range(num_iterations):
        for i in range(len(X)):
            z = W @ averages[i] + b
            a = np.exp(z) / np.exp(z).sum()
            dz = a - truth[i].reshape(-1, 1)
            W, b = W - learning_rate * dz @ averages[i].T, b - learning_rate * dz
    pred = [[float((W @ avg + b).argmax())] for avg in averages]
    return np.array(pred), W, b.ravel()


def own_generator(X, Y, word_to_vec_map, learning_rate=0.01, num_iterations=200):
    draw = np.random.RandomState(np.random.randint(10**6))
    averages = np.stack([sentence_to_avg(sentence, word_to_vec_map) for sentence in X])
    W = draw.randn(max(Y) + 1, averages.shape[1]) / np.sqrt(averages.shape[1])
    b = W[:, 0] * 0
    for step in range(num_iterations * len(X)):
        x, y = averages[step % len(X)], Y[step % len(X)]
        a = softmax(np.einsum("kn,n->k", W, x) + b)
        dz = a - (np.arange(len(b)) == y)
        W, b = W - learning_rate * np.einsum("k,n->kn", dz, x), b - learning_rate * dz
    return np.array([np.argmax(W @ x + b) for x in averages])[:, None], W, b


def all_at_once(X, Y, word_to_vec_map, learning_rate=0.01, num_iterations=200):
    averages = np.array([sentence_to_avg(sentence, word_to_vec_map) for sentence in X])
    n_y, n_h = np.max(Y) + 1, averages.shape[1]
    W, b = np.random.randn(n_y, n_h) / np.sqrt(n_h), np.zeros(n_y)
    for _ in range(num_iterations):
        dZ = softmax(W @ averages.T + b[:, None]) - np.eye(n_y)[:, np.asarray(Y)]
        W, b = W - learning_rate * dZ @ averages / len(X), b - learning_rate * dZ.mean(axis=1)
    return np.argmax(averages @ W.T + b, axis=1).reshape(-1, 1), W, b


def adds_gradients_up(X, Y, word_to_vec_map, learning_rate=0.01, num_iterations=200):
    averages = np.array([sentence_to_avg(sentence, word_to_vec_map) for sentence in X])
    n_y, n_h = np.max(Y) + 1, averages.shape[1]
    W, b, dW, db = np.random.randn(n_y, n_h) / np.sqrt(n_h), np.zeros(n_y), np.zeros((n_y, n_h)), np.zeros(n_y)
    for _ in range(num_iterations):
        for avg, label in zip(averages, np.ravel(Y)):
            dz = softmax(W @ avg + b) - np.eye(n_y)[label]
            dW, db = dW + np.outer(dz, avg), db + dz
            W, b = W - learning_rate * dW, b - learning_rate * db
    return np.argmax(averages @ W.T + b, axis=1).reshape(-1, 1), W, b


STEPS = {"name": "softmax_steps", "defaults": {"learning_rate": 0.01, "num_iterations": 200}}

sheet.exercise(
    "model",
    points=14,
    source="D2 C5_W2 “Simple sentiment classification model”; C2_W3 “Training a softmax classifier”",
    uses=["sentence_to_avg"],
    parts={"predictions": ["[0]"], "parameters": ["[1]", "[2]"]},
    properties=[
        *({**STEPS, "leaf": f"[{k}]"} for k in range(3)),
        {
            "name": "spread",
            "factor": 1.35,
            "leaf": "[1]",
            "cases": ["the starting weights: steps of length 0", "starting weights of many classes"],
        },
        {"name": "varies", "leaf": "[1]"},
    ],
    cases=[
        case(
            "two sentences, one step each",
            *training("a b|c d", [0, 1], 2, seed=21),
            learning_rate=0.5,
            num_iterations=1,
        ),
        case("three classes", *training("a b|c|b d a", [2, 0, 1], 3, seed=22), learning_rate=0.2, num_iterations=5),
        case(
            "the starting weights: steps of length 0",
            *training("a|b|c|d|a b|c d", [0, 1, 2, 3, 4, 5], 12, seed=23),
            learning_rate=0.0,
            num_iterations=1,
        ),
        case("the default settings", *training("a a b|b c|d", [0, 1, 1], 2, seed=24)),
        case("one sentence", *training("a d", [0], 3, seed=25), learning_rate=0.1, num_iterations=2),
        hidden(
            "five sentences",
            *training("a|b c|A d|c|d unknown", [1, 0, 2, 3, 1], 4, seed=26),
            learning_rate=0.3,
            num_iterations=8,
        ),
        hidden(
            "a sentence without known words",
            *training("a b|zzz|c", [0, 1, 2], 2, seed=27),
            learning_rate=0.4,
            num_iterations=3,
        ),
        hidden(
            "starting weights of many classes",
            *training("a|b|c|d|a b|c d|a c", range(7), 10, seed=28),
            learning_rate=0.0,
            num_iterations=2,
        ),
        hidden(
            "seven classes",
            *training("a|b|c|d|a b|c d|a c", [6, 5, 4, 3, 2, 1, 0], 5, seed=29),
            learning_rate=0.5,
            num_iterations=2,
        ),
        hidden("the classes sorted", *training("a|a b|c|c d", [0, 0, 1, 1], 3, seed=30), num_iterations=20),
    ],
    misconceptions=[
        *[wrong(*one) for one in TRAIN],
        wrong(
            "all-at-once",
            all_at_once,
            "W and b move once per round, by the mean over all sentences. Here they move after every single sentence, which is stochastic gradient descent.",
        ),
        wrong(
            "adds-gradients-up",
            adds_gradients_up,
            "Your dW and db grow from sentence to sentence, so every step also repeats all steps before. A step goes by the gradient of its own sentence alone.",
        ),
    ],
    accepted=[
        one_hot_steps,
        own_generator,
        {
            "np.argmax(averages @ W.T + b, axis=1).reshape(-1, 1)": "(averages @ W.T + b).argmax(1)[:, None].astype(float)"
        },
    ],
    hints=[
        "Compute the averages once, before the loops: an array with one row per sentence.",
        "Two loops: num_iterations rounds, and in each all sentences in their order. One step for each sentence.",
        "For one sentence z = W·avg + b, a = softmax(z), and dz is a minus the one-hot column of the label; dW is the outer product of dz and avg.",
    ],
)


def indices_in_a_loop(X, word_to_index, max_len):
    result = np.zeros((len(X), max_len))
    for i in range(len(X)):
        j = 0
        for word in X[i].lower().split():
            if word in word_to_index and j < max_len:
                result[i, j] = word_to_index[word]
                j += 1
    return result


def indices_from_lists(X, word_to_index, max_len):
    rows = [[word_to_index[w] for w in s.lower().split() if w in word_to_index] for s in X]
    return np.array([(row + [0] * max_len)[:max_len] for row in rows])


DOCUMENT = {"the": 8928, "dessert": 2468, "is": 4694, "excellent": 3180}
NUMBERS = {"i": 3, "like": 1, "pizza": 5, "and": 2, "tennis": 4}
ROWS = "indices[i, : len(known)] = known"

sheet.exercise(
    "sentences_to_indices",
    points=8,
    source="D2 C5_W2 “Simple sentiment classification model”: 8928 2468 4694 3180",
    cases=[
        case("the document's sentence", ["The dessert is excellent"], DOCUMENT, 6),
        case(
            "two sentences, one with an unknown word", ["I like spicy pizza", "Tennis and pizza and tennis"], NUMBERS, 5
        ),
        case("a sentence that is too long", ["i like pizza and tennis", "pizza"], NUMBERS, 3),
        case("as many sentences as columns", ["and I", "tennis"], NUMBERS, 2),
        hidden("no known word", ["nothing here", "i like"], NUMBERS, 4),
        hidden("a row of one column", ["pizza tennis", "like", "zzz and"], NUMBERS, 1),
        case("unknown words before a long sentence", ["oh well I like pizza AND tennis"], NUMBERS, 4),
        hidden("an unknown word, then too many", ["oh I like", "tennis well pizza"], NUMBERS, 2),
        hidden("an empty sentence", ["", "tennis like i"], NUMBERS, 3),
        hidden("a long row", ["like " * 7], NUMBERS, 12),
    ],
    misconceptions=[
        wrong(
            "no-lower",
            {".lower()": ""},
            "Words with a capital letter are not found: the dictionary has small letters only.",
        ),
        wrong(
            "gap",
            {
                "[word_to_index[word] for word in sentence.lower().split() if word in word_to_index]": "[word_to_index.get(word, 0) for word in sentence.lower().split()]"
            },
            "An unknown word leaves a 0 in the middle of a row. 0 means padding; the words after it should move up.",
        ),
        wrong(
            "unknown-raises",
            {" if word in word_to_index]": "]"},
            "An unknown word ends your function with an error; leave such words out.",
        ),
        wrong(
            "padded-in-front",
            {ROWS: "indices[i, max_len - len(known) :] = known"},
            "The zeros stand in front of the words. The words begin in the first column here, the zeros follow.",
        ),
        wrong(
            "too-long-raises",
            {"known = known[:max_len]": "pass"},
            "A sentence with more than max_len known words ends your function with an error. Cut it off.",
        ),
        wrong(
            "cut-before-lookup",
            {"sentence.lower().split() if": "sentence.lower().split()[:max_len] if"},
            "The sentence is cut off before unknown words are left out, so words are lost for which there is still room.",
        ),
        wrong(
            "keeps-the-end",
            {"known[:max_len]": "known[-max_len:]"},
            "From a sentence that is too long you keep the last words; the first max_len are asked for.",
        ),
        wrong(
            "columns",
            {"return indices": "return indices.T"},
            "Sentences stand in columns here. One row per sentence is asked for: shape (m, max_len).",
        ),
        wrong(
            "longest-sentence",
            {"(len(X), max_len)": "(len(X), min(max_len, max(len(s.split()) for s in X)))"},
            "The rows are as long as the longest sentence. They should have max_len columns, however short the sentences are.",
        ),
    ],
    accepted=[indices_in_a_loop, indices_from_lists],
    hints=[
        "Start with np.zeros of shape (m, max_len); what you don't write stays padding.",
        "For one sentence: the list of the numbers of its known words. Then cut the list, and write it into the first columns of row i.",
    ],
)


def embedding_in_order(word_to_vec_map, word_to_index):
    words = sorted(word_to_index, key=word_to_index.get)
    rows = np.array([word_to_vec_map[word] for word in words], dtype=float)
    return np.vstack([np.zeros(rows.shape[1]), rows])


def embedding_in_a_loop(word_to_vec_map, word_to_index):
    n = word_to_vec_map[next(iter(word_to_index))].size
    E = [[0.0] * n for _ in range(1 + len(word_to_index))]
    for word in word_to_vec_map:
        if word in word_to_index:
            E[word_to_index[word]] = list(word_to_vec_map[word])
    return np.asarray(E)


sheet.exercise(
    "pretrained_embedding_layer",
    points=6,
    source="D2 C5_W2 “Embedding matrix”",
    cases=[
        case(
            "the example by hand", {"good": np.array([1.0, -1.0]), "food": np.array([0.5, 2.0])}, {"food": 1, "good": 2}
        ),
        case("four words in another order", vectors("a b c d", 3, seed=41), {"c": 4, "a": 1, "d": 3, "b": 2}),
        case("as many rows as numbers in a vector", vectors("x y", 3, seed=42), {"x": 2, "y": 1}),
        hidden("one word", vectors("only", 4, seed=43), {"only": 1}),
        case("more vectors than numbered words", vectors("a b c d e", 2, seed=44), {"e": 1, "b": 3, "a": 2}),
        hidden("a map with many more words", vectors("a b c d e f g", 3, seed=47), {"g": 1, "c": 2}),
        hidden("word vectors of one number", vectors("a b c", 1, seed=45), {"b": 1, "a": 3, "c": 2}),
        hidden("word vectors of eight numbers", vectors("a b c", 8, seed=46), {"a": 2, "b": 3, "c": 1}),
    ],
    misconceptions=[wrong(*one) for one in EMBEDDING],
    accepted=[embedding_in_order, embedding_in_a_loop],
    hints=[
        "Start with zeros of shape (V + 1, n_x). The one more row is row 0.",
        "word_to_index.items() gives pairs (word, number): the number is the row.",
    ],
)


def sentence_by_sentence(X, E, parameters):
    columns = []
    for row in np.asarray(X).astype(int):
        a = c = np.zeros((parameters["Wf"].shape[0], 1))
        for k in row[row > 0]:
            x = np.vstack((a, E[k].reshape(-1, 1)))
            f, i, o, g = (parameters["W" + s] @ x + parameters["b" + s] for s in "fioc")
            c = c * sigmoid(f) + np.tanh(g) * sigmoid(i)
            a = np.tanh(c) * sigmoid(o)
        columns.append(softmax(parameters["Wy"] @ a + parameters["by"]))
    return np.hstack(columns)


def with_a_mask(X, E, parameters):
    words, n_a = E[np.array(X, dtype=int)], len(parameters["bf"])
    mask = (np.array(X) != 0).astype(float)
    W = np.concatenate([parameters["W" + s] for s in "fioc"])
    b = np.concatenate([parameters["b" + s] for s in "fioc"])
    a, c = np.zeros((n_a, len(X))), np.zeros((n_a, len(X)))
    for t in range(mask.shape[1]):
        z = np.einsum("kj,jm->km", W[:, :n_a], a) + np.einsum("kj,mj->km", W[:, n_a:], words[:, t]) + b
        f, i, o = 1 / (1 + np.exp(-z[: 3 * n_a].reshape(3, n_a, -1)))
        new = f * c + i * np.tanh(z[3 * n_a :])
        a, c = a + mask[:, t] * (o * np.tanh(new) - a), c + mask[:, t] * (new - c)
    scores = np.exp(parameters["Wy"] @ a + parameters["by"])
    return scores / scores.sum(axis=0)


sheet.exercise(
    "lstm_classify_forward",
    points=14,
    source="D2 C5_W2 “RNN for sentiment classification”; C5_W1 “LSTM units”",
    cases=[
        case("the example by hand", *classifier([[1, 0]], 1, 1, 2, seed=None)),
        case("two sentences of two words", *classifier([[1, 2], [3, 1]], 2, 2, 2, seed=51)),
        case("sentences of different lengths", *classifier([[2, 1, 3], [1, 0, 0], [3, 2, 0]], 2, 3, 2, seed=52)),
        case("one sentence", *classifier([[1, 3, 2, 1]], 3, 2, 4, seed=53)),
        hidden("an empty sentence among others", *classifier([[0, 0], [2, 3], [1, 0]], 2, 2, 3, seed=54)),
        hidden("one unit", *classifier([[1, 2, 0, 0], [2, 0, 0, 0]], 3, 1, 5, seed=55)),
        hidden("as many sentences as units", *classifier([[1, 2, 3], [3, 3, 0], [2, 0, 0]], 3, 3, 3, seed=56)),
        hidden("a sentence of two words and one of one", *classifier([[1, 3, 0], [2, 0, 0]], 2, 2, 2, seed=57)),
        hidden("one column", *classifier([[1], [2], [0], [3]], 2, 3, 2, seed=58)),
    ],
    misconceptions=[wrong(*one) for one in CLASSIFY],
    accepted=[sentence_by_sentence, with_a_mask, {"np.where(is_word, c_next, c)": "c_next"}],
    hints=[
        "E[X[:, t]] picks the rows of step t's words, shape (m, n_x). The formulas want columns.",
        "One step is the LSTM cell of week 1. Compute the next a and c for all sentences first.",
        "Then keep them only where X[:, t] is a word: np.where(is_word, new, old) chooses column by column.",
        "After the loop a holds every sentence's state after its last word; one softmax over the classes is left.",
    ],
)
