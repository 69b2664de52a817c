"""c5w2_emojify agrees with PyTorch, scikit-learn and central differences."""

import numpy as np
import pytest
import torch
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import SGDClassifier

from helpers import datasets, layers
from helpers.sentence_classifier import SentenceClassifier
from solutions.c5w2_emojify import (
    lstm_classify_forward,
    model,
    pretrained_embedding_layer,
    sentence_to_avg,
    sentences_to_indices,
)

RNG = np.random.default_rng(0)
WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
VECTORS = {word: RNG.normal(size=6) for word in WORDS}


def sentences(count, seed):
    """Return sentences of one to seven words, some of them unknown."""
    draw = np.random.default_rng(seed)
    return [" ".join(draw.choice([*WORDS, "unknown"], size=draw.integers(1, 8))) for _ in range(count)]


def test_averages_are_word_counts_times_vectors_by_scikit_learn():
    texts = sentences(30, seed=1)
    counts = CountVectorizer(vocabulary=WORDS).fit_transform(texts).toarray()
    expected = counts @ np.array([VECTORS[word] for word in WORDS]) / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    assert np.allclose([sentence_to_avg(text, VECTORS) for text in texts], expected)


def test_embedding_bag_of_torch_gives_the_same_averages():
    texts = ["one two two", "nine", "three four five six"]
    index = {word: k for k, word in enumerate(WORDS, start=1)}
    E = pretrained_embedding_layer(VECTORS, index)
    bag = torch.nn.EmbeddingBag.from_pretrained(torch.tensor(E), mode="mean", padding_idx=0)
    rows = torch.tensor(sentences_to_indices(texts, index, 6))
    assert np.allclose(bag(rows).numpy(), [sentence_to_avg(text, VECTORS) for text in texts])


@pytest.mark.parametrize(("classes", "rounds", "rate"), [(2, 1, 0.5), (3, 4, 0.2), (5, 3, 0.05)])
def test_training_is_torchs_stochastic_gradient_descent_on_cross_entropy(classes, rounds, rate):
    texts, Y = sentences(2 * classes, seed=classes), np.arange(2 * classes) % classes
    np.random.seed(7)
    _, W, b = model(texts, Y, VECTORS, learning_rate=rate, num_iterations=rounds)
    np.random.seed(7)
    layer = torch.nn.Linear(6, classes, dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(np.random.randn(classes, 6) / np.sqrt(6)))
        layer.bias.zero_()
    optimizer = torch.optim.SGD(layer.parameters(), lr=rate)
    for _ in range(rounds):
        for text, label in zip(texts, Y):
            optimizer.zero_grad()
            avg = torch.tensor(sentence_to_avg(text, VECTORS))[None]
            torch.nn.functional.cross_entropy(layer(avg), torch.tensor([int(label)])).backward()
            optimizer.step()
    assert np.allclose(W, layer.weight.detach().numpy())
    assert np.allclose(b, layer.bias.detach().numpy())


def test_predictions_come_from_the_returned_parameters_and_labels_may_be_a_column():
    texts, Y = sentences(6, seed=3), np.array([0, 1, 2, 0, 1, 2])
    results = []
    for labels in (Y, Y.reshape(-1, 1), Y.tolist()):
        np.random.seed(0)
        results.append(model(np.array(texts), labels, VECTORS, 0.3, 5))
    for pred, W, b in results:
        averages = np.array([sentence_to_avg(text, VECTORS) for text in texts])
        assert pred.shape == (6, 1)
        assert np.array_equal(pred[:, 0], np.argmax(averages @ W.T + b, axis=1))
        assert np.array_equal(W, results[0][1])


def test_rows_of_numbers_are_what_torch_pads():
    texts = sentences(12, seed=5)
    index = {word: k for k, word in enumerate(reversed(WORDS), start=1)}
    known = [torch.tensor([index[w] for w in text.split() if w in index], dtype=torch.int64) for text in texts]
    padded = torch.nn.utils.rnn.pad_sequence(known, batch_first=True).numpy()
    assert np.array_equal(sentences_to_indices(texts, index, padded.shape[1]), padded)
    assert np.array_equal(sentences_to_indices(texts, index, 2), padded[:, :2])


def lstm_of_torch(parameters, n_x, n_a):
    """Return a torch LSTM with these parameters; torch's gates are input, forget, candidate, output."""
    lstm = torch.nn.LSTM(n_x, n_a, batch_first=True, dtype=torch.float64)
    with torch.no_grad():
        W = np.concatenate([parameters[f"W{gate}"] for gate in "ifco"])
        lstm.weight_hh_l0.copy_(torch.tensor(W[:, :n_a]))
        lstm.weight_ih_l0.copy_(torch.tensor(W[:, n_a:]))
        lstm.bias_ih_l0.copy_(torch.tensor(np.concatenate([parameters[f"b{gate}"] for gate in "ifco"])[:, 0]))
        lstm.bias_hh_l0.zero_()
    return lstm


