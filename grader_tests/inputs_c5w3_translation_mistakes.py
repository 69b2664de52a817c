"""The mistakes that c5w3_translation_with_attention knows."""

from grader_tests.inputs_c5w3_translation import wrong

KEPT = "                candidates.append((y, log_p))"
GROWN = "candidates += [(y + [word], log_p + more) for word, more in enumerate(next_log_probs(y))]"
CLIPPED = "min(times, max(one[ngram] for one in allowed))"
DIVIDED = "clipped / max(sum(count.values()), 1)"
COMBINED = "np.exp(np.mean(np.log(precisions)))"
NEAREST = "min((abs(len(words) - len(candidate)), len(words)) for words in references)[1]"
HIDDEN = "np.tanh(np.concatenate([a, repeated], axis=2) @ W1 + b1)"
ENERGY = "np.maximum(hidden @ W2 + b2, 0)"
CONTEXT = "np.sum(alphas * a, axis=1, keepdims=True)"


def beam_search():
    """Return the known mistakes of beam_search."""
    return [
        wrong(
            "ended-dropped",
            {KEPT: "                pass"},
            "Sentences that have ended disappear from the beam. They are finished, not worthless: they keep their place as long as they are among the B best.",
        ),
        wrong(
            "ended-goes-on",
            {"if y and y[-1] == end:": "if False:"},
            "Words are appended behind the end word. A sentence that has ended stays as it is, with its log P.",
        ),
        wrong(
            "best-of-each",
            {
                GROWN: GROWN.replace("candidates += [", "candidates += sorted([") + ", key=lambda pair: -pair[1])[:1]",
                "beam = [([], 0.0)]\n    for _ in": "beam = [([k], p) for k, p in enumerate(next_log_probs([]))]\n    beam.sort(key=lambda pair: -pair[1])\n    beam = beam[:B]\n    for _ in",
                "range(max_length)": "range(max_length - 1)",
            },
            "Each beginning gets only its own best word, so each goes its greedy way. All words of all beginnings compete: the best B of B times (number of words) stay, and they may come from the same beginning.",
        ),
        wrong(
            "last-word-only",
            {"log_p + more)": "more)"},
            "Beginnings are compared by their last word alone. What counts is the probability of the whole beginning: the sum of the logarithms so far.",
        ),
        wrong(
            "logs-multiplied",
            {"log_p + more)": "log_p * more)", "beam = [([], 0.0)]": "beam = [([], 1.0)]"},
            "Logarithms are multiplied. The logarithm of a product of probabilities is the *sum* of their logarithms.",
        ),
        wrong(
            "probabilities",
            {"    return beam": "    return [(y, np.exp(log_p)) for y, log_p in beam]"},
            "The sentences are right; the second entry is P, asked for is log P. Of a long sentence P is so small that it becomes 0.",
        ),
        wrong(
            "only-the-best",
            {"    return beam": "    return beam[0]"},
            "Only the best sentence comes back. Asked for is the whole beam, a list of pairs: the next section compares them anew.",
        ),
        wrong(
            "worst-first",
            {"reverse=True)[:B]": "reverse=True)[:B][::-1]"},
            "The beam stands the wrong way round: the most probable sentence comes first, that is the one with the largest log P.",
        ),
        wrong(
            "least-probable",
            {", reverse=True": ""},
            "The least probable beginnings are kept. log P is negative, the best is the largest.",
        ),
        wrong(
            "beam-of-three",
            {"[:B]": "[:3]"},
            "The beam always holds three sentences. Its width is an argument: use `B`.",
        ),
        wrong(
            "divided-by-length",
            {"key=lambda pair: pair[1]": "key=lambda pair: pair[1] / len(pair[0]) ** 0.7"},
            "The beam is ordered by log P divided by a power of the length. Here log P itself decides; the length comes into play in the next exercise.",
        ),
        wrong(
            "log-p-plus-p",
            {"log_p + more)": "log_p + np.exp(more))"},
            "Probabilities are added to the sum. What next_log_probs returns are logarithms already: add these as they are.",
        ),
        wrong(
            "appended-in-place",
            {"(y + [word],": "(y.append(word) or y,"},
            "All continuations of a beginning share one list, into which every word is appended. Make a new list for each candidate.",
        ),
        wrong(
            "stops-with-the-first",
            {"[:B]\n": "[:B]\n        if beam[0][0][-1] == end:\n            break\n"},
            "The search stops when the best sentence has ended. Others in the beam have not, and one of them may still change: go on until all have ended, or max_length is reached.",
        ),
        wrong(
            "stops-with-any",
            {"[:B]\n": "[:B]\n        if any(y[-1] == end for y, _ in beam):\n            break\n"},
            "The search stops as soon as one sentence of the beam has ended. The others go on, and may end up more probable: stop when all have ended, or at max_length.",
        ),
        wrong(
            "ended-forgotten",
            {
                KEPT: "                pass",
                "[:B]\n": "[:B]\n        if all(y[-1] == end for y, _ in beam):\n            break\n",
            },
            "A sentence that has ended disappears from the beam in the next step. It is finished, not worthless: it keeps its place as long as it is among the B best.",
        ),
        wrong(
            "set-aside",
            {
                "    beam = [([], 0.0)]\n": "    beam, done = [([], 0.0)], []\n",
                "[:B]\n": "[:B]\n        done += [pair for pair in beam if pair[0][-1] == end]\n        beam = [pair for pair in beam if pair[0][-1] != end]\n",
                "    return beam": "    return sorted(done + beam, key=lambda pair: pair[1], reverse=True)[:B]",
            },
            "Sentences that have ended are set aside, where nothing competes with them. That is done too, but here they keep their places: B of them and of the unfinished ones together.",
        ),
    ]


