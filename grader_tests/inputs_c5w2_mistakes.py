"""Known mistakes of c5w2_word_vectors, exercise by exercise: what is written instead, and what a student reads about it."""

from grader_tests.inputs_c5w2_vectors import wrong

COMPLETE_ANALOGY = [
    wrong(
        "sum-of-three",
        {
            "cosine_similarity(direction, e_w - word_to_vec_map[c])": "cosine_similarity(direction + word_to_vec_map[c], e_w)"
        },
        "You compare e_w with e_c + e_b − e_a, the other way in which the document puts it. It is a good measure, the notebook tries both; but here the two differences are to be compared. The answers are not always the same.",
        place="D2 C5_W2 “Analogies using word vectors”, sim(e_w, e_king − e_man + e_woman)",
    ),
    wrong(
        "word-c-not-skipped",
        {
            "        if word == c:\n            continue\n": "",
            "best, best_word = -np.inf, None": "best, best_word = -np.inf, c",
            "if similarity > best": "if not similarity <= best",
        },
        "word_c itself, or a word with the very same vector, wins. Its difference from word_c is zero, the cosine is 0/0 = nan, and nan must lose: `nan > best` is False, but np.argmax and `not …` let it through.",
    ),
    wrong(
        "all-three-skipped",
        {"if word == c:": "if word in (a, b, c):"},
        "You leave out word_a and word_b too. Often that helps, but here only word_c is left out, so that one sees when an analogy fails because it points back at a word of the question.",
    ),
    wrong(
        "direction-turned",
        {"word_to_vec_map[b] - word_to_vec_map[a]": "word_to_vec_map[a] - word_to_vec_map[b]"},
        "Your answer lies the opposite way. Either one difference is turned round (from a to b, and from c to w), or the smallest cosine is taken for the best.",
    ),
    wrong(
        "b-and-c-swapped",
        {
            "word_to_vec_map[b] - word_to_vec_map[a]": "word_to_vec_map[c] - word_to_vec_map[a]",
            "e_w - word_to_vec_map[c]": "e_w - word_to_vec_map[b]",
            "if word == c:": "if word == b:",
        },
        "The second and the third word have changed places: a is to b as *c* is to the answer.",
    ),
    wrong(
        "last-of-equals",
        {"if similarity > best": "if similarity >= best"},
        "Of equally good words the last one wins; asked for is the first in the map.",
    ),
    wrong(
        "capitals",
        {"word_a.lower(), word_b.lower(), word_c.lower()": "word_a, word_b, word_c"},
        "The map knows words in small letters only: “King” is not found in it. Use .lower() first.",
    ),
    wrong(
        "zero-start",
        {"-np.inf": "0.0"},
        "The search starts at 0, so when all cosines are negative nothing is found and None comes back. Start below anything a cosine can be.",
    ),
    wrong(
        "nan-wins",
        {
            "    best, best_word = -np.inf, None": "    best, best_word, found = -np.inf, None, {}",
            "        if similarity > best:\n            best, best_word = similarity, word": "        found[word] = similarity",
            "return best_word": "return list(found)[int(np.argmax(list(found.values())))]",
        },
        "A word with the same vector as word_c wins: its cosine is 0/0 = nan, and np.argmax takes nan for the largest. Compare with > instead, or leave nan out (np.nanargmax).",
    ),
    wrong(
        "inner-product",
        {"cosine_similarity(direction": "np.dot(direction"},
        "You compare by the inner product, so the word that is farthest away wins. Divide by the lengths: `cosine_similarity`.",
    ),
    wrong(
        "nearest-point",
        {
            "cosine_similarity(direction, e_w - word_to_vec_map[c])": "-np.linalg.norm(word_to_vec_map[c] + direction - e_w)"
        },
        "You look for the word nearest to e_c + e_b − e_a. Asked for is the word whose difference from e_c points the same way, near or far.",
    ),
    wrong(
        "sum-and-three-skipped",
        {
            "cosine_similarity(direction, e_w - word_to_vec_map[c])": "cosine_similarity(direction + word_to_vec_map[c], e_w)",
            "if word == c:": "if word in (a, b, c):",
        },
        "You compare e_w with the sum e_c + e_b − e_a and leave out all three words, which is the second way in the document. Here the two differences are compared, and only word_c is left out.",
        place="D2 C5_W2 “Analogies using word vectors”, sim(e_w, e_king − e_man + e_woman)",
    ),
]

