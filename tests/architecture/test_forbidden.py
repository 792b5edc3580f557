"""Ways of writing that were measured to be wrong, and would not fail by themselves."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import APPS, files, place, tree

CONTEXTS = {"schema_context", "tenant_context"}
FLUSHING = {
    "transactional_db",
    "live_server",
    "django_db_reset_sequences",
    "TransactionTestCase",
    "LiveServerTestCase",
}


def name_of(node: ast.AST) -> str:
    """The last part of a name or of what is called: `schema_context` for `utils.schema_context(x)`."""
    if isinstance(node, ast.Call):
        return name_of(node.func)
    return getattr(node, "attr", getattr(node, "id", getattr(node, "arg", "")))


def decorated_contexts(path: Path) -> Iterator[str]:
    """A schema bound by a decorator leaks between threads."""
    for node in ast.walk(tree(path)):
        for decorator in getattr(node, "decorator_list", []):
            if name_of(decorator) in CONTEXTS:
                yield place(path, decorator)


def entered_organisations(path: Path) -> Iterator[str]:
    """`with organisation:` keeps the former tenant in a list shared by all threads."""
    for node in ast.walk(tree(path)):
        for item in node.items if isinstance(node, ast.With) else []:
            bare = isinstance(item.context_expr, ast.Name | ast.Attribute)
            if bare and name_of(item.context_expr) in {
                "tenant",
                "organisation",
                "org",
                "acme",
                "bolt",
                "heed",
            }:
                yield place(path, item.context_expr)


def flushing(path: Path) -> Iterator[str]:
    """These empty `public` after the test, and the organisations with it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Name | ast.arg | ast.Attribute | ast.alias):
            if (getattr(node, "name", "") or name_of(node)).split(".")[-1] in FLUSHING:
                yield place(path, node)
        elif (
            isinstance(node, ast.keyword)
            and node.arg == "transaction"
            and name_of(node.value) != "transaction"
        ):
            yield place(path, node.value)


def found(rule, *folders: str) -> list[str]:
    return [where for path in files(*folders) for where in rule(path)]


def test_no_schema_is_bound_by_a_decorator():
    assert not found(decorated_contexts, *APPS, "tests", "bench")


def test_no_organisation_is_entered_directly():
    assert not found(entered_organisations, *APPS, "tests", "bench")


def test_no_test_empties_public():
    assert not found(flushing, "tests")


def test_the_rules_themselves_see_what_they_forbid(tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text(
        "@schema_context('a')\ndef f(live_server):\n    with organisation:\n"
        "        pass\n@pytest.mark.django_db(transaction=True)\ndef g(): pass\n"
    )
    assert [len(list(rule(bad))) for rule in (decorated_contexts, entered_organisations, flushing)] == [
        1,
        1,
        2,
    ]