def ngram_precision():
    """Return the known mistakes of ngram_precision."""
    return [
        wrong(
            "not-clipped",
            {CLIPPED: "times * any(one[ngram] for one in allowed)"},
            "Every n-gram that some reference has counts each time it comes. Then “the the the the” has precision 1. It may count only as often as a reference has it.",
        ),
        wrong(
            "references-added",
            {"max(one[ngram] for one in allowed)": "sum(one[ngram] for one in allowed)"},
            "The references' counts are added up. More references would allow ever more repetitions; look for the one reference that has the n-gram most often.",
        ),
        wrong(
            "first-reference-only",
            {"max(one[ngram] for one in allowed)": "allowed[0][ngram]"},
            "Only the first reference is looked at. A translation may agree with any of them.",
        ),
        wrong(
            "kinds-not-counts",
            {CLIPPED: "(max(one[ngram] for one in allowed) > 0)", "sum(count.values())": "len(count)"},
            "Each different n-gram counts once. The sums run over all of them, with their counts: what comes twice counts twice below the line.",
        ),
        wrong(
            "divided-by-words",
            {DIVIDED: "clipped / len(candidate)"},
            "It is divided by the number of words. A sentence of 7 words has 6 bigrams, 5 trigrams: divide by the number of n-grams.",
        ),
        wrong(
            "divided-by-reference",
            {DIVIDED: "clipped / max(sum(allowed[0].values()), 1)"},
            "It is divided by the number of n-grams in a reference. That would be recall; precision asks which share of the *translation's* n-grams is right.",
        ),
        wrong(
            "smallest-reference",
            {"max(one[ngram] for one in allowed)": "min(one[ngram] for one in allowed)"},
            "An n-gram has to be in every reference here. It is enough that one has it.",
        ),
        wrong(
            "last-ngram-lost",
            {"range(len(words) - n + 1)": "range(len(words) - n)"},
            "The last n-gram of every sentence is missing. How many pairs of neighbours do 7 words have?",
        ),
        wrong(
            "divided-by-kinds",
            {"sum(count.values())": "len(count)"},
            "Above the line all n-grams count, below it each different one only once, so the result can exceed 1. Below stands the number of all n-grams.",
        ),
        wrong(
            "always-unigrams",
            {"words[k : k + n]": "words[k : k + 1]", "len(words) - n + 1": "len(words)"},
            "Single words are counted, whatever n is. An n-gram is n words in a row.",
        ),
        wrong(
            "each-once",
            {CLIPPED: "min(1, max(one[ngram] for one in allowed))"},
            "Each different n-gram counts at most once above the line. It may count as often as the reference has it that has it most often.",
        ),
        wrong(
            "one-reference-for-all",
            {
                f"clipped = sum({CLIPPED} for ngram, times in count.items())": "clipped = max(sum(min(times, one[ngram]) for ngram, times in count.items()) for one in allowed)"
            },
            "All n-grams are compared with one and the same reference, the best. Each n-gram has its own: whichever reference has it most often.",
        ),
        wrong(
            "mean-over-references",
            {
                f"clipped = sum({CLIPPED} for ngram, times in count.items())": "clipped = sum(min(times, one[ngram]) for ngram, times in count.items() for one in allowed) / len(allowed)"
            },
            "The precision is averaged over the references. An n-gram is right if *one* reference has it, however many there are.",
        ),
        wrong(
            "divided-by-0",
            {"max(sum(count.values()), 1)": "sum(count.values())"},
            "A translation of fewer than n words has no n-grams, so it is divided by 0. Its precision is 0 by definition; treat it apart.",
        ),
    ]


