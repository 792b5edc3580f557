"""Who gets into what helps staff to know their customers, on pages and over the API."""

from tests.access.kit import CHAMPION, EMPLOYEE, EVERYBODY, FORM, READ, WRITE, Access, Facts

A_LEARNING: Facts = lambda w: {"pk": w.learning.pk}  # noqa: E731

LEARNING: dict[str, Access] = {
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
