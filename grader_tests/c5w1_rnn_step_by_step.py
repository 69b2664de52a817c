"""What c5w1_rnn_step_by_step checks: cases, known mistakes, other right ways, hints."""

from grader_tests import Sheet
from grader_tests import inputs_c5w1_rnn as inputs
from grader_tests import inputs_c5w1_rnn_ways as ways
from grader_tests.inputs_c5w1_rnn_ways import wrong

sheet = Sheet(__name__, position=1, errata="E37 E251 E252 E253 E254")

sheet.exercise(
    "rnn_cell_forward",
    points=8,
    source="D2 C5_W1 “Forward Propagation”, “Simplified RNN notation”",
    parts={"activations": ["[0]"], "outputs": ["[1]"], "cache": ["[2]"]},
    cases=inputs.plain_steps(),
    misconceptions=[
        wrong("forgot-ba", {' + parameters["ba"]': ""}, "The bias ba is left out of the sum under the tanh."),
        wrong("no-tanh", {"np.tanh(": "("}, "The tanh is missing: activations lie between −1 and 1."),
        wrong(
            "sigmoid",
            {"np.tanh(": "sigmoid("},
            "The activations have gone through a sigmoid; here g is the tanh, which can be negative too.",
        ),
        wrong("no-softmax", {"softmax(": "("}, ways.NO_SOFTMAX, score=2 / 3),
        wrong(
            "exponentials",
            {"softmax(": "np.exp("},
            "These are the exponentials of the scores; divide them by the sum of their column.",
            score=2 / 3,
        ),
        wrong(
            "softmax-over-examples",
            {'softmax(Wya @ a_next + parameters["by"])': 'softmax((Wya @ a_next + parameters["by"]).T).T'},
            "The rows add up to 1, so the examples share one probability. An example is a column: its n_y outputs compete with each other.",
            score=2 / 3,
        ),
        wrong(
            "softmax-over-all",
            {
                'softmax(Wya @ a_next + parameters["by"])': 'softmax((Wya @ a_next + parameters["by"]).reshape(-1, 1)).reshape(len(Wya), -1)'
            },
            "All numbers together add up to 1, so the examples share one probability. Every column, one example, should add up to 1 by itself.",
            score=2 / 3,
        ),
        wrong(
            "old-activations",
            {"Wya @ a_next": "Wya @ a_prev"},
            "The output is made from the activations of the step before; it may know xt already.",
            score=2 / 3,
        ),
        wrong(
            "cache-order",
            {"(a_next, a_prev, xt, parameters)": "(a_prev, a_next, xt, parameters)"},
            "The cache's first two entries have changed places: the new activations come first.",
            score=2 / 3,
        ),
    ],
    accepted=[
        ways.plain_step_by_example,
        {"Waa @ a_prev + Wax @ xt": "np.hstack([Waa, Wax]) @ np.vstack([a_prev, xt])"},
        {"Waa @ a_prev + Wax @ xt": "np.einsum('ab,bm->am', Waa, a_prev) + Wax.dot(xt)"},
    ],
    hints=[
        "Two products and a bias under the tanh: Waa belongs to a_prev, Wax to xt. Write the shapes beside them.",
        "The output starts from the new activations: Wya, by, then softmax (given), which works on columns.",
        "The cache is a tuple of four, in the order of the docstring.",
    ],
)

sheet.exercise(
    "rnn_forward",
    points=8,
    source="D2 C5_W1 “Forward Propagation”: a⟨0⟩ = 0, a⟨1⟩, …, a⟨T⟩",
    uses=["rnn_cell_forward"],
    parts={"activations": ["[0]"], "outputs": ["[1]"], "caches": ["[2]"]},
    cases=inputs.plain_runs(),
    misconceptions=[
        wrong(
            "always-a0",
            {"x[:, :, t], a_next,": "x[:, :, t], a0,"},
            "Every step starts from a0, so nothing is remembered. A step starts from the activations that the step before has left.",
        ),
        wrong(
            "starts-at-zero",
            {"a_next = a0": "a_next = np.zeros((n_a, m))"},
            "The first step starts from zeros instead of a0.",
        ),
        wrong("examples-as-steps", {"x[:, :, t]": "x[:, t, :]"}, ways.WRONG_SLICE),
        wrong("backwards", {"x[:, :, t]": "x[:, :, T_x - 1 - t]"}, "The sequence is read from its end."),
        wrong(
            "returned-early",
            {"\n    return a,": "\n        return a,"},
            "The return stands inside the loop, so all steps after the first stay 0.",
        ),
        wrong("caches-without-x", {"(caches, x)": "caches"}, ways.NO_X, score=2 / 3),
        wrong(
            "x-first-in-caches",
            {"(caches, x)": "(x, caches)"},
            "The pair is the wrong way round: first the list of caches, then x.",
            score=2 / 3,
        ),
    ],
    accepted=[
        ways.plain_run_of_lists,
        {
            "a_next = a0": "a_next = a0.copy()",
            "a[:, :, t] = a_next": "a[..., t] = cache[0]",
            "caches.append(cache)": "caches += [cache]",
        },
    ],
    hints=[
        "Sizes first: m and T_x from x, n_a and n_y from the shape of Wya. Then arrays of zeros for a and y_pred.",
        "a_next = a0 before the loop; in the loop, x[:, :, t] and a_next go into rnn_cell_forward, and the a_next that comes out goes into the next round.",
        "Store a_next in a[:, :, t], append the cache, and return the caches together with x.",
    ],
)

