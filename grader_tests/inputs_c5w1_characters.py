"""Inputs of c5w1_character_language_model: small networks, alphabets, gradients, names; other right ways of writing it."""

import numpy as np

from grader_tests import case, hidden, misconception
from helpers.character_model import backward, initialize_parameters
from helpers.softmax import softmax
from solutions.c5w1_character_language_model import clip, optimize, rnn_step_loss, sample


def wrong(id, edit, says, place="", score=0.0):
    """Return the known mistake that an edit of the reference makes."""
    return misconception(id, edit=edit, says=says, place=place, score=score)


def network(n, n_a, seed, scale=1.0):
    """Return the parameters of a language model of n tokens with n_a activations."""
    draw = np.random.default_rng(seed)
    shapes = {"Wax": (n_a, n), "Waa": (n_a, n_a), "Wya": (n, n_a), "b": (n_a, 1), "by": (n, 1)}
    return {name: (scale * draw.normal(size=shape)).round(2) for name, shape in shapes.items()}


def state(n_a, seed):
    """Return activations between −1 and 1, a column."""
    return np.random.default_rng(seed).uniform(-0.9, 0.9, (n_a, 1)).round(2)


def alphabet(text):
    """Return {character: index} for the characters of a text, in its order."""
    return {char: index for index, char in enumerate(text)}


def gradients(n, n_a, seed, scale, more=True):
    """Return gradients of a language model, and with `more` da_next, which nobody clips."""
    found = {f"d{name}": array for name, array in network(n, n_a, seed, scale).items()}
    order = {name: found[name] for name in ("dWax", "dWaa", "dWya", "db", "dby")}
    return order | ({"da_next": 9 * state(n_a, seed + 1) + 9} if more else {})


SLEEP = ["a", "average", "cats", "day", "hours", "of", "sleep", "15", "zulu"]
BREED = ["a", "aaron", "breed", "cat", "egyptian", "is", "of", "the", "zulu"]


def sentences():
    return [
        case("the document's first sentence", "Cats average 15 hours of sleep a day.", SLEEP),
        case("the document's second sentence", "The Egyptian Mau is a breed of cat.", BREED),
        case("a sentence with marks inside", '"A cat," the cat said: "is a cat!"', BREED),
        case(
            "marks within words",
            "'Tis 3.5 hours, isn't it?",
            ["'tis", "3.5", "hours", "isn't", "it", "tis", "35", "isnt"],
        ),
        hidden("a single word", "Cats", SLEEP),
        hidden("no word at all", "", SLEEP),
        hidden("a sentence of unknown words", "Colourless green ideas sleep furiously?", BREED),
        hidden("blanks and line ends", "  The  cat;\nthe day. ", BREED),
        hidden(
            "other marks",
            "Well-known cats' (and dogs') 10:30 nap - 5% o'clock...",
            ["well-known", "cats'", "cats", "10:30", "nap", "nap-", "o'clock", "5%", "5"],
        ),
        hidden("a vocabulary of one word", "the cat is the cat of THE Egyptian", ["the"]),
    ]


def steps():
    return [
        case("the first step, from None", None, 2, np.zeros((2, 1)), network(3, 2, seed=1)),
        case("the token number 0", 0, 1, state(3, seed=2), network(4, 3, seed=3)),
        case("a later token", 3, 0, state(2, seed=4), network(5, 2, seed=5)),
        case("a token that follows itself", 1, 1, state(2, seed=6), network(2, 2, seed=7)),
        hidden("one activation", 2, 3, state(1, seed=8), network(4, 1, seed=9)),
        hidden("more activations than tokens", 0, 0, state(5, seed=10), network(3, 5, seed=11)),
        hidden("None in the middle of a sequence", None, 0, state(3, seed=12), network(6, 3, seed=13)),
        hidden("an improbable token", 1, 3, state(4, seed=14), network(4, 4, seed=15, scale=3)),
    ]


def sequences():
    return [
        case("three tokens", [2, 1, 0], network(3, 2, seed=21)),
        case("a single token", [1], network(2, 3, seed=22)),
        case("a token twice", [0, 3, 3, 2], network(4, 3, seed=23)),
        hidden("seven tokens", [4, 1, 1, 0, 2, 3, 0], network(5, 2, seed=24)),
        hidden("one activation", [2, 0], network(3, 1, seed=25)),
        hidden("weights of 0", [3, 1, 2, 0], {name: 0 * array for name, array in network(4, 2, seed=26).items()}),
        hidden("twenty tokens", [1, 2] * 9 + [2, 0], network(3, 3, seed=27)),
    ]


