"""Who gets into what helps staff to know their customers, on pages and over the API."""

from typing import Any

from employees.models import SignUp
from tests.access.kit import (
    ADMIN,
    CHAMPION,
    DELETE,
    EMPLOYEE,
    EVERYBODY,
    FORM,
    LEAD,
    PUBLIC,
    READ,
    WRITE,
    Access,
    Facts,
)

ORGANISE = frozenset({LEAD, CHAMPION, ADMIN})
EXECUTIVES = frozenset({LEAD, CHAMPION, ADMIN})  # the admin of the examples is the sponsor
A_LEARNING: Facts = lambda w: {"pk": w.learning.pk}  # noqa: E731
A_PROGRAMME: Facts = lambda w: {"pk": w.programme.pk}  # noqa: E731
IDLE: Facts = lambda w: {"pk": w.idle_programme.pk}  # noqa: E731
ENDED: Facts = lambda w: {"pk": w.ended_programme.pk}  # noqa: E731
A_DATE: Facts = lambda w: {"pk": w.programme_date.pk}  # noqa: E731
FREE: Facts = lambda w: {"pk": w.free_date.pk}  # noqa: E731
PAST: Facts = lambda w: {"pk": w.past_date.pk}  # noqa: E731
ATTENDED: Facts = lambda w: {"pk": w.attended.pk}  # noqa: E731
TOLD: Facts = lambda w: {"learned": w.text("They wait"), "language": "en"}  # noqa: E731


def programme(w: Any) -> dict[str, Any]:
    return {"name": w.text("At the till"), "kind": "till", "teaches": w.text("Waiting")}


def date(w: Any) -> dict[str, Any]:
    """As the page sends it."""
    moments = {"starts": ("2099-01-02", "09:00"), "ends": ("2099-01-02", "15:00"),
               "closes_at": ("2099-01-01", "09:00")}  # fmt: skip
    parts = {f"{name}_{number}": part for name, both in moments.items() for number, part in enumerate(both)}
    return parts | {"place": w.text("Hull"), "places": 9, "organiser": w.people["lead"].pk}


def api_date(w: Any) -> dict[str, Any]:
    moments = {"starts": "2099-01-02T09:00Z", "ends": "2099-01-02T15:00Z", "closes_at": "2099-01-01T09:00Z"}
    others = {"place": w.text("Hull"), "places": 9, "organiser": w.people["lead"].pk}
    return moments | others | {"programme": w.programme.pk}


def there(w: Any) -> dict[str, Any]:
    return {"attended": list(SignUp.objects.filter(date=w.past_date).values_list("pk", flat=True))}


PROGRAMMES: dict[str, Access] = {
    "employees:learning": READ(EVERYBODY),
    "employees:learned": READ(EVERYBODY),
    "employees:coverage": READ(EVERYBODY),
    "employees:new_programme": FORM(ORGANISE, body=programme),
    "employees:programme": READ(EVERYBODY, at=A_PROGRAMME),
    "employees:edit_programme": FORM(ORGANISE, at=A_PROGRAMME, body=programme),
    "employees:end_programme": WRITE(ORGANISE, at=IDLE),
    "employees:offer_again": WRITE(ORGANISE, at=ENDED),
    "employees:new_date": FORM(ORGANISE, at=A_PROGRAMME, body=date),
    "employees:programme_date": READ(EVERYBODY, at=A_DATE),
    "employees:edit_date": FORM(ORGANISE, at=A_DATE, body=date),
    "employees:call_off": WRITE(ORGANISE, at=A_DATE, body=lambda w: {"reason": w.text("Snow")}),
    "employees:sign_up": WRITE(EVERYBODY, at=FREE),
    "employees:leave_date": WRITE(EVERYBODY, at=A_DATE),
    "employees:date_calendar": READ(EVERYBODY, at=A_DATE),
    "employees:attendance": FORM(ORGANISE | {EMPLOYEE}, at=PAST, body=there),
    "employees:say_learned": FORM({EMPLOYEE}, at=ATTENDED, body=TOLD),
    "api:programme-list": READ(EVERYBODY) | WRITE(ORGANISE, body=programme),
    "api:programme-detail": READ(EVERYBODY, at=A_PROGRAMME)
    | WRITE(ORGANISE, method="PATCH", body=lambda w: {"teaches": w.text("Waiting in line")}),
    "api:programme-end": WRITE(ORGANISE, at=IDLE),
    "api:programme-offer-again": WRITE(ORGANISE, at=ENDED),
    "api:programme-coverage": READ(EVERYBODY),
    "api:programme-date-list": READ(EVERYBODY) | WRITE(ORGANISE, body=api_date),
    "api:programme-date-detail": READ(EVERYBODY, at=A_DATE)
    | WRITE(ORGANISE, method="PATCH", body=lambda w: {"place": w.text("Hull")}),
    "api:programme-date-sign-up": WRITE(EVERYBODY, at=FREE),
    "api:programme-date-leave": WRITE(EVERYBODY, at=A_DATE),
    "api:programme-date-call-off": WRITE(ORGANISE, at=A_DATE, body=lambda w: {"reason": w.text("Snow")}),
    "api:programme-date-attendance": WRITE(ORGANISE | {EMPLOYEE}, at=PAST, body=there),
    "api:programme-date-calendar": READ(EVERYBODY, at=A_DATE),
    "api:sign-up-list": READ(EVERYBODY),
    "api:sign-up-detail": READ(ORGANISE | {EMPLOYEE}, at=ATTENDED),
    "api:sign-up-learned": WRITE({EMPLOYEE}, at=ATTENDED, body=TOLD),
    "api:learned-list": READ(EVERYBODY),
    "api:learned-detail": READ(EVERYBODY, at=ATTENDED),
}
A_DAY: Facts = lambda w: {"pk": w.frontline_day.pk}  # noqa: E731


