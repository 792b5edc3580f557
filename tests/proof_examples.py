"""The world of the tenancy walk, of what is proven of pulse answers."""

from employees.models import Proof
from tests.worlds import World, example


@example
def proof(w: World) -> Proof:
    """In which the title of a wave stands."""
    held = {"check": "content", "verdict": "held", "text": "Nothing was published of it.", "facts": {}}
    report = {"verdict": "held", "waves": {"1": w.text("Spring")}, "findings": [held | {"wave": 1}]}
    return Proof.objects.create(verdict="held", report=report)
