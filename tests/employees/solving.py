"""Whom can plain linear algebra solve for? Trees, answers and what is published of them, for tests.

`number(least, most)` is any source of whole numbers: hypothesis, or a random generator with a seed."""

from collections import Counter
from itertools import combinations, count

from employees.metrics.gate import atoms, beside, publish
from employees.metrics.groups import Group, pool, team

PRIME = 2**61 - 1
LATER = 3
"""Waves, one after the other."""


def of_those_who_answered(group, number):
    """The same tree with fewer people, and what they said; a few of them the same as all the others."""
    answered = number(0, group.direct)
    below = tuple(of_those_who_answered(one, number) for one in group.below)
    tens = (0, answered, number(0, answered))[number(0, 2)]
    said = {"enps": +Counter({10: tens, 9: answered - tens})} if answered else {}
    return Group(group.keys, answered, below, group.teams, said)


def rank(rows):
    """Of a matrix, by elimination modulo a large prime."""
    rows, found = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows[found:] if row[column] % PRIME), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        inverse = pow(pivot[column], -1, PRIME)
        rows = [
            row
            if place < found or not row[column]
            else [(a - row[column] * inverse * b) % PRIME for a, b in zip(row, pivot, strict=True)]
            for place, row in enumerate(rows)
        ]
        rows.insert(found, pivot)
        found += 1
    return found


def smallest_solved(cells, below):
    """Fewer people than `below` of whom something can be computed from these sets of people, or `below`.

    People who stand in the same cells are never told apart; so those are taken together."""
    everybody = Counter(tuple(person in cell for cell in cells) for person in set().union(*cells))
    patterns = list(everybody)
    matrix = [[int(pattern[row]) for pattern in patterns] for row in range(len(cells))]
    whole, few = rank(matrix), [place for place, one in enumerate(patterns) if everybody[one] < below]
    found = below
    for chosen in (chosen for size in range(1, below) for chosen in combinations(few, size)):
        people = sum(everybody[patterns[place]] for place in chosen)
        if people < found:
            rest = [[row[place] for place in range(len(patterns)) if place not in chosen] for row in matrix]
            found = people if rank(rest) < whole else found
    return found


def standing_in(root):
    """The people, by number: of each label, and of each group with all below it."""
    people, labels, groups = iter(range(10_000)), {}, {}

    def stand(group):
        labels[group.keys] = {next(people) for _ in range(group.direct)}
        groups[group.keys] = labels[group.keys].union(*(stand(one) for one in group.below))
        return groups[group.keys]

    stand(root)
    return labels, groups


def cells_of(root, shown):
    """The people of each published group."""
    labels, groups = standing_in(root)
    return [(labels if one.is_direct else groups)[one.keys] for one in shown.all()]


def every(group):
    yield group
    for one in group.below:
        yield from every(one)


def grown(number, depth=0, keys=None):
    """A tree of teams with people."""
    keys = keys or count()
    below = number(0, 4 - depth) if depth < 3 else 0
    return team(next(keys), number(0, 9), *(grown(number, depth + 1, keys) for _ in range(below)))


def moved(tree, places, number):
    """A while later: some work elsewhere, some have left, some are new."""
    teams = [group.keys[0] for group in every(tree)]
    stayed = {person: place for person, place in places.items() if number(0, 9)}
    newcomers = range(max(places, default=0) + 1, max(places, default=0) + 1 + number(0, 3))
    elsewhere = [person for person in stayed if not number(0, 9)]
    return stayed | {person: teams[number(0, len(teams) - 1)] for person in (*elsewhere, *newcomers)}


def staffed(tree, places):
    """The same teams with the people who are in them now."""
    size = Counter(places.values())

    def with_people(group):
        return team(group.keys[0], size[group.keys[0]], *(with_people(one) for one in group.below))

    return with_people(tree)


def published(tree, wave, number, k):
    """The people, by wave and number, of each sum that is shown of a wave: its groups, and its attribute."""
    answered = of_those_who_answered(pool(tree, k), number)
    if (shown := publish(answered, k)) is None:
        return []
    labels, _groups = standing_in(answered)
    bands = {person: number(0, 2) for person in set().union(*labels.values())}
    lies_in = dict(atoms(answered, shown))
    crossed = Counter((lies_in[label], bands[one]) for label, people in labels.items() for one in people)
    apart = [{one for one in bands if bands[one] == band} for band in beside(crossed, k)]
    return [{(wave, one) for one in cell} for cell in [*cells_of(answered, shown), *apart]]


def solved_wave_after_wave(tree, number, k):
    """The fewest people, or five, who can be solved for from all that was ever published of some waves. What
    somebody answers in one of them they may not in the next, so nobody is subtracted across waves."""
    teams = (group.keys[0] for group in every(tree) for _ in range(group.direct))
    places, cells = dict(enumerate(teams)), []
    for wave in range(LATER):
        if len(places) >= k:
            cells += published(staffed(tree, places), wave, number, k)
        places = moved(tree, places, number)
    return smallest_solved(cells, 5) if cells else 5