sheet.exercise(
    "rnn_cell_backward",
    points=8,
    source="D2 C5_W1 “Backpropagation through time”; chain rule",
    parts={name: [f"['{name}']"] for name in ("dxt", "da_prev", "dWax", "dWaa", "dba")},
    cases=inputs.plain_steps_back(),
    misconceptions=[
        wrong(
            "no-slope",
            {" * (1 - a_next**2)": ""},
            "The slope of the tanh is missing: da_next is a gradient behind the tanh, the weights stand before it.",
        ),
        wrong(
            "tanh-twice",
            {"a_next**2": "np.tanh(a_next) ** 2"},
            "a_next has been through the tanh already. The slope of tanh, told by its own output, needs no second tanh.",
        ),
        wrong(
            "slope-at-a-prev",
            {"a_next**2": "a_prev**2"},
            "The slope is taken from the activations of the step before, not from those that this tanh gave.",
        ),
        wrong(
            "new-activations-in-dWaa",
            {"a_prev.T": "a_next.T"},
            "dWaa is made with a_next. Forward, Waa was multiplied with another array; its gradient needs that one.",
            score=4 / 5,
        ),
        wrong(
            "not-transposed",
            {'parameters["Waa"].T': 'parameters["Waa"]'},
            "da_prev goes back through Waa as if forward: rows and columns of Waa have to change roles.",
            score=4 / 5,
        ),
        wrong("flat-dba", {", keepdims=True": ""}, ways.FLAT, score=4 / 5),
        wrong(
            "mean",
            {
                "dz @ xt.T": "dz @ xt.T / xt.shape[1]",
                "dz @ a_prev.T": "dz @ a_prev.T / xt.shape[1]",
                "keepdims=True)": "keepdims=True) / xt.shape[1]",
            },
            ways.MEAN,
            score=2 / 5,
        ),
    ],
    accepted=[
        ways.plain_step_back_by_einsum,
        {
            '"dWaa": dz @ a_prev.T': '"dWaa": sum(np.outer(dz[:, i], a_prev[:, i]) for i in range(dz.shape[1]))',
            "np.sum(dz, axis=1, keepdims=True)": "dz @ np.ones((dz.shape[1], 1))",
        },
    ],
    hints=[
        "First go back through the tanh: dz has the shape of da_next. The slope of tanh is 1 − tanh², and a_next is that tanh.",
        "z = Waa·a_prev + Wax·xt + ba: each product sends dz to both of its factors, with the other factor transposed.",
        "A bias is added in every column, so its gradient adds up the columns of dz, with keepdims=True.",
    ],
)

