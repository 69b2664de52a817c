"""What c1w1_introduction checks: cases, known mistakes, other right ways, hints."""

import numpy as np

from grader_tests import Sheet, case, hidden, misconception

sheet = Sheet(__name__, position=1)

SIZES = np.array([2104.0, 1600.0, 2400.0, 3000.0])
PRICES = np.array([400.0, 330.0, 369.0, 540.0])
ONE_NUMBER = "`max` and `if` decide once, for one number; here an array of several numbers came in. NumPy has a function that decides for each of them."


def houses(n, seed, slope=0.2, start=50.0):
    """Return sizes in square feet and prices in 1000 $ of n made-up houses."""
    draw = np.random.default_rng(seed)
    size = draw.integers(600, 4000, n).astype(float)
    return size, (slope * size + start + draw.normal(0, 40, n)).round(0)


sheet.exercise(
    "relu",
    points=3,
    source="D2 C1_W1 “Housing Price Prediction”; D1 “ReLU Function”: f(x) = max(0, x)",
    cases=[
        case("a positive number", 3.5),
        case("a negative number", -2.0),
        case("a row of numbers", np.array([-1.5, 0.0, 0.25, 4.0])),
        case("a table", np.array([[1.0, -1.0, 2.0], [-3.0, 0.5, -0.1]])),
        hidden("zero", 0.0),
        hidden("negative numbers only", np.array([-4.0, -0.5])),
        hidden("a column", np.array([[2.0], [-7.0], [0.3]])),
        hidden("whole numbers", np.array([3, -8, 12, -1, 0])),
    ],
    misconceptions=[
        misconception(
            "absolute-value",
            edit={"np.maximum(0, z)": "np.abs(z)"},
            says="This turns −2 into 2. ReLU does not turn negative numbers round, it replaces them by 0.",
        ),
        misconception(
            "minimum",
            edit={"np.maximum": "np.minimum"},
            says="This keeps the negative numbers and removes the positive ones. It has to be the other way round.",
        ),
        misconception(
            "step",
            edit={"np.maximum(0, z)": "np.where(z > 0, 1, 0)"},
            says="This says only whether z is positive. ReLU lets the positive number itself through: 3.5 stays 3.5.",
        ),
        misconception(
            "unchanged",
            edit={"np.maximum(0, z)": "z"},
            says="Nothing happens to z here. Negative numbers have to become 0.",
        ),
        misconception("one-number", edit={"np.maximum": "max"}, says=ONE_NUMBER),
        misconception(
            "np-max",
            edit={"np.maximum(0, z)": "np.max(z)"},
            says="np.max looks for the largest number in z. Asked for is one answer per number; the function that compares two things place by place has a longer name.",
            place="D3 “Vectorisation”: np.max(v, 0)",
        ),
        misconception(
            "np-max-0",
            edit={"np.maximum(0, z)": "np.max(z, 0)"},
            says="np.max(z, 0) does not compare with 0: the second argument is an axis, along which it looks for the largest number. The function that compares place by place has a longer name.",
            place="D3 “Vectorisation”: np.max(v, 0)",
        ),
        misconception(
            "np-max-of-0",
            edit={"np.maximum(0, z)": "np.max(0, z)"},
            says="np.max looks for the largest number in its first argument, here 0, and takes the second one for an axis. The function that compares place by place has a longer name.",
            place="D3 “Vectorisation”: np.max(v, 0)",
        ),
        misconception(
            "overwrites-z",
            edit={"return np.maximum(0, z)": "z[z < 0] = 0\n    return z"},
            says="This writes into the array that was handed in, so its owner finds it changed; and it does not work for a single number. Make a new array instead.",
        ),
    ],
    accepted=[
        {"np.maximum(0, z)": "np.where(z > 0, z, 0)"},
        {"np.maximum(0, z)": "z * (z > 0)"},
        {"np.maximum(0, z)": "(z + abs(z)) / 2"},
        {"np.maximum(0, z)": "np.clip(z, 0, None)"},
    ],
    hints=[
        "You want the larger of two things: 0 and z.",
        "Python's own `max` compares two numbers. `np.maximum(a, b)` does the same and also takes arrays.",
    ],
)


def one_input_at_a_time(x, w, b):
    z = b
    for i in range(len(x)):
        z = z + w[i] * x[i]
    return max(0, z)


