"""What the checks of c5w3_translation_with_attention share: sentences, small networks with attention, other right ways."""

import numpy as np

from grader_tests import case, hidden, misconception
from helpers.checks import stand_ins
from helpers.translation import decoder_cell, first_attention
from solutions.c5w3_translation_with_attention import (
    attention_weights,
    brevity_penalty,
    ngram_precision,
    one_step_attention,
)

JANE = stand_ins.next_word_of_jane
FOUR, SIX, ENDLESS = stand_ins.next_of_four, stand_ins.next_of_six, stand_ins.next_without_end


def words(text):
    """Return the words of a text, a list."""
    return text.split()


CAT = [words("the cat is on the mat"), words("there is a cat on the mat")]
THE = ["the"] * 7
CAT_TWICE = words("the cat the cat on the mat")
SPY = words("it is a guide to action which ensures that the military always obeys the commands of the party")
SPY_REFERENCES = [
    words("it is a guide to action that ensures that the military will forever heed party commands"),
    words(
        "it is the guiding principle which guarantees the military forces always being under the command of the party"
    ),
    words("it is the practical guide for the army always to heed the directions of the party"),
]
AROUND = [  # 8, 9, 7 and 3 words
    words("on the old mat there is a cat"),
    words("there is a cat on the mat in here"),
    words("the cat is on the big mat"),
    words("on a mat"),
]
APART = [words("he sleeps"), words("a small cat")]
EQUALLY_NEAR = [words("the cat is on the old mat"), words("on a mat the cat")]


def wrong(id, edit, says, place="", score=0.0):
    """Return the known mistake that an edit of the reference makes."""
    return misconception(id, edit=edit, says=says, place=place, score=score)


def decodings():
    """Return the cases of greedy_decode."""
    return [
        case("the sentence about Jane", JANE),
        case("a language of four words", FOUR),
        case("a sentence that is cut", FOUR, max_length=5),
        hidden("a language of six words", SIX),
        case("another word for the end", FOUR, end=2),
        hidden("a language that hardly ends", ENDLESS, 0, 9),
        hidden("a sentence of one word", SIX, 5, 9),
    ]


def searches():
    """Return the cases of beam_search."""
    return [
        case("the first step of the document's search", JANE, 3, 0, 1),
        case("its second step", JANE, 3, 0, 2),
        case("the sentence about Jane", JANE, B=3, max_length=12),
        case("a language of four words", FOUR, B=2, max_length=8),
        case("a language of six words", SIX, 3, 0, 8),
        case("a beam of one sentence", JANE, B=1, max_length=12),
        hidden("a beam wider than the language", FOUR, 6, 0, 4),
        hidden("another word for the end", FOUR, 3, 2, 6),
        hidden("a language that hardly ends", ENDLESS, 4, 0, 6),
        hidden("a narrow beam", SIX, 2, 3, 6),
        hidden("a beam wider than there are sentences", FOUR, 9, 0, 1),
    ]


def network(n_a2, n_s, hidden_units, n_y=None, seed=0):
    """Return parameters of the attention, and those of the decoder if n_y is given; short numbers."""
    draw = np.random.default_rng(seed)

    def some(*shape, scale=1.0):
        return (scale * draw.normal(size=shape)).round(2)

    parameters = {"W1": some(n_a2 + n_s, hidden_units), "b1": some(hidden_units, scale=0.3)}
    parameters |= {"W2": np.abs(some(hidden_units, 1)) + 0.5, "b2": some(1, scale=0.3)}
    if n_y:
        n_x = n_a2 + n_y
        parameters |= {
            "Wx_s": some(n_x, 3 * n_s, scale=0.7),
            "Wa_s": some(n_s, 3 * n_s),
            "b_s": some(3 * n_s, scale=0.3),
        }
        parameters |= {"Wy": some(n_s, n_y), "by": some(n_y, scale=0.3)}
    return parameters


def states(m, T_x, n_a2, n_s, seed, scale=1.0):
    """Return (a, s_prev)."""
    draw = np.random.default_rng(seed)
    return (scale * draw.normal(size=(m, T_x, n_a2))).round(2), draw.normal(size=(m, n_s)).round(2)


