"""Examples of waves and of what followed from them."""

from datetime import timedelta

from django.utils import timezone

from employees.actions.after_wave import promise_action
from employees.models import PulseComment, PulsePromise, Result, Wave, WaveGroup
from tests.worlds import World, example


@example
def wave(w: World) -> Wave:
    """One that is closed, and of which something is shown."""
    now = timezone.now()
    questions = [
        {"key": "enps", "kind": "enps", "labels": {"en": w.text("Recommend?")}},
        {"key": "change", "kind": "open", "labels": {"en": w.text("What to change?")}},
    ]
    found = Wave.objects.create(
        title=w.text("Spring"), questions=questions, closes_at=now, opened_at=now - timedelta(days=9),
        closed_at=now, answered=12,
    )  # fmt: skip
    whole = WaveGroup.objects.create(wave=found, teams=[], name=w.text("All"), direct=20)
    for question, counts in (("", {}), ("enps", {9: 7, 3: 5}), ("change", {})):
        Result.objects.create(wave=found, question=question, group=whole, asked=20, n=12, counts=counts)
    PulseComment.objects.create(group=whole, question="change", text=w.text("More light"))
    return found


@example
def pulse_promise(w: World) -> PulsePromise:
    return promise_action(
        group=w.wave.groups.get(), what=w.text("More light"), owner=w.people["lead"],
        due_at=timezone.now() + timedelta(days=30),
    )  # fmt: skip
