"""The reference solutions keep the names, parameters, defaults and returns that the field knows them by."""

import importlib
import inspect
import re

import numpy as np
import pytest

SIGNATURES = {
    "c1w2_numpy_basics": """
        basic_sigmoid(x) sigmoid(x) sigmoid_derivative(x) image2vector(image) normalize_rows(x) softmax(x) L1(yhat, y) L2(yhat, y)
        numerical_slope(f, a, eps) computation_graph(a, b, c) calorie_shares(A) matvec_loop(A, v) matvec(A, v)""",
    "c1w2_logistic_regression": """
        sigmoid(z) flatten_images(images) initialize_with_zeros(dim) propagate_loop(w, b, X, Y) propagate(w, b, X, Y) predict(w, b, X)
        optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False)
        model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False) log_likelihood(A, Y)""",
    "c1w3_planar_classification": """
        layer_sizes(X, Y) initialize_parameters(n_x, n_h, n_y) forward_propagation(X, parameters) compute_cost(A2, Y)
        backward_propagation(parameters, cache, X, Y) update_parameters(parameters, grads, learning_rate=1.2)
        nn_model(X, Y, n_h, num_iterations=10000, print_cost=False) predict(parameters, X)""",
    "c1w4_deep_network_step_by_step": """
        initialize_parameters(n_x, n_h, n_y) initialize_parameters_deep(layer_dims) linear_forward(A, W, b)
        linear_activation_forward(A_prev, W, b, activation) L_model_forward(X, parameters) compute_cost(AL, Y) linear_backward(dZ, cache)
        linear_activation_backward(dA, cache, activation) L_model_backward(AL, Y, caches) update_parameters(params, grads, learning_rate)
        relu_backward(dA, Z) sigmoid_backward(dA, Z) tanh_backward(dA, Z) layer_shapes(layer_dims, m) relu(Z)""",
    "c1w4_deep_network_application": """
        two_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False)
        L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False)""",
    "c2w1_initialization": """
        initialize_parameters_zeros(layers_dims) initialize_parameters_random(layers_dims) initialize_parameters_he(layers_dims)
        xavier_scale(n_in, n_out) deep_linear_output(w, L)""",
    "c2w1_regularization": """
        compute_cost_with_regularization(A3, Y, parameters, lambd) backward_propagation_with_regularization(X, Y, cache, lambd)
        backward_propagation_with_dropout(X, Y, cache, keep_prob)""",
    "c2w1_gradient_checking": """
        forward_propagation(x, theta) backward_propagation(x, theta)
        gradient_check_n(parameters, gradients, X, Y, epsilon=1e-07, print_msg=False) backward_propagation_n(X, Y, cache)""",
    "c2w2_optimization_methods": """
        update_parameters_with_gd(parameters, grads, learning_rate) random_mini_batches(X, Y, mini_batch_size=64, seed=0)
        exponentially_weighted_average(theta, beta, bias_correction=False) initialize_velocity(parameters)
        update_parameters_with_momentum(parameters, grads, v, beta, learning_rate) initialize_adam(parameters)
        update_parameters_with_adam(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-08)
        update_lr(learning_rate0, epoch_num, decay_rate)
        schedule_lr_decay(learning_rate0, epoch_num, decay_rate, time_interval=1000)""",
    "c2w3_softmax_and_frameworks": """
        linear_function() sigmoid(z) one_hot_matrix(label, depth=6) initialize_parameters()
        forward_propagation(X, parameters) compute_cost(logits, labels)""",
    "c4w1_convolution_step_by_step": """
        zero_pad(X, pad) conv_single_step(a_slice_prev, W, b) conv_forward(A_prev, W, b, hparameters)
        pool_forward(A_prev, hparameters, mode='max') conv_backward(dZ, cache) create_mask_from_window(x)
        distribute_value(dz, shape) pool_backward(dA, cache, mode='max')""",
    "c4w3_object_detection": """
        yolo_filter_boxes(boxes, box_confidence, box_class_probs, threshold=0.6) iou(box1, box2)
        yolo_non_max_suppression(scores, boxes, classes, max_boxes=10, iou_threshold=0.5)
        yolo_eval(yolo_outputs, image_shape=(720, 1280), max_boxes=10, score_threshold=0.6, iou_threshold=0.5)""",
    "c4w4_face_recognition": """
        triplet_loss(y_true, y_pred, alpha=0.2) verify(image_path, identity, database, model)
        who_is_it(image_path, database, model)""",
    "c4w4_neural_style_transfer": """
        compute_content_cost(content_output, generated_output) gram_matrix(A) compute_layer_style_cost(a_S, a_G)
        compute_style_cost(style_image_output, generated_image_output, STYLE_LAYERS)
        total_cost(J_content, J_style, alpha=10, beta=40)""",
    "c5w1_rnn_step_by_step": """
        rnn_cell_forward(xt, a_prev, parameters) rnn_forward(x, a0, parameters) lstm_cell_forward(xt, a_prev, c_prev, parameters)
        lstm_forward(x, a0, parameters) rnn_cell_backward(da_next, cache) rnn_backward(da, caches)
        lstm_cell_backward(da_next, dc_next, cache) lstm_backward(da, caches)""",
    "c5w1_character_language_model": """
        clip(gradients, maxValue) sample(parameters, char_to_ix, seed) optimize(X, Y, a_prev, parameters, learning_rate=0.01)
        model(data_x, ix_to_char, char_to_ix, num_iterations=35000, n_a=50, dino_names=7, vocab_size=27, verbose=False)""",
    "c5w1_music_lstm": "predict_and_sample(inference_model, x_initializer, a_initializer, c_initializer)",
    "c5w2_word_vectors": """
        cosine_similarity(u, v) complete_analogy(word_a, word_b, word_c, word_to_vec_map) neutralize(word, g, word_to_vec_map)
        equalize(pair, bias_axis, word_to_vec_map)""",
    "c5w2_emojify": """
        sentence_to_avg(sentence, word_to_vec_map)
        model(X, Y, word_to_vec_map, learning_rate=0.01, num_iterations=200)
        sentences_to_indices(X, word_to_index, max_len) pretrained_embedding_layer(word_to_vec_map, word_to_index)""",
    "c5w3_translation_with_attention": "one_step_attention(a, s_prev, parameters=None)",
    "c5w4_transformer": """
        get_angles(pos, k, d) positional_encoding(positions, d) create_padding_mask(decoder_token_ids)
        create_look_ahead_mask(sequence_length) scaled_dot_product_attention(q, k, v, mask)""",
}


