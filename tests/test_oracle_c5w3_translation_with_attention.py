"""Translation: the week's solutions and the given network agree with published scores, exhaustive search, SciPy and PyTorch.

The Bleu scores in TABLE were computed by sacrebleu 2.6.0, which is also asked anew about other
sentences; nltk 3.10.4 (sentence_bleu) gives the same.
"""

import itertools
import math
import re
from decimal import Decimal

import numpy as np
import pytest
import sacrebleu
import torch
from scipy.special import softmax
from torch.nn import functional

from helpers import translation
from helpers.checks import stand_ins
from solutions import c5w3_translation_with_attention as sheet

MODELS = [stand_ins.next_of_four, stand_ins.next_without_end]
CAT = ["the cat is on the mat", "there is a cat on the mat"]
GUIDE = "it is a guide to action which ensures that the military always obeys the commands of the party"
INSURE = "it is to insure the troops forever hearing the activity guidebook that party direct"
SPY = [
    "it is a guide to action that ensures that the military will forever heed party commands",
    "it is the guiding principle which guarantees the military forces always being under the command of the party",
    "it is the practical guide for the army always to heed the directions of the party",
]
# candidate, references, p_1 to p_4 in per cent, brevity penalty, score in per cent
TABLE = [
    ("there the there on on", ["there the there mat on is cat sat the"], [80.0, 50.0, 33.3333, 0.0], 0.449329, 0.0),
    ("the the a sat there", ["the the a sat a", "there a cat mat cat sat a sat"], [100, 75, 66.6667, 50], 1.0, 70.7107),
    (
        "cat is is is the sat sat sat",
        ["mat is is is the sat on sat", "cat sat a the cat is", "there cat a on sat"],
        [87.5, 71.4286, 50.0, 40.0],
        1.0,
        59.4604,
    ),
    (
        "there there cat on cat mat the a",
        ["there the the on cat mat sat a on"],
        [75, 28.5714, 16.6667, 0],
        0.882497,
        0,
    ),
    ("is sat mat cat there there", ["is on mat a there there", "the cat a there on on"], [83.3333, 20, 0, 0], 1.0, 0),
    (
        "cat sat there cat there",
        ["cat sat there the there", "mat cat sat sat is mat a sat cat on", "a cat is a is sat is is mat"],
        [100.0, 50.0, 33.3333, 0.0],
        1.0,
        0.0,
    ),
    ("there a is there is sat", ["the a is there is sat mat cat"], [83.3333, 80, 75, 66.6667], 0.716531, 54.4446),
    (
        "is mat there sat sat",
        ["is mat there sat mat mat on", "mat on sat is cat mat mat a", "there mat cat is on"],
        [80.0, 75.0, 66.6667, 50.0],
        1.0,
        66.874,
    ),
    ("sat on mat there a", ["sat on a there there the"], [80.0, 25.0, 0.0, 0.0], 0.818731, 0.0),
    (
        "there there there on a",
        ["there there there on a cat", "sat cat on mat on on is the"],
        [100.0, 100.0, 100.0, 100.0],
        0.818731,
        81.8731,
    ),
    ("the cat the cat on the mat", CAT, [71.4286, 66.6667, 40.0, 25.0], 1.0, 46.7138),
]


def as_words(texts):
    return [text.split() for text in texts]


# Searching


def log_p(model, y):
    return sum(model(list(y[:t]))[y[t]] for t in range(len(y)))


def all_sentences(words, end, longest):
    """All sentences that end, and all of the greatest length that don't."""
    for length in range(1, longest + 1):
        for y in itertools.product(range(words), repeat=length):
            if end not in y[:-1] and (y[-1] == end or length == longest):
                yield list(y)


