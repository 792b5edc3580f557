"""How well similar ideas are found: by what two employees would write, not by copies."""

import pytest
from django.db import connection

from bench.pairs import analyse, copy, hand_in, looked_for, others, pairs
from ideas.models import Idea


@pytest.fixture
def never_analysed(acme):
    """PostgreSQL analyses by itself what other tests leave; it forgets that when a column gets its type."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ideas_idea ALTER COLUMN keys TYPE varchar(6)[]")


@pytest.fixture
def there(make_board, make_idea):
    """A board with what is known, and with what else people propose."""
    board = make_board()
    hand_in(board, make_idea())
    return board


def test_there_are_sixty_pairs_in_six_languages_amid_hundreds_of_others():
    languages = [pair.language for pair in pairs()]
    assert {language: languages.count(language) for language in languages} == dict.fromkeys(
        ("en", "de", "fr", "es", "hu", "zh-hans"), 10
    )
    assert len(others()) > 300


def test_nineteen_of_twenty_are_among_the_first_five_once_it_is_said_what_is_the_matter(there):
    analyse()
    found = looked_for(there, whole=True)
    assert found[""].among >= 57
    assert found[""].first >= 54
    assert min(one.among for one in found.values()) >= 8


def test_by_the_title_alone_two_of_three_are_among_the_first_five(there):
    analyse()
    found = looked_for(there, whole=False)[""]
    assert found.among >= 40
    assert found.among / found.shown >= 0.4


def test_before_the_first_analysis_four_of_five_are_found(never_analysed, there):
    assert looked_for(there, whole=True)[""].among >= 48


@pytest.mark.parametrize("number", [60, 600])
def test_four_of_five_are_found_where_all_ideas_said_the_same_when_they_were_analysed(
    number, make_board, make_idea
):
    made = make_idea()
    Idea.objects.bulk_create(
        copy(made, made.board, f"Idea {at}", "They wait without a roof") for at in range(number)
    )
    analyse()
    board = make_board()
    hand_in(board, made)
    assert looked_for(board, whole=True)[""].among >= 48
    assert looked_for(board, whole=False)[""].among >= 20
