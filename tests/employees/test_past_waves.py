"""Waves of another tool: looked at, brought in without those who could be told, shown apart, taken back."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from employees.actions.past_waves import bring_in
from employees.figures.past import DeviatingScaleError, comparable_past, figure_of, point
from employees.models import PastLine, PastWave
from employees.models.past_waves import Scale
from tenants.audit.models import Entry

HEAD = "team,parent,n,promoters,passives,detractors,score\n"
SIX = HEAD + ",,50,22,12,16,20\nWard 1,,30,12,8,10,10\nWard 2,,20,10,4,6,30\n"
SPRING = {"tool": "Other", "title": "Spring", "closed_on": "2024-05-31"}
EVERY = "team," + ",".join(map(str, range(11))) + "\n"


@pytest.fixture
def admin(make_employee):
    return make_employee(is_admin=True, name="Ada")


@pytest.fixture
def bring(admin):
    def bring(text, dry_run=False, **facts):
        usual = {"tool": "Other", "title": "Spring", "closed_on": date(2024, 5, 31)}
        return bring_in(text=text, by=admin, dry_run=dry_run, **usual | facts)

    return bring


def names():
    return {line.name for line in PastLine.objects.all()}


def test_a_table_is_looked_at_with_the_evidence_then_brought_in_and_taken_back(sign_in, admin):
    browser = sign_in(admin)
    seen = browser.post("/pulses/past/new/", SPRING | {"text": SIX})
    assert "0 to 5, 6 to 8, 9 and 10" in seen.text
    assert "promoters less detractors are 12 in a hundred, but the score in the file is 20" in seen.text
    assert not PastWave.objects.exists()
    done = browser.post("/pulses/past/new/", SPRING | {"text": SIX, "take": "1"}, follow=True)
    assert "1 wave was brought in" in done.text
    wave = PastWave.objects.get()
    assert (wave.scale, wave.brought_in_by, wave.lines.count()) == (Scale.SIX_TO_EIGHT, admin, 3)
    assert f"/pulses/past/files/{wave.file}/remove/" in done.text
    assert (
        "1 wave was taken back" in browser.post(f"/pulses/past/files/{wave.file}/remove/", follow=True).text
    )
    assert not PastLine.objects.exists()
    assert set(Entry.objects.filter(action__startswith="past_wave").values_list("action", flat=True)) == {
        "past_wave.brought_in", "past_wave.removed",
    }  # fmt: skip


def test_a_file_of_several_waves_comes_in_whole_and_goes_as_a_whole(sign_in, admin):
    text = (
        "wave,closed,team,n,score\nMay,2023-05-31,,40,20\nMay,2023-05-31,Ward,30,10\nJune,2023-06-30,,40,25\n"
    )
    file = SimpleUploadedFile("waves.csv", text.encode())
    browser = sign_in(admin)
    looked = browser.post("/pulses/past/new/", {"tool": "Other", "file": file})
    assert (looked.status_code, looked.text.count('name="wave"')) == (200, 2)
    chosen = {"tool": "Other", "text": text, "take": "1", "wave": ["May", "June"], "scale-1": "ours"}
    browser.post("/pulses/past/new/", chosen)
    assert dict(PastWave.objects.values_list("title", "scale")) == {"May": Scale.UNKNOWN, "June": Scale.OURS}
    browser.post(f"/pulses/past/files/{PastWave.objects.all()[0].file}/remove/")
    assert not PastWave.objects.exists()


@pytest.mark.parametrize(
    ("text", "row", "words"),
    [
        ("team,n\nWard,9\n", 2, "neither a score nor a mean"),
        ("team,score\nWard,9\n", 2, "give n"),
        ("team,n,score\nWard,9,110\n", 2, "no number from -100 to 100"),
        ("team,promoters\nWard,9\n", 2, "all three, or none"),
        ("team,promoters,passives,detractors\nWard,40%,30%,30%\n", 2, "Percentages cannot"),
        ("team,n,promoters,passives,detractors\nA,230,40,30,30\nB,130,50,30,20\n", 2, "make 100 in each row"),
        ("team,n,promoters,passives,detractors\nWard,9,5,5,5\n", 2, "15 answers are counted"),
        ("team,asked,n,score\nWard,8,9,10\n", 2, "only 8 were asked"),
        ("team,n,score\nWard,9,0\nWard,9,0\n", 3, "stands in the wave twice"),
        ("team,parent,n,score\nWard,Head,9,0\n", 2, "No row of this wave is of “Head”"),
        ("team,parent,n,score\nA,B,9,0\nB,A,9,0\n", 2, "stands below itself"),
        ("team,parent,n,score\nHead,,9,0\nA,Head,9,0\nB,Head,9,0\n", 2, "more answers together (18)"),
        ("team,closed,n,score\nA,2024-05-31,9,0\nB,2024-06-31,9,0\n", 3, "Write the day as"),
        ("team,closed,n,score\nA,2024-05-31,9,0\nB,2024-06-30,9,0\n", 3, "on another day in row 2"),
        ("team,n,score\nWard,4,0\n", 2, "without telling of somebody"),
        ("group,n,score\nWard,9,0\n", 1, "columns are missing: team"),
        ("team,n,score\n", 1, "no row below"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_row_and_nothing_comes_in(bring, text, row, words):
    outcome = bring(text)
    assert (outcome.errors[0][0], words in outcome.errors[0][1]) == (row, True), outcome.errors
    assert not PastWave.objects.exists()


def test_a_wave_comes_in_once(bring):
    assert not bring(SIX).errors
    assert "is here already" in bring(SIX, dry_run=True).errors[0][1]
    assert PastWave.objects.count() == 1


def test_small_groups_stay_out_and_so_does_what_would_solve_for_them(bring):
    text = HEAD + ",,40,20,10,10,25\nWard 1,,20,10,5,5,25\nWard 2,,16,8,4,4,25\nWard 3,,4,2,1,1,25\n"
    outcome = bring(text)
    assert names() == {"", "Ward 1"}
    assert [(out.name, out.is_small) for out in outcome.drafts[0].left_out] == [
        ("Ward 2", False), ("Ward 3", True)
    ]  # fmt: skip
    assert PastWave.objects.get().left_out == 2


def test_without_a_whole_the_next_smallest_is_hidden_with_a_small_one(bring):
    bring("team,n,score\nWard 1,20,0\nWard 2,16,0\nWard 3,4,0\n")
    assert names() == {"Ward 1"}


def test_what_stands_below_a_team_is_known_from_our_own_tree_where_the_file_does_not_say(bring, make_team):
    north = make_team(name="North")
    make_team(name="N 1", parent=north)
    make_team(name="N 2", parent=north)
    bring("team,n,score\nNorth,15,0\nN 1,12,0\nN 2,3,0\nSouth,40,0\nWest,30,0\n")
    assert names() == {"North", "South", "West"}


def test_rows_that_hold_one_another_unsaid_are_refused_where_some_are_small(bring):
    text = "team,n,score\n,30,0\nNorth,15,0\nN 1,12,0\nN 2,3,0\nSouth,15,0\n"
    assert "Say in a column “parent” which" in bring(text).errors[0][1]


def test_a_group_that_said_all_the_same_and_one_of_skippers_stay_out(bring):
    bring("team,n,promoters,passives,detractors\nA,30,10,10,10\nB,6,6,0,0\nC,14,1,1,1\n")
    assert names() == {"A"}


def test_evidence_names_no_group_that_is_left_out(bring):
    bring(HEAD + "A,,30,12,8,10,6.7\nB,,25,12,8,5,28\nC,,3,1,1,1,67\n")
    assert "C" not in str(PastWave.objects.get().evidence)


def test_only_what_was_counted_as_we_count_stands_beside_our_own(bring, make_team):
    ward = make_team(name="Ward")
    bring(EVERY + "Ward,0,0,0,2,0,0,2,4,4,5,3\n,0,0,0,4,0,0,4,9,9,9,9\n", title="Ours")
    bring(SIX, title="Six", closed_on=date(2023, 5, 31))
    bring("team,n,score\nWard,40,20\n", title="Open")
    bring("team,n,score\nWard,40,20\n", title="Told", closed_on=date(2022, 1, 1), scales={"Told": "ours"})
    found = comparable_past([ward.pk])
    assert [(past.title, past.tool, past.figure.value) for past in found] == [
        ("Told", "Other", 20), ("Ours", "Other", 20)
    ]  # fmt: skip
    assert (found[0].figure.low, found[1].figure.n) == (None, 20)
    assert [past.title for past in comparable_past([])] == ["Ours"]
    assert comparable_past([ward.pk, 1]) == []


def test_a_deviating_line_is_refused_wherever_it_is_put_beside_ours(bring):
    bring(SIX)
    for line in PastLine.objects.select_related("wave"):
        with pytest.raises(DeviatingScaleError):
            point(line)
    assert not PastLine.objects.comparable()


def test_a_score_has_an_interval_only_where_its_parts_make_it(bring):
    bring(SIX)
    bring("team,n,promoters,passives,detractors,score\n,60,25,15,10,25\n", title="Skips")
    bring("team,asked,1,2,3,4,5\n,40,5,5,10,10,10\n", title="Five")
    found = {line.wave.title: figure_of(line, line.wave.scale) for line in PastLine.objects.of_all()}
    assert (found["Spring"].value, found["Spring"].low) == (20, None)
    assert (found["Skips"].value, found["Skips"].low) == (25, None)
    assert found["Five"] is None


def test_what_was_chosen_must_be_allowed_by_the_figures(bring):
    refused = bring(SIX, scales={"Spring": "ours"})
    assert "not counted that way" in refused.errors[0][1]
    bring("team,n,score\n,40,20\n", scales={"Spring": "skips"})
    assert (PastWave.objects.get().scale, PastWave.objects.get().is_chosen) == (Scale.SKIPS, True)


def test_the_pages_tell_ours_from_others_with_n_and_interval(bring, sign_in, make_champion):
    bring(EVERY + ",0,0,0,4,0,0,4,9,9,9,9\n", title="Ours")
    bring(SIX, title="Six")
    champion = sign_in(make_champion())
    page = champion.get("/pulses/past/")
    ours, others = page.text.split("Counted otherwise")
    assert "Ours" in ours
    assert "Six" in others
    assert "Bring in" not in page.text
    told = champion.get(f"/pulses/past/{PastWave.objects.get(title='Six').pk}/").text
    assert "It stands apart from our own waves" in told
    assert "Not “0 to 6, 7 and 8, 9 and 10: as we count”." in told


def test_the_lists_ask_as_often_for_many_waves_as_for_one(
    bring, sign_in, admin, django_assert_max_num_queries
):
    browser = sign_in(admin)
    for year in range(9):
        bring(SIX, title=f"Wave {year}")
    browser.get("/pulses/past/")
    with django_assert_max_num_queries(9):
        assert browser.get("/pulses/past/").text.count("Wave ") == 9


def test_over_the_api_it_is_tried_brought_in_read_and_removed(bring, sign_in, admin, make_champion):
    browser, path = sign_in(admin), "/api/v1/past-waves/"
    facts = SPRING | {"text": "team,n,score\n,40,20\nWard,38,20\nNight,2,0\n"}
    tried = browser.post(f"{path}import/", facts, "application/json").json()
    assert (tried["kept"], tried["errors"], len(tried["waves"][0]["may_be"])) == ([], [], 4)
    assert tried["waves"][0]["left_out"][0] == {"name": "Ward", "is_small": False}
    facts |= {"text": SIX, "dry_run": False}
    (key,) = browser.post(f"{path}import/", facts, "application/json").json()["kept"]
    assert browser.get(f"{path}{key}/").json()["scale"] == "six_to_eight"
    lines = browser.get(f"{path}{key}/lines/").json()["results"]
    assert {line["name"]: line["figure"]["value"] for line in lines} == {"": 20, "Ward 1": 10, "Ward 2": 30}
    assert sign_in(make_champion()).delete(f"{path}{key}/").status_code == 403
    assert browser.delete(f"{path}{key}/").status_code == 204
    assert not PastWave.objects.exists()
