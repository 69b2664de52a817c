"""What c5w3_translation_with_attention checks: cases, known mistakes, other right ways, hints."""

from grader_tests import Sheet, case, hidden
from grader_tests import inputs_c5w3_translation as inputs
from grader_tests import inputs_c5w3_translation_mistakes as mistakes
from grader_tests.inputs_c5w3_translation import CAT, CAT_TWICE, SPY, SPY_REFERENCES, THE, look, run, step, words, wrong

sheet = Sheet(__name__, position=1, errata="E33 E34 E271 E272")


CHOICE = "int(np.argmax(next_log_probs(y)))"
GO_ON = "len(y) < max_length and (not y or y[-1] != end)"

sheet.exercise(
    "greedy_decode",
    points=4,
    source="D2 C5_W3 “Why not a greedy search?”",
    cases=inputs.decodings(),
    misconceptions=[
        wrong(
            "begins-with-the-end",
            {"    return y": "    return [end] + y[: max_length - 1]"},
            "The sentence begins with the end word. It starts empty: nothing has been written when the model is asked first.",
        ),
        wrong(
            "end-always-0",
            {"y[-1] != end": "y[-1] != 0"},
            "The sentence always ends with word 0. Which word is the end is an argument: use `end`.",
        ),
        wrong(
            "end-left-out",
            {"    return y": "    return y[:-1] if y[-1] == end else y"},
            "The end word is missing. Writing <EOS> is a decision too: it has a probability, which belongs to the sentence's.",
        ),
        wrong(
            "never-ends",
            {GO_ON: "len(y) < max_length"},
            "The sentence goes on behind its end. <EOS> is the word that says that nothing follows: stop there.",
        ),
        wrong(
            "never-cut",
            {GO_ON: "len(y) < 50 and (not y or y[-1] != end)"},
            "`max_length` is not looked at. A model may never come to an end by itself.",
        ),
        wrong(
            "one-too-many",
            {"len(y) < max_length": "len(y) <= max_length"},
            "A sentence that is cut has one word too many. Count: how many words are there when the last one is chosen?",
        ),
        wrong(
            "same-beginning",
            {CHOICE: "int(np.argsort(next_log_probs([]))[-1 - len(y) % 2])"},
            "The function is asked about an empty sentence at every step. The next word depends on all words written so far: hand them over.",
        ),
        wrong(
            "only-the-last-word",
            {"next_log_probs(y)": "next_log_probs(y[-1:])"},
            "Only the last word is handed over. P(y⟨t⟩ | x, y⟨1⟩ … y⟨t−1⟩) depends on all words before.",
        ),
        wrong(
            "least-probable",
            {"np.argmax": "np.argmin"},
            "The least probable word is taken. Logarithms of probabilities are negative; the largest of them is the one nearest to 0.",
        ),
    ],
    accepted=[
        inputs.greedy_with_for,
        {CHOICE: "np.argsort(np.asarray(next_log_probs(list(y))))[-1]"},
    ],
    hints=[
        "Start with an empty list; ask, choose, append, ask again with the longer list.",
        "np.argmax gives the place of the largest number, which is the number of the word.",
        "Two reasons to stop: the word just written is `end`, or there are `max_length` words.",
    ],
)


BEST = "sorted(candidates, key=lambda pair: pair[1], reverse=True)[:B]"

sheet.exercise(
    "beam_search",
    points=10,
    source="D2 C5_W3 “Beam search algorithm”",
    cases=inputs.searches(),
    misconceptions=mistakes.beam_search(),
    accepted=[
        inputs.beam_with_heap,
        inputs.beam_with_arrays,
        {BEST: "sorted(candidates, key=lambda pair: -pair[1])[:B]", "y and y[-1] == end": "y[-1:] == [end]"},
    ],
    hints=[
        "The beam starts with one empty beginning, ([], 0.0): nothing written yet, and log 1 = 0.",
        "One step: put *all* longer sentences of all beginnings into one list of candidates, each with its sum of logarithms.",
        "sorted(candidates, key=lambda pair: pair[1], …) orders pairs by their second entry; keep the first B.",
        "A sentence whose last word is `end` goes into the list of candidates once, unchanged.",
    ],
)


