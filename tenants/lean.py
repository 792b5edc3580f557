"""Steps that Django takes at each request for what never happens here; together some 8 of 100 of the work of
an answer. The tests say where it keeps what is set here, and fail when that moves."""

import threading
from typing import Any

from django.conf import LazySettings
from django.db import connections
from django.urls import base as urls
from django.urls import get_script_prefix, set_script_prefix
from django.utils import timezone
from django.utils.translation import trans_real


def keep_by_thread() -> None:
    """Connections, the language, the zone and the addresses in use; Django keeps them so that coroutines find
    them, too. This thread keeps the connections and the prefix that it has."""
    prefix = get_script_prefix()
    kept: Any = threading.local()
    for connection in connections.all(initialized_only=True):
        setattr(kept, connection.alias, connection)
    connections._connections = kept  # type: ignore[attr-defined]
    trans_real._active = threading.local()  # type: ignore[attr-defined]
    timezone._active = threading.local()  # type: ignore[attr-defined]
    urls._prefixes, urls._urlconfs = threading.local(), threading.local()  # type: ignore[attr-defined]
    set_script_prefix(prefix)


def read_settings_directly() -> None:
    """Each look at a setting asks first whether it is a method of another object: none is."""
    LazySettings.__getattribute__ = object.__getattribute__  # type: ignore[method-assign]
