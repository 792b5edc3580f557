"""What Django keeps so that coroutines find it, too (connections, the language, the addresses in use), is
kept by the thread: there are no coroutines here, and it is looked up forty times a request, some 3 of 100 of
the work of an answer."""

import threading
from typing import Any

from django.db import connections
from django.urls import base as urls
from django.urls import get_script_prefix, set_script_prefix
from django.utils.translation import trans_real


def keep_by_thread() -> None:
    """From now on; this thread keeps the connections and the prefix that it has."""
    prefix = get_script_prefix()
    kept: Any = threading.local()
    for connection in connections.all(initialized_only=True):
        setattr(kept, connection.alias, connection)
    connections._connections = kept  # type: ignore[attr-defined]
    trans_real._active = threading.local()  # type: ignore[attr-defined]
    urls._prefixes, urls._urlconfs = threading.local(), threading.local()  # type: ignore[attr-defined]
    set_script_prefix(prefix)
