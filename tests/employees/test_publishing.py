"""What is published of a wave when it closes."""

import pytest

from employees.models import Association, PulseComment, Result


def shown(wave, question="enps"):
    """Name, part and n of each group that is shown of a question."""
    rows = Result.objects.filter(wave=wave, question=question, value="").select_related("group")
    return {(row.group.name, row.part): row.n for row in rows}


def spread(people, **said):
    """They answer, not all the same."""
    return [(employee, {"enps": 6 + number % 5} | said) for number, employee in enumerate(people)]


def test_each_group_of_five_and_more_is_shown_and_what_is_left_is_shown_together(held, make_staff):
    staff = make_staff(North=9, South=8, West=6)
    wave = held([*spread(staff["North"]), *spread(staff["South"]), *spread(staff["West"][:5])])
    whole = {("Acme Health", "whole"): 22, ("North", "whole"): 9, ("South", "whole"): 8, ("West", "whole"): 5}
    assert shown(wave) == shown(wave, "") == whole


def test_a_group_of_which_too_few_answered_hides_another_with_it(held, make_staff):
    staff = make_staff(North=9, South=8, West=6)
    wave = held([*spread(staff["North"]), *spread(staff["South"]), *spread(staff["West"][:2])])
    assert shown(wave) == {
        ("Acme Health", "whole"): 19,
        ("North", "whole"): 9,
        ("Acme Health", "others"): 10,
    }


def test_counts_and_who_was_asked_stand_beside_each_group(held, make_staff):
    staff = make_staff(North=9, South=8)
    wave = held(spread(staff["North"][:7]))
    row = Result.objects.get(wave=wave, question="enps", group__name="Acme Health", part="whole")
    assert (row.asked, row.n) == (17, 7)
    assert row.scores == {6: 2, 7: 2, 8: 1, 9: 1, 10: 1}
    taken = Result.objects.get(wave=wave, question="", group=row.group, part="whole")
    assert (taken.asked, taken.n, taken.counts) == (17, 7, {})


def test_a_question_that_few_answered_is_left_out(held, make_staff):
    """Of ten who answered only four said something about their time."""
    staff = make_staff(North=10)
    wave = held([*spread(staff["North"][:6]), *spread(staff["North"][6:], time=2)])
    assert shown(wave) == {("Acme Health", "whole"): 10, ("North", "whole"): 10}
    assert shown(wave, "time") == {}


def test_a_group_in_which_all_say_the_same_to_one_question_is_shown_for_none(held, make_staff):
    staff = make_staff(North=9, South=9)
    wave = held([*spread(staff["North"]), *((employee, {"enps": 0}) for employee in staff["South"])])
    assert shown(wave) == shown(wave, "") == {("Acme Health", "whole"): 18}


def test_where_the_whole_says_the_same_only_how_many_they_are_is_shown(held, make_staff):
    staff = make_staff(North=9, South=9)
    wave = held([(employee, {"enps": 0}) for employee in staff["North"] + staff["South"]])
    assert shown(wave) == {}
    assert shown(wave, "") == {("Acme Health", "whole"): 18}


def test_comments_are_shown_where_ten_and_more_were_written(held, make_staff):
    staff = make_staff(North=14, South=11)
    words = [(employee, {"enps": 9, "change": f"Word {number}"}) for number, employee in
             enumerate(staff["North"][:12] + staff["South"][:4])]  # fmt: skip
    wave = held(words)
    assert shown(wave, "change") == {("Acme Health", "whole"): 16}
    assert PulseComment.objects.count() == 16


def test_what_goes_with_the_score_is_said_of_thirty_and_more(held, make_staff):
    staff = make_staff(North=40, South=20)
    answers = [
        (employee, {"enps": 2 * time, "time": time, "lead": 1 + number % 5})
        for number, employee in enumerate(staff["North"] + staff["South"])
        for time in [1 + number // 3 % 5]
    ]
    wave = held(answers)
    found = {row.group.name: row for row in Association.objects.select_related("group")}
    assert set(found) == {"Acme Health"}, "South would be what is left of it, and is fewer than thirty"
    whole = found["Acme Health"]
    assert (whole.n, whole.group.wave) == (60, wave)
    assert whole.by_key["time"]["correlation"] == pytest.approx(1)
    assert whole.by_key["time"]["share"] == pytest.approx(1, abs=0.1)


def test_of_fewer_than_five_who_answered_nothing_is_published(held, make_staff):
    staff = make_staff(North=9)
    held(spread(staff["North"][:4]))
    assert not Result.objects.exists()


def test_an_organisation_that_asks_for_more_is_given_more(held, make_staff):
    staff = make_staff(North=9, South=8)
    wave = held([*spread(staff["North"]), *spread(staff["South"])], k=9)
    assert shown(wave) == {("Acme Health", "whole"): 17, ("South + North", "whole"): 17}
