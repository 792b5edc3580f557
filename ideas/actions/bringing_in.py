"""Ideas of another tool come in, with who wants them and what was said: all in one transaction, so that
whatever happens either the whole file is in or nothing. What is here already stays as it is."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from employees.models import Commitment, Employee
from ideas.actions.carrying_on import fitted
from ideas.actions.merging import send_home, settle
from ideas.actions.reviewing import promise_review
from ideas.actions.submitting import found_by
from ideas.actions.told import Read, Refused, Told
from ideas.models import Board, Comment, Idea, IdeaImport, Move, Vote

BATCH, ROWS = 500, 5_000
Status = Idea.Status
COMES_AS: dict[str, str] = {Status.STARTED: Status.PLANNED, Status.DUPLICATE: Status.DECLINED}
COUNT_VOTES = """
UPDATE ideas_idea SET votes = (SELECT count(*) FROM ideas_vote WHERE idea_id = ideas_idea.id)
WHERE id = ANY(%s)
"""


class Brought(NamedTuple):
    """What was counted: `ideas` new; `known` here already; `votes` and `comments` new; `refused`; `unowned`
    came as planned, as nobody has promised a date here; `orphans` came as declined, duplicates of an idea
    that is not in the file; `long` texts of new ideas that go on elsewhere; `promised` answers."""

    counts: dict[str, int]
    refused: list[Refused]


@transaction.atomic
def bring_in(imported: IdeaImport, read: Read, *, dry_run: bool) -> Brought:
    """Store what a file tells, or do it and take it back."""
    Board.objects.select_for_update(no_key=True).get(pk=imported.board_id)
    counts = Counter[str](ideas=0, known=0, votes=0, comments=0)
    people, originals, refused = _People(), dict[str, str](), list[Refused]()
    while part := list(islice(read, BATCH)):
        told = [fitted(row) for row in part if isinstance(row, Told)]
        refused += [row for row in part if isinstance(row, Refused)]
        originals |= {each.key: each.original for each in told if each.status == Status.DUPLICATE}
        _store(imported, told, people, counts)
    counts["refused"], counts["orphans"] = len(refused), _merge(imported, originals)
    settle(Idea.objects.filter(board=imported.board_id).exclude(external_id=""))
    counts["promised"] = _promise(imported) if imported.facts.get("promises") else 0
    transaction.set_rollback(dry_run)
    return Brought(dict(counts), refused)


class _People:
    """Who is employed here, by address, and in which team."""

    def __init__(self) -> None:
        rows = list(Employee.objects.values_list("email", "pk", "team"))
        self.by_email = {email.lower(): pk for email, pk, _team in rows if email}
        self.teams = {pk: team for _email, pk, team in rows}

    def find(self, email: str) -> int | None:
        return self.by_email.get(email.strip().lower()) if email else None

    def team(self, person: int | None) -> int | None:
        return self.teams[person] if person else None


def _store(imported: IdeaImport, told: list[Told], people: _People, counts: Counter[str]) -> None:
    keys = [each.key for each in told]
    known = dict(
        Idea.objects.filter(board=imported.board_id, external_id__in=keys)
        .order_by("pk").select_for_update(of=("self",), no_key=True).values_list("external_id", "pk")
    )  # fmt: skip
    fresh = [each for each in told if each.key not in known]
    made = Idea.objects.bulk_create([_idea(imported, each, people) for each in fresh])
    Move.objects.bulk_create(_moves(fresh, made))
    counts["ideas"] += len(made)
    counts["known"] += len(known)
    counts["unowned"] += sum(each.status == Status.STARTED for each in fresh)
    counts["long"] += sum(each.long for each in fresh)
    here = known | {idea.external_id: idea.pk for idea in made}
    votes, comments = (
        Vote.objects.filter(idea__in=here.values()),
        Comment.objects.filter(idea__in=here.values()),
    )
    before = votes.count(), comments.count()
    wanted = list(_votes(imported, told, here, people))
    _make_way(wanted, list(here.values()))
    Vote.objects.bulk_create(wanted, batch_size=ROWS, ignore_conflicts=True)
    Comment.objects.bulk_create(
        _comments(imported, told, here, people), batch_size=ROWS, ignore_conflicts=True
    )
    counts["votes"] += votes.count() - before[0]
    counts["comments"] += comments.count() - before[1]
    with connection.cursor() as cursor:
        cursor.execute(COUNT_VOTES, [list(here.values())])


def _idea(imported: IdeaImport, told: Told, people: _People) -> Idea:
    """As it was told; started without an owner here it is planned, a duplicate is declined until its original
    is found."""
    at = told.at or timezone.now()
    texts = {"title": told.title, "problem": told.problem, "proposal": told.proposal}
    status = COMES_AS.get(told.status, told.status)
    return Idea(
        board_id=imported.board_id, imported=imported, external_id=told.key,
        author_id=(author := people.find(told.email)), author_name="" if author else told.name[:150],
        team_id=people.team(author),
        delight=told.delight, status=status, submitted_at=at,
        decided_at=None if status == Status.OPEN else told.answered_at or at,
        touchpoint_id=imported.facts.get("touchpoint"), segment=imported.facts.get("segment", ""),
        metric=imported.facts["metric"], judge_on=imported.facts["judge_on"],
        language=imported.facts.get("language", ""), **texts, **found_by(texts),
    )  # fmt: skip


def _moves(told: list[Told], made: list[Idea]) -> Iterator[Move]:
    """Why each went where it is; nobody is written to about what they were told elsewhere."""
    for each, idea in zip(told, made, strict=True):
        if idea.status != Status.OPEN:
            at = idea.decided_at or idea.submitted_at
            reason = each.reason or "—"
            yield Move(idea=idea, before=Status.OPEN, after=idea.status, reason=reason, at=at, told_at=at)


def _votes(
    imported: IdeaImport, told: Iterable[Told], here: dict[str, int], people: _People
) -> Iterator[Vote]:
    carried = Vote.objects.filter(carried_from__in=here.values())  # to what those go on as, since
    known = set(carried.values_list("carried_from", "voter", "outsider"))
    for each in told:
        for voter in each.voters:
            person = people.find(voter.email)
            if (here[each.key], person, "" if person else voter.key[:80]) in known:
                continue
            yield Vote(
                imported=imported, idea_id=here[each.key], voter_id=person, by_id=person,
                outsider="" if person else voter.key[:80], at=voter.at or each.at or timezone.now(),
            )  # fmt: skip


def _make_way(wanted: list[Vote], ideas: list[int]) -> None:
    """Where a vote of theirs came from a duplicate, it stands there again, so that neither is lost when the
    two are taken apart."""
    own = {(vote.idea_id, vote.voter_id, vote.outsider) for vote in wanted}
    for carried in Vote.objects.filter(idea__in=ideas, carried_from__isnull=False).order_by("pk"):
        if (carried.idea_id, carried.voter_id, carried.outsider) in own:
            send_home(carried)


def _comments(
    imported: IdeaImport, told: Iterable[Told], here: dict[str, int], people: _People
) -> Iterator[Comment]:
    for each in told:
        for remark in each.remarks:
            by = people.find(remark.email)
            yield Comment(
                imported=imported, idea_id=here[each.key], external_id=remark.key[:80], by_id=by,
                author_name="" if by else remark.name[:150], text=remark.text,
                at=remark.at or each.at or timezone.now(),
            )  # fmt: skip


def _merge(imported: IdeaImport, originals: dict[str, str]) -> int:
    """Lead each duplicate to the idea where its originals end; how many lead nowhere."""
    ours = Idea.objects.filter(board=imported.board_id)
    keys = {*originals, *originals.values()}
    here = dict(ours.filter(external_id__in=keys).values_list("external_id", "pk"))
    goes_on = Coalesce("merged_into", "pk")  # an original may have been merged here since
    ends = dict(ours.filter(external_id__in=keys).values_list("external_id", goes_on))
    orphans = 0
    for key in originals:
        to = _end_of(key, originals)
        if to == key or to not in ends:
            orphans += 1
            continue
        mine = ours.filter(pk=here[key], imported=imported, status=Status.DECLINED, merged=None)
        if mine.exclude(pk=ends[to]).update(status=Status.DUPLICATE, merged_into=ends[to]):
            declined = Move.objects.filter(idea=here[key], after=Status.DECLINED)
            declined.update(after=Status.DUPLICATE)
    return orphans


def _end_of(key: str, originals: dict[str, str]) -> str:
    """Where the originals of an idea end; itself where they go in a circle, or it names none."""
    seen, at = {key}, key
    while at in originals:
        at = originals[at]
        if at in seen or not at:
            return key
        seen.add(at)
    return at


def _promise(imported: IdeaImport) -> int:
    """An answer to each that is open."""
    found = list(imported.ideas.undecided().filter(review=None).select_related("board", "team"))
    for idea in found:
        idea.review = promise_review(idea)
        idea.save(update_fields=["review"])
    return len(found)


@transaction.atomic
def take_out(imported: IdeaImport) -> dict[str, int]:
    """Take back what an import brought; what somebody has worked on since stays, with its votes and comments.
    How much was removed and kept."""
    Board.objects.select_for_update(no_key=True).get(pk=imported.board_id)
    kept = kept_by_undo(imported)
    going = imported.ideas.exclude(pk__in=kept.values("pk"))
    counts = {"removed": going.count(), "kept": kept.count()}
    stays = Q(idea__in=kept.values("pk")) | Q(carried_from__in=kept.values("pk"))
    votes = Vote.objects.filter(imported=imported).exclude(stays)
    touched = list(votes.exclude(idea__imported=imported).values_list("idea", flat=True).distinct())
    promises = list(going.exclude(review=None).values_list("review", flat=True))
    votes.delete()
    Comment.objects.filter(imported=imported).exclude(idea__in=kept.values("pk")).delete()
    list(Idea.objects.filter(pk__in=touched).order_by("pk").select_for_update(of=("self",), no_key=True))
    with connection.cursor() as cursor:
        cursor.execute(COUNT_VOTES, [touched])
    settle(Idea.objects.filter(merged_into__in=touched))
    Vote.objects.filter(carried_from__in=going.values("pk")).update(carried_from=None)
    going.filter(merged_into__isnull=False).delete()
    going.delete()
    Commitment.objects.filter(pk__in=promises).delete()
    return counts


def kept_by_undo(imported: IdeaImport) -> Any:
    """Ideas of an import that somebody has worked on since: they voted, said something, decided, followed,
    attached or wrote down anything that leads to it. With those to which such a one leads."""
    worked_on: set[int | None] = set()
    found: list[Any] = list(Idea._meta.get_fields(include_hidden=True))
    for relation in found:
        if relation.auto_created and not relation.concrete and relation.related_model is not Idea:
            field, rows = relation.field.name, relation.related_model._base_manager.all()
            since = _since(rows.filter(**{f"{field}__imported": imported}))
            worked_on |= set(since.values_list(field, flat=True))
    leads = Idea.objects.filter(merged_into__imported=imported).exclude(imported=imported)
    worked_on |= set(leads.values_list("merged_into", flat=True))
    originals = imported.ideas.filter(pk__in=worked_on, merged_into__isnull=False)
    worked_on |= set(originals.values_list("merged_into", flat=True))
    return imported.ideas.filter(pk__in=worked_on)


def _since(rows: Any) -> Any:
    """Of these rows about ideas, those that did not come with a file."""
    if rows.model in (Vote, Comment):
        return rows.filter(imported=None)
    return rows.filter(by__isnull=False) if rows.model is Move else rows
