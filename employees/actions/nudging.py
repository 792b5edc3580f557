from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from employees.actions.telling import tell
from employees.models import Commitment, Employee, Nudge


@transaction.atomic
def nudge(commitment: Commitment, *, by: Employee, note: str = "") -> Nudge | None:
    """Ask the owner about a promise; they must acknowledge. None when it is settled or nobody owns it."""
    found = Commitment.objects.open().select_for_update(of=("self",)).select_related("owner")
    asked = found.filter(pk=commitment.pk, owner__isnull=False).first()
    if asked is None or asked.owner is None:
        return None
    made = Nudge.objects.create(
        commitment=asked, by=by, to=asked.owner, note=note[:300], on_behalf_of=by.acts_for
    )
    tell(
        asked.owner, "commitment.nudged", {"nudge": made.pk}, mine=True,
        line=lambda: _("%(name)s asks about “%(promise)s”") % {"name": made.asker, "promise": asked.promise},
        path=reverse("employees:promise", args=[asked.pk]),
    )  # fmt: skip
    return made


@transaction.atomic
def acknowledge(nudge: Nudge, *, answer: str = "") -> bool:
    """The owner says so, with a word to the champion if they like; False when it was said before."""
    said = nudge.acknowledge(answer)
    if said:
        tell(
            nudge.by, "commitment.acknowledged", {"nudge": nudge.pk}, mine=True,
            line=lambda: _("%(name)s has seen your question about “%(promise)s”")
            % {"name": nudge.to.name, "promise": nudge.commitment.promise},
            path=reverse("employees:promise", args=[nudge.commitment_id]),
        )  # fmt: skip
    return said
