"""What the checks of c4w4_face_recognition share: small pictures and encodings as inputs, other right ways."""

import numpy as np

from grader_tests import misconception
from helpers.pretrained.face_recognition import img_to_encoding


def wrong(id, edit, says, place="", score=0.0):
    """Return the known mistake that an edit of the reference makes."""
    return misconception(id, edit=edit, says=says, place=place, score=score)


def plain(red, green, blue):
    """Return a picture of a single pixel; with the stand-in for the network, its encoding is its colour."""
    return np.array([[[red, green, blue]]], np.uint8)


RED, GREEN, BLUE = plain(255, 0, 0), plain(0, 255, 0), plain(0, 0, 255)
OLIVE, STEEL, CREAM = plain(60, 80, 0), plain(48, 96, 96), plain(200, 200, 190)
ENCODINGS = {"Rosa": [0.96, 0.0, 0.28], "Gwen": [0.28, 0.96, 0.0], "Bill": [0.0, 0.28, 0.96], "Olaf": [0.48, 0.6, 0.64]}


def doors(*names):
    """Return a database of these people, encodings of shape (1, 3) and length 1."""
    return {name: np.array([ENCODINGS[name]]) for name in names}


def flag(turned=False):
    """Return (picture, name, database) of a flag whose left and right half count apart: encodings of six numbers."""
    picture = np.zeros((2, 2, 3), np.uint8)
    picture[:, 0], picture[:, 1] = (60, 0, 0), (0, 80, 0)
    database = {"Ann": np.array([[0.8, 0, 0, 0, 0.6, 0]]), "Ben": np.array([[0, 0.8, 0, 0.6, 0, 0]])}
    return (picture[:, ::-1].copy() if turned else picture), "Ann", database


def document(to_negative):
    """Return (anchor, positive, negative) with d(A, P) = 0.5 and d(A, N) = 0.5 or 0.7, the document's numbers."""
    negative = {0.5: [0.0, 0.0, 0.5, 0.5], 0.7: [0.5, 0.5, 0.4, 0.2]}[to_negative]
    return np.zeros(4), np.array([0.5, 0.5, 0.0, 0.0]), np.array(negative)


def triplets(m, d, seed):
    """Return (anchors, positives, negatives), each (m, d): the positive a little nearer on average than the negative."""
    draw = np.random.default_rng(seed)
    anchor = draw.normal(size=(m, d)).round(1)
    return (
        anchor,
        (anchor + draw.normal(size=(m, d)) * 0.5).round(2),
        (anchor + draw.normal(size=(m, d)) * 0.7).round(2),
    )


def three_triplets():
    """Return an easy triplet, one within the margin, and a hard one, in the plane."""
    anchor = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    positive = np.array([[0.1, 0.2], [1.0, 0.5], [0.6, 0.2]])
    negative = np.array([[1.0, -1.0], [1.6, 0.0], [0.0, 0.5]])
    return anchor, positive, negative


def easy_triplets():
    """Return two triplets that cost nothing."""
    anchor = np.array([[0.1, 0.2, 0.3], [1.0, 0.0, -1.0]])
    return anchor, anchor + 0.1, anchor - 1.0


def as_lists(parts):
    """Return (anchor, positive, negative) as nested lists in a list."""
    return [part.tolist() for part in parts]


def on_a_line():
    """Return encodings and labels of two people whose pictures lie on a line, some near the other person's."""
    return np.array([[0.0], [0.5], [0.9], [1.2], [1.4]]), np.array([0, 0, 0, 1, 1])


def at_the_margin():
    """Return encodings and labels on a line: with a margin of 3, 1² − 2² + 3 is exactly 0, and one triplet costs something."""
    return np.array([[0.0], [1.0], [-2.0], [-4.0]]), np.array([0, 0, 1, 1])


def pictures(counts, d, seed, mixed=False):
    """Return (encodings, labels) of people with so many pictures each, one cloud per person."""
    draw = np.random.default_rng(seed)
    labels = np.repeat(np.arange(len(counts)), counts)
    if mixed:
        labels = draw.permutation(labels)
    centres = draw.normal(size=(len(counts), d))
    return (centres[labels] * 0.7 + draw.normal(size=(len(labels), d)) * 0.4).round(2), labels


def step(k, n_x, d, count=0, *, seed, chosen=None):
    """Return (parameters, X, triplets) of k pictures with n_x features that are embedded in d numbers."""
    draw = np.random.default_rng(seed)
    parameters = {"W": draw.normal(size=(n_x, d)).round(2), "b": draw.normal(size=(1, d)).round(2)}
    X = draw.normal(size=(k, n_x)).round(2)
    rows = chosen or [draw.permutation(k)[:3] for _ in range(count)]
    return parameters, X, np.array(rows)


