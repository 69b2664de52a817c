"""The character-level language model against PyTorch, central differences, scikit-learn and counts."""

import inspect
from itertools import product

import gate
import nbformat
import numpy as np
import pytest
import torch
from scipy.stats import chisquare
from sklearn.feature_extraction.text import CountVectorizer

from course import places, sample_class
from grader_tests import grade
from grader_tests.engine import box, executing
from helpers.character_model import backward, initialize_parameters, update_parameters
from helpers.datasets import load_names
from solutions import c5w1_character_language_model as solved

STEM = "c5w1_character_language_model"


def network(n, n_a, seed, scale=0.7):
    draw = np.random.default_rng(seed)
    return {name: scale * draw.normal(size=array.shape) for name, array in initialize_parameters(n_a, n, n).items()}


def in_torch(parameters):
    return {name: torch.tensor(array, requires_grad=True) for name, array in parameters.items()}


def torch_loss(X, Y, a_prev, weights):
    """Loss of a sequence and last activations by PyTorch's own RNN cell and cross-entropy."""
    a, loss = torch.tensor(a_prev).T, 0.0
    for x, y in zip(X, Y):
        xt = torch.zeros(1, weights["Wax"].shape[1], dtype=torch.float64)
        if x is not None:
            xt[0, x] = 1
        zeros = torch.zeros(len(weights["b"]), dtype=torch.float64)
        a = torch.rnn_tanh_cell(xt, a, weights["Wax"], weights["Waa"], weights["b"][:, 0], zeros)
        scores = a @ weights["Wya"].T + weights["by"].T
        loss = loss + torch.nn.functional.cross_entropy(scores, torch.tensor([y]), reduction="sum")
    return loss, a.T


def test_a_step_is_pytorchs_rnn_cell_and_cross_entropy():
    for x, y, n, n_a in ((None, 2, 4, 3), (0, 1, 2, 5), (3, 3, 6, 1)):
        parameters, a_prev = network(n, n_a, seed=n), np.random.default_rng(1).uniform(-1, 1, (n_a, 1))
        loss, y_hat, a_next = solved.rnn_step_loss(x, y, a_prev, parameters)
        right, a = torch_loss([x], [y], a_prev, in_torch(parameters))
        assert np.isclose(loss, right.item(), rtol=1e-12)
        assert np.allclose(a_next, a.detach().numpy(), rtol=1e-12)
        assert np.isclose(y_hat.sum(), 1)
        assert np.isclose(-np.log(y_hat[y, 0]), loss)


def test_gradients_of_a_sequence_are_pytorchs_and_clipped_as_pytorch_clips():
    for X, Y, scale in (
        ([None, 1, 0, 2], [1, 0, 2, 0], 0.7),
        ([2], [1], 1.0),
        ([None, 0, 0, 0, 0], [0, 0, 0, 0, 1], 4.0),
    ):
        parameters, a_prev = network(3, 4, seed=5, scale=scale), np.random.default_rng(2).uniform(-1, 1, (4, 1))
        weights = in_torch(parameters)
        right, a = torch_loss(X, Y, a_prev, weights)
        right.backward()
        torch.nn.utils.clip_grad_value_(weights.values(), 5)
        loss, gradients, a_last = solved.optimize(X, Y, a_prev, {name: x.copy() for name, x in parameters.items()})
        assert np.isclose(loss, right.item(), rtol=1e-10)
        assert np.allclose(a_last, a.detach().numpy())
        for name, weight in weights.items():
            assert np.allclose(gradients[f"d{name}"], weight.grad.numpy(), rtol=1e-9, atol=1e-12)


def test_the_given_backward_agrees_with_central_differences():
    parameters, a_prev, X, Y = network(3, 2, seed=8), np.array([[0.3], [-0.6]]), [None, 0, 2, 0], [0, 2, 0, 1]

    def forward():
        a, predictions, activations, loss = a_prev, [], [], 0.0
        for x, y in zip(X, Y):
            step, y_hat, a = solved.rnn_step_loss(x, y, a, parameters)
            loss, predictions, activations = loss + step, [*predictions, y_hat], [*activations, a]
        return loss, activations, predictions

    gradients = backward(X, Y, a_prev, *forward()[1:], parameters)
    for name, array in [*parameters.items(), ("a_next", a_prev)]:
        for place in np.ndindex(array.shape):
            kept = array[place]
            array[place] = kept + 1e-6
            above = forward()[0]
            array[place] = kept - 1e-6
            below = forward()[0]
            array[place] = kept
            assert np.isclose(gradients[f"d{name}"][place], (above - below) / 2e-6, atol=1e-7), (name, place)