sheet.exercise(
    "rnn_backward",
    points=8,
    source="D2 C5_W1 “Backpropagation through time”",
    uses=["rnn_cell_backward"],
    parts={name: [f"['{name}']"] for name in ("dx", "da0", "dWax", "dWaa", "dba")},
    cases=inputs.plain_runs_back(),
    misconceptions=[
        wrong(
            "nothing-carried",
            {"da[:, :, t] + da_prev": "da[:, :, t]"},
            "Each step only gets what its own output sends. a⟨t⟩ also went into step t + 1, so that step's da_prev has to be added.",
        ),
        wrong(
            "only-carried",
            {"da[:, :, t] + da_prev": "da_prev + da[:, :, t] * (t == T - 1)"},
            "Only the last step's da is used. Every step has an output of its own, which sends a gradient too.",
        ),
        wrong(
            "forward-in-time",
            {"reversed(range(T))": "range(T)"},
            "The loop runs forward in time. A step can only be done once the step after it has sent its da_prev.",
        ),
        wrong("overwritten", {"gradients[name] += ": "gradients[name] = "}, ways.OVERWRITTEN, score=2 / 5),
        wrong(
            "da0-stays-zero",
            {'gradients["da0"] = da_prev': "pass"},
            "da0 is still zero: it is what the very first step sends further back.",
            score=4 / 5,
        ),
        wrong("dx-as-long-as-x", {"np.zeros((x.shape[0], m, T))": "np.zeros(x.shape)"}, ways.LONG_DX, score=9 / 10),
        wrong(
            "steps-of-x",
            {"n_a, m, T = da.shape": "(n_a, m), T = da.shape[:2], x.shape[2]"},
            ways.COUNTED_X,
            score=1 / 2,
        ),
    ],
    accepted=[
        ways.plain_back_all_at_once,
        {
            "reversed(range(T))": "range(T - 1, -1, -1)",
            "gradients[name] += step[name]": "gradients[name] = gradients[name] + step[name]",
        },
    ],
    hints=[
        "Walk from t = T − 1 down to 0. Keep da_prev, zeros at first: what the step after sends back.",
        "rnn_cell_backward gets the sum of two gradients: da[:, :, t] from the output of step t, and da_prev from step t + 1.",
        "dxt goes to dx[:, :, t]; dWax, dWaa and dba are added up over the steps; da0 is the da_prev that is left at the end.",
    ],
)

GATED = {"gates": ["[2][2]", "[2][3]"], "candidate": ["[2][4]"], "activations": ["[0]"], "outputs": ["[1]"]}

sheet.exercise(
    "gru_cell_forward",
    points=9,
    source="D2 C5_W1 “Full GRU”, “GRU and LSTM”",
    parts={**GATED, "rest of the cache": ["[2][0]", "[2][1]", "[2][5]", "[2][6]"]},
    cases=inputs.gru_steps(),
    misconceptions=ways.mistakes_gru(),
    accepted=[
        ways.gru_step_in_halves,
        {
            "ut * cct + (1 - ut) * a_prev": "a_prev - ut * (a_prev - cct)",
            "concat = np.concatenate([a_prev, xt])": "concat = np.vstack((a_prev, xt))",
        },
    ],
    hints=[
        "np.concatenate([a_prev, xt]) stacks the two; both gates are a sigmoid of W @ that + b.",
        "The candidate needs a stack of its own: a_prev times rt, entry by entry, above xt.",
        "a_next mixes candidate and a_prev; the shares ut and 1 − ut add up to 1.",
    ],
)

LSTM = {
    "gates": ["[3][4]", "[3][5]", "[3][7]"],
    "candidate": ["[3][6]"],
    "memory": ["[1]"],
    "activations": ["[0]"],
    "outputs": ["[2]"],
}

sheet.exercise(
    "lstm_cell_forward",
    points=10,
    source="D2 C5_W1 “LSTM units”",
    parts={**LSTM, "rest of the cache": [f"[3][{k}]" for k in (0, 1, 2, 3, 8, 9)]},
    cases=inputs.lstm_steps(),
    misconceptions=ways.mistakes_lstm_cell_forward(),
    accepted=[
        ways.lstm_step_in_one_product,
        {
            "concat = np.concatenate([a_prev, xt])": "concat = np.append(a_prev, xt, axis=0)",
            "c_next = ft * c_prev + it * cct": "c_next = np.add(cct * it, c_prev * ft)",
        },
    ],
    hints=[
        "One stack [a_prev; xt] serves all four: three sigmoids (f, i, o) and one tanh (c).",
        "The memory: the forget gate times the old one, plus the update gate times the candidate, entry by entry.",
        "The activations: the output gate times the tanh of the new memory. Outputs are made from them.",
    ],
)