SCORE = "np.sum(np.log(probabilities)) / len(probabilities) ** alpha"

sheet.exercise(
    "length_normalized_score",
    points=3,
    source="D2 C5_W3 “Length normalization”",
    cases=[
        case("two words, divided by their number", [0.5, 0.25], 1),
        case("four words", [0.7, 0.4, 0.9, 0.4]),
        case("nothing divided", [0.7, 0.4, 0.9, 0.5, 0.9, 0.8], 0.0),
        hidden("a single word", [0.3]),
        case("a hundred words of 1e-50", [1e-50] * 100),
        hidden("fifty words of 1e-90", [1e-90] * 50, alpha=0.6),
        hidden("an array", inputs.np.array([0.2, 0.9, 0.6]), alpha=0.5),
        hidden("words that are sure", [1.0, 1.0, 0.99], 0.7),
    ],
    misconceptions=[
        wrong(
            "log10",
            {"np.log(": "np.log10("},
            "This is the logarithm to base 10. log is the natural one everywhere in the course.",
        ),
        wrong(
            "multiplied",
            {"/ len(": "* len("},
            "The sum is multiplied by the power of the length. Then long sentences would be at an even greater disadvantage.",
        ),
        wrong(
            "log-of-the-product",
            {"np.sum(np.log(probabilities))": "np.log(np.prod(probabilities))"},
            "The probabilities are multiplied first. A hundred small factors give 0 in the computer, and its logarithm is no number: add up logarithms instead.",
        ),
        wrong(
            "always-0.7",
            {"** alpha": "** 0.7"},
            "The power is always 0.7. It is an argument, 0.7 is only its default.",
        ),
        wrong(
            "mean",
            {SCORE: "np.mean(np.log(probabilities))"},
            "This is the mean, which α = 1 would give. The length is to be taken to the power α before it divides.",
        ),
        wrong(
            "not-divided",
            {" / len(probabilities) ** alpha": ""},
            "The sum is not divided by anything, as if α were 0: long sentences stay at a disadvantage.",
        ),
        wrong(
            "log2",
            {"np.log(": "np.log2("},
            "This is the logarithm to base 2. log is the natural one everywhere in the course.",
        ),
        wrong(
            "no-logarithm",
            {"np.log(probabilities)": "probabilities"},
            "The probabilities themselves are added up. Their product is the probability of the sentence, so it is their logarithms that add up.",
        ),
        wrong(
            "alpha-times-length",
            {"len(probabilities) ** alpha": "(len(probabilities) * alpha)"},
            "The length is multiplied by α. α is an exponent.",
        ),
        wrong(
            "sign-turned",
            {"np.sum(np.log": "-np.sum(np.log"},
            "The sign is turned: this would be a cost. The score stays negative, and the best sentence has the largest one.",
        ),
        wrong(
            "each-divided",
            {SCORE: "np.sum(np.log(np.asarray(probabilities) / len(probabilities) ** alpha))"},
            "The probabilities are divided, inside the logarithm. First add up the logarithms, then divide the sum.",
        ),
    ],
    accepted=[
        inputs.score_with_loop,
        {SCORE: "sum(np.log(p) for p in probabilities) / np.power(float(len(probabilities)), alpha)"},
    ],
    hints=["np.log takes a whole list of numbers at once.", "T_y is the number of words, and ** is the power."],
)


FAULTS = '["B" if star > hat else "R" for star, hat in zip(p_star, p_hat)]'

