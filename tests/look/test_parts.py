"""The parts as they come out of the templates."""

from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.test import RequestFactory

from tenants.notes import Note, note, read_note
from tenants.templatetags.look import cut, initials, language_name, score_state
from tenants.widgets import Scale


def draw(source, **context):
    return engines["django"].from_string("{% load look %}" + source).render(context)


class Answer(forms.Form):
    score = forms.ChoiceField(label="Score", choices=[(n, n) for n in range(3)], widget=Scale(low="0: poor"))
    why = forms.CharField(label="Why", help_text="In any language.")
    mail = forms.EmailField(label="E-mail", required=False)
    consent = forms.BooleanField(label="You may write to me")
    token = forms.CharField(widget=forms.HiddenInput)


def test_a_bad_form_lists_its_errors_as_links_to_the_controls():
    page = draw("{{ form }}", form=Answer({"mail": "x"}))
    assert 'role="alert"' in page
    for target in ("id_score_0", "id_why", "id_mail", "id_consent"):
        assert f'href="#{target}"' in page
        assert f'id="{target}"' in page


def test_help_and_errors_are_tied_to_their_control():
    page = draw("{{ form.why.as_field_group }}", form=Answer({}))
    assert 'aria-describedby="id_why_helptext id_why_error"' in page
    assert 'id="id_why_helptext"' in page
    assert 'id="id_why_error"' in page


def test_a_field_that_may_be_left_empty_says_so():
    assert "(optional)" in draw("{{ form.mail.as_field_group }}", form=Answer())
    assert "(optional)" not in draw("{{ form.why.as_field_group }}", form=Answer())


def test_a_hidden_field_is_sent_and_its_error_is_said():
    page = draw("{{ form }}", form=Answer({}))
    assert 'type="hidden" name="token"' in page
    assert page.count("<li>") >= 5


def test_a_note_offers_to_take_it_back():
    page = draw('{% note "Shared." "kept" "share" "/back/" %}', csrf_token="t")
    assert '<form method="post" action="/back/">' in page
    assert "csrfmiddlewaretoken" in page
    assert "<form" not in draw('{% note "Shared." %}')


class Messages(list):
    def add(self, level, text, extra_tags=""):
        self.append(Message(level, text, extra_tags))


def test_a_note_survives_until_the_next_page():
    request = RequestFactory().get("/")
    request._messages = Messages()
    note(request, "Case 12 is shared.", icon="share", undo="/cases/12/back/")
    note(request, "Look.", state="soon")
    assert read_note(request._messages[0]) == Note("Case 12 is shared.", "kept", "share", "/cases/12/back/")
    assert read_note(request._messages[1]) == Note("Look.", "soon", "soon", "")


def test_a_message_of_another_app_is_a_note_of_its_level():
    assert read_note(Message(40, "No.")) == Note("No.", "late", "late")
    assert read_note(Message(20, "So.")) == Note("So.", "now", "less")


@pytest.mark.parametrize(
    ("value", "top", "state"),
    [(10, 10, "good"), (8, 10, "open"), (6, 10, "bad"), (4, 5, "good"), (3, 5, "open"), (2, 5, "bad"),
     (5, 7, "good"), (4, 7, "open"), (3, 7, "bad"), (None, 10, "open"), (3, 9, "open")],
)  # fmt: skip
def test_a_score_is_good_neutral_or_bad(value, top, state):
    assert score_state(value, top) == state


def test_a_customers_words_carry_their_language_and_are_escaped():
    part = '{% include "components/voice.html" with text=text language="cy" size="hero" only %}'
    page = draw(part, text="Helo <b>\n\nchi")
    assert '<blockquote class="voice hero" lang="cy" dir="auto">' in page
    assert "&lt;b&gt;" in page


def test_words_are_cut_at_a_words_end_by_the_server():
    assert cut("one two  three", 9) == "one two …"
    assert cut("one two", 9) == "one two"
    assert cut("一" * 20, 5) == "一" * 5 + " …"


def test_small_words():
    assert initials("Nia Mair Rowlands") == "NR"
    assert initials("Nia") == "N"
    assert language_name("yo") == "Yoruba"
    assert language_name("tlh") == "tlh"


def test_a_clock_is_drawn_from_anything_that_was_promised():
    from datetime import UTC, datetime, timedelta

    at = datetime(2026, 1, 1, tzinfo=UTC)
    promise = SimpleNamespace(made_at=at, due_at=at + timedelta(days=1), kept_at=at + timedelta(hours=4))
    page = draw("{% clock promise %}", promise=promise)
    assert 'data-state="kept"' in page
    assert "Kept, took 4 h" in page
    assert 'd="M0 6H17"' in page
