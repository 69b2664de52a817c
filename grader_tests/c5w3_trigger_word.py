"""What c5w3_trigger_word checks: cases, known mistakes, other right ways, hints."""

import numpy as np

from grader_tests import Sheet, case, hidden
from grader_tests import inputs_c5w3_trigger as inputs
from grader_tests import inputs_c5w3_trigger_mistakes as mistakes
from grader_tests.inputs_c5w3_trigger import mixed, sound, wrong

sheet = Sheet(__name__, position=2, errata="E279")


TONE = np.cos(2 * np.pi * 2 * np.arange(20) / 8).round(3)

sheet.exercise(
    "spectrogram",
    points=8,
    source="D2 C5_W3 “Speech recognition problem”: from the sound's air pressure to a picture of time and frequency",
    cases=[
        case("the example worked by hand", np.array([1.0, 1.0, 1.0, 1.0]), window=4, hop=2),
        case("a tone with two waves in each frame", TONE, window=8, hop=4),
        case("a sound that leaves a rest", sound(23, 1), window=6, hop=5),
        hidden("frames that do not overlap", sound(24, 2), window=8, hop=8),
        hidden("gaps between the frames", sound(31, 3), window=4, hop=9),
        hidden("a hop of one", sound(11, 4), window=6, hop=1),
        hidden("one frame alone", sound(16, 5), window=16, hop=3),
    ],
    misconceptions=[
        wrong(
            "symmetric-window",
            {"np.cos(2 * np.pi * j / window)": "np.cos(2 * np.pi * j / (window - 1))"},
            "Your window comes back to 0 with its last number (so does np.hanning(window)). The formula divides by the number of all numbers in a frame: the next 0 would be the first number after it.",
        ),
        wrong(
            "no-window",
            {"np.fft.rfft(w * frame)": "np.fft.rfft(frame)"},
            "The frames are cut out with hard edges. Hann's window, which fades each of them in and out, is not applied.",
        ),
        wrong(
            "power",
            {"np.abs(np.fft.rfft(w * frame))": "np.abs(np.fft.rfft(w * frame)) ** 2"},
            "These are the squares, the power. The size of a complex number is asked for.",
        ),
        wrong(
            "real-part",
            {"np.abs(np.fft.rfft(w * frame))": "np.fft.rfft(w * frame).real"},
            "This is the real part of the transform alone. It changes its sign with the moment at which a wave begins; the size of the complex number does not.",
        ),
        wrong(
            "swapped-axes",
            {"return S": "return S.T"},
            "Rows and columns are swapped: a row is a frequency, a column a moment.",
        ),
        wrong(
            "lost-frame",
            {"1 + (len(x) - window) // hop": "max(1, (len(x) - window) // hop)"},
            "A frame is missing at the end. Besides the first frame there are as many more as whole hops fit in.",
        ),
        wrong(
            "no-hop",
            {"x[t * hop : t * hop + window]": "x[t : t + window]"},
            "Frame t starts at number t of the sound here. From one frame to the next it is a whole hop.",
        ),
    ],
    accepted=[inputs.by_fourier_matrix, inputs.all_frames_at_once],
    hints=[
        "How many frames fit in? The last one starts at or before len(x) − window; they start at 0, hop, 2·hop, …",
        "Multiply each frame by the window, number by number, before the transform.",
        "np.fft.rfft gives window // 2 + 1 complex numbers, np.abs their sizes; they are one column of S.",
    ],
)


KEEP = "if character != previous and character != blank:"

