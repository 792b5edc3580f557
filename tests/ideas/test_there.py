"""What there is of an idea is what its page would find if it looked."""

import pytest
from django.utils import timezone

from feedback.models import Cause
from ideas.actions import deciding, evidence, filing, following, merging, register, voting
from ideas.figures.there import there_is
from ideas.metrics.bare import bare
from ideas.models import BarrierRemoved, Follow, Idea, OutcomeCheck, Patent, Saving
from ideas.models.register import KINDS
from tenants.here import today
from tests.ideas.bytes_of_files import PNG


def counted(idea, reader):
    """The same by the sets that the page reads."""
    return (
        idea.moves.exists(), idea.objections.exists(), idea.files.standing().exists(), idea.merged.exists(),
        idea.evidence.standing().exists(), OutcomeCheck.objects.filter(idea=idea).exists(),
        any(kind.objects.standing().filter(idea=idea).exists() for kind in KINDS.values()),
        idea.vote_rows.filter(voter=reader).exists(),
        *(rows.filter(idea=idea, employee=reader).exists()
          for rows in (Follow.objects.standing(), Follow.objects.unseen())),
    )  # fmt: skip


@pytest.fixture
def look(make_board, make_idea, make_employee):
    """Compares both of one idea, and gives what there is."""
    reader, by = make_employee(), make_employee()
    idea = make_idea(make_board([by]))

    def look():
        there = there_is(Idea.objects.get(pk=idea.pk), reader)
        of_reader = there.voted, there.followed, there.unseen
        assert (*there[:5], there.checks, there.entries, *of_reader) == counted(idea, reader)
        assert not there.trial
        return tuple(there)

    look.idea, look.reader, look.by = idea, reader, by
    return look


def test_a_part_is_there_as_long_as_its_page_would_show_it(look, make_idea, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    idea, reader, by = look.idea, look.reader, look.by
    same, found = make_idea(idea.board, title="Said again"), [look()]
    voting.vote(idea, by=reader)
    following.leave(idea, who=reader)
    voting.object_to(idea, by=by, reason="It is dear")
    found.append(look())
    piece = evidence.attach(idea, thing=Cause.objects.create(title="Ice"), why="It is slippery", by=by)
    file = filing.add_file(idea, file=bare(PNG), name="roof.png", by=idea.author)
    found.append(look())
    evidence.remove(piece, by=by)
    filing.remove_file(file, by=idea.author)
    found.append(look())
    merging.merge(same, into=idea, reason="The same", by=by)
    following.follow(idea, who=reader)
    found.append(look())
    Follow.objects.filter(employee=reader).update(told_at=timezone.now())
    found.append(look())
    following.look(idea, who=reader)
    found.append(look())
    deciding.decide(idea, to="declined", reason="No", by=by)
    found.append(look())
    assert len(set(found)) == 6  # what was taken away, or looked at, is there no more


def test_what_it_brought_is_there_until_it_is_taken_off_and_its_check_apart_from_it(look):
    idea, by = look.idea, look.by
    deciding.decide(idea, to="planned", reason="Yes", by=by)
    planned = look()
    patent = register.enter(Patent, idea, by=by, office="EPO", number="12", filed_on=today())
    patented = look()
    register.remove(patent, by=by)
    assert look() == planned != patented
    deciding.decide(idea, to="started", reason="Now", by=by, owner=by, due_on=today())
    deciding.decide(idea, to="completed", reason="Done", by=by)
    assert look() not in (planned, patented)


@pytest.mark.parametrize("kind", [BarrierRemoved, Saving])
def test_what_a_delivered_idea_brought_is_there_as_long_as_it_is_delivered(look, kind):
    idea, by = look.idea, look.by
    facts = {
        BarrierRemoved: {"whom": "Who sits", "since": today()},
        Saving: {"amount": 5, "currency": "EUR", "span": "once", "measured": "Bills", "confirmed_by": by},
    }[kind]
    start = {"to": "started", "reason": "Now", "by": by, "owner": by, "due_on": today()}
    deciding.decide(idea, **start)
    deciding.decide(idea, to="completed", reason="Done", by=by)
    bare_of_it = look()
    register.enter(kind, idea, by=by, **facts)
    brought = look()
    deciding.decide(idea, **start)
    started = look()
    deciding.decide(idea, to="completed", reason="Done", by=by)
    assert bare_of_it == started != brought == look()