GLOVE_COST = [
    wrong(
        "E35",
        {"difference**2": "difference"},
        "The differences are added up without a square, as the document's first slide prints it. Then the cost has no lowest value: make the biases ever smaller and it falls for ever.",
        place="D2 C5_W2 “GloVe”, first slide",
    ),
    wrong(
        "E35-bias",
        {"+ b_prime": "- b_prime"},
        "The second bias is subtracted, as on the document's second slide. Both biases are added.",
        place="D2 C5_W2 “A note on the featurization view”",
    ),
    wrong(
        "zero-log-zero",
        {"np.log(np.where(met, X, 1))": "np.log(X)"},
        "log 0 is −∞, and 0 · ∞ is nan, not 0: the whole sum is lost. Pairs that never meet have to be left out before the logarithm.",
    ),
    wrong(
        "weight-one-for-zero",
        {
            "weight = np.where(met, np.minimum((X / x_max) ** alpha, 1), 0)": "weight = np.where(met, np.minimum((X / x_max) ** alpha, 1), 1)"
        },
        "Pairs that never meet are counted with log X replaced by 0. Their weight f(0) is 0.",
    ),
    wrong(
        "no-ceiling",
        {"np.minimum((X / x_max) ** alpha, 1)": "(X / x_max) ** alpha"},
        "The weight grows without end: pairs like “of the” would outweigh all others. It stops at 1.",
    ),
    wrong(
        "no-weight",
        {"weight * difference": "met * difference"},
        "Every pair that meets counts the same here. Rare pairs, whose counts are mostly chance, should count less.",
    ),
    wrong(
        "biases-crossed",
        {"b[:, np.newaxis] + b_prime": "b + b_prime[:, np.newaxis]"},
        "The biases are swapped: b belongs to i, the rows, and has to become a column; b′ belongs to j.",
    ),
    wrong(
        "sides-crossed",
        {"np.dot(theta.T, E)": "np.dot(E.T, theta)"},
        "Row i, column j should hold θ_iᵀe_j; yours holds e_iᵀθ_j.",
    ),
    wrong(
        "weight-squared",
        {"weight * difference**2": "(weight * difference) ** 2"},
        "The weight is squared too. Only the difference is: f stands outside of the brackets.",
    ),
    wrong(
        "half",
        {"np.sum(weight": "0.5 * np.sum(weight"},
        "There is no ½ in this cost; some costs have one to make the slope prettier.",
    ),
    wrong(
        "mean",
        {"np.sum(weight": "np.mean(weight"},
        "This is the mean over all pairs; asked for is the sum.",
    ),
    wrong(
        "log-of-one-more",
        {"np.log(np.where(met, X, 1))": "np.log(X + 1)"},
        "log(X + 1) avoids log 0, but it changes the target of every pair. Only the zeros may be replaced; their weight is 0 anyway.",
    ),
    wrong(
        "both-biases-in-rows",
        {"b[:, np.newaxis]": "b"},
        "Both biases are spread over the columns. b belongs to i, the row of X, and has to become a column.",
    ),
    wrong(
        "fixed-weighting",
        {"(X / x_max) ** alpha": "(X / 100) ** 0.75"},
        "The weights use 100 and ¾ whatever is asked for: use the arguments x_max and alpha.",
    ),
]

