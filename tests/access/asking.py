"""Who gets into which page of the pulse. The form of an answer is open to whoever holds its link."""

from employees.models.pulse_cards import answer_key
from tests.access.kit import ADMIN, ADMIN_SITE, CHAMPION, EVERYBODY, FORM, PUBLIC, READ, WRITE, Access

SEE = frozenset({CHAMPION, ADMIN})


def programme(w):
    return {"pk": w.pulse_programme.pk}


def planned(w):
    """What a programme's form sends."""
    return {
        "name": w.text("Pulse"), "first_day": "2099-01-31", "opens_at": "09:00", "days_open": 7, "every": 3,
        "unit": "months", "k": 5, "attribute": "", "drivers": ["tools"], "opened": ["change"],
    }  # fmt: skip


def asked_of_api(w):
    keys = ("enps", "tools", "change")
    return {"name": w.text("Pulse"), "first_day": "2099-01-31", "questions": [{"key": key} for key in keys]}


def on_a_day(w):
    return programme(w) | {"day": "2099-01-01"}


ASKING: dict[str, Access] = {
    "employees:pulse_programmes": READ(SEE),
    "employees:new_pulse": FORM({ADMIN}, body=planned),
    "employees:pulse_programme": READ(SEE, at=programme),
    "employees:edit_pulse": FORM({ADMIN}, at=programme, body=planned),
    "employees:preview_pulse": READ(SEE, at=programme),
    "employees:end_pulse": WRITE({ADMIN}, at=programme),
    "employees:resume_pulse": WRITE({ADMIN}, at=programme),
    "employees:call_off_wave": WRITE({ADMIN}, at=on_a_day),
    "employees:call_on_wave": WRITE({ADMIN}, at=on_a_day),
    "employees:pulse_cards": FORM({ADMIN}, at=lambda w: {"pk": w.open_pulse.pk}),
    "employees:pulse": FORM(PUBLIC, body=lambda w: {"code": w.card_code}),
    "employees:pulse_thanks": READ(PUBLIC, at=lambda w: {"language": "en"}),
    "employees:answer_pulse": FORM(
        PUBLIC, at=lambda w: {"key": answer_key(w.open_pulse.pk, w.people["employee"].pk)},
        body=lambda w: {"q-enps": "9", "q-change": w.text("The lift")},
    ),
    "api:own-pulse": READ(EVERYBODY),
    "api:pulse-programme-list": READ(SEE) | WRITE({ADMIN}, body=asked_of_api),
    "api:pulse-programme-detail": READ(SEE, at=programme) | WRITE({ADMIN}, at=programme, method="PATCH"),
    "api:pulse-programme-foresight": READ(SEE, at=programme),
    "api:pulse-programme-end": WRITE({ADMIN}, at=programme),
    "api:pulse-programme-resume": WRITE({ADMIN}, at=lambda w: {"pk": w.ended_programme.pk}),
    "api:pulse-programme-call-off": WRITE({ADMIN}, at=programme, body=lambda w: {"day": "2099-01-01"}),
    "api:pulse-programme-call-on": WRITE({ADMIN}, at=programme, body=lambda w: {"day": "2099-04-01"}),
} | ADMIN_SITE("employees_pulseprogramme", SEE, key=lambda w: w.pulse_programme.pk)  # fmt: skip