def problem(seed, n_x=4, n_a=3, n_y=5, T=6):
    """Return (X, E, parameters) with sentences of 1 to T words."""
    draw = np.random.default_rng(seed)
    E = np.vstack([np.zeros(n_x), draw.normal(size=(9, n_x))])
    parameters = {f"W{gate}": draw.normal(size=(n_a, n_a + n_x)) for gate in "fico"}
    parameters |= {f"b{gate}": draw.normal(size=(n_a, 1)) for gate in "fico"}
    parameters |= {"Wy": draw.normal(size=(n_y, n_a)), "by": draw.normal(size=(n_y, 1))}
    X = draw.integers(1, 10, size=(7, T))
    for i, length in enumerate([1, T, 2, 3, T, 5, 1]):
        X[i, length:] = 0
    return X, E, parameters


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_lstm_is_torchs_on_packed_sentences(seed):
    X, E, parameters = problem(seed)
    lengths = torch.tensor(np.count_nonzero(X, axis=1))
    packed = torch.nn.utils.rnn.pack_padded_sequence(
        torch.tensor(E[X]), lengths, batch_first=True, enforce_sorted=False
    )
    _, (last, _) = lstm_of_torch(parameters, 4, 3)(packed)
    scores = torch.tensor(parameters["Wy"]) @ last[0].T + torch.tensor(parameters["by"])
    assert np.allclose(lstm_classify_forward(X, E, parameters), torch.softmax(scores, dim=0).detach().numpy())


def test_more_padding_changes_nothing_and_a_sentence_is_the_same_alone():
    X, E, parameters = problem(4)
    together = lstm_classify_forward(X, E, parameters)
    assert np.allclose(lstm_classify_forward(np.pad(X, ((0, 0), (0, 5))), E, parameters), together)
    assert np.allclose(lstm_classify_forward(X[2:3, :2], E, parameters), together[:, 2:3])


def test_the_trained_network_and_the_forward_pass_of_the_exercise_agree():
    X, E, _ = problem(5)
    network = SentenceClassifier(E, n_a=4, n_y=3, seed=1)
    expected = layers.softmax(network.predict(np.vstack([X, np.zeros((1, 6), int)])))
    assert np.allclose(
        lstm_classify_forward(np.vstack([X, np.zeros((1, 6), int)]), E, network.as_columns()), expected.T
    )


def test_the_networks_gradients_agree_with_central_differences_with_and_without_dropout():
    X, E, _ = problem(6)
    X = np.vstack([X, np.zeros((1, 6), int)])  # an empty sentence among them
    Y = np.arange(8) % 3
    for training in (False, True):
        network = SentenceClassifier(E, n_a=3, n_y=3, seed=2)

        def cost(network=network, training=training):
            network.reseed(np.random.default_rng(9))
            return layers.softmax_cross_entropy(network.forward(X, training), Y)

        network.backward(cost()[1])
        found = {name: array.copy() for name, array in network.gradients.items()}
        for name, array in network.parameters.items():
            for place in np.ndindex(array.shape):
                before, costs = array[place], []
                for step in (1e-5, -1e-5):
                    array[place] = before + step
                    costs.append(cost()[0])
                array[place] = before
                assert abs((costs[0] - costs[1]) / 2e-5 - found[name][place]) < 1e-8, (name, place)


def test_training_repeats_and_float32_works_too():
    X, E, _ = problem(7)
    Y, ends = np.arange(7) % 2, []
    for dtype in (np.float64, np.float64, np.float32):
        network = SentenceClassifier(E.astype(dtype), n_a=3, n_y=2, seed=3)
        layers.train(network, X, Y, 5, batch_size=4, optimizer=layers.Adam(0.01), quiet=True)
        ends.append(network.parameters["Wy"])
    assert np.array_equal(ends[0], ends[1])
    assert ends[2].dtype == np.float32
    assert np.allclose(ends[0], ends[2], atol=1e-4)


def test_averages_do_about_as_well_as_scikit_learns_classifier_on_the_plain_sentences():
    X_train, Y_train, X_test, Y_test, _ = datasets.load_emojify("plain")
    word_to_vec_map = dict(zip(*datasets.load_glove()))
    train, test = (np.array([sentence_to_avg(text, word_to_vec_map) for text in X]) for X in (X_train, X_test))
    np.random.seed(1)
    _, W, b = model(X_train, Y_train, word_to_vec_map, num_iterations=60)
    ours = np.mean(np.argmax(test @ W.T + b, axis=1) == Y_test)
    others = SGDClassifier(loss="log_loss", alpha=1e-4, random_state=0).fit(train, Y_train).score(test, Y_test)
    assert ours > others - 0.05
    assert 0.78 < ours < 0.92


def test_no_model_on_averages_gets_more_than_half_of_the_mirrored_sentences():
    word_to_vec_map = dict(zip(*datasets.load_glove()))
    for kind in ("mirrored", "new"):
        _, _, X_test, Y_test, _ = datasets.load_emojify(kind)
        averages = np.array([sentence_to_avg(text, word_to_vec_map) for text in X_test], dtype=np.float64)
        assert np.allclose(averages[::2], averages[1::2], atol=1e-6)
        assert np.all(Y_test[::2] != Y_test[1::2])
