"""Demands on results that have no fixed digits, a module each for values, batches, training, and so on."""

from helpers.checks.demands import (
    augmenting,
    batches,
    changes,
    dropout,
    pictures,
    sampling,
    searching,
    seeds,
    sentences,
    starts,
    training,
    values,
)

# Told from the result: demand(expected, given, demand, case, near). Each returns a sentence when it is broken, else None.
RESULT = {
    "exact": values.exact,
    "spread": values.spread,
    "same_keys": values.same_keys,
    "without": values.without,
    "own_draws": values.own_draws,
    "any_order": values.any_order,
    "learns": training.learns,
    "varies": seeds.varies,
    "partition": batches.partition,
    "together": batches.together,
    "shuffled": batches.shuffled,
    "seeded": seeds.seeded,
}

# Told by calling the function again: demand(function, exercise, case, value, demand).
CALLING = {
    "layer_scales": starts.layer_scales,
    "trains": training.trains,
    "masks": dropout.masks,
    "thinned": dropout.thinned,
    "seed_argument": seeds.seed_argument,
    "cutouts": pictures.cutouts,
    "augmented": augmenting.augmented,
    "even_draws": sampling.even_draws,
    "search": searching.search,
    "stepped": changes.stepped,
    "softmax_steps": sentences.softmax_steps,
}
