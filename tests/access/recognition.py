"""Who gets into thanks, compliments, the wall and gestures, on pages and over the API."""

from typing import Any

from employees.models.recognition import STOP
from tenants.signing import sign
from tests.access.kit import ADMIN, CHAMPION, EMPLOYEE, EVERYBODY, FORM, LEAD, PUBLIC, READ, WRITE, Access


def thanks(w: Any) -> dict[str, Any]:
    words = {"words": w.text("You stayed late"), "outcome": w.text("He got home")}
    return {"people": [w.colleague.pk]} | words


def praise(w: Any) -> dict[str, Any]:
    return {"people": [w.colleague.pk], "words": w.text("Kind people")}


CONFIRM = frozenset({LEAD, CHAMPION})
RECOGNITION: dict[str, Access] = {
    "employees:recognition": READ(EVERYBODY),
    "employees:thank": FORM(EVERYBODY, body=thanks),
    "employees:withdraw_thanks": WRITE({EMPLOYEE}, at=lambda w: {"pk": w.thanks.pk}),
    "api:recognition-list": READ(EVERYBODY) | WRITE(EVERYBODY, body=thanks),
    "api:recognition-detail": READ(EVERYBODY, at=lambda w: {"pk": w.thanks.pk}),
    "api:recognition-withdraw": WRITE({EMPLOYEE}, at=lambda w: {"pk": w.thanks.pk}),
    "employees:stop_monthly": FORM(PUBLIC, at=lambda w: {"token": sign(w.colleague.pk, purpose=STOP)}),
    "employees:wall": READ(PUBLIC, at=lambda w: {"token": w.wall.path.split("/")[2]}),
    "employees:wall_settings": FORM({ADMIN}, body=lambda w: {"names": "first", "theme": "dark"}),
    "employees:renew_wall": WRITE({ADMIN}),
    "employees:revoke_wall": WRITE({ADMIN}),
    "api:wall": READ({ADMIN}) | WRITE({ADMIN}, method="PATCH", body=lambda w: {"names": "first"}),
    "api:wall-renew": WRITE({ADMIN}),
    "api:wall-revoke": WRITE({ADMIN}),
    "feedback:compliments": READ(CONFIRM),
    "feedback:recognise": FORM(CONFIRM, at=lambda w: {"pk": w.good_response.pk}, body=praise),
    "feedback:names_nobody": WRITE(CONFIRM, at=lambda w: {"pk": w.compliment.response_id}),
    "feedback:undo_compliment": WRITE(CONFIRM, at=lambda w: {"pk": w.confirmed.pk}),
    "api:compliment-list": READ(CONFIRM)
    | WRITE(CONFIRM, body=lambda w: praise(w) | {"response": w.good_response.pk}),
    "api:compliment-detail": READ(CONFIRM, at=lambda w: {"pk": w.compliment.pk}),
    "api:compliment-nobody": WRITE(CONFIRM, at=lambda w: {"pk": w.compliment.pk}),
    "api:compliment-undo": WRITE(CONFIRM, at=lambda w: {"pk": w.confirmed.pk}),
}
