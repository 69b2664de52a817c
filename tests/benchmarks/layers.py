"""Our layers beside PyTorch on the CPU: one process, the same number of threads, the same numbers, taking turns."""

import os
import subprocess
import sys
import tracemalloc
from pathlib import Path
from statistics import median
from time import perf_counter

ROUNDS = 15
BATCH = 64


def ratio(ours, theirs, rounds=ROUNDS):
    """Return the fastest time of each in ms and the median of the ratios, measured in turns after a first try."""
    times = []
    for _ in range(rounds + 2):
        pair = []
        for action in (ours, theirs):
            start = perf_counter()
            action()
            pair.append(1000 * (perf_counter() - start))
        times.append(pair)
    times = times[2:]
    return min(a for a, _ in times), min(b for _, b in times), median(a / b for a, b in times)


def beside(problem, rounds=ROUNDS):
    """Time forward and backward of one layer; a first layer of a network needs no gradient of its input, this one has it."""
    import numpy as np
    import torch

    arrays = problem.arrays(np.float32)
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    if len(tensors[0].shape) == 4 and "attention" not in problem.label:  # PyTorch's own order in memory, (m, C, H, W)
        channels_first = tensors[0].detach().permute(0, 3, 1, 2).contiguous()
        tensors[0] = channels_first.permute(0, 2, 3, 1).requires_grad_()
    output, cache = problem.forward(*arrays)
    their_output = problem.theirs(*tensors)
    gradient = np.ones_like(output)
    their_gradient = torch.ones_like(their_output)
    forward = ratio(lambda: problem.forward(*arrays), lambda: problem.theirs(*tensors), rounds)
    backward = ratio(
        lambda: problem.gradients(gradient, cache),
        lambda: torch.autograd.grad(their_output, tensors, their_gradient, retain_graph=True),
        rounds,
    )
    return forward, backward


def course_sizes():
    """The layers of the course's networks at batch 64: LeNet's, a U-Net's, and of the sequence models."""
    import torch

    from tests import layer_problems as made

    m = BATCH
    return [
        made.convolution(m, (28, 28), 1, 6, 5, 1, 2),
        made.convolution(m, (14, 14), 6, 16, 5, 1, 0),
        made.pooling("max", m, (28, 28), 6, 2, 2),
        made.pooling("max", m, (10, 10), 16, 2, 2),
        made.dense(m, 400, 120),
        made.activation("relu", torch.relu, [(m, 28, 28, 6)])[0],
        made.convolution(m, (48, 48), 3, 8, 3, 1, 1),
        made.convolution(m, (48, 48), 8, 8, 3, 1, 1),
        made.convolution(m, (24, 24), 16, 16, 3, 1, 1),
        made.convolution(m, (12, 12), 32, 32, 3, 1, 1),
        made.transpose(m, (12, 12), 32, 16, 2, 2, 0),
        made.depthwise(m, (24, 24), 32, 3, 1, 1),
        made.pointwise(m, (24, 24), 32, 64),
        made.pooling("average", m, (24, 24), 16, 2, 2),
        made.batch_norm((m, 24, 24, 16)),
        made.recurrent("rnn", m, 30, 32, 64),
        made.recurrent("gru", m, 30, 32, 64),
        made.recurrent("lstm", m, 30, 32, 64),
        made.attention(m, 4, 30, 30, 16),
        made.multi_head(m, 30, 30, 64, 64, 64, 4),
        made.layer_norm((m, 30, 64)),
    ]


