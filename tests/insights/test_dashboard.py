import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone

from employees import metrics
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