def solved(stem):
    """Return a sheet's module of solutions."""
    return importlib.import_module(f"solutions.{stem}")


@pytest.mark.parametrize("stem", SIGNATURES)
def test_names_parameters_and_defaults(stem):
    for text in re.findall(r"\w+\((?:[^()]|\([^()]*\))*\)", " ".join(SIGNATURES[stem].split())):
        function = getattr(solved(stem), text.partition("(")[0])
        assert f"{text.partition('(')[0]}{inspect.signature(function)}" == text


def test_logistic_regression_returns_what_its_callers_unpack():
    sheet = solved("c1w2_logistic_regression")
    w, b = sheet.initialize_with_zeros(3)
    assert w.shape == (3, 1)
    assert type(b) is float
    X, Y = np.array([[1.0, -2, 0.5, 3], [0, 1, 2, 3], [1, 1, 1, 1]]), np.array([[1, 0, 1, 0]])
    grads, cost = sheet.propagate(w, b, X, Y)
    assert set(grads) == {"dw", "db"}
    assert isinstance(grads["db"], np.float64)
    assert np.ndim(cost) == 0
    params, grads, costs = sheet.optimize(w, b, X, Y, num_iterations=101, learning_rate=0.01)
    assert (set(params), set(grads), len(costs)) == ({"w", "b"}, {"dw", "db"}, 2)
    result = sheet.model(X_train=X, Y_train=Y[0], X_test=X, Y_test=Y[0], num_iterations=10)
    names = "costs Y_prediction_test Y_prediction_train w b learning_rate num_iterations"
    assert set(result) == set(names.split())
    assert result["Y_prediction_test"].shape == (1, 4)


