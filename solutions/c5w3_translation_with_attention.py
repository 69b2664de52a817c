"""Translation with attention: choosing the words, judging the result, and looking where it matters."""

from collections import Counter

import numpy as np

from helpers.translation import decoder_cell, first_attention


def greedy_decode(next_log_probs, end=0, max_length=30):
    """Write a sentence word by word, each time the most probable one.

    next_log_probs -- function of the list of words so far; returns log P of every possible next word, shape (words,)
    end -- number of the word <EOS> that ends a sentence
    max_length -- the sentence is cut after so many words
    Returns the sentence y, a list of numbers of words; `end` is its last one if it was reached.
    Source: D2 C5_W3, "Why not a greedy search?".
    """
    y = []
    while len(y) < max_length and (not y or y[-1] != end):
        y.append(int(np.argmax(next_log_probs(y))))
    return y


def beam_search(next_log_probs, B=3, end=0, max_length=30):
    """Look for the most probable sentence, with the B best beginnings in mind.

    next_log_probs -- function of the list of words so far; returns log P of every possible next word, shape (words,)
    B -- beam width: so many beginnings are kept after each step
    end -- number of the word <EOS>; a sentence that has ended keeps its place in the beam as long as it is among the B best
    max_length -- the search is over after so many words, or when all in the beam have ended
    Returns the beam, a list of at most B pairs (y, log_p), the most probable first: words, and the sum of their log P.
    Source: D2 C5_W3, "Beam search algorithm".
    """
    beam = [([], 0.0)]
    for _ in range(max_length):
        candidates = []
        for y, log_p in beam:
            if y and y[-1] == end:
                candidates.append((y, log_p))
            else:
                candidates += [(y + [word], log_p + more) for word, more in enumerate(next_log_probs(y))]
        beam = sorted(candidates, key=lambda pair: pair[1], reverse=True)[:B]
    return beam


def length_normalized_score(probabilities, alpha=0.7):
    """Score a sentence so that long ones are not at a disadvantage.

    probabilities -- P of each word given those before, shape (T_y,); they may be as small as 1e-200
    alpha -- 1 divides by the length, 0 not at all
    Returns a number, the larger the better.
    Source: D2 C5_W3, "Length normalization".
    """
    return np.sum(np.log(probabilities)) / len(probabilities) ** alpha


def blame(p_star, p_hat):
    """Tell for each wrong translation whether the search or the model is at fault.

    p_star, p_hat -- lists: the model's P(y*|x) of the human's translation and P(y^|x) of the algorithm's
    Returns (faults, share): a list of "B" (beam search) or "R" (the RNN model), one per translation; the share of "B".
    Source: D2 C5_W3, "Error analysis on beam search".
    """
    faults = ["B" if star > hat else "R" for star, hat in zip(p_star, p_hat)]
    return faults, faults.count("B") / len(faults)


def ngram_precision(candidate, references, n):
    """Compute p_n: which share of a translation's n-grams the references have too, each counted only as often as there.

    candidate -- the translation, a list of words
    references -- list of human translations, each a list of words
    n -- words in a row
    Returns p_n, a number from 0 to 1; 0 if the translation has fewer than n words.
    Source: D2 C5_W3, "Bleu score on bigrams", "Bleu score on unigrams".
    """

    def ngrams(words):
        return Counter(tuple(words[k : k + n]) for k in range(len(words) - n + 1))

    count = ngrams(candidate)
    allowed = [ngrams(reference) for reference in references]
    clipped = sum(min(times, max(one[ngram] for one in allowed)) for ngram, times in count.items())
    return clipped / max(sum(count.values()), 1)


def brevity_penalty(candidate_length, reference_length):
    """Compute BP, which makes short translations pay.

    candidate_length, reference_length -- words in the translation (0 is possible) and in the reference
    Returns BP, a number from 0 to 1; 0 for an empty translation.
    Source: D2 C5_W3, "Bleu details", with the fraction the right way up.
    """
    if candidate_length == 0:
        return 0.0
    return min(1.0, np.exp(1 - reference_length / candidate_length))


