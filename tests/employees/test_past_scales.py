"""How another tool counted is found from its figures, or called open; never taken for what it is not."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from employees.figures.past import in_words
from employees.metrics.past import OUR_CUT, SIX_CUT, Cut, Written, detect
from employees.metrics.past_groups import showable
from employees.models.past_waves import Parts, Scale


def written(parts=None, n=None, score=None, mean=None, counts=None, asked=None, name="Ward"):
    parts = Parts(*parts) if parts else None
    found = sum(counts.values()) if counts else parts.n if parts else 0
    return Written(
        name, n or found, asked, parts, counts or {}, score and Decimal(score), mean and Decimal(mean)
    )


def every(**some):
    """A column for each of 0 to 10: `s9=3` gave three."""
    return dict.fromkeys(range(11), 0) | {int(score[1:]): n for score, n in some.items()}


OURS, SIX, FIVE, SKIPS = Scale.OURS, Scale.SIX_TO_EIGHT, Scale.FIVE_POINT, Scale.SKIPS


@pytest.mark.parametrize(
    ("row", "scale"),
    [
        (written(counts=every(s9=6, s7=4, s6=2)), OURS),
        (written((6, 4, 2), counts=every(s9=6, s7=4, s6=2), score="33"), OURS),
        (written((44, 24, 32), score="20"), SIX),
        (written((6, 6, 0), counts=every(s9=6, s7=4, s6=2)), SIX),
        (written(counts=every(s9=6, s7=4, s6=2), score="50.0"), SIX),
        (written(counts={1: 2, 2: 1, 3: 4, 4: 9, 5: 7}), FIVE),
        (written((50, 30, 20), mean="4.1"), FIVE),
        (written((40, 40, 20), n=114, score="17.5"), SKIPS),
        (written((40, 40, 20), score="10", asked=250), SKIPS),
        (written((6, 9, 2), counts=every(s9=6, s7=4, s6=2)), SKIPS),
        (written((6, 4, 2), counts=every(s9=6, s7=4, s6=2), score="90"), Scale.UNKNOWN),
        (written(counts={0: 2, 1: 2, 2: 1, 3: 4, 4: 9, 5: 7}), Scale.UNKNOWN),
    ],
)
def test_the_figures_tell_how_they_were_counted(row, scale):
    found = detect([row])
    assert (found.scale, found.is_open) == (scale, False)


@pytest.mark.parametrize(
    ("row", "possible"),
    [
        (written((44, 24, 32), score="12"), {OURS, SIX, FIVE, SKIPS}),
        (written((44, 24, 32), score="12", mean="7.1"), {OURS, SIX, SKIPS}),
        (written((10, 10, 30), score="-30"), {SIX, SKIPS}),
        (written(counts=every(s1=3, s5=4)), {OURS, SIX, FIVE, SKIPS}),
        (written(n=10, score="30"), {OURS, SIX, FIVE, SKIPS}),
        (written(n=10, score="33"), {SKIPS}),
        (written(n=40, score="60", mean="4.4"), {FIVE, SKIPS}),
    ],
)
def test_what_the_figures_leave_open_is_left_to_whoever_knows_the_tool(row, possible):
    assert set(detect([row]).possible) == possible


def test_one_row_is_enough_to_rule_out_a_way_for_the_whole_wave():
    plain, telling = written((10, 10, 10)), written((44, 24, 32), score="20")
    assert detect([plain, telling]).scale == SIX
    assert detect([plain, telling, written((4, 3, 3), n=13)]).possible == ()


@pytest.mark.parametrize(
    ("row", "scale", "words"),
    [
        (written((44, 24, 32), score="20"), OURS,
         "Ward: counted so, promoters less detractors are 12 in a hundred, but the score in the file is 20."),
        (written((40, 40, 20), n=114), OURS,
         "Ward: n is larger than the answers counted beside it by 14; some who skipped the question are in "
         "it."),
        (written(counts={1: 2, 2: 1, 4: 9, 3: 4, 5: 7}), OURS,
         "The file has columns for scores up to 5 only."),
        (written(counts=every(s9=6)), FIVE, "Ward: somebody gave 9, which that scale does not have."),
        (written((50, 30, 20), mean="4.1", name=""), OURS,
         "Everybody: counted so, the mean would lie between 6.6 and 8.6; that in the file is 4.1."),
        (written((6, 6, 0), counts=every(s9=6, s7=4, s6=2)), OURS,
         "Ward: counted so, its scores would make 6, 4, 2 promoters, passives and detractors; the file says "
         "6, 6, 0."),
    ],
)  # fmt: skip
def test_what_speaks_against_a_way_is_said_in_words(row, scale, words):
    assert in_words(*detect([row]).against[scale]) == words


FIVE_CUTS = st.sampled_from([Cut(1, 4, 5, 5), Cut(1, 3, 4, 5), Cut(1, 3, 5, 5)])


def rounded(draw, exact: float) -> Decimal:
    return Decimal(f"{exact:.{draw(st.integers(0, 2))}f}")


@st.composite
def files(draw):
    """A wave as a tool would write it: how it counts, the rows, and of each what was truly said."""
    scale = draw(st.sampled_from([OURS, SIX, FIVE, SKIPS]))
    cut = draw(FIVE_CUTS) if scale == FIVE else SIX_CUT if scale == SIX else OUR_CUT
    has = {name: draw(st.booleans()) for name in ("counts", "parts", "n", "score", "mean", "asked", "usual")}
    skips_in_n, skips_in_parts = draw(st.booleans()), draw(st.booleans())
    rows, truths = [], []
    for number in range(draw(st.integers(1, 4))):
        times = draw(st.lists(st.integers(0, 12), min_size=11, max_size=11))
        counts = dict(zip(range(cut.lowest, cut.highest + 1), times, strict=False))
        answered = sum(counts.values())
        skipped = draw(st.integers(0, 20)) if scale == SKIPS else 0
        by = OUR_CUT if scale == SIX and has["usual"] else cut
        if answered < 5:
            continue
        parts, base = by.parts(counts), answered + skipped
        n = base if skips_in_n else answered
        if skips_in_parts:
            parts = parts._replace(passives=parts.passives + skipped)
            n = base
        rows.append(
            Written(
                f"Ward {number}", n, base + draw(st.integers(0, 30)) if has["asked"] else None,
                parts if has["parts"] else None, counts if has["counts"] else {},
                rounded(draw, 100 * cut.parts(counts).balance / base) if has["score"] else None,
                rounded(draw, sum(s * k for s, k in counts.items()) / answered) if has["mean"] else None,
            )
        )  # fmt: skip
        truths.append(counts)
    return scale, rows, truths


def kept_as_ours(row: Written) -> Parts | None:
    return OUR_CUT.parts(row.counts) if row.counts else row.parts


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files())
def test_no_wave_is_ever_taken_to_be_counted_otherwise_than_it_was(file):
    scale, rows, truths = file
    found = detect(rows)
    assert not rows or scale in found.possible, "the way in which it was written can have written it"
    if found.scale == OURS and scale != OURS:
        assert [kept_as_ours(row) for row in rows] == [OUR_CUT.parts(counts) for counts in truths]
        assert scale != FIVE
    elif rows and found.scale != Scale.UNKNOWN:
        assert found.scale == scale


def test_the_ways_are_tried_on_enough_that_can_be_told():
    """The property above would hold if everything were called open: of what holds every score it is not."""
    counts: Mapping[int, int] = every(s10=9, s8=4, s6=5, s2=3)
    for cut, scale in ((OUR_CUT, OURS), (SIX_CUT, SIX)):
        parts = cut.parts(counts)
        assert detect([written(parts, counts=counts, score=f"{100 * parts.balance / 21:.1f}")]).scale == scale


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 11)), min_size=1, max_size=12), st.booleans())
def test_no_shown_group_less_those_shown_below_it_leaves_fewer_than_five(teams, has_whole):
    """`teams`: how many stand in each directly, and which of those before it is above it."""
    above = {f"{i}": "" if parent >= i else f"{parent}" for i, (_n, parent) in enumerate(teams)}
    sizes = {f"{i}": n for i, (n, _parent) in enumerate(teams)} | {"": 0}
    for name in sorted(above, key=int, reverse=True):
        sizes[above[name]] += sizes[name]
    rows = [written(n=n, score="1", name=name) for name, n in sizes.items() if name or has_whole]
    parents = above if has_whole else {name: up for name, up in above.items() if up}
    shown = showable(rows, parents)
    for name in shown:
        left = sizes[name] - sum(sizes[below] for below, up in above.items() if up == name and below in shown)
        assert sizes[name] >= 5
        assert left == 0 or left >= 5