def pairs(m, n, seed, positive=False):
    """Return (f1, f2, w, b) of m pairs of encodings; positive ones are above 0."""
    draw = np.random.default_rng(seed)
    f1, f2 = (draw.normal(size=(m, n)).round(2) for _ in range(2))
    if positive:
        f1, f2 = np.abs(f1) + 0.1, np.abs(f2) + 0.1
    return f1, f2, draw.normal(size=n).round(2), round(float(draw.normal()), 2)


def with_zeros():
    """Return (f1, f2, w, b) of two pairs as they come out of a ReLU, with zeros in the same places and in others."""
    f1, f2 = np.array([[0.0, 0.5, 0.0], [1.2, 0.0, 0.4]]), np.array([[0.0, 0.1, 0.8], [0.3, 0.0, 0.4]])
    return f1, f2, np.array([-1.0, -2.0, 0.5]), 0.7


NAMELESS = "A stranger comes back without a name. That is a sensible wish, but here the nearest name is returned in any case; a distance above 0.7 only changes the message that is printed."


def verify_by_hand(image_path, identity, database, model):
    first, second = np.ravel(img_to_encoding(image_path, model)), np.ravel(database[identity])
    dist = sum((a - b) ** 2 for a, b in zip(first, second)) ** 0.5
    return [dist, 1 if dist < 0.7 else 0]


def nearest_by_min(image_path, database, model):
    distances = {name: np.linalg.norm(img_to_encoding(image_path, model) - known) for name, known in database.items()}
    name = min(distances, key=distances.get)
    return distances[name], name


def triplets_one_by_one(y_true, y_pred, alpha=0.2):
    anchors, positives, negatives = (np.atleast_2d(part) for part in y_pred)
    J = 0.0
    for a, p, n in zip(anchors, positives, negatives):
        J += max((a - p) @ (a - p) - (a - n) @ (a - n) + alpha, 0)
    return J


def hard_triplets_at_once(encodings, labels, alpha=0.2):
    squares = np.sum(encodings**2, axis=1)
    d = squares[:, None] + squares - 2 * encodings @ encodings.T
    same = labels[:, None] == labels
    nearest = np.where(same, np.inf, d)
    a, p = np.nonzero(same & ~np.eye(len(labels), dtype=bool))
    n = np.argmin(nearest, axis=1)[a]
    kept = d[a, p] + alpha > nearest[a, n]
    return np.stack([a, p, n], axis=1)[kept]


def hard_triplets_by_loops(encodings, labels, alpha=0.2):
    m, found = len(labels), []
    for a in range(m):
        best, hardest = None, np.inf
        for n in range(m):
            distance = np.sum((encodings[a] - encodings[n]) ** 2)
            if labels[n] != labels[a] and distance < hardest:
                best, hardest = n, distance
        for p in range(m):
            own = np.sum((encodings[a] - encodings[p]) ** 2)
            if best is not None and p != a and labels[p] == labels[a] and own + alpha > hardest:
                found.append([float(a), p, best])
    return np.array(found).reshape(-1, 3)


def step_by_loops(parameters, X, triplets, learning_rate, alpha=0.2):
    W, b, cost = parameters["W"], parameters["b"], 0.0
    dW, db = np.zeros(W.shape), np.zeros(b.shape)

    def back(row, slope):
        z = X[row] @ W + b[0]
        size = np.sqrt(z @ z)
        dz = (np.eye(len(z)) / size - np.outer(z, z) / size**3) @ slope
        dW[...] += np.outer(X[row], dz)
        db[...] += dz

    for rows in triplets:
        A, P, N = ((X[row] @ W + b[0]) / np.linalg.norm(X[row] @ W + b[0]) for row in rows)
        loss = (A - P) @ (A - P) - (A - N) @ (A - N) + alpha
        if loss > 0:
            cost += loss
            for row, slope in zip(rows, (N - P, P - A, A - N)):
                back(row, 2 * slope)
    return {"W": W - learning_rate * dW, "b": b - learning_rate * db, "steps": 1}, cost


