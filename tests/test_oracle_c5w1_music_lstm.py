"""Tunes and the LSTM that learns them agree with what others compute: PyTorch's LSTM, loss and Adam, SciPy, the shares of draws."""

import numpy as np
import pytest
import scipy.special
import torch

from grader_tests import inputs_c5w1_music as inputs
from helpers import datasets, music
from helpers.layers import Adam
from solutions import c5w1_music_lstm as solved

TUNES = datasets.load_tunes()
VALUES = ["end", "hold", *sorted({int(pitch) for tune in TUNES for pitch in tune["pitches"]})]
LESSONS = [([3, 3], 3, 2), ([4, 1, 2], 5, 3), ([6], 4, 1), ([2, 7, 5, 7, 1], 6, 8)]  # lengths, n_values, n_a
GATES = (1, 0, 3, 2)  # ours are forget, update, output, candidate; PyTorch's input, forget, candidate, output


def tensor(array):
    return torch.tensor(np.asarray(array), dtype=torch.float64, requires_grad=True)


def torch_order(array, n_a):
    """Put the gates, the last axis, into PyTorch's order."""
    return np.concatenate([array[..., g * n_a : (g + 1) * n_a] for g in GATES], axis=-1)


def torch_scores(X, parameters):
    """Return PyTorch's scores of all steps, and its parameters {name: tensor}."""
    n_a, n_values = parameters["Wy"].shape
    lstm = torch.nn.LSTM(n_values, n_a, batch_first=True).double()
    with torch.no_grad():
        lstm.weight_ih_l0.copy_(torch.tensor(torch_order(parameters["Wx"], n_a).T.copy()))
        lstm.weight_hh_l0.copy_(torch.tensor(torch_order(parameters["Wa"], n_a).T.copy()))
        lstm.bias_ih_l0.copy_(torch.tensor(torch_order(parameters["b"], n_a)))
        lstm.bias_hh_l0.zero_()
    Wy, by = tensor(parameters["Wy"]), tensor(parameters["by"])
    return lstm(torch.tensor(X))[0] @ Wy + by, lstm, Wy, by


