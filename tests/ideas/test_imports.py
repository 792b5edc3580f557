"""Ideas come in from other tools: as they were, once, and out again without a trace."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F

from employees.models import Commitment
from ideas.actions import voting
from ideas.actions.deciding import decide
from ideas.actions.following import follow
from ideas.models import Comment, Idea, IdeaImport, Move, Vote
from ideas.tasks import resume_imports, work_on_import
from tenants.outbox.models import Event
from tests.feedback.forms_of import Page
from tests.ideas.foreign import fider, many_of_fider, many_rows, post, remark, table, user, voted

FACTS = {"segment": "detractor", "metric": "csat", "judge_on": "2099-01-01"}
COLUMNS = {
    "column-0": "key", "column-1": "title", "column-2": "problem", "column-3": "votes", "column-4": "status",
    "column-5": "at", "column-6": "", "order": "dmy", "status-0": "declined", "status-1": "completed",
    "status-2": "planned", "status-3": "open",
}  # fmt: skip


@pytest.fixture
def bring(make_board, make_champion, sign_in, settings, tmp_path):
    """The champion brings files in at the pages."""
    settings.MEDIA_ROOT = tmp_path
    board, client = make_board(), sign_in(make_champion())

    def bring(file, **said):
        sent = client.post("/ideas/imports/", {"file": file, "board": board.pk})
        assert sent.status_code == 302, sent.content.decode()
        answer = client.post(sent.url, FACTS | said | {"try": "1"})
        assert answer.status_code == 302, answer.content.decode()
        return do(IdeaImport.objects.latest("pk"))

    def ask(imported, job):
        client.post(f"{imported.get_absolute_url()}{job}/")
        return do(imported)

    bring.ask, bring.board, bring.client = ask, board, client
    return bring


def do(imported):
    work_on_import(imported.pk)
    imported.refresh_from_db()
    assert not imported.job
    return imported


def counted(imported, *names):
    return [imported.counts[name] for name in names]


def everything():
    return [model.objects.count() for model in (Idea, Vote, Comment, Move)]


def sums_hold():
    return all(idea.votes == idea.vote_rows.count() for idea in Idea.objects.all())


def test_two_thousand_ideas_of_fider_come_in_once_and_go_without_a_trace(bring):
    tried = bring(many_of_fider())
    assert counted(tried, "ideas", "votes", "comments", "refused", "known") == [2000, 6000, 2000, 2, 0]
    assert everything() == [0, 0, 0, 0]
    done = bring.ask(tried, "run")
    assert everything()[:3] == [2000, 6000, 2000]
    assert sums_hold()
    again = bring.ask(bring(many_of_fider()), "run")
    assert counted(again, "ideas", "votes", "comments", "known") == [0, 0, 0, 2000]
    assert [row.reason for row in done.refused.all()] == ["It has no title.", "Its status “77” is not known."]
    for imported in (again, done):
        bring.ask(imported, "undo")
    assert everything() == [0, 0, 0, 0]
    assert not Commitment.objects.exists()
    assert not mail.outbox


def test_two_thousand_rows_with_unknown_headers_come_in_once_and_go_without_a_trace(bring):
    done = bring.ask(bring(many_rows(), **COLUMNS), "run")
    assert counted(done, "ideas", "votes", "refused") == [2000, 3000, 3]
    assert sums_hold()
    assert Idea.objects.filter(title__startswith="Bänke für Gäste", submitted_at__year=2024).count() == 2000
    again = bring.ask(bring(many_rows(), **COLUMNS), "run")
    assert counted(again, "ideas", "votes", "known") == [0, 0, 2000]
    listed = bring.client.get(f"/ideas/imports/{done.pk}/refused.csv").content.decode("utf-8-sig")
    assert listed.splitlines()[1:] == [
        "2002,,It has no title.",
        '2003,Schlechtes Datum,"“99.99.2024” is no date, or can be read in two ways."',
        "2004,Keine Zahl,“viele” is no number of votes.",
    ]
    for imported in (done, again):
        bring.ask(imported, "undo")
    assert everything() == [0, 0, 0, 0]


def test_people_who_are_employed_here_are_themselves_and_others_keep_their_names(bring, make_employee):
    ida = make_employee(email="ida@acme.example", name="Ida")
    people = [user(1, email="IDA@acme.example"), user(2, name="Bo")]
    file = fider(
        [post(1)], people, [voted(1, 1), voted(1, 2)], [remark(1, 1, content='@{"id":1,"name":"Ida"} yes')]
    )
    bring.ask(bring(file), "run")
    idea = Idea.objects.get()
    assert idea.author == ida
    assert set(idea.vote_rows.values_list("voter", "outsider")) == {(ida.pk, ""), (None, "fider:2")}
    assert voting.vote(idea, by=ida) is False
    page = bring.client.get(idea.get_absolute_url()).content.decode()
    assert ">Bo</span>" in page
    assert "@Ida yes" in page


def test_answers_given_elsewhere_are_told_to_nobody_again(bring):
    bring.ask(
        bring(fider([post(1, status=2, response="It stands", response_date="2024-05-01T08:00:00Z")])), "run"
    )
    move = Move.objects.get()
    assert (move.reason, move.after, move.told_at.year) == ("It stands", "completed", 2024)
    assert not Event.objects.filter(name__in=["idea.decided", "idea.submitted"]).exists()
    page = bring.client.get(move.idea.get_absolute_url()).text
    assert re.search(r"It stands</p>\s*<p[^>]*>(\w+ )?1 May 2024", page)  # by nobody who is known here


def test_what_was_started_elsewhere_is_planned_here_as_nobody_has_promised_a_date(bring):
    tried = bring(fider([post(1, status=1)]))
    assert counted(tried, "unowned") == [1]
    bring.ask(tried, "run")
    assert Idea.objects.get().status == "planned"


def test_a_duplicate_leads_to_the_end_of_its_originals_and_an_orphan_is_declined(bring):
    file = fider([
        post(1), post(2, status=5, original_id=1), post(3, status=5, original_id=2),
        post(4, status=5, original_id=99), post(5, status=5, original_id=6), post(6, status=5, original_id=5),
    ])  # fmt: skip
    done = bring.ask(bring(file), "run")
    assert counted(done, "orphans") == [3]
    ideas = {idea.external_id[-1]: idea for idea in Idea.objects.all()}
    assert [ideas[key].merged_into for key in "23"] == [ideas["1"]] * 2
    assert [ideas[key].status for key in "456"] == ["declined"] * 3


def test_an_answer_is_promised_to_each_open_one_where_that_is_asked(bring, make_employee):
    bring.board.reviewers.add(make_employee())
    done = bring.ask(bring(fider([post(1), post(2, status=3)]), promises="on"), "run")
    assert counted(done, "promised") == [1]
    assert Commitment.objects.get().source_path == Idea.objects.get(status="open").get_absolute_url()
    bring.ask(done, "undo")
    assert not Commitment.objects.exists()


def test_what_somebody_has_worked_on_since_stays_with_its_votes(bring, make_employee):
    done = bring.ask(bring(fider([post(1), post(2)], votes=[voted(1, 5), voted(2, 5)])), "run")
    first, _second = Idea.objects.order_by("pk")
    voting.vote(first, by=make_employee())
    page = bring.client.get(done.get_absolute_url()).content.decode()
    assert "An undo would leave these" in page
    assert first.title in page
    bring.ask(done, "undo")
    assert list(Idea.objects.values_list("pk", "votes")) == [(first.pk, 2)]


def test_a_decision_of_somebody_here_keeps_it_too(bring, make_employee):
    done = bring.ask(bring(fider([post(1)])), "run")
    decide(Idea.objects.get(), to="planned", reason="In spring", by=make_employee())
    assert counted(bring.ask(done, "undo"), "removed", "kept") == [0, 1]


def test_whoever_follows_one_keeps_it_too(bring, make_employee):
    done = bring.ask(bring(fider([post(1), post(2)])), "run")
    first = Idea.objects.order_by("pk")[0]
    follow(first, who=make_employee())
    assert counted(bring.ask(done, "undo"), "removed", "kept") == [1, 1]
    assert Idea.objects.get() == first


def test_fiders_own_table_needs_no_words(bring):
    header = [
        "number",
        "title",
        "description",
        "created_at",
        "created_by",
        "votes_count",
        "comments_count",
        "status",
        "responded_by",
        "responded_at",
        "response",
        "original_number",
        "original_title",
        "tags",
    ]
    rows = [
        (10, "Go is fast", "Tiny", "2018-03-23T19:33:22Z", "Faceless", 4, 2, "declined", "Jo",
         "2018-04-04T19:48:10Z", "Nothing to do", "", "", "easy, ignored"),
        (20, "Go is easy", "", "2018-01-12T01:46:59Z", "Faceless", 4, 2, "duplicate", "Jo",
         "2018-03-17T10:15:42Z", "As before", 10, "Go is fast", ""),
    ]  # fmt: skip
    sent = bring.client.post("/ideas/imports/", {"file": table(rows, header), "board": bring.board.pk})
    proposed = Page(bring.client.get(sent.url).content.decode()).values
    bring.client.post(sent.url, proposed | FACTS | {"try": "1"})
    bring.ask(do(IdeaImport.objects.get()), "run")
    fast, easy = Idea.objects.order_by("-external_id")[::-1]
    assert (fast.votes, fast.status, fast.author_name, fast.comments.count()) == (
        4,
        "declined",
        "Faceless",
        0,
    )
    assert (easy.status, easy.merged_into) == ("duplicate", fast)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04 broken", "This XLSX file is damaged"),
        (b"\x89PNG\r\n\x1a\n....", "neither a CSV nor an XLSX file"),
    ],
)
def test_what_is_no_such_file_is_said_at_once(bring, content, words):

    sent = bring.client.post(
        "/ideas/imports/", {"file": SimpleUploadedFile("a.zip", content), "board": bring.board.pk}
    )
    assert sent.status_code == 422
    assert words in sent.content.decode()


def test_a_backup_whose_lists_are_broken_fails_with_a_sentence_and_brings_nothing(bring):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("posts.json", "[" * 100_000)
        packed.writestr("users.json", "[]")
    file.name = "backup.zip"
    file.seek(0)
    assert "This backup is damaged" in bring(file).error
    assert everything() == [0, 0, 0, 0]


def test_what_cannot_be_read_is_a_mark_and_stops_nothing(bring):
    file = io.BytesIO("title,sta\udc9ftus\nB\udc9fnch\0 é,ne\udc9fw\n".encode("utf-8", "surrogateescape"))
    file.name = "broken.csv"
    said = {"column-0": "title", "column-1": "status", "order": "open", "status-0": "open"}
    sent = bring.client.post("/ideas/imports/", {"file": file, "board": bring.board.pk})
    assert bring.client.get(sent.url).status_code == 200
    assert bring.client.post(sent.url, FACTS | said | {"try": "1"}).status_code == 302
    bring.ask(do(IdeaImport.objects.get()), "run")
    assert "nch" in Idea.objects.get().title
    bring.ask(bring(fider([post(1, title="Half a letter \ud83d", description="\0")])), "run")
    assert Idea.objects.filter(title="Half a letter \ufffd").exists()


def test_two_columns_cannot_be_one_thing_and_one_is_the_title(bring):
    sent = bring.client.post("/ideas/imports/", {"file": many_rows(3), "board": bring.board.pk})
    for said, words in (
        ({"column-1": "problem"}, "Which column is the title?"),
        ({"column-2": "title"}, "Only one column can be: title."),
    ):
        answer = bring.client.post(sent.url, FACTS | COLUMNS | said | {"try": "1"})
        assert answer.status_code == 422
        assert words in answer.content.decode()


def test_whom_the_ideas_affect_is_asked_as_always(bring):
    sent = bring.client.post("/ideas/imports/", {"file": fider([post(1)]), "board": bring.board.pk})
    answer = bring.client.post(sent.url, FACTS | {"segment": "", "try": "1"})
    assert "Which customers do they affect? Choose one at least." in answer.content.decode()


def test_work_that_was_lost_is_begun_again_and_given_up_after_an_hour(bring):
    imported = bring(fider([post(1)]))
    IdeaImport.objects.filter(pk=imported.pk).update(job="run")
    resume_imports()
    do(imported)
    assert Idea.objects.count() == 1
    IdeaImport.objects.filter(pk=imported.pk).update(job="run", asked_at=F("asked_at") - timedelta(hours=2))
    resume_imports()
    imported.refresh_from_db()
    assert (imported.job, imported.error) == ("", "It was begun and never came to its end.")


def test_only_who_may_brings_ideas_in(make_employee, sign_in):
    client = sign_in(make_employee())
    assert client.get("/ideas/imports/").status_code == 403


def test_the_same_is_done_over_the_api(bring):
    sent = bring.client.post("/api/v1/idea-imports/", {"file": many_rows(4), "board": bring.board.pk})
    assert sent.status_code == 201, sent.content
    path = f"/api/v1/idea-imports/{sent.json()['id']}/"

    def post_to(act, **said):
        return bring.client.post(f"{path}{act}/", said, content_type="application/json")

    assert post_to("try").status_code == 409
    columns = {name[7:]: role for name, role in COLUMNS.items() if name.startswith("column-")}
    stands = {"neu": "open", "geplant": "planned", "fertig": "completed", "abgelehnt": "declined"}
    described = post_to("describe", **FACTS, columns=columns, statuses=stands, order="dmy")
    assert described.status_code == 200, described.content
    for act in ("try", "run"):
        assert post_to(act).status_code == 200
        do(IdeaImport.objects.get())
    assert bring.client.get(path).json()["counts"]["ideas"] == 4
    assert [row["row"] for row in bring.client.get(f"{path}refused/").json()] == [6, 7, 8]
    assert sorted(Idea.objects.values_list("status", flat=True)) == [
        "completed",
        "declined",
        "open",
        "planned",
    ]
