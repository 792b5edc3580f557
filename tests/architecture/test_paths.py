"""A task, a notice or a hook is named by a dotted path: each literal one must lead somewhere."""

import ast

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from tests.architecture.sources import APPS, files, place, tree

DOORS = {"enqueue", "fan_out", "async_task", "schedule"}
LITERALS = {
    place(path, node): node.args[0].value
    for path in files(*APPS)
    for node in ast.walk(tree(path))
    if isinstance(node, ast.Call)
    and (getattr(node.func, "id", "") or getattr(node.func, "attr", "")) in DOORS
    and node.args
    and isinstance(node.args[0], ast.Constant)
}
NAMED = {
    f"settings.{name}": getattr(settings, name)
    for name in ("ROLES", "INVITE_ADMIN")
    if getattr(settings, name, "")
}
NAMED |= {f"settings.NOTICES[{name}]": path for name, path in settings.NOTICES.items()}
NAMED |= {f"settings.KEPT_BY_HAND[{kind}]": path for kind, path in settings.KEPT_BY_HAND.items()}
NAMED |= {f"settings.ZONE_CHANGED[{path}]": path for path in settings.ZONE_CHANGED}
NAMED |= {f"settings.CUSTOMERS_MERGED[{path}]": path for path in settings.CUSTOMERS_MERGED}
NAMED |= {f"settings.CUSTOMERS_KNOWN[{path}]": path for path in settings.CUSTOMERS_KNOWN}
NAMED |= {f"settings.CUSTOMERS_ASKED[{path}]": path for path in settings.CUSTOMERS_ASKED}
NAMED |= {f"settings.TIMELINES[{path}]": path for path in settings.TIMELINES}
NAMED |= {f"settings.SCHEDULES[{path}]": path for path in settings.SCHEDULES}


@pytest.mark.parametrize("path", [*(LITERALS | NAMED).values()], ids=[*(LITERALS | NAMED)])
def test_a_dotted_path_leads_somewhere(path):
    assert import_string(path) is not None
