"""What people say about an idea."""

from ideas.actions import commenting
from ideas.models import Comment


def test_an_answer_to_an_answer_stands_below_the_first(make_idea, make_employee):
    idea, by = make_idea(), make_employee()
    first = commenting.comment_on(idea, text="Which door?", by=by)
    answer = commenting.comment_on(idea, text="The front", by=by, parent=first)
    further = commenting.comment_on(idea, text="Why?", by=make_employee(), parent=answer)
    assert further.parent == first


def test_it_is_mended_by_who_wrote_it(make_idea, make_employee, sign_in):
    by = make_employee()
    made = commenting.comment_on(make_idea(), text="Wich door?", by=by)
    path = f"/ideas/comments/{made.pk}/change/"
    assert sign_in(make_employee()).get(path).status_code == 404
    assert sign_in(by).post(path, {"text": "Which door?"}).status_code == 302
    made.refresh_from_db()
    assert (made.text, bool(made.edited_at)) == ("Which door?", True)


def test_hidden_its_reason_is_read_and_its_text_is_not(make_idea, make_employee, make_champion, sign_in):
    made = commenting.comment_on(make_idea(), text="Huw is lazy", by=make_employee())
    champion, reader = sign_in(make_champion()), sign_in(make_employee())
    assert reader.post(f"/ideas/comments/{made.pk}/hide/", {"reason": "A name"}).status_code == 403
    champion.post(f"/ideas/comments/{made.pk}/hide/", {"reason": "It names somebody"})
    page = reader.get(f"/ideas/{made.idea_id}/").content.decode()
    assert "It names somebody" in page
    assert "Huw is lazy" not in page
    assert reader.get(f"/api/v1/idea-comments/{made.pk}/").json()["text"] == ""


def test_the_page_takes_a_comment_once_and_refuses_an_empty_one(make_idea, make_employee, sign_in):
    idea, client = make_idea(), sign_in(make_employee())
    assert client.post(f"/ideas/{idea.pk}/comment/", {"text": "  "}).status_code == 422
    for _press in range(2):
        client.post(f"/ideas/{idea.pk}/comment/", {"text": "Which door?"})
    assert Comment.objects.count() == 1


def test_an_answer_belongs_to_a_comment_of_the_same_idea(make_idea, make_employee, sign_in):
    other = commenting.comment_on(make_idea(), text="Elsewhere", by=make_employee())
    idea, client = make_idea(), sign_in(make_employee())
    said = {"text": "Here", "parent": other.pk}
    assert client.post(f"/ideas/{idea.pk}/comment/", said).status_code == 422
    page = client.post("/api/v1/idea-comments/", said | {"idea": idea.pk}, content_type="application/json")
    assert page.status_code == 400
