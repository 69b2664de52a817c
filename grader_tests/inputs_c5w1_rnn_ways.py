"""Other right ways and known mistakes of c5w1_rnn_step_by_step that are long, and the sentences that several of them share."""

import numpy as np

from grader_tests import misconception
from helpers.softmax import softmax
from solutions.c5w1_rnn_step_by_step import lstm_cell_forward, rnn_cell_forward

NO_SOFTMAX = "The outputs are scores of any size. After the softmax every column adds up to 1."
FLAT = "A sum over the examples has lost its axis: a bias is a column (n_a, 1), and so is its gradient."
MEAN = "Sums over the examples are divided by m. The 1/m is in the cost and has come in with the gradient already."
OVERWRITTEN = "Each step overwrites what the steps before had found. The same weights work at every step, so the gradients of all steps add up."
WRONG_SLICE = "x[:, t, :] picks an example. x has the shape (n_x, m, T_x): the time step is the last axis."
NO_X = "The caches are a list alone. They should be a pair: the list of the steps' caches, and x."
X_FIRST = "The input stands above the activations. The columns of W are made for [a_prev; xt], activations first; shapes do not tell."
LONG_DX = "dx is as long as x. It should have as many steps as da, which may be shorter."
COUNTED_X = (
    "The steps are counted on x. da may be shorter: then only its T steps count, and the rest of x plays no part."
)


def wrong(id, edit, says, place="", score=0.0):
    """Return the known mistake that an edit of the reference makes."""
    return misconception(id, edit=edit, says=says, place=place, score=score)


# Other right ways


def plain_step_by_example(xt, a_prev, parameters):
    W = np.hstack([parameters["Waa"], parameters["Wax"]])
    columns = [W @ np.concatenate([a_prev[:, i], xt[:, i]]) + parameters["ba"][:, 0] for i in range(xt.shape[1])]
    a_next = np.tanh(np.array(columns).T)
    z = np.dot(parameters["Wya"], a_next) + parameters["by"]
    return [a_next, np.exp(z) / np.exp(z).sum(0), [a_next, a_prev, xt, parameters]]


def plain_run_of_lists(x, a0, parameters):
    a, y, caches = [a0], [], []
    for xt in np.moveaxis(x, 2, 0):
        a_next, yt, cache = rnn_cell_forward(xt, a[-1], parameters)
        a.append(a_next)
        y.append(yt)
        caches.append(cache)
    return np.stack(a[1:], axis=-1), np.stack(y, axis=-1), (caches, x)


def plain_step_back_by_einsum(da_next, cache):
    _, a_prev, xt, parameters = cache
    z = parameters["Waa"] @ a_prev + parameters["Wax"] @ xt + parameters["ba"]
    dz = da_next / np.cosh(z) ** 2
    return {
        "dxt": np.einsum("ax,am->xm", parameters["Wax"], dz),
        "da_prev": np.einsum("ba,bm->am", parameters["Waa"], dz),
        "dWax": np.einsum("am,xm->ax", dz, xt),
        "dWaa": np.einsum("am,bm->ab", dz, a_prev),
        "dba": np.sum(dz, axis=1).reshape(-1, 1),
        "da_next": da_next,
    }


def plain_back_all_at_once(da, caches):
    steps, x = caches
    T, parameters = da.shape[2], steps[0][3]
    dz, carried = [None] * T, 0.0
    for t in range(T - 1, -1, -1):
        dz[t] = (da[:, :, t] + carried) * (1 - steps[t][0] ** 2)
        carried = parameters["Waa"].T @ dz[t]
    dz, before = np.stack(dz, axis=2), np.stack([one[1] for one in steps[:T]], axis=2)
    return {
        "dx": np.einsum("ax,amt->xmt", parameters["Wax"], dz),
        "da0": carried,
        "dWax": np.einsum("amt,xmt->ax", dz, x[:, :, :T]),
        "dWaa": np.einsum("amt,bmt->ab", dz, before),
        "dba": dz.sum(axis=(1, 2)).reshape(-1, 1),
    }


