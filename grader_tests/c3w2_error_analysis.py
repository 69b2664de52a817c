"""What c3w2_error_analysis checks: cases, known mistakes, other right ways, hints."""

import numpy as np

from grader_tests import Sheet, case, hidden
from grader_tests import inputs_c3w2 as given
from grader_tests.inputs_c3w2 import wrong

sheet = Sheet(__name__, position=2, errata="E181 E182 E183")


def decision(name, points, source, *hints):
    """Declare an answer cell; its options, with their reasons, stand beside the inputs."""
    sheet.exercise(name, points=points, source=source, choices=getattr(given, name.upper()), hints=list(hints))


sheet.exercise(
    "error_table",
    points=6,
    source="D2 C3_W2 “Evaluate multiple ideas in parallel”: 8, 43, 61, 12 %",
    cases=[
        case("four pictures", {3: ["dog"], 8: ["blurry", "dog"], 15: [], 21: ["blurry"]}),
        case("a tag that stands twice", {1: ["blurry", "great cat", "blurry"], 2: ["great cat"], 7: ["dog"], 9: []}),
        case("the document's hundred pictures", given.documents_table()),
        hidden("one picture", {40: ["dark"]}),
        hidden("no pictures", {}),
        hidden("pictures without any tag", {1: [], 2: [], 3: []}),
        hidden("seven pictures", given.drawn_tags(7, seed=1)),
        hidden("thirty pictures", given.drawn_tags(30, seed=2)),
    ],
    misconceptions=[
        wrong(
            "of-all-tags",
            given.of_all_tags,
            "The counts are divided by the number of tags, so that they add up to 100. The question is how many of the pictures show it; a picture may show two things at once.",
        ),
        wrong(
            "tagged-only",
            given.tagged_only,
            "Pictures without a tag are left out of the total. They are mistakes too, just of no kind that you have named; without them every share looks too large.",
        ),
        wrong(
            "first-tag-only",
            given.first_tag_only,
            "Only the first tag of a picture is counted. Look at every tag in its list.",
        ),
        wrong(
            "counts",
            {"100 * count / len(tags)": "count"},
            "These are counts, not shares in % of the pictures. The same count means much among ten pictures and little among a hundred.",
        ),
        wrong(
            "fractions",
            {"100 * count / len(tags)": "count / len(tags)"},
            "The shares are fractions of 1; they are wanted in %.",
        ),
        wrong(
            "counted-twice",
            {"dict.fromkeys(found)": "found"},
            "A tag that somebody wrote twice beside a picture counts twice, so a share could rise above 100 %. What is counted are pictures.",
        ),
    ],
    accepted=[
        given.counted_with_sets,
        {
            "for tag in dict.fromkeys(found):": "for tag in set(found):",
            "counts[tag] = counts.get(tag, 0) + 1": "counts.setdefault(tag, 0); counts[tag] += 100 / len(tags)",
            "100 * count / len(tags)": "count",
        },
    ],
    hints=[
        "Two loops: over the pictures' lists of tags, and over the different tags of one list.",
        "`counts.get(tag, 0)` is the count so far, 0 if there is none; `set(found)` has each tag once.",
        "Divide by the number of pictures, tagged or not.",
    ],
)


