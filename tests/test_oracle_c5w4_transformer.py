"""The transformer: the week's solutions and helpers.transformer agree with PyTorch, central differences and the mathematics."""

import math

import numpy as np
import pytest
import torch
from torch.nn import functional

from grader_tests import inputs_c5w4_transformer as inputs
from helpers import datasets, layers, translation
from helpers.transformer import Transformer
from solutions import c5w4_transformer as sheet


def drawn(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape)


def tensor(array):
    return torch.tensor(np.asarray(array), dtype=torch.float64)


def hides(mask):
    """PyTorch's masks tell what is hidden."""
    return torch.tensor(mask == 0)


# Positions


@pytest.mark.parametrize(("positions", "d"), [(1, 2), (50, 128), (7, 5)])
def test_the_encoding_is_the_papers_formula_computed_one_number_at_a_time(positions, d):
    wanted = [
        [(math.cos if k % 2 else math.sin)(pos / math.pow(10000, (k - k % 2) / d)) for k in range(d)]
        for pos in range(positions)
    ]
    assert sheet.positional_encoding(positions, d).shape == (1, positions, d)
    assert np.allclose(sheet.positional_encoding(positions, d)[0], wanted, rtol=0, atol=1e-12)


def test_a_step_turns_every_pair_of_columns_by_its_own_angle_wherever_it_starts():
    pairs = sheet.positional_encoding(40, 16)[0].reshape(40, 8, 2)
    as_numbers = pairs[..., 1] + 1j * pairs[..., 0]
    turns = as_numbers[1:] / as_numbers[:-1]
    assert np.allclose(turns, turns[0])
    assert np.allclose(np.angle(turns[0]), 10000 ** (-np.arange(0, 16, 2) / 16))


def test_even_and_odd_columns_have_exactly_equal_angles():
    angles = sheet.get_angles(np.arange(30)[:, None], np.arange(64)[None], 64)
    assert np.array_equal(angles[:, ::2], angles[:, 1::2])


def test_the_printed_divisor_cannot_tell_positions_apart():
    table = sheet.positional_encoding(100, 4)[0]
    printed = np.stack([np.sin(np.arange(100) / 1000.0**4), np.cos(np.arange(100) / 1000.0**4)], axis=1)
    nearest = [
        min(np.linalg.norm(rows[i] - rows[j]) for i in range(100) for j in range(i)) for rows in (table, printed)
    ]
    assert nearest[0] > 0.01
    assert nearest[1] < 1e-11


# Masks and attention


def test_the_look_ahead_mask_is_pytorchs():
    wanted = torch.nn.Transformer.generate_square_subsequent_mask(6)
    assert np.array_equal(sheet.create_look_ahead_mask(6)[0], (wanted == 0).numpy())


@pytest.mark.parametrize("shape", [(3, 4, 2, 3), (1, 1, 5, 2), (6, 2, 3, 4)])
@pytest.mark.parametrize("batch", [(), (2,), (2, 3)])
def test_attention_is_pytorchs(shape, batch):
    T_q, T_k, d_k, d_v = shape
    q, k, v = drawn(*batch, T_q, d_k), drawn(*batch, T_k, d_k, seed=1), drawn(*batch, T_k, d_v, seed=2)
    mask = np.random.default_rng(3).integers(0, 2, size=(*batch, T_q, T_k))
    mask[..., 0] = 1
    for given in (None, mask):
        hidden = None if given is None else torch.tensor(given == 1)
        wanted = functional.scaled_dot_product_attention(tensor(q), tensor(k), tensor(v), attn_mask=hidden)
        output, weights = sheet.scaled_dot_product_attention(q, k, v, given)
        assert np.allclose(output, wanted.numpy())
        assert np.allclose(weights.sum(axis=-1), 1)
        assert given is None or not weights[given == 0].any()


def test_a_mask_may_have_an_axis_more_than_the_scores():
    output, weights = sheet.scaled_dot_product_attention(drawn(3, 4), drawn(4, 4), drawn(4, 2), np.ones((1, 3, 4)))
    assert output.shape == (1, 3, 2)
    assert weights.shape == (1, 3, 4)


