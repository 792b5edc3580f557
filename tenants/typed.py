"""Texts as people type and paste them, without what nobody sees and no feed can carry."""

import re
from typing import Any

from django.db import models

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""What XML 1.0 has no place for, and DEL. Word has a vertical tab where a line is broken."""


def printable(text: str) -> str:
    """With a space where a control character stands; tabs and new lines stay."""
    return CONTROL.sub(" ", text)


class Typed(models.Field):
    """Stores text as `printable` gives it, whichever form, request or file it came by. To the database and
    to migrations it is the plain field."""

    plain = ""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return printable(prepared) if isinstance(prepared, str) else prepared

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The row in hand says at once what the table says."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = printable(value)
            setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, self.plain, args, kwargs


class TypedLine(Typed, models.CharField):
    plain = "django.db.models.CharField"


class TypedText(Typed, models.TextField):
    plain = "django.db.models.TextField"
