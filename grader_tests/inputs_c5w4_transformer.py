"""Inputs of c5w4_transformer: queries, keys, values, masks, parameters of layers and of small transformers; other right ways."""

import numpy as np

from grader_tests import case, hidden, misconception
from helpers.layers import softmax
from solutions.c5w4_transformer import (
    create_look_ahead_mask,
    create_padding_mask,
    decoder_layer,
    encoder_layer,
    layer_norm,
    multi_head_attention,
    positional_encoding,
    scaled_dot_product_attention,
)


def wrong(id, edit, says, place="", score=0.0):
    """Return the known mistake that an edit of the reference makes."""
    return misconception(id, edit=edit, says=says, place=place, score=score)


def numbers(*shape, seed, scale=1.0):
    """Return an array of short numbers, none of them 0."""
    draw = np.random.default_rng(seed)
    return (scale * draw.choice([-1, 1], size=shape) * draw.uniform(0.1, 1.5, size=shape)).round(2) + 0.0


LOG_3 = 1.0986
HAND = (np.array([[2.0, 0, 0, 0]]), np.array([[0.0, 0, 0, 0], [LOG_3, 0, 0, 0]]), np.array([[4.0], [8.0]]))
SEES = np.array([[[1.0, 1, 0, 1], [1, 0, 0, 1], [0, 1, 1, 1]]])


def padding(*lengths, longest):
    """Return the padding mask (m, 1, T) of sequences of these lengths."""
    return create_padding_mask((np.arange(longest) < np.array(lengths)[:, None]).astype(int))


def looks(T_q, T_k, d_k, d_v, seed, batch=()):
    """Return (q, k, v)."""
    sizes = enumerate([(T_q, d_k), (T_k, d_k), (T_k, d_v)])
    return tuple(numbers(*batch, *size, seed=seed + part) for part, size in sizes)


def attention_calls():
    """Return the cases of scaled_dot_product_attention."""
    causal = create_look_ahead_mask(3)
    return [
        case("the example by hand", *HAND, None),
        case("a mask of shape (1, 3, 4)", *looks(3, 4, 2, 3, seed=201), SEES),
        case("five keys without a mask", *looks(2, 5, 3, 1, seed=202), None),
        case("two sequences that may not look ahead", *looks(3, 3, 2, 2, 203, (2,)), causal),
        case("two sequences with padding", *looks(2, 4, 3, 2, 204, (2,)), padding(4, 2, longest=4)),
        hidden("one query and one key", *looks(1, 1, 3, 2, seed=207), np.ones((1, 1))),
        hidden("as many queries as features", *looks(4, 3, 4, 4, seed=208), None),
        hidden("two heads", *looks(2, 3, 2, 2, 209, (2, 2)), padding(3, 1, longest=3)[:, None]),
        hidden("one number per key", *looks(3, 4, 1, 1, seed=210), SEES[0]),
    ]


def gradients_of_attention():
    """Return the cases of attention_backward."""
    made = [
        ("the example by hand", HAND, None, case),
        ("three queries and four keys", looks(3, 4, 2, 3, seed=291), None, case),
        ("a mask", looks(3, 4, 2, 2, seed=292), SEES[0], case),
        ("two sequences that may not look ahead", looks(3, 3, 3, 2, 293, (2,)), create_look_ahead_mask(3), case),
        ("one key", looks(2, 1, 3, 2, seed=294), None, hidden),
        ("as many queries as features", looks(4, 4, 4, 4, seed=295), None, hidden),
        ("two sequences with two heads", looks(2, 3, 2, 2, 296, (2, 2)), padding(3, 2, longest=3)[:, None], hidden),
        ("one number per key", looks(2, 5, 1, 1, seed=297), None, hidden),
    ]
    return [
        kind(label, HAND_BACK if qkv is HAND else numbers(*qkv[0].shape[:-1], qkv[2].shape[-1], seed=299), *qkv, mask)
        for label, qkv, mask, kind in made
    ]


HAND_BACK = np.array([[1.0]])


def heads_of(d, seed):
    """Return the parameters of a block of attention."""
    return {name: numbers(d, d, seed=seed + k, scale=1.2 / d**0.5) for k, name in enumerate(("Wq", "Wk", "Wv", "Wo"))}