@pytest.mark.parametrize("end", [0, 1, 2])
@pytest.mark.parametrize("model", MODELS)
def test_a_wide_beam_finds_what_exhaustive_search_finds(model, end):
    words = len(model([]))
    ranked = sorted(((log_p(model, y), y) for y in all_sentences(words, end, 5)), reverse=True)
    beam = sheet.beam_search(model, 2000, end, 5)
    assert len(beam) == len(ranked)
    assert [y for y, _ in beam[:20]] == [y for _, y in ranked[:20]]
    assert np.allclose([score for _, score in beam], [score for score, _ in ranked])


@pytest.mark.parametrize("model", [*MODELS, stand_ins.next_of_six, stand_ins.next_word_of_jane])
def test_a_beam_of_one_is_greedy_search(model):
    for end, longest in ((0, 12), (2, 7), (1, 3)):
        ((y, score),) = sheet.beam_search(model, 1, end, longest)
        assert y == sheet.greedy_decode(model, end, longest)
        assert score == pytest.approx(log_p(model, y))


@pytest.mark.parametrize("B", [2, 3, 5])
def test_a_beam_is_sorted_holds_b_sentences_and_their_log_p(B):
    for model in (*MODELS, stand_ins.next_of_six):
        beam = sheet.beam_search(model, B, 0, 7)
        assert len(beam) == B
        assert [score for _, score in beam] == sorted((score for _, score in beam), reverse=True)
        for y, score in beam:
            assert score == pytest.approx(log_p(model, y))


def test_the_model_of_jane_shows_the_documents_beam():
    assert np.exp(stand_ins.next_word_of_jane([1, 2])).sum() == pytest.approx(1)
    beam = sheet.beam_search(stand_ins.next_word_of_jane, 3, 0, 2)
    words = [" ".join(stand_ins.JANE[k] for k in y) for y, _ in beam]
    assert words == ["jane is", "jane visits", "in september"]


@pytest.mark.parametrize("alpha", [0, 0.5, 0.7, 1])
def test_the_score_is_that_of_exact_decimal_arithmetic(alpha):
    draw = np.random.default_rng(1)
    for length in (1, 2, 7, 300):
        p = draw.uniform(1e-9, 1, length)
        product = math.prod((Decimal(one) for one in p), start=Decimal(1))
        wanted = float(product.ln() / Decimal(length) ** Decimal(alpha))
        assert sheet.length_normalized_score(p.tolist(), alpha) == pytest.approx(wanted, rel=1e-12)


def test_the_numbers_by_hand_of_searching_are_right():
    assert sheet.length_normalized_score([0.5, 0.25], 1) == pytest.approx(-1.040, abs=5e-4)
    assert sheet.length_normalized_score([0.5, 0.25]) == pytest.approx(-1.280, abs=5e-4)
    assert math.log(0.36) == pytest.approx(-1.022, abs=5e-4)
    assert sheet.blame([2e-10, 1e-9, 1e-9, 1e-9], [1e-10, 2e-9, 3e-9, 1e-9]) == (["B", "R", "R", "R"], 0.25)


# Bleu


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0].replace(" ", "-"))
def test_bleu_is_sacrebleus(row):
    candidate, references, precisions, penalty, score = row
    words, human = candidate.split(), as_words(references)
    assert np.allclose([100 * sheet.ngram_precision(words, human, n) for n in (1, 2, 3, 4)], precisions, atol=1e-4)
    assert sheet.bleu(words, human) == pytest.approx(score / 100, abs=1e-6)
    nearest = min((abs(len(one) - len(words)), len(one)) for one in human)[1]
    assert sheet.brevity_penalty(len(words), nearest) == pytest.approx(penalty, abs=1e-6)


def test_bleu_agrees_with_sacrebleu_on_sentences_drawn_at_random():
    draw, scores = np.random.default_rng(5), []
    for _ in range(60):
        texts = [" ".join(draw.choice(["the", "cat", "mat", "on"], draw.integers(4, 12))) for _ in range(4)]
        candidate, references = texts[0], texts[1:]
        found = sacrebleu.corpus_bleu([candidate], [[one] for one in references], smooth_method="none", tokenize="none")
        scores.append(found.score / 100)
        assert sheet.bleu(candidate.split(), as_words(references)) == pytest.approx(scores[-1], abs=1e-9)
    assert sum(score > 0 for score in scores) > 5


