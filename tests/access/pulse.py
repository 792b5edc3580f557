"""Who gets into the pulses and what follows from them."""

from tests.access.kit import CHAMPION, EVERYBODY, LEAD, READ, WRITE, Access, Facts

A_WAVE: Facts = lambda w: {"pk": w.wave.pk}  # noqa: E731
ACTION: Facts = lambda w: {  # noqa: E731
    "group": w.wave.groups.get(parent=None).pk, "what": w.text("More light"), "due_on": "2099-01-01",
    "owner": w.people["lead"].pk,
}  # fmt: skip

PULSE: dict[str, Access] = {
    "employees:after_wave": READ(EVERYBODY, at=A_WAVE) | WRITE({LEAD, CHAMPION}, at=A_WAVE, body=ACTION),
    "insights:pulses": READ(EVERYBODY),
    "insights:pulse": READ(EVERYBODY, at=A_WAVE),
    "insights:pulse_table": READ(EVERYBODY, at=lambda w: A_WAVE(w) | {"key": "teams", "kind": "csv"}),
    "insights:pulse_comments": READ(EVERYBODY, at=lambda w: A_WAVE(w) | {"key": "change"}),
    "api:pulse-promise-list": READ(EVERYBODY)
    | WRITE(
        {LEAD, CHAMPION},
        body=lambda w: {"promise" if key == "what" else key: value for key, value in ACTION(w).items()},
    ),
    "api:pulse-promise-detail": READ(EVERYBODY, at=lambda w: {"pk": w.pulse_promise.pk}),
    "api:pulse-list": READ(EVERYBODY),
    "api:pulse-detail": READ(EVERYBODY, at=A_WAVE),
    "api:pulse-results": READ(EVERYBODY, at=A_WAVE),
    "api:pulse-comments": READ(EVERYBODY, at=A_WAVE, query=lambda w: {"question": "change"}),
}
