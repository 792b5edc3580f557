"""What there is of an idea at all, so that its page asks for nothing else."""

from typing import NamedTuple

from employees.models import Employee
from ideas.models import Idea
from tenants.database import prepared_cursor

ASK = """
SELECT EXISTS (SELECT FROM ideas_move WHERE idea_id = $1::bigint),
    EXISTS (SELECT FROM ideas_objection WHERE idea_id = $1::bigint),
    EXISTS (SELECT FROM ideas_ideafile WHERE idea_id = $1::bigint AND removed_at IS NULL),
    EXISTS (SELECT FROM ideas_idea WHERE merged_into_id = $1::bigint),
    EXISTS (SELECT FROM ideas_ideaevidence WHERE idea_id = $1::bigint AND removed_at IS NULL),
    EXISTS (SELECT FROM ideas_trial WHERE idea_id = $1::bigint),
    EXISTS (SELECT FROM ideas_outcomecheck WHERE idea_id = $1::bigint),
    EXISTS (SELECT FROM ideas_patent WHERE idea_id = $1::bigint AND removed_at IS NULL)
        OR EXISTS (SELECT FROM ideas_idea WHERE id = $1::bigint AND status = 'completed') AND (
            EXISTS (SELECT FROM ideas_saving WHERE idea_id = $1::bigint AND removed_at IS NULL)
            OR EXISTS (SELECT FROM ideas_barrierremoved WHERE idea_id = $1::bigint AND removed_at IS NULL)),
    EXISTS (SELECT FROM ideas_vote WHERE idea_id = $1::bigint AND voter_id = $2::bigint),
    EXISTS (SELECT FROM ideas_follow
        WHERE idea_id = $1::bigint AND employee_id = $2::bigint AND left_at IS NULL),
    EXISTS (SELECT FROM ideas_follow
        WHERE idea_id = $1::bigint AND employee_id = $2::bigint AND left_at IS NULL
            AND told_at IS NOT NULL AND (seen_at IS NULL OR seen_at < told_at))
"""


class There(NamedTuple):
    """Of each part, whether there is any; and whether its reader voted for it, follows it, and was
    told something since they looked at it last."""

    moves: bool
    objections: bool
    files: bool
    merged: bool
    evidence: bool
    trial: bool
    checks: bool
    entries: bool
    voted: bool
    followed: bool
    unseen: bool


def there_is(idea: Idea, reader: Employee) -> There:
    """By one statement, in plain SQL as each visit asks it."""
    with prepared_cursor() as cursor:
        cursor.execute(ASK, [idea.pk, reader.pk])
        return There(*cursor.fetchone())
