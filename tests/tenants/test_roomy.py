"""How deep a request stands in the stack does not make it dearer."""

import resource

from tenants.roomy import roomy

CALLS, DEPTHS = 2_000, 160


def test_no_depth_of_the_stack_makes_calls_ask_the_system_for_memory():
    dear = {depth: asked for depth in range(DEPTHS) if (asked := pages_asked(depth)) > CALLS / 10}
    assert not dear


def pages_asked(depth: int) -> int:
    """How many pages of memory the system gave while a loop at this depth called a function."""
    if depth:
        return pages_asked(depth - 1)
    return roomy(count)()


def count() -> int:
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for _turn in range(CALLS):
        outer()
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def outer() -> tuple[int, ...]:
    return inner(1, 2, 3, 4, 5, 6, 7, 8)


def inner(*numbers: int) -> tuple[int, ...]:
    return numbers