sheet.exercise(
    "ctc_collapse",
    points=6,
    source="D2 C5_W3 “CTC cost for speech recognition”: collapse repeated characters not separated by “blank”",
    cases=[
        case("the beginning of a sentence", "ttt_h_eee___ ___qqq__"),
        case("a double letter", "hhe_l_lll_o"),
        case("a double letter without a blank", "hhe_lllll_o"),
        case("another blank", "--aa-a_a-", blank="-"),
        case("blanks alone", "____"),
        hidden("no blank at all", "abba"),
        hidden("a text of one character", "k"),
        case("an empty text", ""),
        hidden("a blank at each second place", "_a_a_b_b_"),
        hidden("spaces that repeat", "tto   bbe_"),
        hidden("a dot as blank", "..mm.i.ss.s.ii", blank="."),
    ],
    misconceptions=[
        wrong(
            "E279",
            {KEEP: "if character != previous:", 'text, previous = "", blank': 'text, previous = "", ""'},
            "The blanks are still in the text. Collapsing is the first half; they have done their work then and go.",
            "D2 C5_W3 “CTC cost”: the basic rule stops after the collapse",
        ),
        wrong(
            "blanks-first",
            {"in characters:": 'in characters.replace(blank, ""):'},
            "The blanks are taken out first, so nothing keeps the two l of “hello” apart any more. Collapse before you take them out.",
        ),
        wrong(
            "no-collapse",
            {KEEP: "if character != blank:"},
            "Repeated characters are still there. A sound that lasts for several time steps is one character.",
        ),
        wrong(
            "each-once",
            {KEEP: "if character not in text and character != blank:"},
            "Every character occurs only once in the whole text. Only repeats right after each other count once.",
        ),
        wrong(
            "blank-fixed",
            {KEEP: 'if character != previous and character != "_":'},
            "The blank is always the underscore here. Use the argument.",
        ),
    ],
    accepted=[inputs.by_groups, inputs.by_pattern],
    hints=[
        "Compare each character with the one of the step before, and keep it only if it is new.",
        "A blank is remembered as “the one before”, but never kept.",
    ],
)


sheet.exercise(
    "overlay_clip",
    points=4,
    source="D2 C5_W3 “Trigger word detection algorithm”",
    cases=[
        case("the example worked by hand", np.array([0.1, 0.1, -0.1, 0.1, 0.1]), np.array([0.5, -0.5]), 2),
        case("a clip at the very start", sound(6, 11), sound(3, 12), 0),
        case("a clip that reaches beyond the end", sound(7, 13), sound(5, 14), 5),
        hidden("a clip that just fits", sound(8, 15), sound(3, 16), 5),
        hidden("a clip of one number", sound(4, 17), sound(1, 18), 3),
        hidden("a clip as long as the background", sound(5, 19), sound(5, 20), 0),
        hidden("a silent background", np.zeros(6), sound(2, 21), 1),
    ],
    misconceptions=[
        wrong(
            "in-place",
            {"np.array(background, dtype=float)": "background"},
            "The background itself is changed, so the next example made from it would contain this clip too. Work on a copy.",
        ),
        wrong(
            "replaced",
            {"+= clip[:room]": "= clip[:room]"},
            "The clip replaces the background, which falls silent there. Two sounds in the same air add up.",
        ),
        wrong(
            "beyond-the-end",
            {"mixture[start : start + len(clip)] += clip[:room]": "mixture[start : start + len(clip)] += clip"},
            "A clip that reaches beyond the end of the background makes the addition fail: the two stretches are not of one length. What does not fit is left out.",
        ),
    ],
    accepted=[inputs.padded, inputs.number_by_number],
    hints=[
        "Copy the background first: the result is a new array.",
        "Add the clip to the slice that starts at `start`. Slices of an array that end too late simply stop at its end: does the clip stop there too?",
    ],
)


sheet.exercise(
    "is_overlapping",
    points=4,
    source="D2 C5_W3 “Trigger word detection algorithm”",
    cases=[
        case("the example worked by hand", (300, 700), [(0, 250), (650, 900)]),
        case("segments that touch", (250, 650), [(0, 250), (650, 900)]),
        case("a segment around an earlier one", (100, 900), [(200, 300)]),
        case("a segment inside an earlier one", (220, 240), [(200, 300), (400, 500)]),
        case("no earlier segment", (5, 9), []),
        hidden("an overlap with the first of three", (10, 30), [(29, 40), (50, 60), (70, 80)]),
        hidden("the same segment again", (3, 4), [(3, 4)]),
        hidden("a place between two", (40, 50), [(50, 60), (30, 40), (0, 7)]),
        case("an earlier one that ends inside", (40, 50), [(90, 99), (30, 41)]),
        case("a segment long before", (0, 10), [(50, 60)]),
    ],
    misconceptions=mistakes.is_overlapping(),
    accepted=[inputs.far_apart, inputs.shared_moments],
    hints=[
        "Two segments do *not* overlap if one ends before, or just where, the other starts. Turn that around.",
        "Go through all earlier segments. One overlap is enough for True; False is known only at the end.",
    ],
)


