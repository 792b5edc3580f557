"""An import is the same as receiving its answers one after the other, whatever the rows and their chunks."""

import csv
import io
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from feedback.actions.customers import find_or_make_customer, identifiers
from feedback.actions.intake import receive_response
from feedback.models import Case, Identifier, Mark, Response

SINCE = datetime(2024, 5, 15, tzinfo=UTC)
words = st.text(st.sampled_from("ab cé,\"'\n;=界"), max_size=12).map(str.strip)
rows = st.fixed_dictionaries(
    {
        "score": st.sampled_from(["", "1", "2", "3", "5"]), "why": words,
        "at": st.datetimes(datetime(2024, 5, 1), datetime(2024, 5, 30)),  # noqa: DTZ001
        "mail": st.sampled_from(["", "ann@shop.example", "bob@shop.example", "Ann@Shop.example"]),
        "phone": st.sampled_from(["", "01938 555 123", "+441938555124"]),
        "number": st.sampled_from(["", "7", "8"]),
    }
)  # fmt: skip


def one_by_one(answers: list[dict[str, Any]], post: Any) -> None:
    """The reference: what the API would do with each."""
    for number, row in enumerate(answers):
        at = row["at"].replace(tzinfo=UTC)
        known_by = identifiers(email=row["mail"], phone=row["phone"], external=row["number"])
        receive_response(
            post=post, metric="csat", score=int(row["score"]) if row["score"] else None, comment=row["why"],
            customer=find_or_make_customer(known_by=known_by, is_vouched=True), channel="import",
            source=f"file:{post.pk}", external_id=str(number), received_at=at, opens_cases=at >= SINCE,
        )  # fmt: skip


def as_file(answers: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(["id", "score", "why", "at", "mail", "phone", "number"])
    for number, row in enumerate(answers):
        out.writerow(
            [
                number,
                row["score"],
                row["why"],
                row["at"].isoformat(),
                row["mail"],
                row["phone"],
                row["number"],
            ]
        )
    return text.getvalue()


def everything() -> dict[str, Any]:
    """What is stored, without the keys."""
    customers: dict[int, set] = {}
    for each in Identifier.objects.all():
        customers.setdefault(each.customer_id, set()).add((each.kind, each.value))
    found = Response.objects.order_by("external_id")
    cases = Case.objects.select_related("commitment")
    return {
        "responses": [
            (r.external_id, r.metric, r.scale, r.score, r.comment, r.answers, r.channel, r.received_at, r.day,
             r.touchpoint_id, r.team_id, r.version_id, frozenset(customers.get(r.customer_id, ())))
            for r in found
        ],
        "customers": Counter(map(frozenset, customers.values())),
        "cases": {
            case.response.external_id: (case.team_id, case.subject, case.commitment.kind) for case in cases
        },
        "owners": Counter(case.commitment.owner_id for case in cases),
        "marked": set(Mark.objects.values_list("day", flat=True)),
    }  # fmt: skip


@pytest.mark.parametrize("chunk", [3, 20_000])
@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(answers=st.lists(rows, min_size=1, max_size=9))
def test_an_import_is_as_if_each_answer_had_come_alone(
    answers, chunk, bring_in, make_post, make_employee, monkeypatch
):
    monkeypatch.setattr("feedback.connectors.importing.CHUNK", chunk)
    results = []
    for way in ("alone", "together"):
        with transaction.atomic():
            post = _post(make_post, make_employee)
            if way == "alone":
                one_by_one(answers, post)
            else:
                mapping = {
                    "ids": [0],
                    "score": 1,
                    "comments": [2],
                    "date": 3,
                    "email": 4,
                    "phone": 5,
                    "external": 6,
                }
                bring_in(as_file(answers), post=post, since=SINCE, metric="csat", zone="UTC", **mapping)
            results.append(_without_keys(everything(), post))
            transaction.set_rollback(True)
    assert results[0] == results[1]


def _post(make_post: Any, make_employee: Any) -> Any:
    post = make_post(("csat", "text"), kind="import")
    for _n in range(2):
        make_employee(team=post.team)
    return post


def _without_keys(found: dict[str, Any], post: Any) -> dict[str, Any]:
    """Keys differ between the two ways; what they point at does not."""
    own = (post.touchpoint_id, post.team_id, post.version.pk)
    found["responses"] = [(*row[:9], row[9:12] == own, *row[12:]) for row in found["responses"]]
    found["cases"] = {key: (team == post.team_id, *rest) for key, (team, *rest) in found["cases"].items()}
    found["owners"] = sorted(found["owners"].values())
    return found
