"""Build data/emojify.h5: sentences of our own with one of five emoji each, and the CLDR's keywords of 1316 emoji.

The plain sentences were written for this course. Those about word order come from patterns and pairs of words: the words of a
test sentence that carry the meaning are in no training sentence of that kind.

Usage: python data/build_emojify.py --cache DIR [-o FILE]
Needs npm unless the cache holds the package, and numpy and h5py in the versions named in data/README.md for the same bytes.
"""

import json
import sys

import numpy as np
from building import CACHED, BuildError, made_with, pinned, run, write
from fetch import Package, fetch, read_facts

CLDR = Package("cldr-annotations-full", "48.2.0")
INSIDE = "annotations/en/annotations.json"
SHA256 = "f22083cb86dffb63a643d5bacb5d9899f82d2fa5d388ad4f3aed72184acef505"
EMOJI = ("\u2764\ufe0f", "\u26be", "\U0001f604", "\U0001f61e", "\U0001f374")  # love, sport, joy, sorrow, food
JOY, SORROW = 2, 3
SEED = 1
TEST_OF_A_CLASS = 24
ALIKE = 0.5  # share of common words from which two sentences are near-duplicates

PLAIN = (
    # love
    """
    i love you more than words can say | my heart belongs to my wife | she kissed him under the stars |
    we hugged for a long time | dad gave me a warm hug | you are the love of my life | i adore my little sister |
    he wrote a romantic letter to his girlfriend | will you marry me | they fell in love in paris |
    my darling i think of you every night | grandma sends kisses to all of us | i miss you so much my dear |
    our wedding is in june | the bride and the groom danced until midnight | hold my hand and stay |
    you mean the world to me | be my valentine | he proposed to her on the bridge |
    the mother rocks her baby in her arms | my boyfriend brought me roses | i cherish every moment with my family |
    sweetheart come closer | they have been married for fifty years | a kiss on the cheek |
    she treasures the ring from her husband | our friendship means a lot to me | i care about you deeply |
    my daughter hugs her teddy bear | love is stronger than fear | he is fond of his grandchildren |
    the couple held hands in the park | i will always be with you my love | she has a tender heart |
    their romance began at school | my soulmate and i live by the sea | to my beloved husband | we are engaged |
    the puppy cuddles with the kitten | i dream of you each night | her parents adore her |
    he whispered that he loves her | a love song for my fiancee | happy anniversary to my wife |
    big kisses from your aunt | i am devoted to my children | he gave his heart to her |
    my dear friend i embrace you | she wrote him a valentine card | you are my darling |
    affection is what a child needs | we renewed our wedding vows | he loves his dog like a brother |
    a mother never forgets her child | her sweet voice won his heart | i have a crush on the girl next door |
    we are lovers since last summer | brother i love you | they share a deep bond | give the baby a kiss from me |
    passion brought them together | my twin sister is my closest friend | he flirts with the girl at the counter |
    she married her childhood sweetheart | hugs and kisses to everyone at home | a warm embrace from mom |
    i long for your touch | romantic evenings with my boyfriend | the newlyweds kissed at the altar |
    my grandfather loved my grandmother all his life | i am in love with her | our love grows every year
    """,
    # sport
    """
    he threw the ball to second base | our team won the match | let us play tennis on saturday |
    she scored in the last minute | the pitcher had a strong season | who plays in the final tonight |
    the coach picks eleven players | i watched the world cup with my brother | a home run in the ninth inning |
    they practise basketball after school | the striker hits the post | bring your glove and your bat |
    the referee gave a penalty | the league begins in august | she trains for the olympic marathon |
    kick the ball over here | what is the score at halftime | the goalkeeper caught the shot |
    we play volleyball on the beach | he is a champion swimmer | the stadium is full for the derby |
    golf is played on eighteen holes | two players were injured in the tournament | join our rugby club |
    he runs the hundred metres | the cyclists reach the finish | hockey players skate fast |
    she beat her rival in two sets | the quarterback threw a long pass | my sister plays cricket for the county |
    he dunked the ball | the gymnast won a gold medal | our next game is away | skiing races start at noon |
    the team lost the second half | a runner stole third base | the boxers meet in the ring |
    training starts at six in the gym | the fans cheer from the stands | pass the ball to the left |
    the captain lifted the trophy | the batter hit a double | he broke the record in the long jump |
    surfers wait for a big wave | the match ended in a draw | you need a racket and two balls |
    the playoffs start next week | we went to the ballpark with uncle joe | the midfielder was sent off |
    she swims forty laps a day | the rowing team trains on the river | wrestling is on channel five |
    the manager signed a new defender | catch the ball with both hands | he serves an ace |
    they ride their skateboard in the park | the football season is over | the sprinter has a sore knee |
    goal number three for the visitors | the umpire called him out | he lifts weights at the gym |
    the horse jumped the last fence | our league table after ten rounds | the relay team dropped the baton |
    baseball cards from the fifties | the defence blocked every shot | she dribbles past two defenders |
    a slam in the fourth quarter | the tennis court is free at four | he coaches a youth soccer team |
    the race goes through three countries | who won the boxing fight
    """,
    # joy
    """
    that joke was hilarious | happy as can be since monday | what a wonderful morning | you made everybody laugh |
    hooray we passed the exam | she smiled from ear to ear | the party was great fun |
    congratulations on the promotion | i got the job | this is the best news of the year | we laughed until midnight |
    the comedian was very funny | life is good | the children giggle in the garden | a lovely surprise |
    he is cheerful all day | my birthday is tomorrow and i am excited | we are off on holiday |
    everything turned out fine | what a delightful film | haha that is brilliant | i feel fantastic |
    the show was amusing | they celebrated the good results | i am proud of your work | good job everyone |
    nice to see you smiling | the sun shines and i sing | he told a funny story about a parrot |
    finally my computer works again | a joyful song | i am glad that you came | she won the lottery |
    thanks for the lovely evening | we danced and had a blast | great idea well done | the clown made the kids laugh |
    this song makes me smile | he was thrilled with the gift | a happy ending at last |
    we enjoyed every minute of the trip | i cannot stop laughing | the audience roared with laughter |
    wow that is awesome | she is in a good mood | my exam results are excellent | the new house is perfect |
    the weekend is here | we had an amazing vacation | cheers to a successful year | he grinned at his own joke |
    the baby laughs at the mirror | what a lucky day | i am delighted to hear that | my teacher praised my essay |
    our project is a great success | fun for the whole family | the medicine helped and he feels better |
    she jumped for joy | a pleasant walk in the sunshine | my wish came true | the concert was superb |
    i woke up with a smile | we are pleased with the new office | this comedy is a pure delight |
    the good news spread quickly | you did it bravo | her jokes brighten the office | i feel wonderful this spring |
    an enjoyable and relaxing afternoon | they applaud and cheer for you | everyone was merry at christmas
    """,
    # sorrow
    """
    i am so sad today | she cried all night | he failed the exam again | what terrible news | my cat died yesterday |
    nobody came to my party | i feel lonely in this town | they are disappointed in me |
    the doctor says it is serious | we lost everything in the fire | my phone is broken again |
    he was fired from his job | i regret my words | a painful memory | she is tired and angry |
    the flight was cancelled | everything went wrong this week | the funeral is on monday |
    i am stuck in the hospital | he is worried about his debts | work is horrible | the film was boring and too long |
    somebody stole my bicycle | it hurts when i breathe | my best friend ignores me | i hate this weather |
    the train is late again | they broke up last month | her grandfather passed away | tears ran down his face |
    the rain ruined our day | i was depressed for years | my head aches | the house is cold and empty |
    he suffers from his wounds | what a miserable winter | you let me down | the child is afraid of the dark |
    i missed the last bus | our neighbour was badly injured in a crash | we mourn the victims |
    i am sick of these lies | she lost her mother in the war | it was an awful mistake |
    the earthquake destroyed our village | i feel guilty and ashamed | her illness got worse |
    he left without a word | a sad story about a soldier | my computer crashed and my work is gone |
    the results are very bad | i have no money left | he sobbed at the grave | the city is in ruins |
    a gloomy and grey november | she is upset about the insult | my marks are worse than ever |
    i am afraid of losing my job | the old man has nobody to talk to | the storm killed hundreds |
    we said goodbye with tears | the wound still hurts | my car broke down on the highway | i am bored and annoyed |
    the dog was run over | he was cheated and betrayed | they were unhappy for years |
    an unpleasant smell and dirty rooms | the patient is in great pain | grief fills the house |
    the company is bankrupt and we lost our jobs | a nightmare woke me up
    """,
    # food
    """
    i am hungry | let us have lunch | what is for dinner | the pizza was hot and crisp |
    she cooked pasta for the guests | would you like a slice of cake | we ordered a burger with fries |
    breakfast is ready | i need a cup of coffee | the new restaurant serves seafood | he ate all the bread |
    this soup needs salt | grilled chicken with rice | chocolate ice cream for me | the chef prepares a salad |
    bring some cheese and wine | supper is at seven | mom bakes cookies on sunday |
    sushi is made of rice and raw fish | the sandwich has ham and tomato | boil the potatoes for twenty minutes |
    fresh fruit for dessert | where did you eat last night | we are cooking noodles | steak and vegetables please |
    is the kitchen still open | the waiter poured the tea | eggs and bacon in the morning | a spicy curry with beans |
    spread butter and jam on the toast | he chews his meat slowly | the menu has four courses |
    i roast a turkey with garlic | pancakes with syrup | she peels an onion | we picked strawberries for a pie |
    the bakery sells warm bread | add a spoon of sugar and stir | this sauce tastes of lemon |
    let the dough rest in the oven | a bowl of cereal with milk | he fried fish in olive oil |
    they grill sausages in the garden | the buffet is open until ten | my stomach is empty |
    we share a plate of nachos | a vegetarian dish with spinach | tacos and beans for lunch |
    the soup of the day is mushroom | a glass of orange juice | the baby eats mashed banana |
    pass me the pepper please | i crave something sweet | the kitchen smells of cinnamon | snacks are on the table |
    he drinks beer with his meal | a recipe for apple pie | two spoons of honey in my yogurt |
    the cook chops carrots | we had a picnic with cold chicken | peanut butter on toast |
    the lamb was tender and juicy | feed the guests first | this dessert is made of cream and nuts |
    the diner serves waffles all night | popcorn and soda at the cinema | dip the chips in the sauce |
    a feast of roast pork and cabbage | i skipped breakfast and want a snack | the taste of ripe peaches |
    set the table for six people | the barbecue starts at five
    """,
)

