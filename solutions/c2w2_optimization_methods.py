"""Faster ways down: mini-batches, weighted averages, momentum, RMSprop, Adam and a learning rate that shrinks."""

import numpy as np

from helpers.networks import cost_and_gradients, initialize_parameters


def update_parameters_with_gd(parameters, grads, learning_rate):
    """Take one step of plain gradient descent.

    parameters -- W1, b1, ..., WL, bL; W[l] of shape (n[l], n[l-1]), b[l] a column; they stay as they are
    grads -- dW1, db1, ..., dWL, dbL, shaped like the parameters
    learning_rate -- length of the step, α
    Returns a new dictionary with the keys of `parameters`.
    Source: D2 C2_W2, "Mini-batch gradient descent".
    """
    parameters = dict(parameters)
    ### BEGIN SOLUTION
    for name in parameters:
        parameters[name] = parameters[name] - learning_rate * grads["d" + name]
    ### END SOLUTION
    return parameters


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    """Deal the examples out into mini-batches, in random order.

    X, Y -- inputs, shape (n_x, m), and labels, shape (1, m): one example per column
    mini_batch_size -- columns in every batch but perhaps the last
    seed -- the same seed gives the same batches, another seed others
    Returns a list of pairs (X_batch, Y_batch) of shapes (n_x, k) and (1, k). Every example is in exactly one batch,
    together with its label; a last batch that is shorter comes last.
    Source: D2 C2_W2, "Batch vs. mini-batch gradient descent", "Choosing your mini-batch size".
    """
    np.random.seed(seed)
    m = X.shape[1]
    order = np.random.permutation(m)
    X, Y = X[:, order], Y[:, order]
    starts = range(0, m, mini_batch_size)
    return [(X[:, k : k + mini_batch_size], Y[:, k : k + mini_batch_size]) for k in starts]


def exponentially_weighted_average(theta, beta, bias_correction=False):
    """Smooth a series of measurements: every value is an average over the recent past.

    theta -- measurements θ_1, θ_2, ..., shape (days,)
    beta -- share of the old average in the new one, 0 ≤ β < 1
    bias_correction -- divide v_t by 1 − β^t, so that the first values are not too small
    Returns a list or array with as many numbers as `theta`: v_1, v_2, ..., starting from v_0 = 0, corrected if asked for.
    Source: D2 C2_W2, "Implementing exponentially weighted averages", "Bias correction".
    """
    v, averages = 0.0, []
    for t, value in enumerate(theta, start=1):
        v = beta * v + (1 - beta) * value
        averages.append(v / (1 - beta**t) if bias_correction else v)
    return averages


def initialize_velocity(parameters):
    """Make the velocity that momentum starts with: standing still.

    parameters -- W1, b1, ..., WL, bL
    Returns a dictionary with dW1, db1, ..., dWL, dbL: zeros, each shaped like its parameter.
    Source: D2 C2_W2, "Implementation details" of momentum: v_dW = 0, v_db = 0.
    """
    return {"d" + name: np.zeros(value.shape) for name, value in parameters.items()}


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    """Take one step of gradient descent with momentum.

    parameters, grads -- W1, b1, ... and dW1, db1, ...; they stay as they are
    v -- velocity dW1, db1, ... so far, shaped like the gradients; stays as it is
    beta, learning_rate -- share of the old velocity, β; length of the step, α
    Returns (parameters, v), both new dictionaries.
    Source: D2 C2_W2, "Gradient descent with momentum", "Implementation details", left column.
    """
    parameters, v = dict(parameters), dict(v)
    ### BEGIN SOLUTION
    for name in parameters:
        v["d" + name] = beta * v["d" + name] + (1 - beta) * grads["d" + name]
        parameters[name] = parameters[name] - learning_rate * v["d" + name]
    ### END SOLUTION
    return parameters, v


def update_parameters_with_rmsprop(parameters, grads, s, beta2, learning_rate, epsilon=1e-8):
    """Take one step of RMSprop.

    parameters, grads -- W1, b1, ... and dW1, db1, ...; they stay as they are
    s -- average of the squared gradients dW1, db1, ... so far; stays as it is
    beta2, learning_rate -- share of the old average, β2; length of the step, α
    epsilon -- small number added to the root, outside it, so that nothing is divided by 0
    Returns (parameters, s), both new dictionaries.
    Source: D2 C2_W2, "RMSprop"; ε as on the page "Adam optimization algorithm".
    """
    parameters, s = dict(parameters), dict(s)
    ### BEGIN SOLUTION
    for name in parameters:
        g = grads["d" + name]
        s["d" + name] = beta2 * s["d" + name] + (1 - beta2) * g**2
        parameters[name] = parameters[name] - learning_rate * g / (np.sqrt(s["d" + name]) + epsilon)
    ### END SOLUTION
    return parameters, s