def look(m, T_x, n_a2, n_s, hidden_units, seed):
    """Return the arguments of attention_weights."""
    return *states(m, T_x, n_a2, n_s, seed), *network(n_a2, n_s, hidden_units, seed=seed + 50).values()


def by_hand():
    """Return the arguments of the example by hand: three words, one unit each."""
    a = np.array([[[1.0], [-1.0], [0.0]]])
    return a, np.array([[0.5]]), np.array([[1.0], [0.0]]), np.zeros(1), np.array([[2.0]]), np.zeros(1)


def steep(m=2, seed=7):
    """Return the arguments of attention_weights where energies reach 20 and more, so that one word gets nearly everything."""
    a, s_prev, W1, b1, W2, b2 = look(m, 4, 2, 2, 3, seed=seed)
    return a, s_prev, W1, b1, 10 * W2, b2


def step(m, T_x, n_a2, n_s, hidden_units, seed):
    """Return the arguments of one_step_attention."""
    return *states(m, T_x, n_a2, n_s, seed), network(n_a2, n_s, hidden_units, seed=seed + 50)


def run(m, T_x, T_y, n_a2, n_s, hidden_units, n_y, seed):
    """Return the arguments of attention_forward."""
    a, _ = states(m, T_x, n_a2, n_s, seed)
    y_before = np.random.default_rng(seed + 90).integers(0, n_y, (m, T_y))
    y_before[:, 0] = 0
    return a, y_before, network(n_a2, n_s, hidden_units, n_y, seed + 50)


def first_step():
    """Return the arguments of a run of one step only."""
    a, y_before, parameters = run(2, 3, 2, 2, 2, 2, 3, seed=3)
    return a, y_before[:, :1], parameters


# Other right ways


def greedy_with_for(next_log_probs, end=0, max_length=30):
    y = ()
    for _ in range(max_length):
        scores = list(np.exp(next_log_probs(y)))
        y += (scores.index(max(scores)),)
        if y[-1] == end:
            break
    return np.array(y)


def beam_with_heap(next_log_probs, B=3, end=0, max_length=30):
    import heapq

    beam = [(0.0, ())]
    while not all(y and y[-1] == end for _, y in beam) and len(beam[0][1]) < max_length + 1:
        if max(len(y) for _, y in beam) == max_length:
            break
        wider = []
        for log_p, y in beam:
            if y and y[-1] == end:
                wider.append((log_p, y))
                continue
            more = next_log_probs(list(y))
            wider.extend((log_p + more[k], (*y, k)) for k in range(len(more)))
        beam = heapq.nlargest(B, wider)
    return [[list(y), float(log_p)] for log_p, y in sorted(beam, reverse=True)]


def beam_with_arrays(next_log_probs, B=3, end=0, max_length=30):
    beam = [([], np.float64(0))]
    for _ in range(max_length):
        done = [pair for pair in beam if pair[0][-1:] == [end]]
        for y, log_p in beam:
            if y[-1:] != [end]:
                scores = log_p + np.asarray(next_log_probs(y))
                best = np.argsort(-scores)[:B]
                done += [(y + [int(k)], scores[k]) for k in best]
        done.sort(key=lambda pair: -pair[1])
        beam = done[:B]
    return beam


def score_with_loop(probabilities, alpha=0.7):
    total = 0.0
    for p in probabilities:
        total += np.log(p)
    return float(total) * len(probabilities) ** -alpha


def blame_with_loop(p_star, p_hat):
    faults, of_search = [], 0
    for k in range(len(p_star)):
        if p_star[k] <= p_hat[k]:
            faults.append("r")
        else:
            faults.append("b")
            of_search += 1
    return faults, of_search / len(p_star)


def blame_with_numpy(p_star, p_hat):
    at_search = np.array(p_star) > np.array(p_hat)
    return np.where(at_search, "B", "R"), at_search.mean()


def precision_with_loops(candidate, references, n):
    pieces = [tuple(candidate[k : k + n]) for k in range(len(candidate) - n + 1)]
    if not pieces:
        return 0
    clipped = 0
    for piece in set(pieces):
        most = 0
        for reference in references:
            there = sum(tuple(reference[k : k + n]) == piece for k in range(len(reference) - n + 1))
            most = max(most, there)
        clipped += min(pieces.count(piece), most)
    return clipped / len(pieces)


