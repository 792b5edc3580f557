"""Short functions, short files."""

from statistics import median, quantiles

from tests.architecture.sources import APPS, ROOT, files, functions, place

OURS = files(*APPS, "tests", "bench")


def lines(node) -> int:
    return node.end_lineno - node.lineno + 1


def test_no_file_is_longer_than_400_lines():
    assert not {str(path.relative_to(ROOT)) for path in OURS if len(path.read_text().splitlines()) > 400}


def test_no_function_is_longer_than_40_lines():
    assert not [place(path, node) for path in OURS for node in functions(path) if lines(node) > 40]


def test_functions_are_short_as_a_rule():
    sizes = [lines(node) for path in files(*APPS) for node in functions(path)]
    assert median(sizes) <= 8
    assert quantiles(sizes, n=10)[-1] <= 25
