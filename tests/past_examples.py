"""The world of the tenancy walk, of waves that another tool asked."""

from datetime import date

from employees.actions.past_waves import bring_in
from employees.models import PastWave
from tests.worlds import World, example


def past_table(w: World) -> str:
    """Two wards, of each score how many gave it, as text."""
    scores = ",".join(map(str, range(11)))
    rows = [w.text(name) + ",0,0,0,1,0,0,2,1,2,3,1\n" for name in ("Ward 1", "Ward 2")]
    return f"team,{scores}\n{''.join(rows)}"


@example
def past_wave(w: World) -> PastWave:
    """Brought in by the admin."""
    outcome = bring_in(
        text=past_table(w), tool=w.text("Other tool"), title=w.text("Spring"), closed_on=date(2024, 5, 31),
        by=w.people["admin"], dry_run=False,
    )  # fmt: skip
    return outcome.waves[0]
