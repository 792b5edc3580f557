"""From a row of a file to the normalised record, by the mapping that people chose."""

import json
import re
from collections.abc import Iterator
from hashlib import blake2b
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from feedback.actions.customers import normal_email, normal_phone
from feedback.actions.staging import Flaw, Record
from feedback.connectors.charset import encode
from feedback.connectors.damage import is_damaged, repair
from feedback.connectors.dates import readings
from feedback.connectors.header import Column
from feedback.connectors.mapping import Mapping, plain
from feedback.connectors.sheet import Row
from feedback.models.imports import ImportIssue
from feedback.models.questions import SCALES
from tenants.keys import uuid7

NUMBER = re.compile(r"[+-]?\d+(?:[.,]0+)?")
Kind = ImportIssue.Kind


class Refused(ValueError):
    """This row cannot be an answer; `field` is its column."""

    def __init__(self, field: str, message: str, value: str = "") -> None:
        super().__init__(message)
        self.field = field
        self.value = value


class Said(NamedTuple):
    """One comment and what it answers."""

    question: str
    text: str


class RowReader:
    """Reads rows by a mapping. What is wrong with them is collected in `flaws`, until somebody takes it."""

    def __init__(self, mapping: Mapping, columns: list[Column], charset: str, country: str) -> None:
        self.mapping, self.columns, self.charset, self.country = mapping, columns, charset, country
        self.flaws: list[Flaw] = []
        self.skipped = self.refused = 0
        self.low, self.high = SCALES[mapping.metric] if mapping.metric else (0, 0)
        self.no_comment = {plain(text).casefold() for text in mapping.no_comment}
        self.only = set(mapping.only_values)
        self.labelled = len(mapping.comments) > 1

    def read(self, row: Row) -> Record | None:
        """The record of a row; None where the row is refused or not asked for."""
        cells = row.cells + [""] * (len(self.columns) - len(row.cells))
        try:
            if len(row.cells) > len(self.columns) and any(row.cells[len(self.columns) :]):
                raise Refused("", _("The row has more cells than the header has."))
            if self.mapping.only is not None and plain(cells[self.mapping.only]) not in self.only:
                self.skipped += 1
                return None
            return self._record(row.number, cells)
        except Refused as refused:
            self.refused += 1
            raw = encode(refused.value or "\n".join(cells)[:2000], self.charset)
            self.flaws.append(Flaw(row.number, Kind.ROW, refused.field, False, raw, "", str(refused)))
            return None

    def take_flaws(self) -> list[Flaw]:
        """What was found since the last time this was asked."""
        found, self.flaws = self.flaws, []
        return found

    def _record(self, number: int, cells: list[str]) -> Record:
        mapping = self.mapping
        external_id, score = self._external_id(cells), self._score(cells)
        said = list(self._comments(number, cells))
        answers = self._answers(number, cells, said)
        dated = self._text(cells, mapping.date)
        found = self._moments(cells, dated)
        facts = (
            mapping.touchpoints.get(self._text(cells, mapping.touchpoint)),
            mapping.teams.get(self._text(cells, mapping.team)),
            mapping.languages.get(self._text(cells, mapping.language), mapping.all_in),
            score,
            "\n\n".join(each.text for each in said),
            json.dumps(answers, ensure_ascii=False) if answers else "{}",
            *self._customer(cells),
            found[0] if len(found) == 1 else None,
            dated[:120],
            " ".join(found) if len(found) > 1 else "",
        )
        digest = UUID(
            bytes=blake2b(repr((facts, mapping.metric)).encode("utf-8", "replace"), digest_size=16).digest()
        )
        return Record(number, uuid7(), external_id, digest, *facts)

    def _text(self, cells: list[str], column: int | None) -> str:
        return "" if column is None else plain(cells[column]).replace("\0", "")

    def _external_id(self, cells: list[str]) -> str:
        """The answer's own id; without one, what stands in the row."""
        if not self.mapping.ids:
            return "#" + _hash("\x1f".join(cells))
        parts = [self._text(cells, column) for column in self.mapping.ids]
        if not all(parts):
            raise Refused(self._name(self.mapping.ids[0]), _("The answer's id is missing."))
        whole = " / ".join(parts)
        return whole if len(whole) <= 110 else "#" + _hash(whole)

    def _name(self, column: int | None) -> str:
        return "" if column is None else self.columns[column].name[:120]

    def _score(self, cells: list[str]) -> int | None:
        mapping = self.mapping
        if not (text := self._text(cells, mapping.score)):
            return None
        if text in mapping.scores:
            return mapping.scores[text]
        score = int(re.split("[.,]", text)[0]) if NUMBER.fullmatch(text) and len(text) < 9 else -1
        if not self.low <= score <= self.high:
            raise Refused(
                self._name(mapping.score), _("This is not a score of the scale."), cells[mapping.score or 0]
            )
        return self.low + self.high - score if mapping.reverse else score

    def _comments(self, number: int, cells: list[str]) -> Iterator[Said]:
        question = self._text(cells, self.mapping.question)
        for column in self.mapping.comments:
            text = self._sound(number, column, cells[column].strip())
            if text and plain(text).casefold() not in self.no_comment:
                yield Said(question or (self.columns[column].name if self.labelled else ""), text)

    def _answers(self, number: int, cells: list[str], said: list[Said]) -> dict[str, object]:
        """The further answers by the name of their column, the options chosen of one question together."""
        found: dict[str, object] = {}
        for index in self.mapping.answers:
            column, text = self.columns[index], self._sound(number, index, cells[index].strip())
            if not text:
                continue
            if column.option and plain(text) == plain(column.option):
                chosen = found.setdefault(column.group, [])
                if isinstance(chosen, list):
                    chosen.append(text)
            else:
                found[column.name] = text
        if any(each.question for each in said):
            found["comments"] = [each._asdict() for each in said]
        return found

    def _sound(self, number: int, column: int, text: str) -> str:
        """The text; nothing where a wrong charset has damaged it: it waits for a person, with its bytes."""
        if text.isascii():
            return text.replace("\0", "") if "\0" in text else text
        if not is_damaged(text):
            return text.replace("\0", "")
        raw, proposal = encode(text, self.charset), repair(text).replace("\0", "")
        is_comment = column in self.mapping.comments
        flaw = Flaw(number, Kind.TEXT, self._name(column), is_comment, raw, proposal, _("damaged letters"))
        self.flaws.append(flaw)
        return ""

    def _moments(self, cells: list[str], dated: str) -> list[str]:
        if not dated:
            return []
        mapping = self.mapping
        by = self._text(cells, mapping.order_by) if mapping.order_by is not None else ""
        order = mapping.orders.get(by, mapping.order) if mapping.order_by is not None else mapping.order
        return [moment.isoformat() for moment in readings(dated, order, mapping.zone)]

    def _customer(self, cells: list[str]) -> tuple[str, str, str, str]:
        """What the customer is known by, in its normal form."""
        mapping = self.mapping
        email, phone = self._text(cells, mapping.email), self._text(cells, mapping.phone)
        try:
            email = email and normal_email(email)
        except ValidationError:
            raise Refused(self._name(mapping.email), _("This is not an e-mail address."), email) from None
        try:
            phone = phone and normal_phone(phone, self.country)
        except ValidationError:
            raise Refused(self._name(mapping.phone), _("This is not a telephone number."), phone) from None
        return self._text(cells, mapping.external)[:254], email, phone, self._text(cells, mapping.name)[:150]


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
