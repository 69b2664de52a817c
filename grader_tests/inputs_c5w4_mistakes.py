"""Known mistakes of c5w4_transformer in the layers, in the whole transformer and in the gradients of attention."""

from grader_tests.inputs_c5w4_transformer import wrong

SPLIT = "return x.reshape(m, -1, heads, d // heads).transpose(0, 2, 1, 3)"

CROSS = "multi_head_attention(x, memory, memory, block, heads, padding_mask)"

NO_NORM_1 = {'layer_norm(x + attended, **parameters["norm1"])': "x + attended"}


def attention():
    """Return the known mistakes of scaled_dot_product_attention."""
    return [
        wrong(
            "E291",
            {"softmax(scores)": "softmax(np.exp(scores))"},
            "The exponential is taken twice. Softmax has one already; with two of them the largest score takes nearly everything, and what a mask hides still counts with exp(0).",
            "D2 C5_W4 “Self-Attention”: exp(e^(q·k)) / Σ exp(e^(q·k))",
        ),
        wrong(
            "no-scale",
            {" / np.sqrt(k.shape[-1])": ""},
            "The scores are not divided by the square root of d_k. The more features, the larger they get, and softmax freezes.",
        ),
        wrong(
            "divided-by-d",
            {"np.sqrt(k.shape[-1])": "k.shape[-1]"},
            "The scores are divided by d_k itself instead of its root.",
        ),
        wrong(
            "root-of-the-number-of-keys",
            {"np.sqrt(k.shape[-1])": "np.sqrt(k.shape[-2])"},
            "This is the root of the number of keys. d_k is the number of features of one key, the *last* axis.",
        ),
        wrong(
            "mask-reversed",
            {"(1 - mask)": "mask"},
            "The mask is used the wrong way round: what may be seen is hidden. 1 means “may be seen”.",
        ),
        wrong(
            "mask-never-used",
            {"if mask is not None": "if False"},
            "The mask is not used: queries look at keys that it hides.",
        ),
        wrong(
            "no-mask-is-None",
            {"if mask is not None:\n        scores": "scores"},
            "mask may be None, and one cannot compute with that: then nothing is hidden, and the scores stay as they are.",
        ),
        wrong(
            "mask-multiplied",
            {"scores + (1 - mask) * -1e9": "scores * mask"},
            "Multiplying sets hidden scores to 0, and exp(0) = 1 is by no means nothing. A hidden score has to be so low that softmax gives it weight 0.",
        ),
        wrong(
            "mask-after-softmax",
            {
                "scores = scores + (1 - mask) * -1e9": "pass",
                "weights = softmax(scores)": "weights = softmax(scores) * (1 if mask is None else mask)",
            },
            "The mask comes after softmax here, so the weights that are left no longer add up to 1. Hide before softmax.",
        ),
        wrong(
            "mask-in-place",
            {"scores = scores + (1 - mask) * -1e9": "scores += (1 - mask) * -1e9"},
            "+= writes into the scores as they are, and cannot add an axis to them. A mask of shape (1, 3, 4) may meet scores of shape (3, 4): make a new array.",
        ),
        wrong(
            "softmax-over-queries",
            {"softmax(scores)": "np.swapaxes(softmax(np.swapaxes(scores, -1, -2)), -1, -2)"},
            "Softmax runs along the queries. Each query spreads a weight of 1 over the *keys*: each row has to add up to 1.",
        ),
        wrong(
            "softmax-over-everything",
            {"softmax(scores)": "softmax(scores.reshape(-1)).reshape(scores.shape)"},
            "All weights together add up to 1. Every query has a weight of 1 of its own to spread: each *row* adds up to 1.",
        ),
        wrong(
            "weights-first",
            {"return np.matmul(weights, v), weights": "return weights, np.matmul(weights, v)"},
            "The two results are in the other order: first the output, then the weights.",
        ),
    ]