sheet.exercise(
    "neuron",
    points=4,
    source="D2 C1_W1 “What is a Neural Network?”; z = wᵀx + b",
    uses=["relu"],
    cases=[
        case("a house of 2104 square feet with 3 bedrooms", np.array([2104.0, 3.0]), np.array([0.1, 20.0]), 50.0),
        case("one input", np.array([2.0]), np.array([-0.5]), 3.0),
        case("a negative sum", np.array([1.0, 2.0, 0.5]), np.array([1.0, -2.0, 4.0]), -1.5),
        hidden("four inputs", np.array([1.0, -1.0, 2.0, 0.5]), np.array([0.3, 0.2, 0.5, -0.4]), 0.1),
        hidden("no bias", np.array([3.0, 1.0]), np.array([2.0, -1.0]), 0.0),
        hidden("a negative bias", np.array([0.5, 0.5, 1.0]), np.array([2.0, 1.0, 3.0]), -1.25),
        hidden("a bias that lifts a negative sum", np.array([1.0, 4.0]), np.array([-3.0, 0.25]), 2.5),
        hidden("a sum far below 0", np.array([10.0, 20.0]), np.array([-1.0, -2.0]), 5.0),
    ],
    misconceptions=[
        misconception(
            "no-relu",
            edit={"return relu(z)": "return z"},
            says="The weighted sum is right, but it may come out negative: the neuron sends it through ReLU before it answers.",
        ),
        misconception(
            "bias-after-relu",
            edit={"np.dot(np.transpose(w), x) + b": "np.dot(np.transpose(w), x)", "relu(z)": "relu(z) + b"},
            says="The bias belongs to the sum, before ReLU. Added afterwards it can make the answer negative, and it cannot move the bend.",
        ),
        misconception(
            "no-bias",
            edit={"np.dot(np.transpose(w), x) + b": "np.dot(np.transpose(w), x)"},
            says="The bias b is missing in the sum.",
        ),
        misconception(
            "not-summed",
            edit={"np.dot(np.transpose(w), x)": "w * x"},
            says="w * x multiplies place by place and gives one number per input. A neuron adds these products up and answers with one number.",
        ),
        misconception(
            "mean",
            edit={"np.dot(np.transpose(w), x)": "np.mean(w * x)"},
            says="This takes the mean of the products. A neuron adds them up; more inputs may well give a larger sum.",
        ),
        misconception(
            "bias-on-inputs",
            edit={"np.dot(np.transpose(w), x) + b": "np.dot(w, x + b)"},
            says="b is added to every input before it is weighted, a matter of brackets. It comes after the products, once.",
        ),
        misconception(
            "bias-for-every-input",
            edit={"np.dot(np.transpose(w), x) + b": "np.sum(w * x + b)"},
            says="b is added once for every input here. The sum of the products comes first; then b is added, once.",
        ),
        misconception(
            "relu-before-sum",
            edit={"return relu(z)": "return np.sum(relu(w * x)) + b"},
            says="ReLU is applied to every product here. It comes last: first the whole sum with the bias, then ReLU, once.",
        ),
    ],
    accepted=[
        {"np.dot(np.transpose(w), x)": "np.sum(w * x)"},
        {"np.dot(np.transpose(w), x)": "w @ x", "relu(z)": "np.array([[max(z, 0.0)]])"},
        one_input_at_a_time,
    ],
    hints=[
        "Three steps: multiply every input by its weight, add the products and b, apply `relu`.",
        "`w * x` multiplies two arrays place by place, `np.sum` adds up. `np.dot(w, x)` does both in one go.",
    ],
)


