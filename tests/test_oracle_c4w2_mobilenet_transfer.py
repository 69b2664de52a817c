"""Separable convolutions, heads and ensembles agree with what others compute: PyTorch, SciPy, scikit-learn; checks judge fairly."""

import numpy as np
import pytest
import torch
from scipy.optimize import minimize
from sklearn.ensemble import VotingClassifier
from sklearn.linear_model import LogisticRegression

from grader_tests import grade
from grader_tests import inputs_c4w2_mobilenet as given
from helpers.datasets import load_efficientnet, load_pictures
from helpers.layers import depthwise_forward, pointwise_forward
from helpers.pretrained.efficientnet import EfficientNet
from solutions import c4w2_mobilenet_transfer as solved

SHEET = "c4w2_mobilenet_transfer"


def channels_first(A):
    return torch.tensor(np.asarray(A)).permute(0, 3, 1, 2)


def channels_last(A):
    return A.permute(0, 2, 3, 1).numpy()


def torch_depthwise(A, W, b, stride, pad):
    W = torch.tensor(W).permute(2, 0, 1)[:, None]
    return torch.nn.functional.conv2d(A, W, torch.tensor(b).ravel(), stride, pad, groups=len(W))


def torch_pointwise(A, W, b):
    return torch.nn.functional.conv2d(A, torch.tensor(W).T[:, :, None, None], torch.tensor(b).ravel())


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("pad", [0, 1, 2])
@pytest.mark.parametrize(("m", "f"), [(1, 1), (2, 3), (3, 5)])
def test_a_depthwise_convolution_is_pytorchs_with_as_many_groups_as_channels(m, f, pad, stride):
    A, W, b = given.depthwise(m, 6, 7, 3, f, seed=f)
    theirs = channels_last(torch_depthwise(channels_first(A), W, b, stride, pad))
    assert np.allclose(solved.depthwise_conv(A, W, b, stride, pad), theirs, rtol=1e-12, atol=1e-12)
    assert np.allclose(depthwise_forward(A, W, b, stride, pad)[0], theirs, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize(("m", "C_prev", "C"), [(1, 3, 3), (4, 1, 5), (2, 6, 1)])
def test_a_pointwise_convolution_is_pytorchs_with_filters_of_one_pixel(m, C_prev, C):
    A, W, b = given.pointwise(m, 3, 4, C_prev, C, seed=C)
    theirs = channels_last(torch_pointwise(channels_first(A), W, b))
    assert np.allclose(solved.pointwise_conv(A, W, b), theirs, rtol=1e-12, atol=1e-12)
    assert np.allclose(pointwise_forward(A, W, b)[0], theirs, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize(("f", "C"), [(3, 2), (5, 2), (3, 4)])
def test_a_bottleneck_is_the_one_built_of_pytorchs_layers(f, C, stride):
    A, p = given.bottleneck(2, (5, 6), 2, 7, C, f, seed=10 * f, scale=3.0)
    Z = torch.nn.functional.relu6(torch_pointwise(channels_first(A), p["W_expand"], p["b_expand"]))
    Z = torch.nn.functional.relu6(torch_depthwise(Z, p["W_depth"], p["b_depth"], stride, (f - 1) // 2))
    theirs = channels_last(torch_pointwise(Z, p["W_project"], p["b_project"]))
    theirs = theirs + A if stride == 1 and C == 2 else theirs
    assert np.allclose(solved.inverted_residual_forward(A, p, stride), theirs, rtol=1e-12, atol=1e-12)


def test_it_runs_the_blocks_of_a_published_network():
    net = load_efficientnet()
    outputs = EfficientNet(net).outputs(load_pictures()["coffee"][None, ::4, ::4], list(range(15)))
    whole = [number for number in range(1, 15) if net["blocks"][number]["stride"] == 1]
    for number in whole:
        mine = solved.inverted_residual_forward(outputs[number - 1], net["blocks"][number], 1)
        assert np.allclose(mine, outputs[number], rtol=1e-3, atol=1e-3), number
    assert len(whole) == 10


def test_the_documents_numbers_come_out():
    cost = solved.separable_cost(4, 4, 3, 3, 5)
    assert (cost["normal"], cost["depthwise"], cost["pointwise"]) == (2160, 432, 240)
    assert cost["ratio"] == pytest.approx(672 / 2160) == pytest.approx(1 / 5 + 1 / 9)
    assert solved.separable_cost(14, 14, 3, 256, 512)["ratio"] == pytest.approx(1 / 512 + 1 / 9)


def test_the_counts_are_pytorchs_weights_times_places():
    for f, C_prev, C in [(3, 3, 5), (5, 8, 4), (1, 2, 7)]:
        layers = [
            torch.nn.Conv2d(C_prev, C, f, bias=False),
            torch.nn.Conv2d(C_prev, C_prev, f, groups=C_prev, bias=False),
            torch.nn.Conv2d(C_prev, C, 1, bias=False),
        ]
        cost = solved.separable_cost(6, 9, f, C_prev, C)
        assert list(cost.values())[:3] == [54 * layer.weight.numel() for layer in layers]


@pytest.mark.parametrize("lambd", [0.0, 0.8])
@pytest.mark.parametrize("m", [1, 11])
def test_a_heads_steps_are_those_of_pytorchs_gradients(m, lambd):
    F, Y, _ = given.features(m, 4, 3, seed=m)
    W, b = (
        torch.zeros(4, 3, dtype=torch.float64, requires_grad=True),
        torch.zeros(1, 3, dtype=torch.float64, requires_grad=True),
    )
    theirs = []
    for _ in range(5):
        logits = torch.tensor(F) @ W + b
        cost = torch.nn.functional.cross_entropy(logits, torch.tensor(Y)) + lambd / (2 * m) * (W**2).sum()
        theirs.append(cost.item())
        slopes = torch.autograd.grad(cost, (W, b))
        W, b = ((one - 0.3 * slope).detach().requires_grad_() for one, slope in zip((W, b), slopes))
    mine = solved.train_head(F, Y, 3, learning_rate=0.3, num_iterations=5, lambd=lambd)
    for value, expected in zip(mine, (W.detach(), b.detach(), theirs)):
        assert np.allclose(value, expected, rtol=1e-12, atol=1e-14)


def test_a_head_ends_where_scipy_and_scikit_learn_find_the_minimum():
    F, Y, _ = given.features(40, 3, 3, seed=7)
    W, b, costs = solved.train_head(F, Y, 3, learning_rate=0.5, num_iterations=4000, lambd=2.0)

    def cost(values):
        Z = F @ values[:9].reshape(3, 3) + values[9:]
        return np.mean(np.logaddexp.reduce(Z, axis=1) - Z[np.arange(40), Y]) + 2.0 / 80 * np.sum(values[:9] ** 2)

    assert costs[-1] == pytest.approx(minimize(cost, np.zeros(12)).fun, rel=1e-7)
    theirs = LogisticRegression(C=1 / 2.0, tol=1e-10, max_iter=1000).fit(F, Y)
    assert np.allclose(W.T, theirs.coef_, atol=1e-4)
    assert np.allclose(b - b.mean(), theirs.intercept_ - theirs.intercept_.mean(), atol=1e-3)


def test_an_ensemble_is_scikit_learns_soft_vote():
    F, Y, _ = given.features(60, 4, 3, seed=8)
    members = [(str(C), LogisticRegression(C=C)) for C in (0.01, 1.0, 100.0)]
    together = VotingClassifier(members, voting="soft").fit(F, Y)
    P, classes = solved.ensemble_average([member.predict_proba(F) for member in together.estimators_])
    assert np.allclose(P, together.predict_proba(F))
    assert np.array_equal(classes, together.predict(F))


def test_ten_crops_are_pytorchs_slices_and_flips():
    image = given.pixels(9, 7, 3, seed=9)
    T = torch.tensor(image)
    five = [T[:4, :4], T[:4, -4:], T[-4:, :4], T[-4:, -4:], T[2:6, 1:5]]
    theirs = torch.stack([*five, *(square.flip(1) for square in five)]).numpy()
    assert np.array_equal(solved.ten_crops(image, 4), theirs)


def test_augmented_pictures_are_squares_of_the_picture_or_its_mirror_image_in_other_colours():
    X = given.pixels(4, 9, 8, 3, seed=10)
    before, seen = X.copy(), set()
    for seed in range(60):
        for picture, one in zip(X, solved.augment_batch(X, 7, 10, seed)):
            fits = []
            for mirrored, source in enumerate((picture, picture[:, ::-1])):
                for i in range(3):
                    for j in range(2):
                        change = one.astype(int) - source[i : i + 7, j : j + 7]
                        if (change == change[0, 0]).all():
                            fits.append((mirrored, i, j))
                            assert np.abs(change).max() <= 10
            assert len(fits) == 1
            seen |= set(fits)
    assert len(seen) == 12
    assert np.array_equal(X, before)


def test_wrong_ways_that_are_not_listed_get_no_full_marks():
    def for_two_pictures(A_prev, W, b, stride=1, pad=0):
        return solved.depthwise_conv(A_prev[:2], W, b, stride, pad)

    def three_by_three(A_prev, W, b, stride=1, pad=0):
        return solved.depthwise_conv(A_prev, W[:3, :3], b, stride, pad)

    def adds_in_place(A_prev, parameters, stride=1):
        result = solved.inverted_residual_forward(A_prev, parameters, stride)
        A_prev *= 0
        return result

    def six_classes(F, Y, n_classes, learning_rate=0.1, num_iterations=100, lambd=0.0):
        return solved.train_head(F, Y, 6, learning_rate, num_iterations, lambd)

    def penalised_biases(F, Y, n_classes, learning_rate=0.1, num_iterations=100, lambd=0.0):
        W, b, costs = solved.train_head(F, Y, n_classes, learning_rate, num_iterations, lambd)
        return W, b * (1 - learning_rate * lambd / len(F)), costs

    def never_mirrored(X, size, shift, seed=0):
        draw = np.random.default_rng(seed)
        i, j = draw.integers(X.shape[1] - size + 1), draw.integers(X.shape[2] - size + 1)
        colours = draw.integers(-shift, shift + 1, (len(X), 1, 1, 3))
        return np.clip(X[:, i : i + size, j : j + size].astype(int) + colours, 0, 255)

    def never_the_last(X, size, shift, seed=0):
        np.random.seed(seed)
        result = []
        for picture in X:
            i, j = (np.random.randint(max(1, n - size)) for n in picture.shape[:2])
            one = picture[i : i + size, j : j + size].astype(int) + np.random.randint(-shift, shift + 1, 3)
            result.append(np.clip(one[:, ::-1] if np.random.rand() < 0.5 else one, 0, 255))
        return np.array(result)

    def too_wide(X, size, shift, seed=0):
        return solved.augment_batch(X, size, 2 * shift, seed)

    mistakes = {
        "depthwise_conv": [for_two_pictures, three_by_three],
        "inverted_residual_forward": [adds_in_place],
        "train_head": [six_classes, penalised_biases],
        "augment_batch": [never_mirrored, never_the_last, too_wide],
    }
    for name, functions in mistakes.items():
        for function in functions:
            result = grade(f"{SHEET}/{name}", function)
            assert result.score < 1, function.__name__


def test_float_pictures_lists_and_other_generators_get_full_marks():
    def lists(outputs):
        P, classes = solved.ensemble_average(outputs)
        return [P, classes.astype(float)]

    def float_crops(image, size):
        return solved.ten_crops(image.astype(float), size)

    for name, function in {"ensemble_average": lists, "ten_crops": float_crops}.items():
        assert grade(f"{SHEET}/{name}", function).score == 1
    for function in (given.augment_with_new_generator, given.augment_at_once):
        assert grade(f"{SHEET}/augment_batch", function).score == 1