def test_the_precisions_are_those_printed_in_the_paper_of_papineni_and_others():
    assert sheet.ngram_precision(["the"] * 7, as_words(CAT), 1) == 2 / 7
    for text, unigrams, bigrams in ((GUIDE, 17 / 18, 10 / 17), (INSURE, 8 / 14, 1 / 13)):
        assert sheet.ngram_precision(text.split(), as_words(SPY), 1) == pytest.approx(unigrams)
        assert sheet.ngram_precision(text.split(), as_words(SPY), 2) == pytest.approx(bigrams)


def test_the_documents_bigrams_are_4_of_6():
    assert sheet.ngram_precision("the cat the cat on the mat".split(), as_words(CAT), 2) == 4 / 6  # noqa: SIM905


@pytest.mark.parametrize("n", [1, 2, 3])
def test_precisions_are_those_of_counting_with_regular_expressions(n):
    draw = np.random.default_rng(n)

    def times(piece, text):
        return len(re.findall(f"(?={''.join(piece)})", text))

    for _ in range(40):
        texts = ["".join(draw.choice(list("abc"), draw.integers(1, 12))) for _ in range(3)]
        candidate, references = texts[0], texts[1:]
        pieces = {candidate[k : k + n] for k in range(len(candidate) - n + 1)}
        counts = {piece: times(piece, candidate) for piece in pieces}
        clipped = sum(min(count, max(times(piece, text) for text in references)) for piece, count in counts.items())
        wanted = clipped / sum(counts.values()) if counts else 0
        assert sheet.ngram_precision(list(candidate), [list(text) for text in references], n) == pytest.approx(wanted)


def test_short_and_empty_translations_pay_and_nothing_exceeds_1():
    assert sheet.brevity_penalty(5, 10) == pytest.approx(math.exp(-1))
    assert sheet.brevity_penalty(6, 7) == pytest.approx(0.846, abs=5e-4)
    assert sheet.brevity_penalty(0, 3) == 0
    assert [sheet.brevity_penalty(length, 8) for length in (8, 9, 80)] == [1, 1, 1]
    assert sheet.bleu([], as_words(CAT)) == 0


# Attention


def torch_parameters(parameters):
    return {name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in parameters.items()}


def torch_attention(a, s, p):
    together = torch.cat([a, s[:, None].expand(-1, a.shape[1], -1)], dim=2)
    e = torch.relu(functional.linear(torch.tanh(together @ p["W1"] + p["b1"]), p["W2"].T, p["b2"]))
    return torch.softmax(e, dim=1)


def torch_gru(s, x, Wx, Wa, b):
    n = s.shape[1]
    z = x @ Wx + b
    update, relevance = torch.sigmoid(z[:, : 2 * n] + s @ Wa[:, : 2 * n]).split(n, dim=1)
    candidate = torch.tanh(z[:, 2 * n :] + (relevance * s) @ Wa[:, 2 * n :])
    return update * candidate + (1 - update) * s


def torch_decoder(a, before, p):
    s, words, alphas = torch.zeros(len(a), len(p["Wa_s"]), dtype=torch.float64), len(p["by"]), []
    scores = []
    for t in range(before.shape[1]):
        alphas.append(torch_attention(a, s, p))
        context = torch.bmm(alphas[-1].transpose(1, 2), a)[:, 0]
        x = torch.cat([context, functional.one_hot(before[:, t], words).double()], dim=1)
        s = torch_gru(s, x, p["Wx_s"], p["Wa_s"], p["b_s"])
        scores.append(s @ p["Wy"] + p["by"])
    return torch.stack(scores, dim=1), torch.cat(alphas, dim=2).transpose(1, 2)