sheet.exercise(
    "fit_price_line",
    points=6,
    source="D2 C1_W1 “Housing Price Prediction” and the table of “Structured Data”",
    parts={"slope": ["[0]"], "height at 0": ["[1]"]},
    cases=[
        case("two houses", np.array([1000.0, 2000.0]), np.array([200.0, 300.0])),
        case("the four houses of the documents", SIZES, PRICES),
        case("five houses", *houses(5, seed=1)),
        hidden("three houses", *houses(3, seed=2)),
        hidden("twelve houses", *houses(12, seed=3, slope=0.15, start=-80.0)),
        hidden("prices that fall with the size", *houses(6, seed=4, slope=-0.1, start=900.0)),
        hidden("houses with almost equal prices", np.array([900.0, 1500.0, 2500.0]), np.array([250.0, 251.0, 249.0])),
    ],
    misconceptions=[
        misconception(
            "through-zero",
            edit={
                "np.sum(size_deviation * price_deviation) / np.sum(size_deviation**2)": "np.sum(size * price) / np.sum(size**2)",
                "np.mean(price) - w * np.mean(size)": "0.0",
            },
            says="This is the best line among those through the origin. A line may start at any height: take the deviations from the means first, then find b.",
        ),
        misconception(
            "means-forgotten",
            edit={
                "size_deviation * price_deviation": "size * price",
                "np.sum(size_deviation**2)": "np.sum(size**2)",
            },
            says="In the formula for w, sizes and prices are meant as deviations: subtract the mean size and the mean price first.",
        ),
        misconception(
            "sums-multiplied",
            edit={"np.sum(size_deviation * price_deviation)": "np.sum(size_deviation) * np.sum(price_deviation)"},
            says="Deviations from a mean always add up to 0, and so does this product. Multiply house by house first, then add up.",
        ),
        misconception(
            "fraction-inside-the-sum",
            edit={
                "np.sum(size_deviation * price_deviation) / np.sum(size_deviation**2)": "np.sum(price_deviation / size_deviation)"
            },
            says="This divides house by house and adds up the quotients. The formula has one sum above the line and one below: close the first bracket before you divide.",
        ),
        misconception(
            "average-price-per-size",
            edit={"np.sum(size_deviation * price_deviation) / np.sum(size_deviation**2)": "np.mean(price / size)"},
            says="This is the average price of a square foot. The slope asks something else: how much does the price change when the size changes?",
        ),
        misconception(
            "first-and-last",
            edit={
                "np.sum(size_deviation * price_deviation) / np.sum(size_deviation**2)": "(price[-1] - price[0]) / (size[-1] - size[0])"
            },
            says="This slope is of the line through the first and the last house. The others have a say as well: least squares takes all of them.",
        ),
        misconception(
            "axes-swapped",
            edit={
                "np.sum(size_deviation**2)": "np.sum(price_deviation**2)",
                "np.mean(price) - w * np.mean(size)": "np.mean(size) - w * np.mean(price)",
            },
            says="Sizes and prices have changed places: this line predicts the size from the price.",
        ),
        misconception(
            "b-then-w",
            edit={"return w, b": "return b, w"},
            says="Both numbers are right, in the wrong order: w, the slope, comes first.",
        ),
        misconception(
            "b-for-every-house",
            edit={"np.mean(price) - w * np.mean(size)": "price - w * size"},
            says="w is right. This gives one b for every house; the line has only one, so the mean price and the mean size belong here.",
            score=0.5,
        ),
        misconception(
            "b-is-the-mean",
            edit={"np.mean(price) - w * np.mean(size)": "np.mean(price)"},
            says="w is right. b is the line's height at size 0, not at the mean size: follow the slope back from there.",
            score=0.5,
        ),
        misconception(
            "b-plus",
            edit={"np.mean(price) - w": "np.mean(price) + w"},
            says="w is right. For b the slope is followed back from the mean size to size 0, so its part is taken away from the mean price.",
            score=0.5,
        ),
        misconception(
            "b-sign",
            edit={"np.mean(price) - w * np.mean(size)": "w * np.mean(size) - np.mean(price)"},
            says="w is right. b has the wrong sign: the line goes through the middle of the data, so w · (mean size) + b has to be the mean price.",
            score=0.5,
        ),
    ],
    accepted=[
        {
            "w = np.sum(size_deviation * price_deviation) / np.sum(size_deviation**2)": "w, b = np.polyfit(size, price, 1)"
        },
        {
            "return w, b": "A = np.stack([size, np.ones(len(size))], axis=1)\n    return np.linalg.lstsq(A, price, rcond=None)[0]"
        },
        {"w = np.sum(size_deviation * price_deviation)": "w = np.cov(size, price, bias=True)[0, 1] * len(size)"},
        {"return w, b": "return [w, np.mean(price - w * size)]"},
    ],
    hints=[
        "`np.mean(size)` is the mean size; `size - np.mean(size)` subtracts it from every size at once.",
        "w is a quotient of two sums: of the products of the deviations, and of the squared deviations of the sizes. Mind the brackets: square every deviation first, add up afterwards.",
        "The line goes through the point (mean size, mean price). Put it into price = w · size + b and solve for b.",
    ],
)