def precision_crossed_out(candidate, references, n):
    left = {}
    for reference in references:
        seen = {}
        for piece in zip(*(reference[k:] for k in range(n))):
            seen[piece] = seen.get(piece, 0) + 1
            left[piece] = max(left.get(piece, 0), seen[piece])
    pieces, found = list(zip(*(candidate[k:] for k in range(n)))), 0
    for piece in pieces:
        if left.get(piece, 0) > 0:
            left[piece] -= 1
            found += 1
    return np.float64(found / len(pieces)) if pieces else 0.0


def penalty_with_if(candidate_length, reference_length):
    if candidate_length > reference_length:
        return 1
    return np.exp((candidate_length - reference_length) / candidate_length) if candidate_length else 0


def bleu_as_root(candidate, references, max_n=4):
    product = 1.0
    for n in range(1, max_n + 1):
        product *= ngram_precision(candidate, references, n)
    lengths = sorted(len(reference) for reference in references)
    nearest = min(lengths, key=lambda length: abs(length - len(candidate)))
    return brevity_penalty(len(candidate), nearest) * product ** (1 / max_n)


def weights_in_loops(a, s_prev, W1, b1, W2, b2):
    m, T_x, _ = a.shape
    alphas = np.zeros((m, T_x, 1))
    for i in range(m):
        energies = []
        for t in range(T_x):
            hidden_units = np.tanh(np.append(a[i, t], s_prev[i]) @ W1 + b1)
            energies.append(max(0.0, (hidden_units @ W2 + b2)[0]))
        powers = [np.exp(e - max(energies)) for e in energies]
        alphas[i, :, 0] = np.array(powers) / sum(powers)
    return alphas


def weights_in_two_parts(a, s_prev, W1, b1, W2, b2):
    n = a.shape[2]
    hidden_units = np.tanh(np.einsum("ijk,kh->ijh", a, W1[:n]) + (s_prev @ W1[n:])[:, None] + b1)
    e = np.einsum("ijh,ho->ij", hidden_units, W2) + b2
    e = e * (e > 0)
    e = np.exp(e - np.max(e, axis=1, keepdims=True))
    return (e / np.sum(e, axis=1)[:, None])[:, :, None]


def context_in_loops(a, s_prev, parameters=None):
    if parameters is None:
        parameters = first_attention(a.shape[-1], s_prev.shape[-1])
    alphas = attention_weights(a, s_prev, *(parameters[name] for name in ("W1", "b1", "W2", "b2")))
    context = np.zeros((a.shape[0], 1, a.shape[2]))
    for i in range(len(a)):
        for t in range(a.shape[1]):
            context[i, 0] += alphas[i, t, 0] * a[i, t]
    return context


def forward_without_context(a, y_before, parameters):
    names = ("W1", "b1", "W2", "b2")
    s, all_p, all_alphas = np.zeros((len(a), len(parameters["Wa_s"]))), [], []
    for column in np.asarray(y_before).T:
        alphas = attention_weights(a, s, *(parameters[name] for name in names))
        s, p = decoder_cell(s, np.einsum("mto,mtn->mn", alphas, a), column, parameters)
        all_alphas.append(alphas.transpose(0, 2, 1))
        all_p.append(p[:, None])
    return [np.concatenate(all_p, axis=1), np.concatenate(all_alphas, axis=1)]


def forward_one_by_one(a, y_before, parameters):
    (m, T_x, _), T_y = a.shape, y_before.shape[1]
    P, A = np.zeros((m, T_y, len(parameters["by"]))), np.zeros((m, T_y, T_x))
    for i in range(m):
        s = np.zeros((1, len(parameters["Wa_s"])))
        for t in range(T_y):
            names = ("W1", "b1", "W2", "b2")
            A[i, t] = attention_weights(a[i : i + 1], s, *(parameters[name] for name in names)).ravel()
            context = one_step_attention(a[i : i + 1], s, {name: parameters[name] for name in names})
            s, p = decoder_cell(s, context, y_before[i : i + 1, t], parameters)
            P[i, t] = p[0]
    return P, A