def torch_encoder(X, p):
    embedded, ways = functional.embedding(X, p["E"]), []
    for way, order in (("f", range(X.shape[1])), ("b", reversed(range(X.shape[1])))):
        s, states = torch.zeros(len(X), len(p[f"Wa_{way}"]), dtype=torch.float64), {}
        for t in order:
            states[t] = s = torch_gru(s, embedded[:, t], p[f"Wx_{way}"], p[f"Wa_{way}"], p[f"b_{way}"])
        ways.append(torch.stack([states[t] for t in range(X.shape[1])], dim=1))
    return torch.cat(ways, dim=2)


def small_translator(seed):
    parameters = translation.first_parameters(7, n_e=4, n_a=3, n_s=5, n_y=6, hidden=3, seed=seed)
    draw = np.random.default_rng(seed)
    return {name: value + 0.3 * draw.normal(size=value.shape) for name, value in parameters.items()}


@pytest.mark.parametrize(("m", "T_x", "n_a2", "n_s"), [(1, 4, 2, 3), (3, 5, 4, 2), (2, 2, 2, 2)])
def test_attention_and_context_are_pytorchs(m, T_x, n_a2, n_s):
    draw = np.random.default_rng(m)
    a, s = draw.normal(size=(m, T_x, n_a2)), draw.normal(size=(m, n_s))
    p = {name: value + 0.1 for name, value in translation.first_attention(n_a2, n_s, 4, draw).items()}
    weights = sheet.attention_weights(a, s, *p.values())
    wanted = torch_attention(torch.tensor(a), torch.tensor(s), torch_parameters(p)).detach().numpy()
    assert np.allclose(weights, wanted)
    assert np.allclose(weights.sum(axis=1), 1)
    context = sheet.one_step_attention(a, s, p)
    assert context.shape == (m, 1, n_a2)
    assert np.allclose(context, np.einsum("mto,mtn->mon", wanted, a))


def test_attention_does_not_overflow_and_is_scipys_softmax_of_the_energies():
    a, W1 = np.random.default_rng(0).normal(size=(2, 6, 3)), np.ones((5, 2))
    s, W2 = np.zeros((2, 2)), np.full((2, 1), 2000.0)
    e = np.maximum(np.tanh(np.concatenate([a, np.zeros((2, 6, 2))], axis=2) @ W1) @ W2, 0)
    assert e.max() > 710
    assert np.allclose(sheet.attention_weights(a, s, W1, np.zeros(2), W2, np.zeros(1)), softmax(e, axis=1))


def test_one_step_attention_has_weights_of_its_own_for_any_sizes():
    draw = np.random.default_rng(2)
    for m, T_x, n_a2, n_s in ((10, 30, 64, 64), (2, 3, 4, 5)):
        a, s = draw.uniform(size=(m, T_x, n_a2)), draw.uniform(size=(m, n_s))
        context = sheet.one_step_attention(a, s)
        assert context.shape == (m, 1, n_a2)
        assert np.all(context[:, 0] >= a.min(axis=1))
        assert np.all(context[:, 0] <= a.max(axis=1))
        assert np.array_equal(context, sheet.one_step_attention(a, s))


@pytest.mark.parametrize(("m", "T_x", "T_y"), [(1, 4, 3), (4, 3, 5), (3, 3, 3)])
def test_the_decoder_is_pytorchs(m, T_x, T_y):
    parameters, draw = small_translator(m), np.random.default_rng(m)
    a, before = draw.normal(size=(m, T_x, 6)), draw.integers(0, 6, (m, T_y))
    P, alphas = sheet.attention_forward(a, before, parameters)
    scores, wanted = torch_decoder(torch.tensor(a), torch.tensor(before), torch_parameters(parameters))
    assert np.allclose(P, torch.softmax(scores, dim=2).detach().numpy())
    assert np.allclose(alphas, wanted.detach().numpy())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_cost_and_gradients_of_the_translator_are_pytorchs(seed):
    parameters, draw = small_translator(seed), np.random.default_rng(seed)
    X, Y = draw.integers(0, 7, (4, 6)), draw.integers(0, 6, (4, 3))
    p = torch_parameters(parameters)
    before = torch.tensor(np.concatenate([np.zeros((4, 1), int), Y[:, :-1]], axis=1))
    scores, _ = torch_decoder(torch_encoder(torch.tensor(X), p), before, p)
    wanted = functional.cross_entropy(scores.reshape(-1, 6), torch.tensor(Y).reshape(-1))
    wanted.backward()
    cost, gradients = translation.cost_and_gradients(parameters, X, Y)
    assert cost == pytest.approx(wanted.item())
    assert gradients.keys() == parameters.keys()
    for name, value in p.items():
        assert np.allclose(gradients[name], value.grad.numpy(), atol=1e-10), name


