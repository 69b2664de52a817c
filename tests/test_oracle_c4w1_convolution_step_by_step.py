"""Convolution and pooling by loops agree with what others compute: PyTorch, SciPy, central differences, the document's tables."""

import numpy as np
import pytest
import scipy.ndimage
import scipy.signal
import torch

from grader_tests import grade
from helpers import datasets, layers
from solutions import c4w1_convolution_step_by_step as solved

SIZES = [
    (1, 5, 5, 1, 3, 1, 1, 0),
    (2, 6, 4, 3, 3, 2, 1, 1),
    (3, 7, 8, 2, 2, 4, 2, 0),
    (2, 5, 9, 3, 5, 3, 3, 2),
    (1, 4, 4, 2, 1, 3, 2, 1),
]
POOLS = [(1, 4, 4, 1, 2, 2), (2, 6, 5, 3, 3, 1), (3, 7, 9, 2, 3, 2), (2, 8, 5, 2, 2, 3)]


def problem(m, n_H, n_W, n_C_prev, f, n_C, stride, pad, seed=0):
    draw = np.random.default_rng(seed)
    shapes = [(m, n_H, n_W, n_C_prev), (f, f, n_C_prev, n_C), (1, 1, 1, n_C)]
    return *(draw.normal(size=shape) for shape in shapes), {"stride": stride, "pad": pad}


def tensor(array, grad=True):
    """Return an array (m, H, W, C) as PyTorch's (m, C, H, W)."""
    return torch.tensor(np.moveaxis(array, -1, 1).copy(), requires_grad=grad)


def back(tensor):
    return np.moveaxis(tensor.detach().numpy(), 1, -1)


def by_pytorch(A_prev, W, b, hparameters):
    """Return PyTorch's (Z, A, W, b), the last three able to hold gradients."""
    A = tensor(A_prev)
    filters = torch.tensor(W.transpose(3, 2, 0, 1).copy(), requires_grad=True)
    biases = torch.tensor(b.ravel(), requires_grad=True)
    Z = torch.nn.functional.conv2d(A, filters, biases, stride=hparameters["stride"], padding=hparameters["pad"])
    return Z, A, filters, biases