def gru_step_in_halves(xt, a_prev, parameters):
    n_a = a_prev.shape[0]
    halves = {gate: (parameters["W" + gate][:, :n_a], parameters["W" + gate][:, n_a:]) for gate in "urc"}
    ut, rt = (1 / (1 + np.exp(-(halves[g][0] @ a_prev + halves[g][1] @ xt + parameters["b" + g]))) for g in "ur")
    cct = np.tanh(halves["c"][0] @ (a_prev * rt) + halves["c"][1] @ xt + parameters["bc"])
    a_next = a_prev + ut * (cct - a_prev)
    return a_next, softmax(parameters["Wy"] @ a_next + parameters["by"]), (a_next, a_prev, ut, rt, cct, xt, parameters)


def lstm_step_in_one_product(xt, a_prev, c_prev, parameters):
    n_a = len(a_prev)
    W = np.vstack([parameters["W" + gate] for gate in "fioc"])
    b = np.vstack([parameters["b" + gate] for gate in "fioc"])
    z = W @ np.vstack((a_prev, xt)) + b
    (ft, it, ot), cct = np.split(1 / (1 + np.exp(-z[: 3 * n_a])), 3), np.tanh(z[3 * n_a :])
    c_next = ft * c_prev + it * cct
    a_next = np.tanh(c_next) * ot
    yt = softmax(parameters["Wy"].dot(a_next) + parameters["by"])
    return a_next, c_next, yt, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)


def lstm_run_of_lists(x, a0, parameters):
    a, y, c, caches = [a0], [], [np.zeros_like(a0)], []
    for t in range(x.shape[-1]):
        a_next, c_next, yt, cache = lstm_cell_forward(x[..., t], a[-1], c[-1], parameters)
        for kept, new in ((a, a_next), (c, c_next), (y, yt), (caches, cache)):
            kept.append(new)
    return np.stack(a[1:], -1), np.stack(y, -1), np.stack(c[1:], -1), (caches, x)


def lstm_step_back_by_einsum(da_next, dc_next, cache):
    a_next, _, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a, tanh_c = a_prev.shape[0], a_next / ot
    dc = dc_next + ot * da_next - da_next * ot * tanh_c * tanh_c
    dz = np.stack(
        [dc * c_prev * (ft - ft**2), dc * cct * (it - it**2), dc * (it - it * cct**2), da_next * a_next * (1 - ot)]
    )
    W = np.stack([parameters[name] for name in ("Wf", "Wi", "Wc", "Wo")])
    dW = np.einsum("gam,km->gak", dz, np.vstack([a_prev, xt]))
    found = {"dW" + gate: dW[k] for k, gate in enumerate("fico")}
    found |= {"db" + gate: dz[k].sum(1)[:, np.newaxis] for k, gate in enumerate("fico")}
    da_prev, dxt = np.einsum("gak,gam->km", W[:, :, :n_a], dz), np.einsum("gak,gam->km", W[:, :, n_a:], dz)
    return found | {"dxt": dxt, "da_prev": da_prev, "dc_prev": ft * dc}


def lstm_back_all_in_one(da, caches):
    steps, x = caches
    n_a, m, T = da.shape
    da_next, dc, found = np.zeros((n_a, m)), np.zeros((n_a, m)), {"dx": np.zeros((len(x), m, T))}
    for t in range(T - 1, -1, -1):
        _, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = steps[t]
        da_next = da_next + da[:, :, t]
        dc = dc + da_next * ot / np.cosh(c_next) ** 2
        dz = {"f": dc * c_prev * ft * (1 - ft), "i": dc * cct * it * (1 - it), "c": dc * it * (1 - cct * cct)}
        dz["o"] = da_next * np.tanh(c_next) * ot * (1 - ot)
        for gate, one in dz.items():
            found[f"dW{gate}"] = found.get(f"dW{gate}", 0) + np.hstack([one @ a_prev.T, one @ xt.T])
            found[f"db{gate}"] = found.get(f"db{gate}", 0) + one.sum(axis=1, keepdims=True)
        both = np.vstack([parameters[f"W{gate}"] for gate in dz]).T @ np.vstack(list(dz.values()))
        da_next, found["dx"][:, :, t], dc = both[:n_a], both[n_a:], dc * ft
    return found | {"da0": da_next, "dc0": dc}


