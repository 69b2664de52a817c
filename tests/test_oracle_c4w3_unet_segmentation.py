"""The U-Net's parts agree with what others compute: PyTorch, SciPy, scikit-learn, central differences."""

import numpy as np
import pytest
import torch
from scipy.optimize import approx_fprime
from sklearn.metrics import jaccard_score

from grader_tests import grade
from grader_tests.inputs_c4w3_unet import labels, layer, numbers, scores, two_maps, unet
from helpers.layers import Conv, MaxPool, Network, Relu, Skip, TransposeConv, transpose_conv_forward
from solutions import c4w3_unet_segmentation as solved

SHEET = "c4w3_unet_segmentation"
SHAPES = [(2, 3, 2, 1, 1), (1, 3, 2, 1, 0), (3, 2, 2, 0, 0), (2, 4, 3, 2, 2), (3, 3, 1, 1, 0), (2, 1, 3, 0, 2)]


def tensor(array):
    """Return pictures (m, H, W, C) as PyTorch's (m, C, H, W)."""
    return torch.tensor(np.moveaxis(array, -1, 1), dtype=torch.float64)


def back(found):
    return np.moveaxis(found.detach().numpy(), 1, -1)


def torch_transpose_conv(A_prev, W, b, **settings):
    filters = torch.tensor(W.transpose(2, 3, 0, 1))
    return back(torch.nn.functional.conv_transpose2d(tensor(A_prev), filters, torch.tensor(b.ravel()), **settings))


@pytest.mark.parametrize(("m", "f", "stride", "pad", "output_padding"), SHAPES)
def test_transpose_convolution_and_its_size_are_pytorchs(m, f, stride, pad, output_padding):
    A_prev, W, b = layer(m, 4, 3, 2, f, 3, seed=f)
    theirs = torch_transpose_conv(A_prev, W, b, stride=stride, padding=pad, output_padding=output_padding)
    ours = solved.transpose_conv(A_prev, W, b, stride, pad, output_padding)
    np.testing.assert_allclose(ours, theirs, atol=1e-12)
    assert theirs.shape[1] == solved.transpose_conv_size(4, f, stride, pad, output_padding)
    assert theirs.shape[2] == solved.transpose_conv_size(3, f, stride, pad, output_padding)


def test_the_slides_sizes_need_one_row_of_output_padding():
    A_prev, W, b = layer(1, 2, 2, 1, 3, 1, seed=0)
    assert torch_transpose_conv(A_prev, W, b, stride=2, padding=1).shape == (1, 3, 3, 1)
    assert torch_transpose_conv(A_prev, W, b, stride=2, padding=1, output_padding=1).shape == (1, 4, 4, 1)


@pytest.mark.parametrize(("f", "stride", "pad"), [(2, 2, 0), (3, 2, 1), (5, 3, 1)])
def test_transpose_convolution_is_the_transpose_of_convolution(f, stride, pad):
    A, W, b = layer(1, 3, 4, 2, f, 3, seed=1)
    large = solved.transpose_conv(A, W, 0 * b, stride, pad)
    other = numbers(*large.shape, seed=2)
    filters = torch.tensor(W.transpose(2, 3, 0, 1))
    small = back(torch.nn.functional.conv2d(tensor(other), filters, stride=stride, padding=pad))
    assert np.sum(large * other) == pytest.approx(np.sum(A * small))


def test_the_fast_layer_gives_the_same_numbers():
    A_prev, W, b = layer(2, 5, 4, 3, 3, 2, seed=3)
    np.testing.assert_allclose(solved.transpose_conv(A_prev, W, b, 2, 1), transpose_conv_forward(A_prev, W, b, 2, 1)[0])


