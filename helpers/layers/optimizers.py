"""Optimizers: each changes parameters in place by their gradients."""

import numpy as np


class SGD:
    """Gradient descent: W −= learning_rate dW. Source: D2 C2_W2."""

    def __init__(self, learning_rate):
        self.learning_rate, self.memory = learning_rate, {}

    def update(self, parameters, gradients):
        """Change the parameters that have a gradient, in place; both are dictionaries from name to array."""
        for name, gradient in gradients.items():
            parameters[name] -= self._step(name, gradient)

    def _step(self, name, gradient):
        return gradient * gradient.dtype.type(self.learning_rate)

    def _kept(self, kind, name, gradient):
        """An array of the gradient's shape that lasts from step to step, zero at first."""
        return self.memory.setdefault(f"{kind}.{name}", np.zeros_like(gradient))


class Momentum(SGD):
    """Gradient descent along a moving average of the gradients: v = beta v + (1 − beta) dW. Source: D2 C2_W2."""

    def __init__(self, learning_rate, beta=0.9):
        super().__init__(learning_rate)
        self.beta = beta

    def _step(self, name, gradient):
        v = self._kept("v", name, gradient)
        v *= self.beta
        v += (1 - self.beta) * gradient
        return self.learning_rate * v


class Adam(SGD):
    """Momentum divided by the root of a moving average of squares, both corrected for their start. Source: D2 C2_W2."""

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        super().__init__(learning_rate)
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon

    def _step(self, name, gradient):
        v, s = self._kept("v", name, gradient), self._kept("s", name, gradient)
        t = self.memory.setdefault(f"t.{name}", np.zeros(1))
        t += 1
        v *= self.beta1
        v += (1 - self.beta1) * gradient
        s *= self.beta2
        s += (1 - self.beta2) * gradient * gradient
        root = np.sqrt(s * (1 / (1 - self.beta2 ** t[0])))
        root += self.epsilon
        return v / root * (self.learning_rate / (1 - self.beta1 ** t[0]))