def many_heads():
    """Return the known mistakes of multi_head_attention."""
    return [
        wrong(
            "transposed-matrices",
            {
                'parameters["Wq"]': 'parameters["Wq"].T',
                'parameters["Wk"]': 'parameters["Wk"].T',
                'parameters["Wv"]': 'parameters["Wv"].T',
                'parameters["Wo"]': 'parameters["Wo"].T',
            },
            "The matrices are transposed. Positions are rows here, so a layer is x times W, unlike the W times x of the first courses.",
        ),
        wrong(
            "no-transpose",
            {SPLIT: "return x.reshape(m, heads, -1, d // heads)"},
            "This reshape deals out *positions* to the heads. Each head needs its own features of every position: split the last axis, then move the heads' axis.",
        ),
        wrong(
            "every-second-feature",
            {SPLIT: "return x.reshape(m, -1, d // heads, heads).transpose(0, 3, 1, 2)"},
            "The features are dealt out in turns. Head 0 takes the first d/heads features, head 1 the next, as blocks.",
        ),
        wrong(
            "joined-across",
            {"found.transpose(0, 2, 1, 3).reshape": "found.reshape"},
            "When the heads are joined, their axis has to go back beside the features first; else positions and heads get mixed.",
            score=0.5,
        ),
        wrong(
            "no-Wo",
            {'joined @ parameters["Wo"]': "joined"},
            "The heads' findings stand side by side, but nothing mixes them: the last product, with Wo, is missing.",
            score=0.5,
        ),
        wrong(
            "k-for-v",
            {'split(v @ parameters["Wv"])': 'split(k @ parameters["Wv"])'},
            "The values are computed from k. Keys and values may come from different arrays.",
            score=0.5,
        ),
        wrong(
            "one-matrix-for-all",
            {'parameters["Wk"]': 'parameters["Wq"]', 'parameters["Wv"]': 'parameters["Wq"]'},
            "Queries, keys and values each have a matrix of their own.",
        ),
        wrong(
            "scale-of-all-features",
            {"attention(Q, K": "attention(Q / np.sqrt(heads), K"},
            "The scores are divided by the root of all d features. A head only has d / heads of them, and that is its d_k.",
        ),
        wrong(
            "mask-without-heads",
            {"mask = mask[:, np.newaxis]": "pass"},
            "The mask has no axis for the heads, so its axis of sentences falls on the heads' axis: head 0 gets the mask of sentence 0, head 1 that of sentence 1.",
        ),
        wrong("mask-forgotten", {"(Q, K, V, mask)": "(Q, K, V, None)"}, "The mask never reaches the attention."),
        wrong(
            "mean-over-heads",
            {'["Wo"], weights': '["Wo"], weights.mean(axis=1)'},
            "The weights are averaged over the heads. Here every head's weights are returned: shape (m, heads, T_q, T_k).",
            score=0.5,
        ),
    ]