sheet.exercise(
    "ceiling",
    points=3,
    source="D2 C3_W2 “Look at dev examples to evaluate ideas”: 10 % error, 5 of 100 dogs → 9.5 %, 50 of 100 → 5 %",
    cases=[
        case("the document's 5 dogs", 10, 5, 100),
        case("the document's 50 dogs", 10, 50, 100),
        case("forty mistakes", 8.0, 10, 40),
        hidden("no such mistakes", 4.0, 0, 30),
        hidden("nothing but such mistakes", 6.5, 17, 17),
        hidden("a single mistake", 0.4, 1, 1),
        hidden("a third", 12.0, 7, 21),
        hidden("three of fourteen", 7.5, 3, 14),
    ],
    misconceptions=[
        wrong(
            "E181",
            {"error * (1 - tagged / mistakes)": "100 * (1 - tagged / mistakes)"},
            "This is the share of the mistakes that stays, 95 of 100. As an error it would say that nearly every picture is wrong, after an improvement! Only the error itself can shrink by that share.",
            place="D2 “Look at dev examples to evaluate ideas”: 10 % ↓ 95 %",
        ),
        wrong(
            "gain",
            {"error * (1 - tagged / mistakes)": "error * tagged / mistakes"},
            "This is what goes away. Asked for is the error that is left.",
        ),
        wrong(
            "points",
            {"error * (1 - tagged / mistakes)": "error - 100 * tagged / mistakes"},
            "The share is taken away as if it were points of error. 5 of 100 *mistakes* are not 5 of 100 *pictures*: most pictures were right.",
        ),
        wrong(
            "fraction-of-one",
            {"error * (1 - tagged / mistakes)": "error / 100 * (1 - tagged / mistakes)"},
            "This is a fraction of 1; the error comes in % and should go out in %.",
        ),
    ],
    accepted=[
        {"error * (1 - tagged / mistakes)": "error - error * tagged / mistakes"},
        {"error * (1 - tagged / mistakes)": "error * (mistakes - tagged) / mistakes"},
    ],
    hints=[
        "Which share of the mistakes would stay if this kind were gone?",
        "That share of the error is what is left. Nothing in it depends on how many pictures the dev set has.",
    ],
)


decision(
    "choose_category",
    3,
    "D2 C3_W2 “Evaluate multiple ideas in parallel”: 8, 43, 61, 12 %",
    "`ceiling` for each of the four: the lowest one has the largest gain.",
    "Per week: the gain in points divided by the weeks.",
)


sheet.exercise(
    "label_noise_effect",
    points=4,
    source="D2 C3_W2 “Correcting incorrect dev/test set examples”: 10 %, 0.6 %, 9.4 %; 2 %, 0.6 %, 1.4 %; 2.1 and 1.9 %",
    parts={"other": ["['other']"], "share": ["['share']"], "relabel": ["['relabel']"]},
    cases=[
        case("the document's first system", 10.0, 0.6, 2.0),
        case("the document's second system", 2.0, 0.6, 0.2),
        case("labels that are all right", 5.0, 0.0, 0.5),
        hidden("nothing but wrong labels", 0.8, 0.8, 0.1),
        hidden("two models far apart", 12.0, 3.0, 4.5),
        hidden("two equal models", 4.0, 1.0, 0.0),
        case("labels that weigh as much as the difference", 5.0, 0.5, 0.5),
        hidden("many wrong labels", 50.0, 20.0, 25.0),
    ],
    misconceptions=given.MISTAKES_WITH_LABELS,
    accepted=[
        {
            '"relabel": label_error > difference': '"relabel": int(difference - label_error < 0), "difference": difference'
        },
        {"100 * label_error / error": "100 - 100 * (error - label_error) / error"},
    ],
    hints=[
        "Three lines: a difference, a ratio in %, a comparison.",
        "The 0.6 % stays while the model gets better; so its share of the mistakes grows.",
    ],
)


decision(
    "choose_split",
    2,
    "D2 C3_W2 “Cat app example”",
    "Two questions: what do dev and test set have to hold, and what should the network have seen?",
    "2500 examples are enough to measure an error.",
)


sheet.exercise(
    "make_train_dev_split",
    points=8,
    source="D2 C3_W2 “Cat app example”, option 2: 200 000 from the web, 10 000 from the app",
    parts={"train and train-dev set": ["['train']", "['train_dev']"], "dev and test set": ["['dev']", "['test']"]},
    cases=[
        case("the document's 200 000 and 10 000", 200_000, 10_000, 5_000),
        case("nearly as many from the app", 90, 60, 20),
        case("a number that 4 does not divide", 1000, 50, 100),
        hidden("no train-dev set", 5000, 400, 0),
        hidden("nothing from the web", 0, 80, 10),
        hidden("three examples from the app", 100, 3, 20),
        hidden("a large app", 300, 4002, 77),
        hidden("the speech example", 500_000, 20_000, 10_000),
    ],
    misconceptions=given.MISTAKES_IN_DEALING,
    accepted=[
        given.shares_of_whole,
        {'"dev": (0, n_dev)': '"dev": np.array([0, n_dev])', "n_app // 4": "int(np.floor(0.25 * n_app))"},
    ],
    hints=[
        "Dev and test set first: a quarter of the app's examples each, nothing from the web.",
        "The mixture that is left holds all of the web and what remains of the app; which share of it is the app's?",
        "`round(n_train_dev * share)` from the app, the rest of the train-dev set from the web; subtract both from the mixture.",
    ],
)


