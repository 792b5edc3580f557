"""Nobody's answer can be solved for: pooling and publication, against plain linear algebra."""

from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employees.metrics.gate import atoms, beside, publish, smallest_solvable
from employees.metrics.groups import Group, TooFewError, pool, team
from tests.employees.solving import (
    cells_of,
    every,
    of_those_who_answered,
    smallest_solved,
    standing_in,
)

DIRECT = st.integers(0, 9)


def trees():
    """Trees of teams; their keys are numbered afterwards."""
    shapes = st.recursive(
        st.tuples(DIRECT, st.just(())),
        lambda below: st.tuples(DIRECT, st.lists(below, max_size=4)),
        max_leaves=9,
    )
    return shapes.map(numbered)


def numbered(shape, keys=None):
    keys = keys or iter(range(1000))
    direct, below = shape
    return team(next(keys), direct, *(numbered(one, keys) for one in below))


def numbers(data):
    return lambda least, most: data.draw(st.integers(least, most))


@given(trees())
def test_nobody_is_stored_under_a_label_of_fewer_than_five_who_were_asked(tree):
    if tree.n < 5:
        with pytest.raises(TooFewError):
            pool(tree)
        return
    found = pool(tree)
    assert all(label.direct >= 5 for label in found.labels())
    assert found.n == tree.n


@given(trees())
def test_each_team_with_people_has_one_label_which_holds_all_of_them(tree):
    if tree.n < 5:
        return
    size = {group.keys[0]: group.direct for group in every(tree)}
    labels = list(pool(tree).labels())
    assert all(label.direct == sum(size[key] for key in label.teams) for label in labels)
    known = Counter(key for label in labels for key in label.teams if size[key])
    assert known == Counter(key for key, people in size.items() if people)


@given(trees(), st.data())
def test_no_published_sum_and_no_difference_of_them_holds_fewer_than_five(tree, data):
    if tree.n < 5:
        return
    answered = of_those_who_answered(pool(tree), numbers(data))
    shown = publish(answered)
    if shown is None:
        assert answered.n < 5 or len(answered.answers["enps"]) == 1
        return
    assert all(one.others == 0 or one.others >= 5 for one in shown.all())
    assert smallest_solved(cells_of(answered, shown), 5) == 5


@given(trees(), st.data())
def test_of_nobody_it_is_known_that_they_said_what_all_around_them_said(tree, data):
    if tree.n < 5:
        return
    answered = of_those_who_answered(pool(tree), numbers(data))
    if (shown := publish(answered)) is None:
        return
    said = {label.keys: label.said for label in answered.labels()}
    together = defaultdict(set)
    for label, atom in atoms(answered, shown):
        together[atom] |= set(said[label].get("enps", ()))
    assert all(len(answers) > 1 for answers in together.values())


def test_a_team_that_said_the_same_is_hidden_with_one_that_did_not():
    alike = Group(("A",), 9, (), ("A",), {"enps": Counter({10: 9})})
    others = [
        Group((name,), n, (), (name,), {"enps": Counter({7: n - 1, 9: 1})})
        for name, n in (("B", 20), ("C", 12))
    ]
    shown = publish(Group(("X",), 0, (alike, *others)))
    assert [one.keys for one in shown.all()] == [("X",), ("B",)]
    assert publish(Group(("X",), 0, (alike,))) is None


def test_a_group_is_hidden_for_all_where_so_few_answered_one_question_that_it_tells():
    def part(name, n, answered):
        said = {"enps": Counter({7: n - 1, 9: 1}), "time": Counter({1: 1, 3: answered - 1})}
        return Group((name,), n, (), (name,), said)

    shown = publish(Group(("X",), 0, (part("A", 9, 4), part("B", 20, 20), part("C", 12, 12))))
    assert [one.keys for one in shown.all()] == [("X",), ("B",)]