sheet.exercise(
    "blame",
    points=3,
    source="D2 C5_W3 “Error analysis on beam search”: the two cases",
    parts={"faults": ["[0]"], "share": ["[1]"]},
    cases=[
        case("the document's example", [2e-10], [1e-10]),
        case("four translations", [3e-8, 1e-9, 5e-7, 2e-9], [1e-8, 4e-9, 9e-7, 3e-9]),
        case("a tie", [1e-5, 2e-5, 4e-5], [1e-5, 1e-5, 1e-5], group="ties"),
        hidden("a model that is always at fault", [1e-9, 1e-8], [1e-7, 1e-6]),
        hidden("a search that is always at fault", [1e-3, 1e-2, 1e-1], [1e-4, 1e-4, 1e-4]),
        hidden("arrays", inputs.np.array([0.2, 0.1, 0.3, 0.4, 0.1]), inputs.np.array([0.1, 0.2, 0.2, 0.2, 0.3])),
        hidden("two ties", [0.1, 0.2, 0.3], [0.1, 0.2, 0.4], group="ties"),
        hidden("logarithms of probabilities", [-20.5, -18.0, -30.0], [-21.0, -17.0, -29.0]),
    ],
    misconceptions=[
        wrong(
            "per-cent",
            {'faults.count("B")': '100 * faults.count("B")'},
            "The share is in per cent. Asked for is a number from 0 to 1.",
            score=0.5,
        ),
        wrong(
            "swapped",
            {"star > hat": "star <= hat"},
            "The two are swapped. If the model itself gives the human's translation more, it did its part; who failed to find it?",
        ),
        wrong(
            "tie-to-the-search",
            {"star > hat": "star >= hat"},
            "Where both are equally probable, the search could not know better: the document counts a tie as the model's fault.",
            score=0.5,
        ),
        wrong(
            "share-of-the-model",
            {'faults.count("B")': 'faults.count("R")'},
            "The share is that of the model. Asked for is the share of the mistakes that are due to beam search.",
            score=0.5,
        ),
        wrong(
            "number-instead-of-share",
            {" / len(faults)": ""},
            "This is the number of mistakes due to the search. A share is a number from 0 to 1.",
            score=0.5,
        ),
    ],
    accepted=[
        inputs.blame_with_loop,
        inputs.blame_with_numpy,
        {"return faults, ": "return tuple(faults), "},
    ],
    hints=[
        "Case 1: P(y*|x) > P(ŷ|x). Case 2: all else. Which of the two did its work badly?",
        "Go through both lists at once: for star, hat in zip(p_star, p_hat).",
    ],
)


sheet.exercise(
    "ngram_precision",
    points=8,
    source="D2 C5_W3 “Bleu score on bigrams”, “Bleu score on unigrams”: p_n",
    cases=[
        case("seven times the", THE, CAT, 1),
        case("the document's bigrams", CAT_TWICE, CAT, 2),
        case("the document's unigrams", CAT_TWICE, CAT, 1),
        case("one reference", words("a b a c a b"), [words("b a b a")], 2),
        case("references that share nothing", words("the small cat sleeps"), inputs.APART, 1),
        hidden("trigrams", CAT_TWICE, CAT, 3),
        case("fewer words than n", ["the", "cat"], CAT, 3),
        hidden("one word fewer than n", ["cat", "on", "the"], CAT, 4),
        hidden("a guide to action", SPY, SPY_REFERENCES, 2),
        hidden("a reference itself", CAT[1], CAT, 4),
        hidden("no word in common", ["le", "chat"], CAT, 1),
        hidden("as many words as n", ["on", "the", "mat"], CAT, 3),
        hidden("letters", list("banana"), [list("bandana"), list("ananas")], 2),
    ],
    misconceptions=mistakes.ngram_precision(),
    accepted=[
        inputs.precision_with_loops,
        inputs.precision_crossed_out,
        {mistakes.DIVIDED: "(clipped / sum(count.values()) if count else 0)"},
    ],
    hints=[
        "The n-gram that starts at place k is words[k : k + n]. As a tuple it can be a key of a dictionary.",
        "Counter(list of n-grams) counts them; a Counter gives 0 for what it has not seen.",
        "For every different n-gram of the translation: its count, but at most the largest count that a reference has.",
    ],
)