def two_ways_by_turning(x, a0_forward, a0_backward, parameters):
    def run(x, start, way):
        W, b, kept = parameters["Wa_" + way], parameters["ba_" + way], []
        for t in range(x.shape[2]):
            start = np.tanh(W @ np.vstack([start, x[:, :, t]]) + b)
            kept.append(start)
        return np.stack(kept, axis=2)

    there, back = run(x, a0_forward, "forward"), run(x[:, :, ::-1], a0_backward, "backward")
    a = np.vstack([there, back[:, :, ::-1]])
    z = np.einsum("ya,amt->ymt", parameters["Wy"], a) + parameters["by"][:, :, np.newaxis]
    return a, np.exp(z) / np.exp(z).sum(axis=0)


def deep_layer_by_layer(x, a0, parameters):
    a, below = [], x
    for k, start in enumerate(a0, start=1):
        above = np.zeros((*start.shape, x.shape[2]))
        for t in range(x.shape[2]):
            start = np.tanh(parameters[f"Wa{k}"] @ np.vstack([start, below[:, :, t]]) + parameters[f"ba{k}"])
            above[:, :, t] = start
        a.append(above)
        below = above
    y = [softmax(parameters["Wy"] @ below[:, :, t] + parameters["by"]) for t in range(x.shape[2])]
    return tuple(a), np.stack(y, axis=2)


# Lists of mistakes


def mistakes_lstm_cell_backward():
    """Return the known mistakes of lstm_cell_backward."""
    return [
        wrong(
            "dc-next-ignored",
            {"dc_next + da_next": "da_next"},
            "dc_next is not used. Later steps also look at this memory, by way of the forget gate; what they send has to be added.",
        ),
        wrong(
            "da-next-ignored",
            {"dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)": "dc_next"},
            "The memory only gets dc_next. The activations are made from it as well, so da_next reaches it too, through output gate and tanh.",
        ),
        wrong(
            "output-gate-with-dc",
            {'"o": da_next * np': '"o": dc * np'},
            "The output gate gets dc. It was not multiplied into the memory but into the activations, behind it.",
            score=1 / 5,
        ),
        wrong(
            "output-gate-skipped",
            {"da_next * ot * (1 -": "da_next * (1 -"},
            "On its way from the activations to the memory, da_next has not gone through the output gate.",
        ),
        wrong(
            "no-tanh-in-slope",
            {"1 - np.tanh(c_next) ** 2": "1 - c_next**2"},
            "The slope of the tanh at c_next is told by the tanh's output. c_next is its input.",
        ),
        wrong(
            "no-tanh-slope",
            {" * (1 - np.tanh(c_next) ** 2)": ""},
            "On its way from the activations to the memory, da_next has not gone through the tanh: its slope is missing.",
        ),
        wrong(
            "no-gate-slopes",
            {
                "c_prev * ft * (1 - ft)": "c_prev",
                "cct * it * (1 - it)": "cct",
                "np.tanh(c_next) * ot * (1 - ot)": "np.tanh(c_next)",
            },
            "The gates came out of a sigmoid, and its slope is missing from their gradients.",
            score=1 / 5,
        ),
        wrong(
            "no-slopes",
            {
                "c_prev * ft * (1 - ft)": "c_prev",
                "cct * it * (1 - it)": "cct",
                "dc * it * (1 - cct**2)": "dc * it",
                "np.tanh(c_next) * ot * (1 - ot)": "np.tanh(c_next)",
            },
            "The slopes are missing: of the sigmoid, from which the gates came, and of the tanh, from which the candidate came.",
            score=1 / 5,
        ),
        wrong(
            "candidate-tanh-twice",
            {"1 - cct**2": "1 - np.tanh(cct) ** 2"},
            "cct has been through the tanh already; the slope, told by the tanh's own output, needs no second tanh.",
            score=1 / 5,
        ),
        wrong(
            "gates-swapped",
            {
                "dc * c_prev * ft * (1 - ft)": "dc * cct * ft * (1 - ft)",
                "dc * cct * it * (1 - it)": "dc * c_prev * it * (1 - it)",
            },
            "The partners of forget gate and update gate have changed places. Forward, the forget gate was multiplied with the old memory.",
            score=1 / 5,
        ),
        wrong(
            "a-gate-left-out",
            {"for gate in dz)": 'for gate in "fic")'},
            "Only three of the four products send something back to a_prev and xt: the output gate looked at them too.",
            score=3 / 5,
        ),
        wrong(
            "wrong-rows",
            {'dconcat[n_a:], "da_prev": dconcat[:n_a]': 'dconcat[: len(xt)], "da_prev": dconcat[len(xt) :]'},
            "da_prev and dxt are cut from the stack at the wrong place: a_prev was on top, xt below.",
            score=3 / 5,
        ),
        wrong(
            "dc-prev-not-gated",
            {"dc * ft}": "dc}"},
            "dc_prev has not gone through the forget gate, with which the old memory was multiplied.",
            score=4 / 5,
        ),
        wrong("flat-db", {", keepdims=True": ""}, FLAT, score=4 / 5),
        wrong(
            "mean",
            {"@ concat.T": "@ concat.T / xt.shape[1]", "keepdims=True)": "keepdims=True) / xt.shape[1]"},
            MEAN,
            score=3 / 5,
        ),
    ]


