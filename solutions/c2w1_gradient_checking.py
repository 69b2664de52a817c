"""Is a gradient right? Difference quotients, the check for one parameter and for a network, a way back to be mended."""

import numpy as np

from helpers.networks import forward_propagation_n


def difference_quotients(f, theta, epsilon=0.01):
    """Approximate the slope of a function in two ways.

    f -- function of one number
    theta -- where the slope is wanted, a number
    epsilon -- how far to go from there, a small positive number
    Returns (one_sided, two_sided): from theta to theta + epsilon, and from theta − epsilon to theta + epsilon.
    Source: D2 C2_W1, "Numerical approximation of gradients".
    """
    one_sided = (f(theta + epsilon) - f(theta)) / epsilon
    two_sided = (f(theta + epsilon) - f(theta - epsilon)) / (2 * epsilon)
    return one_sided, two_sided


def forward_propagation(x, theta):
    """Compute the cost of the smallest model there is, J = θx.

    x -- input, a number
    theta -- the only parameter, a number
    Returns J, one number.
    Source: D2 C2_W1, "Gradient Checking": J(θ), here with one θ.
    """
    return theta * x


def backward_propagation(x, theta):
    """Compute the slope of J = θx with respect to θ.

    x -- input, a number
    theta -- the only parameter, a number
    Returns dJ/dθ, one number.
    Source: D2 C2_W1, "Gradient Checking": dθ, here with one θ.
    """
    return x


def relative_difference(grad, gradapprox):
    """Measure how far apart two gradients are, compared with their own lengths.

    grad, gradapprox -- two columns of shape (n, 1), or two numbers
    Returns ‖grad − gradapprox‖ / (‖grad‖ + ‖gradapprox‖), one number; 0 when both are zero.
    Source: D2 C2_W1, "Gradient Checking", "Check".
    """
    distance = np.linalg.norm(grad - gradapprox)
    lengths = np.linalg.norm(grad) + np.linalg.norm(gradapprox)
    return distance / lengths if lengths != 0 else 0.0


def gradient_check(x, theta, epsilon=1e-7, print_msg=False, forward=None, backward=None):
    """Check the slope of a model with one parameter.

    x, theta -- input and parameter, numbers
    epsilon -- step of the two-sided difference quotient
    print_msg -- say in words what came out
    forward, backward -- functions of (x, theta) for the cost and its slope; None takes your own two from above
    Returns the relative difference between the slope and its approximation, one number.
    Source: D2 C2_W1, "Gradient Checking".
    """
    forward = forward or forward_propagation
    backward = backward or backward_propagation
    ### BEGIN SOLUTION
    gradapprox = (forward(x, theta + epsilon) - forward(x, theta - epsilon)) / (2 * epsilon)
    difference = relative_difference(backward(x, theta), gradapprox)
    ### END SOLUTION
    if print_msg:
        print("great" if difference <= 2e-7 else "worry", f"- the difference is {difference:.1e}")
    return difference


def dictionary_to_vector(parameters):
    """Unroll all arrays of a dictionary into one long column.

    parameters -- dictionary of arrays, for instance W1, b1, W2, b2, W3, b3
    Returns a column of shape (n, 1): the arrays in the dictionary's order, each read row by row.
    Source: D2 C2_W1, "Gradient Checking": reshape W[1], b[1], … into a big vector θ.
    """
    return np.concatenate([np.reshape(value, (-1, 1)) for value in parameters.values()])


def vector_to_dictionary(theta, parameters):
    """Cut a long column into arrays again, the way back from dictionary_to_vector.

    theta -- column of shape (n, 1)
    parameters -- dictionary whose keys, order and shapes are wanted; it and its arrays stay as they are
    Returns a new dictionary with the same keys and shapes, filled with the numbers of theta.
    Source: D2 C2_W1, "Gradient Checking": J(θ) = J(W[1], b[1], …).
    """
    new, start = {}, 0
    for name, value in parameters.items():
        new[name] = np.reshape(theta[start : start + value.size], value.shape)
        start += value.size
    return new


def gradient_check_n(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    """Check the gradients of a network of three layers, one parameter after the other.

    parameters -- W1, b1, W2, b2, W3, b3; they stay as they are
    gradients -- dictionary with dW1, db1, …, db3; it may hold more, in any order
    X, Y -- inputs, shape (n_x, m), and labels 0 or 1, shape (1, m) or (m,)
    epsilon -- step of the two-sided difference quotients
    print_msg -- say in words what came out
    Returns the relative difference between the gradients and their approximations, one number.
    Source: D2 C2_W1, "Gradient Checking": for each i.
    """
    ### BEGIN SOLUTION
    theta = dictionary_to_vector(parameters)
    grad = dictionary_to_vector({name: gradients["d" + name] for name in parameters})
    gradapprox = np.zeros(theta.shape)
    for i in range(len(theta)):
        step = np.zeros(theta.shape)
        step[i] = epsilon
        J_plus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta + step, parameters))
        J_minus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta - step, parameters))
        gradapprox[i] = (J_plus - J_minus) / (2 * epsilon)
    difference = relative_difference(grad, gradapprox)
    ### END SOLUTION
    if print_msg:
        print("great" if difference <= 2e-7 else "worry", f"- the difference is {difference:.1e}")
    return difference


def backward_propagation_n(X, Y, cache):
    """Compute the gradients of a network of three layers (ReLU, ReLU, sigmoid), all of them right.

    X -- inputs, shape (n_x, m)
    Y -- labels 0 or 1, shape (1, m) or (m,)
    cache -- (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3), from forward_propagation_n
    Returns a dictionary with dZ3, dW3, db3, dA2, dZ2, dW2, db2, dA1, dZ1, dW1, db1; 1/m is in dW and db only.
    Source: D2 C1_W4, "Backward propagation for layer l"; C2_W1, "Gradient checking implementation notes".
    """
    m = X.shape[1]
    Z1, A1, _, _, Z2, A2, W2, _, _, A3, W3, _ = cache
    ### BEGIN SOLUTION
    dZ3 = A3 - Y
    dW3 = np.dot(dZ3, A2.T) / m
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = dA2 * (Z2 > 0)
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = dA1 * (Z1 > 0)
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    ### END SOLUTION
    grads = {"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2}
    return {**grads, "dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}