def step_by_selection(parameters, X, triplets, learning_rate, alpha=0.2):
    a, p, n = (np.eye(len(X))[triplets[:, k]] for k in range(3))  # (t, k): which picture plays which part
    Z = X @ parameters["W"] + parameters["b"]
    size = np.sqrt(np.einsum("kd,kd->k", Z, Z))[:, None]
    F = Z / size
    loss = np.sum(((a - p) @ F) ** 2 - ((a - n) @ F) ** 2, axis=1) + alpha
    on = (loss > 0)[:, None]
    dF = 2 * ((a - p).T @ (((a - p) @ F) * on) - (a - n).T @ (((a - n) @ F) * on))
    dZ = (dF - F * np.sum(F * dF, axis=1)[:, None]) / size
    grads = {"W": X.T @ dZ, "b": np.ones((1, len(X))) @ dZ}
    return {name: parameters[name] - learning_rate * grads[name] for name in grads}, np.maximum(loss, 0).sum()


def probability_by_loops(f1, f2, w, b, kind="absolute"):
    answers = []
    for first, second in zip(f1, f2):
        z = float(b)
        for weight, p, q in zip(w, first, second):
            if kind == "absolute":
                z += weight * abs(p - q)
            elif p + q > 0:
                z += weight * (p - q) ** 2 / (p + q)
        answers.append(1 / (1 + np.exp(-z)))
    return np.array(answers)


SPREAD = [f"np.add.at(dF, triplets[:, {k}], " for k in range(3)]
REPEATS = "A picture that occurs in several triplets keeps only one gradient: dF[rows] += … sets each row once, however often it is listed. Its gradients have to add up."


def mistakes_of_step():
    """Return the known mistakes of train_embedding_step."""
    return [
        wrong(
            "b-stays",
            {" - learning_rate * np.sum(dZ, axis=0, keepdims=True)": ""},
            "b does not move. It has a slope, too: the sum of dZ over the pictures.",
            score=0.5,
        ),
        wrong(
            "length-forgotten",
            {"(dF - F * np.sum(F * dF, axis=1, keepdims=True)) / length": "dF / length"},
            "The way back through f = z / ‖z‖ is missing its second part: the length ‖z‖ changes with z too. Whatever part of dF points along f itself has no effect and has to be taken out.",
            score=0.5,
        ),
        wrong(
            "length-not-divided",
            {"keepdims=True)) / length": "keepdims=True))"},
            "The slope of z / ‖z‖ also carries a factor 1 / ‖z‖: the longer z is, the less the same push turns it.",
            score=0.5,
        ),
        wrong(
            "repeats-lost",
            {SPREAD[k]: f"dF[triplets[:, {k}]] += (" for k in range(3)},
            REPEATS,
            score=0.5,
        ),
        wrong(
            "repeats-lost-among-hard",
            {
                "    dF = np": "    A, P, N, triplets, counts = (some[counts[:, 0]] for some in (A, P, N, triplets, counts))\n    dF = np"
            }
            | {SPREAD[k]: f"dF[triplets[:, {k}]] += (" for k in range(3)},
            REPEATS,
            score=0.5,
        ),
        wrong(
            "repeats-overwritten",
            {
                "    dF = np": "    A, P, N, triplets, counts = (some[counts[:, 0]] for some in (A, P, N, triplets, counts))\n    dF = np"
            }
            | {SPREAD[k]: f"dF[triplets[:, {k}]] = (" for k in range(3)},
            "A picture that occurs in several triplets keeps only the last gradient: = overwrites. Its gradients have to add up.",
            score=0.5,
        ),
        wrong(
            "easy-ones-push",
            {" + alpha > 0": " + alpha > -1e9"},
            "Triplets with loss 0 move the parameters as well. Where the maximum has cut, the slope is 0.",
            score=0.5,
        ),
        wrong(
            "anchor-stays",
            {f"    {SPREAD[0]}2 * (N - P) * counts)\n": ""},
            "The anchors get no gradient. The loss depends on all three encodings: A stands in both distances.",
            score=0.5,
        ),
        wrong(
            "uphill",
            {'"W"] - learning_rate': '"W"] + learning_rate', '"b"] - learning_rate': '"b"] + learning_rate'},
            "The parameters move along the gradient, uphill: the loss grows.",
            score=0.5,
        ),
        wrong(
            "biases-mixed",
            {"np.sum(dZ, axis=0, keepdims=True)": "np.sum(dZ)"},
            "All biases move by the same number. Each of the d numbers of z has a bias of its own: add up over the pictures only.",
            score=0.5,
        ),
        wrong(
            "mean",
            {
                "* X.T @ dZ": "* X.T @ dZ / len(triplets)",
                "* np.sum(dZ, axis=0, keepdims=True)": "* np.sum(dZ, axis=0, keepdims=True) / len(triplets)",
            },
            "The gradients are divided by the number of triplets. This J is a sum over them, so its gradient is one, too.",
            score=0.5,
        ),
        wrong(
            "mean-over-pictures",
            {
                "* X.T @ dZ": "* X.T @ dZ / len(X)",
                "* np.sum(dZ, axis=0, keepdims=True)": "* np.mean(dZ, axis=0, keepdims=True)",
            },
            "The gradients are divided by the number of pictures. This J is a sum, so its gradient is one, too.",
            score=0.5,
        ),
        wrong(
            "mean-of-biases",
            {"* np.sum(dZ, axis=0": "* np.mean(dZ, axis=0"},
            "db is a mean over the pictures. It is their sum, as dW is.",
            score=0.5,
        ),
        wrong(
            "no-factor-2",
            {f"{SPREAD[k]}2 * ": SPREAD[k] for k in range(3)},
            "A factor 2 is missing: it comes from the squares.",
            score=0.5,
        ),
        wrong(
            "straight-to-z",
            {"(dF - F * np.sum(F * dF, axis=1, keepdims=True)) / length": "dF"},
            "The slope at f is taken for the slope at z. Between them stands the division by the length, f = z / ‖z‖.",
            score=0.5,
        ),
        wrong(
            "cost-after",
            {
                "    return {": "    F = (X @ W + b) / np.linalg.norm(X @ W + b, axis=1, keepdims=True)\n    cost = triplet_loss(None, tuple(F[triplets[:, k]] for k in range(3)), alpha)\n    return {"
            },
            "The cost is that of the new parameters. Asked for is the one before the step.",
            score=0.5,
        ),
        wrong(
            "mean-cost",
            {"(A, P, N), alpha)": "(A, P, N), alpha) / len(triplets)"},
            "The cost is divided by the number of triplets. J is their sum.",
            score=0.5,
        ),
        wrong(
            "changes-W",
            {
                'W = parameters["W"] - learning_rate * X.T @ dZ': 'W = parameters["W"]\n    W -= learning_rate * X.T @ dZ'
            },
            "W -= … changes the array that the caller still holds. Make a new one.",
        ),
    ]