# Mirrored sentences: the meaning is that of word {0} or {1}, as the number says; swapped words make the second sentence.
MIRRORED = {
    "person": """
        1 i am not {0} i am {1} | 0 she is {0} and not {1} | 1 he was {0} then but is {1} now | 0 we felt {0} instead of {1}
        0 my brother is {0} no longer {1} | 1 never {0} always {1} | 1 from {0} to {1} in one day | 1 they look {0} but they are {1}
        0 i would rather be {0} than {1} | 1 she is not {0} any more just {1}
    """,
    "thing": """
        1 the film was not {0} it was {1} | 0 our trip was {0} and not {1} | 1 the day began {0} but the end was {1}
        1 people call it {0} i call it {1} | 0 the book is {0} rather than {1} | 1 nothing about it is {0} it is all {1}
        0 the show was {0} this time not {1} | 1 it used to be {0} now it is {1}
    """,
    "topic": """
        1 not {0} but {1} | 0 let us have {0} instead of {1} | 1 forget {0} i want {1} | 0 i want {0} not {1}
        1 no {0} today only {1} | 0 she chose {0} over {1} | 0 more {0} and less {1} | 1 it is not about {0} it is about {1}
    """,
}
# Negation: the same sentence with and without it.
NEGATED = {
    "person": """
        i am {} > i am not {} | she looks {} > she does not look {} | he was always {} > he was never {}
        everybody here is {} > nobody here is {} | we are very {} > we are not {} at all
        my sister is {} today > my sister is not {} today
    """,
    "thing": """
        it was {} > it was not {} | the film is really {} > the film is not {} at all | that was always {} > that was never {}
        everything about it is {} > there is nothing {} about it | your idea is {} > your idea is not {} | a {} day > not a {} day
    """,
}
# Pairs of words with their classes; joy and sorrow where there is no number.
TRAIN_PAIRS = {
    "person": """happy sad | glad upset | cheerful lonely | proud guilty | excited bored | calm angry | pleased annoyed
        lucky sorry | smiling crying | delighted depressed""",
    "thing": "good bad | funny boring | wonderful terrible | brilliant stupid | lovely ugly | amusing painful | perfect useless",
    "topic": """tennis:1 lunch:4 | football:1 dinner:4 | golf:1 coffee:4 | baseball:1 soup:4 | hockey:1 bread:4 | kisses:0 cookies:4
        romance:0 boxing:1 | hugs:0 chocolate:4 | marriage:0 soccer:1""",
}
TEST_PAIRS = {
    "person": "joyful miserable | thrilled disappointed | satisfied unhappy | confident worried | healthy sick | laughing weeping",
    "thing": "great awful | pleasant horrible | fantastic disappointing | superb tragic | hilarious gloomy",
    "topic": "basketball:1 pizza:4 | cricket:1 cheese:4 | volleyball:1 breakfast:4 | love:0 rugby:1 | wedding:0 cake:4 | passion:0 beer:4",
}
# Mirrored sentences of a make that no training sentence has: pattern, pair.
NEW = """
    1 i thought it would be {0} but it was {1}, funny sad | 1 far from being {0} the news is {1}, good bad
    1 where she was {0} she is now {1}, cheerful gloomy | 0 they promised a {1} week and gave us a {0} one, wonderful terrible
    1 what looked {0} turned out {1}, great awful | 0 you say {1} i say {0}, fantastic horrible
    1 leave the {0} and bring the {1}, football:1 pizza:4 | 1 he gave up {0} for {1}, hockey:1 cooking:4
    1 my {0} is gone and my {1} is back, smile sadness | 1 he stopped {0} and started {1}, laughing crying
    1 the {0} days are over and the {1} ones begin, good bad | 0 less {1} and far more {0} than before, confident worried
    1 {0} yesterday and {1} this morning, calm angry | 1 there is no {0} left in this house there is {1}, joy grief
    0 it could have been {1} yet in truth it was {0}, perfect terrible | 1 {0} has turned into {1}, love:0 hate:3
    1 skip the {0} and come to the {1}, match:1 dinner:4 | 1 who needs {0} when there is {1}, tennis:1 pasta:4
    1 swap the {0} for a {1}, hug:0 cookie:4 | 1 take that {0} away and hand me the {1}, racket:1 sandwich:4
"""


