"""Cases of many answers at once, by the same rules as `open_case`: for an import."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from employees.actions.assignment import assignees
from employees.actions.ledger import NewPromise, promise_many
from employees.models import Team
from feedback.actions.cases import promise_text
from feedback.actions.promises import answer_due
from feedback.models import Case, Response
from tenants.outbox.emit import event
from tenants.outbox.models import Event
from tenants.rows import fresh_keys


def open_cases(responses: Sequence[Response], *, since: datetime) -> int:
    """Open a case for each, promised from `since` on; nobody is written to. How many were opened."""
    if not responses:
        return 0
    keys = fresh_keys(Case, len(responses))
    teams = Team.objects.in_bulk({response.team_id for response in responses})
    post = responses[0].post
    due = {pk: answer_due(post, team, since) for pk, team in teams.items()}
    wanted = Counter(response.team_id for response in responses)
    owners = {team: iter(who) for team, who in assignees(wanted, due_at=max(due.values())).items()}
    texts: dict[tuple[int, int], str] = {}
    promises = []
    for key, response in zip(keys, responses, strict=True):
        place = (response.touchpoint_id, response.team_id)
        if place not in texts:
            texts[place] = promise_text(response)
        owner = next(owners[response.team_id])
        path = Case(pk=key).get_absolute_url()
        promises.append(
            NewPromise(texts[place], "answer", owner, response.team_id, since, due[response.team_id], path)
        )
    _write(keys, responses, promise_many(promises), promises)
    return len(responses)


def _write(
    keys: list[int], responses: Sequence[Response], commitments: list[int], promises: list[NewPromise]
) -> None:
    rows = zip(keys, responses, commitments, promises, strict=True)
    Case.objects.bulk_create(
        (
            Case(
                pk=key, response=response, team_id=response.team_id, subject=response.comment[:200],
                commitment_id=commitment, current_id=commitment, opened_at=promise.made_at,
                waiting_since=promise.made_at, promised_for=promise.due_at,
            )
            for key, response, commitment, promise in rows
        ),
        batch_size=2000,
    )  # fmt: skip
    Event.objects.bulk_create((event("case.opened", {"case": key}) for key in keys), batch_size=2000)