PENALTY = "min(1.0, np.exp(1 - reference_length / candidate_length))"

sheet.exercise(
    "brevity_penalty",
    points=3,
    source="D2 C5_W3 “Bleu details”: BP",
    cases=[
        case("half as long", 5, 10),
        case("longer than the reference", 9, 6),
        case("a word short", 6, 7),
        case("nothing at all", 0, 4),
        hidden("as long as the reference", 8, 8),
        hidden("one word of twelve", 1, 12),
        hidden("a little longer", 12, 11),
        hidden("nothing for a single word", 0, 1),
        hidden("nine of ten", 9, 10),
    ],
    misconceptions=[
        wrong(
            "divided-by-0",
            {"    if candidate_length == 0:\n        return 0.0\n": ""},
            "An empty translation leads to a division by 0. Treat it before the formula: which penalty does the formula come near to when the length goes to 0?",
        ),
        wrong(
            "max-for-min",
            {"min(1.0": "max(1.0"},
            "Short translations get 1, long ones more than 1. Of the two numbers, take the one that keeps the penalty at 1 or below.",
        ),
        wrong(
            "E34",
            {
                "reference_length / candidate_length))": "candidate_length / reference_length))",
                "min(1.0, np.exp(1 - ": "(1.0 if candidate_length > reference_length else np.exp(1 - ",
            },
            "The fraction stands upside down, as printed. A translation of half the length would get e^½ = 1.65, a reward; the penalty has to be below 1.",
            place="D2 C5_W3, “Bleu details”",
        ),
        wrong(
            "sign-turned",
            {
                "np.exp(1 - reference_length / candidate_length)": "(1.0 if candidate_length > reference_length else np.exp(reference_length / candidate_length - 1))",
                "min(1.0, ": "(",
            },
            "The exponent has the wrong sign: short translations get more than 1, a reward instead of a penalty.",
        ),
        wrong(
            "long-rewarded",
            {PENALTY: "np.exp(1 - reference_length / candidate_length)"},
            "Long translations get more than 1. They have paid already: their extra words lower the precisions. The penalty is 1 there.",
        ),
        wrong(
            "ratio",
            {PENALTY: "min(1.0, candidate_length / reference_length)"},
            "This is the ratio of the lengths. The document's penalty is an exponential, which falls faster for very short translations.",
        ),
        wrong(
            "long-punished",
            {PENALTY: "np.exp(-abs(1 - reference_length / candidate_length))"},
            "Translations that are too long are punished too. Only short ones are: precision alone takes care of long ones.",
        ),
        wrong(
            "one-missing",
            {"1 - reference_length": "-reference_length"},
            "The exponent lacks its 1: then a translation of the right length would be punished too.",
        ),
        wrong(
            "empty-unpunished",
            {"        return 0.0": "        return 1.0"},
            "An empty translation has no length to divide by. It should get the worst penalty that the formula comes near to when the length goes to 0.",
        ),
    ],
    accepted=[
        inputs.penalty_with_if,
        {PENALTY: "np.exp(min(0, 1 - reference_length / candidate_length))"},
    ],
    hints=[
        "Two cases: longer than the reference, and not.",
        "exp(0) = 1 joins the two cases where the lengths are equal.",
        "An empty translation: what does the exponential come to when the denominator comes close to 0? Treat it first.",
    ],
)