def test_one_hidden_layer_draws_and_returns_in_the_known_order():
    sheet = solved("c1w3_planar_classification")
    assert sheet.layer_sizes(np.zeros((5, 3)), np.zeros((2, 3))) == (5, 4, 2)
    np.random.seed(2)
    parameters = sheet.initialize_parameters(2, 4, 1)
    np.random.seed(2)
    assert np.array_equal(parameters["W1"], np.random.randn(4, 2) * 0.01)
    assert np.array_equal(parameters["W2"], np.random.randn(1, 4) * 0.01)
    X, Y = np.random.randn(2, 5), np.array([[True, False, True, True, False]])
    A2, cache = sheet.forward_propagation(X, parameters)
    assert list(cache) == ["Z1", "A1", "Z2", "A2"]
    assert type(sheet.compute_cost(A2, Y)) is float
    assert set(sheet.backward_propagation(parameters, cache, X, Y)) == {"dW1", "db1", "dW2", "db2"}
    trained = sheet.nn_model(X, Y, 4, num_iterations=20, print_cost=False)
    assert sheet.predict(trained, X).shape == (1, 5)


def test_deep_networks_keep_their_seeds_caches_and_keys():
    sheet = solved("c1w4_deep_network_step_by_step")
    parameters = sheet.initialize_parameters_deep([5, 4, 3, 1])
    np.random.seed(3)
    assert np.array_equal(parameters["W1"], np.random.randn(4, 5) * 0.01)
    two = sheet.initialize_parameters(3, 2, 1)
    np.random.seed(1)
    assert np.array_equal(two["W1"], np.random.randn(2, 3) * 0.01)
    X, Y = np.random.randn(5, 6), np.array([[1, 0, 1, 1, 0, 0]])
    AL, caches = sheet.L_model_forward(X, parameters)
    (A_prev, W, b), Z = caches[0]
    assert (A_prev is X or np.array_equal(A_prev, X)) and W.shape == (4, 5) and b.shape == (4, 1) and Z.shape == (4, 6)  # noqa: PT018
    grads = sheet.L_model_backward(AL, Y, caches)
    assert set(grads) == {f"{kind}{layer}" for kind in ("dW", "db") for layer in (1, 2, 3)} | {"dA0", "dA1", "dA2"}
    before = parameters["W1"].copy()
    sheet.update_parameters(parameters, grads, 0.1)
    assert np.array_equal(parameters["W1"], before)


def test_the_models_start_from_the_known_weights_and_keep_one_cost_in_a_hundred():
    sheet = solved("c1w4_deep_network_application")
    draw = np.random.default_rng(0)
    X, Y = draw.normal(size=(4, 7)), np.array([[1, 0, 1, 1, 0, 0, 1]])
    parameters, costs = sheet.two_layer_model(X, Y, (4, 3, 1), num_iterations=1, learning_rate=0.0)
    np.random.seed(1)
    assert np.array_equal(parameters["W1"], np.random.randn(3, 4) * 0.01)
    parameters, costs = sheet.L_layer_model(X, Y, [4, 3, 2, 1], num_iterations=101, learning_rate=0.0)
    np.random.seed(1)
    assert np.allclose(parameters["W1"], np.random.randn(3, 4) / 2)
    assert len(costs) == 2
    assert np.ndim(costs[0]) == 0


def test_starting_weights_of_course_two_come_from_the_known_seeds():
    sheet, dims = solved("c2w1_initialization"), [3, 2, 1]
    for start, size in (
        (sheet.initialize_parameters_random, [10, 10]),
        (sheet.initialize_parameters_he, [2 / 3, 2 / 2]),
    ):
        np.random.seed(3)
        W1, W2 = np.random.randn(2, 3), np.random.randn(1, 2)
        scale = size if start is sheet.initialize_parameters_random else np.sqrt(size)
        found = start(dims)
        assert np.allclose(found["W1"], W1 * scale[0])
        assert np.allclose(found["W2"], W2 * scale[1])
        assert not found["b1"].any()


