"""What there is of an idea is what its page would find if it looked."""

from django.utils import timezone

from feedback.models import Cause
from ideas.actions import deciding, evidence, filing, following, merging, voting
from ideas.figures.there import there_is
from ideas.metrics.bare import bare
from ideas.models import Follow, Idea
from tests.ideas.bytes_of_files import PNG


def counted(idea, reader):
    """The same by the sets that the page reads."""
    return (
        idea.moves.exists(), idea.objections.exists(), idea.files.standing().exists(), idea.merged.exists(),
        idea.evidence.standing().exists(), idea.vote_rows.filter(voter=reader).exists(),
        *(rows.filter(idea=idea, employee=reader).exists()
          for rows in (Follow.objects.standing(), Follow.objects.unseen())),
    )  # fmt: skip


def test_a_part_is_there_as_long_as_its_page_would_show_it(
    make_board, make_idea, make_employee, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    reader, by = make_employee(), make_employee()
    board = make_board([by])
    idea, same = make_idea(board), make_idea(board, title="Said again")
    found = []

    def look():
        there = there_is(Idea.objects.get(pk=idea.pk), reader)
        assert (*there[:5], there.voted, there.followed, there.unseen) == counted(idea, reader)
        assert not there.trial
        found.append(tuple(there))

    look()
    voting.vote(idea, by=reader)
    following.leave(idea, who=reader)
    voting.object_to(idea, by=by, reason="It is dear")
    look()
    piece = evidence.attach(idea, thing=Cause.objects.create(title="Ice"), why="It is slippery", by=by)
    file = filing.add_file(idea, file=bare(PNG), name="roof.png", by=idea.author)
    look()
    evidence.remove(piece, by=by)
    filing.remove_file(file, by=idea.author)
    look()
    merging.merge(same, into=idea, reason="The same", by=by)
    following.follow(idea, who=reader)
    look()
    Follow.objects.filter(employee=reader).update(told_at=timezone.now())
    look()
    following.look(idea, who=reader)
    look()
    deciding.decide(idea, to="declined", reason="No", by=by)
    look()
    assert len(set(found)) == 6  # what was taken away, or looked at, is there no more