@pytest.mark.parametrize(("size", "spare"), [((4, 6), (0, 0)), ((2, 3), (2, 4)), ((3, 2), (1, 3))])
def test_joining_is_pytorchs_negative_padding_and_concatenation(size, spare):
    A = numbers(2, *size, 3, seed=4)
    A_skip = numbers(2, size[0] + spare[0], size[1] + spare[1], 2, seed=5)
    top, left = spare[0] // 2, spare[1] // 2
    cut = (-left, left - spare[1], -top, top - spare[0])
    theirs = back(torch.cat([torch.nn.functional.pad(tensor(A_skip), cut), tensor(A)], dim=1))
    np.testing.assert_array_equal(solved.skip_concat(A_skip, A), theirs)


def torch_unet(X, parameters):
    def conv(A, W, b):
        return torch.nn.functional.conv2d(
            A, torch.tensor(W.transpose(3, 2, 0, 1)), torch.tensor(b.ravel()), padding="same"
        )

    A, kept = tensor(X), []
    for W, b in parameters["down"]:
        kept.append(torch.relu(conv(A, W, b)))
        A = torch.nn.functional.max_pool2d(kept[-1], 2)
    A = torch.relu(conv(A, *parameters["bottom"]))
    for index, (W_t, b_t, W, b) in enumerate(parameters["up"]):
        filters = torch.tensor(W_t.transpose(2, 3, 0, 1))
        A = torch.nn.functional.conv_transpose2d(A, filters, torch.tensor(b_t.ravel()), stride=2)
        A = torch.relu(conv(torch.cat([kept[-1 - index], A], dim=1), W, b))
    return back(conv(A, *parameters["out"]))


@pytest.mark.parametrize("levels", [0, 1, 2, 3])
def test_the_network_gives_pytorchs_scores(levels):
    down, up = [(3, 2), (1, 3), (5, 2)][:levels], [(3, 3), (1, 2), (3, 4)][:levels]
    X, parameters = unet(2, (8, 16), 3, down=down, bottom=(3, 4), up=up, classes=5, seed=levels)
    np.testing.assert_allclose(solved.unet_forward(X, parameters), torch_unet(X, parameters), rtol=1e-9, atol=1e-9)


