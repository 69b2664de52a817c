"""Word vectors: how alike two words are, analogies, skip-grams with negative sampling, GloVe, and taking a bias out."""

import numpy as np

from helpers.activations import sigmoid


def cosine_similarity(u, v):
    """Tell how alike two vectors are by the angle between them.

    u, v -- vectors, shape (n,); neither is zero
    Returns the cosine of the angle, a number from -1 (opposite) to 1 (same direction).
    Source: D2 C5_W2, "Cosine similarity".
    """
    return np.dot(u, v) / (np.linalg.norm(u) * np.linalg.norm(v))


def complete_analogy(word_a, word_b, word_c, word_to_vec_map):
    """Find the word that is to word_c as word_b is to word_a.

    word_a, word_b, word_c -- words in any mixture of capitals; the map knows them in small letters
    word_to_vec_map -- dictionary {word: vector of shape (n,)}
    Returns the word w, other than word_c, whose difference e_w - e_c points most nearly the way of e_b - e_a; of equals the
    first in the map. A word with the same vector as word_c has no direction, and cannot win.
    Source: D2 C5_W2, "Analogies using word vectors".
    """
    a, b, c = word_a.lower(), word_b.lower(), word_c.lower()
    direction = word_to_vec_map[b] - word_to_vec_map[a]
    best, best_word = -np.inf, None
    for word, e_w in word_to_vec_map.items():
        if word == c:
            continue
        with np.errstate(invalid="ignore"):  # a difference of zero gives 0/0 = nan, and nan > best is False
            similarity = cosine_similarity(direction, e_w - word_to_vec_map[c])
        if similarity > best:
            best, best_word = similarity, word
    return best_word


def embedding_lookup(E, indices):
    """Fetch the vectors of several words.

    E -- embedding matrix with one word per column, shape (n, V)
    indices -- the words' places in the vocabulary, counted from 0; integers, shape (m,)
    Returns an array of shape (n, m): column i is the vector of word indices[i].
    Source: D2 C5_W2, "Embedding matrix".
    """
    return E[:, indices]


def skip_gram_pairs(words, window):
    """List every word with each of its neighbours.

    words -- a text, list of words (or of their indices)
    window -- how many neighbours count on either side
    Returns a list of pairs (context, target), one for each place and each of its neighbours, in any order; a pair that the
    text has twice is listed twice.
    Source: D2 C5_W2, "Skip-grams".
    """
    pairs = []
    for i, context in enumerate(words):
        for j in range(max(0, i - window), min(len(words), i + window + 1)):
            if j != i:
                pairs.append((context, words[j]))
    return pairs


def negative_sampling_distribution(counts):
    """Tell how likely each word is drawn as a negative example.

    counts -- how often each word stands in the text, shape (V,)
    Returns an array of shape (V,) that sums to 1: proportional to the counts to the power 3/4.
    Source: D2 C5_W2, "Selecting negative examples".
    """
    weights = np.asarray(counts, dtype=float) ** 0.75
    return weights / np.sum(weights)


def negative_sampling_loss(e_c, theta, y):
    """Compute the loss of one context word with its targets, the true one and the k drawn ones.

    e_c -- vector of the context word, shape (n,)
    theta -- one column of parameters for each target, shape (n, k + 1)
    y -- 1 for a true target, 0 for a drawn one, shape (k + 1,)
    Returns the sum of the k + 1 logistic losses, a number.
    Source: D2 C5_W2, "Negative sampling".
    """
    a = sigmoid(np.dot(theta.T, e_c))
    return -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a))


def negative_sampling_gradients(e_c, theta, y):
    """Compute the gradients of `negative_sampling_loss`.

    e_c -- vector of the context word, shape (n,)
    theta -- one column of parameters for each target, shape (n, k + 1)
    y -- 1 for a true target, 0 for a drawn one, shape (k + 1,)
    Returns (de_c, dtheta), of the shapes of e_c and theta.
    Source: D2 C5_W2, "Negative sampling".
    """
    dz = sigmoid(np.dot(theta.T, e_c)) - y
    return np.dot(theta, dz), np.outer(e_c, dz)


def glove_cost(X, theta, E, b, b_prime, x_max=100, alpha=0.75):
    """Compute GloVe's cost of two sets of word vectors, given how often words meet.

    X -- X[i, j]: how often word i stands near word j, shape (V, V)
    theta, E -- vectors of words as targets and as contexts, one per column, shape (n, V)
    b, b_prime -- biases of targets (i) and of contexts (j), shape (V,)
    x_max, alpha -- the weight of a pair is (X / x_max) ** alpha, but never above 1; a pair that never meets has weight 0
    Returns the sum of weighted squares over all pairs, a number.
    Source: D2 C5_W2, "GloVe (global vectors for word representation)".
    """
    met = X > 0
    weight = np.where(met, np.minimum((X / x_max) ** alpha, 1), 0)
    log_X = np.log(np.where(met, X, 1))
    difference = np.dot(theta.T, E) + b[:, np.newaxis] + b_prime - log_X
    return np.sum(weight * difference**2)


def bias_axis(pairs, word_to_vec_map):
    """Find the direction in which the words of several pairs differ.

    pairs -- list of pairs of words, such as ("he", "she")
    word_to_vec_map -- dictionary {word: vector of shape (n,)}
    Returns the mean over the pairs of e_first - e_second, shape (n,).
    Source: D2 C5_W2, "Addressing bias in word embeddings", step 1.
    """
    return np.mean([word_to_vec_map[first] - word_to_vec_map[second] for first, second in pairs], axis=0)


def neutralize(word, g, word_to_vec_map):
    """Take out of a word's vector what it has in the direction of a bias.

    word -- the word
    g -- direction of the bias, of any length but zero, shape (n,)
    word_to_vec_map -- dictionary {word: vector of shape (n,)}
    Returns the vector without its part along g, shape (n,); the map stays as it is.
    Source: D2 C5_W2, "Addressing bias in word embeddings", step 2.
    """
    e = word_to_vec_map[word]
    e_bias = np.dot(e, g) / np.dot(g, g) * g
    return e - e_bias


def equalize(pair, bias_axis, word_to_vec_map):
    """Make two words differ in the direction of a bias only, and by as much to either side.

    pair -- two words, such as ("man", "woman")
    bias_axis -- direction of the bias, of any length but zero, shape (n,)
    word_to_vec_map -- dictionary {word: vector of shape (n,)}
    Returns (e1, e2), the new vectors of both words, each of shape (n,); the map stays as it is.
    Source: D2 C5_W2, "Addressing bias in word embeddings", step 3.
    """
    e1, e2 = word_to_vec_map[pair[0]], word_to_vec_map[pair[1]]
    along = np.dot(bias_axis, bias_axis)
    mu = (e1 + e2) / 2
    mu_B = np.dot(mu, bias_axis) / along * bias_axis
    mu_orth = mu - mu_B
    e1_B = np.dot(e1, bias_axis) / along * bias_axis
    e2_B = np.dot(e2, bias_axis) / along * bias_axis
    size = np.sqrt(np.abs(1 - np.sum(mu_orth**2)))
    e1_new = size * (e1_B - mu_B) / np.linalg.norm(e1_B - mu_B)
    e2_new = size * (e2_B - mu_B) / np.linalg.norm(e2_B - mu_B)
    return e1_new + mu_orth, e2_new + mu_orth