def with_customers(w: Any) -> dict[str, Any]:
    return {"on": "2026-01-02", "place": w.text("Till"), "saw": w.text("They wait"), "language": "en",
            "promise": w.text("A bench"), "due_on": "2099-01-01"}  # fmt: skip


FRONTLINE: dict[str, Access] = {
    "employees:frontline": READ(EVERYBODY),
    "employees:frontline_day": READ(EVERYBODY, at=A_DAY),
    "employees:new_frontline_day": FORM(EXECUTIVES, body=with_customers),
    "employees:take_back_day": WRITE({LEAD, CHAMPION}, at=A_DAY),
    "api:frontline-day-list": READ(EVERYBODY) | WRITE(EXECUTIVES, body=with_customers),
    "api:frontline-day-detail": READ(EVERYBODY, at=A_DAY),
    "api:frontline-day-take-back": WRITE({LEAD, CHAMPION}, at=A_DAY),
}
LEARNINGS: dict[str, Access] = {
    "feedback:learnings": READ(EVERYBODY),
    "feedback:new_learning": FORM(
        EVERYBODY, body=lambda w: {"text": w.text("They come by bus"), "language": "en"}
    ),
    "feedback:take_back_learning": WRITE({EMPLOYEE, CHAMPION}, at=A_LEARNING),
    "api:learning-list": READ(EVERYBODY)
    | WRITE(EVERYBODY, body=lambda w: {"text": w.text("They come by bus"), "touchpoint": w.touchpoint.pk}),
    "api:learning-detail": READ(EVERYBODY, at=A_LEARNING),
    "api:learning-take-back": WRITE({EMPLOYEE, CHAMPION}, at=A_LEARNING),
}
EDITORS = frozenset({CHAMPION, ADMIN})
DRAFT: Facts = lambda w: {"pk": w.newsletter_draft.pk}  # noqa: E731


def edited(w: Any) -> dict[str, Any]:
    """As the page sends it."""
    items = list(w.newsletter_draft.items.standing())
    sent = {"title": w.text("Our week"), "introduction": w.text("Hello"), "language": "en",
            "form-TOTAL_FORMS": len(items), "form-INITIAL_FORMS": len(items)}  # fmt: skip
    for number, item in enumerate(items):
        facts = {"id": item.pk, "text": item.text, "language": item.language, "position": item.position}
        sent |= {f"form-{number}-{name}": value for name, value in facts.items()}
    return sent


def api_edited(w: Any) -> dict[str, Any]:
    items = [{"id": item.pk, "position": 1, "is_left_out": True} for item in w.newsletter_draft.items.all()]
    return {"title": w.text("Our week"), "items": items}


NEWSLETTERS: dict[str, Access] = {
    "feedback:newsletters": READ(EVERYBODY),
    "feedback:newsletter": READ(EVERYBODY, at=lambda w: {"pk": w.newsletter.pk}),
    "feedback:wish_newsletter": WRITE(EVERYBODY, body=lambda w: {"wished": "0"}),
    "feedback:stop_newsletter": FORM(PUBLIC, at=lambda w: {"token": w.newsletter_stop}),
    "feedback:new_newsletter": FORM(EDITORS, body=lambda w: {"day": "2026-02-03"}),
    "feedback:edit_newsletter": FORM(EDITORS, at=DRAFT, body=edited),
    "feedback:gather_newsletter": WRITE(EDITORS, at=DRAFT),
    "feedback:preview_newsletter": READ(EDITORS, at=DRAFT),
    "feedback:proof_newsletter": WRITE(EDITORS, at=DRAFT),
    "feedback:send_newsletter": WRITE(EDITORS, at=DRAFT),
    "feedback:discard_newsletter": WRITE(EDITORS, at=DRAFT),
    "api:newsletter-list": READ(EVERYBODY) | WRITE(EDITORS, body=lambda w: {"week": "2026-02-02"}),
    "api:newsletter-detail": READ(EDITORS, at=DRAFT)
    | WRITE(EDITORS, method="PATCH", body=api_edited)
    | DELETE(EDITORS),
    "api:newsletter-gather": WRITE(EDITORS, at=DRAFT),
    "api:newsletter-preview": READ(EDITORS, at=DRAFT),
    "api:newsletter-proof": WRITE(EDITORS, at=DRAFT),
    "api:newsletter-send": WRITE(EDITORS, at=DRAFT),
}
LEARNING = PROGRAMMES | FRONTLINE | LEARNINGS | NEWSLETTERS
