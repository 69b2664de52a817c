"""Face recognition: the week's solutions and the given network agree with PyTorch, SciPy, scikit-learn and central differences."""

import numpy as np
import pytest
import torch
from PIL import Image
from scipy.spatial.distance import cdist
from sklearn.decomposition import PCA
from sklearn.metrics import roc_auc_score
from torch.nn import functional

from helpers import datasets
from helpers.checks.stand_ins import colours_of_halves, mean_colour
from helpers.pretrained.face_recognition import BLOCKS, FaceRecognition, encode, img_to_encoding, to_batch
from solutions import c4w4_face_recognition as sheet


def random_triplets(m, d, seed):
    draw = np.random.default_rng(seed)
    return tuple(draw.normal(size=(m, d)) for _ in range(3))


# The triplet loss


@pytest.mark.parametrize("alpha", [0.01, 0.2, 2.0])
@pytest.mark.parametrize(("m", "d"), [(1, 4), (7, 3), (40, 128)])
def test_the_triplet_loss_is_pytorchs_with_squared_distances(m, d, alpha):
    parts = random_triplets(m, d, seed=m)
    squared = torch.nn.TripletMarginWithDistanceLoss(
        distance_function=lambda a, b: ((a - b) ** 2).sum(-1), margin=alpha, reduction="sum"
    )
    wanted = squared(*(torch.tensor(part) for part in parts)).item()
    assert sheet.triplet_loss(None, parts, alpha) == pytest.approx(wanted, rel=1e-12, abs=1e-12)
    assert sheet.triplet_loss((None,) * 3, [part.tolist() for part in parts], alpha=alpha) == pytest.approx(
        wanted, abs=1e-12
    )


def test_the_documents_numbers_cost_what_the_margin_says():
    anchor, positive = np.zeros(4), np.array([0.5, 0.5, 0, 0])
    assert sheet.triplet_loss(None, (anchor, positive, [0, 0, 0.5, 0.5])) == pytest.approx(0.2)
    assert sheet.triplet_loss(None, (anchor, positive, [0.5, 0.5, 0.4, 0.2])) == pytest.approx(0, abs=1e-12)


def test_the_example_by_hand_of_the_loss_is_right():
    parts = np.zeros((3, 2)), np.full((3, 2), 0.5), np.array([[0.7, 0.1], [0.8, 0.3], [0.5, 0.1]])
    costs = [sheet.triplet_loss(None, [part[k] for part in parts]) for k in range(3)]
    assert np.allclose(costs, [0.2, 0, 0.44])
    assert sheet.triplet_loss(None, parts) == pytest.approx(0.64)


# Choosing triplets


@pytest.mark.parametrize("seed", range(5))
def test_hard_triplets_are_those_that_a_search_of_all_triplets_finds(seed):
    draw = np.random.default_rng(seed)
    m = 2 + 3 * seed
    encodings, labels = draw.normal(size=(m, 3)), draw.integers(0, 3, size=m)
    d = cdist(encodings, encodings, "sqeuclidean")
    wanted = []
    for a in range(m):
        for p in range(m):
            strangers = [n for n in range(m) if labels[n] != labels[a]]
            if a != p and labels[a] == labels[p] and strangers:
                n = min(strangers, key=lambda n: d[a, n])
                if d[a, p] - d[a, n] + 0.5 > 0:
                    wanted.append((a, p, n))
    found = sheet.choose_hard_triplets(encodings, labels, 0.5)
    assert found.shape == (len(wanted), 3)
    assert found.tolist() == [list(row) for row in wanted]


def test_every_chosen_triplet_costs_something():
    X, labels = np.random.default_rng(0).normal(size=(20, 4)), np.arange(20) % 4
    for a, p, n in sheet.choose_hard_triplets(X, labels):
        assert sheet.triplet_loss(None, (X[a], X[p], X[n])) > 0


def test_the_example_by_hand_of_the_choice_is_right():
    assert sheet.choose_hard_triplets(np.array([[0.0], [0.5], [0.9]]), np.array([0, 0, 1])).tolist() == [[1, 0, 2]]


# The step


def embedding_problem(seed, k=6, n_x=5, d=3):
    draw = np.random.default_rng(seed)
    parameters = {"W": draw.normal(size=(n_x, d)), "b": draw.normal(size=(1, d))}
    triplets = np.array([draw.permutation(k)[:3] for _ in range(8)])
    return parameters, draw.normal(size=(k, n_x)), triplets


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("alpha", [0.2, 1.0])
def test_a_step_is_pytorchs_step_of_sgd(seed, alpha):
    parameters, X, triplets = embedding_problem(seed)
    W, b = (torch.tensor(parameters[name], requires_grad=True) for name in "Wb")
    f = functional.normalize(torch.tensor(X) @ W + b, dim=1)
    A, P, N = (f[triplets[:, k]] for k in range(3))
    cost = torch.relu(((A - P) ** 2).sum(1) - ((A - N) ** 2).sum(1) + alpha).sum()
    cost.backward()
    after, found = sheet.train_embedding_step(parameters, X, triplets, 0.1, alpha)
    assert found == pytest.approx(cost.item())
    for name, value in (("W", W), ("b", b)):
        assert np.allclose(after[name], (value - 0.1 * value.grad).detach().numpy(), atol=1e-12)


