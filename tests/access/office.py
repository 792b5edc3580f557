"""Who gets into the champion's office: terms and who acts, and who is away when."""

from typing import Any

from tests.access.kit import ADMIN, CHAMPION, DELETE, EVERYBODY, FORM, LEAD, READ, WRITE, Access, Facts

ENTER = {LEAD, ADMIN}
PLEDGE = {CHAMPION, ADMIN}  # the admin of the examples is the champion's sponsor
AN_ABSENCE: Facts = lambda w: {"pk": w.absence.pk}  # noqa: E731


def a_pledge(w: Any) -> dict[str, Any]:
    return {"promise": w.text("An hour at the till"), "due_at_0": "2099-01-01", "due_at_1": "12:00"}


def days(w: Any) -> dict[str, Any]:
    return {"starts": "2098-03-01", "ends": "2098-03-09", "note": w.text("Leave")}


OFFICE: dict[str, Access] = {
    "employees:absences": READ(EVERYBODY),
    "employees:new_absence": FORM(EVERYBODY, body=days),
    "employees:absence": READ(EVERYBODY, at=AN_ABSENCE),
    "employees:change_absence": FORM(ENTER, at=AN_ABSENCE, body=days),
    "employees:decide": WRITE(ENTER, at=AN_ABSENCE, body=lambda w: {"all_to": w.people["employee"].pk}),
    "employees:end_absence": WRITE(ENTER, at=AN_ABSENCE),
    "employees:register": READ(EVERYBODY),
    "employees:new_pledge": FORM(PLEDGE, body=a_pledge),
    "api:pledge-list": READ(EVERYBODY)
    | WRITE(PLEDGE, body=lambda w: {"promise": w.text("An hour"), "due_at": "2099-01-01T12:00:00Z"}),
    "api:pledge-detail": READ(EVERYBODY, at=lambda w: {"pk": w.pledge.pk}),
    "api:pledge-numbers": READ(EVERYBODY),
    "api:absence-list": READ(EVERYBODY) | WRITE(EVERYBODY, body=days),
    "api:absence-detail": READ(EVERYBODY, at=AN_ABSENCE)
    | WRITE(ENTER, method="PATCH", body=lambda w: {"note": w.text("Leave")})
    | DELETE(ENTER),
    "api:absence-promises": READ(ENTER, at=AN_ABSENCE),
    "api:absence-decide": WRITE(ENTER, at=AN_ABSENCE, body=lambda w: {"all_to": w.people["employee"].pk}),
    "api:employee-leaving": READ({ADMIN}, at=lambda w: {"pk": w.colleague.pk}),
    "api:policy-reach": READ({ADMIN}) | WRITE({ADMIN}, body=lambda w: {"ladders": {"answer": {"lead": 1}}}),
    "api:term-office": READ(EVERYBODY),
}