def mistakes_deep():
    """Return the known mistakes of deep_rnn_forward."""
    return [
        wrong(
            "all-read-x",
            {"[now[k], below]": "[now[k], x[:, :, t]]"},
            "All layers read x. Only the first does; the others read the activations of the layer below.",
        ),
        wrong(
            "one-step-late",
            {"[now[k], below]": "[now[k], (states[-1] if states else a0)[k - 1] if k else below]"},
            "A layer reads what the layer below had at the step before. It reads the layer below at the same step.",
        ),
        wrong(
            "starts-anew",
            {"below = x[:, :, t]": "below, now = x[:, :, t], list(a0)"},
            "Every step starts from a0 again, so nothing is remembered from step to step.",
        ),
        wrong(
            "changes-a0",
            {"now = list(a0)": "now = a0"},
            "The caller's list a0 is written over: a second run would start where the first one ended. Copy the list first.",
        ),
        wrong(
            "output-of-layer-1",
            {"@ below": "@ now[0]"},
            "The outputs are made from the first layer; they belong on top of the last.",
        ),
        wrong(
            "input-first",
            {"[now[k], below]": "[below, now[k]]"},
            "What comes from below stands above the layer's own activations. The columns of Wa are made for [own; from below]; shapes do not always tell.",
        ),
        wrong(
            "top-layer-only",
            {"return a,": "return a[-1],"},
            "Only the activations of the top layer come back; it should be a list with those of all layers.",
            score=1 / 2,
        ),
        wrong("no-softmax", {"softmax(": "("}, NO_SOFTMAX, score=1 / 2),
    ]


