"""Who gets into thanks, compliments, the wall and gestures, on pages and over the API."""

from typing import Any
from uuid import UUID

from employees.models.recognition import STOP
from tenants.signing import sign
from tests.access.kit import (
    ADMIN,
    ADMIN_SITE,
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
)


def thanks(w: Any) -> dict[str, Any]:
    words = {"words": w.text("You stayed late"), "outcome": w.text("He got home")}
    return {"people": [w.colleague.pk]} | words


def praise(w: Any) -> dict[str, Any]:
    return {"people": [w.colleague.pk], "words": w.text("Kind people")}


def gesture(w: Any) -> dict[str, Any]:
    return {"kind": "gift", "amount": "12.50", "note": w.text("Flowers"), "key": str(UUID(int=7))}


SEE_GESTURES = frozenset({EMPLOYEE, LEAD, CHAMPION, ADMIN})
CONFIRM = frozenset({LEAD, CHAMPION})
RECOGNITION: dict[str, Access] = {
    "employees:recognition": READ(EVERYBODY),
    "employees:thank": FORM(EVERYBODY, body=thanks),
    "employees:withdraw_thanks": WRITE({EMPLOYEE}, at=lambda w: {"pk": w.thanks.pk}),
    "api:recognition-list": READ(EVERYBODY) | WRITE(EVERYBODY, body=thanks),
    "api:recognition-detail": READ(EVERYBODY, at=lambda w: {"pk": w.thanks.pk}),
    "api:recognition-withdraw": WRITE({EMPLOYEE}, at=lambda w: {"pk": w.thanks.pk}),
    "employees:stop_monthly": FORM(PUBLIC, at=lambda w: {"token": sign(w.colleague.pk, purpose=STOP)}),
    "employees:wall": READ(
        PUBLIC, at=lambda w: {"token": w.wall.path.split("/")[2]}, query=lambda w: {"hold": "1"}
    ),
    "employees:wall_settings": FORM({ADMIN}, body=lambda w: {"names": "first", "theme": "dark"}),
    "employees:renew_wall": WRITE({ADMIN}),
    "employees:revoke_wall": WRITE({ADMIN}),
    "api:wall": READ({ADMIN}) | WRITE({ADMIN}, method="PATCH", body=lambda w: {"names": "first"}),
    "api:wall-renew": WRITE({ADMIN}),
    "api:wall-revoke": WRITE({ADMIN}),
    "feedback:give_gesture": WRITE(EVERYBODY, at=lambda w: {"pk": w.case.pk}, body=gesture),
    "feedback:rewards": READ(EVERYBODY),
    "api:rewards": READ(EVERYBODY),
    "feedback:gestures": READ(EVERYBODY),
    "feedback:gesture": READ(SEE_GESTURES, at=lambda w: {"pk": w.asked_gesture.pk}),
    "feedback:decide_gesture": WRITE(
        SEE_GESTURES,
        at=lambda w: {"pk": w.asked_gesture.pk},
        body=lambda w: {"yes": "yes", "reason": w.text("Well deserved")},
    ),
    "feedback:take_back_gesture": WRITE({EMPLOYEE}, at=lambda w: {"pk": w.gesture.pk}),
    "feedback:gesture_limits": FORM(
        {ADMIN}, body=lambda w: {"currency": "GBP", "amount_employee": "20", "number_employee": "3"}
    ),
    "feedback:team_limit": WRITE({ADMIN}, body=lambda w: {"team": w.team.pk, "amount": "20", "number": "3"}),
    "feedback:remove_limit": WRITE({ADMIN}, at=lambda w: {"pk": w.gesture_limit.pk}),
    "api:gesture-list": READ(EVERYBODY)
    | WRITE(
        EVERYBODY,
        body=lambda w: {"case": w.case.pk, "kind": "gift", "amount": "12.50", "note": w.text("Flowers")},
    ),
    "api:gesture-detail": READ(SEE_GESTURES, at=lambda w: {"pk": w.asked_gesture.pk}),
    "api:gesture-decide": WRITE(
        SEE_GESTURES,
        at=lambda w: {"pk": w.asked_gesture.pk},
        body=lambda w: {"yes": True, "reason": w.text("Well deserved")},
    ),
    "api:gesture-take-back": WRITE({EMPLOYEE}, at=lambda w: {"pk": w.gesture.pk}),
    "api:gesture-sums": READ(EVERYBODY),
    "api:gesture-limit-list": READ({ADMIN})
    | WRITE({ADMIN}, body=lambda w: {"role": "lead", "amount": "50.00", "number": 4}),
    "api:gesture-limit-detail": READ({ADMIN}, at=lambda w: {"pk": w.gesture_limit.pk})
    | WRITE(
        {ADMIN},
        at=lambda w: {"pk": w.gesture_limit.pk},
        method="PATCH",
        body=lambda w: {"amount": "30.00"},
    )
    | DELETE({ADMIN}, at=lambda w: {"pk": w.gesture_limit.pk}),
    "api:goodwill": READ({ADMIN}) | WRITE({ADMIN}, method="PATCH", body=lambda w: {"currency": "GBP"}),
    **ADMIN_SITE(
        "feedback_goodwilllimit",
        (),
        {ADMIN},
        key=lambda w: w.gesture_limit.pk,
        body=lambda w: {"role": "lead", "amount": "9", "number": "1"},
    ),
    "feedback:compliments": READ(CONFIRM),
    "feedback:recognise": FORM(CONFIRM, at=lambda w: {"pk": w.good_response.pk}, body=praise),
    "feedback:names_nobody": WRITE(CONFIRM, at=lambda w: {"pk": w.compliment.response_id}),
    "feedback:undo_compliment": WRITE(CONFIRM, at=lambda w: {"pk": w.confirmed.pk}),
    "api:compliment-list": READ(CONFIRM)
    | WRITE(CONFIRM, body=lambda w: praise(w) | {"response": str(w.good_response.pk)}),
    "api:compliment-detail": READ(CONFIRM, at=lambda w: {"pk": w.compliment.pk}),
    "api:compliment-nobody": WRITE(CONFIRM, at=lambda w: {"pk": w.compliment.pk}),
    "api:compliment-undo": WRITE(CONFIRM, at=lambda w: {"pk": w.confirmed.pk}),
}
