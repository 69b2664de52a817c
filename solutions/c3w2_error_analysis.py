"""Error analysis: count what went wrong, say what mending it could be worth, split mixed data, learn from other tasks."""

import numpy as np


def error_table(tags):
    """Count which share of the mistakes has each tag.

    tags -- dictionary from the number of a wrongly classified picture to the list of its tags; the list may be empty, and
        a tag that stands twice in it counts once
    Returns a dictionary from tag to its share in % of all the pictures in `tags`. A picture may have several tags, so the
    shares need not add up to 100. No pictures, no tags: {}.
    Source: D2 C3_W2, "Evaluate multiple ideas in parallel".
    """
    counts = {}
    for found in tags.values():
        for tag in dict.fromkeys(found):
            counts[tag] = counts.get(tag, 0) + 1
    return {tag: 100 * count / len(tags) for tag, count in counts.items()}


def ceiling(error, tagged, mistakes):
    """Say which error would be left if one kind of mistake never happened again.

    error -- error on the dev set, in %
    tagged -- how many of the mistakes that were looked at are of this kind
    mistakes -- how many mistakes were looked at, at least 1
    Returns the error that is left, in %: the best that any work on this kind can reach.
    Source: D2 C3_W2, "Look at dev examples to evaluate ideas".
    """
    return error * (1 - tagged / mistakes)


def choose_category():
    """Choose a kind of mistake to work on, from the document's table at 10 % error.

    Returns a dictionary {"largest ceiling": option, "most per week": option}. The options are "dogs" (8 % of the mistakes),
    "great cats" (43 %), "blurry pictures" (61 %), "Instagram pictures" (12 %). For the second question, suppose that it
    takes 1, 5, 20 and 1 weeks to mend them, in this order, and ask for the points of error that a week gains.
    Source: D2 C3_W2, "Evaluate multiple ideas in parallel".
    """
    return {"largest ceiling": "blurry pictures", "most per week": "Instagram pictures"}


def label_noise_effect(error, label_error, difference):
    """Say what wrong labels do to the error on a dev set.

    error -- error on the dev set, in % of its examples
    label_error -- the part of it that is due to wrong labels, in % of its examples
    difference -- how far apart the errors of the two models are between which the dev set is to decide, in %
    Returns a dictionary: "other", the error due to other causes, in % of the examples; "share", the share in % of the
    mistakes that wrong labels make up; "relabel", True if label_error is greater than the difference.
    Source: D2 C3_W2, "Cleaning up incorrectly labeled data".
    """
    return {
        "other": error - label_error,
        "share": 100 * label_error / error,
        "relabel": label_error > difference,
    }


def choose_split():
    """Choose how to deal 200 000 pictures from the web and 10 000 from the app.

    Returns one of "all shuffled, then dealt", "web to train, app to dev and test", "a part of the app in every set",
    "app alone, web thrown away". In every case dev and test set are equally large.
    Source: D2 C3_W2, "Cat app example".
    """
    return "a part of the app in every set"


def make_train_dev_split(n_web, n_app, n_train_dev):
    """Deal examples of two sources to four sets, so that dev and test set hold only what the application will see.

    n_web -- number of examples from the web: plenty, but not what we care about
    n_app -- number of examples from the application
    n_train_dev -- size of the train-dev set
    Returns {"train": (web, app), "train_dev": …, "dev": …, "test": …}, how many of each source are in a set. Dev and test
    set have a quarter of the app's examples each, rounded down. The rest, and all of the web's, is mixed; train_dev is
    taken from it with the mixture's share of the app (to the nearest whole number), train is what is left.
    Source: D2 C3_W2, "Cat app example", option 2; "Bias and variance with mismatched data distributions".
    """
    n_dev = n_app // 4
    app = n_app - 2 * n_dev
    app_td = round(n_train_dev * app / (n_web + app))
    web_td = n_train_dev - app_td
    return {
        "train": (n_web - web_td, app - app_td),
        "train_dev": (web_td, app_td),
        "dev": (0, n_dev),
        "test": (0, n_dev),
    }