def losses():
    return [
        case("two names", np.array([6.0, 4.0]), np.array([3, 7])),
        case("one name", np.array([8.4]), np.array([4])),
        case("three names of a model that knows nothing", np.array([4, 6, 9]) * np.log(27), np.array([4, 6, 9])),
        hidden("five names", np.array([3.5, 20.25, 7.0, 1.2, 11.9]), np.array([2, 13, 6, 3, 5])),
        hidden("one token", np.array([2.5]), np.array([1])),
        hidden("a model that is never in doubt", np.zeros(4), np.array([3, 4, 1, 8])),
        hidden("lists", [10.0, 30.5, 2.75], [5, 12, 2]),
    ]


def clips():
    return [
        case("a limit of 5", gradients(3, 2, seed=31, scale=8), 5),
        case("a limit of 10", gradients(2, 2, seed=32, scale=12), 10),
        case("a limit that nothing reaches", gradients(2, 1, seed=33, scale=1, more=False), 50),
        case("a limit of 0.5", gradients(2, 3, seed=34, scale=1), 0.5),
        hidden("one activation", gradients(4, 1, seed=35, scale=4), 3),
        hidden("five tokens", gradients(5, 3, seed=36, scale=20), 7.5),
        hidden("a limit that everything passes", gradients(2, 2, seed=37, scale=900), 0.001),
        hidden("whole numbers", {name: np.round(x).astype(int) for name, x in gradients(3, 2, 38, 9).items()}, 5),
    ]


def steep(n, n_a, seed):
    """Return parameters of a language model whose gradients are large."""
    parameters = network(n, n_a, seed, scale=0.5)
    return parameters | {"Wya": 30 * parameters["Wya"]}


def lessons():
    """Cases of optimize; in three of them gradients are larger than 5."""
    return [
        case("three steps", [None, 1, 2], [1, 2, 0], np.zeros((2, 1)), network(3, 2, seed=41)),
        case("gradients that are clipped", [None, 0, 0], [0, 0, 1], state(2, 42), steep(2, 2, 43), learning_rate=0.1),
        case("one step", [2], [0], state(3, 44), network(4, 3, 45), learning_rate=1.0),
        hidden("nine steps", [None, 1, 2, 3, 4, 3, 2, 1, 4], [1, 2, 3, 4, 3, 2, 1, 4, 0], state(3, 46), network(5, 3, 47)),
        hidden("one activation", [None, 1], [1, 0], state(1, 48), network(2, 1, 49), learning_rate=0.25),
        hidden("large gradients", [None, 2, 2, 2, 1], [2, 2, 2, 1, 2], state(4, 50), steep(3, 4, 51), learning_rate=0.5),
        hidden("a learning rate of 0", [None, 1], [1, 0], state(2, 52), network(2, 2, 53), learning_rate=0.0),
    ]  # fmt: skip


def mute(n, n_a, seed, index):
    """Return parameters of a model that almost never says one token."""
    parameters = network(n, n_a, seed)
    parameters["by"][index] = -60.0
    return parameters


def inventions():
    return [
        case("four characters", network(4, 3, seed=61), alphabet("\nabc"), 1),
        case("a newline that is the last character", network(5, 2, seed=62), alphabet("abcd\n"), 4),
        case("a newline that never comes", mute(3, 2, seed=63, index=0), alphabet("\nxy"), 0),
        hidden("one activation", network(6, 1, seed=64, scale=0.5), alphabet("abcde\n"), 7),
        hidden("a newline in the middle", network(7, 4, seed=65, scale=0.6), alphabet("abc\ndef"), 12),
        hidden("another newline that never comes", mute(5, 3, seed=66, index=2), alphabet("ab\ncd"), 100),
        hidden("weights of 0", {key: 0 * value for key, value in network(9, 2, 67).items()}, alphabet("\nabcdefgh"), 3),
    ]


def schools():
    def with_alphabet(text):
        return dict(enumerate(text)), alphabet(text)

    small, other = with_alphabet("\nabde"), with_alphabet("ailmnos\n")
    names = ["abba", "dada", "bea", "adda", "ed"]
    animals = ["lion\n", " mammal ", "snail", "salmon\n", "animal"]
    return [
        case("thirty iterations", names, *small, 30, n_a=3, dino_names=2, vocab_size=5),
        case("one iteration", names[:3], *small, 1, n_a=2, dino_names=3, vocab_size=5),
        case("names with blanks and newlines", animals, *other, 40, n_a=2, dino_names=1, vocab_size=8),
        case("1001 iterations", names, *small, num_iterations=1001, n_a=4, dino_names=4, vocab_size=5),
        hidden("one name", ["abed"], *small, num_iterations=25, n_a=2, dino_names=5, vocab_size=5),
        hidden("one activation", animals, *other, num_iterations=12, n_a=1, dino_names=2, vocab_size=8),
        hidden("fewer iterations than names", names, *small, num_iterations=3, n_a=3, dino_names=1, vocab_size=5),
        hidden("1200 iterations", names[1:], *small, num_iterations=1200, n_a=3, dino_names=3, vocab_size=5),
    ]


