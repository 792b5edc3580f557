"""Evidence as somebody may see it: what they see of it themselves or the feed shows, without what identifies
a customer; of anything else, that it is there. And what they may pick from, looked for."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from employees.models import Employee
from feedback.actions.sharing import proposed_text
from feedback.models import Case, Cause, Response, Share
from ideas.models import Evidence
from tenants.plain_letters import folded
from tenants.searching import words_of

Kind = Evidence.Kind
SHOWN, NEWEST = 20, 2000
"""So many are shown of what was found; and among so many of the newest answers, whose words have no index,
they are looked for."""
DIGITS = 18
"""No key has more."""
OF_ANSWER = ("team", "touchpoint", "share", "customer")


@dataclass(frozen=True)
class Piece:
    """One thing as one person sees it; `is_seen` False: it is only said that it is there. `names_by`: whether
    they are told who attached it."""

    kind: str
    key: str
    title: str
    is_seen: bool = True
    url: str = ""
    words: str = ""
    language: str = ""
    score: int | None = None
    top: int | None = None
    place: str = ""
    at: datetime | None = None
    evidence: Any = None
    names_by: bool = False


def _keys(seen: QuerySet, keys: list[Any]) -> set[Any]:
    return set(seen.filter(pk__in=keys).order_by().values_list("pk", flat=True))


class Sight:
    """What one person sees of some answers and cases, asked once for all of them."""

    def __init__(self, user: Employee, answers: Collection[UUID], cases: Collection[int] = ()) -> None:
        self.answers = _keys(Response.objects.visible_to(user).shown(), list(answers)) if answers else set()
        self.cases = _keys(Case.objects.visible_to(user), list(cases)) if cases else set()

    def piece(self, kind: str, thing: Any, evidence: Any = None) -> Piece:
        if kind == Kind.CAUSE:
            return Piece(
                kind, f"{kind}:{thing.pk}", thing.title, url=thing.get_absolute_url(), evidence=evidence
            )
        return self._of_case(thing, evidence) if kind == Kind.CASE else self._of_answer(thing, evidence)

    def _of_case(self, case: Case, evidence: Any) -> Piece:
        sees, key = case.pk in self.cases, f"{Kind.CASE}:{case.pk}"
        if not sees and not _is_shared(case.response):
            return Piece(Kind.CASE, key, _("A case that you do not see"), is_seen=False, evidence=evidence)
        title, url = (str(case), case.get_absolute_url()) if sees else (_("A case"), "")
        return Piece(Kind.CASE, key, title, url=url, evidence=evidence, **_said(case.response))

    def _of_answer(self, answer: Response, evidence: Any) -> Piece:
        sees, key = answer.pk in self.answers, f"{Kind.RESPONSE}:{answer.pk}"
        if not sees and not _is_shared(answer):
            title = _("An answer that you do not see")
            return Piece(Kind.RESPONSE, key, title, is_seen=False, evidence=evidence)
        url = answer.get_absolute_url() if sees else ""
        return Piece(Kind.RESPONSE, key, _("An answer"), url=url, evidence=evidence, **_said(answer))


def _is_shared(answer: Response) -> bool:
    share = getattr(answer, "share", None)
    return bool(share and not share.withdrawn_at and not answer.hidden_at)


def _said(answer: Response) -> dict[str, Any]:
    """What the feed shows of it, or would."""
    words = answer.share.text if _is_shared(answer) else "" if answer.hidden_at else proposed_text(answer)
    return {
        "words": words, "language": answer.language, "score": answer.score, "top": answer.scale,
        "place": f"{answer.team}, {answer.touchpoint}", "at": answer.received_at,
    }  # fmt: skip


def pieces_of(rows: Iterable[Any], *, reader: Employee) -> list[Piece]:
    """Evidence (`with_things`) as its reader sees it."""
    rows = list(rows)
    cases = [row.case_id for row in rows if row.case_id]
    sight = Sight(reader, [row.response_id for row in rows if row.response_id], cases)
    pieces = [sight.piece(row.kind, getattr(row, row.kind), row) for row in rows]
    return [replace(piece, names_by=piece.evidence.names_to(reader)) for piece in pieces]


def look_for(kind: str, asked: str, *, reader: Employee) -> list[Piece]:
    """What may be picked, the newest first; with no words the newest."""
    finders: dict[str, Callable[[Employee, str], list[Any]]] = {
        Kind.RESPONSE: answers_for, Kind.CASE: cases_for, Kind.CAUSE: causes_for,
    }  # fmt: skip
    rows = finders[kind](reader, asked)
    keys = [row.pk for row in rows]
    sight = Sight(reader, *((keys, []) if kind == Kind.RESPONSE else ([], keys if kind == Kind.CASE else [])))
    return [sight.piece(kind, row) for row in rows]


def answers_for(user: Employee, asked: str) -> list[Response]:
    """Those with words that somebody sees, or the feed shows; in these only what the feed shows is looked
    for, as else a name would find whose it is."""
    seen = Response.objects.visible_to(user).shown().exclude(comment="").exclude(received_at=None)
    shared = Response.objects.filter(share__in=_newest(Share.objects.visible(), "-shared_at"))
    for word in (words := asked.split()[:8]):
        shared = shared.filter(share__text__icontains=word)
    found = [_shown(shared.order_by("-share__shared_at"))]
    near = Response.objects.filter(pk__in=_newest(seen, "-received_at")) if words else seen
    for word in words:
        near = near.filter(comment__icontains=word)
    found.append(_shown(near.order_by("-received_at", "-id")))
    if query := words_of(asked):
        begun = Case.objects.visible_to(user).filter(search=query).order_by("-id")[:SHOWN]
        found.append(_shown(seen.filter(pk__in=[case.response_id for case in begun])))
    each = {row.pk: row for rows in found for row in rows}
    newest = sorted(each.values(), key=lambda row: row.received_at or row.created_at, reverse=True)
    return newest[:SHOWN]


def _newest(rows: Any, order: str) -> Any:
    return rows.order_by(order, "-id").values("pk")[:NEWEST]


def _shown(rows: Any) -> Any:
    return rows.select_related(*OF_ANSWER).prefetch_related("customer__identifiers")[:SHOWN]


def cases_for(user: Employee, asked: str) -> list[Case]:
    """By number, or by the beginning of what the customer said."""
    rows = Case.objects.visible_to(user)
    if (number := asked.strip().lstrip("#")).isdecimal() and len(number) <= DIGITS:
        rows = rows.filter(pk=int(number))
    elif query := words_of(asked):
        rows = rows.filter(search=query)
    shown = rows.select_related(*(f"response__{name}" for name in OF_ANSWER)).order_by("-id")
    return list(shown.prefetch_related("response__customer__identifiers")[:SHOWN])


def causes_for(user: Employee, asked: str) -> list[Cause]:
    rows = Cause.objects.matching(asked) if folded(asked).strip() else Cause.objects.order_by("-id")
    return list(rows[:SHOWN])


def thing_for(user: Employee, kind: str, key: str) -> Response | Case | Cause | None:
    """What somebody picked; none where they may not see it."""
    if kind == Kind.RESPONSE:
        return _answer_for(user, key)
    if not key.isdecimal() or len(key) > DIGITS:
        return None
    if kind == Kind.CASE:
        return Case.objects.visible_to(user).filter(pk=int(key)).first()
    return Cause.objects.filter(pk=int(key)).first() if kind == Kind.CAUSE else None


def _answer_for(user: Employee, key: str) -> Response | None:
    try:
        found = Response.objects.shown().filter(pk=UUID(key))
    except ValueError:
        return None
    shared = found.filter(share__in=Share.objects.visible())
    return shared.first() or found.visible_to(user).first()