CLOSER = "if dist < min_dist:\n            min_dist, identity = dist, name"


def mistakes_of_recognition():
    """Return the known mistakes of who_is_it."""
    return [
        wrong(
            "last-one",
            {CLOSER: "min_dist, identity = dist, name"},
            "The last person of the database wins, near or far. Keep the best so far, and replace it only by somebody who is nearer.",
        ),
        wrong(
            "first-one",
            {"    print(": "        break\n    print("},
            "The loop ends after the first person: look where the `return` stands. Everybody has to be compared before the answer is known.",
        ),
        wrong(
            "best-not-kept",
            {"min_dist, identity = dist, name": "identity = name"},
            "The name changes, the smallest distance doesn't: it stays at its start of 100, so everybody after counts as nearer. Both belong together.",
        ),
        wrong(
            "farthest",
            {"min_dist, identity = 100, None": "min_dist, identity = 0, None", "dist < min_dist": "dist > min_dist"},
            "This finds the person who is least like the picture. A small distance means alike.",
        ),
        wrong(
            "squared",
            {"np.linalg.norm(encoding - known)": "np.sum((encoding - known) ** 2)"},
            "The distance is squared here. The nearest person stays the same, but asked for is the norm, as in `verify`.",
            score=0.5,
        ),
        wrong(
            "first-near-enough",
            {CLOSER: CLOSER + "\n        if dist < 0.7:\n            break"},
            "The loop ends at the first person nearer than 0.7. Somebody later can be nearer still: compare with everybody first.",
        ),
        wrong(
            "strangers-left-out",
            {"identity = 100, None": "identity = 0.7, None"},
            "The search starts from 0.7, so nobody farther away is ever found. Start from a distance no encoding can have, such as 100.",
        ),
        wrong(
            "city-blocks",
            {"np.linalg.norm(encoding - known)": "np.sum(np.abs(encoding - known))"},
            "The absolute differences are added up here (the L1 norm). Asked for is the L2 norm, as in `verify`.",
            score=0.5,
        ),
        wrong(
            "strangers-renamed",
            {
                "return min_dist": "identity = 'not in the database' if min_dist > 0.7 else identity\n    return min_dist"
            },
            NAMELESS,
            score=0.5,
        ),
        wrong(
            "strangers-nameless",
            {"return min_dist": "if min_dist > 0.7:\n        identity = None\n    return min_dist"},
            NAMELESS,
            score=0.5,
        ),
    ]
