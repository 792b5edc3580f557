"""What a comment is about."""

import pytest
from django.conf import settings

from employees.metrics.comments import theme_of, themes


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Give us rotas six weeks ahead, and no split shifts", "rota"),
        ("The pay is poor", "pay"),
        ("Dwi'n teimlo bod y cyflog yn rhy isel", "pay"),
        ("Начальник не держит слово", "lead"),
        ("电梯坏了，办公室太冷", "place"),
        ("A főnököm sosem kérdez", "lead"),
        ("Túl sok a túlóra", "workload"),
        ("More light in the hall", "place"),
        ("Blue", ""),
        ("", ""),
        ("A repayment went astray", ""),
    ],
)
def test_a_comment_is_about_what_most_of_its_words_are_about(text, theme):
    assert theme_of(text) == theme


def test_each_theme_has_a_name_in_each_language():
    languages = {code for code, _name in settings.LANGUAGES}
    assert all(set(row["labels"]) == languages for row in themes().values())


def test_no_word_belongs_to_two_themes():
    stems = [stem.lower() for row in themes().values() for stem in row["stems"]]
    assert len(stems) == len(set(stems))