sheet.exercise(
    "lstm_forward",
    points=8,
    source="D2 C5_W1 “LSTM in pictures”",
    uses=["lstm_cell_forward"],
    parts={"activations": ["[0]"], "outputs": ["[1]"], "memory": ["[2]"], "caches": ["[3]"]},
    cases=inputs.lstm_runs(),
    misconceptions=[
        wrong(
            "returned-early",
            {"\n    return a,": "\n        return a,"},
            "The return stands inside the loop, so all steps after the first stay 0.",
        ),
        wrong(
            "memory-not-carried",
            {"a_next, c_next, parameters)": "a_next, np.zeros((n_a, m)), parameters)"},
            "Every step starts with an empty memory cell. The memory of a step goes on into the next: that is what an LSTM is for.",
        ),
        wrong(
            "activations-not-carried",
            {"x[:, :, t], a_next": "x[:, :, t], a0"},
            "Every step starts from a0. It starts from the activations that the step before has left.",
        ),
        wrong(
            "memory-from-a0",
            {"a_next, c_next = a0, np.zeros((n_a, m))": "a_next, c_next = a0, a0"},
            "The memory cell starts as a copy of a0; at the first step it is empty: zeros.",
        ),
        wrong(
            "starts-at-zero",
            {"a_next, c_next = a0, np": "a_next, c_next = np.zeros((n_a, m)), np"},
            "The first step starts from zero activations instead of a0. Only the memory cell starts at zero.",
        ),
        wrong(
            "memory-second",
            {"return a, y, c,": "return a, c, y,"},
            "Memory cells and outputs have changed places: the order is a, y, c, caches.",
            score=1 / 2,
        ),
        wrong("examples-as-steps", {"x[:, :, t]": "x[:, t, :]"}, ways.WRONG_SLICE),
        wrong("caches-without-x", {"(caches, x)": "caches"}, ways.NO_X, score=3 / 4),
    ],
    accepted=[
        ways.lstm_run_of_lists,
        {
            "a[:, :, t], c[:, :, t] = a_next, c_next": "a[:, :, t], c[:, :, t] = cache[:2]",
            "np.zeros((n_a, m))\n": "0 * a0\n",
        },
    ],
    hints=[
        "As rnn_forward, with a second thing to hand on: c_next.",
        "m and T_x come from x, n_y and n_a from the shape of Wy; the memory starts as zeros of shape (n_a, m).",
        "lstm_cell_forward returns four things: a_next, c_next, the output and the cache. The first two go into the next round.",
    ],
)

sheet.exercise(
    "lstm_cell_backward",
    points=12,
    source="chain rule; D2 C5_W1 “LSTM units”",
    parts={
        **{name: [f"['{name}']"] for name in ("dxt", "da_prev", "dc_prev")},
        **{kind: [f"['{kind}{gate}']" for gate in "fico"] for kind in ("dW", "db")},
    },
    cases=inputs.lstm_steps_back(),
    misconceptions=ways.mistakes_lstm_cell_backward(),
    accepted=[
        ways.lstm_step_back_by_einsum,
        {
            "len(a_prev)": "a_prev.shape[0]",
            "np.tanh(c_next) * ot * (1 - ot)": "a_next_ * (1 - ot)",
            "    _, c_next,": "    a_next_, c_next,",
        },
    ],
    hints=[
        "The memory gets gradients on two ways: dc_next from later, and da_next through the output gate and the tanh. Add them to one dc.",
        "Then ask of each gate: what was it multiplied with? Its gradient is dc (the output gate's: da_next) times that, times its own slope: s(1 − s) for a sigmoid, 1 − s² for the tanh.",
        "Each gate's W and b get their gradients as in rnn_cell_backward, with the stack [a_prev; xt] in place of one input.",
        "All four W, transposed, send their share back to the stack; its first n_a rows are da_prev, the rest is dxt. dc_prev went through the forget gate.",
    ],
)

sheet.exercise(
    "lstm_backward",
    points=9,
    source="D2 C5_W1 “Backpropagation through time”, “LSTM units”",
    uses=["lstm_cell_backward"],
    parts={
        "dx": ["['dx']"],
        "da0": ["['da0']"],
        **{kind: [f"['{kind}{gate}']" for gate in "fico"] for kind in ("dW", "db")},
    },
    cases=inputs.lstm_runs_back(),
    misconceptions=[
        wrong(
            "memory-not-carried",
            {'da_prev, dc_prev = step["da_prev"], step["dc_prev"]': 'da_prev = step["da_prev"]'},
            "dc_prev stays zero. What a step sends back along the memory has to reach the step before; it is the very way on which gradients survive.",
        ),
        wrong(
            "activations-not-carried",
            {"da[:, :, t] + da_prev": "da[:, :, t]"},
            "Each step only gets what its own output sends; the da_prev of the step after has to be added.",
        ),
        wrong(
            "nothing-carried",
            {"da[:, :, t] + da_prev, dc_prev,": "da[:, :, t], np.zeros((n_a, m)),"},
            "Each step only gets what its own output sends. Two messages travel to the step before, da_prev and dc_prev, and both are lost here.",
        ),
        wrong(
            "forward-in-time",
            {"reversed(range(T))": "range(T)"},
            "The loop runs forward in time. A step can only be done once the step after it has sent its gradients.",
        ),
        wrong("overwritten", {"gradients[name] += ": "gradients[name] = "}, ways.OVERWRITTEN, score=1 / 2),
        wrong("dx-as-long-as-x", {"np.zeros((n_x, m, T))": "np.zeros(x.shape)"}, ways.LONG_DX, score=7 / 8),
        wrong(
            "steps-of-x",
            {"n_a, m, T = da.shape": "(n_a, m), T = da.shape[:2], x.shape[2]"},
            ways.COUNTED_X,
            score=1 / 2,
        ),
    ],
    accepted=[
        ways.lstm_back_all_in_one,
        {
            "gradients[name] += step[name]": "gradients[name] = np.add(gradients[name], step[name])",
            '"da0": da_prev': '"da0": da_prev, "dc0": dc_prev',
        },
    ],
    hints=[
        "As rnn_backward, with two gradients to hand back: da_prev and dc_prev, both zeros at first.",
        "lstm_cell_backward gets da[:, :, t] + da_prev, dc_prev and the cache of step t.",
        "Eight gradients add up over the steps: dW and db for each of f, i, c, o.",
    ],
)