def test_optimize_takes_pytorchs_step_of_gradient_descent_in_place():
    parameters = network(4, 3, seed=9)
    weights = in_torch(parameters)
    torch_loss([None, 1, 2], [1, 2, 0], np.zeros((3, 1)), weights)[0].backward()
    step = torch.optim.SGD(weights.values(), lr=0.3)
    torch.nn.utils.clip_grad_value_(weights.values(), 5)
    step.step()
    arrays = dict(parameters)
    solved.optimize([None, 1, 2], [1, 2, 0], np.zeros((3, 1)), parameters, learning_rate=0.3)
    for name, weight in weights.items():
        assert parameters[name] is arrays[name]
        assert np.allclose(parameters[name], weight.detach().numpy(), rtol=1e-10)


def test_model_is_the_same_training_written_in_pytorch():
    names, char_to_ix = ["ada", "bea ", "dab\n", "ed"], {char: i for i, char in enumerate("\nabde")}
    parameters, _ = solved.model(names, dict(enumerate("\nabde")), char_to_ix, 23, n_a=4, dino_names=1, vocab_size=5)
    weights = in_torch(initialize_parameters(4, 5, 5))
    order = [name.strip() for name in names]
    np.random.seed(0)
    np.random.shuffle(order)
    a = np.zeros((4, 1))
    for j in range(23):
        Y = [char_to_ix[char] for char in order[j % 4] + "\n"]
        for weight in weights.values():
            weight.grad = None
        loss, last = torch_loss([None, *Y[:-1]], Y, a, weights)
        loss.backward()
        a = last.detach().numpy()
        with torch.no_grad():
            for weight in weights.values():
                weight -= 0.01 * weight.grad.clamp(-5, 5)
    for name, weight in weights.items():
        assert np.allclose(parameters[name], weight.detach().numpy(), rtol=1e-8, atol=1e-12)


def test_probabilities_of_all_sequences_of_one_length_add_up_to_1():
    parameters = network(3, 4, seed=11, scale=1.5)
    for length in (1, 2, 5):
        total = sum(solved.sentence_probability(list(y), parameters) for y in product(range(3), repeat=length))
        assert np.isclose(total, 1)


def test_perplexity_is_the_power_of_pytorchs_mean_cross_entropy():
    draw = np.random.default_rng(3)
    scores, labels, lengths = draw.normal(size=(12, 7)), draw.integers(0, 7, 12), [5, 1, 6]
    each = torch.nn.functional.cross_entropy(torch.tensor(scores), torch.tensor(labels), reduction="none").numpy()
    losses = [part.sum() for part in np.split(each, np.cumsum(lengths)[:-1])]
    assert np.isclose(solved.perplexity(losses, lengths), np.exp(each.mean()))
    assert np.isclose(solved.perplexity(np.array([4, 9]) * np.log(27), [4, 9]), 27)


@pytest.mark.parametrize("limit", [0.1, 5, 10])
def test_clip_is_pytorchs_clamp_of_each_number(limit):
    draw = np.random.default_rng(4)
    gradients = {f"d{name}": 8 * array for name, array in network(3, 4, seed=12).items()} | {
        "da_next": draw.normal(size=(4, 1))
    }
    before = {name: array.copy() for name, array in gradients.items()}
    clipped = solved.clip(gradients, limit)
    assert set(clipped) == {"dWaa", "dWax", "dWya", "db", "dby"}
    for name, array in clipped.items():
        assert np.array_equal(array, torch.tensor(before[name]).clamp(-limit, limit).numpy())
        assert np.array_equal(gradients[name], before[name])


def test_sampled_first_characters_are_as_frequent_as_the_model_says():
    parameters = network(5, 3, seed=13)
    char_to_ix = {char: i for i, char in enumerate("abc\nd")}
    _, y_hat, _ = solved.rnn_step_loss(None, 0, np.zeros((3, 1)), parameters)
    drawn = np.bincount([solved.sample(parameters, char_to_ix, seed)[0] for seed in range(3000)], minlength=5)
    assert chisquare(drawn, 3000 * y_hat[:, 0]).pvalue > 0.001


def test_a_sample_ends_with_its_only_newline_and_has_at_most_51_characters():
    char_to_ix = {char: i for i, char in enumerate("ab\nc")}
    for seed in range(200):
        indices = solved.sample(network(4, 3, seed), char_to_ix, seed)
        assert indices[-1] == 2
        assert 2 not in indices[:-1]
        assert len(indices) <= 51


def test_tokens_are_those_of_scikit_learns_pattern_of_words():
    text = 'Cats average 15 hours of sleep a day; "The Egyptian Mau" is: a breed of cat!'
    words = CountVectorizer(token_pattern=r"\w+").build_analyzer()(text)
    assert solved.tokenize(text, words) == [*words, "<EOS>"]
    known = words[::2]
    assert solved.tokenize(text, known) == [word if word in known else "<UNK>" for word in words] + ["<EOS>"]