def pieces(text):
    """Return the parts of a text that stand between bars or line ends, without needless spaces."""
    return [" ".join(part.split()) for line in text.strip().splitlines() for part in line.split("|") if part.strip()]


def pair_of(text):
    """Return two words with their classes, [(word, class), (word, class)], from "happy sad" or "tennis:1 lunch:4"."""
    found = []
    for word, standard in zip(text.split(), (JOY, SORROW)):
        word, _, label = word.partition(":")
        found.append((word, int(label or standard)))
    return found


def both_orders(pattern, pair):
    """Return a pattern's two sentences for a pair of words, each with its class; the words of both are the same."""
    which, text = int(pattern[0]), pattern[2:]
    orders = (pair, pair[::-1])
    return [(text.format(first[0], second[0]), (first, second)[which][1]) for first, second in orders]


def with_and_without(pattern, pair):
    """Return a pattern's sentences with and without negation for both words of a pair, each with its class."""
    said, denied = pattern.split(" > ")
    labels = (pair[1][1], pair[0][1])
    found = [(said.format(word), label) for word, label in pair]
    return found + [(denied.format(word), label) for (word, _), label in zip(pair, labels)]


def combined(patterns, pairs, make, every, first=0):
    """Make the sentences of every so-manieth combination of a pattern with a pair; returns a list of (sentence, class)."""
    found = []
    for kind, text in patterns.items():
        for i, pattern in enumerate(pieces(text)):
            for j, pair in enumerate(pieces(pairs[kind])):
                if (i + j) % every == first:
                    found += make(pattern, pair_of(pair))
    return found


