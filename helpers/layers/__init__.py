"""Fast layers in NumPy: forward and backward, float32 (float64 stays float64), pictures as (m, H, W, C), sequences as (m, T, n).

Each `*_forward` returns (output, cache), each `*_backward` takes (gradient of the output, cache) and returns the gradients
in the order of the inputs; there is no 1/m in them, the costs have it. The layers of the same names are objects that keep
their parameters; Network puts them together and train trains it.
"""

from helpers.layers.attention import (
    attention_backward,
    attention_forward,
    multi_head_backward,
    multi_head_forward,
)
from helpers.layers.blocks import (
    AveragePool,
    BatchNorm,
    Conv,
    Dense,
    Depthwise,
    Dropout,
    Flatten,
    GlobalAveragePool,
    Layer,
    LeakyRelu,
    MaxPool,
    Pointwise,
    Relu,
    Sigmoid,
    Tanh,
    TransposeConv,
)
from helpers.layers.convolution import (
    conv_backward,
    conv_forward,
    output_size,
    pointwise_backward,
    pointwise_forward,
    transpose_conv_backward,
    transpose_conv_forward,
)
from helpers.layers.dense import (
    dense_backward,
    dense_forward,
    dropout_backward,
    dropout_forward,
    leaky_relu_backward,
    leaky_relu_forward,
    relu_backward,
    relu_forward,
    sigmoid_backward,
    sigmoid_forward,
    tanh_backward,
    tanh_forward,
)
from helpers.layers.depthwise import depthwise_backward, depthwise_forward
from helpers.layers.losses import sigmoid_cross_entropy, softmax, softmax_cross_entropy, squared_error
from helpers.layers.network import Chain, Network, Residual, Skip
from helpers.layers.normalization import (
    batch_norm_backward,
    batch_norm_forward,
    layer_norm_backward,
    layer_norm_forward,
)
from helpers.layers.optimizers import SGD, Adam, Momentum
from helpers.layers.pooling import (
    average_pool_backward,
    average_pool_forward,
    max_pool_backward,
    max_pool_forward,
)
from helpers.layers.recurrent import (
    embedding_backward,
    embedding_forward,
    gru_backward,
    gru_forward,
    lstm_backward,
    lstm_forward,
    rnn_backward,
    rnn_forward,
)
from helpers.layers.sequence_blocks import Embedding, Gru, LayerNorm, Lstm, Rnn, SelfAttention, TimeDense
from helpers.layers.training import accuracy, train

__all__ = [name for name in dir() if not name.startswith("_")]