@pytest.mark.parametrize("masked", [False, True])
def test_the_gradients_of_attention_are_pytorchs(masked):
    q, k, v = drawn(2, 3, 4, 5), drawn(2, 3, 6, 5, seed=1), drawn(2, 3, 6, 7, seed=2)
    mask = inputs.padding(6, 3, longest=6)[:, None] if masked else None
    d_output = drawn(2, 3, 4, 7, seed=3)
    leaves = [tensor(x).requires_grad_() for x in (q, k, v)]
    hidden = torch.tensor(mask == 1) if masked else None
    (functional.scaled_dot_product_attention(*leaves, attn_mask=hidden) * tensor(d_output)).sum().backward()
    for found, leaf in zip(sheet.attention_backward(d_output, q, k, v, mask), leaves):
        assert np.allclose(found, leaf.grad.numpy())


def torch_heads(d, heads, parameters, block=None):
    block = block or torch.nn.MultiheadAttention(d, heads, bias=False, batch_first=True, dtype=torch.float64)
    with torch.no_grad():
        block.in_proj_weight.copy_(tensor(np.concatenate([parameters[name].T for name in ("Wq", "Wk", "Wv")])))
        block.out_proj.weight.copy_(tensor(parameters["Wo"].T))
        for bias in (block.in_proj_bias, block.out_proj.bias):
            if bias is not None:
                bias.zero_()
    return block


@pytest.mark.parametrize(("d", "heads"), [(8, 1), (8, 4), (6, 3)])
def test_several_heads_are_pytorchs(d, heads):
    q, k, v, parameters = drawn(3, 4, d), drawn(3, 5, d, seed=1), drawn(3, 5, d, seed=2), inputs.heads_of(d, 7)
    mask = inputs.padding(5, 2, 4, longest=5)
    wanted, weights = torch_heads(d, heads, parameters)(
        tensor(q), tensor(k), tensor(v), key_padding_mask=hides(mask[:, 0]), average_attn_weights=False
    )
    found = sheet.multi_head_attention(q, k, v, parameters, heads, mask)
    assert np.allclose(found[0], wanted.detach().numpy())
    assert np.allclose(found[1], weights.detach().numpy())


# Layers


def test_layer_norm_is_pytorchs():
    x, gamma, beta = 5 + 3 * drawn(4, 3, 10), drawn(10, seed=1), drawn(10, seed=2)
    for epsilon in (1e-6, 0.3):
        wanted = functional.layer_norm(tensor(x), (10,), tensor(gamma), tensor(beta), epsilon)
        assert np.allclose(sheet.layer_norm(x, gamma, beta, epsilon), wanted.numpy())


def fill(layer, blocks, net, norms):
    """Copy our parameters into a layer of PyTorch's."""
    with torch.no_grad():
        for name, parameters in blocks.items():
            block = getattr(layer, name)
            torch_heads(block.embed_dim, block.num_heads, parameters, block)
        for name, number in (("linear1", 1), ("linear2", 2)):
            getattr(layer, name).weight.copy_(tensor(net[f"W{number}"].T))
            getattr(layer, name).bias.copy_(tensor(net[f"b{number}"]))
        for number, parameters in enumerate(norms, start=1):
            getattr(layer, f"norm{number}").weight.copy_(tensor(parameters["gamma"]))
            getattr(layer, f"norm{number}").bias.copy_(tensor(parameters["beta"]))
    return layer.eval()


ALIKE = {"dropout": 0.0, "layer_norm_eps": 1e-6, "batch_first": True, "dtype": torch.float64}


def torch_encoder(d, heads, d_ff, parameters):
    layer = torch.nn.TransformerEncoderLayer(d, heads, d_ff, **ALIKE)
    norms = [parameters["norm1"], parameters["norm2"]]
    return fill(layer, {"self_attn": parameters["attention"]}, parameters["feed_forward"], norms)


def torch_decoder(d, heads, d_ff, parameters):
    layer = torch.nn.TransformerDecoderLayer(d, heads, d_ff, **ALIKE)
    blocks = {"self_attn": parameters["self_attention"], "multihead_attn": parameters["cross_attention"]}
    return fill(layer, blocks, parameters["feed_forward"], [parameters[f"norm{k}"] for k in (1, 2, 3)])


@pytest.mark.parametrize(("m", "T", "d", "heads"), [(1, 5, 4, 2), (3, 4, 6, 1), (2, 1, 8, 8)])
def test_a_layer_of_the_encoder_is_pytorchs(m, T, d, heads):
    x, parameters = drawn(m, T, d), inputs.encoder_parameters(d, 7, seed=3)
    mask = inputs.padding(*[1 + i % T for i in range(m)], longest=T)
    wanted = torch_encoder(d, heads, 7, parameters)(tensor(x), src_key_padding_mask=hides(mask[:, 0]))
    assert np.allclose(sheet.encoder_layer(x, parameters, heads, mask), wanted.detach().numpy())
    wanted = torch_encoder(d, heads, 7, parameters)(tensor(x))
    assert np.allclose(sheet.encoder_layer(x, parameters, heads), wanted.detach().numpy())


