"""Style transfer agrees with PyTorch (costs, slopes, a step, convolutions) and central differences; the errata hold."""

import numpy as np
import pytest
import torch

from helpers.checks import stand_ins
from helpers.datasets import load_squeezenet
from helpers.pretrained.squeezenet import SqueezeNet
from solutions import c4w4_neural_style_transfer as solved

SHAPES = [(1, 6, 5, 3), (1, 3, 4, 4), (1, 2, 2, 5), (1, 4, 3, 2)]
STYLE_LAYERS = [("first", 0.5), ("second", 0.2), ("third", 1.3)]


def outputs(seed):
    draw = np.random.default_rng(seed)
    return [draw.normal(0.3, 1.0, size=shape) for shape in SHAPES]


def torch_gram(a):
    flat = a.flatten(0, 2)
    return flat.T @ flat


def torch_layer_style_cost(a_S, a_G):
    return torch.nn.functional.mse_loss(torch_gram(a_S), torch_gram(a_G), reduction="sum") / (2 * a_G.numel()) ** 2


def torch_costs(content, style, now):
    """Return PyTorch's content and style cost for lists of tensors."""
    J_content = torch.nn.functional.mse_loss(now[-1], content[-1]) / 4
    J_style = sum(weight * torch_layer_style_cost(style[i], now[i]) for i, (_, weight) in enumerate(STYLE_LAYERS))
    return J_content, J_style


def as_torch(arrays, **options):
    return [torch.tensor(array, **options) for array in arrays]


def test_costs_are_those_of_pytorch():
    C, S, G = outputs(1), outputs(2), outputs(3)
    J_content, J_style = torch_costs(as_torch(C), as_torch(S), as_torch(G))
    assert np.isclose(solved.compute_content_cost(C, G), J_content.item(), rtol=1e-12)
    assert np.isclose(solved.compute_style_cost(S, G, STYLE_LAYERS), J_style.item(), rtol=1e-12)
    assert np.isclose(solved.total_cost(J_content.item(), J_style.item(), 3, 7), (3 * J_content + 7 * J_style).item())


def test_slopes_are_those_of_pytorch():
    C, S = outputs(4), outputs(5)
    G = as_torch(outputs(6), requires_grad=True)
    J_content, J_style = torch_costs(as_torch(C), as_torch(S), G)
    (J_content + J_style).backward()
    now = [g.detach().numpy() for g in G]
    assert np.allclose(solved.content_gradient(C, now), G[-1].grad.numpy(), rtol=1e-10, atol=1e-14)
    for (_, weight), a_S, g in zip(STYLE_LAYERS, S, G):
        slope = weight * solved.layer_style_gradient(a_S, g.detach().numpy())
        assert np.allclose(slope, g.grad.numpy(), rtol=1e-10, atol=1e-14)


def test_the_gram_matrix_is_symmetric_without_negative_eigenvalues_and_blind_to_the_order_of_places():
    A = np.random.default_rng(7).normal(size=(4, 9))
    G = solved.gram_matrix(A)
    assert np.allclose(G, G.T)
    assert np.linalg.eigvalsh(G).min() > -1e-12
    assert np.allclose(G, solved.gram_matrix(A[:, ::-1]))
    assert np.allclose(np.diag(G), (A**2).sum(axis=1))


def test_equal_pictures_cost_nothing_and_have_no_slope():
    C = outputs(8)
    assert solved.compute_content_cost(C, C) == solved.compute_style_cost(C, C, STYLE_LAYERS) == 0
    assert not solved.content_gradient(C, C).any()
    assert not solved.layer_style_gradient(C[0], C[0]).any()


def remembering(network):
    """Return (move, seen): a move that stays in place, and the list in which it leaves the slopes that it was given."""
    seen = []

    def move(picture, gradient):
        seen.append(gradient)
        return picture

    return move, seen


@pytest.mark.parametrize(("network", "layers"), [("one_style_layer", 1), ("two_style_layers", 2)])
def test_the_slope_of_the_picture_is_the_central_difference_of_the_total_cost(network, layers):
    network, weights = getattr(stand_ins, network), STYLE_LAYERS[:layers]
    C, S, G = np.random.default_rng(9).uniform(0.1, 0.9, size=(3, 1, 4, 2, 3))
    move, seen = remembering(network)

    def step(picture):
        return solved.style_gradient_step(picture, network(C), network(S), weights, network, move, 3, 11)

    step(G)
    for place in [(0, 0, 0, 0), (0, 3, 1, 2), (0, 2, 0, 1)]:
        up, down = G.copy(), G.copy()
        up[place] += 1e-5
        down[place] -= 1e-5
        measured = (step(up)[1] - step(down)[1]) / 2e-5
        assert np.isclose(seen[0][place], measured, rtol=1e-6, atol=1e-8)


