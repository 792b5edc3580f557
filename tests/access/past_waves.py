"""Who gets into what another tool asked, on pages and over the API."""

from tests.access.kit import ADMIN, CHAMPION, DELETE, FORM, READ, WRITE, Access, Facts
from tests.past_examples import past_table

SEE = frozenset({CHAMPION, ADMIN})
A_WAVE: Facts = lambda w: {"pk": w.past_wave.pk}  # noqa: E731
TABLE: Facts = lambda w: {  # noqa: E731
    "tool": w.text("Tool"), "title": w.text("Autumn"), "closed_on": "2024-11-30", "text": past_table(w)
}  # fmt: skip

PAST_WAVES: dict[str, Access] = {
    "employees:past_waves": READ(SEE),
    "employees:bring_in_past": FORM({ADMIN}, body=lambda w: TABLE(w) | {"take": "1"}),
    "employees:past_wave": READ(SEE, at=A_WAVE),
    "employees:remove_past": WRITE({ADMIN}, at=A_WAVE),
    "employees:remove_past_file": WRITE({ADMIN}, at=lambda w: {"file": w.past_wave.file}),
    "api:past-wave-list": READ(SEE),
    "api:past-wave-detail": READ(SEE, at=A_WAVE) | DELETE({ADMIN}, at=A_WAVE),
    "api:past-wave-lines": READ(SEE, at=A_WAVE),
    "api:past-wave-bring-in": WRITE({ADMIN}, body=lambda w: TABLE(w) | {"dry_run": False}),
}