@pytest.mark.parametrize(("m", "T_y", "T_x", "d", "heads"), [(1, 3, 5, 4, 2), (3, 4, 2, 6, 3), (2, 3, 3, 8, 1)])
def test_a_layer_of_the_decoder_is_pytorchs(m, T_y, T_x, d, heads):
    x, memory, parameters = drawn(m, T_y, d), drawn(m, T_x, d, seed=1), inputs.decoder_parameters(d, 5, seed=3)
    padding, causal = inputs.padding(*[1 + i % T_x for i in range(m)], longest=T_x), sheet.create_look_ahead_mask(T_y)
    wanted = torch_decoder(d, heads, 5, parameters)(
        tensor(x), tensor(memory), tgt_mask=hides(causal[0]), memory_key_padding_mask=hides(padding[:, 0])
    )
    found, self_weights, cross_weights = sheet.decoder_layer(x, memory, parameters, heads, causal, padding)
    assert np.allclose(found, wanted.detach().numpy())
    assert self_weights.shape == (m, heads, T_y, T_y)
    assert cross_weights.shape == (m, heads, T_y, T_x)


@pytest.mark.parametrize("depth", [1, 2])
def test_the_whole_transformer_is_pytorchs_layers_on_embeddings_and_positions(depth):
    draw, d, heads = np.random.default_rng(0), 6, 2
    source, target = draw.integers(1, 9, size=(3, 7)), draw.integers(1, 5, size=(3, 4))
    source[1, 4:] = 0
    *_, parameters, _ = inputs.model(source, target, 9, 5, d, heads, 8, (depth, depth), seed=4)
    x, y = (
        tensor(parameters[f"{side}_embedding"][words] * np.sqrt(d) + sheet.positional_encoding(words.shape[1], d))
        for side, words in (("source", source), ("target", target))
    )
    for layer in parameters["encoder"]:
        x = torch_encoder(d, heads, 8, layer)(x, src_key_padding_mask=torch.tensor(source == 0))
    causal = hides(sheet.create_look_ahead_mask(4)[0])
    for layer in parameters["decoder"]:
        y = torch_decoder(d, heads, 8, layer)(y, x, tgt_mask=causal, memory_key_padding_mask=torch.tensor(source == 0))
    wanted = torch.softmax(y @ tensor(parameters["W_out"]) + tensor(parameters["b_out"]), dim=-1)
    assert np.allclose(sheet.transformer_forward(source, target, parameters, heads)[0], wanted.detach().numpy())


def test_no_word_changes_what_stands_before_it_and_no_padding_changes_anything():
    source, target, parameters, heads = inputs.model([[2, 1, 3]], [[1, 2, 1]], 4, 3, 4, 2, 3, (2, 2), seed=9)
    before, _ = sheet.transformer_forward(source, target, parameters, heads)
    changed, _ = sheet.transformer_forward(source, np.array([[1, 2, 2]]), parameters, heads)
    assert np.allclose(before[:, :2], changed[:, :2])
    assert not np.allclose(before[:, 2], changed[:, 2])
    longer, _ = sheet.transformer_forward(np.array([[2, 1, 3, 0, 0]]), target, parameters, heads)
    assert np.allclose(before, longer)


# The examples by hand


