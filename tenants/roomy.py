"""Room for the frames of a request.

CPython keeps the frames of a thread in pieces of 16 KiB, asks the system for another when one is full, and
gives it back as soon as the first frame in it returns (gh-142183; the newest versions keep one). Where a loop
of a page stands just before the end of a piece, each call in it costs two calls of the system: from 28 to 44
ms for the same page, by nothing but how deep in the stack it is made."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

SLOTS = 16_000
"""A piece for a frame of so many is 256 KiB long, and half of it is left for all that the frame calls."""


def roomy(function: Callable[P, R]) -> Callable[P, R]:
    """The same function; all that it calls has its frames in one piece."""

    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)

    call.__code__ = call.__code__.replace(co_stacksize=SLOTS)
    return call