@pytest.mark.parametrize(("lengths", "n_values", "n_a"), LESSONS)
def test_cost_and_gradients_are_those_of_pytorch_with_an_ignored_index(lengths, n_values, n_a):
    X, Y, parameters = inputs.lesson(lengths, n_values, n_a, seed=5)
    Z, lstm, Wy, by = torch_scores(X, parameters)
    loss = torch.nn.functional.cross_entropy(Z.reshape(-1, n_values), torch.tensor(Y.reshape(-1)), ignore_index=-1)
    loss.backward()
    kept = {}

    def keep(parameters, gradients):
        kept.update(gradients)
        return parameters

    _, cost = solved.lstm_train_step(X, Y, parameters, keep, maxValue=np.inf)
    np.testing.assert_allclose(cost, loss.item(), rtol=1e-10)
    for name, theirs in (("Wx", lstm.weight_ih_l0), ("Wa", lstm.weight_hh_l0), ("b", lstm.bias_ih_l0)):
        np.testing.assert_allclose(torch_order(kept[name], n_a), theirs.grad.numpy().T, rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(kept["Wy"], Wy.grad.numpy(), rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(kept["by"], by.grad.numpy(), rtol=1e-8, atol=1e-12)


def test_the_gradient_is_the_slope_of_the_cost():
    X, Y, parameters = inputs.lesson([3, 5], 4, 2, seed=8)
    kept = {}
    solved.lstm_train_step(X, Y, parameters, lambda p, g: kept.update(g), maxValue=np.inf)
    for name, array in parameters.items():
        slopes = np.zeros_like(array)
        for place in np.ndindex(array.shape):
            costs = []
            for nudge in (1e-5, -1e-5):
                moved = {**parameters, name: array.copy()}
                moved[name][place] += nudge
                costs.append(solved.lstm_train_step(X, Y, moved, lambda p, g: p)[1])
            slopes[place] = (costs[0] - costs[1]) / 2e-5
        np.testing.assert_allclose(kept[name], slopes, rtol=1e-5, atol=1e-9)


def test_filling_up_changes_nothing():
    X, Y, parameters = inputs.lesson([4, 2], 3, 2, seed=3)
    wide_X = np.concatenate([X, np.zeros((2, 5, 3))], axis=1)
    wide_Y = np.concatenate([Y, np.full((2, 5), -1)], axis=1)
    kept = []
    for one in ((X, Y), (wide_X, wide_Y)):
        kept.append(solved.lstm_train_step(*one, parameters, lambda p, g: g))
    np.testing.assert_allclose(kept[0][1], kept[1][1])
    for name in parameters:
        np.testing.assert_allclose(kept[0][0][name], kept[1][0][name], atol=1e-14)


def test_no_number_of_the_gradients_passes_the_limit_and_smaller_ones_stay():
    X, Y, parameters = inputs.lesson([5, 3], 4, 3, seed=9, scale=2.0)
    clipped, _ = solved.lstm_train_step(X, Y, parameters, lambda p, g: g, maxValue=0.03)
    free, _ = solved.lstm_train_step(X, Y, parameters, lambda p, g: g, maxValue=np.inf)
    assert max(np.abs(g).max() for g in free.values()) > 0.03
    for name in free:
        np.testing.assert_allclose(clipped[name], torch.clamp(torch.tensor(free[name]), -0.03, 0.03).numpy())


def test_twenty_steps_with_adam_follow_pytorch():
    X, Y, parameters = inputs.lesson([5, 3], 4, 3, seed=12, scale=0.3)
    Z, lstm, Wy, by = torch_scores(X, parameters)
    theirs = torch.optim.Adam([lstm.weight_ih_l0, lstm.weight_hh_l0, lstm.bias_ih_l0, Wy, by], lr=0.01)
    ours, optimizer = {name: array.copy() for name, array in parameters.items()}, Adam(0.01)

    def update(parameters, gradients):
        optimizer.update(parameters, gradients)
        return parameters

    for _ in range(20):
        theirs.zero_grad()
        Z = lstm(torch.tensor(X))[0] @ Wy + by
        loss = torch.nn.functional.cross_entropy(Z.reshape(-1, 4), torch.tensor(Y.reshape(-1)), ignore_index=-1)
        loss.backward()
        theirs.step()
        ours, cost = solved.lstm_train_step(X, Y, ours, update)
        np.testing.assert_allclose(cost, loss.item(), rtol=1e-6)


def test_every_tune_comes_back_from_its_encoding():
    for tune in TUNES:
        X, Y = solved.encode_tune(tune["pitches"], tune["durations"], VALUES)
        assert X.shape == (tune["durations"].sum() + 1, len(VALUES))
        assert solved.decode_tune(Y, VALUES) == (tune["pitches"].tolist(), tune["durations"].tolist())
        np.testing.assert_array_equal(X[1:], torch.nn.functional.one_hot(torch.tensor(Y[:-1]), len(VALUES)).numpy())
        assert not X[0].any()


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_first_values_are_drawn_as_often_as_the_softmax_at_that_temperature_says(temperature):
    parameters = inputs.with_end(-1.0, 4, 2, seed=3)
    Z, *_ = torch_scores(np.zeros((1, 1, 4)), parameters)
    expected = scipy.special.softmax(Z.detach().numpy()[0, 0] / temperature)
    first = [(solved.improvise(parameters, temperature, seed, 1) or [0])[0] for seed in range(4000)]
    np.testing.assert_allclose(np.bincount(first, minlength=4) / 4000, expected, atol=0.03)


def test_temperature_0_takes_pytorchs_most_probable_values_and_low_temperatures_come_to_it():
    parameters = inputs.with_end(-6.0, 5, 4, seed=4, scale=1.5)
    tune = solved.improvise(parameters, 0, seed=1, max_steps=15)
    X = np.zeros((1, 15, 5))
    X[0, np.arange(1, 15), tune[:-1]] = 1
    assert torch_scores(X, parameters)[0].argmax(dim=-1)[0].tolist() == tune
    assert solved.improvise(parameters, 1e-4, seed=2, max_steps=15) == tune
    assert len(solved.improvise(parameters, 1e6, seed=2, max_steps=15)) <= 15


def test_results_are_pytorchs_one_hot_of_pytorchs_argmax_at_90_values():
    predictions = np.random.default_rng(0).dirichlet(np.ones(90), size=(50, 1))
    given = np.zeros((1, 1, 90)), np.zeros((1, 64)), np.zeros((1, 64))
    results, indices = solved.predict_and_sample(lambda x, a, c: predictions, *given)
    best = torch.tensor(predictions).argmax(dim=-1)
    np.testing.assert_array_equal(indices, best.numpy())
    np.testing.assert_array_equal(results, torch.nn.functional.one_hot(best[:, 0], 90).numpy())


def test_sounds_have_the_length_and_the_pitch_of_their_notes():
    clip = music.to_sound([69], [4], seconds=0.25)
    assert abs(clip.size / music.RATE - 1.25) < 0.01
    spectrum = np.abs(np.fft.rfft(clip[: music.RATE]))
    assert abs(np.argmax(spectrum) - 440) <= 1
    assert not music.to_sound([0], [2]).any()
    assert music.spell([60, 66, 0], [2, 1, 3]) == "C4·2 F♯4 rest·3"


def test_the_longest_quotation_is_a_run_in_one_tune():
    assert music.longest_quotation([1, 2, 3, 9, 2, 3, 4, 5], [[7, 2, 3, 4], [1, 2, 3, 5]]) == 3
    assert music.longest_quotation([], [[1, 2]]) == 0
    assert music.longest_quotation([8], [[1, 2]]) == 0
