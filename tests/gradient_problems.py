"""Networks and losses for the tests of helpers.gradients, with gradients from PyTorch."""

import numpy as np
import torch

import helpers

ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}


class Problem:
    """A network of random size in NumPy, with gradients from PyTorch."""

    def __init__(self, seed, sizes=None, m=None, activation=None):
        draw = np.random.default_rng(seed)
        sizes = sizes or [*draw.integers(2, 6, size=draw.integers(2, 4)), draw.integers(1, 3)]
        self.m = int(m or draw.integers(2, 9))
        self.activation = activation or ["relu", "tanh", "sigmoid"][seed % 3]
        self.X, self.T = draw.normal(size=(sizes[0], self.m)), draw.normal(size=(sizes[-1], self.m))
        self.parameters, self.depth = {}, len(sizes) - 1
        for layer in range(1, self.depth + 1):
            scale = 1 / np.sqrt(sizes[layer - 1])
            self.parameters[f"W{layer}"] = draw.normal(size=(sizes[layer], sizes[layer - 1])) * scale
            self.parameters[f"b{layer}"] = draw.normal(size=(sizes[layer], 1))
        p = {name: torch.tensor(value, requires_grad=True) for name, value in self.parameters.items()}
        A = torch.tensor(self.X)
        for layer in range(1, self.depth + 1):
            A = p[f"W{layer}"] @ A + p[f"b{layer}"]
            A = ACTIVATIONS[self.activation](A) if layer < self.depth else A
        loss = ((A - torch.tensor(self.T)) ** 2).sum() / self.m
        loss.backward()
        self.gradients = {f"d{name}": value.grad.numpy().copy() for name, value in p.items()}

    def cost(self, p):
        A = self.X
        for layer in range(1, self.depth + 1):
            A = p[f"W{layer}"] @ A + p[f"b{layer}"]
            if layer < self.depth:
                A = {"relu": lambda Z: np.maximum(Z, 0), "tanh": np.tanh, "sigmoid": lambda Z: 1 / (1 + np.exp(-Z))}[
                    self.activation
                ](A)
        return np.sum((A - self.T) ** 2) / self.m

    def check(self, change=None, **options):
        found = {**self.gradients, **(change or {})}
        return helpers.gradients.check(self.cost, found, self.parameters, show=False, **options)

    def sentence(self, change, **options):
        report = self.check(change, **options)
        assert not report.passed
        assert report.wrong == list(change)
        return " ".join(report.sentences)


def wide(seed):
    """Return a smooth problem without silent units, in which no pattern can appear by chance."""
    return Problem(seed, sizes=[4, 5, 3], m=7, activation="tanh")


def by_torch(loss, parameters):
    """Return (cost, gradients) of a loss written in PyTorch, for parameters in NumPy."""
    p = {name: torch.tensor(value, requires_grad=True) for name, value in parameters.items()}
    loss(p).backward()

    def cost(given):
        return loss({name: torch.tensor(np.array(value)) for name, value in given.items()}).item()

    return cost, {f"d{name}": value.grad.numpy() for name, value in p.items()}