def bleu():
    """Return the known mistakes of bleu."""
    return [
        wrong(
            "E33",
            {COMBINED: "np.exp(np.mean(precisions))", "    if min(precisions) == 0:\n        return 0.0\n": ""},
            "The precisions themselves are averaged in the exponent, as printed. Then a translation without a word in common still has e^0 = 1, and a perfect one e. A logarithm is missing.",
            place="D2 C5_W3, “Bleu details”",
        ),
        wrong(
            "arithmetic-mean",
            {COMBINED: "np.mean(precisions)", "    if min(precisions) == 0:\n        return 0.0\n": ""},
            "This is the ordinary mean of the precisions. The document's exponential of mean logarithms is the geometric one: one precision of 0 makes all of it 0.",
        ),
        wrong(
            "product",
            {"np.mean(np.log": "np.sum(np.log"},
            "The logarithms are added up and not divided by their number, so this is the product of the precisions.",
        ),
        wrong(
            "always-four",
            {COMBINED: "np.exp(np.sum(np.log(precisions)) / 4)"},
            "It is always divided by 4. With `max_n` precisions the mean is over max_n.",
        ),
        wrong(
            "no-penalty",
            {"brevity_penalty(len(candidate), nearest) * ": ""},
            "The brevity penalty is missing: three sure words of a long sentence would get 1.",
        ),
        wrong(
            "shortest-reference",
            {NEAREST: "min(len(words) for words in references)"},
            "The penalty takes the shortest reference. It should be the one whose length is nearest to the translation's.",
        ),
        wrong(
            "first-reference",
            {NEAREST: "len(references[0])"},
            "The penalty takes the first reference. It should be the one whose length is nearest to the translation's.",
        ),
        wrong(
            "longest-reference",
            {NEAREST: "max(len(words) for words in references)"},
            "The penalty takes the longest reference. It should be the one whose length is nearest to the translation's.",
        ),
        wrong(
            "longer-of-two",
            {NEAREST: "-min((abs(len(words) - len(candidate)), -len(words)) for words in references)[1]"},
            "Two references are equally near in length, and the penalty takes the longer one. It should be the shorter, whichever comes first in the list.",
        ),
        wrong(
            "lengths-swapped",
            {"brevity_penalty(len(candidate), nearest)": "brevity_penalty(nearest, len(candidate))"},
            "The two lengths are swapped: brevity_penalty wants the translation's first, then the reference's.",
        ),
        wrong(
            "per-cent",
            {"return brevity_penalty": "return 100 * brevity_penalty"},
            "The score is in per cent. Asked for is a number from 0 to 1.",
        ),
        wrong(
            "zeros-left-out",
            {
                COMBINED: "np.exp(np.mean(np.log([p for p in precisions if p])))",
                "min(precisions) == 0": "max(precisions) == 0",
            },
            "Precisions of 0 are left out of the mean. A geometric mean with a 0 in it is 0.",
        ),
        wrong(
            "one-n-short",
            {"range(1, max_n + 1)": "range(1, max_n)"},
            "The last n is missing: range ends one before its second number.",
        ),
        wrong(
            "mean-length",
            {NEAREST: "np.mean([len(words) for words in references])"},
            "The penalty takes the mean length of the references. It should be the length of the one that is nearest.",
        ),
        wrong(
            "E33-and-no-penalty",
            {
                COMBINED: "np.exp(np.mean(precisions))",
                "    if min(precisions) == 0:\n        return 0.0\n": "",
                "brevity_penalty(len(candidate), nearest) * ": "",
            },
            "The precisions themselves stand in the exponent, as printed, so a perfect translation gets e. A logarithm is missing, and so is the brevity penalty.",
            place="D2 C5_W3, “Bleu details”",
        ),
    ]