def bleu(candidate, references, max_n=4):
    """Compute the combined Bleu score of one translation.

    candidate -- the translation, a list of words
    references -- list of human translations, each a list of words; the brevity penalty takes the one nearest in length, of two
        equally near ones the shorter
    max_n -- the precisions p_1 to p_max_n count, all the same
    Returns a number from 0 to 1; 0 if one of the precisions is 0.
    Source: D2 C5_W3, "Bleu details", with the logarithm; Papineni et al. 2002.
    """
    precisions = [ngram_precision(candidate, references, n) for n in range(1, max_n + 1)]
    if min(precisions) == 0:
        return 0.0
    nearest = min((abs(len(words) - len(candidate)), len(words)) for words in references)[1]
    return brevity_penalty(len(candidate), nearest) * np.exp(np.mean(np.log(precisions)))


def attention_weights(a, s_prev, W1, b1, W2, b2):
    """Compute how much attention the next output word pays to each input word.

    a -- activations of the encoder, shape (m, T_x, n_a2)
    s_prev -- the decoder's state before, shape (m, n_s)
    W1, b1 -- first layer (tanh) on [a, s_prev], shapes (n_a2 + n_s, h) and (h,)
    W2, b2 -- second layer (ReLU), shapes (h, 1) and (1,); it gives the energies e
    Returns alphas, shape (m, T_x, 1): positive, adding up to 1 over the input's words.
    Source: D2 C5_W3, "Attention model", "Computing attention"; Bahdanau et al. 2014.
    """
    repeated = np.repeat(s_prev[:, None, :], a.shape[1], axis=1)
    hidden = np.tanh(np.concatenate([a, repeated], axis=2) @ W1 + b1)
    e = np.maximum(hidden @ W2 + b2, 0)
    small = np.exp(e - e.max(axis=1, keepdims=True))
    return small / small.sum(axis=1, keepdims=True)


def one_step_attention(a, s_prev, parameters=None):
    """Compute the context of one step: the encoder's activations, weighted by attention.

    a -- activations of the encoder, shape (m, T_x, n_a2)
    s_prev -- the decoder's state before, shape (m, n_s)
    parameters -- dictionary with W1, b1, W2, b2 of `attention_weights`; first_attention(n_a2, n_s) unless given
    Returns context, shape (m, 1, n_a2).
    Source: D2 C5_W3, "Attention model".
    """
    parameters = parameters or first_attention(a.shape[2], s_prev.shape[1])
    ### BEGIN SOLUTION
    alphas = attention_weights(a, s_prev, *(parameters[name] for name in ("W1", "b1", "W2", "b2")))
    return np.sum(alphas * a, axis=1, keepdims=True)
    ### END SOLUTION


def attention_forward(a, y_before, parameters):
    """Run the decoder over a whole output: look, then write, step by step.

    a -- activations of the encoder, shape (m, T_x, n_a2)
    y_before -- the word before each step, shape (m, T_y): the word written one step earlier, 0 in the first column
    parameters -- W1, b1, W2, b2 of the attention and Wx_s, Wa_s, b_s, Wy, by of decoder_cell; Wa_s has n_s rows
    Returns (probabilities, alphas): P of each next word, shape (m, T_y, n_y); the attention, shape (m, T_y, T_x).
    Source: D2 C5_W3, "Attention model".
    """
    s = np.zeros((a.shape[0], parameters["Wa_s"].shape[0]))
    probabilities, alphas = [], []
    ### BEGIN SOLUTION
    for t in range(y_before.shape[1]):
        weights = attention_weights(a, s, *(parameters[name] for name in ("W1", "b1", "W2", "b2")))
        context = one_step_attention(a, s, parameters)
        s, p = decoder_cell(s, context, y_before[:, t], parameters)
        alphas.append(weights[:, :, 0])
        probabilities.append(p)
    ### END SOLUTION
    return np.stack(probabilities, axis=1), np.stack(alphas, axis=1)
