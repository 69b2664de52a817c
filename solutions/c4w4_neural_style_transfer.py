"""Neural style transfer: costs on the activations of a trained network, their gradients, a step of the picture; 1-D and 3-D convolution."""

import numpy as np


def total_cost(J_content, J_style, alpha=10, beta=40):
    """Weigh content against style.

    J_content, J_style -- the two costs, numbers
    alpha, beta -- how much each of them counts
    Returns the cost J(G), a number.
    Source: D2 C4_W4, "Neural style transfer cost function".
    """
    return alpha * J_content + beta * J_style


def compute_content_cost(content_output, generated_output):
    """Measure how far the content of two pictures is apart.

    content_output -- list of layer outputs for the content picture; the last counts, shape (1, n_H, n_W, n_C)
    generated_output -- the same layers' outputs for the generated picture
    Returns the sum of the squared differences divided by 4 n_H n_W n_C, a number.
    Source: D2 C4_W4, "Content cost function".
    """
    a_C, a_G = content_output[-1], generated_output[-1]
    _, n_H, n_W, n_C = a_G.shape
    return np.sum((a_C - a_G) ** 2) / (4 * n_H * n_W * n_C)


def content_gradient(content_output, generated_output):
    """Give the slope of the content cost at the generated picture's activations.

    content_output -- list of layer outputs for the content picture; the last counts, shape (1, n_H, n_W, n_C)
    generated_output -- the same layers' outputs for the generated picture
    Returns the derivative of compute_content_cost with respect to generated_output[-1], shape (1, n_H, n_W, n_C).
    Source: D2 C4_W4, "Content cost function", "Find the generated image G".
    """
    a_C, a_G = content_output[-1], generated_output[-1]
    _, n_H, n_W, n_C = a_G.shape
    return (a_G - a_C) / (2 * n_H * n_W * n_C)


def gram_matrix(A):
    """Say for each two channels how strongly they are active at the same places.

    A -- activations of a layer with one row per channel, shape (n_C, n_H * n_W)
    Returns the Gram matrix, shape (n_C, n_C): entry (k, k') is the sum over the places of channel k times channel k'.
    Source: D2 C4_W4, "Style matrix".
    """
    return np.dot(A, A.T)


def compute_layer_style_cost(a_S, a_G):
    """Measure how far the style of two pictures is apart in one layer.

    a_S -- the layer's activations for the style picture, shape (1, n_H, n_W, n_C)
    a_G -- the layer's activations for the generated picture, shape (1, n_H, n_W, n_C)
    Returns the squared distance of the two Gram matrices divided by (2 n_H n_W n_C)², a number.
    Source: D2 C4_W4, "Style matrix", "Style cost function".
    """
    _, n_H, n_W, n_C = a_G.shape
    G_S = gram_matrix(a_S.reshape(n_H * n_W, n_C).T)
    G_G = gram_matrix(a_G.reshape(n_H * n_W, n_C).T)
    return np.sum((G_S - G_G) ** 2) / (2 * n_H * n_W * n_C) ** 2


def layer_style_gradient(a_S, a_G):
    """Give the slope of a layer's style cost at the generated picture's activations.

    a_S -- the layer's activations for the style picture, shape (1, n_H, n_W, n_C)
    a_G -- the layer's activations for the generated picture, shape (1, n_H, n_W, n_C)
    Returns the derivative of compute_layer_style_cost with respect to a_G, shape (1, n_H, n_W, n_C).
    Source: D2 C4_W4, "Style cost function", "Find the generated image G".
    """
    _, n_H, n_W, n_C = a_G.shape
    A_S, A_G = a_S.reshape(n_H * n_W, n_C).T, a_G.reshape(n_H * n_W, n_C).T
    dA = np.dot(gram_matrix(A_G) - gram_matrix(A_S), A_G) / (n_H * n_W * n_C) ** 2
    return dA.T.reshape(a_G.shape)


def compute_style_cost(style_image_output, generated_image_output, STYLE_LAYERS):
    """Add up the style costs of several layers.

    style_image_output -- list of layer outputs for the style picture, (1, n_H, n_W, n_C) each; the last is the content's
    generated_image_output -- the same layers' outputs for the generated picture
    STYLE_LAYERS -- list of pairs (name, weight λ), one for each output but the last, in the same order
    Returns the sum of λ times the layer's style cost, a number.
    Source: D2 C4_W4, "Style cost function".
    """
    J_style = 0.0
    for a_S, a_G, (_, weight) in zip(style_image_output[:-1], generated_image_output[:-1], STYLE_LAYERS):
        J_style += weight * compute_layer_style_cost(a_S, a_G)
    return J_style


def style_gradient_step(generated, content_output, style_image_output, STYLE_LAYERS, network, move, alpha=10, beta=40):
    """Change the generated picture once, so that its total cost falls; the network stays as it is.

    generated -- picture, shape (1, H, W, 3), numbers from 0 to 1
    content_output, style_image_output -- lists of layer outputs: STYLE_LAYERS in order, then the content layer
    STYLE_LAYERS -- list of pairs (name, weight λ)
    network -- network(picture) gives the list of outputs; network(picture, gradients) takes a list with one
        gradient for each output and gives the picture's; move(picture, gradient) gives the moved picture
    alpha, beta -- how much content and style count
    Returns (picture, J): the moved picture, cut to 0 … 1, and the total cost before the step.
    Source: D2 C4_W4, "Find the generated image G".
    """
    outputs = network(generated)
    J_style = compute_style_cost(style_image_output, outputs, STYLE_LAYERS)
    J = total_cost(compute_content_cost(content_output, outputs), J_style, alpha, beta)
    gradients = []
    for a_S, a_G, (_, weight) in zip(style_image_output, outputs, STYLE_LAYERS):
        gradients.append(beta * weight * layer_style_gradient(a_S, a_G))
    gradients.append(alpha * content_gradient(content_output, outputs))
    gradient = network(generated, gradients)
    return np.clip(move(generated, gradient), 0, 1), J


def conv_1d(x, W, b, stride=1, pad=0):
    """Slide filters along signals, as a 2-D convolution slides them over pictures.

    x -- signals, shape (m, n, n_C_prev)
    W -- filters, shape (f, n_C_prev, n_C)
    b -- biases, shape (1, 1, n_C)
    stride, pad -- step of the filters; zeros added at both ends of each signal
    Returns Z, shape (m, ⌊(n + 2 pad − f) / stride⌋ + 1, n_C).
    Source: D2 C4_W4, "Convolutions in 2D and 1D".
    """
    f = W.shape[0]
    x = np.pad(x, ((0, 0), (pad, pad), (0, 0)))
    Z = []
    for start in range(0, x.shape[1] - f + 1, stride):
        window = x[:, start : start + f]
        Z.append(np.tensordot(window, W, axes=([1, 2], [0, 1])))
    return np.stack(Z, axis=1) + b


def conv_3d_shape(input_shape, f, n_filters, stride=1, pad=0):
    """Tell the shape of a 3-D convolution's output.

    input_shape -- height, width, depth and channels of the volume, four whole numbers
    f, n_filters -- size of the filters, f × f × f × channels each; how many there are
    stride, pad -- step of the filters; zeros added on every side
    Returns (height, width, depth, channels) of the output, four whole numbers.
    Source: D2 C4_W4, "3D convolution".
    """
    sides = [(side + 2 * pad - f) // stride + 1 for side in input_shape[:3]]
    return (*sides, n_filters)