sheet.exercise(
    "insert_ones",
    points=6,
    source="D2 C5_W3 “Trigger word detection algorithm”: labels 1 right after the trigger word",
    cases=[
        case("the example worked by hand", np.zeros(10), 4100, 8000, width=3),
        case("steps of 2.5 numbers, and a word near the end", np.zeros(12), 23, 30, width=5),
        case("labels that hold ones already", np.array([0.0, 1, 1, 1, 1, 1, 0, 0]), 45, 80, width=2),
        case("the usual width", np.zeros(60), 3100, 9000),
        hidden("a word that ends with the sound", np.zeros(6), 600, 600, width=2),
        hidden("a width of one", np.zeros(9), 10, 90, width=1),
        hidden("one step alone", np.zeros(1), 30, 40, width=4),
        hidden("an end in the very first step", np.zeros(7), 5, 700, width=3),
        hidden("steps of 258.06 numbers", np.zeros(93), 23480, 24000, width=4),
    ],
    misconceptions=mistakes.insert_ones(),
    accepted=[inputs.ones_by_mask, inputs.ones_by_loop],
    hints=[
        "If the word ends after the share end / n of the sound, it ends after the same share of the T_y steps.",
        "The first 1 stands one step later. A slice that reaches beyond the array does no harm.",
    ],
)


sheet.exercise(
    "make_training_example",
    points=8,
    source="D2 C5_W3 “Trigger word detection algorithm”",
    uses=["overlay_clip", "is_overlapping", "insert_ones"],
    parts={"sound": ["[0]"], "labels": ["[1]"]},
    cases=[
        case("one trigger word", *mixed(12, [4], [True], [[3]], 12, 31), width=2),
        case(
            "a second word in the way of the first",
            *mixed(20, [5, 4], [False, True], [[2, 9], [4, 11]], 10, 41),
            width=3,
        ),
        case(
            "a word that would reach beyond the end",
            *mixed(16, [6, 3], [True, False], [[11, 4], [9, 13]], 8, 51),
            width=2,
        ),
        case(
            "a word without a place",
            *mixed(14, [6, 6, 2], [False, True, True], [[0, 1], [5, 3], [9, 6]], 7, 61),
            width=2,
        ),
        hidden("no word at all", sound(9, 71), [], [], np.zeros((0, 3), int), 3),
        hidden("two trigger words", *mixed(30, [5, 5], [True, True], [[1, 0, 3], [2, 15, 8]], 15, 81), width=4),
        hidden("words that touch", *mixed(18, [4, 5], [True, False], [[6], [10]], 9, 91), width=1),
        hidden("other words alone", *mixed(15, [3, 4], [False, False], [[0, 5], [1, 8]], 5, 101)),
        hidden("a word that just fits", *mixed(10, [3], [True], [[8, 7]], 5, 111), width=3),
    ],
    misconceptions=[
        wrong(
            "labels-for-all",
            {"if trigger:": "if True:"},
            "Every word gets ones. Only the trigger word is to be answered; the others are there to be ignored.",
            score=0.5,
        ),
        wrong(
            "labels-for-others",
            {"if trigger:": "if not trigger:"},
            "The other words get the ones, the trigger word none.",
            score=0.5,
        ),
        wrong(
            "trigger-words-remembered",
            {"segments.append((start, end))": "segments += [(start, end)] if trigger else []"},
            "Only the places of trigger words are written down, so a word may be laid over any other word. All places that are taken count.",
        ),
        wrong(
            "not-remembered",
            {"segments.append((start, end))": "pass"},
            "Words lie on top of each other: the places that are taken are not written down.",
        ),
        wrong(
            "every-try",
            {"                break\n": "                continue\n"},
            "A clip is put in at every starting point that is free. Stop after the first.",
        ),
        wrong(
            "cut-off",
            {"if end <= n and not": "if not"},
            "A word that reaches beyond the end is cut off. The whole clip has to fit, else the next starting point is tried.",
        ),
        wrong(
            "label-at-start",
            {"insert_ones(y, end, n, width)": "insert_ones(y, start, n, width)"},
            "The ones follow the start of the word. They follow its end.",
            score=0.5,
        ),
        wrong(
            "first-try-only",
            {"for start in starts:": "for start in starts[:1]:"},
            "Only the first starting point of each clip is tried. If that one is taken, go on to the next.",
        ),
        wrong(
            "usual-width",
            {"insert_ones(y, end, n, width)": "insert_ones(y, end, n)"},
            "The width does not reach `insert_ones`, which then takes its own default, 20.",
            score=0.5,
        ),
        wrong(
            "just-not-the-end",
            {"end <= n": "end < n"},
            "A clip that ends exactly with the background is turned away, though all of it fits.",
            score=0.5,
        ),
    ],
    accepted=[
        inputs.example_by_marks,
        {
            "len(background), np.array(background, dtype=float)": "len(background), overlay_clip(background, np.zeros(1), 0)"
        },
    ],
    hints=[
        "Two loops: one over the clips, inside it one over the clip's starting points. After a place is found, the inner loop ends.",
        "Keep a list of the segments (start, end) that are taken, of trigger words and others alike.",
        "Hand `width` on to insert_ones, and give it the end of the clip.",
    ],
)


