"""Reference solutions of c5w4_transformer: positions, masks, attention, the layers of encoder and decoder, the whole model."""

import numpy as np

from helpers.layers import softmax


def create_padding_mask(decoder_token_ids):
    """Tell words from padding.

    decoder_token_ids -- numbers of words, 0 for padding, shape (m, T)
    Returns 1 for a word and 0 for padding, shape (m, 1, T), floats.
    Source: Vaswani et al. 2017, section 3.2.3.
    """
    return np.not_equal(decoder_token_ids, 0).astype(float)[:, np.newaxis, :]


def create_look_ahead_mask(sequence_length):
    """Tell which positions a position of the decoder may look at: itself and earlier ones.

    sequence_length -- number of positions n
    Returns 1 where row (who looks) may see column (what is looked at), else 0, shape (1, n, n), floats.
    Source: Vaswani et al. 2017, section 3.2.3.
    """
    return np.tril(np.ones((1, sequence_length, sequence_length)))


def scaled_dot_product_attention(q, k, v, mask):
    """Mix values by how well their keys fit the queries.

    q, k -- queries and keys, shapes (..., T_q, d_k) and (..., T_k, d_k)
    v -- values, shape (..., T_k, d_v)
    mask -- 1 for what may be seen and 0 for what may not, broadcasts to (..., T_q, T_k), or None
    Returns (output, weights), shapes (..., T_q, d_v) and (..., T_q, T_k).
    Source: D2 C5_W4, "Self-Attention".
    """
    scores = np.matmul(q, np.swapaxes(k, -1, -2)) / np.sqrt(k.shape[-1])
    if mask is not None:
        scores = scores + (1 - mask) * -1e9
    weights = softmax(scores)
    return np.matmul(weights, v), weights


