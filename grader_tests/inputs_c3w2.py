"""What c3w2_error_analysis asks with: tags, sounds, labels; functions that do it otherwise; the answer cells' options."""

import numpy as np

from grader_tests import misconception


def wrong(id, how, says, **more):
    """Declare a known mistake, as an edit or as a function."""
    return misconception(id, says=says, **{"edit" if isinstance(how, dict) else "by": how}, **more)


def documents_table():
    """Return the tags of a hundred pictures with the document's shares: dogs 8, great cats 43, blurry 61, Instagram 12 %."""
    rows = {"dog": range(8), "great cat": range(8, 51), "blurry": range(39, 100), "Instagram": range(0, 96, 8)}
    return {number: [tag for tag, those in rows.items() if number in those] for number in range(100)}


def drawn_tags(m, seed):
    """Return tags of m pictures, drawn at random."""
    draw = np.random.default_rng(seed)
    kinds = ["small", "dark", "turned"]
    return {int(number): [kind for kind in kinds if draw.random() < 0.5] for number in draw.permutation(500)[:m]}


def of_all_tags(tags):
    given = [tag for found in tags.values() for tag in found]
    return {tag: 100 * given.count(tag) / len(given) for tag in given}


def tagged_only(tags):
    full = [set(found) for found in tags.values() if found]
    return {tag: 100 * sum(tag in found for found in full) / len(full) for found in full for tag in found}


def first_tag_only(tags):
    firsts = [found[0] for found in tags.values() if found]
    return {tag: 100 * firsts.count(tag) / len(tags) for tag in firsts}


def counted_with_sets(tags):
    every = {tag for found in tags.values() for tag in found}
    return {tag: 100 * np.mean([tag in found for found in tags.values()]) for tag in sorted(every)}


def option_one(n_web, n_app, n_train_dev):
    n_dev = n_app // 4
    web_dev = round(n_dev * n_web / (n_web + n_app))
    app = n_app - 2 * (n_dev - web_dev)
    app_td = round(n_train_dev * app / (n_web - 2 * web_dev + app))
    return {
        "train": (n_web - 2 * web_dev - n_train_dev + app_td, app - app_td),
        "train_dev": (n_train_dev - app_td, app_td),
        "dev": (web_dev, n_dev - web_dev),
        "test": (web_dev, n_dev - web_dev),
    }


def shares_of_whole(n_web, n_app, n_train_dev):
    quarter = n_app // 4
    mixture = {"web": n_web, "app": n_app - quarter - quarter}
    share = mixture["app"] / sum(mixture.values())
    taken = [int(n_train_dev * (1 - share) + 0.5), int(n_train_dev * share + 0.5)]
    left = [have - gone for have, gone in zip(mixture.values(), taken)]
    return {"test": [0, quarter], "dev": [0, quarter], "train_dev": taken, "train": left}


def by_steps(human, train, train_dev, dev, test):
    names = ["avoidable bias", "variance", "data mismatch", "overfitting to dev"]
    return dict(zip(names, np.diff([human, train, train_dev, dev, test])))


def signal(n, seed, level=1.0):
    """Return n numbers around 0."""
    return (level * np.random.default_rng(seed).normal(size=n)).round(3)


def power_of_all_noise(clip, noise, snr):
    used = np.resize(noise, len(clip))
    return clip + used * np.sqrt(np.mean(clip**2) / np.mean(noise**2) / 10 ** (snr / 10))


def one_after_the_other(clip, noise, snr):
    power = {"clip": 0.0, "noise": 0.0}
    for i, value in enumerate(clip):
        power["clip"] += float(value) ** 2
        power["noise"] += float(noise[i % len(noise)]) ** 2
    gain = (power["clip"] / power["noise"]) ** 0.5 * 10 ** (-snr / 20)
    return np.array([float(value) + gain * float(noise[i % len(noise)]) for i, value in enumerate(clip)])