sheet.exercise(
    "bleu",
    points=5,
    source="D2 C5_W3 “Bleu details”: combined Bleu score",
    uses=["ngram_precision", "brevity_penalty"],
    cases=[
        case("the document's translation", CAT_TWICE, CAT),
        case("a translation that is too short", CAT[0][:4], [CAT[0]]),
        case("unigrams and bigrams only", CAT_TWICE, CAT, 2),
        case("references around its length", words("the cat is on a mat"), inputs.AROUND),
        case("no trigram in common", words("on the cat"), CAT, max_n=3),
        hidden("a reference itself", CAT[1], CAT),
        hidden("a guide to action", SPY, SPY_REFERENCES),
        hidden("no word in common", ["le", "chat", "est", "noir"], CAT),
        hidden("three words", ["the", "cat", "is"], CAT),
        hidden("a short one with bigrams", words("is on the"), CAT, 2),
        case("two references equally near", words("the cat is on a mat"), inputs.EQUALLY_NEAR),
        hidden("an empty translation", [], CAT),
    ],
    misconceptions=mistakes.bleu(),
    accepted=[
        inputs.bleu_as_root,
        {
            mistakes.COMBINED: "np.prod(precisions) ** (1 / max_n)",
            mistakes.NEAREST: "len(min(references, key=lambda words: (abs(len(words) - len(candidate)), len(words))))",
        },
        {mistakes.COMBINED: "np.exp(sum(np.log(p) / len(precisions) for p in precisions))"},
    ],
    hints=[
        "First a list of the precisions for n = 1, …, max_n, from `ngram_precision`.",
        "If one of them is 0, return 0 before taking a logarithm.",
        "Nearest in length: the smallest of abs(len(reference) − len(candidate)). Compare pairs (difference, length) to settle ties.",
    ],
)


sheet.exercise(
    "attention_weights",
    points=8,
    source="D2 C5_W3 “Computing attention”: α⟨t,t′⟩",
    cases=[
        case("the example by hand", *inputs.by_hand()),
        case("two sentences of three words", *look(2, 3, 2, 2, 2, seed=1)),
        case("one sentence of four words", *look(1, 4, 2, 3, 3, seed=2)),
        hidden("three sentences", *look(3, 3, 3, 1, 2, seed=3)),
        hidden("as many of everything", *look(2, 2, 2, 2, 2, seed=4)),
        hidden("four sentences of two words", *look(4, 2, 1, 2, 3, seed=5)),
        hidden("a single word", *look(2, 1, 2, 2, 2, seed=6)),
        case("energies of 20 and more", *inputs.steep()),
        hidden("other large energies", *inputs.steep(m=3, seed=8)),
    ],
    misconceptions=mistakes.attention_weights(),
    accepted=[
        inputs.weights_in_loops,
        inputs.weights_in_two_parts,
        {"np.exp(e - e.max(axis=1, keepdims=True))": "np.exp(e)"},
    ],
    hints=[
        "s_prev[:, None, :] has an axis for time; np.repeat(…, T_x, axis=1) fills it.",
        "np.concatenate([…, …], axis=2) puts the numbers of each word side by side: first a, then s.",
        "Softmax: exp of the energies, divided by their sum over the words, with keepdims=True.",
    ],
)


WEIGHTS = "attention_weights(a, s_prev,"

sheet.exercise(
    "one_step_attention",
    points=5,
    source="D2 C5_W3 “Attention model”: context c⟨t⟩",
    uses=["attention_weights"],
    cases=[
        case("two sentences of three words", *step(2, 3, 2, 2, 2, seed=11)),
        case("one sentence of four words", *step(1, 4, 3, 2, 2, seed=12)),
        case("the weights that are given", *inputs.states(3, 2, 2, 3, seed=13)),
        hidden("four sentences", *step(4, 3, 1, 2, 2, seed=14)),
        hidden("as many of everything", *step(3, 3, 3, 3, 3, seed=15)),
        hidden("a single word", *step(2, 1, 3, 1, 2, seed=16)),
        hidden("given weights and five words", *inputs.states(1, 5, 3, 2, seed=17)),
    ],
    misconceptions=mistakes.one_step_attention(),
    accepted=[
        inputs.context_in_loops,
        {mistakes.CONTEXT: "np.matmul(alphas.transpose(0, 2, 1), a)"},
        {mistakes.CONTEXT: "np.einsum('mto,mtn->mon', alphas, a)"},
    ],
    hints=[
        "attention_weights wants a, s_prev and the four arrays of `parameters`, W1, b1, W2, b2.",
        "alphas (m, T_x, 1) times a (m, T_x, n_a2) broadcasts: each word's activations times its weight.",
        "Then add up over the words; keepdims=True leaves an axis of length 1.",
    ],
)