def test_regularization_returns_the_known_caches_and_keys():
    sheet, draw = solved("c2w1_regularization"), np.random.default_rng(0)
    sizes = [2, 4, 3, 1]
    parameters = {}
    for layer in (1, 2, 3):
        parameters[f"W{layer}"] = draw.normal(size=(sizes[layer], sizes[layer - 1]))
        parameters[f"b{layer}"] = np.zeros((sizes[layer], 1))
    X, Y = draw.normal(size=(2, 5)), np.array([[1, 0, 1, 1, 0]])
    A3, cache = sheet.forward_propagation_with_dropout(X, parameters, 0.7)
    np.random.seed(1)
    D1, D2 = np.random.rand(4, 5) < 0.7, np.random.rand(3, 5) < 0.7
    assert len(cache) == 14
    assert np.array_equal(cache[1], D1)
    assert np.array_equal(cache[6], D2)
    keys = {f"{kind}{layer}" for kind in ("dZ", "dW", "db") for layer in (1, 2, 3)} | {"dA1", "dA2"}
    assert set(sheet.backward_propagation_with_dropout(X, Y, cache, 0.7)) == keys
    plain = cache[:1] + cache[2:6] + cache[7:]
    assert set(sheet.backward_propagation_with_regularization(X, Y, plain, 0.7)) == keys
    assert np.shape(sheet.compute_cost_with_regularization(A3, Y, parameters, 0.1)) == ()


def test_optimizers_return_what_their_callers_unpack():
    sheet, draw = solved("c2w2_optimization_methods"), np.random.default_rng(0)
    parameters = {"W1": draw.normal(size=(2, 3)), "b1": draw.normal(size=(2, 1))}
    grads = {"dW1": draw.normal(size=(2, 3)), "db1": draw.normal(size=(2, 1))}
    v, s = sheet.initialize_adam(parameters)
    assert set(v) == set(s) == {"dW1", "db1"}
    assert len(sheet.update_parameters_with_adam(parameters, grads, v, s, 2)) == 5
    assert len(sheet.update_parameters_with_momentum(parameters, grads, v, 0.9, 0.01)) == 2
    X, Y = draw.normal(size=(3, 10)), np.arange(10).reshape(1, 10)
    np.random.seed(4)
    order = np.random.permutation(10)
    batches = sheet.random_mini_batches(X, Y, 4, seed=4)
    assert [batch[1].shape for batch in batches] == [(1, 4), (1, 4), (1, 2)]
    assert np.array_equal(np.concatenate([batch[1] for batch in batches], axis=1), Y[:, order])


def test_framework_functions_keep_their_seeds_and_shapes():
    sheet = solved("c2w3_softmax_and_frameworks")
    np.random.seed(1)
    X, W, b = np.random.randn(3, 1), np.random.randn(4, 3), np.random.randn(4, 1)
    assert np.allclose(sheet.linear_function(), W @ X + b)
    assert sheet.one_hot_matrix(np.array([2]), 4).shape == (4,)
    shapes = {name: value.shape for name, value in sheet.initialize_parameters().items()}
    assert shapes == {"W1": (25, 12288), "b1": (25, 1), "W2": (12, 25), "b2": (12, 1), "W3": (6, 12), "b3": (6, 1)}


