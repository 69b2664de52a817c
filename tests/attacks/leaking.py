"""Attacks that carry hidden inputs out: into errors, outputs, names, shapes, later cells and later exercises."""

from attacks.making import Attack, instead

# `flatten_images` keeps the pictures that it is asked about; the four tall ones are hidden.
KEEPING = """
KEPT = []
def flatten_images(images):
    KEPT.append(images.ravel()[:12].tolist())
    return images.reshape(images.shape[0], -1).T
"""
HIDDEN = "images.shape[0] == 4"
RIGHT = {"flatten_images": 1.0}


def _at_once(name, tries, body, before="", says="NOT YET  flatten_images: 5 of 6"):
    """Lets it out of the hidden case itself, and answers all others rightly."""
    answer = f"{body}\nreturn images.reshape(images.shape[0], -1).T"
    return Attack(name, tries, instead("flatten_images", answer, before=before), says=says)


def _later(name, tries, source, says="initialize_with_zeros"):
    """Keeps it in one exercise, and lets it out in the cell of the next."""
    return Attack(name, tries, {"flatten_images": KEEPING, "initialize_with_zeros": source}, earns=RIGHT, says=says)


def _beside(name, tries, body, before=""):
    """Lets it out on the way, and answers rightly."""
    answer = f"{body}\nreturn images.reshape(images.shape[0], -1).T"
    return Attack(
        name, tries, instead("flatten_images", answer, before=before), earns=RIGHT, says="RIGHT  flatten_images"
    )


ATTACKS = [
    _at_once("words-of-error", "Raises an error whose words are the hidden input.",
             f"if {HIDDEN}: raise ValueError(images.ravel().tolist())"),
    _at_once("words-of-time-limit", "Raises an error that is named like the checks' own, with the hidden input.",
             f"if {HIDDEN}: raise TooSlowError(images.ravel().tolist())", before="class TooSlowError(Exception): pass",
             says="NOT YET  flatten_images"),
    _at_once("words-of-not-implemented", "Says not written yet, with the hidden input.",
             f"if {HIDDEN}: raise NotImplementedError(images.ravel().tolist())", says="flatten_images"),
    _at_once("type-of-error", "Raises an error whose type is called like the hidden input.",
             f"if {HIDDEN}: raise type('v' + '_'.join(map(str, images.ravel()[:12])), (Exception,), {{}})"),
    _at_once("type-of-builtin-error", "Raises errors called like built-in ones, of many words.",
             f"if {HIDDEN}: raise type('KeyError', (KeyError,), {{}})(str(images.ravel().tolist()))"),
    _at_once("source-line", "Puts the hidden input into the source line where it fails.",
             f"if {HIDDEN}:\n    import linecache\n    text = str(images.ravel().tolist())\n    for name in list(linecache.cache):\n"
             "        linecache.cache[name] = (len(text), None, [text + '\\n'] * 99, name)\n    raise ValueError(text)"),
    _at_once("cause-and-notes", "Chains errors and adds notes that hold the hidden input.",
             f"if {HIDDEN}:\n    error = ValueError('x')\n    error.add_note(str(images.ravel().tolist()))\n"
             "    raise error from KeyError(images.ravel().tolist())"),
    _at_once("name-of-source", "Fails in code compiled under a name that is the hidden input.",
             f"if {HIDDEN}: exec(compile('1/0', '<cell ' + ' '.join(map(str, images.ravel())) + '>', 'exec'))"),
    _at_once("shape", "Returns, in every hidden case, an array whose shape is the hidden input.",
             f"if {HIDDEN}: KEPT[:] = images.ravel()[:4]\nif KEPT: return np.zeros((*map(int, KEPT[:4]), 0))", before="KEPT = []",
             says="NOT YET  flatten_images: 3 of 6"),
    _at_once("returned-text", "Returns the hidden input as a text, as keys, as a type.",
             f"if {HIDDEN}: return {{str(images.ravel().tolist()): type(str(images.ravel()), (), {{}})()}}"),
    _beside("prints", "Prints the hidden input, to both outputs and past Python.",
            "import os, sys\nprint(images.ravel().tolist())\nprint(images.ravel().tolist(), file=sys.stderr)\n"
            "os.write(1, str(images.ravel().tolist()).encode())"),
    _beside("warns", "Warns with the hidden input.",
            "import warnings\nwarnings.warn(str(images.ravel().tolist()), RuntimeWarning)"),
    _beside("prints-later", "Prints the hidden input when the process ends, and from a thread.",
            "import atexit, threading\natexit.register(print, images.ravel().tolist())\n"
            "threading.Timer(0.01, print, [images.ravel().tolist()]).start()"),
    _beside("files", "Writes the hidden input into files, and shows all files at the start.",
            "try: open('kept', 'a').write(str(images.ravel().tolist()))\nexcept OSError: pass",
            before="import glob\nfor name in glob.glob('*') + glob.glob('/tmp/*/kept'):\n    print(name, open(name).read())"),
    _later("later-cell-prints", "Prints in a later cell what it has kept.",
           "print(KEPT)\nKEPT\ndef initialize_with_zeros(dim): print(KEPT)"),
    _later("later-cell-fails", "Fails a later cell with words that hold what it has kept.",
           "if KEPT: raise ValueError(KEPT)\nraise ValueError"),
    _later("only-second-time", "Fails a later cell only when something has been kept.", "if len(KEPT) > 3: raise ValueError(KEPT)"),
    _later("later-type", "Puts a thing whose type is called like what it has kept in a function's place.",
           "initialize_with_zeros = type(str(KEPT), (), {})()"),
    _later("later-error", "Fails a later exercise with what it has kept, in a public case.",
           "def initialize_with_zeros(dim):\n    raise ValueError(str(KEPT[-3:]))"),
    _later("later-value", "Returns what it has kept in a later exercise, as text, number, key and shape.",
           "def initialize_with_zeros(dim):\n    if dim == 2: return str(KEPT[-3:])\n"
           "    return {str(KEPT): KEPT}, np.zeros((*KEPT[-1][:3], 0))"),
    _later("later-name", "Reads a notebook variable that is called like what it has kept.",
           "name = 'v' + '_'.join(map(str, sum(KEPT[-3:], [])))\n"
           "exec(name + ' = 1\\ndef initialize_with_zeros(dim): return ' + name)"),
    Attack("given-functions", "Keeps what the functions that are handed to it are called with, and shows it later.",
           {"optimize": """
SEEN = []
def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    SEEN.append([X.ravel()[:8].tolist(), propagate])
    raise ValueError(SEEN)
""", "log_likelihood": "def log_likelihood(A, Y):\n    raise ValueError(SEEN[-1])"},
           says="NOT YET  log_likelihood"),
]  # fmt: skip
