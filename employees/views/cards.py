import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from employees.actions.cards import Card
from employees.models import Wave
from employees.models.pulse_cards import plain_code
from tenants.here import absolute


def printed(request: HttpRequest, wave: Wave, cards: list[Card]) -> HttpResponse:
    """A4 pages of cards, each with its code and the same as a QR code."""
    shown = [(card, _picture(card.code)) for card in cards]
    context = {"wave": wave, "cards": shown, "address": absolute(reverse("employees:pulse"))}
    response = render(request, "employees/pulse/cards.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _picture(code: str) -> str:
    """The QR code of the form's address, as a picture that stands in the page itself."""
    path = reverse("employees:answer_pulse", args=[plain_code(code)])
    return segno.make(absolute(path), error="m", micro=False).svg_data_uri(scale=4, border=4)