def test_convolution_keeps_its_caches_keys_and_returns():
    sheet, draw = solved("c4w1_convolution_step_by_step"), np.random.default_rng(0)
    A_prev, W, b = draw.normal(size=(2, 5, 7, 3)), draw.normal(size=(3, 3, 3, 4)), draw.normal(size=(1, 1, 1, 4))
    hparameters = {"pad": 1, "stride": 2}
    Z, cache = sheet.conv_forward(A_prev, W, b, hparameters)
    assert Z.shape == (2, 3, 4, 4)
    assert cache[0] is A_prev and cache[1] is W and cache[2] is b and cache[3] == hparameters  # noqa: PT018
    assert np.ndim(sheet.conv_single_step(A_prev[0, :3, :3], W[..., 0], b[..., 0])) == 0
    dA_prev, dW, db = sheet.conv_backward(Z, cache)
    assert (dA_prev.shape, dW.shape, db.shape) == (A_prev.shape, W.shape, (1, 1, 1, 4))
    assert np.allclose(db, Z.sum(axis=(0, 1, 2)))
    A, cache = sheet.pool_forward(A_prev, {"f": 3, "stride": 1}, "average")
    assert cache[0] is A_prev
    assert np.allclose(sheet.pool_backward(A, cache, mode="average").sum(), A.sum())
    assert sheet.create_mask_from_window(np.array([[1, 3], [3, 0]])).tolist() == [[False, True], [True, False]]
    assert sheet.distribute_value(2.0, (2, 4)).tolist() == [[0.25] * 4] * 2


def test_detection_takes_boxes_first_and_suppresses_strictly_above_the_threshold():
    sheet = solved("c4w3_object_detection")
    assert sheet.iou((0, 0, 1, 1), (1, 0, 2, 1)) == 0
    boxes, confidence, probabilities = np.zeros((19, 19, 5, 4)), np.zeros((19, 19, 5, 1)), np.zeros((19, 19, 5, 80))
    boxes[3, 4, 2] = [1, 2, 3, 4]
    confidence[3, 4, 2], probabilities[3, 4, 2, 7] = 0.8, 0.75
    scores, found, classes = sheet.yolo_filter_boxes(boxes, confidence, probabilities, threshold=0.8 * 0.75)
    assert (np.shape(scores), np.shape(found), np.ravel(classes).tolist()) == ((1,), (1, 4), [7])
    two = np.array([[0, 0, 2, 1], [0, 0, 1, 1]], float)
    scores, kept, classes = sheet.yolo_non_max_suppression(np.array([0.6, 0.9]), two, np.array([1, 2]), 10, 0.5)
    assert np.ravel(scores).tolist() == [0.9, 0.6]
    assert np.asarray(kept).tolist() == [[0, 0, 1, 1], [0, 0, 2, 1]]
    outputs = np.full((1, 1, 1, 2), 0.5), np.full((1, 1, 1, 2), 0.5), np.ones((1, 1, 1, 1)), np.ones((1, 1, 1, 3))
    outputs[0][..., 1] = 0.25
    _, corners, _ = sheet.yolo_eval(outputs, image_shape=(100.0, 200.0))
    assert np.allclose(corners, [[0.0, 50.0, 50.0, 150.0]])


def test_faces_and_style_count_what_the_field_counts():
    faces, style = solved("c4w4_face_recognition"), solved("c4w4_neural_style_transfer")
    anchor, positive, negative = [[0.0, 0.0]], [[3.0, 4.0]], [[1.0, 0.0]]
    assert float(faces.triplet_loss(None, (anchor, positive, negative))) == pytest.approx(24.2)
    a, g = np.full((1, 2, 3, 4), 2.0), np.zeros((1, 2, 3, 4))
    assert float(style.compute_content_cost([g, a], [a, g])) == pytest.approx(4 * 24 / (4 * 24))
    assert np.array_equal(style.gram_matrix(np.eye(2, 5)), np.eye(2))
    assert float(style.compute_layer_style_cost(a, g)) == pytest.approx(16 * 24**2 / (2 * 24) ** 2)
    assert float(style.total_cost(1.0, 2.0)) == 90