EQUALIZE = [
    wrong(
        "length-not-squared",
        {"along = np.dot(bias_axis, bias_axis)": "along = np.linalg.norm(bias_axis)"},
        "You divide by the length of the axis once. As in `neutralize`, it takes the square.",
    ),
    wrong(
        "other-denominator",
        {
            "np.linalg.norm(e1_B - mu_B)": "np.linalg.norm(e1 - mu_orth - mu_B)",
            "np.linalg.norm(e2_B - mu_B)": "np.linalg.norm(e2 - mu_orth - mu_B)",
        },
        "Below the line stands the length of e − μ⊥ − μ_B, a form that is often copied. Words end up evenly on both sides, but not with length 1: the vector above the line is e_B − μ_B, and it should be brought to length 1.",
    ),
    wrong(
        "not-symmetric",
        {
            "size * (e1_B - mu_B) / np.linalg.norm(e1_B - mu_B)": "size * e1_B / np.linalg.norm(e1_B)",
            "size * (e2_B - mu_B) / np.linalg.norm(e2_B - mu_B)": "size * e2_B / np.linalg.norm(e2_B)",
        },
        "The middle μ_B of the pair is not taken off. When both words lie on one side of the axis, both then go to that side.",
    ),
    wrong(
        "mu-not-added",
        {"e1_new + mu_orth, e2_new + mu_orth": "e1_new, e2_new"},
        "What the two words share, μ⊥, is missing: add it at the end.",
    ),
    wrong(
        "whole-mean-added",
        {"e1_new + mu_orth, e2_new + mu_orth": "e1_new + mu, e2_new + mu"},
        "The whole mean is added, also its part along the axis: then the two are not evenly far from a neutral word.",
    ),
    wrong(
        "no-absolute",
        {"np.abs(1 - np.sum(mu_orth**2))": "(1 - np.sum(mu_orth**2))"},
        "For long vectors 1 − ‖μ⊥‖² is negative, and its root nan. Take the absolute value first.",
    ),
    wrong(
        "root-forgotten",
        {"np.sqrt(np.abs(1 - np.sum(mu_orth**2)))": "np.abs(1 - np.sum(mu_orth**2))"},
        "The root is missing: by Pythagoras the step along the axis is √(1 − ‖μ⊥‖²).",
    ),
    wrong(
        "length-for-square",
        {"np.sum(mu_orth**2)": "np.linalg.norm(mu_orth)"},
        "Under the root stands 1 minus the length of μ⊥; Pythagoras wants its square.",
    ),
    wrong(
        "axis-taken-for-length-1",
        {"along = np.dot(bias_axis, bias_axis)": "along = 1"},
        "The projections lack the division by ‖bias_axis‖²: they are right only for an axis of length 1.",
    ),
    wrong(
        "no-denominator",
        {" / np.linalg.norm(e1_B - mu_B)": "", " / np.linalg.norm(e2_B - mu_B)": ""},
        "The parts along the axis are not divided by their own length. Only then does the root say how far the words lie to either side.",
    ),
    wrong(
        "mean-without-half",
        {"(e1 + e2) / 2": "(e1 + e2)"},
        "μ is the sum of the two vectors here; their mean is half of it.",
    ),
    wrong(
        "brackets",
        {"(e1 + e2) / 2": "e1 + e2 / 2"},
        "`e1 + e2 / 2` halves e2 only. The mean needs brackets.",
    ),
    wrong(
        "swapped",
        {"return e1_new + mu_orth, e2_new + mu_orth": "return e2_new + mu_orth, e1_new + mu_orth"},
        "The two vectors come back in the wrong order: the first belongs to pair[0].",
    ),
    wrong(
        "both-neutral",
        {"e1_new + mu_orth, e2_new + mu_orth": "e1 - e1_B, e2 - e2_B"},
        "Both words were neutralized. A pair keeps its difference along the axis; only everything else is made equal.",
    ),
]