def attention_weights():
    """Return the known mistakes of attention_weights."""
    return [
        wrong(
            "softmax-over-the-last-axis",
            {"e.max(axis=1": "e.max(axis=-1", "small.sum(axis=1": "small.sum(axis=-1"},
            "All weights are 1: the softmax runs over the last axis, which has one entry. The words of the input share the attention, and they lie along axis 1.",
        ),
        wrong(
            "softmax-over-examples",
            {"e.max(axis=1": "e.max(axis=0", "small.sum(axis=1": "small.sum(axis=0"},
            "The weights add up to 1 over the examples, axis 0. Sentences have nothing to do with each other; the words of one sentence share its attention.",
        ),
        wrong(
            "softmax-over-all",
            {"small.sum(axis=1, keepdims=True)": "small.sum()", "e.max(axis=1, keepdims=True)": "e.max()"},
            "All numbers together add up to 1. Each sentence has attention of its own to share out.",
        ),
        wrong(
            "order-of-the-two",
            {"[a, repeated]": "[repeated, a]"},
            "[s, a] instead of [a, s]: the first rows of W1 belong to the encoder's activations.",
        ),
        wrong(
            "no-tanh",
            {HIDDEN: "np.concatenate([a, repeated], axis=2) @ W1 + b1"},
            "The first layer lacks its activation, the tanh. Two linear layers are no more than one.",
        ),
        wrong(
            "no-relu",
            {ENERGY: "hidden @ W2 + b2"},
            "The energies lack their ReLU: none is below 0.",
        ),
        wrong(
            "relu-and-tanh-swapped",
            {
                HIDDEN: "np.maximum(np.concatenate([a, repeated], axis=2) @ W1 + b1, 0)",
                ENERGY: "np.tanh(hidden @ W2 + b2)",
            },
            "The two activations are swapped: tanh is in the first layer, ReLU makes the energies.",
        ),
        wrong(
            "energies",
            {"return small / small.sum(axis=1, keepdims=True)": "return e"},
            "These are the energies. A softmax over the input's words turns them into weights that add up to 1.",
        ),
        wrong(
            "divided-energies",
            {"np.exp(e - e.max(axis=1, keepdims=True))": "e"},
            "The energies themselves are divided by their sum. A softmax takes their exponentials first, so that an energy of 0 still gets a little attention.",
        ),
        wrong(
            "not-divided",
            {"return small / small.sum(axis=1, keepdims=True)": "return np.exp(e)"},
            "These are exponentials of the energies. Divided by their sum over the input's words they would add up to 1.",
        ),
        wrong(
            "relu-instead-of-tanh",
            {HIDDEN: "np.maximum(np.concatenate([a, repeated], axis=2) @ W1 + b1, 0)"},
            "The first layer has a ReLU too. Its activation is the tanh; only the second layer, which gives the energies, has a ReLU.",
        ),
        wrong(
            "state-ignored",
            {"np.repeat(s_prev[:, None, :]": "np.repeat(0 * s_prev[:, None, :]"},
            "The decoder's state makes no difference here. What to look at depends on what has been written so far: `s_prev` stands beside each word's activations.",
        ),
        wrong(
            "no-biases",
            {"@ W1 + b1": "@ W1", "@ W2 + b2": "@ W2"},
            "The biases b1 and b2 are missing.",
        ),
        wrong(
            "axis-lost",
            {
                "return small / small.sum(axis=1, keepdims=True)": "return (small / small.sum(axis=1, keepdims=True))[:, :, 0]"
            },
            "The weights are right, but the last axis is gone. Asked for is (m, T_x, 1), so that they can be multiplied with `a`.",
        ),
        wrong(
            "states-mixed-up",
            {
                "np.repeat(s_prev[:, None, :], a.shape[1], axis=1)": "np.tile(s_prev, (a.shape[1], 1)).reshape(a.shape[0], a.shape[1], -1)"
            },
            "The states of different sentences got mixed up: the shape is right, but some words stand beside another sentence's state. Give s_prev its new axis first, then repeat along it.",
        ),
    ]


def one_step_attention():
    """Return the known mistakes of one_step_attention."""
    return [
        wrong(
            "axis-lost",
            {", keepdims=True)": ")"},
            "The numbers are right, but the axis of time is gone: asked for is (m, 1, n_a2), a sequence of one step.",
        ),
        wrong(
            "mean",
            {CONTEXT: "np.mean(alphas * a, axis=1, keepdims=True)"},
            "The weighted activations are averaged. The weights add up to 1 already: dividing by the number of words makes the context too small.",
        ),
        wrong(
            "unweighted",
            {CONTEXT: "np.mean(a, axis=1, keepdims=True)"},
            "Every word counts the same. The context is the sum of the activations, each times its attention.",
        ),
        wrong(
            "not-summed",
            {CONTEXT: "alphas * a"},
            "The activations are weighted but not added up: the context is one vector per sentence, the sum over its words.",
        ),
        wrong(
            "hard-attention",
            {CONTEXT: "np.take_along_axis(a, alphas.argmax(axis=1)[:, :, None], axis=1)"},
            "Only the word with the largest weight is taken. Attention is soft: every word contributes its share, otherwise there would be no gradient to learn from.",
        ),
        wrong(
            "features-added",
            {CONTEXT: "np.sum(alphas * a, axis=2, keepdims=True)"},
            "The sum runs over the features, axis 2. It should run over the words, axis 1.",
        ),
    ]