def norm(d, seed):
    """Return the parameters of a layer norm."""
    return {"gamma": np.abs(numbers(d, seed=seed)) + 0.3, "beta": numbers(d, seed=seed + 1, scale=0.5)}


def small_network(d, d_ff, seed):
    """Return the parameters of a feed-forward block."""
    shapes = {"W1": (d, d_ff), "b1": (d_ff,), "W2": (d_ff, d), "b2": (d,)}
    return {name: numbers(*shape, seed=seed + k) for k, (name, shape) in enumerate(shapes.items())}


def encoder_parameters(d, d_ff, seed):
    """Return the parameters of a layer of the encoder."""
    blocks = {
        "attention": heads_of(d, seed),
        "norm1": norm(d, seed + 4),
        "feed_forward": small_network(d, d_ff, seed + 6),
    }
    return blocks | {"norm2": norm(d, seed + 10)}


def decoder_parameters(d, d_ff, seed):
    """Return the parameters of a layer of the decoder."""
    blocks = {"self_attention": heads_of(d, seed), "norm1": norm(d, seed + 4), "cross_attention": heads_of(d, seed + 6)}
    blocks |= {"norm2": norm(d, seed + 10), "feed_forward": small_network(d, d_ff, seed + 12)}
    return blocks | {"norm3": norm(d, seed + 16)}


def many_heads(m, T_q, T_k, d, heads, seed, mask=None):
    """Return the arguments of multi_head_attention for queries, keys and values that have nothing in common."""
    return *looks(T_q, T_k, d, d, seed, (m,)), heads_of(d, seed + 3), heads, mask


HAND_HEADS = (
    np.array([[[2.0, 0.0]]]),
    np.array([[[0.0, 0.0], [0.5493, 0.0]]]),
    np.array([[[4.0, 10.0], [8.0, 20.0]]]),
    {"Wq": np.eye(2), "Wk": np.eye(2), "Wv": np.eye(2), "Wo": np.array([[1.0, 1.0], [0.0, 1.0]])},
    2,
)


def many_heads_calls():
    """Return the cases of multi_head_attention."""
    x = numbers(2, 3, 4, seed=211)
    return [
        case("the example by hand", *HAND_HEADS),
        case("two heads of two features", *many_heads(1, 2, 3, 4, 2, seed=212)),
        case("self-attention of two padded sequences", x, x, x, heads_of(4, 213), 2, padding(3, 2, longest=3)),
        case("three sequences that may not look ahead", *many_heads(3, 2, 2, 2, 2, 214, create_look_ahead_mask(2))),
        case("three heads", *many_heads(1, 2, 2, 6, 3, seed=215)),
        hidden("a single head", *many_heads(2, 3, 2, 3, 1, seed=216)),
        hidden("one sequence of one word", *many_heads(1, 1, 4, 4, 4, seed=217)),
        hidden("three sequences with padding", *many_heads(3, 1, 3, 4, 2, 218, padding(1, 3, 2, longest=3))),
        hidden("four positions", *many_heads(1, 4, 4, 4, 2, 219, create_look_ahead_mask(4))),
    ]


def lower_layers(m, T, d, heads, d_ff, seed, mask=None):
    """Return the arguments of encoder_layer."""
    return numbers(m, T, d, seed=seed), encoder_parameters(d, d_ff, seed + 1), heads, mask


def upper_layers(m, T_y, T_x, d, heads, d_ff, seed, mask=None):
    """Return the arguments of decoder_layer."""
    x, enc_output = numbers(m, T_y, d, seed=seed), numbers(m, T_x, d, seed=seed + 1)
    return x, enc_output, decoder_parameters(d, d_ff, seed + 2), heads, create_look_ahead_mask(T_y), mask