def test_a_step_follows_central_differences():
    parameters, X, triplets = embedding_problem(9)

    def cost(name, index, nudge):
        moved = {key: value.copy() for key, value in parameters.items()}
        moved[name][index] += nudge
        return sheet.train_embedding_step(moved, X, triplets, 0.0)[1]

    after, _ = sheet.train_embedding_step(parameters, X, triplets, 1.0)
    for name in "Wb":
        for index in np.ndindex(parameters[name].shape):
            slope = (cost(name, index, 1e-6) - cost(name, index, -1e-6)) / 2e-6
            assert parameters[name][index] - after[name][index] == pytest.approx(slope, abs=1e-6)


def test_the_example_by_hand_of_the_step_is_right():
    start = {"W": np.eye(2), "b": np.zeros((1, 2))}
    X = np.array([[1, 0], [0, 1], [0.6, 0.8]])
    after, cost = sheet.train_embedding_step(start, X, np.array([[0, 1, 2]]), 0.1)
    assert cost == pytest.approx(1.4)
    assert np.allclose(after["b"], [[0.072, 0.136]])


# Logistic regression on pairs


def test_the_absolute_form_is_pytorchs_linear_layer_and_sigmoid():
    draw = np.random.default_rng(3)
    f1, f2, w, b = draw.normal(size=(9, 5)), draw.normal(size=(9, 5)), draw.normal(size=5), 0.3
    wanted = torch.sigmoid(
        functional.linear(torch.tensor(np.abs(f1 - f2)), torch.tensor(w)[None], torch.tensor([b], dtype=torch.float64))
    )
    assert np.allclose(sheet.siamese_probability(f1, f2, w, b), wanted[:, 0].numpy())


def test_the_chi2_form_is_scikit_learns_distance():
    from sklearn.metrics.pairwise import additive_chi2_kernel

    draw = np.random.default_rng(4)
    f1, f2 = (np.maximum(draw.normal(size=(6, 7)), 0) for _ in range(2))
    z = -np.diag(additive_chi2_kernel(f1, f2))  # the kernel is minus the distance, and 0 where both are 0
    assert np.allclose(sheet.siamese_probability(f1, f2, np.ones(7), -1.5, kind="chi2"), 1 / (1 + np.exp(1.5 - z)))


def test_an_unknown_form_is_refused_and_the_example_by_hand_is_right():
    f1, f2, w = np.array([[0.2, 0.6]]), np.array([[0.5, 0.6]]), np.array([-10.0, -5.0])
    assert sheet.siamese_probability(f1, f2, w, 2) == pytest.approx(0.269, abs=5e-4)
    assert sheet.siamese_probability(f1, f2, w, 2, "chi2") == pytest.approx(0.671, abs=5e-4)
    with pytest.raises(ValueError, match="chi2"):
        sheet.siamese_probability(f1, f2, w, 2, "cosine")


# The door


@pytest.mark.parametrize("model", [mean_colour, colours_of_halves])
def test_verify_and_who_is_it_measure_scipys_distance(model, tmp_path):
    draw = np.random.default_rng(5)
    shots = draw.integers(0, 256, size=(4, 30, 20, 3)).astype(np.uint8) // np.array([1, 2, 4], np.uint8)
    shots[1:, :, :, 0] //= np.array([2, 4, 8], np.uint8)[:, None, None]
    database = {name: img_to_encoding(shot, model) for name, shot in zip("abcd", shots)}
    for name, shot in zip("abcd", shots):
        path = tmp_path / f"{name}.png"
        Image.fromarray(shot).save(path)
        encoding = encode([shot], model)
        wanted = {other: cdist(encoding, known)[0, 0] for other, known in database.items()}
        for other in database:
            dist, door_open = sheet.verify(path, other, database, model)
            assert dist == pytest.approx(wanted[other], abs=1e-12)
            assert door_open is bool(wanted[other] < 0.7)
        found, who = sheet.who_is_it(str(path), {key: value for key, value in database.items() if key != name}, model)
        assert found == pytest.approx(min(value for key, value in wanted.items() if key != name))
        assert wanted[who] == pytest.approx(found)


