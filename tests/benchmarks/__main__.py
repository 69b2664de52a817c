"""Run every benchmark and print its table."""

import importlib
import pkgutil

from tests import benchmarks

for module in sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name != "__main__"):
    importlib.import_module(f"tests.benchmarks.{module}").main()