def test_a_step_through_squeezenet_is_pytorchs():
    names = ["conv1", "fire2", "fire3"]
    net = SqueezeNet(load_squeezenet(), last="fire3", pooling="average")

    def network(picture, gradients=None):
        if gradients is None:
            return [net.forward(picture)[name] for name in names]
        return net.backward(dict(zip(names, gradients)))

    draw = np.random.default_rng(10)
    C, S, G = (draw.uniform(0.2, 0.8, (1, 31, 31, 3)).astype(np.float32) for _ in range(3))
    move, seen = remembering(network)
    layers = STYLE_LAYERS[:2]
    content, style = network(C), network(S)
    _, J = solved.style_gradient_step(G, content, style, layers, network, move)
    now = as_torch(network(G), requires_grad=True)
    J_content = torch.nn.functional.mse_loss(now[-1], torch.tensor(content[-1])) / 4
    J_style = sum(w * torch_layer_style_cost(torch.tensor(style[i]), now[i]) for i, (_, w) in enumerate(layers))
    total = 10 * J_content + 40 * J_style
    total.backward()
    slope = network(G, [a.grad.numpy() for a in now])
    assert np.isclose(J, total.item(), rtol=1e-4)
    assert np.allclose(seen[0], slope, rtol=1e-3, atol=1e-4 * np.abs(slope).max())


def test_a_step_downhill_lowers_the_cost_and_stays_within_0_and_1():
    network, weights = stand_ins.two_style_layers, STYLE_LAYERS[:2]
    C, S, G = np.random.default_rng(11).uniform(0, 1, size=(3, 1, 6, 4, 3))
    costs = []
    for _ in range(30):
        G, J = solved.style_gradient_step(G, network(C), network(S), weights, network, stand_ins.plain_descent)
        costs.append(J)
        assert G.min() >= 0
        assert G.max() <= 1
    assert np.all(np.diff(costs) < 0)
    assert costs[-1] < 0.8 * costs[0]


@pytest.mark.parametrize(
    ("m", "n", "C_prev", "C", "f", "stride", "pad"),
    [(1, 14, 1, 16, 5, 1, 0), (3, 10, 16, 32, 5, 1, 0), (2, 11, 3, 4, 4, 3, 2), (5, 6, 2, 1, 6, 1, 0)],
)
def test_1_d_convolution_is_pytorchs(m, n, C_prev, C, f, stride, pad):
    draw = np.random.default_rng(12)
    x, W, b = draw.normal(size=(m, n, C_prev)), draw.normal(size=(f, C_prev, C)), draw.normal(size=(1, 1, C))
    channels_first = torch.tensor(x.transpose(0, 2, 1)), torch.tensor(W.transpose(2, 1, 0)), torch.tensor(b[0, 0])
    expected = torch.nn.functional.conv1d(*channels_first, stride=stride, padding=pad).numpy().transpose(0, 2, 1)
    given = solved.conv_1d(x, W, b, stride, pad)
    assert given.shape == expected.shape
    assert np.allclose(given, expected)


@pytest.mark.parametrize(
    ("shape", "f", "filters", "stride", "pad"),
    [
        ((14, 14, 14, 1), 5, 16, 1, 0),
        ((10, 10, 10, 16), 5, 32, 1, 0),
        ((9, 7, 12, 2), 3, 4, 2, 1),
        ((6, 11, 5, 3), 4, 2, 3, 2),
    ],
)
def test_3_d_shapes_are_pytorchs(shape, f, filters, stride, pad):
    layer = torch.nn.Conv3d(shape[3], filters, f, stride=stride, padding=pad)
    output = layer(torch.zeros(1, shape[3], *shape[:3]))
    assert solved.conv_3d_shape(shape, f, filters, stride, pad) == (*output.shape[2:], output.shape[1])


def test_the_documents_3_d_numbers_need_an_input_of_14_and_stride_1():
    assert solved.conv_3d_shape((14, 14, 14, 1), 5, 16)[:3] == (10, 10, 10)
    assert solved.conv_3d_shape((4, 4, 4, 1), 5, 16)[0] < 1
    assert solved.conv_3d_shape((10, 10, 10, 16), 5, 32) == (6, 6, 6, 32)
    assert solved.conv_3d_shape((10, 10, 10, 16), 5, 32, stride=2) == (3, 3, 3, 32)


@pytest.mark.parametrize("name", ["one_style_layer", "two_style_layers"])
def test_the_stand_in_networks_give_the_slopes_of_their_own_outputs(name):
    network, draw = getattr(stand_ins, name), np.random.default_rng(13)
    picture = draw.uniform(0, 1, size=(1, 4, 2, 3))
    gradients = [draw.normal(size=a.shape) for a in network(picture)]
    slope = network(picture, gradients)
    for place in np.ndindex(picture.shape):
        up, down = picture.copy(), picture.copy()
        up[place] += 1e-6
        down[place] -= 1e-6
        change = sum(np.sum(g * (a - b)) for g, a, b in zip(gradients, network(up), network(down)))
        assert np.isclose(slope[place], change / 2e-6, rtol=1e-6, atol=1e-8)