def multi_head_attention(q, k, v, parameters, heads, mask=None):
    """Let several heads attend side by side, each with its own part of the features, and mix what they found.

    q -- what asks, shape (m, T_q, d)
    k, v -- what is looked at, shapes (m, T_k, d) and (m, T_k, d)
    parameters -- dictionary with Wq, Wk, Wv and Wo, each (d, d)
    heads -- number of heads, a divisor of d
    mask -- as in scaled_dot_product_attention, shape (1, T_q, T_k) or (m, 1, T_k), or None; the same for all heads
    Returns (output, weights), shapes (m, T_q, d) and (m, heads, T_q, T_k).
    Source: D2 C5_W4, "Multi-Head Attention".
    """
    m, T_q, d = q.shape

    def split(x):
        return x.reshape(m, -1, heads, d // heads).transpose(0, 2, 1, 3)

    Q, K, V = split(q @ parameters["Wq"]), split(k @ parameters["Wk"]), split(v @ parameters["Wv"])
    if mask is not None:
        mask = mask[:, np.newaxis]
    found, weights = scaled_dot_product_attention(Q, K, V, mask)
    joined = found.transpose(0, 2, 1, 3).reshape(m, T_q, d)
    return joined @ parameters["Wo"], weights


def get_angles(pos, k, d):
    """Compute the angle of every place of the positional encoding.

    pos -- positions, a column, shape (P, 1)
    k -- numbers of the columns of the encoding, a row, shape (1, d)
    d -- features of the encoding
    Returns pos / 10000^(2i/d) with i = k // 2, shape (P, d).
    Source: D2 C5_W4, "Transformer details".
    """
    i = k // 2
    return pos / 10000 ** (2 * i / d)


def positional_encoding(positions, d):
    """Compute an encoding that tells the positions of a sequence apart.

    positions -- how many positions to encode
    d -- features of the encoding
    Returns shape (1, positions, d): sines in the even columns, cosines in the odd ones.
    Source: D2 C5_W4, "Transformer details".
    """
    angles = get_angles(np.arange(positions)[:, np.newaxis], np.arange(d)[np.newaxis, :], d)
    encoding = np.zeros((1, positions, d))
    encoding[0, :, 0::2] = np.sin(angles[:, 0::2])
    encoding[0, :, 1::2] = np.cos(angles[:, 1::2])
    return encoding


def layer_norm(x, gamma, beta, epsilon=1e-6):
    """Normalise the features of each position on its own, then scale and shift them.

    x -- shape (m, T, d)
    gamma, beta -- learned scale and shift, shapes (d,) and (d,)
    epsilon -- added to the variance
    Returns an array of x's shape.
    Source: D2 C5_W4, "Transformer details" (Add & Norm); Ba, Kiros and Hinton 2016.
    """
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta


def feed_forward(x, parameters):
    """Send every position through the same small network of two layers.

    x -- shape (m, T, d)
    parameters -- dictionary with W1 (d, d_ff), b1 (d_ff,), W2 (d_ff, d) and b2 (d,)
    Returns an array of x's shape.
    Source: D2 C5_W4, "Transformer details"; Vaswani et al. 2017, section 3.3.
    """
    hidden = np.maximum(0, x @ parameters["W1"] + parameters["b1"])
    return hidden @ parameters["W2"] + parameters["b2"]


def encoder_layer(x, parameters, heads, mask=None):
    """Run one layer of the encoder: self-attention and feed-forward, each followed by add and norm.

    x -- what comes from the layer below, shape (m, T, d)
    parameters -- dictionary of dictionaries: attention, norm1, feed_forward, norm2
    heads -- number of heads
    mask -- padding mask, shape (m, 1, T), or None
    Returns an array of x's shape.
    Source: D2 C5_W4, "Transformer details", Encoder.
    """
    attended, _ = multi_head_attention(x, x, x, parameters["attention"], heads, mask)
    x = layer_norm(x + attended, **parameters["norm1"])
    return layer_norm(x + feed_forward(x, parameters["feed_forward"]), **parameters["norm2"])


def decoder_layer(x, enc_output, parameters, heads, look_ahead_mask=None, padding_mask=None):
    """Run one layer of the decoder: self-attention, attention to the encoder's output, feed-forward; add and norm after each.

    x -- what comes from the layer below, shape (m, T_y, d)
    enc_output -- what the encoder made of the source, shape (m, T_x, d)
    parameters -- dictionary of dictionaries: self_attention, norm1, cross_attention, norm2, feed_forward, norm3
    heads -- number of heads
    look_ahead_mask, padding_mask -- for the two attentions, in this order, shapes (1, T_y, T_y) and (m, 1, T_x), or None
    Returns (output, self_weights, cross_weights): (m, T_y, d), (m, heads, T_y, T_y), (m, heads, T_y, T_x).
    Source: D2 C5_W4, "Transformer details", Decoder.
    """
    attended, self_weights = multi_head_attention(x, x, x, parameters["self_attention"], heads, look_ahead_mask)
    x = layer_norm(x + attended, **parameters["norm1"])
    memory, block = enc_output, parameters["cross_attention"]
    attended, cross_weights = multi_head_attention(x, memory, memory, block, heads, padding_mask)
    x = layer_norm(x + attended, **parameters["norm2"])
    x = layer_norm(x + feed_forward(x, parameters["feed_forward"]), **parameters["norm3"])
    return x, self_weights, cross_weights


def transformer_forward(source, target, parameters, heads):
    """Compute the probabilities of the next word at every place of the target.

    source, target -- numbers of words, 0 for padding, shapes (m, T_x) and (m, T_y)
    parameters -- dictionary: source_embedding (V_x, d), target_embedding (V_y, d), encoder and decoder (lists of
        their layers' parameters), W_out (d, V_y), b_out (V_y,)
    heads -- number of heads
    Returns (probabilities, weights): (m, T_y, V_y), and the last layer's cross_weights (m, heads, T_y, T_x).
    Source: D2 C5_W4, "Transformer details".
    """
    d = parameters["W_out"].shape[0]
    x = parameters["source_embedding"][source] * np.sqrt(d) + positional_encoding(source.shape[1], d)
    padding_mask = create_padding_mask(source)
    for layer in parameters["encoder"]:
        x = encoder_layer(x, layer, heads, padding_mask)
    y = parameters["target_embedding"][target] * np.sqrt(d) + positional_encoding(target.shape[1], d)
    look_ahead_mask = create_look_ahead_mask(target.shape[1])
    for layer in parameters["decoder"]:
        y, _, weights = decoder_layer(y, x, layer, heads, look_ahead_mask, padding_mask)
    return softmax(y @ parameters["W_out"] + parameters["b_out"]), weights


def attention_backward(d_output, q, k, v, mask=None):
    """Compute the gradients of scaled_dot_product_attention.

    d_output -- gradient of the cost with respect to its output, shape (..., T_q, d_v)
    q, k, v -- what it was called with, shapes (..., T_q, d_k), (..., T_k, d_k) and (..., T_k, d_v)
    mask -- what it was called with, or None
    Returns (dq, dk, dv), each with the shape of what it belongs to.
    Source: D2 C5_W4, "Self-Attention" (the formula), with the chain rule of D2 C1_W3.
    """
    _, weights = scaled_dot_product_attention(q, k, v, mask)
    dv = np.matmul(np.swapaxes(weights, -1, -2), d_output)
    d_weights = np.matmul(d_output, np.swapaxes(v, -1, -2))
    d_scores = weights * (d_weights - np.sum(weights * d_weights, axis=-1, keepdims=True))
    d_scores = d_scores / np.sqrt(k.shape[-1])
    dq = np.matmul(d_scores, k)
    dk = np.matmul(np.swapaxes(d_scores, -1, -2), q)
    return dq, dk, dv