def test_an_attribute_is_hidden_where_those_who_are_left_said_the_same():
    """A is all of one value; what is left of the value is six people of B."""
    crossed = {("A", "old"): 10, ("B", "old"): 6, ("B", "young"): 10}
    mixed = frozenset({7, 9})
    assert beside(crossed, 5, dict.fromkeys(crossed, mixed)) == ("old", "young")
    assert beside(crossed, 5, {**dict.fromkeys(crossed, mixed), ("B", "old"): frozenset({10})}) == ()


@given(trees(), st.data())
def test_one_attribute_beside_the_tree_solves_for_nobody_either(tree, data):
    """Each wave asks anew, so that its answers stand in no other wave's sums."""
    if tree.n < 5:
        return
    answered = of_those_who_answered(pool(tree), numbers(data))
    if (shown := publish(answered)) is None:
        return
    labels, _groups = standing_in(answered)
    values = {person: data.draw(st.integers(0, 2)) for person in set().union(*labels.values())}
    lies_in = dict(atoms(answered, shown))
    crossed = Counter(
        (lies_in[label], values[person]) for label, people in labels.items() for person in people
    )
    apart = beside(crossed)
    cells = [{person for person, value in values.items() if value == one} for one in apart]
    assert smallest_solved(cells_of(answered, shown) + cells, 5) == 5


def test_an_attribute_is_hidden_where_it_would_give_somebody_away():
    crossed = {("team", "old"): 6, ("others", "old"): 1, ("others", "young"): 9}
    assert beside(crossed) == ()
    assert beside({("team", "old"): 6, ("others", "old"): 6, ("others", "young"): 9}) == ("old", "young")


def test_a_gate_of_four_is_caught_by_the_same_algebra():
    tree = team("X", 0, team("A", 4), team("B", 9))
    assert smallest_solved(cells_of(tree, publish(tree, 4)), 5) == 4


@pytest.mark.parametrize(
    ("tree", "shown"),
    [
        (team("X", 0, team("A", 3), team("B", 6)), {"X": 9}),
        (team("X", 4, team("A", 3), team("B", 6)), {"X": 13, "B": 6}),
        (team("company", 0, team("Tech", 7), team("Product", 1)), {"company": 8}),
        (team("X", 9, team("A", 0)), {"X": 9, "X itself": 9}),
        (team("X", 0, team("A", 2), team("B", 2)), {}),
    ],
)
def test_the_vectors_of_the_metrics_hold(tree, shown):
    found = publish(tree)
    names = (
        {f"{one.keys[0]}{' itself' if one.is_direct else ''}": one.n for one in found.all()} if found else {}
    )
    assert names == shown


def test_small_teams_of_one_parent_become_a_group_of_their_own():
    found = pool(team("X", 8, team("A", 3), team("B", 4), team("C", 20)))
    assert {label.keys: label.direct for label in found.labels()} == {("X",): 8, ("C",): 20, ("A", "B"): 7}


def test_a_lonely_small_team_is_counted_with_the_smallest_beside_it():
    found = pool(team("X", 0, team("A", 3), team("B", 2, team("B1", 30), team("B2", 12)), team("C", 90)))
    assert {label.keys: label.direct for label in found.labels()} == {
        ("C",): 90,
        ("A", "B"): 5,
        ("B1",): 30,
        ("B2",): 12,
    }
    assert {group.keys: group.n for group in found.below} == {("C",): 90, ("A", "B"): 47}


@given(st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 3)), st.integers(0, 7), min_size=1))
def test_the_smallest_cut_is_what_linear_algebra_finds(crossed):
    people = [pair for pair, n in crossed.items() for _ in range(n)]
    cells = [
        {person for person, pair in enumerate(people) if pair[side] == part}
        for side in (0, 1)
        for part in range(5)
    ]
    cells = [cell for cell in cells if cell]
    found = smallest_solvable(crossed)
    if not people:
        assert found == 0
    else:
        assert min(found, 6) == smallest_solved(cells, 6)


def test_two_divisions_that_are_safe_alone_solve_for_one_person_together():
    """Six in the team and seven of its age, six of whom are the team: the seventh is known."""
    assert smallest_solvable({("team", "old"): 6, ("others", "old"): 1, ("others", "young"): 9}) == 1
