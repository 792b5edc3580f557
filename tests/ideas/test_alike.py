"""What is there already, while an idea is typed: in any language, whatever the accents."""

import pytest

from ideas.metrics.alike import keys_of

PAIRS = [
    ("A roof at the bus stop door", "Bus stop needs a roof"),
    ("Mae angen to wrth yr arosfan bysiau", "To newydd wrth arosfan y bysiau"),
    ("Второй лифт для покупателей с колясками", "Нужен лифт: покупатели с колясками ждут"),
    ("Második lift a babakocsis vásárlóknak", "Masodik lift kell babakocsis vasarlok miatt"),
    ("Ọ̀nà kúkúrú fún àwọn oníbàárà", "Ona kukuru fun awon onibaara"),
    ("为推婴儿车的顾客增加第二部电梯", "第二部电梯给推婴儿车的顾客"),
]


@pytest.mark.parametrize(("known", "typed"), PAIRS)
def test_it_is_found_before_all_others(known, typed, make_board, make_idea):
    board = make_board()
    for title, _other in PAIRS:
        make_idea(board, title=title, problem="-", proposal="-")
    found = board.ideas.alike(keys_of(typed))
    assert found[0].title == known
    assert found[0].shared >= 2


def test_the_page_shows_them_and_nothing_for_a_word_alone(make_board, make_idea, make_employee, sign_in):
    board = make_board()
    make_idea(board, title="A roof at the bus stop")
    client = sign_in(make_employee())
    path = f"/ideas/boards/{board.pk}/similar/"
    assert b"A roof at the bus stop" in client.get(path, {"title": "Roof over our bus stop"}).content
    assert b"A roof at the bus stop" not in client.get(path, {"title": "Roof"}).content


def test_keys_are_few_and_plain():
    assert keys_of("The Élévators, the elevator; ÉLÉVATION!") == ["elevat"]
    assert keys_of("电梯坏") == ["电梯", "梯坏"]
    assert len(keys_of(" ".join(f"word{n:04}" for n in range(10_000)))) <= 60
    assert keys_of("\x00 ' & | ! <->") == []