sheet.exercise(
    "bidirectional_forward",
    points=8,
    source="D2 C5_W1 “Bidirectional RNN (BRNN)”: ŷ⟨t⟩ = g(W_y[a→⟨t⟩, a←⟨t⟩] + b_y)",
    parts={"activations": ["[0]"], "outputs": ["[1]"]},
    cases=inputs.two_ways(),
    misconceptions=[
        wrong(
            "forward-twice",
            {"reversed(range(T_x))": "range(T_x)"},
            "Both readings go from left to right. The second one has to start at the end of the sequence.",
        ),
        wrong(
            "not-turned-back",
            {"a_next = backward[t] = ": "a_next = backward[T_x - 1 - t] = "},
            "The second reading lies in the order in which it was read. Step t of the result needs both readings of the same input, x⟨t⟩.",
        ),
        wrong(
            "goes-on",
            {"a_next = a0_backward": "pass"},
            "The second reading goes on from where the first one ended. It starts by itself, from a0_backward.",
        ),
        wrong(
            "same-weights",
            {'"Wa_backward"': '"Wa_forward"', '"ba_backward"': '"ba_forward"'},
            "Both readings use the forward weights; each has weights of its own.",
        ),
        wrong(
            "swapped-halves",
            {
                "[np.stack(forward, axis=2), np.stack(backward, axis=2)]": "[np.stack(backward, axis=2), np.stack(forward, axis=2)]"
            },
            "The backward reading lies on top; the columns of Wy are made for the forward one on top.",
        ),
        wrong(
            "starts-swapped",
            {
                "a_next = a0_forward": "a_next = a0_backward",
                "a_next = a0_backward\n    for t in rev": "a_next = a0_forward\n    for t in rev",
            },
            "The two starts have changed places: a0_forward belongs to the reading from left to right, a0_backward to the other one.",
        ),
        wrong(
            "input-first",
            {"np.concatenate([a_next, x[:, :, t]])": "np.concatenate([x[:, :, t], a_next])"},
            ways.X_FIRST,
        ),
        wrong("no-softmax", {"softmax(": "("}, ways.NO_SOFTMAX, score=1 / 2),
    ],
    accepted=[
        ways.two_ways_by_turning,
        {
            "np.concatenate([a_next, x[:, :, t]])": "np.vstack((a_next, x[:, :, t]))",
            "reversed(range(T_x))": "range(T_x - 1, -1, -1)",
        },
    ],
    hints=[
        "Two loops over time, each with its own weights and start; the second counts t down from T_x − 1 to 0.",
        "Store the backward activations at the t of the input they have just read, not in the order of reading.",
        "Stack both readings, forward on top; the output of step t needs both, so it comes in a third loop.",
    ],
)

sheet.exercise(
    "deep_rnn_forward",
    points=8,
    source="D2 C5_W1 “Deep RNN example”: a[l]⟨t⟩ = g(W_a[l] [a[l]⟨t−1⟩, a[l−1]⟨t⟩] + b_a[l])",
    parts={"activations": ["[0]"], "outputs": ["[1]"]},
    cases=inputs.deep_runs(),
    misconceptions=ways.mistakes_deep(),
    accepted=[
        ways.deep_layer_by_layer,
        {
            "np.concatenate([now[k], below])": "np.vstack((now[k], below))",
            "now = list(a0)": "now = [start + 0 for start in a0]",
        },
    ],
    hints=[
        "A loop over time, and inside it a loop over the layers, from below: what layer l gives at step t is what layer l + 1 reads at step t.",
        "Keep one list with every layer's latest activations, at first a copy of a0. The key of layer l's weights is f\"Wa{l}\".",
        "Layer 1 reads x[:, :, t]. Only the top layer makes outputs.",
    ],
)