def encoder():
    """Return the known mistakes of encoder_layer."""
    return [
        wrong(
            "not-unpacked",
            {"attended, _ =": "attended ="},
            "multi_head_attention returns two things, the output and the weights. Take them apart; only the output is added to x.",
        ),
        wrong(
            "nothing-added",
            {"x + attended": "attended", "x + feed_forward": "feed_forward"},
            "The *add* of “add & norm” is missing: each part's output is added to its own input.",
        ),
        wrong(
            "first-add-missing",
            {"x + attended": "attended"},
            "The first *add* is missing: what the attention found is added to x, not put in its place.",
        ),
        wrong(
            "second-add-missing",
            {"x + feed_forward": "feed_forward"},
            "The second *add* is missing: what the feed-forward network gives is added to what went into it.",
        ),
        wrong(
            "old-x",
            {"x = layer_norm(x + attended": "y = layer_norm(x + attended", "x + feed_forward(x": "x + feed_forward(y"},
            "The second sum starts from the layer's first input. It should start from what the first norm gave.",
        ),
        wrong(
            "norm-first",
            {
                'x + attended, **parameters["norm1"])': 'attended, **parameters["norm1"]) + x',
                'layer_norm(x + feed_forward(x, parameters["feed_forward"]), **parameters["norm2"])': 'x + layer_norm(feed_forward(x, parameters["feed_forward"]), **parameters["norm2"])',
            },
            "The norm comes before the sum. The order is in the name: first add, then norm.",
        ),
        wrong("norm1-twice", {'["norm2"]': '["norm1"]'}, "Both norms use the parameters of norm1; each has its own."),
        wrong("no-mask", {"heads, mask)": "heads)"}, "The mask is not handed on: the words look at padding."),
        wrong("no-first-norm", NO_NORM_1, "The first norm is missing: there is one after each of the two sums."),
        wrong(
            "no-second-norm",
            {"return layer_norm(x + ": "return (x + ", ', **parameters["norm2"])': ")"},
            "The second norm is missing: there is one after each of the two sums.",
        ),
        wrong(
            "network-on-the-old-x",
            {
                "x = layer_norm(x + attended": "y = layer_norm(x + attended",
                "return layer_norm(x + feed": "return layer_norm(y + feed",
            },
            "The network gets the layer's first input. It should think about what the first norm gave.",
        ),
        wrong(
            "norm-before-the-part",
            {
                "attended, _ = multi_head_attention(x, x, x": 'start, x = x, layer_norm(x, **parameters["norm1"])\n    attended, _ = multi_head_attention(x, x, x',
                'x = layer_norm(x + attended, **parameters["norm1"])': "x = start + attended",
                'layer_norm(x + feed_forward(x, parameters["feed_forward"]), **parameters["norm2"])': 'x + feed_forward(layer_norm(x, **parameters["norm2"]), parameters["feed_forward"])',
            },
            "Each norm comes before its part here. Newer transformers do that; this one norms each *sum*: first the part, then add, then norm.",
        ),
    ]


def decoder():
    """Return the known mistakes of decoder_layer."""
    return [
        wrong(
            "target-answers",
            {CROSS: CROSS.replace("x, memory, memory", "memory, memory, x")},
            "The target stands where the values stand, and the encoder's output asks. It is the target that asks (q); keys and values come from the encoder.",
        ),
        wrong(
            "old-x",
            {
                'x = layer_norm(x + attended, **parameters["norm1"])': 'start, x = x, layer_norm(x + attended, **parameters["norm1"])',
                'x = layer_norm(x + attended, **parameters["norm2"])': 'x = layer_norm(start + attended, **parameters["norm2"])',
            },
            "The second sum starts from the layer's first input. It should start from what the first norm gave.",
            score=2 / 3,
        ),
        wrong(
            "second-add-missing",
            {'layer_norm(x + attended, **parameters["norm2"])': 'layer_norm(attended, **parameters["norm2"])'},
            "The sum around the second attention is missing: what it found is added to what asked.",
            score=2 / 3,
        ),
        wrong(
            "one-norm-for-all",
            {'["norm2"]': '["norm1"]', '["norm3"]': '["norm1"]'},
            "All three norms use the parameters of norm1; each has its own.",
            score=2 / 3,
        ),
        wrong(
            "old-x-asks",
            {
                'x = layer_norm(x + attended, **parameters["norm1"])': 'start, x = x, layer_norm(x + attended, **parameters["norm1"])',
                "multi_head_attention(x, memory": "multi_head_attention(start, memory",
            },
            "In the second attention the layer's first input asks. What asks is y₁, which the first norm gave.",
            score=1 / 3,
        ),
        wrong(
            "memory-asks",
            {CROSS: "multi_head_attention(memory, x, x, block, heads)"},
            "Here the encoder's output asks and the target answers. It is the target that asks (q); keys and values come from the encoder.",
        ),
        wrong(
            "never-looks-at-the-source",
            {"memory, block = enc_output,": "memory, block = x,", "heads, padding_mask": "heads"},
            "The second attention looks at the target once more, so the layer never learns what the source says.",
            score=1 / 3,
        ),
        wrong(
            "values-from-the-target",
            {CROSS: CROSS.replace("memory, memory", "memory, x")},
            "The keys come from the encoder, the values from the target: the weights then mix the wrong things. Both come from the encoder.",
        ),
        wrong(
            "no-look-ahead-mask",
            {"heads, look_ahead_mask": "heads"},
            "The look-ahead mask is not used: each place sees the words that it has to guess.",
        ),
        wrong(
            "no-padding-mask",
            {"heads, padding_mask": "heads"},
            "The padding mask is not used: the target looks at the source's padding.",
            score=1 / 3,
        ),
        wrong(
            "masks-swapped",
            {
                "heads, look_ahead_mask": "heads, padding_mask",
                "block, heads, padding_mask": "block, heads, look_ahead_mask",
            },
            "The two masks are swapped: looking ahead is forbidden in the target, padding is hidden in the source.",
        ),
        wrong(
            "nothing-added",
            {"x + attended": "attended", "x + feed": "feed"},
            "The *add* of “add & norm” is missing: each part's output is added to its own input.",
            score=1 / 3,
        ),
        wrong(
            "same-attention-twice",
            {'["cross_attention"]': '["self_attention"]'},
            "Both attentions use the same matrices; each block has its own.",
            score=1 / 3,
        ),
        wrong(
            "weights-swapped",
            {"return x, self_weights, cross_weights": "return x, cross_weights, self_weights"},
            "The two arrays of weights are in the other order: first those of the self-attention.",
            score=1 / 3,
        ),
    ]