def test_the_documents_sentence_has_eight_words_and_an_end():
    sentence = "Cats average 15 hours of sleep a day."
    assert len(solved.tokenize(sentence, [])) == 9
    assert solved.tokenize("The Egyptian Mau is a breed of cat.", ["the", "egyptian", "is"])[2] == "<UNK>"


def test_training_on_real_names_beats_counting_pairs_on_held_out_ones():
    train, test = load_names()
    characters = "\nabcdefghijklmnopqrstuvwxyz"
    ix = {char: i for i, char in enumerate(characters)}
    parameters, name = solved.model(train, dict(enumerate(characters)), ix, num_iterations=3001, n_a=30)
    assert name.endswith("\n")
    assert name[0].isupper()
    losses = [-np.log(solved.sentence_probability([ix[char] for char in one + "\n"], parameters)) for one in test]
    pairs = np.full((27, 27), 0.3)
    for one in train:
        for first, then in zip("\n" + one, one + "\n"):
            pairs[ix[first], ix[then]] += 1
    pairs /= pairs.sum(axis=1, keepdims=True)
    counted = [-sum(np.log(pairs[ix[a], ix[b]]) for a, b in zip("\n" + one, one + "\n")) for one in test]
    lengths = [len(one) + 1 for one in test]
    assert solved.perplexity(losses, lengths) < solved.perplexity(counted, lengths) < 10


def grade_of(name, function):
    return grade(f"{STEM}/{name}", function)


def test_a_step_with_the_wrong_sign_or_another_rate_or_on_a_copy_does_not_pass():
    def uphill(X, Y, a_prev, parameters, learning_rate=0.01):
        found = solved.optimize(X, Y, a_prev, {name: array.copy() for name, array in parameters.items()})
        update_parameters(parameters, found[1], -learning_rate)
        return found

    def own_rate(X, Y, a_prev, parameters, learning_rate=0.01):
        return solved.optimize(X, Y, a_prev, parameters, 0.01)

    def half(X, Y, a_prev, parameters, learning_rate=0.01):
        found = solved.optimize(X, Y, a_prev, {name: array.copy() for name, array in parameters.items()})
        for name in ("Wax", "Waa", "Wya"):
            parameters[name] -= learning_rate * found[1][f"d{name}"]
        return found

    def on_a_copy(X, Y, a_prev, parameters, learning_rate=0.01):
        return solved.optimize(X, Y, a_prev, {name: array.copy() for name, array in parameters.items()}, learning_rate)

    for mistaken in (uphill, own_rate, half, on_a_copy):
        result = grade_of("optimize", mistaken)
        assert not result.passed, mistaken.__name__
        assert result.score == 0.75
        assert result.misconception == ("no-step" if mistaken is on_a_copy else "another-step")


def test_other_right_forms_of_an_answer_pass():
    assert grade_of(
        "sample", lambda parameters, char_to_ix, seed: np.array(solved.sample(parameters, char_to_ix, seed))
    ).passed
    assert grade_of("tokenize", lambda sentence, vocabulary: tuple(solved.tokenize(sentence, tuple(vocabulary)))).passed
    assert grade_of("clip", lambda gradients, maxValue: {
        name: np.clip(array, -maxValue, maxValue) for name, array in gradients.items()}).passed  # fmt: skip
    assert grade_of(
        "sentence_probability", lambda y, parameters: np.array([[solved.sentence_probability(y, parameters)]])
    ).passed


def test_hard_coded_sizes_do_not_pass():
    def twenty_seven(x, y, a_prev, parameters):
        xt = np.zeros((27, 1))
        if x is not None:
            xt[x] = 1
        a = np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["b"])
        y_hat = np.exp(parameters["Wya"] @ a + parameters["by"])
        y_hat /= y_hat.sum()
        return -np.log(y_hat[y, 0]), y_hat, a

    assert grade_of("rnn_step_loss", twenty_seven).score == 0


def test_in_a_box_an_optimize_without_its_step_costs_its_own_points_only():
    book, scores = nbformat.read(places.RELEASE / STEM / f"{STEM}.ipynb", as_version=4), {}
    still = inspect.getsource(solved.optimize).replace(
        "update_parameters(parameters, gradients, learning_rate)", "pass"
    )
    for definition in gate.SHEETS[STEM].definitions.values():
        sample_class.solve(book, definition, scores)
        if definition.name == "optimize":
            sample_class.fill(book, definition, still)
    outputs = executing.mark_alone(STEM, nbformat.writes(book), box.usable()[0], box.NORMAL)
    told = [
        output["metadata"]["byhand"] for cell in outputs for output in cell if output.get("metadata", {}).get("byhand")
    ]
    given = {one["exercise"].rpartition("/")[2]: one["score"] for one in told}
    assert given == {name: 0.75 if name == "optimize" else 1.0 for name in gate.SHEETS[STEM].definitions}
