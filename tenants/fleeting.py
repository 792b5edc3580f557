"""Rate limits that leave no row: where it must not be known who asked. Each process counts for itself, in its
memory, and forgets when it ends."""

import time
from threading import Lock

from tenants.limits import Limit, TooManyError

MOST = 10_000
_counts: dict[str, tuple[int, float]] = {}
_lock = Lock()


def demand_unwritten(limit: Limit) -> None:
    """Count one more use; TooManyError when there were too many in this process."""
    now = time.monotonic()
    with _lock:
        count, ends_at = _counts.get(limit.counted_as, (0, 0.0))
        if ends_at <= now:
            count, ends_at = 0, now + limit.seconds
        if len(_counts) >= MOST:
            _forget_ended(now)
        _counts[limit.counted_as] = count + 1, ends_at
    if not (verdict := limit.verdict(count + 1, ends_at - now)):
        raise TooManyError(verdict)


def _forget_ended(now: float) -> None:
    """Where all of them still run, all: a flood of addresses must not fill the memory."""
    for key in [key for key, (_count, ends_at) in _counts.items() if ends_at <= now] or list(_counts):
        del _counts[key]


def forget_counts() -> None:
    _counts.clear()