SKIP_GRAM_PAIRS = [
    wrong(
        "with-itself",
        {"if j != i:": "if True:"},
        "Every word is paired with itself. The neighbours are the other places within the window.",
    ),
    wrong(
        "same-word-left-out",
        {"if j != i:": "if words[j] != context:"},
        "A neighbour that happens to be the same word is left out. What must not be the same is the place, not the word.",
    ),
    wrong(
        "one-side",
        {"max(0, i - window)": "i"},
        "Only neighbours to the right are taken. The window reaches to both sides.",
    ),
    wrong(
        "left-side",
        {"min(len(words), i + window + 1)": "i"},
        "Only neighbours to the left are taken. The window reaches to both sides.",
    ),
    wrong(
        "that-far-only",
        {"if j != i:": "if abs(j - i) == window:"},
        "Only words at a distance of exactly `window` are taken. All nearer ones belong to it as well.",
    ),
    wrong(
        "found-again",
        {"for i, context in enumerate(words):\n": "for context in words:\n        i = words.index(context)\n"},
        "words.index(…) finds the *first* place of a word: where a word comes twice, its second place gets the neighbours of the first. Count the places instead.",
    ),
    wrong(
        "one-short",
        {"i + window + 1": "i + window"},
        "The window ends one word too early on the right: range stops before its second number.",
    ),
    wrong(
        "round-the-start",
        {"max(0, i - window)": "i - window"},
        "At the start of the text i − window is negative, and words[-1] is the last word: neighbours from the far end come in.",
    ),
    wrong(
        "whole-windows-only",
        {"enumerate(words):": "list(enumerate(words))[window : len(words) - window]:"},
        "Only words with a whole window on both sides are taken as context. At the ends of a text the window is shorter, but there is one.",
    ),
    wrong(
        "slice-at-the-start",
        {
            "range(max(0, i - window), min(len(words), i + window + 1))": "[*range(len(words))[i - window : i], *range(len(words))[i : i + window + 1]]"
        },
        "A slice from i − window to i is empty when i − window is below 0: the words at the start lose their left neighbours. Use max(0, …).",
    ),
    wrong(
        "each-pair-once",
        {"    return pairs": "    return list(dict.fromkeys(pairs))"},
        "Each pair is listed once. A pair that comes twice in the text counts twice.",
    ),
]

NEUTRALIZE = [
    wrong(
        "length-not-squared",
        {"/ np.dot(g, g)": "/ np.linalg.norm(g)"},
        "You divide by the length of g once. The other g in the formula has that length too, so it takes the square; with an axis of length 1 nobody would notice.",
    ),
    wrong(
        "not-divided",
        {" / np.dot(g, g)": ""},
        "Without dividing by ‖g‖² the part taken off depends on how long g happens to be.",
    ),
    wrong(
        "the-bias-itself",
        {"return e - e_bias": "return e_bias"},
        "This is the part along the axis, the bias itself. Asked for is what remains without it.",
    ),
    wrong(
        "added",
        {"e - e_bias": "e + e_bias"},
        "The bias is added once more instead of taken off.",
    ),
    wrong(
        "whole-axis",
        {"np.dot(e, g) / np.dot(g, g) * g": "g"},
        "The whole axis is taken off, whatever the word. How much of it a word has is told by its inner product with g.",
    ),
    wrong(
        "cosine-times-g",
        {"/ np.dot(g, g)": "/ (np.linalg.norm(e) * np.linalg.norm(g))"},
        "You take the cosine times g. The part of e along g is its inner product with g, divided by ‖g‖²; the length of e is in there and must stay.",
    ),
    wrong(
        "length-1",
        {"return e - e_bias": "return (e - e_bias) / np.linalg.norm(e - e_bias)"},
        "What remains was brought to length 1. The rest of the vector should stay as it was.",
    ),
    wrong(
        "entry-by-entry",
        {"np.dot(e, g)": "e * g"},
        "`e * g` multiplies entry by entry. The inner product is one number, their sum.",
    ),
    wrong(
        "in-place",
        {"    return e - e_bias": "    e -= e_bias\n    return e"},
        "`-=` changes the vector in the map, so the next word that needs it finds another one. Make a new array: e - ….",
    ),
]
