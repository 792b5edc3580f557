"""The bounds of chance and what is solved from sums, against counting it all out."""

import random
from collections import Counter
from itertools import combinations, permutations, product

import pytest

from employees.metrics import chance
from employees.metrics.chance import Matches, inversions, order_by_chance
from employees.metrics.solving import UnsolvedError, solve


@pytest.mark.parametrize(
    ("left", "right"), [("aabbc", "abbcc"), ("aaabb", "aabbb"), ("abcd", "abcd"), ("aa", "b")]
)
def test_the_chance_of_so_many_matches_is_the_one_that_is_counted_out(left, right):
    matches, orders = Matches(Counter(left), Counter(right)), list(permutations(right))
    for found in range(len(left) + 1):
        counted = sum(_same(left, order) >= found for order in orders) / len(orders)
        given = matches.at_least(found)
        assert given == (1 if found <= matches.mean else pytest.approx(counted))


def _same(left, order):
    return sum(a == b for a, b in zip(left, order, strict=False))


def test_above_what_is_counted_out_the_bound_is_never_below_the_truth(monkeypatch):
    monkeypatch.setattr(chance, "EXACT", 0)
    left = {"a": 30, "b": 30, "c": 5}
    bound = Matches(left, left)
    monkeypatch.setattr(chance, "EXACT", 100)
    exact = Matches(left, left)
    for found in range(bound.most + 1):
        given = exact._counted(found) if found > exact.mean else 0
        monkeypatch.setattr(chance, "EXACT", 0)
        assert bound.at_least(found) >= given


@pytest.mark.parametrize("values", [[1, 2, 3, 4, 5, 6], [1, 1, 2, 2, 3, 3], [1, 1, 1, 1, 2, 2], [7, 7, 7]])
def test_the_chance_of_an_order_is_never_told_too_small(values):
    orders = list(permutations(values))
    pairs = max(map(inversions, orders))
    nearest = {order: min(inversions(order), pairs - inversions(order)) for order in orders}
    for order in random.sample(orders, min(len(orders), 60)):
        counted = sum(nearest[other] <= nearest[order] for other in orders) / len(orders)
        assert order_by_chance(order) >= counted - 1e-9


def test_sixty_in_a_row_are_no_chance_and_a_shuffled_thousand_is():
    assert order_by_chance(range(60)) < 1e-60
    shuffled = random.Random(4).sample(range(1000), 1000)
    assert order_by_chance(shuffled) > 1e-6


def test_what_can_be_solved_from_sums_is_what_a_search_finds():
    labels, tried = "abcde", 0
    for seed in range(300):
        draw = random.Random(seed)
        people = {label: draw.randint(1, 9) for label in labels}
        cells = [frozenset(draw.sample(labels, draw.randint(1, 5))) for _ in range(draw.randint(1, 4))]
        try:
            found = solve(cells, people)
        except UnsolvedError:
            continue
        tried += 1
        assert found.smallest == _searched(cells, people)
    assert tried > 100


def _searched(cells, people):
    """With every weight from -3 to 3 the smallest number of people of whom a sum is left."""
    sizes = []
    for weights in product(range(-3, 4), repeat=len(cells)):
        sums = {
            label: sum(w for w, cell in zip(weights, cells, strict=True) if label in cell) for label in people
        }
        if any(sums.values()):
            sizes.append(sum(people[label] for label, left in sums.items() if left))
    return min(sizes)


def test_a_tree_is_solved_by_what_is_left_of_each_branch():
    people = {"north": 3, "south": 5, "hall": 6, "desk": 9}
    whole = frozenset(people)
    assert solve([whole, frozenset({"desk"}), frozenset({"hall"})], people).smallest == 6
    assert solve([whole, frozenset({"desk", "hall", "south"})], people).smallest == 3
    assert solve([], people) is None


def test_divisions_that_overlap_are_not_taken_for_solved():
    pairs = [frozenset(pair) for pair in combinations("abcd", 2)]
    with pytest.raises(UnsolvedError):
        solve(pairs, dict.fromkeys("abcd", 5))