sheet.exercise(
    "mismatch_breakdown",
    points=5,
    source="D2 C3_W2 “Bias/variance on mismatched training and dev/test sets”: 4, 7, 10, 12, 12 % and 4, 7, 10, 6, 6 %",
    parts={key: [f"[{key!r}]"] for key in ("avoidable bias", "variance", "data mismatch", "overfitting to dev")},
    cases=[
        case("the document's first column", 4, 7, 10, 12, 12),
        case("the document's second column", 4, 7, 10, 6, 6),
        case("five different errors", 0.5, 1.0, 9.0, 10.0, 11.5),
        hidden("a model better than people", 3.0, 2.0, 2.5, 2.75, 2.5),
        hidden("errors all the same", 5.0, 5.0, 5.0, 5.0, 5.0),
        hidden("an easy dev set", 0.0, 1.0, 1.5, 0.5, 10.0),
        hidden("a model that has learnt nothing", 2.0, 90.0, 90.5, 89.0, 91.0),
    ],
    misconceptions=[
        wrong(
            "variance-up-to-dev",
            {"train_dev - train,": "dev - train,"},
            "The variance reaches from training to dev set here, over the train-dev set that lies between them. Two things change on that way: the pictures are new, and they are of another kind. The train-dev set is there to part them.",
            score=0.75,
        ),
        wrong(
            "bias-without-people",
            {"train - human": "train"},
            "The whole training error counts as bias. What even people get wrong cannot be avoided; only what is above it can.",
            score=0.75,
        ),
        wrong(
            "absolute",
            {"dev - train_dev": "abs(dev - train_dev)"},
            "The sign of a gap is lost. It tells whether the dev set is harder than what the model was trained on, or easier.",
            score=0.75,
        ),
        wrong(
            "never-negative",
            {"dev - train_dev": "max(0, dev - train_dev)"},
            "A gap below zero is cut off. It says something: the dev set is easier than what the model was trained on.",
            score=0.75,
        ),
        wrong(
            "from-people",
            {
                "train_dev - train,": "train_dev - human,",
                "dev - train_dev": "dev - human",
                "test - dev": "test - human",
            },
            "Every error is compared with people's. A gap is the step from one set to the next, so that each step has one cause.",
            score=0.25,
        ),
        wrong(
            "upside-down",
            {
                "train - human": "human - train",
                "train_dev - train,": "train - train_dev,",
                "dev - train_dev": "train_dev - dev",
                "test - dev": "dev - test",
            },
            "The signs are upside down: a gap is positive when the error grows on the way down the staircase.",
        ),
    ],
    accepted=[
        {
            "test - dev": "-(dev - test)",
            '"avoidable bias": train - human,': '"avoidable bias": train - human, "human": human,',
        },
        given.by_steps,
    ],
    hints=[
        "Write the five errors under each other. There are four steps between them.",
        "What changes from training set to train-dev set? Only that the model has not seen the examples: variance.",
    ],
)


decision(
    "name_the_gap",
    3,
    "D2 C3_W2 “Bias and variance with mismatched data distributions”",
    "`mismatch_breakdown` gives the four gaps; take the largest.",
)


decision(
    "choose_data",
    3,
    "D2 C3_W2 “Addressing data mismatch”",
    "Which gaps can each option close? Put the points of those gaps beside it.",
    "An option that closes a gap of 0 points gains nothing.",
)


