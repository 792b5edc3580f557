"""An organisation with a hundred thousand ideas on eight boards, a million votes of 20,000 people, their
comments, and the answers of customers that they are about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import cycle

from django.db import connection
from django.utils import timezone

from bench import answers, became
from bench.databases import settle
from bench.inserting import insert
from bench.vocabulary import Writer
from employees.actions.ledger import NewPromise, promise_many
from employees.models import Commitment, Employee, Team
from feedback.models import Case, Cause, Touchpoint
from ideas.actions.boards import Some, limit_board
from ideas.metrics.alike import MOST, keys_of
from ideas.models import Board, Comment, Idea, Vote
from tenants.plain_letters import folded

BOARDS = (60, 20, 10, 4, 3, 2, 0.7, 0.3)
"""In a hundred ideas; the last one is for one region only, the one before is one-way."""
VOTES, PEOPLE, COMMENTS = 10, 5, 5
"""Ten votes for each idea, a fifth as many people, a comment on each fifth idea."""
DAYS = 730
OLD = 60
"""Most ideas are decided after so many days."""
DECIDED = {"declined": 38, "completed": 28, "planned": 16, "started": 8, "open": 10}
ANSWERS, CAUSES, EXPLAINED = 200_000, 40, 5
ANSWERING = 200
"""So many people answer ideas and deliver them."""
GO_ON = 300
"""So many ideas have duplicates."""
TURNS = 40
"""Of so many ideas one is answered by the same person."""
LENGTHS = {"title": (4, 9), "problem": (10, 35), "proposal": (10, 35)}
"""In words."""
TALKED, WANTED = 300, 5_000
"""Comments on the idea that everybody talks about, and its votes."""

VOTED = """
SELECT idea.id AS idea_id, person.key AS voter_id, person.key AS by_id,
    submitted_at + (now() - submitted_at) * (part * part) AS at
FROM ideas_idea AS idea
CROSS JOIN LATERAL (SELECT turn, random() AS part FROM generate_series(1, idea.votes) AS turn) AS drawn
CROSS JOIN LATERAL (
    SELECT (%(people)s::bigint[])[1 + (idea.id * 7919 + turn * 7) %% %(count)s::int] AS key
) AS person
"""
SAID = """
SELECT idea.id AS idea_id, (%(people)s::bigint[])[1 + (idea.id + turn * 11) %% %(count)s::int] AS by_id,
    'I have seen this too, at the other door. ' || turn AS text,
    submitted_at + (now() - submitted_at) * random() AS at
FROM ideas_idea AS idea
CROSS JOIN LATERAL generate_series(1, CASE WHEN idea.id = %(talked)s THEN %(many)s::int
    WHEN idea.id %% %(seldom)s::int = 0 THEN 1 ELSE 0 END) AS turn
"""
ANSWERED = """
SELECT idea_id AS idea_id, id AS parent_id, by_id AS by_id, 'So have I.' AS text, at AS at
FROM ideas_comment WHERE id %% %(each)s::int = 0
"""
KEPT = """
UPDATE employees_commitment AS promise SET kept_at = decided_at FROM ideas_idea
WHERE (review_id = promise.id AND decided_at IS NOT NULL)
    OR (delivery_id = promise.id AND status = 'completed')