def tokens_by_pattern(sentence, vocabulary):
    import re

    known, tokens = set(vocabulary), []
    for word in re.findall(r'[^\s.,;:!?"](?:\S*[^\s.,;:!?"])?', sentence.lower()):
        tokens.append(word if word in known else "<UNK>")
    return (*tokens, "<EOS>")


def without_any_mark(sentence, vocabulary):
    words = "".join(char for char in sentence.lower() if char not in '.,;:!?"').split()
    return [word if word in vocabulary else "<UNK>" for word in words] + ["<EOS>"]


def without_other_marks(sentence, vocabulary):
    import string

    words = [word.strip(string.punctuation) for word in sentence.lower().split()]
    return [word if word in vocabulary else "<UNK>" for word in words if word] + ["<EOS>"]


def marks_as_tokens(sentence, vocabulary):
    import re

    words = re.findall(r'[.,;:!?"]|[^\s.,;:!?"]+', sentence.lower())
    return [word if word in vocabulary else "<UNK>" for word in words] + ["<EOS>"]


def step_with_columns(x, y, a_prev, parameters):
    z = parameters["Waa"].dot(a_prev) + parameters["b"]
    if x is not None:
        z += parameters["Wax"][:, [x]]
    a_next = np.tanh(z)
    scores = (parameters["Wya"] @ a_next + parameters["by"]).ravel()
    y_hat = softmax(scores[:, None])
    truth = np.eye(len(scores))[y]
    return [float(-np.sum(truth * np.log(y_hat[:, 0]))), y_hat, a_next]


def probability_by_losses(y, parameters):
    a, total = np.zeros_like(parameters["b"]), 0
    for x, token in zip([None, *y], y):
        loss, _, a = rnn_step_loss(x, token, a, parameters)
        total += loss
    return np.exp(-total)


def probability_from_the_second(y, parameters):
    a, probability = np.zeros((len(parameters["b"]), 1)), 1.0
    for t in range(1, len(y)):
        _, y_hat, a = rnn_step_loss(y[t - 1], y[t], a, parameters)
        probability *= y_hat[y[t], 0]
    return probability


def perplexity_by_product(losses, lengths):
    total = 0
    for length in lengths:
        total += length
    mean = 1.0
    for loss in losses:
        mean *= np.exp(-loss) ** (-1 / total)
    return mean


def clip_by_hand(gradients, maxValue):
    clipped = {}
    for name in ["dWaa", "dWax", "dWya", "db", "dby"]:
        clipped[name] = gradients[name].copy()
        clipped[name][clipped[name] > maxValue] = maxValue
        clipped[name][clipped[name] < -maxValue] = -maxValue
    return clipped


def clip_to_norm(gradients, maxValue):
    kept = {name: array for name, array in gradients.items() if name != "da_next"}
    norm = np.sqrt(sum(np.sum(array**2) for array in kept.values()))
    return {name: array * min(1, maxValue / norm) for name, array in kept.items()}


def lesson_by_hand(X, Y, a_prev, parameters, learning_rate=0.01):
    steps, a = [], a_prev
    for t in range(len(X)):
        steps.append(rnn_step_loss(X[t], Y[t], a, parameters))
        a = steps[-1][2]
    found = backward(X, Y, a_prev, [s[2] for s in steps], [s[1] for s in steps], parameters)
    found.update(clip(found, 5))
    for name in parameters:
        parameters[name] = parameters[name] - learning_rate * found["d" + name]
    return sum(s[0] for s in steps), found, a


def invented_by_hand(parameters, char_to_ix, seed):
    n = parameters["by"].shape[0]
    a, xt = np.zeros((parameters["Waa"].shape[0], 1)), np.zeros((n, 1))
    drawn = []
    for k in range(50):
        a = np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ a + parameters["b"])
        z = parameters["Wya"] @ a + parameters["by"]
        p = np.exp(z - z.max()) / np.sum(np.exp(z - z.max()))
        np.random.seed(seed + k + k)
        drawn.append(np.random.choice(n, p=p[:, 0]))
        xt = np.eye(n)[:, [drawn[-1]]]
        if drawn[-1] == char_to_ix["\n"]:
            return drawn
    return [*drawn, char_to_ix["\n"]]


def school_by_hand(
    data_x, ix_to_char, char_to_ix, num_iterations=35000, n_a=50, dino_names=7, vocab_size=27, verbose=False
):
    parameters, end = initialize_parameters(n_a, vocab_size, vocab_size), char_to_ix["\n"]
    names = list(map(str.strip, data_x))
    np.random.seed(0)
    np.random.shuffle(names)
    a = np.zeros((n_a, 1))
    for j in range(num_iterations):
        Y = [char_to_ix[char] for char in names[j % len(names)] + "\n"]
        _, _, a = optimize([None, *Y[:-1]], Y, a, parameters)
        if j % 1000 == 0:
            name = "".join(ix_to_char[i] for i in sample(parameters, char_to_ix, dino_names - 1))
    assert Y[-1] == end
    return [parameters, name[0].upper() + name[1:]]