sheet.exercise(
    "mix_noise",
    points=7,
    source="D2 C3_W2 “Artificial data synthesis”: “The quick brown fox …” + car noise = synthesized in-car audio",
    cases=[
        case("equal powers", np.array([1.0, -1.0, 1.0, -1.0]), np.array([3.0, 3.0, -3.0, -3.0]), 0),
        case("a clip with 20 dB above the noise", np.array([2.0, 0.0, -2.0, 0.0]), np.array([1.0, 1.0, 1.0, 1.0]), 20),
        case("noise that is too short", np.array([3.0, -1.0, 2.0, 0.5, -2.0]), np.array([1.0, -2.0]), 6.0),
        case("noise that is too long", np.array([1.0, -2.0, 0.5]), np.array([0.5, -1.0, 2.0, 8.0, -9.0]), 10.0),
        hidden("noise louder than the clip", given.signal(30, 1), given.signal(30, 2, 0.1), -10.0),
        hidden("a long clip", given.signal(80, 3, 0.2), given.signal(33, 4), 12.5),
        hidden("a single number", np.array([0.5]), np.array([-2.0]), 3.0),
        hidden("whole numbers", np.array([100, -200, 300, 50, -75]), np.array([7, -3, 5, 2, -9, 4]), 15),
        hidden("far too long noise", given.signal(10, 5), given.signal(90, 6, 3.0), 5.0),
    ],
    misconceptions=[
        wrong(
            "amplitudes",
            {"10 ** (snr / 10)": "10 ** (snr / 20)"},
            "10^(snr/20) is the ratio of the *amplitudes*, and here it is used as a ratio of powers. One of the two ways, 10 with powers or 20 with amplitudes, all through.",
        ),
        wrong(
            "ten-for-amplitudes",
            {"10 ** (snr / 10)": "10 ** (snr / 5)"},
            "10^(snr/10) is the ratio of the *powers*, and here amplitudes are divided by it. One of the two ways, 10 with powers or 20 with amplitudes, all through.",
        ),
        wrong(
            "no-root",
            {"np.sqrt(wanted / np.mean(np.square(noise)))": "(wanted / np.mean(np.square(noise)))"},
            "The noise is multiplied by the ratio of the powers. Power goes with the square: noise twice as large has four times the power.",
        ),
        wrong(
            "noise-as-it-is",
            {"np.sqrt(wanted / np.mean(np.square(noise)))": "10 ** (-snr / 20)"},
            "The powers that clip and noise have by themselves do not enter, so the same snr means something else with every recording.",
        ),
        wrong(
            "upside-down",
            {"/ 10 ** (snr / 10)": "* 10 ** (snr / 10)"},
            "The more dB, the louder your noise. A high ratio of signal to noise means little noise.",
        ),
        wrong(
            "power-of-all-noise",
            given.power_of_all_noise,
            "The power is that of the whole noise, but only a piece of it is used, and that may be louder or softer. Cut or repeat first, then measure.",
        ),
        wrong(
            "peaks",
            {
                "np.mean(np.square(clip))": "np.max(np.square(clip))",
                "np.mean(np.square(noise))": "np.max(np.square(noise))",
            },
            "The loudest moments are compared. Power is a mean over the whole sound.",
        ),
        wrong(
            "spread",
            {"np.mean(np.square(clip))": "np.var(clip)", "np.mean(np.square(noise))": "np.var(noise)"},
            "This is the spread about the mean, np.var or np.std squared. Power is the mean of the squares themselves, the mean is not taken off.",
        ),
        wrong(
            "changes-clip",
            {
                "    return clip + noise *": "    clip += noise *",
                "np.mean(np.square(noise)))\n": "np.mean(np.square(noise)))\n    return clip\n",
            },
            "The clip that was handed in is changed, so that mixing again adds noise to noise. Make a new array.",
        ),
        wrong(
            "noise-only",
            {"return clip + noise *": "return noise *"},
            "This is the scaled noise alone; the clip belongs in front of it.",
        ),
    ],
    accepted=[given.one_after_the_other, given.tiled],
    hints=[
        "First bring the noise to the clip's length: `np.resize(noise, n)` repeats and cuts.",
        "Power is the mean of the squares. From snr = 10·log10(P_clip / P_noise) follows which power the noise should have.",
        "Scaling by g multiplies the power by g².",
    ],
)


decision(
    "choose_noise",
    2,
    "D2 C3_W2 “Artificial data synthesis”",
    "Made-up data should look, or sound, like the dev set's.",
)