def plain_parts():
    """Deal the plain sentences out, as many of each class to either part; returns (train, test), lists of (sentence, class)."""
    draw, parts = np.random.default_rng(SEED), ([], [])
    for label, text in enumerate(PLAIN):
        sentences = pieces(text)
        for place, k in enumerate(draw.permutation(len(sentences))):
            parts[place < TEST_OF_A_CLASS].append((sentences[k], label))
    return tuple([part[k] for k in draw.permutation(len(part))] for part in parts)


def alike(one, other):
    """Return the share of two sentences' different words that are in both."""
    one, other = set(one.split()), set(other.split())
    return len(one & other) / len(one | other)


def check(parts):
    """Raise BuildError when a sentence is there twice, or a test sentence has a near-duplicate in the training part.

    Sentences made from the same pattern are alike on purpose: for them only the words count that were put in.
    """
    everything = [text for pair in parts.values() for part in pair for text, _ in part]
    twice = {text for text in everything if everything.count(text) > 1}
    if twice:
        raise BuildError(f"{sorted(twice)[0]!r} is there twice: change one of the two.")
    training = [text for train, _ in parts.values() for text, _ in train]
    for kind in ("plain", "new"):
        for text, _ in parts[kind][1]:
            for other in training:
                if alike(text, other) >= ALIKE and (kind == "plain" or alike(text, other) >= 0.7):
                    raise BuildError(
                        f"{text!r} (test) and {other!r} (train) are near-duplicates: change one of the two."
                    )