ITSELF = {"Wq": np.zeros((2, 2)), "Wk": np.zeros((2, 2)), "Wv": np.eye(2), "Wo": np.eye(2)}
PLAIN = {"gamma": np.ones(2), "beta": np.zeros(2)}
HAND_NETWORK = {
    "W1": np.array([[1.0], [-1.0]]),
    "b1": np.array([1.0]),
    "W2": np.array([[2.0, 3.0]]),
    "b2": np.array([0.0, 1.0]),
}
FIRST = {"W1": np.array([[1.0], [0.0]]), "b1": np.array([2.0]), "b2": np.zeros(2)}
HAND_LAYER = {
    "attention": ITSELF,
    "norm1": PLAIN,
    "feed_forward": FIRST | {"W2": np.array([[3.0, 0.0]])},
    "norm2": PLAIN,
}
HAND_DECODER = {"self_attention": ITSELF, "norm1": PLAIN, "cross_attention": ITSELF, "norm2": PLAIN}
HAND_DECODER |= {"feed_forward": FIRST | {"W2": np.array([[0.0, 3.0]])}, "norm3": PLAIN}


def encoder_calls():
    """Return the cases of encoder_layer."""
    return [
        case("the example by hand", np.array([[[1.0, 3.0]]]), HAND_LAYER, 1),
        case("one sequence", *lower_layers(1, 3, 4, 2, 3, seed=221)),
        case("two sequences with padding", *lower_layers(2, 3, 4, 2, 3, 222, padding(3, 2, longest=3))),
        case("three sequences", *lower_layers(3, 2, 3, 3, 2, seed=223)),
        hidden("a single head", *lower_layers(1, 4, 5, 1, 2, seed=224)),
        hidden("four heads", *lower_layers(2, 2, 4, 4, 5, 225, padding(1, 2, longest=2))),
        hidden("sequences of one word", *lower_layers(4, 1, 4, 2, 1, seed=226)),
    ]


def decoder_calls():
    """Return the cases of decoder_layer."""
    return [
        case("the example by hand", np.array([[[1.0, 3.0]]]), np.array([[[4.0, 0.0]]]), HAND_DECODER, 1),
        case("one sequence", *upper_layers(1, 2, 3, 4, 2, 2, seed=231)),
        case("two sequences with padding", *upper_layers(2, 2, 3, 3, 1, 2, 232, padding(3, 2, longest=3))),
        case("targets as long as the source", *upper_layers(2, 2, 2, 3, 3, 2, 233, padding(2, 1, longest=2))),
        hidden("three sequences", *upper_layers(3, 2, 2, 3, 1, 2, 234, padding(1, 2, 2, longest=2))),
        hidden("a longer target than source", *upper_layers(1, 3, 2, 4, 2, 1, seed=235)),
        hidden("targets of one word", *upper_layers(2, 1, 3, 3, 3, 3, 236, padding(2, 3, longest=3))),
    ]


def model(source, target, words_in, words_out, d, heads, d_ff, depth, seed):
    """Return the arguments of transformer_forward; depth is (layers of the encoder, layers of the decoder)."""
    parameters = {
        "source_embedding": numbers(words_in, d, seed=seed),
        "target_embedding": numbers(words_out, d, seed=seed + 1),
        "encoder": [encoder_parameters(d, d_ff, seed + 20 * k) for k in range(2, 2 + depth[0])],
        "decoder": [decoder_parameters(d, d_ff, seed + 20 * k) for k in range(6, 6 + depth[1])],
        "W_out": numbers(d, words_out, seed=seed + 3),
        "b_out": numbers(words_out, seed=seed + 4),
    }
    return np.array(source), np.array(target), parameters, heads


def model_calls():
    """Return the cases of transformer_forward."""
    return [
        case("one sentence", *model([[1, 2, 3]], [[1, 2]], 4, 3, 3, 1, 2, (1, 1), seed=241)),
        case(
            "two sentences, one with padding",
            *model([[2, 1], [1, 0]], [[1, 2], [2, 1]], 3, 3, 3, 1, 2, (1, 1), seed=242),
        ),
        case("two layers each", *model([[1, 2, 2]], [[2, 1]], 3, 3, 2, 1, 1, (2, 2), seed=2552)),
        hidden("three sentences", *model([[1, 2], [2, 0], [1, 1]], [[1], [1], [2]], 3, 3, 3, 3, 1, (1, 1), seed=244)),
        hidden("one word in, three out", *model([[2]], [[1, 2, 2]], 3, 3, 3, 3, 2, (1, 1), seed=245)),
        hidden(
            "two layers in the encoder, one in the decoder",
            *model([[1, 0], [2, 1]], [[2, 1], [1, 1]], 3, 3, 2, 2, 2, (2, 1), seed=1030),
        ),
    ]


