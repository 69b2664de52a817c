"""Face recognition: compare encodings, learn them from triplets, or learn the comparison itself."""

import numpy as np

from helpers.pretrained.face_recognition import img_to_encoding


def verify(image_path, identity, database, model):
    """Check whether the person on a picture is who they say they are.

    image_path -- a picture: its file's path, or the picture itself, shape (height, width, 3)
    identity -- the name that the person gives, a text that is a key of the database
    database -- dictionary {name: encoding}, each encoding of shape (1, n) and length 1
    model -- the network that `img_to_encoding` asks for the picture's encoding
    Returns (dist, door_open): dist, the L2 norm of the difference between the picture's encoding and the one in the
    database, a number; door_open, True where dist is less than 0.7, else False.
    Source: D2 C4_W4, "Face verification vs. face recognition", "Learning a similarity function".
    """
    dist = np.linalg.norm(img_to_encoding(image_path, model) - database[identity])
    door_open = bool(dist < 0.7)
    print(f"Distance {dist:.2f} to {identity}:", "welcome!" if door_open else "the door stays shut.")
    return dist, door_open


def who_is_it(image_path, database, model):
    """Find the person of the database who is nearest to the one on a picture.

    image_path -- a picture: its file's path, or the picture itself, shape (height, width, 3)
    database -- dictionary {name: encoding}, each encoding of shape (1, n) and length 1
    model -- the network that `img_to_encoding` asks for the picture's encoding
    Returns (min_dist, identity): the smallest distance (L2 norm of the difference of encodings), a number, and the name
    it belongs to. A min_dist above 0.7 only changes the message that is printed: "not in the database".
    Source: D2 C4_W4, "Face verification vs. face recognition".
    """
    encoding = img_to_encoding(image_path, model)
    min_dist, identity = 100, None
    for name, known in database.items():
        dist = np.linalg.norm(encoding - known)
        if dist < min_dist:
            min_dist, identity = dist, name
    print("Not in the database." if min_dist > 0.7 else f"It is {identity}, at distance {min_dist:.2f}.")
    return min_dist, identity


def triplet_loss(y_true, y_pred, alpha=0.2):
    """Compute the triplet loss, added up over all triplets.

    y_true -- not used; frameworks hand labels to every loss, and this one needs none
    y_pred -- three arrays or lists in a row: the encodings of anchors, positives and negatives, each (m, d), or (d,) for one
    alpha -- the margin, a number
    Returns the sum over the triplets of max(‖f(A) − f(P)‖² − ‖f(A) − f(N)‖² + alpha, 0), a number.
    Source: D2 C4_W4, "Triplet loss", "Loss function".
    """
    anchor, positive, negative = (np.asarray(part, dtype=float) for part in y_pred)
    to_positive = np.sum((anchor - positive) ** 2, axis=-1)
    to_negative = np.sum((anchor - negative) ** 2, axis=-1)
    return np.sum(np.maximum(to_positive - to_negative + alpha, 0))


def choose_hard_triplets(encodings, labels, alpha=0.2):
    """Choose the triplets from which there is something to learn.

    For every anchor A and every other picture P of the same person, N is the picture of another person that is nearest to
    A; the triplet is kept if its loss is above 0. d is the squared distance, as in the triplet loss.
    encodings -- one row per picture, shape (m, d)
    labels -- whom each picture shows, whole numbers, shape (m,)
    alpha -- the margin, a number
    Returns an array of shape (t, 3) with one row (A, P, N) of picture numbers for each triplet that was kept, in order of A,
    then of P; of shape (0, 3) if there is none.
    Source: D2 C4_W4, "Choosing the triplets A, P, N".
    """
    triplets = []
    ### BEGIN SOLUTION
    d = np.sum((encodings[:, None] - encodings[None]) ** 2, axis=-1)
    for a in range(len(labels)):
        strangers = np.flatnonzero(labels != labels[a])
        if strangers.size == 0:
            continue
        n = strangers[np.argmin(d[a, strangers])]
        for p in np.flatnonzero(labels == labels[a]):
            if p != a and d[a, p] - d[a, n] + alpha > 0:
                triplets.append((a, p, n))
    ### END SOLUTION
    return np.array(triplets, dtype=int).reshape(-1, 3)


def train_embedding_step(parameters, X, triplets, learning_rate, alpha=0.2):
    """Take one step of gradient descent on the triplet loss of an embedding f(x) = z / ‖z‖ with z = x W + b.

    parameters -- dictionary with "W", shape (n_x, d), and "b", shape (1, d); it stays as it is
    X -- features of the pictures, one row each, shape (k, n_x)
    triplets -- rows (A, P, N) of picture numbers, shape (t, 3)
    learning_rate -- length of the step
    alpha -- the margin, a number
    Returns (parameters, cost): a new dictionary with "W" and "b", and the triplet loss before the step, a number.
    Source: D2 C4_W4, "Goal of learning", "Training set using triplet loss".
    """
    Z = X @ parameters["W"] + parameters["b"]
    length = np.linalg.norm(Z, axis=1, keepdims=True)
    F = Z / length
    A, P, N = (F[triplets[:, k]] for k in range(3))
    cost = triplet_loss(None, (A, P, N), alpha)
    counts = np.sum((A - P) ** 2 - (A - N) ** 2, axis=1, keepdims=True) + alpha > 0
    dF = np.zeros_like(F)
    np.add.at(dF, triplets[:, 0], 2 * (N - P) * counts)
    np.add.at(dF, triplets[:, 1], 2 * (P - A) * counts)
    np.add.at(dF, triplets[:, 2], 2 * (A - N) * counts)
    dZ = (dF - F * np.sum(F * dF, axis=1, keepdims=True)) / length
    W = parameters["W"] - learning_rate * X.T @ dZ
    b = parameters["b"] - learning_rate * np.sum(dZ, axis=0, keepdims=True)
    return {"W": W, "b": b}, cost


def siamese_probability(f1, f2, w, b, kind="absolute"):
    """Compute the probability that two pictures show the same person, by logistic regression on two encodings.

    f1, f2 -- encodings of the first and the second picture of each pair, shape (m, n); not negative where kind is "chi2"
    w -- weights, one per component, shape (n,)
    b -- bias, a number
    kind -- "absolute": |f1 − f2|; "chi2": (f1 − f2)² / (f1 + f2), and 0 where both are 0
    Returns the probabilities, shape (m,).
    Raises ValueError when kind is neither of the two.
    Source: D2 C4_W4, "Face verification and binary classification".
    """
    if kind == "absolute":
        difference = np.abs(f1 - f2)
    elif kind == "chi2":
        total = f1 + f2
        difference = (f1 - f2) ** 2 / np.where(total == 0, 1, total)
    else:
        raise ValueError(f'kind is "absolute" or "chi2", not {kind!r}')
    return 1 / (1 + np.exp(-(difference @ w + b)))
