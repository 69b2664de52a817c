"""A language model of characters: what comes next, how likely a whole name is, and names that nobody has heard before."""

import numpy as np

from helpers.character_model import backward, initialize_parameters, update_parameters
from helpers.softmax import softmax


def tokenize(sentence, vocabulary):
    """Cut a sentence into the tokens that a language model of words knows.

    sentence -- a text; words are separated by blanks or line ends, and the marks . , ; : ! ? " before or after a word
                are dropped; marks within a word stay, and so do all others (3.5 and 'tis are words)
    vocabulary -- list of words in lower case
    Returns a list of texts: the words in lower case, "<UNK>" in place of each one that is not in the vocabulary,
    and "<EOS>" at the end.
    Source: D2 C5_W1, "Language modelling with an RNN".
    """
    words = [word.strip('.,;:!?"').lower() for word in sentence.split()]
    tokens = [word if word in vocabulary else "<UNK>" for word in words if word]
    return tokens + ["<EOS>"]


def rnn_step_loss(x, y, a_prev, parameters):
    """Take one step of a language model: read a token, say what may come next, and compare with what does come.

    x -- index of the token that is read, y⟨t−1⟩; None stands for the vector of zeros of the first step
    y -- index of the token that comes next, y⟨t⟩
    a_prev -- activations of the step before, shape (n_a, 1)
    parameters -- dictionary: Wax (n_a, n_x), Waa (n_a, n_a), Wya (n_y, n_a), b (n_a, 1), by (n_y, 1)
    Returns (loss, y_hat, a_next): the loss of the step, a number; probabilities of the next token (n_y, 1); activations
    (n_a, 1).
    Source: D2 C5_W1, "Language model and sequence generation", "RNN model".
    """
    xt = np.zeros((parameters["Wax"].shape[1], 1))
    if x is not None:
        xt[x] = 1
    a_next = np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["b"])
    y_hat = softmax(parameters["Wya"] @ a_next + parameters["by"])
    loss = -np.log(y_hat[y, 0])
    return loss, y_hat, a_next


def sentence_probability(y, parameters):
    """Compute the probability that a language model gives to a whole sequence.

    y -- indices of the tokens y⟨1⟩, …, y⟨T⟩, a list, the end token among them
    parameters -- dictionary as for rnn_step_loss; the first step starts from activations 0 and the input None
    Returns P(y⟨1⟩, …, y⟨T⟩), a number.
    Source: D2 C5_W1, "What is language modelling?", "RNN model".
    """
    a, x, probability = np.zeros((len(parameters["b"]), 1)), None, 1.0
    for token in y:
        _, y_hat, a = rnn_step_loss(x, token, a, parameters)
        probability = probability * y_hat[token, 0]
        x = token
    return probability


def perplexity(losses, lengths):
    """Turn the losses of m sequences into one number: among how many equally likely tokens the model hesitates.

    losses -- loss of each sequence, the sum of its steps' losses (natural logarithms), shape (m,)
    lengths -- number of tokens of each sequence, shape (m,)
    Returns the perplexity, a number of at least 1.
    Source: D2 C5_W1, "RNN model": the loss of a sequence.
    """
    return np.exp(np.sum(losses) / np.sum(lengths))


def clip(gradients, maxValue):
    """Keep every number of the gradients between −maxValue and maxValue.

    gradients -- dictionary with the arrays dWaa, dWax, dWya, db, dby; it may hold others, which are left out
    maxValue -- the largest number allowed, positive
    Returns a new dictionary of those five arrays; the given one stays as it is.
    Source: D2 C5_W1, "Vanishing gradients with RNNs": exploding gradients.
    """
    return {name: np.clip(gradients[name], -maxValue, maxValue) for name in ("dWaa", "dWax", "dWya", "db", "dby")}


