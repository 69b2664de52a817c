"""Attacks on the wire between the student's process and the grader: forged replies, questions, odd messages."""

from attacks.making import DEEP, Attack, instead, propagate

# What a cell or function needs in order to write on the grader's socket itself.
FORGING = """
import sys, time, json, signal, struct
from boxed import wire
def session():
    frame, message = sys._getframe(), None
    while frame:
        message = message or frame.f_locals.get("message")
        if type(frame.f_locals.get("self")).__name__ == "Session":
            return frame.f_locals["self"], message or frame.f_back.f_locals["message"]
        frame = frame.f_back
def forge(reply, raw=b"", **others):
    here, message = session()
    wire.send(here.connection, {"id": message["id"], **reply, **others}, raw)
    time.sleep(0.1)
def forge_text(text, raw=b""):
    here, message = session()
    text = text.replace("@ID@", message["id"]).encode()
    here.connection.sendall(struct.pack(">IQ", len(text), len(raw)) + text + raw)
    time.sleep(0.1)
def outcome(value=None, error=None, warnings=(), changed=()):
    return {"outcome": {"value": value, "error": error, "warnings": list(warnings), "changed": list(changed)}}
"""
STOPPED = "NOT YET  propagate|no answer|ended|stopped"


def _calls(name, tries, line, says=STOPPED):
    """Answers a call of `propagate` with a reply of its own."""
    return Attack(name, tries, propagate(line, before=FORGING), says=says)


def _cells(name, tries, line, says=r"0 points|no answer"):
    """Answers for its own cell while the cell is running; only the exercise of this cell is lost."""
    return Attack(name, tries, {"propagate": FORGING + line}, says=says)


ARRAY = '{"array": ["<f8", [1000000], 0]}'