def model():
    """Return the known mistakes of transformer_forward."""
    return [
        wrong(
            "stacks-in-step",
            {
                '    for layer in parameters["encoder"]:\n        x = encoder_layer(x, layer, heads, padding_mask)\n': "",
                '    for layer in parameters["decoder"]:\n': '    for lower, layer in zip(parameters["encoder"], parameters["decoder"]):\n        x = encoder_layer(x, lower, heads, padding_mask)\n',
            },
            "Encoder and decoder run side by side here, so a lower layer of the decoder sees an unfinished reading. The encoder finishes first; then all layers of the decoder look at its last output.",
        ),
        wrong(
            "self-weights",
            {"y, _, weights": "y, weights, _"},
            "These are the weights of the target's attention to itself. Asked for are those of its attention to the source.",
            score=0.5,
        ),
        wrong(
            "no-positions",
            {" + positional_encoding(source.shape[1], d)": "", " + positional_encoding(target.shape[1], d)": ""},
            "The positions are never added, so the order of the words makes no difference.",
        ),
        wrong(
            "source-positions-only",
            {" + positional_encoding(target.shape[1], d)": ""},
            "The source gets its positions, the target does not.",
        ),
        wrong(
            "no-root-of-d",
            {" * np.sqrt(d)": ""},
            "The embeddings are not multiplied by the root of d: next to the encoding's sines they are too small.",
        ),
        wrong(
            "scores",
            {'softmax(y @ parameters["W_out"] + parameters["b_out"])': 'y @ parameters["W_out"] + parameters["b_out"]'},
            "These are scores. Softmax over the words makes probabilities of them.",
            score=0.5,
        ),
        wrong(
            "positions-scaled-too",
            {
                '["source_embedding"][source] * np.sqrt(d) + positional_encoding(source.shape[1], d)': '["source_embedding"][source] * np.sqrt(d) + np.sqrt(d) * positional_encoding(source.shape[1], d)',
                '["target_embedding"][target] * np.sqrt(d) + positional_encoding(target.shape[1], d)': '["target_embedding"][target] * np.sqrt(d) + np.sqrt(d) * positional_encoding(target.shape[1], d)',
            },
            "The positions are multiplied by the root of d as well. Only the embeddings are; then the positions are added.",
        ),
        wrong(
            "each-layer-from-the-start",
            {
                '    for layer in parameters["encoder"]:\n        x = encoder_layer(x,': '    start = x\n    for layer in parameters["encoder"]:\n        x = encoder_layer(start,'
            },
            "Every layer of the encoder starts from the embeddings again. A layer works on what the layer below has made.",
        ),
        wrong(
            "padding-seen-by-the-decoder",
            {"heads, look_ahead_mask, padding_mask)": "heads, look_ahead_mask)"},
            "The decoder looks at the source's padding: its layers need the padding mask too.",
        ),
        wrong(
            "padding-seen-by-the-encoder",
            {"encoder_layer(x, layer, heads, padding_mask)": "encoder_layer(x, layer, heads)"},
            "The encoder's words look at the padding: its layers need the padding mask too.",
            score=0.5,
        ),
        wrong(
            "no-padding-mask",
            {"create_padding_mask(source)": "None"},
            "Nothing hides the padding of the shorter sentences.",
        ),
        wrong(
            "no-look-ahead-mask",
            {"create_look_ahead_mask(target.shape[1])": "None"},
            "Nothing hides the words to come: in training the model would copy the answer.",
        ),
        wrong(
            "embedding-for-memory",
            {
                "decoder_layer(y, x, layer": "decoder_layer(y, start, layer",
                "    padding_mask = create": "    start = x\n    padding_mask = create",
            },
            "The decoder looks at the source's embeddings. It should look at what the encoder made of them.",
        ),
        wrong(
            "last-layers-only",
            {
                'parameters["encoder"]:': 'parameters["encoder"][-1:]:',
                'parameters["decoder"]:': 'parameters["decoder"][-1:]:',
            },
            "Only one layer of each stack is used; every layer works on what the layer below has made.",
        ),
        wrong(
            "target-through-the-encoder",
            {'["target_embedding"]': '["source_embedding"]'},
            "The target's words are looked up in the source's embedding; it has its own.",
        ),
    ]


