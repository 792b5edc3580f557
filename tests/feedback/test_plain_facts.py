"""An answer without an address is read past the form, and never otherwise than the form reads it."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from feedback.forms.answers import PublicForm, plain_facts
from feedback.models import PostVersion
from feedback.models.questions import Kind
from tenants.public import what_was_sent

KINDS = [str(kind) for kind in Kind]
OPTIONS = [{"key": key, "labels": {"en": key}} for key in ("bed", "tea")]
LIKELY = ["", " ", "0", "1", "5", "7", "10", "11", "-1", "01", "5.0", "yes", "no", "bed", "tea", "\0", "٣"]
sent_values = st.one_of(st.sampled_from(LIKELY), st.text(max_size=12), st.just("x" * 5_001))


@st.composite
def versions(draw):
    asked = draw(st.lists(st.tuples(st.sampled_from(KINDS), st.booleans()), min_size=1, max_size=5))
    questions = [
        {"key": f"{kind}-{number}", "kind": kind, "required": required, "labels": {"en": "?"},
         "options": OPTIONS if kind == "choice" else []}
        for number, (kind, required) in enumerate(asked)
    ]  # fmt: skip
    return PostVersion(title={"en": "Your stay"}, questions=questions)


@given(versions(), st.data())
def test_it_is_read_as_the_form_reads_it(version, data):
    said = {f"q-{question.key}": data.draw(sent_values) for question in version.asked}
    sent = QueryDict(urlencode(said | {"token": "t", "lang": "en"}))
    form = PublicForm(version, "en", sent)
    assert plain_facts(version, "en", sent) == (form.response_facts() if form.is_valid() else None)


@pytest.mark.parametrize("address", [{"email": "ann@example.com"}, {"phone": "0113 496 0000"}])
def test_whoever_leaves_an_address_is_read_by_the_form(address):
    version = PostVersion(
        title={}, questions=[{"key": "nps", "kind": "nps", "required": True, "labels": {"en": "?"}}]
    )
    assert plain_facts(version, "en", QueryDict(urlencode({"q-nps": "9"} | address))) is None


bodies = st.one_of(
    st.binary(max_size=40),
    st.text("ab=&;+%0123fF\u00e9", max_size=40).map(str.encode),
    st.lists(st.tuples(st.text(max_size=5), st.text(max_size=9))).map(urlencode).map(str.encode),
)
TYPES = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-8",
    "text/plain",
]


@given(bodies, st.sampled_from(TYPES))
def test_the_fields_of_a_form_are_those_that_django_finds(body, content_type):
    def request():
        return RequestFactory().post("/", body, content_type=content_type)

    found = what_was_sent(request())
    assert {name: found[name] for name in found} == dict(request().POST.items())


def test_a_form_of_very_many_fields_is_left_to_django():
    body = urlencode([("a", str(number)) for number in range(101)]).encode()
    request = RequestFactory().post("/", body, content_type=TYPES[0])
    assert what_was_sent(request) is request.POST
