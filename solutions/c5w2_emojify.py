"""Emojify: sentences as averages of word vectors, then as sequences for an LSTM."""

import numpy as np

from helpers.activations import sigmoid
from helpers.softmax import softmax


def sentence_to_avg(sentence, word_to_vec_map):
    """Average the word vectors of a sentence.

    sentence -- words with spaces between, in small or capital letters
    word_to_vec_map -- dictionary from a word in small letters to its vector, shape (n_h,); it may hold whole numbers
    Returns the mean over the words that are in the map, shape (n_h,), floats; zeros when none is. A word that comes
    twice counts twice.
    Source: D2 C5_W2, "Simple sentiment classification model".
    """
    n_h = len(next(iter(word_to_vec_map.values())))
    known = [word_to_vec_map[word] for word in sentence.lower().split() if word in word_to_vec_map]
    if not known:
        return np.zeros(n_h)
    return np.sum(known, axis=0) / len(known)


def model(X, Y, word_to_vec_map, learning_rate=0.01, num_iterations=200):
    """Train softmax regression on the averages of sentences, by a step of gradient descent after every sentence.

    X -- m sentences
    Y -- their classes, whole numbers from 0 to n_y - 1, shape (m,)
    word_to_vec_map -- dictionary from a word to its vector, shape (n_h,)
    learning_rate, num_iterations -- length of a step; how often all sentences are gone through, in their order
    Returns (pred, W, b): the classes predicted for X, shape (m, 1); weights (n_y, n_h), which start as randn(n_y, n_h) / sqrt(n_h);
    biases (n_y,), which start at zero. Draws from np.random without seeding it.
    Source: D2 C5_W2, "Simple sentiment classification model"; C2_W3, "Training a softmax classifier".
    """
    averages = np.array([sentence_to_avg(sentence, word_to_vec_map) for sentence in X])
    labels = np.asarray(Y, dtype=int).ravel()
    n_y, n_h = np.max(labels) + 1, averages.shape[1]
    W, b = np.random.randn(n_y, n_h) / np.sqrt(n_h), np.zeros(n_y)
    for _ in range(num_iterations):
        for avg, label in zip(averages, labels):
            dz = softmax(W @ avg + b)
            dz[label] -= 1
            W -= learning_rate * np.outer(dz, avg)
            b -= learning_rate * dz
    pred = np.argmax(averages @ W.T + b, axis=1).reshape(-1, 1)
    return pred, W, b


def sentences_to_indices(X, word_to_index, max_len):
    """Write every sentence as a row of word numbers, padded with zeros.

    X -- m sentences, in small or capital letters
    word_to_index -- dictionary from a word in small letters to its number, 1 or greater
    max_len -- length of a row
    Returns integers, shape (m, max_len): the numbers of a sentence's known words in their order from the first column on,
    then zeros. Unknown words leave no gap; what does not fit into max_len is cut off.
    Source: D2 C5_W2, "Simple sentiment classification model": The dessert is excellent, 8928 2468 4694 3180.
    """
    indices = np.zeros((len(X), max_len), dtype=int)
    for i, sentence in enumerate(X):
        known = [word_to_index[word] for word in sentence.lower().split() if word in word_to_index]
        known = known[:max_len]
        indices[i, : len(known)] = known
    return indices


def pretrained_embedding_layer(word_to_vec_map, word_to_index):
    """Put word vectors into an embedding matrix, one per row.

    word_to_vec_map -- dictionary from a word to its vector, shape (n_x,)
    word_to_index -- dictionary from each of the V words to its number, from 1 to V in any order
    Returns E of shape (V + 1, n_x): row k is the vector of word number k; row 0, which stands for padding, is zero.
    Source: D2 C5_W2, "Embedding matrix".
    """
    n_x = len(next(iter(word_to_vec_map.values())))
    E = np.zeros((len(word_to_index) + 1, n_x))
    for word, index in word_to_index.items():
        E[index] = word_to_vec_map[word]
    return E


def lstm_classify_forward(X, E, parameters):
    """Read sentences word by word with an LSTM and tell the probabilities of the classes after the last word.

    X -- word numbers as sentences_to_indices makes them, shape (m, T); 0 is padding, which changes neither a nor c
    E -- embedding matrix, shape (V + 1, n_x)
    parameters -- dictionary: Wf, Wi, Wc, Wo (n_a, n_a + n_x), which act on [a_prev; x], and bf, bi, bc, bo (n_a, 1), for
                  forget gate, update gate, candidate, output gate; Wy (n_y, n_a) and by (n_y, 1)
    Returns probabilities, shape (n_y, m): softmax(Wy a + by) of the state after each sentence's last word; a and c start at zero.
    Source: D2 C5_W2, "RNN for sentiment classification"; C5_W1, "LSTM units".
    """
    X = np.asarray(X, dtype=int)
    a = np.zeros((parameters["Wy"].shape[1], len(X)))
    c = np.zeros_like(a)
    for t in range(X.shape[1]):
        concat = np.concatenate([a, E[X[:, t]].T])
        f, i, o = (sigmoid(parameters["W" + gate] @ concat + parameters["b" + gate]) for gate in "fio")
        candidate = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
        c_next = f * c + i * candidate
        a_next = o * np.tanh(c_next)
        is_word = X[:, t] > 0
        a, c = np.where(is_word, a_next, a), np.where(is_word, c_next, c)
    return softmax(parameters["Wy"] @ a + parameters["by"])
