"""Good news that has no case, shared by whoever may see it, or was told it."""

import pytest

from feedback.actions.responses import hide_response, unhide_response
from feedback.models import Case, Response, Share

WORDS = "Ann Lee was so well cared for, ring 01938 555123."


@pytest.fixture
def line(make_post):
    return make_post(kind="complaint", kinds=("csat", "text"))


@pytest.fixture
def tell(line):
    """Write down praise; the page that follows."""

    def tell(client, **facts):
        token = client.get(f"/complaints/{line.pk}/").context["form"]["token"].value()
        body = {"token": token, "q-csat": "5", "q-text": WORDS, "channel": "person", "news": "praise",
                "name": "Ann Lee", "email": "ann@x.example", "consent": "on"}  # fmt: skip
        return client.post(f"/complaints/{line.pk}/", body | facts)

    return tell


@pytest.fixture
def sent(tell, make_employee, sign_in):
    """A colleague who shared what they were told."""
    client = sign_in(make_employee(name="Cai"))
    path = tell(client).headers["Location"]
    proposed = client.get(path).context["form"].initial
    client.post(path, {"text": proposed["text"], "is_good": str(proposed["is_good"])})
    return client


def test_praise_opens_no_case_and_is_shared_without_what_identifies(sent):
    shared = Share.objects.get()
    assert (shared.text, shared.is_good) == ("[name] [name] was so well cared for, ring [phone].", True)
    assert not Case.objects.exists()
    page = sent.get("/feed/")
    assert "so well cared for" in page.text
    assert "Ann Lee" not in page.text


def test_a_name_without_an_address_is_taken_out_as_well(tell, make_employee, sign_in):
    client = sign_in(make_employee())
    page = client.get(tell(client, email="", consent="")["Location"])
    assert page.context["form"].initial["text"].startswith("[name] [name] was so well cared for")


def test_one_is_warned_where_place_and_day_leave_few_people(tell, make_employee, sign_in):
    client = sign_in(make_employee())
    assert "Only one answer came from this place on that day" in client.get(tell(client)["Location"]).text


def test_praise_written_down_twice_is_one_response(tell, make_employee, sign_in, line):
    client = sign_in(make_employee())
    token = client.get(f"/complaints/{line.pk}/").context["form"]["token"].value()
    first, second = tell(client, token=token), tell(client, token=token)
    assert (first.status_code, second.status_code) == (302, 302)
    assert Response.objects.count() == 1


def test_praise_that_was_hidden_and_comes_back_opens_no_case(tell, make_employee, sign_in):
    someone = make_employee()
    tell(sign_in(someone))
    told = Response.objects.get()
    hide_response(told, reason="Twice", by=someone)
    assert unhide_response(told)
    assert not Case.objects.exists()


def test_whoever_shared_it_takes_it_off_again_and_nobody_else_but_the_champion(
    sent, make_employee, make_champion, sign_in
):
    path, mate = f"/shares/{Share.objects.get().pk}/withdraw/", sign_in(make_employee())
    assert path in sent.get("/feed/").text
    assert path in sign_in(make_champion()).get("/feed/").text
    assert path not in mate.get("/feed/").text
    assert mate.post(path).status_code == 404
    sent.post(path)
    assert "so well cared for" not in sent.get("/feed/").text


def test_the_link_of_one_person_opens_nothing_for_another(tell, make_employee, sign_in):
    path = tell(sign_in(make_employee()))["Location"]
    assert sign_in(make_employee()).get(path).status_code == 404
    assert sign_in(make_employee()).post(path, {"text": "x", "is_good": "True"}).status_code == 404
    assert not Share.objects.exists()


def test_a_colleague_sees_no_response_that_they_were_not_told(tell, make_employee, sign_in):
    tell(sign_in(make_employee()))
    told = Response.objects.get()
    for path in (f"/responses/{told.pk}/", f"/responses/{told.pk}/share/"):
        assert sign_in(make_employee()).get(path).status_code == 404


def test_a_response_without_a_case_is_shared_from_its_page(make_response, make_champion, sign_in):
    response, client = make_response(comment="Lovely nurses"), sign_in(make_champion())
    path = f"/responses/{response.pk}/share/"
    assert path in client.get(f"/responses/{response.pk}/").text
    client.post(path, {"text": "Lovely nurses", "is_good": "True"})
    page = client.get(f"/responses/{response.pk}/").text
    assert "Shared with all staff by" in page
    assert path not in page