ATTACKS = [
    _calls("forged-right", "Writes a reply that says right, with full marks.",
           'forge({"outcome": {"passed": True, "score": 1.0, "value": {"opaque": ["x", False]}}, "points": 10})'),
    _calls("forged-expected", "Writes a reply with values that stand for whatever is expected.",
           'forge(outcome({"function": "expected"}))'),
    _calls("wrong-id", "Writes replies with wrong ids and none.",
           'forge(outcome(1), id="0")\nforge(outcome(1), id=None)'),
    _calls("many-replies", "Answers a call before it is asked, many times.",
           "for _ in range(50): forge(outcome({'tuple': [1, 2]}))"),
    _calls("other-exercises", "Writes a reply that claims points for other exercises.",
           'forge({**outcome(1), "exercise": "predict", "score": 1, "byhand": {"score": 1}})'),
    _calls("huge-length", "Announces a message of 2⁶³ bytes.",
           'session()[0].connection.sendall(struct.pack(">IQ", 2**32 - 1, 2**63))\ntime.sleep(0.1)'),
    _calls("endless-message", "Sends bytes without end.",
           "here = session()[0].connection\nwhile True: here.sendall(b'[' * 100_000)"),
    _calls("dripping-message", "Sends a long message byte by byte, so that no wait is ever too long.",
           """
           signal.setitimer(signal.ITIMER_REAL, 0)
           here = session()[0].connection
           here.sendall(struct.pack(">IQ", 3_000_000, 0))
           while True:
               here.sendall(b" ")
               time.sleep(0.2)
           """),
    _calls("deep-nesting", "Sends JSON of 100 000 levels, and values of 1000 levels.",
           """
           forge_text('{"id": "@ID@", "outcome": {"value": ' + '{"list": [' * 1000 + "1" + "]}" * 1000 + "}}")
           forge_text('{"id": "@ID@", "outcome": ' + "[" * 100_000 + "]" * 100_000 + "}")
           """),
    _calls("no-json", "Sends bytes that are no JSON, and JSON that is no dictionary.",
           'forge_text("\\x00\\xff{")\nforge_text("[1, 2]")'),
    _calls("odd-dtypes-on-wire", "Names dtypes that are no plain numbers.",
           'forge(outcome({"array": ["O", [2], 0]}), b"0" * 64)'),
    _calls("impossible-shapes", "Names shapes that do not fit the bytes, negative ones and very large ones.",
           'forge(outcome({"array": ["<f8", [-1, 2**62, 2**62], -8]}), b"0" * 64)'),
    _calls("array-many-times", "Names the same bytes as three hundred arrays, so that they become gigabytes.",
           f"forge(outcome({{'list': [{ARRAY}] * 300}}), bytes(8_000_000))"),
    _calls("huge-odd-arrays", "Names arrays of a hundred million objects.",
           'forge(outcome({"list": [{"odd": ["O", [20_000_000]]}] * 15}))'),
    _calls("unhashable-keys", "Sends a dictionary with lists and arrays as keys.",
           'forge(outcome({"dict": [[{"list": []}, 1], [{"array": ["<f8", [0], 0]}, 1]]}))'),
    _calls("huge-numbers", "Sends whole numbers of 4000 digits, infinite ones, NaN.",
           'forge(outcome({"tuple": [int("9" * 4000), float("inf")]}))'),
    _calls("infinite-lines", "Tells errors and warnings on line infinity.",
           'forge(outcome(error=["E", "words", float("inf"), float("nan")], warnings=[["w", float("inf")]]))'),
    _calls("warnings-of-infinity", "Tells warnings on line infinity, and changes of no argument.",
           'forge(outcome({"tuple": [1, 2]}, warnings=[["w", float("inf")]], changed=[{"a": []}, 7, None]))'),
    _calls("surrogates-in-changes", "Tells that an argument of an impossible name was changed, three million letters long.",
           'forge(outcome({"tuple": [1, 2]}, changed=["argument \\ud800<script>" + "x" * 3_000_000]))'),
    _calls("surrogates-in-words", "Sends lone surrogates as texts, keys, types and words.",
           'forge(outcome(error=["\\ud800<script>", "\\ud800\\x00<script>", "1", None]))'),
    Attack("deaf-socket", "Answers, and closes the connection's reading half behind the last public case.",
           instead("initialize_with_zeros", """
               calls.append(1)
               if len(calls) == 3:
                   session()[0].connection.shutdown(0)
               return np.ones((dim, 1)), 0.0""", before=FORGING + "calls = []"), says="NOT YET  initialize_with_zeros"),
    _calls("shut-socket", "Closes the connection's writing half.",
           "session()[0].connection.shutdown(1)\ntime.sleep(0.3)"),
    _calls("question-out-of-place", "Asks for the right version of a function where nothing may be asked.",
           'forge({"ask": "propagate", "args": {"tuple": []}, "kwargs": {"dict": []}})'),
    _calls("questions-for-anything", "Asks for names that are no exercises: __import__, eval, the module.",
           'for name in ("__import__", "eval", "np", ["x"], None): forge({"ask": name, "args": 1, "kwargs": 2})'),
    _cells("cell-answers-itself", "A cell writes its own reply: no error, full marks.",
           'forge({"printed": "10", "error": None, "points": 10})\ndef propagate(w, b, X, Y): return 1'),
    _cells("cell-error-is-a-number", "A cell tells an error of an impossible form.", 'forge({"printed": "", "error": 5})'),
    _cells("cell-error-on-line-infinity", "A cell tells an error on line infinity.",
           'forge({"printed": "", "error": ["E", "w", float("inf"), 0]})'),
    _cells("cell-error-deep", "A cell tells an error whose words are a list of 900 levels.",
           """forge_text('{"id": "@ID@", "printed": "", "error": ["E", ' + "[" * 900 + "]" * 900 + ", 0, 0]}')"""),
    _cells("cell-prints-megabytes", "A cell tells that it printed four million letters.",
           'forge({"printed": "y" * 3_900_000, "error": None})'),
    Attack("patched-session", "Patches the session, the packer and the sockets within its own process.",
           propagate("pass", before=FORGING + """
from boxed import session as serving
serving.Session.call = serving.Session.bind = lambda *args: {"outcome": {"value": None}, "callable": True}
wire.Packer.pack = lambda self, value, depth=0: {"opaque": ["expected", False]}
wire.unpack = lambda *args, **kwargs: 1.0
wire.clean = lambda text: text
"""), says="NOT YET", earns=dict.fromkeys(
               ("optimize", "predict", "model", "log_likelihood", "propagate"), 0.0)),
    Attack("patched-answers", "Changes the table by which its process answers the grader.",
           {"propagate": FORGING + """
frame = sys._getframe()
while "answers" not in frame.f_locals:
    frame = frame.f_back
def bind(message, raw, packer):
    long = ["x" * 100_000] * 30
    return {"found": True, "callable": message["name"] == "propagate", "kind": [[1]], "globals": long, "data": long}
frame.f_locals["answers"]["bind"] = bind
frame.f_locals["answers"]["call"] = lambda *args: {"outcome": 5}
"""}, says="propagate", earns=dict.fromkeys(("optimize", "predict", "model", "log_likelihood"), 0.0)),
    Attack("asks-for-itself", "Says that it calls the very function that is asked for, and lets the reference answer.",
           instead("linear_backward", "return linear_backward_right(dZ, cache)", stem=DEEP, before="""
import builtins
def linear_backward_right(dZ, cache):
    return linear_forward(dZ, cache, cache)
""") | instead("linear_forward", "return linear_backward(A, (A, W, b))", stem=DEEP),
           says="NOT YET  linear_backward", stem=DEEP),
    Attack("later-questions", "In a follow-on case, asks the reference for a later exercise.",
           {"linear_forward": "def linear_forward(A, W, b):\n    return 1", **instead(
               "linear_activation_forward", """
               linear_forward, relu
               for name in ("L_model_forward", "L_model_backward", "linear_activation_forward"):
                   forge({"ask": name, "args": {"tuple": []}, "kwargs": {"dict": []}})
               """, stem=DEEP, before=FORGING)},
           says="NOT YET  linear_activation_forward", stem=DEEP),
    Attack("endless-questions", "In a follow-on case, asks the reference again and again for what takes it long.",
           {**instead("optimize", "return 1"), **instead("model", """
               signal.setitimer(signal.ITIMER_REAL, 0)
               while True:
                   try:
                       optimize(np.zeros((1, 1)), 0.0, np.ones((1, 3)), np.ones((1, 3)), 10**9, 1e-9)
                   except BaseException:
                       pass
               """, before="import signal")}, says="no answer|took more than"),
    Attack("questions-with-poison", "In a follow-on case, asks the reference with impossible arguments, then answers wrongly.",
           {**instead("optimize", "return 1"), **instead("model", """
               for args in ((), (model,), ("x",) * 4, ({},) * 5, (np.zeros((0, 0)),) * 4, (np.ones((1000, 1000)),) * 2):
                   try:
                       optimize(*args)
                   except Exception:
                       pass
               return 1
               """)}, says="NOT YET  model"),
]  # fmt: skip