# Other right ways of writing the exercises


def angles_by_loops(pos, k, d):
    angles = np.zeros((pos.shape[0], k.shape[1]))
    for row in range(pos.shape[0]):
        for column in range(k.shape[1]):
            angles[row, column] = pos[row, 0] * 10000 ** (-(2 * (k[0, column] // 2)) / d)
    return angles


def encoding_by_loops(positions, d):
    rows = []
    for pos in range(positions):
        angles = [pos / np.power(10000, 2 * (k // 2) / d) for k in range(d)]
        rows.append([np.cos(angle) if k % 2 else np.sin(angle) for k, angle in enumerate(angles)])
    return np.array([rows], dtype=np.float32)


def mask_of_lists(decoder_token_ids):
    return np.array([[[0 if word == 0 else 1 for word in row]] for row in decoder_token_ids])


def mask_by_comparison(sequence_length):
    place = np.arange(sequence_length)
    return (place[:, None] >= place)[None]


def attention_by_loops(q, k, v, mask):
    batch = np.broadcast_shapes(q.shape[:-2], () if mask is None else mask.shape[:-2])
    T_q, T_k = q.shape[-2], k.shape[-2]
    q, k, v = (np.broadcast_to(x, batch + x.shape[-2:]) for x in (q, k, v))
    seen = np.ones((T_q, T_k)) if mask is None else mask
    seen = np.broadcast_to(seen, (*batch, T_q, T_k))
    weights, output = np.zeros((*batch, T_q, T_k)), np.zeros((*batch, T_q, v.shape[-1]))
    for place in np.ndindex(*batch):
        for i in range(T_q):
            keys = [j for j in range(T_k) if seen[place][i, j]]
            scores = np.array([q[place][i] @ k[place][j] for j in keys]) / k.shape[-1] ** 0.5
            small = np.exp(scores - max(scores))
            for j, weight in zip(keys, small / sum(small)):
                weights[place][i, j] = weight
                output[place][i] += weight * v[place][j]
    return [output, weights]


def attention_with_infinity(q, k, v, mask):
    scores = np.einsum("...id,...jd->...ij", q, k) * q.shape[-1] ** -0.5
    if mask is not None:
        scores = np.where(mask == 0, -np.inf, scores)
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = e / e.sum(axis=-1, keepdims=True)
    return np.einsum("...ij,...jd->...id", weights, v), weights


def attention_with_a_plain_exp(q, k, v, mask):
    scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(k.shape[-1])
    if mask is not None:
        scores = scores + (1 - mask) * -1e9
    weights = np.exp(scores) / np.sum(np.exp(scores), axis=-1, keepdims=True)
    return weights @ v, weights


def heads_one_by_one(q, k, v, parameters, heads, mask=None):
    Wq, Wk, Wv, Wo = (parameters[name] for name in ("Wq", "Wk", "Wv", "Wo"))
    width, found, seen = q.shape[-1] // heads, [], []
    for head in range(heads):
        own = slice(head * width, (head + 1) * width)
        output, weights = scaled_dot_product_attention(q @ Wq[:, own], k @ Wk[:, own], v @ Wv[:, own], mask)
        found.append(output)
        seen.append(weights)
    return np.concatenate(found, axis=-1) @ Wo, np.stack(seen, axis=1)


def heads_by_einsum(q, k, v, parameters, heads, mask=None):
    d = q.shape[-1]
    cut = {name: parameters[name].reshape(d, heads, d // heads) for name in ("Wq", "Wk", "Wv")}
    Q, K, V = (np.einsum("mtd,dhe->mhte", x, cut[name]) for x, name in zip((q, k, v), cut))
    scores = np.einsum("mhie,mhje->mhij", Q, K) / np.sqrt(d / heads)
    weights = softmax(scores if mask is None else scores - 1e9 * (1 - np.expand_dims(mask, 1)))
    Wo = parameters["Wo"].reshape(heads, d // heads, d)
    return np.einsum("mhij,mhje,hed->mid", weights, V, Wo), weights


def norm_by_loops(x, gamma, beta, epsilon=1e-6):
    y = np.zeros(x.shape)
    for place in np.ndindex(*x.shape[:-1]):
        row = x[place]
        mean = sum(row) / len(row)
        variance = sum((row - mean) ** 2) / len(row)
        y[place] = gamma * (row - mean) * (variance + epsilon) ** -0.5 + beta
    return y


def network_by_loops(x, parameters):
    y = np.zeros(x.shape)
    for i in range(x.shape[0]):
        for t in range(x.shape[1]):
            z = parameters["W1"].T @ x[i, t] + parameters["b1"]
            y[i, t] = parameters["W2"].T @ np.where(z > 0, z, 0) + parameters["b2"]
    return y


def encoder_sequence_by_sequence(x, parameters, heads, mask=None):
    outputs = []
    for i in range(len(x)):
        one = x[i : i + 1]
        seen = None if mask is None else mask[i : i + 1] if len(mask) > 1 else mask
        one = one + multi_head_attention(one, one, one, parameters["attention"], heads, seen)[0]
        one = layer_norm(one, parameters["norm1"]["gamma"], parameters["norm1"]["beta"])
        net = parameters["feed_forward"]
        change = np.maximum(one @ net["W1"] + net["b1"], 0) @ net["W2"] + net["b2"]
        outputs.append(layer_norm(one + change, parameters["norm2"]["gamma"], parameters["norm2"]["beta"]))
    return np.concatenate(outputs)


def model_with_target_padding(source, target, parameters, heads):
    A, B, d = parameters["source_embedding"], parameters["target_embedding"], len(parameters["W_out"])
    P = positional_encoding(50, d)[0]
    X, Y = np.sqrt(d) * A[source] + P[: source.shape[1]], np.sqrt(d) * B[target] + P[: target.shape[1]]
    for layer in parameters["encoder"]:
        X = encoder_layer(X, layer, heads, create_padding_mask(source))
    both = create_look_ahead_mask(target.shape[1]) * create_padding_mask(target)
    for layer in parameters["decoder"]:
        Y, _, weights = decoder_layer(Y, X, layer, heads, both, create_padding_mask(source))
    Z = np.exp(np.einsum("mtd,dv->mtv", Y, parameters["W_out"]) + parameters["b_out"])
    return Z / Z.sum(axis=2, keepdims=True), weights


def backward_by_jacobians(d_output, q, k, v, mask=None):
    _, weights = scaled_dot_product_attention(q, k, v, mask)
    dq, dk, dv = np.zeros(q.shape), np.zeros(k.shape), np.zeros(v.shape)
    for place in np.ndindex(*q.shape[:-1]):
        batch, a = place[:-1], weights[place]
        jacobian = np.diag(a) - np.outer(a, a)
        d_scores = jacobian @ (v[batch] @ d_output[place]) / np.sqrt(q.shape[-1])
        dq[place] = d_scores @ k[batch]
        dk[batch] += np.outer(d_scores, q[place])
        dv[batch] += np.outer(a, d_output[place])
    return dq, dk, dv


def backward_by_einsum(d_output, q, k, v, mask=None):
    _, A = scaled_dot_product_attention(q, k, v, mask)
    dA = np.einsum("...id,...jd->...ij", d_output, v)
    dS = A * dA - A * np.einsum("...ij,...ij->...i", A, dA)[..., None]
    dS *= q.shape[-1] ** -0.5
    dv = np.einsum("...ij,...id->...jd", A, d_output)
    return [np.einsum("...ij,...jd->...id", dS, k), np.einsum("...ij,...id->...jd", dS, q), dv]


def decoder_in_one_loop(x, enc_output, parameters, heads, look_ahead_mask=None, padding_mask=None):
    seen = []
    for block, number in (("self_attention", 1), ("cross_attention", 2), ("feed_forward", 3)):
        if block == "feed_forward":
            net = parameters[block]
            change = np.maximum(x @ net["W1"] + net["b1"], 0) @ net["W2"] + net["b2"]
        else:
            other, mask = (x, look_ahead_mask) if block == "self_attention" else (enc_output, padding_mask)
            change, weights = multi_head_attention(x, other, other, parameters[block], heads, mask)
            seen.append(weights)
        norm = parameters[f"norm{number}"]
        x = layer_norm(change + x, norm["gamma"], norm["beta"], 1e-6)
    return x, *seen