def test_recurrent_networks_keep_their_caches_keys_and_order_of_returns():
    sheet, draw = solved("c5w1_rnn_step_by_step"), np.random.default_rng(0)
    n_a, n_x, n_y, m, T = 5, 3, 2, 4, 6
    x, a0 = draw.normal(size=(n_x, m, T)), draw.normal(size=(n_a, m))
    shapes = {"Wax": (n_a, n_x), "Waa": (n_a, n_a), "Wya": (n_y, n_a), "ba": (n_a, 1), "by": (n_y, 1)}
    plain = {name: draw.normal(size=shape) for name, shape in shapes.items()}
    a, y, (caches, x_kept) = sheet.rnn_forward(x, a0, plain)
    assert (a.shape, y.shape, len(caches)) == ((n_a, m, T), (n_y, m, T), T)
    assert np.array_equal(x_kept, x)
    assert set(sheet.rnn_backward(a, (caches, x_kept))) == {"dx", "da0", "dWax", "dWaa", "dba"}
    gates = {f"W{gate}": draw.normal(size=(n_a, n_a + n_x)) for gate in "fico"}
    gates |= {f"b{gate}": draw.normal(size=(n_a, 1)) for gate in "fico"}
    gates |= {"Wy": draw.normal(size=(n_y, n_a)), "by": draw.normal(size=(n_y, 1))}
    a, y, c, caches = sheet.lstm_forward(x, a0, gates)
    assert (a.shape, y.shape, c.shape) == ((n_a, m, T), (n_y, m, T), (n_a, m, T))
    assert len(caches[0][0]) == 10
    gradients = sheet.lstm_backward(a[:, :, :4], caches)
    names = {f"d{kind}{gate}" for kind in "Wb" for gate in "fico"}
    assert set(gradients) == names | {"dx", "da0"}
    assert gradients["dx"].shape == (n_x, m, 4)


def test_the_character_model_samples_and_steps_with_the_known_seeds():
    sheet = solved("c5w1_character_language_model")
    np.random.seed(2)
    shapes = {"Wax": (6, 27), "Waa": (6, 6), "Wya": (27, 6), "b": (6, 1), "by": (27, 1)}
    parameters = {name: np.random.randn(*shape) for name, shape in shapes.items()}
    letters = {letter: index for index, letter in enumerate("\nabcdefghijklmnopqrstuvwxyz")}
    found = sheet.sample(parameters, letters, 0)
    assert found[-1] == 0
    assert len(found) <= 51
    np.random.seed(0)
    first = {name: value.copy() for name, value in parameters.items()}
    loss, gradients, a_last = sheet.optimize([None, 3, 5], [3, 5, 0], np.zeros((6, 1)), parameters)
    assert (np.ndim(loss), a_last.shape) == (0, (6, 1))
    assert all(np.abs(gradients[f"d{name}"]).max() <= 5 for name in ("Wax", "Waa", "Wya"))
    assert np.allclose(parameters["Wya"], first["Wya"] - 0.01 * gradients["dWya"])
    clipped = sheet.clip({name: np.full((2, 2), 20.0) for name in ("dWax", "dWaa", "dWya", "db", "dby", "da_next")}, 10)
    assert set(clipped) == {"dWax", "dWaa", "dWya", "db", "dby"}


def test_words_and_masks_are_what_the_field_expects():
    vectors, emojis, transformer = (solved(f"c5{name}") for name in ("w2_word_vectors", "w2_emojify", "w4_transformer"))
    words = {"a": np.array([1.0, 0]), "b": np.array([1.0, 1]), "c": np.array([0, 1.0]), "d": np.array([0.0, 2])}
    assert vectors.complete_analogy("A", "B", "C", words) == "d"
    assert emojis.sentence_to_avg("A unknown C", words).tolist() == [0.5, 0.5]
    assert emojis.sentence_to_avg("unknown", words).tolist() == [0.0, 0.0]
    padded = emojis.sentences_to_indices(np.array(["a b", "c"]), {"a": 1, "b": 2, "c": 3}, 3)
    assert np.asarray(padded).tolist() == [[1, 2, 0], [3, 0, 0]]
    assert transformer.positional_encoding(4, 6).shape == (1, 4, 6)
    assert transformer.create_padding_mask(np.array([[3, 0, 1]])).tolist() == [[[1.0, 0.0, 1.0]]]
    assert transformer.create_look_ahead_mask(3).tolist() == [[[1, 0, 0], [1, 1, 0], [1, 1, 1]]]
    output, weights = transformer.scaled_dot_product_attention(
        np.eye(2), np.eye(2), np.eye(2), np.array([[1, 0], [1, 1]])
    )
    assert np.allclose(weights[0], [1, 0])
    assert np.allclose(output, weights)
