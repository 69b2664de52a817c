"""The mistakes that c5w3_trigger_word knows of overlaps, of labels and of counting."""

from grader_tests.inputs_c5w3_trigger import wrong

SLICE = "y[step + 1 : step + 1 + width]"
BOTH = "start < other_end and other_start < end"
IN_TIME = "[t for t in free if end <= t <= end + late]"


def is_overlapping():
    """Return the known mistakes of is_overlapping."""
    return [
        wrong(
            "touching",
            {"start < other_end and other_start < end": "start <= other_end and other_start <= end"},
            "Segments that only touch count as overlapping. The end does not belong to a segment: (0, 250) and (250, 650) share no moment.",
        ),
        wrong(
            "or-for-and",
            {BOTH: BOTH.replace(" and ", " or ")},
            "One of the two conditions is enough here, and one of them always holds. An overlap needs both.",
        ),
        wrong(
            "all-for-any",
            {"any(": "all("},
            "True comes only if *all* earlier segments overlap (and if there are none). One overlap is enough.",
        ),
        wrong(
            "end-inside",
            {BOTH: "other_start < end <= other_end"},
            "Only the end of the new segment is looked at. It can also begin inside an earlier one, or hold all of it.",
        ),
        wrong(
            "wholly-inside",
            {BOTH: "other_start <= start and end <= other_end"},
            "Only a segment that lies wholly inside an earlier one counts here. They may share a part as well.",
        ),
        wrong(
            "holds-the-other",
            {BOTH: "start <= other_start and other_end <= end"},
            "Only a segment that holds a whole earlier one counts here. They may share a part as well.",
        ),
        wrong(
            "start-inside",
            {"start < other_end and other_start < end": "other_start <= start < other_end"},
            "Only the start of the new segment is looked at. The new segment can begin before an earlier one and still run into it.",
        ),
        wrong(
            "ends-inside",
            {
                "start < other_end and other_start < end": "other_start <= start < other_end or other_start < end <= other_end"
            },
            "Both ends of the new segment are looked at, but not what lies between them: a long segment can hold a whole short one.",
        ),
        wrong(
            "first-only",
            {"in previous_segments": "in previous_segments[:1]"},
            "The answer is given after the first of the earlier segments. Only when all are looked at can it be False.",
        ),
        wrong(
            "last-decides",
            {
                "any(": "([False] + ",
                "in previous_segments)": "in previous_segments])[-1]",
                "([False] + start": "([False] + [start",
            },
            "Only the last of the earlier segments decides: each round overwrites what the rounds before had found.",
        ),
        wrong(
            "opposite",
            {"any(": "not any("},
            "The answers are the wrong way round: True means that there is an overlap.",
        ),
    ]