def backward():
    """Return the known mistakes of attention_backward."""
    return [
        wrong(
            "softmax-forgotten",
            {"weights * (d_weights - np.sum(weights * d_weights, axis=-1, keepdims=True))": "d_weights"},
            "The way back jumps over softmax: the gradient of the weights is not yet that of the scores.",
            score=1 / 3,
        ),
        wrong(
            "as-a-sigmoid",
            {
                "weights * (d_weights - np.sum(weights * d_weights, axis=-1, keepdims=True))": "d_weights * weights * (1 - weights)"
            },
            "a(1 − a) is only the diagonal of softmax's slopes. Raising one score also lowers all other weights of its row.",
            score=1 / 3,
        ),
        wrong(
            "no-sum",
            {" - np.sum(weights * d_weights, axis=-1, keepdims=True)": ""},
            "A row's weights always add up to 1, so a push on all of them alike changes nothing. Your gradient does not take that push off.",
            score=1 / 3,
        ),
        wrong(
            "plain-sum",
            {"np.sum(weights * d_weights, axis": "np.sum(d_weights, axis"},
            "What is taken off is not the plain sum of the row: each entry counts as much as its attention weight.",
            score=1 / 3,
        ),
        wrong(
            "sum-over-queries",
            {"axis=-1, keepdims": "axis=-2, keepdims"},
            "The sum runs over the queries. Softmax ran over the keys, row by row, and so does its way back.",
            score=1 / 3,
        ),
        wrong(
            "no-scale",
            {"d_scores = d_scores / np.sqrt(k.shape[-1])": "pass"},
            "The division by the root of d_k is part of the scores, so the gradients of q and k need it too.",
            score=1 / 3,
        ),
        wrong(
            "weights-not-transposed",
            {"np.matmul(np.swapaxes(weights, -1, -2), d_output)": "np.matmul(weights, d_output)"},
            "A value gets gradient from all queries that looked at it: sum over the queries, not over the keys.",
        ),
        wrong(
            "dq-and-dk-swapped",
            {"return dq, dk, dv": "return dk, dq, dv"},
            "dq and dk are in each other's place.",
            score=1 / 3,
        ),
        wrong(
            "mask-forgotten",
            {"k, v, mask)": "k, v, None)"},
            "The weights are computed without the mask; gradients must flow only where the attention looked.",
        ),
    ]