def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    """Learn from one sequence: forward, backward, clip at 5, one step of gradient descent.

    X, Y -- indices of the inputs (the first may be None) and of what follows each, lists of length T
    a_prev -- activations before the first step, shape (n_a, 1)
    parameters -- dictionary as for rnn_step_loss; its arrays are changed in place
    learning_rate -- length of the step, α
    Returns (loss, gradients, a_last): the sum of the steps' losses; the clipped gradients dWaa, dWax, dWya, db, dby;
    the activations of the last step (n_a, 1).
    Source: D2 C5_W1, "Language modelling with an RNN", "RNN model".
    """
    loss, a, predictions, activations = 0.0, a_prev, [], []
    for x, y in zip(X, Y):
        step_loss, y_hat, a = rnn_step_loss(x, y, a, parameters)
        loss += step_loss
        predictions.append(y_hat)
        activations.append(a)
    gradients = clip(backward(X, Y, a_prev, activations, predictions, parameters), 5)
    update_parameters(parameters, gradients, learning_rate)
    return loss, gradients, a


def sample(parameters, char_to_ix, seed):
    """Invent a sequence: draw a character, feed it back in, until the newline or 50 characters.

    parameters -- dictionary as for rnn_step_loss; the first step starts from activations 0 and the input None
    char_to_ix -- dictionary {character: index}, "\\n" among them
    seed -- before draw number k = 0, 1, …, np.random.seed(seed + 2 * k) is called
    Returns a list of indices that ends with the newline's; where 50 draws bring none, it is put behind them.
    Source: D2 C5_W1, "Sampling a sequence from a trained RNN".
    """
    a, x, newline, indices = np.zeros((len(parameters["b"]), 1)), None, char_to_ix["\n"], []
    while len(indices) < 50 and x != newline:
        _, y_hat, a = rnn_step_loss(x, newline, a, parameters)
        np.random.seed(seed + 2 * len(indices))
        x = int(np.random.choice(range(len(y_hat)), p=y_hat.ravel()))
        indices.append(x)
    if x != newline:
        indices.append(newline)
    return indices


def model(data_x, ix_to_char, char_to_ix, num_iterations=35000, n_a=50, dino_names=7, vocab_size=27, verbose=False):
    """Train a language model of characters on names, one name in each iteration.

    data_x -- list of names; they are stripped, then shuffled once by np.random.seed(0) and np.random.shuffle
    ix_to_char, char_to_ix -- dictionaries {index: character} and {character: index}, the newline among them
    num_iterations, n_a, vocab_size -- number of iterations, which take the names in turn, of activations, of characters
    dino_names -- number of names sampled in the iterations 0, 1000, 2000, …, with the seeds 0, 1, …
    verbose -- True prints them, and the smoothed loss, which starts at dino_names · log(vocab_size)
    Returns (parameters, last_name): from initialize_parameters, learnt at the rate 0.01, each name starting from the
    activations that the name before has left (the first from 0); the name sampled last, with a capital and its newline.
    Source: D2 C5_W1, "Character-level language model".
    """
    parameters = initialize_parameters(n_a, vocab_size, vocab_size)
    names = [name.strip() for name in data_x]
    np.random.seed(0)
    np.random.shuffle(names)
    a_prev, smooth_loss, last_name = np.zeros((n_a, 1)), dino_names * np.log(vocab_size), ""
    for j in range(num_iterations):
        indices = [char_to_ix[char] for char in names[j % len(names)]]
        X, Y = [None] + indices, indices + [char_to_ix["\n"]]
        loss, _, a_prev = optimize(X, Y, a_prev, parameters, learning_rate=0.01)
        smooth_loss = 0.999 * smooth_loss + 0.001 * loss
        if j % 1000 == 0:
            invented = [sample(parameters, char_to_ix, seed) for seed in range(dino_names)]
            invented = ["".join(ix_to_char[index] for index in one).capitalize() for one in invented]
            last_name = invented[-1]
            if verbose:
                print(f"iteration {j:5}, loss {smooth_loss:5.2f}:", ", ".join(name.strip() for name in invented))
    return parameters, last_name