def mismatch_breakdown(human, train, train_dev, dev, test):
    """Name the gaps between the errors on a staircase of sets.

    human, train, train_dev, dev, test -- errors in %, of people, and of the model on the four sets
    Returns a dictionary with the keys "avoidable bias", "variance", "data mismatch" and "overfitting to dev", in points of
    %; a gap is negative when a set is easier than the one before.
    Source: D2 C3_W2, "Bias/variance on mismatched training and dev/test sets".
    """
    return {
        "avoidable bias": train - human,
        "variance": train_dev - train,
        "data mismatch": dev - train_dev,
        "overfitting to dev": test - dev,
    }


def name_the_gap():
    """Name the largest gap of three models.

    Returns a dictionary {"A": option, "B": option, "C": option} with the options "avoidable bias", "variance",
    "data mismatch", "overfitting to dev". The errors on the staircase, people, train, train-dev, dev, test, in %, are
    A: 0, 1, 9, 10, 10; B: 0, 1, 1.5, 10, 10.5; C: 0, 10, 11, 12, 12.
    Source: D2 C3_W2, "Cat classifier example"; "Bias/variance on mismatched training and dev/test sets".
    """
    return {"A": "variance", "B": "data mismatch", "C": "avoidable bias"}


def choose_data():
    """Choose what to do next for the digits network, from the staircase above.

    Returns one of "a network twice as large", "training twice as long", "117 digits by the old writers",
    "117 digits by the new writers", "noisy copies of the training set".
    Source: D2 C3_W2, "Addressing data mismatch".
    """
    return "117 digits by the new writers"


def mix_noise(clip, noise, snr):
    """Put noise behind a sound, at a chosen ratio of their powers.

    clip -- the sound, shape (n,), not silent
    noise -- the noise, shape (k,); a shorter one is repeated from its start, of a longer one the first n numbers are used
    snr -- 10 log10 of the clip's power over the power of the noise that is used, in dB; power is the mean of the squares
    Returns clip plus scaled noise, shape (n,).
    Source: D2 C3_W2, "Artificial data synthesis": synthesized in-car audio.
    """
    noise = np.resize(noise, clip.shape)
    wanted = np.mean(np.square(clip)) / 10 ** (snr / 10)
    return clip + noise * np.sqrt(wanted / np.mean(np.square(noise)))


def choose_noise():
    """Choose what to add to clean training clips, for a device that will work in cars.

    Returns one of "white noise", "car noise", "other volumes": the clips mixed with either noise at 20, 10, 5 and 0 dB, or
    without noise, softer and louder, at 0.4, 0.6, 1.5 and 2.5 times their volume.
    Source: D2 C3_W2, "Artificial data synthesis".
    """
    return "car noise"


def transfer_plan(n_source, n_target):
    """Say how much of a network to train again on a new task.

    n_source -- number of examples of the task that the network has learnt
    n_target -- number of examples of the new task, at least 1
    Returns "from scratch" if the new task has as many examples as the old one, or more: there is nothing to gain;
    "last layer" if it has a hundredth of them or less; "all layers", starting from the old weights, in between.
    Source: D2 C3_W2, "When transfer learning makes sense". The hundredth is this course's rule of thumb.
    """
    if n_target >= n_source:
        return "from scratch"
    return "last layer" if 100 * n_target <= n_source else "all layers"


def multi_task_loss(A, Y):
    """Compute the cost of one network that answers several yes-or-no questions, some labels missing.

    A -- probabilities, shape (n_y, m): one row per question, one column per example
    Y -- labels 0 or 1, shape (n_y, m), np.nan where nobody has answered
    Returns the mean over the m examples of the sum of the logistic losses of those questions that have a label.
    Source: D2 C3_W2, "Simplified autonomous driving example", "Neural network architecture".
    """
    known = ~np.isnan(Y)
    labels = np.where(known, Y, 0)
    losses = -(labels * np.log(A) + (1 - labels) * np.log(1 - A))
    return np.sum(losses[known]) / Y.shape[1]


def choose_path():
    """Choose between one network and a chain of steps, for three tasks.

    Returns a dictionary {"gate": option, "translation": option, "age": option} with the options "end to end", "in steps",
    "rules alone". gate: let a person in by the face; a million labelled faces, cut out, but only 500 pictures of people
    walking up. translation: 40 million pairs of sentences. age: a child's age from an X-ray of the hand; 300 X-rays with the
    age, 20 000 with outlined bones, a table of bone lengths by age.
    Source: D2 C3_W2, "What is end-to-end deep learning", "Whether to use end-to-end learning".
    """
    return {"gate": "in steps", "translation": "end to end", "age": "in steps"}