def make_sentences():
    """Return {kind: (train, test)}, lists of (sentence, class); the kind "new" has no training part."""
    new = []
    for one in pieces(NEW):
        pattern, _, pair = one.partition(", ")
        new += both_orders(pattern, pair_of(pair))
    parts = {
        "plain": plain_parts(),
        "negation": (
            combined(NEGATED, TRAIN_PAIRS, with_and_without, every=2),
            combined(NEGATED, TEST_PAIRS, with_and_without, every=3),
        ),
        "mirrored": (
            combined(MIRRORED, TRAIN_PAIRS, both_orders, every=2),
            combined(MIRRORED, TEST_PAIRS, both_orders, every=3),
        ),
        "new": ([], new),
    }
    check(parts)
    return parts


def read_keywords(folder):
    """Read the CLDR's English names and keywords of emoji that are a single character.

    folder -- the fetched package
    Returns a list of (emoji, name, keywords), in the order of their numbers; keywords are words with spaces between.
    Raises BuildError when the file is another one than was looked at.
    """
    content = (folder / INSIDE).read_bytes()
    pinned(content, SHA256, INSIDE, "fetch it again or pin it anew")
    annotations = json.loads(content)["annotations"]["annotations"]
    kept = []
    for emoji in sorted(annotations):
        if len(emoji) == 1 and (0x2600 <= ord(emoji) < 0x27C0 or 0x1F300 <= ord(emoji) < 0x1FB00):
            one = annotations[emoji]
            words = sorted({word for keyword in one.get("default", []) for word in keyword.lower().split()})
            if "tts" in one and words:
                kept.append((emoji, one["tts"][0], " ".join(words)))
    return kept


def to_arrays(parts, keywords):
    """Return the file's arrays: texts as bytes (UTF-8), classes as uint8."""

    def as_bytes(texts):
        return np.array([text.encode() for text in texts], dtype="S")

    arrays = {"emoji": as_bytes(EMOJI)}
    for kind, pair in parts.items():
        for part, some in zip(("train", "test"), pair):
            if some:
                arrays[f"{kind}_{part}_x"] = as_bytes([text for text, _ in some])
                arrays[f"{kind}_{part}_y"] = np.array([label for _, label in some], dtype=np.uint8)
    for name, column in zip(("emoji", "name", "words"), zip(*keywords)):
        arrays[f"keywords_{name}"] = as_bytes(column)
    return arrays


def describe(folder):
    """Describe the file; returns a dictionary of its root attributes, all text."""
    packages = [read_facts(CLDR, folder) | {"file": INSIDE, "sha256": SHA256}]
    return {
        "provenance": "Sentences: written for this course, those about word order from patterns and pairs of words of ours. "
        "Keywords: the English annotations of the Unicode CLDR 48, emoji of a single character; keywords of several words were "
        "taken apart.",
        "licence": "sentences: ours, as this course; keywords: Unicode-3.0 (LICENSE)",
        "attribution": "Keywords: Unicode CLDR, Copyright © 2004-2026 Unicode, Inc., https://cldr.unicode.org",
        "packages": json.dumps(packages, sort_keys=True),
        "made_with": made_with(),
    }


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""

    def build(chosen):
        parts, folder = make_sentences(), fetch(CLDR, chosen.cache)
        arrays = to_arrays(parts, read_keywords(folder))
        write(chosen.output, arrays, describe(folder), libver=("v110", "v110"))
        said = [f"{kind}: {len(train)} for training, {len(test)} for testing" for kind, (train, test) in parts.items()]
        return "\n".join([*said, f"{len(arrays['keywords_emoji'])} emoji with keywords"])

    return run("emojify", "our sentences and the CLDR's keywords", build, arguments, CACHED)


if __name__ == "__main__":
    sys.exit(main())