def tiled(clip, noise, snr):
    copies = -(-len(clip) // len(noise))
    used = np.tile(noise, copies)[: len(clip)]
    rms = [np.linalg.norm(part) / np.sqrt(len(part)) for part in (clip, used)]
    return clip + used / rms[1] * rms[0] / 10 ** (snr / 20)


def answers(n_y, m, seed, missing=0.3):
    """Return probabilities and labels of m examples for n_y questions; some labels are missing."""
    draw = np.random.default_rng(seed)
    Y = draw.integers(0, 2, (n_y, m)).astype(float)
    Y[draw.random((n_y, m)) < missing] = np.nan
    return draw.uniform(0.05, 0.95, (n_y, m)).round(2), Y


def with_nansum(A, Y):
    return float(np.nansum(-Y * np.log(A) - (1 - Y) * np.log(1 - A))) / np.shape(A)[1]


def label_by_label(A, Y):
    total = 0.0
    for j in range(Y.shape[0]):
        for i in range(Y.shape[1]):
            if Y[j, i] == 1:
                total -= np.log(A[j, i])
            elif Y[j, i] == 0:
                total -= np.log(1 - A[j, i])
    return total / Y.shape[1]


MISTAKES_WITH_MISSING_LABELS = [
    wrong(
        "missing-is-no",
        {"losses[known]": "losses"},
        "A missing label counts as a 0, a “no”. Nobody said no; nobody looked. Such a cost teaches the network that the thing is not there.",
    ),
    wrong(
        "missing-spreads",
        {"labels = np.where(known, Y, 0)": "labels = Y", "losses[known]": "losses"},
        "The cost is nan: what is computed with a missing label is missing itself, and 0 · nan is nan too. Pick out what is known before adding up.",
    ),
    wrong(
        "yes-only",
        {"losses[known]": "(-labels * np.log(A))[known]"},
        "Only the questions answered with “yes” cost something. These are separate yes-or-no questions, no softmax: where the label is 0, a high probability has its price, too.",
    ),
    wrong(
        "mean-of-known",
        {"np.sum(losses[known]) / Y.shape[1]": "np.mean(losses[known]) if known.any() else 0.0"},
        "This is divided by the number of known labels. The cost is a mean over the examples: divide by m, however many questions were answered.",
    ),
    wrong(
        "mean-of-all",
        {"/ Y.shape[1]": "/ Y.size"},
        "This is divided by the number of questions as well. The losses of one example's questions are added up; only over the examples a mean is taken.",
    ),
    wrong(
        "no-mean",
        {" / Y.shape[1]": ""},
        "This is the sum over the examples; the cost is their mean.",
    ),
    wrong(
        "whole-examples-only",
        {"known = ~np.isnan(Y)": "known = np.repeat(~np.isnan(Y).any(axis=0, keepdims=True), len(Y), axis=0)"},
        "An example with one missing label is thrown away as a whole. Its other labels can still teach.",
    ),
    wrong(
        "divides-by-questions",
        {"Y.shape[1]": "Y.shape[0]"},
        "This is divided by the number of rows, the questions. Examples are columns.",
    ),
]


MISTAKES_WITH_LABELS = [
    wrong(
        "E182",
        {"error - label_error": "100 - label_error", "label_error / error": "label_error / 100"},
        "Here the whole dev set counts as wrong, as if its error were 100 %. What is left for other causes starts from the error that the model makes.",
        place="D2 “Error analysis”: overall dev set error 100 %",
        score=1 / 3,
    ),
    wrong(
        "share-of-examples",
        {"100 * label_error / error": "label_error"},
        "`share` is the share of all examples again. Ask: of the mistakes alone, which part is due to the labels?",
        score=2 / 3,
    ),
    wrong(
        "share-of-others",
        {"100 * label_error / error": "100 * label_error / (error - label_error) if error > label_error else 100.0"},
        "`share` compares wrong labels with the other causes. The whole it is a part of is all mistakes, wrong labels included.",
        score=2 / 3,
    ),
    wrong(
        "against-the-other-causes",
        {"label_error > difference": "label_error > error - label_error"},
        "Whether labels have to be mended does not depend on the other causes. The dev set is there to tell two models apart: hold the labels' part against the gap between them.",
        score=2 / 3,
    ),
    wrong(
        "share-against-the-difference",
        {"label_error > difference": "100 * label_error / error > difference"},
        "`relabel` compares the share of the mistakes with a difference of errors. Both sides have to be % of the examples: hold label_error itself against the difference.",
        score=2 / 3,
    ),
    wrong(
        "equal-is-enough",
        {"label_error > difference": "label_error >= difference"},
        "Labels that weigh exactly as much as the difference are not *greater* than it.",
        score=2 / 3,
    ),
    wrong(
        "share-as-a-fraction",
        {"100 * label_error / error": "label_error / error"},
        "`share` is a fraction of 1; it is wanted in %.",
        score=2 / 3,
    ),
    wrong(
        "other-way-round",
        {"label_error > difference": "label_error < difference"},
        "`relabel` is the wrong way round. A small difference drowns in wrong labels, a large one does not.",
        score=2 / 3,
    ),
]

MISTAKES_IN_DEALING = [
    wrong(
        "option-1",
        option_one,
        "Everything was shuffled before it was dealt, so the dev set holds mostly pictures from the web: of the document's 2500 only 119 come from the app. A dev set is a target; this one stands in the wrong place.",
        place="D2 “Cat app example”, option 1",
    ),
    wrong(
        "app-not-in-training",
        {"n_dev = n_app // 4": "n_dev = n_app // 2"},
        "The app's examples are halved between dev and test set, and none is left to learn from.",
    ),
    wrong(
        "train-dev-from-web",
        {"app_td = round(n_train_dev * app / (n_web + app))": "app_td = 0"},
        "The train-dev set holds web pictures only. It has to have the training set's mixture, else variance and mismatch get mixed up once more.",
        score=0.5,
    ),
    wrong(
        "train-dev-from-app",
        {"app_td = round(n_train_dev * app / (n_web + app))": "app_td = min(n_train_dev, app)"},
        "The train-dev set is taken from the app. Then it is a second dev set, and cannot tell whether the model fails on new pictures or on *other* pictures.",
        score=0.5,
    ),
    wrong(
        "train-dev-still-in-training",
        {"(n_web - web_td, app - app_td)": "(n_web, app)"},
        "The examples of the train-dev set are still in the training set. It has to be held out: what the model was trained on cannot show how it does on new examples.",
        score=0.5,
    ),
    wrong(
        "quarter-not-whole",
        {"n_app // 4": "n_app / 4"},
        "A quarter of the app's examples need not be a whole number, but half an example cannot be dealt: dev and test set round it down.",
    ),
    wrong(
        "app-first",
        {
            "(n_web - web_td, app - app_td)": "(app - app_td, n_web - web_td)",
            "(web_td, app_td)": "(app_td, web_td)",
            "(0, n_dev)": "(n_dev, 0)",
        },
        "In each pair the two sources have changed places: first the web's examples, then the app's.",
    ),
    wrong(
        "rounded-down",
        {"round(": "int("},
        "A fraction of an example is always rounded down; it should go to the nearest whole number.",
        score=0.5,
    ),
    wrong(
        "share-of-all-app",
        {"n_train_dev * app / (n_web + app)": "n_train_dev * n_app / (n_web + n_app)"},
        "The share is taken over all of the app's examples, with those that already went to dev and test set. Take it over the mixture that is left.",
        score=0.5,
    ),
]


# The answer cells: every option with why it is right or wrong.

CHOOSE_CATEGORY = {
    "largest ceiling": {
        "dogs": "Dogs are 8 % of the mistakes: mending every one of them brings 10 % down to 9.2 %, and other kinds leave less.",
        "great cats": "Great cats are 43 % of the mistakes, which would leave 5.7 % error. One other kind has a larger share than 43 %.",
        "blurry pictures": "61 % of the mistakes are blurry, so 3.9 % error could be left of the 10 %: no other kind promises that much.",
        "Instagram pictures": "Filters from Instagram are behind 12 % of the mistakes. 8.8 % error would be left, nearly as much as before.",
    },
    "most per week": {
        "dogs": "Dogs gain 0.8 points in 1 week. That is better than most, but another kind of 1 week gains more.",
        "great cats": "Great cats gain 4.3 points, but it takes 5 weeks: 0.86 a week. One of the four gains more than 1 point a week.",
        "blurry pictures": "The 6.1 points are the most in all, and 20 weeks the longest: 0.3 points a week, the least of the four.",
        "Instagram pictures": "1.2 points in 1 week; dogs have 0.8, great cats 0.86 a week, blurry pictures 0.3. A small share that is cheap to mend can come first.",
    },
}

CHOOSE_SPLIT = {
    "all shuffled, then dealt": "The 2500 pictures of such a dev set hold 2381 from the web and only 119 from the app: you would aim at pictures that nobody will send.",
    "web to train, app to dev and test": "The target is right, but 0 of 200 000 training pictures look like those of the app, while 5000 measure what 2500 measure nearly as well.",
    "a part of the app in every set": "Dev and test set have 2500 pictures each, all from the app, so they measure what matters; the other 5000 join the 200 000 from the web in training.",
    "app alone, web thrown away": "Only 5000 pictures would be left for training. The 200 000 from the web show cats too; throwing away 97 % of them costs more than their being different.",
}

NAME_THE_GAP = {
    "A": {
        "avoidable bias": "From people to training set the error of A grows by 1 point only, from 0 % to 1 %; one of the steps is 8 points.",
        "variance": "The step from training set to train-dev set is 8 points, 1 % to 9 %: same kind of pictures, only new ones. All other steps are 1 or 0.",
        "data mismatch": "From train-dev to dev set, where the kind of picture changes, A loses only 1 point. It had lost 8 before.",
        "overfitting to dev": "Dev and test error of A are the same 10 %, a gap of 0 points: nobody has tuned too closely to this dev set.",
    },
    "B": {
        "avoidable bias": "B has 1 % error on what it was trained on, 1 point above people. Another of its steps is 8.5 points.",
        "variance": "On new pictures of the training kind B has 1.5 %, only 0.5 points more than on the old ones. It does generalize, to that kind.",
        "data mismatch": "1.5 % on the train-dev set and 10 % on the dev set: neither was trained on; only the kind differs, and it costs 8.5 points.",
        "overfitting to dev": "The step from dev to test set is 0.5 points, 10 % to 10.5 %. Another step of B is seventeen times as large.",
    },
    "C": {
        "avoidable bias": "10 % error on the training set where people have 0 %: C has not even fitted what it was shown. The other steps are 1, 1 and 0 points.",
        "variance": "From training set to train-dev set C goes from 10 % to 11 %, 1 point. New pictures are not its trouble: the old ones are.",
        "data mismatch": "The dev set costs C 1 point more than the train-dev set, 12 % after 11 %. It was already at 10 % on the training set.",
        "overfitting to dev": "Dev and test error of C are both 12 %. A gap of 0 points there; the training error alone is 10 %.",
    },
}

CHOOSE_DATA = {
    "a network twice as large": "More units fit the training set better, and its error is 0.0 % already. There is no avoidable bias to be had; the two gaps of about 3 points lie elsewhere.",
    "training twice as long": "Longer training lowers the training error, which is 0.0 % already. What is to go are about 3 points of variance and 3 of mismatch.",
    "117 digits by the old writers": "They help with the variance, the step up to the train-dev set. Of the 6 % on the dev set about 3 points come from people who write otherwise, and 117 more of the same do not show how.",
    "117 digits by the new writers": "They are new pictures and of the kind that counts, so they work on both gaps, of about 3 points each. The other options work on one or on none. The retraining below shows what it was worth.",
    "noisy copies of the training set": "Made-up pictures help if they look like the dev set's. The wrong pictures above are not noisy, they are other shapes; 1000 noisy copies make the training set less like the dev set.",
}

CHOOSE_NOISE = {
    "white noise": "White noise hisses: all pitches up to 4000 Hz are equally loud. A car rumbles, with most of its power below 200 Hz. What the network learns of the one says little about the other.",
    "car noise": "It fills the spectrum where the device's noise will fill it, below 200 Hz. So the network learns to rely on the bands above; the retraining below shows what that is worth.",
    "other volumes": "A clip at 0.4 or 2.5 times its volume is still a clean clip. On the motorway, at 0 dB, the gaps between the words are full of rumble, and nothing in such training shows that.",
}

CHOOSE_PATH = {
    "gate": {
        "end to end": "500 pictures of people walking up are too few to learn everything from, place, size and light; the million labelled faces could not be used, as they are cut out.",
        "in steps": "Finding a face and comparing two faces are both well known tasks with much data, a million faces for the second. Only 500 examples exist for the whole at once.",
        "rules alone": "Nobody can write down in rules what tells two faces apart, and a million labelled faces would lie unused.",
    },
    "translation": {
        "end to end": "With 40 million pairs from the raw sentence to the answer, the data can speak for themselves; parsers and dictionaries in between only pass on their own mistakes.",
        "in steps": "Parse, look up, put in order: this was the way while data were few. With 40 million pairs of whole sentences, every stage in between only adds its own mistakes.",
        "rules alone": "Rules were tried for 40 years; a sentence has too many readings. 40 million pairs of sentences know more of them than any book of rules.",
    },
    "age": {
        "end to end": "300 X-rays with the age are not enough to learn from pixels to years, and 20 000 outlined hands would lie unused.",
        "in steps": "First outline the bones, with 20 000 examples, then look their lengths up in the table. Each part is easy; for the whole there are only 300 examples.",
        "rules alone": "The table is a rule, but it needs lengths; to find bones among the pixels, 20 000 outlined examples are there to learn from.",
    },
}