@pytest.mark.parametrize("sizes", SIZES)
def test_convolution_forward_and_backward_agree_with_pytorch(sizes):
    A_prev, W, b, hparameters = problem(*sizes)
    Z, cache = solved.conv_forward(A_prev, W, b, hparameters)
    theirs, A, filters, biases = by_pytorch(A_prev, W, b, hparameters)
    np.testing.assert_allclose(Z, back(theirs), rtol=1e-10, atol=1e-12)
    dZ = np.random.default_rng(1).normal(size=Z.shape)
    theirs.backward(tensor(dZ, grad=False))
    dA_prev, dW, db = solved.conv_backward(dZ, cache)
    np.testing.assert_allclose(dA_prev, back(A.grad), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(dW, filters.grad.numpy().transpose(2, 3, 1, 0), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(db, biases.grad.numpy().reshape(b.shape), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("sizes", SIZES)
def test_convolution_agrees_with_the_fast_layers(sizes):
    A_prev, W, b, hparameters = problem(*sizes, seed=3)
    Z, cache = solved.conv_forward(A_prev, W, b, hparameters)
    fast, fast_cache = layers.conv_forward(A_prev, W, b, **hparameters)
    np.testing.assert_allclose(Z, fast, rtol=1e-10, atol=1e-12)
    for mine, theirs in zip(solved.conv_backward(Z, cache), layers.conv_backward(Z, fast_cache)):
        np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("sizes", SIZES[:4])
def test_convolution_backward_agrees_with_central_differences(sizes):
    A_prev, W, b, hparameters = problem(*sizes, seed=4)
    Z, cache = solved.conv_forward(A_prev, W, b, hparameters)
    direction = np.random.default_rng(5).normal(size=Z.shape)

    def cost():
        return np.sum(solved.conv_forward(A_prev, W, b, hparameters)[0] * direction)

    for array, gradient in zip((A_prev, W, b), solved.conv_backward(direction, cache)):
        for place in np.random.default_rng(6).permutation(array.size)[:6]:
            where = np.unravel_index(place, array.shape)
            kept = array[where]
            array[where] = kept + 1e-4
            above = cost()
            array[where] = kept - 1e-4
            below = cost()
            array[where] = kept
            assert (above - below) / 2e-4 == pytest.approx(gradient[where], rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("mode", ["max", "average"])
@pytest.mark.parametrize("sizes", POOLS)
def test_pooling_forward_and_backward_agree_with_pytorch(sizes, mode):
    *shape, f, stride = sizes
    A_prev = np.random.default_rng(7).normal(size=shape)
    A, cache = solved.pool_forward(A_prev, {"f": f, "stride": stride}, mode)
    pictures = tensor(A_prev)
    pool = torch.nn.functional.max_pool2d if mode == "max" else torch.nn.functional.avg_pool2d
    theirs = pool(pictures, f, stride)
    np.testing.assert_allclose(A, back(theirs), rtol=1e-12)
    dA = np.random.default_rng(8).normal(size=A.shape)
    theirs.backward(tensor(dA, grad=False))
    np.testing.assert_allclose(solved.pool_backward(dA, cache, mode), back(pictures.grad), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("pad", [0, 1, 3])
def test_padding_agrees_with_pytorch(pad):
    X = np.random.default_rng(9).normal(size=(2, 3, 4, 2))
    theirs = torch.nn.functional.pad(tensor(X), (pad, pad, pad, pad))
    assert np.array_equal(solved.zero_pad(X, pad), back(theirs))


def test_output_sizes_agree_with_pytorch_for_all_small_settings():
    for n in range(3, 14):
        for f in range(1, 4):
            for pad in range(3):
                for stride in range(1, 5):
                    theirs = torch.nn.functional.conv2d(
                        torch.zeros(1, 1, n, n), torch.zeros(1, 1, f, f), stride=stride, padding=pad
                    )
                    assert solved.conv_output_size(n, f, pad, stride) == theirs.shape[2]


@pytest.mark.parametrize("shape", [(3, 3), (2, 3), (4, 1)])
def test_a_turned_filter_makes_correlation_the_convolution_of_scipy(shape):
    draw = np.random.default_rng(10)
    picture, K = draw.normal(size=(6, 7)), draw.normal(size=shape)
    ours = scipy.signal.correlate2d(picture, solved.flip_kernel(K), mode="valid")
    np.testing.assert_allclose(ours, scipy.signal.convolve2d(picture, K, mode="valid"), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize(("kind", "axis"), [("sobel", 1), ("sobel horizontal", 0)])
def test_sobel_s_filters_agree_with_scipy_up_to_their_sign(kind, axis):
    picture = np.random.default_rng(11).normal(size=(7, 8))
    ours = scipy.signal.correlate2d(picture, solved.edge_filter(kind), mode="valid")
    np.testing.assert_allclose(ours, -scipy.ndimage.sobel(picture, axis=axis)[1:-1, 1:-1], rtol=1e-10, atol=1e-12)


def test_the_prewitt_filters_agree_with_scipy_up_to_their_sign():
    picture = np.random.default_rng(12).normal(size=(6, 9))
    for kind, axis in (("vertical", 1), ("horizontal", 0)):
        ours = scipy.signal.correlate2d(picture, solved.edge_filter(kind), mode="valid")
        np.testing.assert_allclose(ours, -scipy.ndimage.prewitt(picture, axis=axis)[1:-1, 1:-1], rtol=1e-10, atol=1e-12)


def test_the_document_s_pictures_give_the_document_s_numbers():
    six = np.array(
        [
            [3, 0, 1, 2, 7, 4],
            [1, 5, 8, 9, 3, 1],
            [2, 7, 2, 5, 1, 3],
            [0, 1, 3, 1, 7, 8],
            [4, 2, 1, 6, 2, 8],
            [2, 4, 5, 2, 3, 9],
        ]
    )
    left = np.tile([10, 10, 10, 0, 0, 0], (6, 1))
    corners = np.vstack([left[:3], left[:3, ::-1]])
    none = np.zeros((1, 1, 1, 1)), {"stride": 1, "pad": 0}
    for picture, kind, expected in (
        (six, "vertical", [[-5, -4, 0, 8], [-10, -2, 2, 3], [0, -2, -4, -7], [-3, -2, -3, -16]]),
        (left, "vertical", [[0, 30, 30, 0]] * 4),
        (left[:, ::-1], "vertical", [[0, -30, -30, 0]] * 4),
        (corners, "horizontal", [[0] * 4, [30, 10, -10, -30], [30, 10, -10, -30], [0] * 4]),
    ):
        filters = solved.edge_filter(kind).reshape(3, 3, 1, 1)
        assert solved.conv_forward(picture.reshape(1, 6, 6, 1), filters, *none)[0][0, :, :, 0].tolist() == expected
    four = np.array([[1, 3, 2, 1], [2, 9, 1, 1], [1, 4, 2, 3], [5, 6, 1, 2]]).reshape(1, 4, 4, 1)
    for mode, expected in (("max", [[9, 2], [6, 3]]), ("average", [[3.75, 1.25], [4, 2]])):
        assert solved.pool_forward(four, {"f": 2, "stride": 2}, mode)[0][0, :, :, 0].tolist() == expected


def test_the_document_s_table_of_parameters_agrees_with_pytorch():
    theirs = [
        torch.nn.Conv2d(3, 8, 5),
        torch.nn.MaxPool2d(2),
        torch.nn.Conv2d(8, 16, 5),
        torch.nn.MaxPool2d(2),
        torch.nn.Linear(400, 120),
        torch.nn.Linear(120, 84),
        torch.nn.Linear(84, 10),
    ]
    conv = {"kind": "conv", "f": 5, "stride": 1, "pad": 0}
    pool = {"kind": "pool", "f": 2, "stride": 2}
    ours = [conv | {"n_C": 8}, pool, conv | {"n_C": 16}, pool, *({"kind": "dense", "n": n} for n in (120, 84, 10))]
    counts = solved.count_parameters((32, 32, 3), ours)
    assert counts == [sum(one.numel() for one in layer.parameters()) for layer in theirs]
    assert counts == [608, 0, 3216, 0, 48120, 10164, 850]
    assert solved.count_parameters((100, 100, 3), [{"kind": "conv", "f": 3, "n_C": 10, "stride": 1, "pad": 0}]) == [280]


def test_one_step_agrees_with_numpy_s_tensordot_and_is_one_number():
    draw = np.random.default_rng(13)
    window, W, b = draw.normal(size=(3, 3, 4)), draw.normal(size=(3, 3, 4)), draw.normal(size=(1, 1, 1))
    z = solved.conv_single_step(window, W, b)
    assert np.ndim(z) == 0
    assert z == pytest.approx(np.tensordot(window, W, axes=3) + b.item(), rel=1e-12)


def test_the_shares_of_a_mean_and_of_a_maximum_agree_with_pytorch():
    x = torch.tensor(np.random.default_rng(14).normal(size=(3, 2)), requires_grad=True)
    x.mean().backward(torch.tensor(1.7, dtype=torch.float64))
    np.testing.assert_allclose(solved.distribute_value(1.7, (3, 2)), x.grad.numpy(), rtol=1e-12)
    x.grad = None
    x.max().backward()
    assert np.array_equal(solved.create_mask_from_window(x.detach().numpy()), x.grad.numpy())


def test_the_loops_give_a_pretrained_network_s_first_layer_as_pytorch_does():
    W, b = (one.astype(float) for one in datasets.load_squeezenet()["conv1"])
    cat = datasets.load_pictures()["chelsea"][100:121, 60:83].astype(float).reshape(1, 21, 23, 3)
    layer = cat, W[..., :5], b[:5].reshape(1, 1, 1, 5), {"stride": 2, "pad": 0}
    np.testing.assert_allclose(solved.conv_forward(*layer)[0], back(by_pytorch(*layer)[0]), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", ["conv_forward", "conv_backward", "pool_forward", "pool_backward"])
def test_the_fast_layers_in_disguise_get_full_marks(name):
    """Nobody is asked to write loops: any right way counts."""

    def conv_forward(A_prev, W, b, hparameters):
        Z, _ = layers.conv_forward(A_prev, W, b, hparameters["stride"], hparameters["pad"])
        return Z, (A_prev, W, b, hparameters)

    def conv_backward(dZ, cache):
        *arrays, hparameters = cache
        return layers.conv_backward(dZ, layers.conv_forward(*arrays, hparameters["stride"], hparameters["pad"])[1])

    def pool_forward(A_prev, hparameters, mode="max"):
        forward = layers.max_pool_forward if mode == "max" else layers.average_pool_forward
        return forward(A_prev, hparameters["f"], hparameters["stride"])[0], (A_prev, hparameters)

    def pool_backward(dA, cache, mode="max"):
        forward = layers.max_pool_forward if mode == "max" else layers.average_pool_forward
        backward = layers.max_pool_backward if mode == "max" else layers.average_pool_backward
        return backward(dA, forward(cache[0], cache[1]["f"], cache[1]["stride"])[1])

    result = grade(f"c4w1_convolution_step_by_step/{name}", locals()[name])
    assert result.score == 1.0, result.message
