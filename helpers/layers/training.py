"""A plain training loop: batches, progress with the time left, pictures as it goes, and a checkpoint."""

import json
import os
import time
from pathlib import Path

import numpy as np

from helpers.layers.losses import softmax_cross_entropy
from helpers.layers.network import fill
from helpers.layers.optimizers import Adam


def train(
    network,
    X,
    Y,
    epochs,
    batch_size=64,
    optimizer=None,
    loss=softmax_cross_entropy,
    seed=0,
    validation=None,
    augment=None,
    after_epoch=None,
    checkpoint=None,
    learning_rates=None,
    quiet=False,
):
    """Train a network on examples X (m, ...) with labels Y (m, ...), in random batches.

    epochs, batch_size, seed -- passes over the examples, examples in a step, seed of the batches' order
    optimizer, loss -- Adam() unless given; function (Z, Y) -> (cost, dZ)
    validation -- (X, Y) on which the accuracy is measured after each epoch
    augment -- function (X, rng) -> X that changes a batch; learning_rates -- function of the epoch, counted from 0
    after_epoch -- function (network, history), for instance to draw
    checkpoint -- file that is written after each epoch; if it is there already, training goes on from it
    Returns the history: lists "cost" and "seconds", and with integer labels "accuracy" and "validation".
    Raises ValueError when there are not as many labels as examples, or the cost is no longer a number.
    """
    if len(X) != len(Y):
        raise ValueError(f"{len(X)} examples and {len(Y)} labels: there must be as many of one as of the other")
    optimizer = optimizer or Adam()
    history = {"cost": [], "seconds": []}
    if checkpoint and Path(checkpoint).exists():
        history = _resume(checkpoint, network, optimizer)
    with Waiting(epochs * -(-len(X) // batch_size), quiet) as waiting:
        waiting.done = len(history["cost"]) * -(-len(X) // batch_size)
        for epoch in range(len(history["cost"]), epochs):
            if learning_rates is not None:
                optimizer.learning_rate = learning_rates(epoch)
            run_epoch(network, X, Y, batch_size, optimizer, loss, (seed, epoch), augment, history, waiting)
            if validation is not None:
                history.setdefault("validation", []).append(accuracy(network, *validation))
            if checkpoint:
                _keep(checkpoint, network, optimizer, history)
            if after_epoch is not None:
                after_epoch(network, history)
    return history


def run_epoch(network, X, Y, batch_size, optimizer, loss, seed, augment, history, waiting):
    """Train on every example once, in an order drawn with the seed; adds to the history."""
    rng, started, costs, right = np.random.default_rng(seed), time.perf_counter(), [], []
    order = rng.permutation(len(X))
    network.reseed(rng)
    for start in range(0, len(X), batch_size):
        chosen = order[start : start + batch_size]
        some = X[chosen] if augment is None else augment(X[chosen], rng)
        Z = network.forward(some, training=True)
        cost, dZ = loss(Z, Y[chosen])
        if not np.isfinite(cost):
            raise ValueError(
                f"the cost is {cost} after {len(history['cost'])} epochs and {len(costs)} steps: "
                "try a smaller learning rate, and look for inf or nan in X"
            )
        network.backward(dZ, input_gradient=False)
        optimizer.update(network.parameters, network.gradients)
        costs.append(cost * len(chosen))
        if np.shape(Y[chosen]) == Z.shape[:-1]:
            right.append(np.sum(Z.argmax(axis=-1) == Y[chosen]))
        waiting.step(f"cost {cost:.3f}")
    history["cost"].append(sum(costs) / len(X))
    history["seconds"].append(time.perf_counter() - started)
    if right:
        history.setdefault("accuracy", []).append(float(sum(right) / np.size(Y)))


def accuracy(network, X, Y, batch_size=256):
    """Return the share of labels Y (integers) that the network's largest output names right."""
    return float(np.mean(network.predict(X, batch_size).argmax(axis=-1) == Y))


def _keep(path, network, optimizer, history):
    """Write everything that training needs to go on."""
    from helpers.layers.storing import write

    text = np.frombuffer(json.dumps(history).encode(), np.uint8)
    groups = {"parameters": network.parameters, "state": network.state, "optimizer": optimizer.memory}
    write(path, groups | {"history": {"json": text}})


def _resume(path, network, optimizer):
    """Read a checkpoint into the network and the optimizer; returns the history so far."""
    from helpers.layers.storing import read

    found = read(path)
    fill(network.parameters, found.get("parameters", {}), path)
    fill(network.state, found.get("state", {}), path)
    optimizer.memory.update(found.get("optimizer", {}))
    return json.loads(found["history"]["json"].tobytes())


class Waiting:
    """Shows in a notebook how far long work is and how long it will still take, and takes that away at the end.

    steps -- how many steps there are
    quiet -- True shows nothing
    """

    def __init__(self, steps, quiet=False):
        self.steps, self.done, self.handle = steps, 0, None
        self.quiet = quiet or os.environ.get("BYHAND_PLAIN") == "1"

    def __enter__(self):
        from helpers.checks.showing import notebook_shell

        self.started = self.shown = time.monotonic()
        self.quiet = self.quiet or notebook_shell() is None
        return self

    def step(self, text=""):
        """Count one step; every half second the line is shown anew."""
        self.done, now = self.done + 1, time.monotonic()
        if not self.quiet and now - self.shown > 0.5:
            left = (now - self.started) / self.done * (self.steps - self.done)
            self._show(f"{self.done} of {self.steps} steps · {text} · about {left:.0f} s left")
            self.shown = now

    def __exit__(self, *_):
        if self.handle is not None:
            self._show(f"{self.done} of {self.steps} steps in {time.monotonic() - self.started:.0f} s")

    def _show(self, text):
        from IPython.display import display

        form = {"text/plain": text}
        if self.handle is None:
            self.handle = display(form, raw=True, display_id=True)
        else:
            self.handle.update(form, raw=True)
