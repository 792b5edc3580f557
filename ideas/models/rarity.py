"""Which beginnings of words tell what an idea is about: the rare ones, by what PostgreSQL counts for itself
when it analyses the table. Nothing is counted here, and nothing has to be kept up to date."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log10
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import F, Func, Value

COMPARED, TELLING, PAIRS = 1000, 20, 8
"""With about so many ideas a text is compared at most, by so many of its words, the rarest; and by so many
pairs of those that are too common alone."""
FEW = 30
"""Among so few ideas a word that stands in three of them is rare as well."""
UNKNOWN = 0.01
"""A word that PostgreSQL did not count stands in no larger share of the ideas, even where all that it looked
at say the same, and the rarest word that it counted stands in each of them."""
TOGETHER = 3
"""Words that belong together stand in so many times more ideas than chance would have it."""
COUNTED = """
SELECT greatest(reltuples, 0), freqs[cardinality(elems) + 1], shown.elem, shown.freq
FROM pg_class
LEFT JOIN (
    SELECT most_common_elems::text::text[] AS elems, most_common_elem_freqs AS freqs FROM pg_stats
    WHERE schemaname = current_schema() AND tablename = 'ideas_idea' AND attname = 'keys'
) AS stats ON true
LEFT JOIN LATERAL (
    SELECT elem, freq FROM unnest(elems, freqs) AS each (elem, freq) WHERE elem = ANY(%s::text[])
) AS shown ON true
WHERE pg_class.oid = 'ideas_idea'::regclass
"""


@dataclass(frozen=True)
class Rarity:
    """`alone`: whoever has one of these is compared. `pairs`: of words that are too common for that, whoever
    has both. `weights`: how much each tells."""

    alone: Sequence[str]
    pairs: Sequence[tuple[str, str]]
    weights: dict[str, float]


def rarity_of(keys: Sequence[str]) -> Rarity:
    """Before the table was analysed for the first time each word tells as much, and all ideas are few."""
    number, least, known = _counted(keys)
    if least is None:
        return Rarity(keys, (), dict.fromkeys(keys, 1.0))
    counts = {key: number * known.get(key, min(least, UNKNOWN) / 3) for key in keys}
    rare = sorted(keys, key=counts.__getitem__)[:TELLING]
    alone = _within((counts[key], key) for key in rare)
    left = combinations(rare[len(alone) :], 2)
    both = sorted((TOGETHER * counts[one] * counts[other] / number, (one, other)) for one, other in left)
    pairs = _within(both, COMPARED - sum(counts[key] for key in alone))
    return Rarity(alone, pairs[:PAIRS], {key: log10((number + FEW) / max(counts[key], 1)) for key in rare})


def _within(counted: Iterable[tuple[float, Any]], most: float = COMPARED) -> list[Any]:
    """The rarest, as long as they are not too many together."""
    taken, total = [], 0.0
    for count, what in counted:
        total += count
        if total > most:
            break
        taken.append(what)
    return taken


def _counted(keys: Sequence[str]) -> tuple[float, float | None, dict[str, float]]:
    """How many ideas there are; the share of the rarest that is known, none before the first analysis; and
    the shares of those of the keys that are known."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [list(keys)])
        rows = cursor.fetchall()
    number, least = rows[0][:2]
    return number, least, {key: share for _number, _least, key, share in rows if key}


class Shared(Func):
    """What the words that an idea has in common with a text tell, together."""

    output_field = models.FloatField()

    def __init__(self, weights: dict[str, float]) -> None:
        words = Value(list(weights), ArrayField(models.CharField()))
        super().__init__(F("keys"), words, Value(list(weights.values()), ArrayField(models.FloatField())))

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_context: Any) -> Any:
        (keys, _none), (words, names), (weights, numbers) = map(compiler.compile, self.source_expressions)
        told = f"sum(({weights}::float8[])[array_position({words}::text[], mine)])"
        each = f"(SELECT unnest({keys})::text AS mine) AS each"
        return f"(SELECT {told} FROM {each})", (*numbers, *names)  # noqa: S608 - compiled by Django
