import csv
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from feedback.connectors.charset import CHARSETS, decode, encode, guess_charsets, special_letters
from feedback.connectors.damage import is_damaged, repair
from feedback.connectors.header import guess_header_rows, read_columns
from feedback.connectors.sheet import BadFile, Reading, propose_reading, stream
from tests.feedback.import_files import BCA, NHS, STAR_WARS, needs_data

QUALTRICS = (
    "StartDate,ResponseId,Q1,Q2\n"
    '"Start Date","Response ID","How likely are you to\nrecommend us?","Any comments?"\n'
    '"{""ImportId"":""startDate"",""timeZone"":""America/Denver""}","{""ImportId"":""_recordId""}","{}","{}"\n'
    '2025-08-19 22:00:00,R_abc123,9,"Great product, loved it"\n'
)


def opened(text: str | bytes) -> io.BytesIO:
    return io.BytesIO(text.encode() if isinstance(text, str) else text)


def rows_of(file: io.BytesIO, **changes: object) -> list[list[str]]:
    reading = Reading(**{**propose_reading(file).to_json(), **changes})
    return [row.cells for row in stream(file, reading)]


@given(st.binary(max_size=300), st.sampled_from([name for name in CHARSETS if not name.startswith("utf-16")]))
def test_no_byte_is_lost_in_any_charset(raw, charset):
    text = decode(raw, charset)
    assert decode(encode(text, charset), charset) == text
    if charset in ("utf-8", "cp1252", "mac-roman", "cp1250"):
        assert encode(text, charset) == raw


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("score,comment\n5,Zażółć gęślą jaźń, proszę bardzo dziękuję\n" * 9, "utf-8"),
        ("score,comment\n5,fine\n", "utf-16-le"),
        ("оценка;отзыв\n5;Очень хорошее обслуживание, спасибо большое вам\n" * 9, "cp1251"),
        ("分数,意见\n5,服务很好，谢谢你们的帮助，下次还会再来\n" * 9, "gb18030"),
    ],
)
def test_the_charset_is_proposed(text, charset):
    mark = b"\xff\xfe" if charset == "utf-16-le" else b""
    file = opened(mark + text.encode(charset))
    assert propose_reading(file).charset == charset
    assert rows_of(file)[0] == text.split("\n")[0].replace(";", ",").split(",")


def test_utf_8_with_its_mark_has_a_clean_first_name_even_in_quotes():
    assert rows_of(opened(b'\xef\xbb\xbf"Comment ID",b\n1,2\n'))[0] == ["Comment ID", "b"]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_delimiter_is_proposed_and_breaks_inside_cells_are_kept(sign, end):
    text = (
        end.join(
            [sign.join(["id", "score", "why"]), sign.join(["1", "4,5", '"one;' + end + 'two, ""three"""'])]
        )
        + end
    )
    text = text.replace("4,5", '"4,5"')
    assert rows_of(opened(text))[1] == ["1", "4,5", "one;" + end + 'two, "three"']


def test_the_three_header_rows_of_qualtrics_become_one_name():
    file = opened(QUALTRICS)
    assert propose_reading(file).header_rows == 3
    columns = read_columns(rows_of(file)[:3])
    assert [column.name for column in columns[2:]] == [
        "Q1: How likely are you to recommend us?",
        "Q2: Any comments?",
    ]


def test_a_question_over_several_columns_keeps_its_options():
    columns = read_columns([["id", "Which?", "", "Age"], ["", "Red", "Blue", "Response"]])
    assert [column.name for column in columns] == ["id", "Which?: Red", "Which?: Blue", "Age"]
    assert (columns[2].group, columns[2].option) == ("Which?", "Blue")


def test_columns_of_the_same_name_are_told_apart():
    assert [column.name for column in read_columns([["a", "a", ""]])] == ["a", "a (2)", "3"]


def test_one_header_row_is_the_rule():
    assert guess_header_rows([["a", "", "b"], ["1", "2", "x"]]) == 1


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"\x89PNG\r\n\x1a\n", "neither"),
        (bytes(range(32)) * 40, "neither"),
        (b"PK\x03\x04broken", "damaged"),
        (b'a,b\n1,"' + b"x" * 200_000, "does not end"),
        (b",".join([b"x"] * 600), "columns"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(raw, words):
    with pytest.raises(BadFile, match=words):
        rows_of(opened(raw))


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_read():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("bomb.xml", "w") as part:
        for _n in range(61):
            part.write(bytes(10 * 1024 * 1024))
    with pytest.raises(BadFile, match="too large"):
        propose_reading(file)


def test_a_workbook_is_read_as_text():
    book, file = Workbook(), io.BytesIO()
    book.active.append(["id", "score", "at", "why"])
    book.active.append([7, 4.0, __import__("datetime").datetime(2024, 6, 12, 2, 23, 29), None])
    book.save(file)
    assert rows_of(file) == [["id", "score", "at", "why"], ["7", "4", "2024-06-12 02:23:29", ""]]


@pytest.mark.parametrize(
    "text", ["I didnâ€™t know", "Quoted Â£60 for a taxi", "lost \ufffd letters", "b\udce9ta"]
)
def test_damaged_text_is_found(text):
    assert is_damaged(text)
    assert repair(text) != text or "\ufffd" in text


@pytest.mark.parametrize(
    "text", ["Très bien, merci!", "Отлично", "很好 👍", "Ó dára púpọ̀", "€60 – “fine”", "plain"]
)
def test_sound_text_is_left_alone(text):
    assert not is_damaged(text)


@needs_data
def test_the_special_letters_of_the_survey_are_right_once_its_charset_is_chosen():
    with STAR_WARS.open("rb") as file:
        proposed = propose_reading(file)
        assert (proposed.delimiter, proposed.header_rows) == (",", 2)
        assert "mac-roman" in guess_charsets(STAR_WARS.read_bytes())
        chosen = Reading(**{**proposed.to_json(), "charset": "mac-roman"})
        columns = read_columns([row.cells for row, _n in zip(stream(file, chosen), range(2), strict=False)])
        assert "Expanded Universe?åÊ" in columns[31].name
        assert len(columns) == 38
        assert sum(1 for _row in stream(file, chosen)) == 1186 + 2
    assert "Universe?åÊ,Do" in special_letters(STAR_WARS.read_bytes(), "mac-roman")[0]


@needs_data
@pytest.mark.parametrize(("path", "rows", "columns"), [(NHS, 7908, 61), (BCA, 10_000, 4)])
def test_real_files_are_read_whole(path, rows, columns):
    with path.open("rb") as file:
        proposed = propose_reading(file)
        found = [row.cells for row in stream(file, proposed)]
    assert (proposed.charset, proposed.delimiter, proposed.header_rows) == ("utf-8", ",", 1)
    assert (len(found) - 1, {len(row) for row in found}) == (rows, {columns})
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert found == [row for row in csv.reader(file) if any(row)]
