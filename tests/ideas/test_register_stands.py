"""What an idea saves, and which barrier is gone, stands on the register while it is delivered; a patent
stands whatever becomes of it."""

from datetime import date

import pytest

from ideas.actions import deciding, register
from ideas.models import BarrierRemoved, Patent, Saving
from tenants.here import today
from tests.plans import follow_an_index, plans, queries

PATENT = {"office": "EPO", "number": "12", "filed_on": date(2026, 1, 5)}
SAVING = {"amount": 18_400, "currency": "GBP", "span": "year", "measured": "By the bills"}
PLACES = {"savings": "By the bills", "barriers": "Who cannot climb", "patents": "12"}


@pytest.fixture
def owner(make_employee):
    return make_employee(name="Rhian Vale")


@pytest.fixture
def idea(make_board, make_idea, owner, deliver):
    """Delivered, with a line of each kind."""
    made = make_idea(make_board([owner]), title="A roof")
    deliver(made, by=owner)
    made.refresh_from_db()
    register.enter(Saving, made, by=owner, confirmed_by=owner, **SAVING)
    register.enter(BarrierRemoved, made, by=owner, whom="Who cannot climb", since=today())
    register.enter(Patent, made, by=owner, **PATENT)
    return made


@pytest.fixture
def move(idea, owner):
    def move(*path):
        for to in path:
            promised = {"owner": owner, "due_on": today()} if to == "started" else {}
            deciding.decide(idea, to=to, reason="It leaks", by=owner, **promised)

    return move


@pytest.fixture
def shown(idea, owner, sign_in):
    """Of each kind, where it is read: on its page, in its file, over the API, on the page of the idea."""
    client = sign_in(owner)

    def shown():
        pages = {what: client.get(f"/ideas/outcomes/?view={what}") for what in PLACES}
        files = {what: client.get(f"/ideas/outcomes/{what}.csv") for what in PLACES}
        on_idea = client.get(f"/ideas/{idea.pk}/").text
        return {
            what: (words in pages[what].text, words in files[what].content.decode(),
                   bool(client.get(f"/api/v1/idea-{what}/").json()["results"]),
                   f'id="{what.removesuffix("s") if what == "patents" else what}-' in on_idea)
            for what, words in PLACES.items()
        }  # fmt: skip

    return shown


EVERYWHERE, NOWHERE = (True,) * 4, (False,) * 4


@pytest.mark.parametrize("path", [["started"], ["started", "planned", "open"], ["started", "declined"]],
                         ids="-".join)  # fmt: skip
def test_what_is_not_delivered_after_all_saves_nothing_and_its_patent_stands(shown, move, path):
    assert shown() == dict.fromkeys(PLACES, EVERYWHERE)
    move(*path)
    assert shown() == {"savings": NOWHERE, "barriers": NOWHERE, "patents": EVERYWHERE}


def test_delivered_anew_it_saves_again(shown, move):
    move("started", "completed")
    assert shown() == dict.fromkeys(PLACES, EVERYWHERE)


def test_what_does_not_stand_is_neither_changed_nor_taken_off_nor_put_back(idea, owner, move, sign_in):
    client, saving, barrier = sign_in(owner), Saving.objects.get(), BarrierRemoved.objects.get()
    register.remove(barrier, by=owner)
    move("started")
    acts = [f"savings/{saving.pk}/change", f"savings/{saving.pk}/remove", f"barriers/{barrier.pk}/restore"]
    assert [client.post(f"/ideas/{act}/").status_code for act in acts] == [404] * 3
    assert client.delete(f"/api/v1/idea-savings/{saving.pk}/").status_code == 404
    assert not register.mend(saving, by=owner, amount=1)
    assert not register.remove(saving, by=owner)
    assert not register.restore(barrier, by=owner)


def test_the_patent_of_a_declined_idea_is_changed_and_taken_off_on_its_page(idea, owner, move, sign_in):
    move("started", "declined")
    client, patent = sign_in(owner), Patent.objects.get()
    page = client.get(f"/ideas/{idea.pk}/").text
    change, remove = (f"/ideas/patents/{patent.pk}/{act}/" for act in ("change", "remove"))
    assert [path in page for path in (change, remove, f"/ideas/{idea.pk}/patents/new/")] == [
        True,
        True,
        False,
    ]
    said = {name: str(fact) for name, fact in PATENT.items()} | {
        "granted_on": "2026-03-03",
        "inventors": owner.pk,
    }
    assert client.post(change, said).status_code == 302
    patent.refresh_from_db()
    assert patent.granted_on == date(2026, 3, 3)
    client.post(remove)
    assert "What it has brought" not in client.get(f"/ideas/{idea.pk}/").text


def test_the_lists_follow_an_index_however_many_ideas_are_delivered(
    idea, owner, make_idea, deliver, make_champion, sign_in
):
    client, path = sign_in(make_champion()), "/ideas/outcomes/?view=savings"
    few = [queries(client, path), queries(client, path)][1]
    for _more in range(3):
        made = make_idea(idea.board)
        deliver(made, by=owner)
        register.enter(Saving, made, by=owner, confirmed_by=owner, **SAVING)
    assert queries(client, path) == few
    assert follow_an_index(plans(client, path, "ideas_saving"), "ideas_saving")