def insert_ones():
    """Return the known mistakes of insert_ones."""
    return [
        wrong(
            "from-the-step",
            {SLICE: "y[step : step + width]"},
            "The ones begin in the very step in which the word is still ending. They belong after it, when the whole word has been heard.",
        ),
        wrong(
            "on-the-word",
            {SLICE: "y[max(0, step - width) : step]"},
            "The ones lie on the word itself. While it is being said nobody can know yet which word it will be; the answer comes after it.",
        ),
        wrong(
            "numbers-not-steps",
            {"end * len(y) // n": "end"},
            "`end` counts numbers of the sound, y has one entry for each time step. One has to be turned into the other.",
        ),
        wrong(
            "rounded-up",
            {"end * len(y) // n": "round(end * len(y) / n + 0.49)"},
            "The step is rounded up. The end falls *into* a step: cut off what comes after the point.",
        ),
        wrong(
            "rounded",
            {"end * len(y) // n": "round(end * len(y) / n)"},
            "The step is rounded to the nearest. The end falls *into* a step: cut off what comes after the point.",
        ),
        wrong(
            "whole-numbers-per-step",
            {"end * len(y) // n": "end // (n // len(y))"},
            "n // T_y cuts off too early: a step may last for 2.5 numbers, and the halves add up. Multiply first, end · T_y, then divide by n.",
        ),
        wrong(
            "added",
            {f"{SLICE} = 1": f"{SLICE} += 1"},
            "Where a label is 1 already it becomes 2. Labels are 0 or 1: set them.",
        ),
        wrong(
            "one-too-few",
            {SLICE: "y[step + 1 : step + width]"},
            "One 1 is missing at the end: the steps τ + 1 to τ + width are `width` of them. A slice y[a : b] has b − a entries.",
        ),
        wrong(
            "begins-too-early",
            {SLICE: "y[step : step + 1 + width]"},
            "The step in which the word is still ending gets a 1 too, so there is one too many. The first belongs to the step after it.",
        ),
        wrong(
            "usual-width",
            {SLICE: "y[step + 1 : step + 21]"},
            "There are always 20 ones. That is only the default of `width`.",
        ),
        wrong(
            "one-too-many",
            {"step + 1 + width]": "step + 2 + width]"},
            "There is one 1 too many. A slice y[a : b] has b − a entries.",
        ),
        wrong(
            "in-place",
            {"np.array(y, dtype=float)": "y"},
            "The labels that were handed in are changed. Return new ones.",
        ),
        wrong(
            "from-zeros",
            {"np.array(y, dtype=float)": "np.zeros(len(y))"},
            "The ones of earlier trigger words are lost. Keep the labels and add to them.",
        ),
        wrong(
            "one-label",
            {f"{SLICE} = 1": "y[step + 1 : step + 2] = 1"},
            "Only one label is 1. There should be `width` of them: one among hundreds of zeros is too little to learn from.",
        ),
    ]


def count_errors():
    """Return the known mistakes of count_errors."""
    return [
        wrong(
            "too-early",
            {IN_TIME: "[t for t in free if t <= end + late]"},
            "A chime *before* the end of the word counts as its answer. It cannot be: the word had not been heard yet.",
        ),
        wrong(
            "around",
            {IN_TIME: "[t for t in free if abs(t - end) <= late]"},
            "Chimes before the end of a word are taken as well as those after it. An answer comes after the word.",
        ),
        wrong(
            "used-twice",
            {"            free.remove(in_time[0])\n": "", "len(free)": "len(found) - hits"},
            "One chime answers two words here. Once a word has taken it, it is gone.",
        ),
        wrong(
            "differences",
            {"len(free)": "max(0, len(found) - len(ends))"},
            "Chimes minus words is not the number of false alarms: a chime at the wrong moment and a word that is missed cancel. Count the chimes that no word takes.",
            score=2 / 3,
        ),
        wrong(
            "all-in-time",
            {"free.remove(in_time[0])": "free = [t for t in free if t not in in_time]"},
            "All chimes in time go with the word. It takes one; a second chime is a false alarm.",
        ),
        wrong(
            "late-ignored",
            {" <= end + late": ""},
            "Any later chime counts as an answer, however late. A word that has waited for more than `late` steps is missed.",
        ),
        wrong(
            "usual-patience",
            {"end + late": "end + 40"},
            "A word may always be answered for 40 steps. That is only the default of `late`.",
        ),
        wrong(
            "last-chime",
            {"in_time[0]": "in_time[-1]"},
            "Each word takes the *last* chime in time, which may be the next word's. It takes the first that is free.",
        ),
        wrong(
            "side-by-side",
            {IN_TIME: "[t for place, t in enumerate(found) if place == ends.index(end) and end <= t <= end + late]"},
            "The first chime is compared with the first word, the second with the second. One false alarm or one miss shifts all the rest: look for a chime in time among all that are free.",
        ),
        wrong(
            "not-at-once",
            {"if end <= t": "if end < t"},
            "A chime in the very step in which the word ends is turned away. From its end on: that step is in time.",
        ),
        wrong(
            "every-chime-an-alarm",
            {"len(free)": "len(found)"},
            "All chimes count as false alarms, those too that answer a word.",
            score=2 / 3,
        ),
        wrong(
            "last-moment",
            {"t <= end + late": "t < end + late"},
            "A chime exactly `late` steps after the end is turned away. At most that many: it is still in time.",
        ),
    ]
