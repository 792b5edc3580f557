"""Our own source files, as text and as trees."""

import ast
from collections.abc import Iterator
from functools import cache
from os.path import relpath
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("config", "insights", "ideas", "feedback", "employees", "tenants")


@cache
def files(*folders: str) -> list[Path]:
    """Python files of these folders, without migrations."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))


def place(path: Path, node: ast.AST) -> str:
    return f"{relpath(path, ROOT)}:{getattr(node, 'lineno', 1)}"