def lenets():
    """Return functions that make one training step of LeNet with Adam, ours and PyTorch's, on the same batch."""
    import numpy as np
    import torch
    from torch import nn

    from helpers import layers

    rng = np.random.default_rng(0)
    X, Y = rng.standard_normal((BATCH, 28, 28, 1), dtype=np.float32), rng.integers(0, 10, BATCH)
    parts = [
        layers.Conv(6, 5, pad=2),
        layers.Relu(),
        layers.MaxPool(),
        layers.Conv(16, 5),
        layers.Relu(),
        layers.MaxPool(),
    ]
    dense = [layers.Flatten(), layers.Dense(120), layers.Relu(), layers.Dense(84), layers.Relu(), layers.Dense(10)]
    network, adam = layers.Network([*parts, *dense], (28, 28, 1)), layers.Adam()

    def ours():
        _, dZ = layers.softmax_cross_entropy(network.forward(X, True), Y)
        network.backward(dZ, input_gradient=False)
        adam.update(network.parameters, network.gradients)

    blocks = [
        nn.Conv2d(1, 6, 5, padding=2),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
    ]
    rows = [nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)]
    net = nn.Sequential(*blocks, *rows)
    optimizer, loss = torch.optim.Adam(net.parameters()), nn.CrossEntropyLoss()
    pictures, labels = torch.tensor(X.transpose(0, 3, 1, 2).copy()), torch.tensor(Y)

    def theirs():
        optimizer.zero_grad()
        loss(net(pictures), labels).backward()
        optimizer.step()

    return ours, theirs


def peak(action):
    """Return the most memory that a call holds at once, in MB."""
    tracemalloc.start()
    action()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def growth():
    """Time one convolution, forward and backward, as batch, picture and channels grow."""
    from tests.layer_problems import convolution

    print(f"{'convolution f 3, p 1':34}  ours ms   PyTorch ms  ratio")
    for m, size, C in [
        (16, 24, 16),
        (64, 24, 16),
        (256, 24, 16),
        (64, 12, 16),
        (64, 48, 16),
        (64, 24, 4),
        (64, 24, 64),
    ]:
        (a, b, _), (c, d, _) = beside(convolution(m, (size, size), C, C, 3, 1, 1), 5)
        print(f"m {m:3}, {size:2}x{size:2}, {C:2} channels {'':11} {a + c:9.2f} {b + d:11.2f} {(a + c) / (b + d):7.2f}")


def table(threads):
    """Print everything for the number of threads that this process was started with."""
    import torch

    torch.set_num_threads(threads)
    ours, theirs = lenets()
    a, b, r = ratio(ours, theirs, 60)
    print(
        f"LeNet's training step, batch {BATCH}: ours {a:.2f} ms, PyTorch {b:.2f} ms, ratio {r:.2f} (aim at most 1.00)"
    )
    print(f"memory of our step at its highest: {peak(ours):.1f} MB")
    print(f"{'':54}  forward: ours, PyTorch, ratio   backward: ours, PyTorch, ratio")
    for problem in course_sizes():
        row = "".join(f"{a:13.3f} {b:8.3f} {r:6.2f} " for a, b, r in beside(problem))
        print(f"{problem.label:54}{row}")
    growth()


def main():
    """Print the tables for one thread and for all cores, each in a process of its own."""
    for threads in sorted({1, os.cpu_count()}):
        print(
            f"— layers, {threads} thread{'s' * (threads > 1)}: times in ms, the ratio is ours / PyTorch's", flush=True
        )
        environment = os.environ | {"OPENBLAS_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)}
        subprocess.run([sys.executable, "-m", "tests.benchmarks.layers", str(threads)], env=environment, check=True)
    cores = Path("/proc/cpuinfo")
    if cores.exists() and "avx512f" in cores.read_text() and "OPENBLAS_CORETYPE" not in os.environ:
        print(
            "— layers, 1 thread, NumPy's OpenBLAS told to use AVX-512 as PyTorch does (OPENBLAS_CORETYPE=SkylakeX)",
            flush=True,
        )
        environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_CORETYPE": "SkylakeX"}
        subprocess.run([sys.executable, "-m", "tests.benchmarks.layers", "1"], env=environment, check=True)


if __name__ == "__main__":
    table(int(sys.argv[1]))