def mistakes_gru():
    """Return the known mistakes of gru_cell_forward."""
    return [
        wrong(
            "E37",
            {"np.concatenate([rt * a_prev, xt])": "concat"},
            "The candidate does not ask the relevance gate, which then has no influence on anything. The slide's subscript r at this place stands for a product.",
            "D2 C5_W1 “Full GRU”: c̃⟨t⟩ = tanh(W_c[c̃_r⟨t−1⟩, x⟨t⟩] + b_c)",
            score=1 / 5,
        ),
        wrong(
            "gate-after-product",
            {
                'parameters["Wc"] @ np.concatenate([rt * a_prev, xt])': 'rt * (parameters["Wc"][:, : len(rt)] @ a_prev) + parameters["Wc"][:, len(rt) :] @ xt'
            },
            "The relevance gate is applied to the product with Wc. Some libraries do it so; in the document the gate weakens the old memory first, and then Wc mixes the units.",
            score=1 / 5,
        ),
        wrong(
            "gate-reversed",
            {"ut * cct + (1 - ut) * a_prev": "(1 - ut) * cct + ut * a_prev"},
            "The update gate works the wrong way round: when it is 1, the memory is to take over the candidate. (Some libraries define it your way.)",
            score=2 / 5,
        ),
        wrong(
            "all-gated",
            {"[rt * a_prev, xt]": "[rt * a_prev, rt[:1] * xt]"},
            "The relevance gate weakens the input too; it only decides how much of the old memory counts.",
            score=1 / 5,
        ),
        wrong("input-first", {"[a_prev, xt]": "[xt, a_prev]", "[rt * a_prev, xt]": "[xt, rt * a_prev]"}, X_FIRST),
        wrong(
            "adds-up",
            {"(1 - ut) * a_prev": "a_prev"},
            "The old memory is kept in full, whatever the gate says. What the update gate takes of the new, it has to give up of the old.",
            score=2 / 5,
        ),
        wrong(
            "candidate-sigmoid",
            {"np.tanh(": "sigmoid("},
            "The candidate is no gate: it may be negative, so it goes through a tanh.",
            score=1 / 5,
        ),
        wrong("no-softmax", {"softmax(": "("}, NO_SOFTMAX, score=4 / 5),
        wrong(
            "copied-gate",
            {'parameters["Wr"] @ concat + parameters["br"]': 'parameters["Wu"] @ concat + parameters["bu"]'},
            "The relevance gate is a copy of the update gate; it has weights and a bias of its own.",
        ),
    ]


def mistakes_lstm_cell_forward():
    """Return the known mistakes of lstm_cell_forward."""
    return [
        wrong(
            "E251",
            {"ot * np.tanh(c_next)": "ot * c_next"},
            "The activations are the memory itself, times a gate, and can grow without bound. The memory goes through one more function on its way out.",
            "D2 C5_W1 “GRU and LSTM”, “LSTM units”, “LSTM in pictures”: a⟨t⟩ = Γ_o * c⟨t⟩",
            score=1 / 2,
        ),
        wrong(
            "gru-habit",
            {"ft * c_prev": "(1 - it) * c_prev"},
            "What is kept of the old memory is one minus the update gate, as in a GRU. An LSTM has a gate of its own for forgetting.",
            score=1 / 3,
        ),
        wrong(
            "gates-swapped",
            {"ft * c_prev + it * cct": "it * c_prev + ft * cct"},
            "Forget gate and update gate have changed places: the forget gate belongs to the old memory.",
            score=1 / 3,
        ),
        wrong("input-first", {"[a_prev, xt]": "[xt, a_prev]"}, X_FIRST),
        wrong(
            "candidate-sigmoid",
            {"np.tanh(parameters": "sigmoid(parameters"},
            "The candidate is no gate: it may be negative, so it goes through a tanh.",
            score=1 / 6,
        ),
        wrong(
            "memory-to-output",
            {'parameters["Wy"] @ a_next': 'parameters["Wy"] @ c_next'},
            "The output is made from the memory cell; it only gets to see what the output gate lets out.",
            score=5 / 6,
        ),
        wrong("no-softmax", {"softmax(": "("}, NO_SOFTMAX, score=5 / 6),
        wrong(
            "cache-order",
            {"it, cct, ot, xt": "it, ot, cct, xt"},
            "In the cache, candidate and output gate have changed places.",
            score=2 / 3,
        ),
        wrong(
            "copied-gate",
            {'parameters["Wi"] @ concat + parameters["bi"]': 'parameters["Wf"] @ concat + parameters["bf"]'},
            "The update gate is a copy of the forget gate; each gate has weights and a bias of its own.",
            score=1 / 6,
        ),
    ]