def test_the_network_is_what_the_layers_compute():
    inner = [MaxPool(2), Conv(4, 3, pad="same"), Relu(), TransposeConv(2, 2)]
    network = Network(
        [Conv(3, 3, pad="same"), Relu(), Skip(inner), Conv(2, 3, pad="same"), Relu(), Conv(4, 1)], (6, 4, 3)
    )
    w = {name: array.astype(float) for name, array in network.parameters.items()}
    parameters = {
        "down": [(w["0.W"], w["0.b"])],
        "bottom": (w["2.1.W"], w["2.1.b"]),
        "up": [(w["2.3.W"], w["2.3.b"], w["3.W"], w["3.b"])],
        "out": (w["5.W"], w["5.b"]),
    }
    X = numbers(3, 6, 4, 3, seed=6)
    np.testing.assert_allclose(solved.unet_forward(X, parameters), network.forward(X), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("weights", [None, [1.0, 0.2, 3.0, 0.0]])
@pytest.mark.parametrize("m", [1, 3])
def test_cost_and_gradient_are_pytorchs(m, weights):
    Z, Y = scores(m, 3, 2, 4, seed=m)
    Z_torch = tensor(Z).requires_grad_()
    weight = None if weights is None else torch.tensor(weights, dtype=torch.float64)
    theirs = torch.nn.functional.cross_entropy(Z_torch, torch.tensor(Y), weight=weight)
    theirs.backward()
    cost, dZ = solved.pixel_cross_entropy(Z, Y, weights)
    assert cost == pytest.approx(theirs.item())
    np.testing.assert_allclose(dZ, back(Z_torch.grad), atol=1e-12)


def test_gradient_agrees_with_differences_of_the_cost():
    Z, Y = scores(2, 2, 3, 3, seed=9)
    weights = [0.5, 1.0, 4.0]

    def cost(z):
        return solved.pixel_cross_entropy(z.reshape(Z.shape), Y, weights)[0]

    steps = approx_fprime(Z.ravel(), cost, 1e-6)
    np.testing.assert_allclose(solved.pixel_cross_entropy(Z, Y, weights)[1].ravel(), steps, atol=1e-5)


def test_huge_scores_do_not_overflow():
    Z, Y = scores(1, 2, 2, 3, seed=10)
    cost, dZ = solved.pixel_cross_entropy(1e5 * Z, Y)
    assert np.isfinite(cost)
    assert np.isfinite(dZ).all()


@pytest.mark.parametrize("seed", range(6))
def test_iou_of_every_class_is_scikit_learns_jaccard_score(seed):
    Y_pred, Y = two_maps(seed + 1, 5, 4, 4, seed=seed)
    mean, ious = solved.mean_iou(Y_pred, Y, 6)
    theirs = jaccard_score(Y.ravel(), Y_pred.ravel(), average=None, labels=range(4))
    np.testing.assert_allclose(ious, [*theirs, np.nan, np.nan])
    assert mean == pytest.approx(theirs.mean())


def test_a_class_that_is_only_predicted_counts_as_0():
    Y = np.zeros((1, 2, 2), int)
    assert solved.mean_iou(Y + np.array([[0, 1], [0, 0]]), Y, 2) == (0.375, [0.75, 0.0])


def not_in_the_sheet():
    """Return {name: (exercise, function)}: usual mistakes that the sheet does not list."""

    def one_map(Y_pred, Y, n_classes):
        return solved.mean_iou(Y_pred[:1], Y[:1], n_classes)

    def hard_coded(Y_pred, Y, n_classes):
        return solved.mean_iou(Y_pred, Y, 3)

    def sum_of_ious(Y_pred, Y, n_classes):
        _, ious = solved.mean_iou(Y_pred, Y, n_classes)
        return np.nansum(ious), ious

    def square_only(A_prev, W, b, stride=2, pad=0, output_padding=0):
        n = A_prev.shape[1]
        return solved.transpose_conv(A_prev[:, :, :n], W, b, stride, pad, output_padding)

    def always_stride_2(A_prev, W, b, stride=2, pad=0, output_padding=0):
        return solved.transpose_conv(A_prev, W, b, 2, pad, output_padding)

    def in_place(Z, Y, weights=None):
        Z -= Z.max(axis=-1, keepdims=True)
        return solved.pixel_cross_entropy(Z, Y, weights)

    def per_class_softmax(Z, Y, weights=None):
        return solved.pixel_cross_entropy(Z - Z.mean(axis=0), Y, weights)

    def one_level(X, parameters):
        few = {**parameters, "down": parameters["down"][:1], "up": parameters["up"][-1:]}
        return solved.unet_forward(X, few)

    return {
        "one map": ("mean_iou", one_map),
        "three classes": ("mean_iou", hard_coded),
        "sum": ("mean_iou", sum_of_ious),
        "square": ("transpose_conv", square_only),
        "stride 2": ("transpose_conv", always_stride_2),
        "in place": ("pixel_cross_entropy", in_place),
        "softmax of differences": ("pixel_cross_entropy", per_class_softmax),
        "one level": ("unet_forward", one_level),
    }


@pytest.mark.parametrize("name", not_in_the_sheet())
def test_mistakes_that_are_not_listed_are_rejected(name):
    exercise, function = not_in_the_sheet()[name]
    assert not grade(f"{SHEET}/{exercise}", function).passed


def test_label_maps_of_any_whole_kind_are_fine():
    Y = labels(2, 3, 3, 3, seed=1)
    for kind in (np.uint8, np.int32, np.int64):
        assert solved.mean_iou(Y.astype(kind), Y, 3)[0] == 1.0
        assert np.isfinite(solved.pixel_cross_entropy(np.zeros((2, 3, 3, 3)), Y.astype(kind))[0])