sheet.exercise(
    "transfer_plan",
    points=4,
    source="D2 C3_W2 “When transfer learning makes sense”: a lot more data for task A than for task B; 1 000 000 and 1000",
    cases=[
        case("the document's million and thousand", 1_000_000, 1_000),
        case("a tenth", 50_000, 5_000),
        case("more examples of the new task", 1_000, 30_000),
        case("exactly a hundredth", 10_000, 100),
        case("equally many", 700, 700),
        case("a little more than a hundredth", 10_000, 101),
        hidden("one example", 5_000, 1),
        hidden("one fewer than the source", 900, 899),
        hidden("one more than the source", 900, 901),
        hidden("half a hundredth", 2_000_000, 10_000),
        hidden("two hundredths", 20_000, 400),
        hidden("one example each", 1, 1),
    ],
    misconceptions=[
        wrong(
            "mixed-up",
            {
                '"last layer" if 100 * n_target <= n_source else "all layers"': '"all layers" if 100 * n_target <= n_source else "last layer"'
            },
            "The two kinds of transfer are mixed up. With few new examples only few weights can be trained without learning the examples by heart.",
        ),
        wrong(
            "always-transfer",
            {"if n_target >= n_source:": "if False:"},
            "Transfer is planned even when the new task has more examples of its own. What would the old ones add?",
        ),
        wrong(
            "wrong-way",
            {
                "n_target >= n_source": "n_target <= n_source",
                "100 * n_target <= n_source": "100 * n_source <= n_target",
            },
            "Source and target have changed places: knowledge moves from the task with many examples to the one with few.",
        ),
        wrong(
            "a-tenth",
            {"100 * n_target": "10 * n_target"},
            "The border between the two plans lies at a hundredth of the source's examples, not at a tenth.",
        ),
        wrong(
            "border",
            {"100 * n_target <= n_source": "100 * n_target < n_source"},
            "Exactly a hundredth counts as few: or less.",
        ),
        wrong(
            "equal-counts",
            {"n_target >= n_source": "n_target > n_source"},
            "With equally many examples there is nothing to gain either.",
        ),
    ],
    accepted=[
        {"100 * n_target <= n_source": "n_target / n_source <= 0.01"},
        {
            '    if n_target >= n_source:\n        return "from scratch"\n': "    plan = 'From scratch' if n_source <= n_target else None\n",
            'return "last layer" if': 'return plan or "Last layer" if',
            'else "all layers"': 'else plan or "All layers"',
        },
    ],
    hints=[
        "Begin with the case in which there is nothing to transfer.",
        "Compare 100 · n_target with n_source; whole numbers keep the border exact.",
    ],
)


NAN = np.nan

sheet.exercise(
    "multi_task_loss",
    points=7,
    source="D2 C3_W2 “Neural network architecture”: 1/m ΣΣ 𝓛(ŷ_j, y_j) over the labels that are there",
    cases=[
        case(
            "four questions, two examples",
            np.array([[0.1, 0.2], [0.9, 0.5], [0.8, 0.7], [0.3, 0.4]]),
            np.array([[0, NAN], [1, 1], [1, NAN], [0, 0]]),
        ),
        case("one example", np.array([[0.25], [0.6], [0.9]]), np.array([[1], [NAN], [0]])),
        case("five examples", *given.answers(4, 5, seed=71)),
        case("all labels there", *given.answers(2, 3, seed=72, missing=0)),
        hidden("one question", *given.answers(1, 6, seed=73)),
        hidden("an example without labels", np.array([[0.3, 0.8], [0.6, 0.2]]), np.array([[NAN, 1], [NAN, 0]])),
        hidden("no labels at all", np.array([[0.3, 0.8]]), np.array([[NAN, NAN]])),
        hidden("as many questions as examples", *given.answers(3, 3, seed=74)),
        hidden("ten examples", *given.answers(5, 10, seed=75, missing=0.6)),
    ],
    misconceptions=given.MISTAKES_WITH_MISSING_LABELS,
    accepted=[given.with_nansum, given.label_by_label],
    hints=[
        "`np.isnan(Y)` is True where the label is missing; `~` turns it round. (Y == np.nan is False everywhere!)",
        "Compute the losses with some harmless label where none is known, then add up only the known ones.",
        "Sum over questions and examples, divided by m.",
    ],
)


decision(
    "choose_path",
    3,
    "D2 C3_W2 “Whether to use end-to-end learning”",
    "For which mapping are there many examples: from the raw input to the answer, or for its parts?",
)