P = np.array([0.1, 0.6, 0.7, 0.2, 0.8, 0.9, 0.9, 0.7, 0.3, 0.1])

sheet.exercise(
    "detect",
    points=8,
    source="D2 C5_W3 “Trigger word detection algorithm”",
    cases=[
        case("the example worked by hand", P, run=3, wait=4),
        case(
            "a probability exactly on the threshold",
            np.array([0.55, 0.7, 0.6, 0.6, 0.7, 0.8]),
            threshold=0.6,
            run=2,
            wait=9,
        ),
        case("a run that lasts longer than the wait", np.full(12, 0.9), run=3, wait=4),
        case("two words and a long wait", np.array([0.9, 0.9, 0.1, 0.1, 0.9, 0.9, 0.1, 0.9, 0.9, 0.9]), run=2, wait=6),
        case("nothing to be heard", np.array([0.1, 0.4, 0.3]), run=1, wait=2),
        hidden("a run of one", np.array([0.9, 0.1, 0.8, 0.7, 0.2, 0.6]), run=1, wait=2),
        hidden("one step alone", np.array([0.95]), run=1, wait=3),
        hidden("the usual settings", np.concatenate([np.full(9, 0.8), np.full(37, 0.2), np.full(8, 0.7)])),
        hidden("a high threshold", sound(30, 121) % 1, threshold=0.7, run=2, wait=3),
        hidden("a low threshold", sound(30, 122) % 1, threshold=0.25, run=4, wait=5),
    ],
    misconceptions=[
        wrong(
            "on-the-threshold",
            {"p > threshold": "p >= threshold"},
            "A probability exactly on the threshold counts as above. It has to exceed it.",
        ),
        wrong(
            "usual-threshold",
            {"p > threshold": "p > 0.5"},
            "The threshold is always 0.5. That is only its default.",
        ),
        wrong(
            "no-run",
            {"if count >= run": "if count >= 1"},
            "One step above the threshold is enough for a chime here. It takes `run` of them in a row.",
        ),
        wrong(
            "run-not-broken",
            {"count = count + 1 if p > threshold else 0": "count = count + 1 if p > threshold else count"},
            "A step below the threshold does not break the run. The steps have to follow each other: start counting anew.",
        ),
        wrong(
            "one-late",
            {"count >= run": "count > run"},
            "The chime comes one step late: the run is long enough as soon as it has `run` steps.",
        ),
        wrong(
            "start-of-the-run",
            {
                "found.append(t)": "found.append(t - run + 1)",
                "t - found[-1] >= wait": "t - run + 1 - found[-1] >= wait",
            },
            "These are the steps at which the runs begin. At that moment nobody knows yet that there will be a run; the chime sounds at its last step.",
        ),
        wrong(
            "no-wait",
            {"and (not found or t - found[-1] >= wait)": ""},
            "A chime at each step of a long run: the wait since the last chime is not looked at.",
        ),
        wrong(
            "exactly-run",
            {"count >= run": "count == run"},
            "A chime can sound only in the very step that completes a run. If the wait is over a little later, and the probability is still high, it may sound then.",
        ),
        wrong(
            "deaf-while-waiting",
            {"if p > threshold else 0": "if p > threshold and (not found or t - found[-1] >= wait) else 0"},
            "Steps during the wait are not counted here, so after it a run has to begin from nothing. The wait holds back the chime, not the counting.",
        ),
        wrong(
            "wait-one-more",
            {"t - found[-1] >= wait": "t - found[-1] > wait"},
            "A chime that is exactly `wait` steps later may sound: at least, not more than.",
        ),
        wrong(
            "waits-at-the-start",
            {"(not found or t - found[-1] >= wait)": "t - (found[-1] if found else 0) >= wait"},
            "The first chime has to wait as well. Before it there is no other, so it sounds as soon as its run is long enough.",
        ),
    ],
    accepted=[
        inputs.chimes_by_windows,
        {
            "found, count = [], 0": "found, count, last = [], 0, -wait - len(probabilities)",
            "(not found or t - found[-1] >= wait)": "t - last >= wait",
            "found.append(t)": "found.append(t)\n            last = t",
        },
    ],
    hints=[
        "Keep a counter: up by one at a step above the threshold, back to 0 at any other.",
        "Two conditions for a chime: the counter has reached `run`, and the last chime (if there is one) is far enough away.",
    ],
)


