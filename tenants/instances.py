"""Instances of models, made in as few steps as there can be: for what is made with each answer. Django asks
each field of a model in turn, which for one answer is a sixth of all that is done."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.base import ModelState
from django.db.models.fields import NOT_PROVIDED

M = TypeVar("M", bound=models.Model)


def draft(model: type[M], **facts: Any) -> M:
    """An instance that is not yet written, as `model(**facts)` makes it; signals are not sent.

    facts: by the names of columns (`post_id`); a related instance by its field's name (`post`).
    TypeError for a name that the model does not have."""
    shape = _shape(model)
    if not facts.keys() <= shape.names:
        raise TypeError(f"{model.__name__} has no {', '.join(facts.keys() - shape.names)}")
    made = _instance(model, shape.constants)
    values = made.__dict__
    for name, make in shape.made:
        if name not in facts:
            values[name] = make()
    for name in facts.keys() & shape.related.keys():
        column, target, mirror = shape.related[name]
        thing = made._state.fields_cache[name] = facts.pop(name)
        values[column] = None if thing is None else getattr(thing, target)
        if mirror and thing is not None:
            thing._state.fields_cache[mirror] = made
    values.update(facts)
    return made


def loaded(model: type[M], columns: Iterable[str], values: Iterable[Any]) -> M:
    """An instance as it was read, as `model.from_db` makes it."""
    made = _instance(model, dict(zip(columns, values, strict=True)))
    made._state.adding, made._state.db = False, DEFAULT_DB_ALIAS
    return made


def _instance(model: type[M], values: Mapping[str, Any]) -> M:
    made = model.__new__(model)
    made._state = ModelState()
    made.__dict__.update(values)
    return made


class _Shape:
    """What a new row of a model has where nothing is said: the same each time, or made anew."""

    def __init__(self, model: type[models.Model]) -> None:
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        self.related = {f.name: (f.attname, *_other_side(f)) for f in fields if f.is_relation}
        self.names = {field.attname for field in fields} | self.related.keys()
        self.made = [(f.attname, f.default) for f in fields if callable(f.default) and f.has_default()]
        self.constants = {
            f.attname: f.get_default() for f in fields if f.default is NOT_PROVIDED or not callable(f.default)
        }


def _other_side(field: Any) -> tuple[str, str]:
    """The column that a relation leads to, and where the other side of a one-to-one relation finds it."""
    return field.target_field.attname, field.remote_field.cache_name if field.one_to_one else ""


_shape = cache(_Shape)