CELL = "decoder_cell(s, context, y_before[:, t], parameters)"

sheet.exercise(
    "attention_forward",
    points=8,
    source="D2 C5_W3 “Attention model”",
    uses=["attention_weights", "one_step_attention"],
    parts={"probabilities": ["[0]"], "attention": ["[1]"]},
    cases=[
        case("two sentences of three words", *run(2, 3, 3, 2, 2, 2, 3, seed=21)),
        case("one sentence of four words", *run(1, 4, 2, 2, 3, 2, 2, seed=22)),
        hidden("three short sentences", *run(3, 2, 4, 1, 2, 2, 3, seed=23)),
        hidden("as many of everything", *run(2, 2, 2, 2, 2, 2, 2, seed=24)),
        hidden("one step", *inputs.first_step()),
        hidden("four sentences", *run(4, 3, 3, 1, 2, 2, 4, seed=25)),
    ],
    misconceptions=[
        wrong(
            "state-not-kept",
            {"s, p = " + CELL: "_, p = " + CELL},
            "The state stays at its start of zeros: every step looks at the same words. The state that decoder_cell returns is the next step's.",
        ),
        wrong(
            "attention-after",
            {
                "        alphas.append(weights": '        weights = attention_weights(a, s, *(parameters[name] for name in ("W1", "b1", "W2", "b2")))\n        alphas.append(weights'
            },
            "The attention that is returned was computed after the step, from the new state: it belongs to the next letter. Compute it before decoder_cell.",
            score=0.5,
        ),
        wrong(
            "axis-left",
            {"weights[:, :, 0]": "weights"},
            "The attention has an axis of length 1 at its end. Asked for is (m, T_y, T_x).",
            score=0.5,
        ),
        wrong(
            "same-context",
            {"context = one_step": "context = context if t else one_step"},
            "The context of the first step is used at every step. That is the encoder-decoder without attention, which has to remember the sentence in one vector.",
        ),
        wrong(
            "previous-word-lost",
            {"y_before[:, t]": "0 * y_before[:, t]"},
            "The word before is not handed to decoder_cell. P(y⟨t⟩ | x, y⟨1⟩ … y⟨t−1⟩) depends on it.",
        ),
        wrong(
            "word-after",
            {"y_before[:, t]": "np.roll(y_before, -1, axis=1)[:, t]"},
            "Step t gets column t + 1, which is the word it should guess. y_before is shifted already.",
        ),
        wrong(
            "shifted-again",
            {"y_before[:, t]": "(y_before[:, t - 1] if t else 0 * y_before[:, 0])"},
            "Step t gets column t − 1. y_before is shifted already: its column t is the word before step t.",
        ),
        wrong(
            "own-words",
            {"y_before[:, t]": "(probabilities[-1].argmax(axis=1) if t else y_before[:, 0])"},
            "Each step gets the word that the step before found likeliest. That is how one translates; here the words before are handed in, as `y_before`.",
        ),
        wrong(
            "random-weights",
            {"one_step_attention(a, s, parameters)": "one_step_attention(a, s)"},
            "`parameters` are not handed on to one_step_attention, which then takes random weights of its own.",
        ),
    ],
    accepted=[
        inputs.forward_without_context,
        inputs.forward_one_by_one,
        {
            "alphas.append(weights[:, :, 0])": "alphas.append(np.squeeze(weights, axis=2))",
            CELL: CELL.replace("context", "context[:, 0]"),
        },
    ],
    hints=[
        "The loop runs over the columns of y_before; y_before[:, t] is the word before step t, for all sentences at once.",
        "Per step: weights and context from a and the state *before* the step, then decoder_cell, which gives the state after it.",
        "Append to both lists; np.stack puts the steps on axis 1. weights[:, :, 0] has no axis of length 1 any more.",
    ],
)