def test_the_examples_by_hand_are_right():
    output, weights = sheet.scaled_dot_product_attention(*inputs.HAND, None)
    assert np.allclose(weights, [[0.25, 0.75]], atol=1e-4)
    assert np.allclose(output, 7, atol=1e-3)
    dq, dk, dv = sheet.attention_backward(inputs.HAND_BACK, *inputs.HAND)
    assert np.allclose(dq, [[0.412, 0, 0, 0]], atol=1e-3)
    assert np.allclose(dk, [[-0.75, 0, 0, 0], [0.75, 0, 0, 0]], atol=1e-3)
    assert np.allclose(dv, [[0.25], [0.75]], atol=1e-3)
    output, weights = sheet.multi_head_attention(*inputs.HAND_HEADS)
    assert np.allclose(weights, [[[[0.25, 0.75]], [[0.5, 0.5]]]], atol=1e-4)
    assert np.allclose(output, [[[7, 22]]], atol=1e-3)
    x = np.array([[[1.0, 3.0]]])
    assert np.allclose(sheet.layer_norm(x, 2 * np.ones(2), np.full(2, 0.5)), [[[-1.5, 2.5]]], atol=1e-4)
    assert np.allclose(sheet.feed_forward(np.array([[[2.0, 1], [0, 4]]]), inputs.HAND_NETWORK), [[[4, 7], [0, 1]]])
    assert np.allclose(sheet.encoder_layer(x, inputs.HAND_LAYER, 1), [[[1, -1]]], atol=1e-4)
    memory = np.array([[[4.0, 0.0]]])
    assert np.allclose(sheet.decoder_layer(x, memory, inputs.HAND_DECODER, 1)[0], [[[-1, 1]]], atol=1e-4)
    encoding = [[0, 1, 0, 1], [0.841, 0.540, 0.010, 1.000]]
    assert np.allclose(sheet.positional_encoding(2, 4)[0], encoding, atol=1e-3)


# The transformer that is trained


def small(depth=2, dtype=np.float64):
    net = Transformer(7, 6, d=8, heads=2, d_ff=5, depth=depth, longest=9, seed=3)
    draw = np.random.default_rng(1)
    net.parameters = {name: (W + 0.1 * draw.normal(size=W.shape)).astype(dtype) for name, W in net.parameters.items()}
    source, target, wanted = (
        draw.integers(1, 7, size=(3, 5)),
        draw.integers(1, 6, size=(3, 4)),
        draw.integers(0, 6, size=(3, 4)),
    )
    source[1, 3:] = 0
    return net, source, target, wanted


def test_the_trained_transformer_computes_what_the_solutions_compute():
    net, source, target, _ = small()
    wanted, weights = sheet.transformer_forward(source, target, net.nested(), net.heads)
    assert np.allclose(layers.softmax(net.forward(source, target)), wanted, atol=1e-6)
    assert np.allclose(net.cache["decoder.1.cross_attention"][-1][-1], weights, atol=1e-6)
    assert np.allclose(net.positions, sheet.positional_encoding(9, 8)[0], atol=1e-6)


def test_its_gradients_are_central_differences():
    net, source, target, wanted = small()
    _, gradients = net.loss(source, target, wanted)
    assert gradients.keys() == net.parameters.keys()
    draw = np.random.default_rng(0)
    for name, W in net.parameters.items():
        for _ in range(3):
            place, kept = tuple(draw.integers(0, n) for n in W.shape), []
            for sign in (1, -1):
                before = W[place]
                W[place] = before + sign * 1e-5
                kept.append(net.loss(source, target, wanted)[0])
                W[place] = before
            assert gradients[name][place] == pytest.approx((kept[0] - kept[1]) / 2e-5, rel=1e-4, abs=1e-8), name


def test_it_works_in_float32_and_writes_what_its_own_scores_say():
    net, source, _, _ = small(dtype=np.float32)
    words = net.translate(source, start=5, length=4)
    before = np.concatenate([np.full((3, 1), 5), words[:, :-1]], axis=1)
    scores = net.forward(source, before)
    assert scores.dtype == np.float32
    assert np.array_equal(scores.argmax(axis=2), words)
    assert all(W.dtype == np.float32 for W in net.loss(source, before, words)[1].values())


def test_heads_that_do_not_share_out_the_features_are_refused():
    with pytest.raises(ValueError, match="divisor of 10"):
        Transformer(5, 5, d=10, heads=4)


def test_a_hundred_steps_on_dates_bring_the_cost_far_below_that_of_guessing():
    human, iso, *_ = datasets.load_dates()
    alphabet = translation.alphabet_of(human)
    source, wanted = translation.encode(human, alphabet, 27), translation.encode(iso, translation.OUTPUTS, 10)
    target = np.concatenate([np.full((len(wanted), 1), 12), wanted[:, :-1]], axis=1)
    net, adam = Transformer(len(alphabet) + 2, 13, d=32, heads=4, d_ff=64, longest=27), layers.Adam(0.006, beta2=0.98)
    draw, costs = np.random.default_rng(0), []
    for step in range(100):
        chosen = draw.integers(0, len(source), 64)
        cost, gradients = net.loss(source[chosen], target[chosen], wanted[chosen])
        adam.learning_rate = 0.006 * min(1, (step + 1) / 100)
        adam.update(net.parameters, gradients)
        costs.append(cost)
    assert costs[0] > 2
    assert np.mean(costs[-10:]) < 1