def initialize_adam(parameters):
    """Make the two averages that Adam starts with.

    parameters -- W1, b1, ..., WL, bL
    Returns (v, s), two dictionaries with dW1, db1, ..., dWL, dbL: zeros, each shaped like its parameter.
    Source: D2 C2_W2, "Adam optimization algorithm": V_dW = 0, S_dW = 0, V_db = 0, S_db = 0.
    """
    return initialize_velocity(parameters), initialize_velocity(parameters)


def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    """Take one step of Adam.

    parameters, grads -- W1, b1, ... and dW1, db1, ...; they stay as they are
    v, s -- averages of the gradients and of their squares so far, keys dW1, db1, ...; stay as they are
    t -- number of this step, 1 for the first
    learning_rate, beta1, beta2 -- α; share of the old average in v and in s
    epsilon -- small number added to the root, outside it
    Returns (parameters, v, s, v_corrected, s_corrected), five new dictionaries.
    Source: D2 C2_W2, "Adam optimization algorithm".
    """
    parameters, v, s = dict(parameters), dict(v), dict(s)
    v_corrected, s_corrected = {}, {}
    ### BEGIN SOLUTION
    for name in parameters:
        d = "d" + name
        v[d] = beta1 * v[d] + (1 - beta1) * grads[d]
        s[d] = beta2 * s[d] + (1 - beta2) * grads[d] ** 2
        v_corrected[d] = v[d] / (1 - beta1**t)
        s_corrected[d] = s[d] / (1 - beta2**t)
        parameters[name] = parameters[name] - learning_rate * v_corrected[d] / (np.sqrt(s_corrected[d]) + epsilon)
    ### END SOLUTION
    return parameters, v, s, v_corrected, s_corrected


def update_lr(learning_rate0, epoch_num, decay_rate):
    """Return the learning rate of an epoch when it decays like 1 / epoch.

    learning_rate0 -- the first learning rate, α₀
    epoch_num -- number of the epoch
    decay_rate -- how fast it decays; 0 means not at all
    Returns a number.
    Source: D2 C2_W2, "Learning rate decay".
    """
    return learning_rate0 / (1 + decay_rate * epoch_num)


def schedule_lr_decay(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    """Return the learning rate of an epoch when it decays in steps and stays the same in between.

    learning_rate0 -- the first learning rate, α₀
    epoch_num -- number of the epoch
    decay_rate -- how fast it decays
    time_interval -- epochs from one step to the next
    Returns a number.
    Source: D2 C2_W2, "Other learning rate decay methods", the staircase.
    """
    return learning_rate0 / (1 + decay_rate * np.floor(epoch_num / time_interval))


def model(
    X, Y, layers_dims, optimizer, learning_rate=0.0007, mini_batch_size=64, beta=0.9, beta1=0.9, beta2=0.999,
    epsilon=1e-8, num_epochs=5000, print_cost=True, decay=None, decay_rate=1, watch=None,
):  # fmt: skip
    """Train a network (ReLU, last layer sigmoid) on mini-batches with one of four optimizers.

    X, Y, layers_dims -- inputs (n_x, m), labels (1, m), sizes of the layers [n_x, n[1], ..., 1]
    optimizer -- "gd", "momentum", "rmsprop" or "adam"
    learning_rate, mini_batch_size, num_epochs -- α of the first epoch; examples in a batch; passes through X
    beta, beta1, beta2, epsilon -- β of momentum; β1, β2 and ε of Adam; RMSprop takes β2 and ε too
    print_cost, watch -- print the mean cost every 1000 epochs; None, or called every epoch as watch(epoch, cost)
    decay, decay_rate -- None, or a function like `update_lr` that is asked at the start of every epoch (the first is 0)
    Returns the trained parameters, a dictionary with W1, b1, ..., WL, bL.
    Source: D2 C2_W2, "Mini-batch gradient descent", "Adam optimization algorithm", "Learning rate decay".
    """
    parameters, learning_rate0 = initialize_parameters(layers_dims), learning_rate
    v, s = initialize_adam(parameters)
    t, seed, m = 0, 10, X.shape[1]
    for epoch in range(num_epochs):
        seed, cost = seed + 1, 0.0
        ### BEGIN SOLUTION
        if decay:
            learning_rate = decay(learning_rate0, epoch, decay_rate)
        for X_b, Y_b in random_mini_batches(X, Y, mini_batch_size, seed):
            batch_cost, grads = cost_and_gradients(parameters, X_b, Y_b)
            cost, t = cost + batch_cost / m, t + 1
            if optimizer == "gd":
                parameters = update_parameters_with_gd(parameters, grads, learning_rate)
            elif optimizer == "momentum":
                parameters, v = update_parameters_with_momentum(parameters, grads, v, beta, learning_rate)
            elif optimizer == "rmsprop":
                parameters, s = update_parameters_with_rmsprop(parameters, grads, s, beta2, learning_rate, epsilon)
            else:
                parameters, v, s, _, _ = update_parameters_with_adam(
                    parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon
                )
        ### END SOLUTION
        if print_cost and epoch % 1000 == 0:
            print(f"epoch {epoch}: mean cost {cost:.6f}")
        if watch:
            watch(epoch, cost)
    return parameters