"""
MERGE = """
UPDATE ideas_idea SET status = 'duplicate', merged_into_id = (%(into)s::bigint[])[1 + id %% %(number)s::int]
WHERE status = 'declined' AND id %% 9 = 0
"""
EXPLAIN = """
UPDATE feedback_case SET cause_id = (%(causes)s::bigint[])[1 + id / %(seldom)s::int %% %(count)s::int]
WHERE id %% %(seldom)s::int = 0
"""


@dataclass(frozen=True)
class Filled:
    """Who looks, and at what."""

    champion: Employee
    reader: Employee
    reviewer: Employee
    board: Board
    small: Board
    talked: Idea


def fill(number: int) -> Filled:
    """Fill the organisation in use with so many ideas."""
    champion, writer = answers.fill(min(ANSWERS, number * 10)), Writer(number)
    people = make_people(number // PEOPLE)
    reviewer, reader = people[1], people[7]
    boards = make_boards(reviewer)
    explain()
    Idea.objects.bulk_create(drawn(number, writer, boards, people, reviewer), batch_size=1000)
    merge()
    talked = Idea.objects.filter(board=boards[0]).earliest("pk")
    Idea.objects.filter(pk=talked.pk).update(votes=min(WANTED, len(people) // 4), status="open")
    keys = {"people": [one.pk for one in people], "count": len(people)}
    insert(Vote, VOTED, **keys)
    insert(Comment, SAID, **keys, talked=talked.pk, many=TALKED * 2 // 3, seldom=COMMENTS)
    insert(Comment, ANSWERED, each=3)
    with connection.cursor() as cursor:
        cursor.execute(KEPT)
    became.move_on(champion, talked)
    changed = (Vote, Idea, Comment, Case, Commitment, *became.CHANGED)
    settle(*(model._meta.db_table for model in changed))
    return Filled(champion, reader, reviewer, boards[0], boards[3], talked)


def make_people(number: int) -> list[Employee]:
    teams = cycle(Team.objects.filter(name__startswith="Store"))
    return Employee.objects.bulk_create(
        (
            Employee(email=f"staff{n}@example.com", name=f"Person {n}", password="!", team=next(teams))
            for n in range(number)
        ),
        batch_size=2000,
    )


def make_boards(reviewer: Employee) -> list[Board]:
    made = [Board.objects.create(name=f"Board {n}") for n in range(len(BOARDS))]
    Board.objects.filter(pk=made[1].pk).update(budget=20)
    Board.objects.filter(pk=made[-2].pk).update(is_one_way=True)
    made[0].reviewers.add(reviewer)
    limit_board(made[-1], [Some("see", team=Team.objects.get(name="Region 1"))])
    return made


def explain() -> None:
    """Some cases have a cause."""
    causes = Cause.objects.bulk_create(Cause(title=f"Cause {n}") for n in range(CAUSES))
    with connection.cursor() as cursor:
        keys = [cause.pk for cause in causes]
        cursor.execute(EXPLAIN, {"causes": keys, "count": CAUSES, "seldom": EXPLAINED})


def drawn(
    number: int, writer: Writer, boards: list[Board], people: list[Employee], reviewer: Employee
) -> Iterator[Idea]:
    """The oldest first; most of the old ones are decided, and their promises are kept."""
    chance, now = writer.chance, timezone.now()
    places, causes = list(Touchpoint.objects.all()), list(Cause.objects.all())
    wanted = shares(number * VOTES, [chance.paretovariate(1.2) for _ in range(number)], len(people) // 8)
    times = [now - timedelta(days=DAYS * (1 - n / number), minutes=5) for n in range(number)]
    owners = [reviewer if n % TURNS == 0 else chance.choice(people[:ANSWERING]) for n in range(number)]
    found = [standing(writer, now - at) for at in times]
    begun = [n for n, status in enumerate(found) if status in ("started", "completed")]
    reviews = promised("review", times, owners)
    promises = promised("idea", [times[n] for n in begun], [owners[n] for n in begun])
    deliveries = dict(zip(begun, promises, strict=True))
    for n, (at, status) in enumerate(zip(times, found, strict=True)):
        language = writer.language()
        said = {name: writer.text(language, *most) for name, most in LENGTHS.items()}
        words = [plain(word) for text in said.values() for word in text.split()]
        yield Idea(
            board=chance.choices(boards, BOARDS)[0], author=chance.choice(people), **said,
            touchpoint=chance.choice(places) if n % 3 else None, segment="" if n % 3 else "detractor",
            cause=chance.choice(causes) if n % 10 == 0 else None, delight="They wait no more", metric="nps",
            judge_on=date(2099, 1, 1), language=language, status=status, votes=wanted[n], submitted_at=at,
            decided_at=None if status == "open" else min(at + timedelta(days=20), now), review_id=reviews[n],
            delivery_id=deliveries.get(n),
            words=" ".join(word for word, _keys in words),
            keys=list(dict.fromkeys(key for _word, keys in words for key in keys))[:MOST],
        )  # fmt: skip


@cache
def plain(word: str) -> tuple[str, list[str]]:
    """As it is found."""
    return folded(word), keys_of(word)


def standing(writer: Writer, age: timedelta) -> str:
    if age < timedelta(days=OLD):
        return "open"
    return writer.chance.choices(list(DECIDED), list(DECIDED.values()))[0]


def shares(total: int, weights: list[float], most: int) -> list[int]:
    """The votes of each idea: a few are wanted by many, most by few."""
    whole = sum(weights)
    given = [min(most, int(total * weight / whole)) for weight in weights]
    for n in range(total - sum(given)):
        given[n % len(given)] += 1
    return given


def promised(kind: str, times: list[datetime], owners: list[Employee]) -> list[int]:
    due = timedelta(days=14)
    return promise_many(
        NewPromise(f"Promise {n}", kind, owner.pk, owner.team_id, at, at + due)
        for n, (at, owner) in enumerate(zip(times, owners, strict=True))
    )


def merge() -> None:
    """Some of the declined say the same as another one."""
    into = list(Idea.objects.filter(status="open").order_by("pk").values_list("pk", flat=True)[:GO_ON])
    with connection.cursor() as cursor:
        cursor.execute(MERGE, {"into": into, "number": len(into)})
