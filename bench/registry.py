"""The cases by name, and the one line that each prints."""

import importlib
import json
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bench import cases


@dataclass(frozen=True)
class Result:
    """A measured value beside its floor: what the machine does at best, or the time that a page may take."""

    case: str
    value: float
    unit: str
    floor: float

    @property
    def ratio(self) -> float:
        return self.value / self.floor

    def line(self) -> str:
        told = {
            "case": self.case,
            "value": round(self.value, 1),
            "unit": self.unit,
            "floor": round(self.floor, 1),
        }
        return json.dumps(told | {"ratio": round(self.ratio, 3)})


Measure = Callable[[], Iterable[Result]]
CASES: dict[str, Measure] = {}


def case(name: str) -> Callable[[Measure], Measure]:
    """Enter a function that measures; it may yield several results, as at several sizes."""

    def enter(measure: Measure) -> Measure:
        CASES[name] = measure
        return measure

    return enter


def chosen(names: list[str]) -> dict[str, Measure]:
    """The cases of these names, in this order, or all of them; an unknown name is told."""
    for module in pkgutil.iter_modules(cases.__path__):
        importlib.import_module(f"{cases.__name__}.{module.name}")
    if unknown := [name for name in names if name not in CASES]:
        raise SystemExit(f"There is no case {', '.join(unknown)}; the cases are {', '.join(CASES)}.")
    return {name: CASES[name] for name in names or CASES}