def test_cost_and_gradients_of_the_translator_agree_with_central_differences():
    parameters, draw = small_translator(4), np.random.default_rng(4)
    X, Y = draw.integers(0, 7, (3, 5)), draw.integers(0, 6, (3, 4))
    _, gradients = translation.cost_and_gradients(parameters, X, Y)
    for name, value in parameters.items():
        direction, costs = draw.normal(size=value.shape), []
        for step in (1e-5, -1e-5):
            moved = parameters | {name: value + step * direction}
            costs.append(translation.cost_and_gradients(moved, X, Y)[0])
        assert (costs[0] - costs[1]) / 2e-5 == pytest.approx(np.sum(gradients[name] * direction), rel=1e-4, abs=1e-9), (
            name
        )


def test_a_text_becomes_numbers_and_a_text_again():
    letters = translation.alphabet_of(["cab", "a b"])
    assert letters == " abc"
    rows = translation.encode(["cab", "", "a?c"], letters, 5)
    assert rows.tolist() == [[4, 2, 3, 0, 0], [0, 0, 0, 0, 0], [2, 5, 4, 0, 0]]
    assert translation.decode(rows, letters) == ["cab", "", "a?c"]


def test_the_next_letter_is_what_the_whole_decoder_expects():
    parameters = {name: value.astype(np.float32) for name, value in small_translator(5).items()}
    x, y = np.array([1, 6, 2, 2, 0]), [3, 1, 4]
    a, _ = translation.encoder(x[None], parameters)
    P, _ = sheet.attention_forward(a, np.array([[0, *y]]), parameters)
    after = translation.NextLetter(x, parameters, sheet.one_step_attention)
    for t in (3, 0, 2):
        assert np.allclose(np.exp(after(y[:t])), P[0, t], atol=1e-6)


def test_training_lowers_the_cost_and_repeats():
    draw, ends = np.random.default_rng(0), []
    X = draw.integers(1, 6, (120, 4))
    for _ in range(2):
        parameters = translation.first_parameters(7, n_a=8, n_s=16, n_y=7, seed=1)
        costs = translation.train_translator(parameters, X, X[:, ::-1], epochs=25, batch=20)
        ends.append(costs)
    assert ends[0] == ends[1]
    assert ends[0][-1] < 0.5 * ends[0][0]


def test_the_numbers_by_hand_of_attention_are_right():
    a, nothing = np.array([[[1.0], [-1.0], [0.0]]]), np.zeros(1)
    W2 = np.array([[2.0]])
    p = {"W1": np.array([[1.0], [1.0]]), "b1": nothing, "W2": W2, "b2": nothing}
    first = sheet.attention_weights(a, np.array([[0.5]]), np.array([[1.0], [0.0]]), nothing, W2, nothing)
    assert np.allclose(first.ravel(), [0.696, 0.152, 0.152], atol=5e-4)
    assert sheet.one_step_attention(a, np.zeros((1, 1)), p).item() == pytest.approx(0.544, abs=6e-4)
    assert np.allclose(
        sheet.attention_weights(a, np.ones((1, 1)), *p.values()).ravel(), [0.552, 0.080, 0.368], atol=5e-4
    )