sheet.exercise(
    "predict_price",
    points=4,
    source="D2 C1_W1 “Housing Price Prediction”: the price can never be negative",
    uses=["relu"],
    cases=[
        case("one house", 2000.0, 0.15, 80.0),
        case("a house for which the line is below 0", 500.0, 0.25, -300.0),
        case("three houses", np.array([800.0, 1200.0, 3000.0]), 0.25, -250.0),
        hidden("four houses", SIZES, 0.14, 88.5),
        hidden("a house of size 0", 0.0, 0.2, 40.0),
        hidden("prices that fall with the size", np.array([1000.0, 2500.0, 4000.0]), -0.2, 600.0),
        hidden("a price of exactly 0", np.array([1000.0, 2000.0]), 0.5, -500.0),
        hidden("a table of sizes", np.array([[700.0, 900.0], [1100.0, 5000.0]]), 0.3, -290.0),
    ],
    misconceptions=[
        misconception(
            "below-0",
            edit={"relu(w * size + b)": "w * size + b"},
            says="The line is right, but nobody pays you to take a house: where the whole of it, b included, falls below 0, the price is 0.",
        ),
        misconception(
            "w-b-swapped",
            edit={"w * size + b": "b * size + w"},
            says="w and b have changed places: w is the price of one more square foot, b the line's height at size 0.",
        ),
        misconception(
            "positive-by-abs",
            edit={"relu(w * size + b)": "np.abs(w * size + b)"},
            says="The sign is dropped, so a very small house becomes dear. Where the line is negative, the answer is 0.",
        ),
        misconception("one-number", edit={"relu(w * size + b)": "max(0, w * size + b)"}, says=ONE_NUMBER),
    ],
    accepted=[
        {"relu(w * size + b)": "np.maximum(w * size + b, 0)"},
        {"relu(w * size + b)": "np.where(w * size + b > 0, w * size + b, 0.0)"},
        {"relu(w * size + b)": "np.clip(b + size * w, 0, np.inf)"},
    ],
    hints=[
        "First the line, then the rule that a price is never negative.",
        "You have written the function for that rule in the first exercise.",
    ],
)


def by_kind_of_input(task):
    if task in ("photo tagging",):
        return "cnn"
    if task in ("speech recognition", "machine translation"):
        return "rnn"
    if "driving" in task:
        return "Hybrid"
    return "Standard NN"


sheet.exercise(
    "architecture_for",
    points=3,
    source="D0 “Supervised learning”, the last column of the table; D3 “Supervised learning with Neural N/w”",
    cases=[
        case("photo tagging", "photo tagging"),
        case("speech recognition", "speech recognition"),
        case("autonomous driving", "autonomous driving"),
        hidden("real estate", "real estate"),
        hidden("online advertising", "online advertising"),
        hidden("machine translation", "machine translation"),
    ],
    misconceptions=[
        misconception(
            "driving-is-images",
            edit={'"hybrid"': '"CNN"'},
            says="A car looks at images, but it also has radar and must say where the others are. Several kinds of input need several kinds of network, put together.",
        ),
        misconception(
            "sound-is-an-image",
            edit={'"speech recognition": "RNN"': '"speech recognition": "CNN"'},
            says="Sound comes one moment after the other: it is a sequence in time. There is a kind of network made for sequences.",
        ),
        misconception(
            "photo-in-a-table",
            edit={'"photo tagging": "CNN"': '"photo tagging": "standard NN"'},
            says="A photo is not a row of a table: what matters in it may be at any place. There is a kind of network that looks for the same pattern everywhere.",
        ),
        misconception(
            "long-names",
            edit={'"CNN"': '"convolutional NN"', '"RNN"': '"recurrent NN"'},
            says="The right kinds, but check only knows their short names. The four texts it takes are in the docstring.",
        ),
    ],
    accepted=[
        by_kind_of_input,
        {"return kinds[task]": "return kinds[task].upper()"},
    ],
    hints=[
        "What comes in: rows of a table, a picture, something in time, or several of these?",
        "A dictionary answers such questions: kinds = {…}, then kinds[task]. A few lines with `if task == …` will do as well.",
        "Two tasks take rows of a table, one takes pictures, two take sequences, one takes several kinds of input.",
    ],
)
