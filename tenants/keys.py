import os
import time
import uuid
from datetime import datetime


def uuid7() -> uuid.UUID:
    """A UUID version 7 (RFC 9562): it grows with time, so an index takes it at its end. Made here, as
    PostgreSQL makes them only from 18 on."""
    stamp = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10))
    high = random >> 68
    low = random & ((1 << 62) - 1)
    return uuid.UUID(int=stamp << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def least_uuid7(at: datetime) -> uuid.UUID:
    """Below every key that is made from this moment on."""
    return uuid.UUID(int=int(at.timestamp() * 1000) << 80)
