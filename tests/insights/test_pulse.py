"""The page of a wave's results."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from employees.actions.waves import close_wave, open_wave, take_answer
from employees.models import Employee, Result, Wave
from tests.employees.test_publishing import spread


@pytest.fixture
def tree(make_team, make_staff):
    """Two regions with two stores each."""
    staff = {}
    for region in ("East", "West"):
        top = make_team(name=region)
        staff |= make_staff(parent=top, **{f"{region}1": 9, f"{region}2": 8})
    return staff


@pytest.fixture
def wave(held, tree):
    return held([pair for people in tree.values() for pair in spread(people, time=3)])


def path(wave, group=None):
    return f"/figures/pulse/{wave.pk}/" + (f"?group={wave.groups.get(name=group).pk}" if group else "")


def words(page):
    return page.content.decode()


def test_everybody_reads_the_whole_and_its_parts(wave, sign_in, make_employee):
    page = sign_in(make_employee()).get(path(wave))
    text = words(page)
    assert page.status_code == 200
    assert "34 of 34 who were asked" in text
    assert "34 people of Acme Health" in text
    assert "East" in text
    assert "17 of 17" in text
    assert "East1" not in text


def test_a_part_is_opened_by_its_lead_by_those_counted_in_it_and_by_the_champion(
    wave, tree, sign_in, make_employee, make_champion
):
    east = tree["East1"][0].team.parent
    east.lead = make_employee(name="Lead of East")
    east.save()
    for reader, status in ((make_employee(), 200), (east.lead, 200), (make_champion(), 200)):
        assert sign_in(reader).get(path(wave, "East")).status_code == status
    for reader, status in ((make_employee(), 404), (tree["West1"][0], 404), (tree["East1"][0], 200),
                           (east.lead, 200)):  # fmt: skip
        assert sign_in(reader).get(path(wave, "East1")).status_code == status


def test_a_group_of_another_wave_is_not_there(wave, held, tree, sign_in, make_champion):
    other = held(spread(tree["East1"]), title="Summer")
    group = other.groups.get(name="East")
    browser = sign_in(make_champion())
    for asked in (group.pk, "x", "9" * 30, ""):
        status = 404 if asked else 200
        assert browser.get(f"{path(wave)}?group={asked}").status_code == status


def test_an_open_wave_has_no_results(make_wave, sign_in, make_employee):
    wave = make_wave()
    assert sign_in(make_employee()).get(path(wave)).status_code == 404
    assert Wave.objects.closed().count() == 0


def test_two_waves_are_compared_by_a_test(wave, held, tree, sign_in, make_employee):
    low = [
        (employee, {"enps": number % 4}) for people in tree.values() for number, employee in enumerate(people)
    ]
    later = held(low, title="Summer")
    text = words(sign_in(make_employee()).get(path(later)))
    assert "a change since" in text
    assert "down " in text
    again = held([(employee, dict(said)) for employee, said in low], title="Autumn")
    assert "no evidence of change since" in words(sign_in(make_employee()).get(path(again)))


def test_the_files_hold_what_the_page_holds(wave, sign_in, make_employee):
    browser = sign_in(make_employee())
    lines = browser.get(f"/figures/pulse/{wave.pk}/teams.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("Team,Asked,Answered,How likely are you to recommend working here?")
    assert lines[1].startswith("Acme Health,34,34,")
    assert browser.get(f"/figures/pulse/{wave.pk}/drivers.xlsx").status_code == 200
    assert browser.get(f"/figures/pulse/{wave.pk}/nothing.csv").status_code == 404


def test_comments_are_read_where_ten_and_more_were_written(held, tree, sign_in, make_champion):
    said = [(employee, {"enps": 5 + number % 4, "change": f"<b>Word</b> {number}"})
            for number, employee in enumerate(tree["East1"] + tree["East2"])]  # fmt: skip
    wave = held(said)
    browser = sign_in(make_champion())
    text = words(browser.get(f"/figures/pulse/{wave.pk}/comments/change/"))
    assert "17 comments" in text
    assert "&lt;b&gt;Word&lt;/b&gt; 16" in text
    group = wave.groups.get(name="East1")
    hidden = words(browser.get(f"/figures/pulse/{wave.pk}/comments/change/?group={group.pk}"))
    assert "Word" not in hidden
    assert browser.get(f"/figures/pulse/{wave.pk}/comments/enough/").status_code == 404


def test_of_a_wave_that_too_few_answered_nothing_is_shown(held, tree, sign_in, make_employee):
    wave = held(spread(tree["East1"][:3]))
    assert "Fewer than 5 people answered" in words(sign_in(make_employee()).get(path(wave)))


def test_the_list_says_what_is_open_and_how_the_whole_moved(
    wave, make_wave, held, tree, sign_in, make_employee
):
    held(spread(tree["East1"] + tree["West1"]), title="Summer")
    open_wave(make_wave(title="Autumn"))
    text = words(sign_in(make_employee()).get("/figures/pulse/"))
    assert "Autumn takes answers until" in text
    assert text.count("<tr>") >= 3
    assert "eNPS from wave to wave" in text


def test_a_page_of_many_teams_asks_no_more_than_one_of_few(wave, sign_in, make_champion, make_staff, held):
    browser = sign_in(make_champion())

    def asked(one):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(path(one)).status_code == 200
        return len(queries)

    few = asked(wave)
    staff = make_staff(**{f"Store{number}": 6 for number in range(30)})
    many = held([pair for people in staff.values() for pair in spread(people)], title="Many")
    assert asked(many) <= few + 6, "the wave before, its results and its promises"


def test_a_program_reads_the_same_results(wave, tree, sign_in, make_employee):
    browser = sign_in(make_employee())
    assert [one["title"] for one in browser.get("/api/v1/pulses/").json()["results"]] == ["Spring"]
    found = browser.get(f"/api/v1/pulses/{wave.pk}/results/").json()
    assert (found["whole"]["asked"], found["whole"]["answered"]) == (34, 34)
    assert {part["name"]: part["answered"] for part in found["parts"]} == {"East": 17, "West": 17}
    (enps,) = found["whole"]["answers"]
    assert (enps["question"], enps["figure"]["n"], sum(enps["counts"].values())) == ("enps", 34, 34)
    group = wave.groups.get(name="East1").pk
    assert browser.get(f"/api/v1/pulses/{wave.pk}/results/?group={group}").status_code == 404
    assert browser.get(f"/api/v1/pulses/{wave.pk}/results/?colour=red").status_code == 400
    assert browser.get(f"/api/v1/pulses/{wave.pk}/comments/?question=enps").status_code == 400
    assert browser.get(f"/api/v1/pulses/{wave.pk}/comments/?question=change").json()["results"] == []


def test_comments_are_read_by_theme_where_five_and_more_wrote_about_it(held, tree, sign_in, make_champion):
    about = ["The pay is poor", "The pay is late", "No lift works"]
    said = [(employee, {"enps": 5 + number % 4, "change": about[number % 3]})
            for number, employee in enumerate(tree["East1"] + tree["East2"])]  # fmt: skip
    wave, browser = held(said), sign_in(make_champion())
    path = f"/figures/pulse/{wave.pk}/comments/change/"
    text = words(browser.get(f"{path}?theme=pay"))
    assert text.count("The pay is") == 12
    assert "No lift works" not in text
    assert browser.get(f"{path}?theme=rota").status_code == 404
    assert browser.get(f"{path}?theme=x").status_code == 404


def test_the_score_by_time_with_us_has_the_interval_of_those_who_were_asked(
    make_wave, tree, sign_in, make_employee
):
    for number, people in enumerate(tree.values()):
        years = timedelta(days=365 * (0, 2, 5, 12)[number] + 30)
        Employee.objects.filter(pk__in=[one.pk for one in people]).update(joined_at=timezone.now() - years)
    wave = make_wave(attribute="tenure")
    open_wave(wave)
    for people in tree.values():
        for employee, said in spread(people[:7]):
            take_answer(wave, employee, scores=said, comments={})
    close_wave(wave)
    rows = Result.objects.beside_the_tree().filter(wave=wave)
    assert {row.value: (row.asked, row.n) for row in rows} == {
        "0-1": (9, 7), "1-3": (8, 7), "3-10": (9, 7), "10-": (8, 7),
    }  # fmt: skip
    text = words(sign_in(make_employee()).get(path(wave)))
    assert text.index("0 to under 1 years") < text.index("10 years and more")


def test_where_all_of_it_is_one_team_its_parts_are_shown_at_once(
    held, make_team, make_staff, sign_in, make_employee
):
    staff = make_staff(parent=make_team(name="Acme Stores"), North=9, South=8)
    wave = held(spread(staff["North"] + staff["South"]))
    text = words(sign_in(make_employee()).get(path(wave)))
    assert "North" in text
    assert "Up to" not in text
