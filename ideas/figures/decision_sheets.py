"""What stands round decisions, as tables: each line names the decision by its number."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from employees.models import Employee
from ideas.figures.cells import CHUNK, moment, named, pieces
from ideas.models import CitedIdea, Decision, DecisionEvidence, FollowUp, Revisit, Snapshot
from tenants.sheets import Cell, Sheet


def evidence_sheet(reader: Employee) -> Sheet:
    """Of what this person does not see it is only said that it is there."""
    found = DecisionEvidence.objects.standing().with_things().filter(decision__in=_seen(reader))
    rows: list[list[Cell]] = [
        [
            piece.evidence.decision_id, piece.kind, piece.key if piece.is_seen else "", piece.title,
            piece.words, piece.score, piece.top, piece.evidence.why, piece.evidence.by.name,
            moment(piece.evidence.at),
        ]
        for piece in pieces(found.order_by("decision", "pk"), reader)
    ]  # fmt: skip
    head = [
        _("decision"), _("kind"), _("key"), _("what"), _("words"), _("score"), _("of"), _("why"),
        _("by whom"), _("on"),
    ]  # fmt: skip
    return Sheet("decision-evidence", _("Evidence"), head, rows)


def cited_sheet(reader: Employee) -> Sheet:
    """Of an idea that this person does not see it is only said that it is there."""
    found = CitedIdea.objects.filter(decision__in=_seen(reader)).seen_by(reader).order_by("decision", "pk")
    rows = [_cited(one) for one in found.iterator(chunk_size=CHUNK)]
    head = [_("decision"), _("idea"), _("title"), _("comment"), _("by whom"), _("on")]
    return Sheet("decision-ideas", _("Ideas, and what was said about them"), head, rows)


def _cited(one: Any) -> list[Cell]:
    idea, title, said = (
        (one.idea_id, one.idea.title, one.comment.text if one.comment else "") if one.is_seen
        else (None, _("An idea that you do not see"), "")
    )  # fmt: skip
    return [one.decision_id, idea, title, said, one.by.name, moment(one.at)]


def values_sheet(reader: Employee) -> Sheet:
    found = Snapshot.objects.filter(decision__in=_seen(reader)).order_by("decision", "pk")
    shown = found.select_related("team", "touchpoint", "post", "by")
    rows: list[list[Cell]] = [
        [
            one.decision_id, one.metric, named(one.team), named(one.touchpoint), named(one.post),
            one.first.isoformat(), one.last.isoformat(), one.value, one.n, one.low, one.high, one.by.name,
            moment(one.at),
        ]
        for one in shown.iterator(chunk_size=CHUNK)
    ]  # fmt: skip
    head = [
        _("decision"), _("metric"), _("team"), _("touchpoint"), _("post"), _("first day"), _("last day"),
        _("value"), _("n"), _("low"), _("high"), _("by whom"), _("on"),
    ]  # fmt: skip
    return Sheet("decision-metrics", _("Metrics on that day"), head, rows)


def promises_sheet(reader: Employee) -> Sheet:
    found = FollowUp.objects.filter(decision__in=_seen(reader)).order_by("decision", "pk")
    rows: list[list[Cell]] = [
        [
            one.decision_id, one.commitment.promise, named(one.commitment.owner),
            moment(one.commitment.due_at), moment(one.commitment.kept_at),
            moment(one.commitment.withdrawn_at),
        ]
        for one in found.select_related("commitment__owner").iterator(chunk_size=CHUNK)
    ]  # fmt: skip
    head = [_("decision"), _("promise"), _("by whom"), _("due"), _("kept"), _("withdrawn on")]
    return Sheet("decision-promises", _("What follows"), head, rows)


def revisits_sheet(reader: Employee) -> Sheet:
    found = Revisit.objects.filter(decision__in=_seen(reader)).order_by("decision", "pk")
    rows: list[list[Cell]] = [
        [one.decision_id, one.get_verdict_display(), one.words, one.before, one.by.name, moment(one.at)]
        for one in found.select_related("by").iterator(chunk_size=CHUNK)
    ]
    head = [_("decision"), _("what became of it"), _("why"), _("before"), _("by whom"), _("on")]
    return Sheet("decision-revisits", _("Looked at again"), head, rows)


SHEETS: dict[str, Callable[[Employee], Sheet]] = {
    "evidence": evidence_sheet, "ideas": cited_sheet, "metrics": values_sheet, "promises": promises_sheet,
    "revisits": revisits_sheet,
}  # fmt: skip


def _seen(reader: Employee) -> Any:
    return Decision.objects.visible_to(reader).order_by().values("pk")
