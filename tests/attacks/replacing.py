"""Attacks that put something else in the place of the comparison, or of the values that are compared."""

from attacks.making import Attack, instead, propagate

WRONG = r"NOT YET  propagate: 0 of 7"


def _answers(tries, name, answer, before="", says=WRONG):
    return Attack(name, tries, instead("propagate", f"return {answer}", before=before), says=says)


ATTACKS = [
    Attack(
        "allclose-always-true",
        "Replaces NumPy's comparing functions by ones that find everything equal.",
        propagate("pass"),
        says=WRONG,
        top="""
for module in (np, np.testing, np._core.numeric):
    for name in ("allclose", "isclose", "array_equal", "array_equiv", "assert_allclose", "isfinite", "isnan"):
        if hasattr(module, name):
            setattr(module, name, lambda *args, **kwargs: np.bool_(True))
""",
    ),
    Attack(
        "numpy-internals",
        "Replaces the core of NumPy's comparison, which np.allclose calls.",
        propagate("pass"),
        says=WRONG,
        top="""
np._core.numeric.less_equal = lambda *args, **kwargs: True
np._core.numeric.asanyarray = lambda *args, **kwargs: np.zeros(1)
""",
    ),
    Attack(
        "builtins",
        "Replaces built-in functions that a comparison needs.",
        propagate("pass"),
        says=WRONG,
        top="""
import builtins
builtins.all = builtins.any = lambda values: True
builtins.abs = lambda value: 0
builtins.max = builtins.sum = lambda *values, **options: 0
""",
    ),
    Attack(
        "own-np",
        "Binds np to an object that approves of everything.",
        propagate("pass"),
        says=WRONG,
        top="""
real = np
class Np:
    def __getattr__(self, name):
        if "close" in name or "equal" in name:
            return lambda *args, **kwargs: True
        return getattr(real, name)
np = Np()
""",
    ),
    _answers(
        "Returns arrays of a subclass that equals everything.",
        "equal-subclass",
        '({"dw": w.view(Same), "db": Same(())}, Same(()))',
        before="""
        class Same(np.ndarray):
            __array_priority__ = 1e9
            def __eq__(self, other): return np.ones(np.shape(other), bool)
            __le__ = __lt__ = __ge__ = __gt__ = __eq__
            def __sub__(self, other): return np.zeros(np.shape(other))
            __rsub__ = __abs__ = __sub__
            def __array_ufunc__(self, *args, **kwargs): return np.bool_(True)
            def __array_function__(self, *args, **kwargs): return True
        """,
    ),
    _answers(
        "Returns objects that equal everything and turn into any number.",
        "equal-object",
        '({"dw": Same(), "db": Same()}, Same())',
        before="""
        class Same:
            shape, dtype, ndim, size = (2, 1), np.dtype(float), 2, 2
            def __eq__(self, other): return True
            def __hash__(self): return 0
            def __float__(self): return 0.0
            def __array__(self, *args, **kwargs): return np.zeros((2, 1))
            def __getattr__(self, name): return self
        """,
    ),
    _answers(
        "Returns empty arrays, which broadcast against anything and leave nothing to compare.",
        "empty-arrays",
        '({"dw": np.zeros((0, 1)), "db": np.zeros(0)}, np.zeros((0,)))',
    ),
    _answers("Returns NaN, which no tolerance excludes.", "nan", '({"dw": w * np.nan, "db": np.nan}, np.nan)'),
    _answers(
        "Returns infinite numbers, whose differences are NaN.",
        "infinite",
        '({"dw": w + np.inf, "db": np.inf}, -np.inf)',
    ),
    _answers(
        "Returns masked arrays, whose comparisons are masked.",
        "masked",
        '({"dw": np.ma.masked_all(w.shape), "db": np.ma.masked}, np.ma.masked)',
    ),
    _answers(
        "Returns arrays of Python objects that equal everything.",
        "object-arrays",
        '({"dw": np.full(w.shape, Same(), object), "db": Same()}, Same())',
        before="""
        class Same:
            def __eq__(self, other): return True
            def __sub__(self, other): return 0.0
            __rsub__ = __sub__
        """,
    ),
    _answers(
        "Returns a dictionary that has every key, and a tuple that has any length.",
        "lying-containers",
        "Pair([Everything(dw=w), 0.0])",
        before="""
        class Everything(dict):
            def __contains__(self, key): return True
            def __missing__(self, key): return self
            def __eq__(self, other): return True
            def items(self): return []
        class Pair(tuple):
            def __len__(self): return 2
            def __iter__(self): return iter(())
            def __getitem__(self, index): return Everything()
        """,
    ),
    _answers(
        "Returns texts and dates instead of numbers.",
        "odd-dtypes",
        '({"dw": w.astype(str), "db": np.datetime64("2026-01-01")}, np.array(["1.0"]))',
    ),
    _answers("Returns records.", "records", '({"dw": np.zeros(w.shape, [("a", float)]), "db": b"1"}, {1.0})'),
    _answers("Returns functions and classes.", "functions", '({"dw": np.zeros, "db": float}, lambda *args: True)'),
    Attack(
        "own-check",
        "Replaces check and the judge behind it by ones that give full marks.",
        propagate("pass"),
        says=WRONG,
        top="""
from helpers.checks import asking, calling, compare as comparing, judge as judging, tree
comparing.compare = judging.compare = lambda *args, **kwargs: []
judging.judge = judging.run_case = lambda *args, **kwargs: True
tree.same = lambda *args: True
check = lambda function: 10.0
""",
    ),
    Attack(
        "hard-coded",
        "Knows the public cases by heart, and nothing else.",
        propagate(
            """
            from helpers.checks import asking
            from helpers.checks.tree import same
            exercise = asking.exercises_of("c1w2_logistic_regression")["propagate"]
            for case in exercise.cases:
                if same(list(case.args), [w, b, X, Y]):
                    return case.expected
            """
        ),
        says=r"NOT YET  propagate: 3 of 7",
    ),
]