def test_the_interface_that_the_field_knows():
    class Stub:
        def predict_on_batch(self, batch):
            assert batch.shape == (1, 160, 160, 3)
            assert 0 <= batch.min() <= batch.max() <= 1
            return np.arange(1.0, 129.0)[None]

    encoding = np.arange(1.0, 129.0)[None] / np.linalg.norm(np.arange(1.0, 129.0))
    shot = np.full((8, 8, 3), 200, np.uint8)
    assert sheet.verify(shot, "one", {"one": encoding}, Stub()) == (pytest.approx(0, abs=1e-12), True)
    dist, door_open = sheet.verify(shot, "two", {"two": -encoding}, Stub())
    assert (dist, door_open) == (pytest.approx(2), False)
    assert sheet.who_is_it(shot, {}, Stub()) == (100, None)
    assert sheet.who_is_it(shot, {"two": -encoding}, Stub()) == (pytest.approx(2), "two")


# The given network


def torch_network(pictures, weights, mean_rgb):
    """Return the encodings of pictures (m, 150, 150, 3), colours 0 to 1, computed by PyTorch after face-api.js's description."""
    x = torch.tensor(pictures * 255 - mean_rgb).permute(0, 3, 1, 2) / 255

    def conv(x, name, stride, pad):
        part = {
            key: torch.tensor(weights[f"{name}_{key}"])
            for key in ("conv_filters", "conv_bias", "scale_weights", "scale_biases")
        }
        x = functional.conv2d(x, part["conv_filters"].permute(3, 2, 0, 1), part["conv_bias"], stride, pad)
        return x * part["scale_weights"][:, None, None] + part["scale_biases"][:, None, None]

    x = functional.max_pool2d(torch.relu(conv(x, "conv32_down", 2, 0)), 3, 2)
    for block in BLOCKS:
        down, name = "down" in block, f"conv{block}"
        inner = conv(torch.relu(conv(x, f"{name}_conv1", 2 if down else 1, 0 if down else 1)), f"{name}_conv2", 1, 1)
        if down:
            x = functional.avg_pool2d(x, 2)
            x = functional.pad(x, (0, 0, 0, 0, 0, inner.shape[1] - x.shape[1]))
            inner = functional.pad(inner, (0, x.shape[3] - inner.shape[3], 0, x.shape[2] - inner.shape[2]))
        x = torch.relu(inner + x)
    return (x.mean(dim=(2, 3)) @ torch.tensor(weights["fc"])).numpy()


@pytest.fixture(scope="module")
def network():
    weights, mean_rgb = datasets.load_face_recognition()
    return FaceRecognition(weights, mean_rgb), weights, mean_rgb


def test_the_network_computes_what_pytorch_computes(network):
    model, weights, mean_rgb = network
    batch = np.concatenate([to_batch(shot[14:55, 12:53]) for shot in datasets.load_faces()[0][[0, 9, 100]]])
    wanted = torch_network(batch[:, 5:155, 5:155], weights, mean_rgb)
    assert np.allclose(model(batch), wanted, atol=2e-5)
    assert np.allclose(model.predict_on_batch(batch[:1]), wanted[:1], atol=2e-5)
    assert model.features(batch).min() >= 0


def test_a_picture_that_is_too_small_is_refused(network):
    with pytest.raises(ValueError, match="H and W from 150 up"):
        network[0](np.zeros((1, 64, 64, 3)))


def test_an_encoding_has_length_1_and_is_the_same_from_a_file_and_in_a_batch(network, tmp_path):
    model, shots = network[0], datasets.load_faces()[0][:3, 14:55, 12:53]
    Image.fromarray(shots[1]).save(tmp_path / "face.png")
    one, many = img_to_encoding(tmp_path / "face.png", model), encode(shots, model, batch_size=2)
    assert one.shape == (1, 128)
    assert np.allclose(np.linalg.norm(many, axis=1), 1)
    assert np.allclose(one[0], many[1], atol=1e-5)


def test_training_on_triplets_helps_people_who_were_not_in_the_training(network):
    """The promise of the notebook: on unseen people, the area grows from about 0.87 to about 0.94."""
    model, (shots, people) = network[0], datasets.load_faces()
    encodings = encode(shots[:, 14:55, 12:53], model)
    train, test = people % 5 > 1, people % 5 == 0

    def area(f):
        first, second = np.triu_indices(len(f), 1)
        distance = np.linalg.norm(f[first] - f[second], axis=1)
        return roc_auc_score(people[test][first] == people[test][second], -distance)

    def rows(Z):
        return Z / np.linalg.norm(Z, axis=1, keepdims=True)

    centred = encodings - PCA(1).fit(encodings[train]).mean_
    X = centred / np.linalg.norm(centred[train], axis=1).mean()
    parameters = {"W": np.eye(128), "b": np.zeros((1, 128))}
    for step in range(30):
        if step % 5 == 0:
            triplets = sheet.choose_hard_triplets(rows(X[train] @ parameters["W"] + parameters["b"]), people[train])
        parameters, _ = sheet.train_embedding_step(parameters, X[train], triplets, 0.001)
    assert 0.85 < area(encodings[test]) < 0.9
    assert area(rows(X[test] @ parameters["W"] + parameters["b"])) > 0.93