sheet.exercise(
    "count_errors",
    points=6,
    source="D2 C5_W3 “What is trigger word detection?”",
    parts={"hits": ["['hits']"], "misses": ["['misses']"], "false alarms": ["['false alarms']"]},
    cases=[
        case("the example worked by hand", [12, 55, 90], [10, 40, 85], late=8),
        case("two words and one chime", [30], [22, 28], late=10),
        case("a chime before the end of the word", [18, 49], [20, 45], late=5),
        case("a chime long before the word", [2, 49], [20, 45], late=5),
        case("two chimes for one word", [11, 15], [10], late=6),
        case("a chime at the last moment", [16, 40], [10, 33], late=6),
        case("a false alarm before all words", [5, 30, 60, 250], [30, 55, 200], late=6),
        case("two words within reach of each other", [12, 22], [10, 20], late=15),
        hidden("words and chimes in turns", [3, 15, 20, 44], [10, 14, 40], late=8),
        hidden("no chime", [], [5, 60], late=10),
        hidden("no trigger word", [7, 80, 300], []),
        hidden("the usual patience", [40, 141, 260], [0, 100, 219, 400]),
        hidden("neither words nor chimes", [], []),
        case("chimes right at the ends", [3, 9, 30], [3, 9, 21], late=0),
    ],
    misconceptions=mistakes.count_errors(),
    accepted=[
        inputs.errors_by_position,
        {
            "free.remove(in_time[0])": "free.pop(free.index(min(in_time)))",
            "len(ends) - hits": "np.int64(len(ends) - hits)",
        },
    ],
    hints=[
        "Keep a list of the chimes that are still free, and go through the words in order.",
        "Is there a free chime t with end ≤ t ≤ end + late? Then it is a hit, and the first such chime is no longer free.",
        "Misses: words without a chime. False alarms: what is free at the end.",
    ],
)
