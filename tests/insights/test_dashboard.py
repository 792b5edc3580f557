import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone

from employees import metrics
from ideas.actions.decisions import make_decision, revisit
from ideas.actions.evidence import attach
from tenants.sheets import Sheet, as_csv, as_xlsx
from tests.feedback.figures_place import Place, make_place
from tests.plans import queries


@pytest.fixture
def place(acme) -> Place:
    return make_place()


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def champion(make_champion, sign_in):
    return sign_in(make_champion())


def rows(page) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.content.decode("utf-8-sig"))))


def test_the_page_shows_each_metric_with_its_interval_and_n(place, today, champion):
    for score in [10] * 50 + [8] * 33 + [2] * 17:
        place.answer(score, day=today)
    page = champion.get("/figures/").content.decode()
    assert "18 to 47" in page  # the adjusted-Wald vector of metrics.md
    assert "n = 100" in page
    assert "The table behind it" in page


def test_a_place_without_answers_says_so(place, champion):
    assert "No answers here yet" in champion.get("/figures/").content.decode()


def test_a_change_is_called_one_only_when_it_was_tested(place, today, champion):
    for score in [10] * 60 + [0] * 5:
        place.answer(score, day=today)
    for score in [10] * 20 + [0] * 40:
        place.answer(score, day=today - timedelta(days=100))
    assert "a change, not chance" in champion.get("/figures/").content.decode()
    assert "there is nothing to compare it with" in champion.get("/figures/?period=365").content.decode()


@pytest.fixture
def decide(place, today, make_employee):
    """So many days ago; `rests` on what a customer said."""
    by, said = make_employee(), place.answer(3, day=today, team=1)

    def decide(*, ago=0, rests=True):
        made = make_decision(
            what=f"{ago}, {rests}", why="It rains", by=by, made_by=by, decided_on=today - timedelta(days=ago),
            revisit_on=today + timedelta(days=60),
        )  # fmt: skip
        if rests:
            attach(made, thing=said, why="It says so", by=by)
        return made

    return decide


def test_the_share_of_decisions_that_rest_on_customers_stands_there_with_how_to_read_it(
    place, champion, decide
):
    decide()
    decide(ago=89, rests=False)
    decide(ago=90)  # a day too early
    revisit(gone := decide(ago=1), verdict="withdrawn", words="It is dry", by=gone.by)
    for chosen in ("", f"?team={place.teams[1].pk}"):
        page = champion.get(f"/figures/{chosen}").text
        section = page.partition('id="decisions-title"')[2].partition("</section>")[0]
        for words in ("Decisions that rest on customers", "50%", "9 to 91", "n = 2",
                      "It counts when a decision cites an answer", "/decisions/?view=without"):  # fmt: skip
            assert words in section
        found = champion.get(f"/api/v1/metrics/{chosen}").json()["decisions_on_customers"]
        assert (found["value"], found["n"]) == (50, 2)


def test_a_share_of_decisions_that_changed_is_tested(place, champion, decide):
    for ago in range(40):
        decide(ago=ago)
        decide(ago=100 + ago, rests=False)
    section = champion.get("/figures/").text.partition('id="decisions-title"')[2].partition("</section>")[0]
    assert "100%" in section
    assert "up 100, a change" in section


def test_a_lead_sees_the_teams_below_and_no_other(place, today, make_employee, sign_in):
    lead = make_employee()
    north, south = place.teams[1], place.teams[2]
    type(north).objects.filter(pk=north.pk).update(lead=lead)
    for team, score in ((1, 10), (3, 9), (2, 0), (0, 0)):
        place.answer(score, day=today, team=team)
    table = rows(sign_in(lead).get("/figures/branch.csv"))
    assert [row[:3] for row in table[1:]] == [["North", "1", "100.0"], ["Ward", "1", "100.0"]]
    assert sign_in(lead).get(f"/figures/?team={south.pk}").status_code == 404


def test_the_csv_holds_exact_figures_of_each_step(place, today, champion):
    for score in (10, 9, 3):
        place.answer(score, day=today)
    table = rows(champion.get("/figures/nps.csv?period=30"))
    expected = metrics.nps({10: 1, 9: 1, 3: 1}).score
    assert len(table) == 31
    assert [float(cell) for cell in table[-1][1:4]] == [expected.value, expected.low, expected.high]


def test_a_file_never_runs_what_a_customer_wrote():
    evil = Sheet("x", "x", ["name", "value"], [["=1+1", -3.5], ["@SUM(A1)", 2], ["\tx", None], ["fine", 1]])
    assert [row[0] for row in csv.reader(io.StringIO(as_csv(evil).decode("utf-8-sig")))][1:] == [
        "'=1+1", "'@SUM(A1)", "'\tx", "fine",
    ]  # fmt: skip
    page = openpyxl.load_workbook(io.BytesIO(as_xlsx(evil))).active
    assert [cell.data_type for cell in page["A"]] == ["s"] * 5
    assert page["B2"].value == -3.5


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("key", ["nps", "answers", "branch", "touchpoint", "post", "cases"])
def test_each_table_is_there_as_a_file(place, today, champion, key, kind):
    place.answers(5)
    page = champion.get(f"/figures/{key}.{kind}?period=all")
    assert page.status_code == 200
    assert "attachment" in page["Content-Disposition"]


def test_an_unknown_table_does_not_exist(place, champion):
    assert champion.get("/figures/secrets.csv").status_code == 404


def test_the_page_asks_as_many_queries_whatever_there_is(place, champion):
    place.answers(60)
    champion.get("/figures/?period=all")
    few = queries(champion, "/figures/?period=all")
    place.answers(120)
    assert queries(champion, "/figures/?period=all") == few <= 26


def test_htmx_gets_only_the_figures(place, champion):
    page = champion.get("/figures/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page


def test_the_figures_leave_the_ways_to_the_other_pages_in_place(champion, place):
    assert '<a href="/cases/"' in champion.get("/figures/").content.decode()


def test_a_chart_has_a_bounded_number_of_points_and_its_file_has_all(place, today, champion):
    for days in (0, 1, 500):
        place.answer(9, day=today - timedelta(days=days))
    page = champion.get("/figures/?period=all&step=day")
    assert "NPS by week" in page.content.decode()
    assert len(page.context["lines"][0].points) in (72, 73)
    assert len(rows(champion.get("/figures/nps.csv?period=all&step=day"))) == 502


def test_many_years_are_drawn_by_year(place, today, champion):
    place.answer(9, day=today)
    place.answer(2, day=today.replace(year=today.year - 30, day=1))
    page = champion.get("/figures/?period=all")
    labels = [point.label for point in page.context["received"].points]
    assert (labels[0], labels[-1], len(labels)) == (str(today.year - 30), str(today.year), 31)
    assert "by year" in page.content.decode()
