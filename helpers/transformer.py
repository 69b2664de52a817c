"""A transformer that can be trained: an encoder, a decoder that looks back at it, and the gradients of both, in float32."""

import numpy as np

from helpers import layers

ATTENTION, FEED_FORWARD = ("Wq", "Wk", "Wv", "Wo"), ("W1", "b1", "W2", "b2")
ENCODER = ("attention", "norm1", "feed_forward", "norm2")
DECODER = ("self_attention", "norm1", "cross_attention", "norm2", "feed_forward", "norm3")


class Transformer:
    """Encoder and decoder of Vaswani et al. 2017, each sublayer as layer norm of x + sublayer(x), without dropout.

    words_in, words_out -- sizes of the two vocabularies; number 0 is padding
    d, heads, d_ff, depth -- features per position, heads (a divisor of d), hidden units, layers of encoder and of decoder
    longest, seed -- positions that the encoding is made for; seed of the starting weights
    `parameters` maps names such as "encoder.0.attention.Wq" to arrays; `heads` and `nested()` are what one needs to use them.
    Source: D2 C5_W4, "Transformer details".
    """

    def __init__(self, words_in, words_out, d=64, heads=4, d_ff=128, depth=1, longest=64, seed=0):
        if d % heads:
            raise ValueError(f"{d} features cannot be shared out among {heads} heads: choose a divisor of {d}")
        self.d, self.heads, self.depth, self.parameters = d, heads, depth, {}
        rng = np.random.default_rng(seed)
        half = np.arange(longest)[:, None] / 10000 ** (np.arange(0, d, 2) / d)
        self.positions = np.stack([np.sin(half), np.cos(half)], axis=2).reshape(longest, -1)[:, :d].astype(np.float32)
        shapes = dict.fromkeys(ATTENTION, (d, d)) | {"W1": (d, d_ff), "b1": (d_ff,), "W2": (d_ff, d), "b2": (d,)}
        self._new("source_embedding", rng.normal(0, d**-0.5, (words_in, d)))
        self._new("target_embedding", rng.normal(0, d**-0.5, (words_out, d)))
        for side, blocks in (("encoder", ENCODER), ("decoder", DECODER)):
            for place in (f"{side}.{layer}.{block}" for layer in range(depth) for block in blocks):
                kind = place.rpartition(".")[2]
                if kind.startswith("norm"):
                    self._new(f"{place}.gamma", np.ones(d))
                    self._new(f"{place}.beta", np.zeros(d))
                for name in FEED_FORWARD if kind == "feed_forward" else ATTENTION if "attention" in kind else ():
                    rows, *columns = shapes[name]
                    self._new(f"{place}.{name}", rng.normal(0, (bool(columns) / rows) ** 0.5, shapes[name]))
        self._new("W_out", rng.normal(0, d**-0.5, (d, words_out)))
        self._new("b_out", np.zeros(words_out))

    def _new(self, name, value):
        self.parameters[name] = value.astype(np.float32)

    def nested(self):
        """Return the parameters as dictionaries in dictionaries; "encoder" and "decoder" are lists of layers."""
        tree = {"encoder": [{} for _ in range(self.depth)], "decoder": [{} for _ in range(self.depth)]}
        for name, value in self.parameters.items():
            side, *rest = name.split(".")
            if rest:
                layer, block, weight = rest
                tree[side][int(layer)].setdefault(block, {})[weight] = value
            else:
                tree[side] = value
        return tree

    def forward(self, source, target):
        """Return the scores of the next word at each place of `target`, shape (m, T_y, words_out).

        source, target -- numbers of words, shapes (m, T_x) and (m, T_y); the target as far as it is known, from its start sign on
        """
        self.cache = {}
        memory = self.encode(source)
        return self.decode(memory, source, target)

    def encode(self, source):
        """Return what the encoder makes of `source`, shape (m, T_x, d)."""
        self.cache = {}
        return self._stack("encoder", self._embed("source", source), None, None, (source != 0)[:, None, None])

    def decode(self, memory, source, target):
        """Return the scores at each place of `target`; memory is what encode made of `source`."""
        causal = np.tri(target.shape[1], dtype=np.float32)
        A = self._stack("decoder", self._embed("target", target), memory, causal, (source != 0)[:, None, None])
        self.cache["out"] = A
        return A @ self.parameters["W_out"] + self.parameters["b_out"]

    def loss(self, source, target, wanted):
        """Return (cost, gradients): the mean cross-entropy over all places, and a dictionary as `parameters`."""
        cost, dZ = layers.softmax_cross_entropy(self.forward(source, target), wanted)
        return cost, self._backward(dZ)

    def translate(self, source, start, length):
        """Write `length` words, each time the likeliest next one, after the word number `start`; returns shape (m, length)."""
        memory, words = self.encode(source), np.full((len(source), 1), start)
        for _ in range(length):
            scores = self.decode(memory, source, words)[:, -1]
            words = np.concatenate([words, scores.argmax(axis=1)[:, None]], axis=1)
        return words[:, 1:]

    def _embed(self, side, words):
        A, self.cache[side] = layers.embedding_forward(words, self.parameters[f"{side}_embedding"])
        return A * np.float32(self.d**0.5) + self.positions[: words.shape[1]]

    def _stack(self, side, A, memory, causal, real):
        for layer in range(self.depth):
            for number, block in enumerate(ENCODER[::2] if side == "encoder" else DECODER[::2], start=1):
                place = f"{side}.{layer}.{block}"
                if block == "feed_forward":
                    change = self._feed_forward(place, A)
                else:
                    looked_at = memory if block == "cross_attention" else A
                    change = self._attention(place, A, looked_at, causal if block == "self_attention" else real)
                place = f"{side}.{layer}.norm{number}"
                A, self.cache[place] = layers.layer_norm_forward(A + change, *self._of(place, ("gamma", "beta")))
        return A

    def _of(self, place, names):
        return [self.parameters[f"{place}.{name}"] for name in names]

    def _attention(self, place, A, looked_at, mask):
        no_bias = np.zeros(4 * self.d, A.dtype)
        weights = self._of(place, ATTENTION)
        Z, self.cache[place] = layers.multi_head_forward(A, looked_at, *weights, no_bias, self.heads, mask)
        return Z

    def _feed_forward(self, place, A):
        W1, b1, W2, b2 = self._of(place, FEED_FORWARD)
        Z, first = layers.dense_forward(A.reshape(-1, self.d), W1, b1)
        hidden, active = layers.relu_forward(Z)
        Z, second = layers.dense_forward(hidden, W2, b2)
        self.cache[place] = first, active, second
        return Z.reshape(A.shape)

    def _backward(self, dZ):
        found, A, words = {}, self.cache["out"], dZ.shape[-1]
        found["W_out"] = A.reshape(-1, self.d).T @ dZ.reshape(-1, words)
        found["b_out"] = dZ.reshape(-1, words).sum(axis=0)
        dA, d_memory = self._stack_back("decoder", dZ @ self.parameters["W_out"].T, found)
        self._embed_back("target", dA, found)
        dA, _ = self._stack_back("encoder", d_memory, found)
        self._embed_back("source", dA, found)
        return found

    def _embed_back(self, side, dA, found):
        found[f"{side}_embedding"] = layers.embedding_backward(dA * np.float32(self.d**0.5), self.cache[side])

    def _stack_back(self, side, dA, found):
        blocks, d_memory = ENCODER[::2] if side == "encoder" else DECODER[::2], 0
        for layer in reversed(range(self.depth)):
            for number in range(len(blocks), 0, -1):
                place = f"{side}.{layer}.norm{number}"
                dA, *d_norm = layers.layer_norm_backward(dA, self.cache[place])
                found.update(zip((f"{place}.gamma", f"{place}.beta"), d_norm))
                block = blocks[number - 1]
                place = f"{side}.{layer}.{block}"
                if block == "feed_forward":
                    dA = dA + self._feed_forward_back(place, dA, found)
                    continue
                dX, d_looked_at, *weights, _ = layers.multi_head_backward(dA, self.cache[place])
                found.update(zip((f"{place}.{name}" for name in ATTENTION), weights))
                dA = dA + dX
                if block == "cross_attention":
                    d_memory = d_memory + d_looked_at
                else:
                    dA += d_looked_at
        return dA, d_memory

    def _feed_forward_back(self, place, dZ, found):
        first, active, second = self.cache[place]
        d_hidden, dW2, db2 = layers.dense_backward(dZ.reshape(-1, self.d), second)
        dA, dW1, db1 = layers.dense_backward(layers.relu_backward(d_hidden, active), first)
        found.update(zip((f"{place}.{name}" for name in FEED_FORWARD), (dW1, db1, dW2, db2)))
        return dA.reshape(dZ.shape)
