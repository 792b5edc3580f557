"""What became of the ideas of bench/suggestions.py: where they went, who follows them, what customers said of
them, the checks of those that were delivered, and what was decided."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from bench.inserting import insert
from employees.actions.ledger import NewPromise, promise_many
from employees.models import Employee, Team
from feedback.models import Customer, Goal, Invitation, ListeningPost, Response, Touchpoint
from ideas.models import (
    BarrierRemoved,
    Decision,
    DecisionEvidence,
    Follow,
    Idea,
    IdeaEvidence,
    Move,
    OutcomeCheck,
    Patent,
    Saving,
    Trial,
)
from tenants.here import today

EACH = {"evidence": 5, "decided": 4, "rests": 2, "patent": 300, "saving": 20, "barrier": 40}
"""Of so many one has it."""
PIECES, TESTERS, REVISITED = 25, 80, 2_000
"""Of the idea that everybody talks about; and so many decisions are looked at again."""

MOVED = """
SELECT idea.id AS idea_id, %(by)s::bigint AS by_id, step.before AS before, step.after AS after,
    least(decided_at + make_interval(days => step.days), now() - make_interval(secs => 60 - step.days)) AS at,
    'As it was asked for' AS reason, now() AS told_at
FROM ideas_idea AS idea JOIN (VALUES
    ('declined', 'open', 'declined', 0), ('duplicate', 'open', 'duplicate', 0),
    ('planned', 'open', 'planned', 0), ('started', 'open', 'planned', 0), ('completed', 'open', 'planned', 0),
    ('started', 'planned', 'started', 15), ('completed', 'planned', 'started', 15),
    ('completed', 'started', 'completed', 50)
) AS step (status, before, after, days) USING (status)
ORDER BY idea.id, step.days
"""
FOLLOWED = """
SELECT idea_id AS idea_id, voter_id AS employee_id, at AS at FROM ideas_vote
UNION ALL
SELECT id, author_id, submitted_at FROM ideas_idea AS idea
WHERE NOT EXISTS (SELECT FROM ideas_vote WHERE idea_id = idea.id AND voter_id = author_id)
"""
CITED = """
SELECT subject.id AS {subject}_id, said.id AS response_id, %(by)s::bigint AS by_id, at AS at,
    'It shows what it costs us' AS why
FROM (SELECT id, {at} AS at, row_number() OVER (ORDER BY id) AS n FROM {table} WHERE id %% %(each)s::int = 0)
    AS subject
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM feedback_response) AS said USING (n)
"""
CHECKED = """
SELECT idea_id AS idea_id, 'nps' AS metric, touchpoint_id AS touchpoint_id, day AS delivered_on,
    day - 90 AS before_from, day - 1 AS before_to, '{{}}'::jsonb AS before_counts, 200 AS before_n,
    20.0 AS before_value, 10.0 AS before_low, 30.0 AS before_high, day + 1 AS after_from,
    day + 90 AS after_to, at AS made_at{judged}
FROM (SELECT move.*, move.at::date AS day, touchpoint_id FROM ideas_move AS move
    JOIN ideas_idea AS idea ON idea.id = idea_id WHERE after = 'completed') AS delivered
WHERE day + 90 {when} current_date
"""
VERDICT = """, '{}'::jsonb AS after_counts, 220 AS after_n, 24.0 AS after_value, 14.0 AS after_low,
    34.0 AS after_high, 4.0 AS difference, -9.0 AS difference_low, 17.0 AS difference_high,
    (ARRAY['proven', 'unproven', 'unproven', 'harmful'])[1 + idea_id %% 4] AS verdict,
    at + interval '91 days' AS judged_at, now() AS told_at"""
DECIDED = """
SELECT id AS move_id, idea_id AS idea_id, 'What became of idea ' || idea_id AS what, reason AS why,
    by_id AS by_id, by_id AS made_by_id, at::date AS decided_on, at AS made_at
FROM ideas_move WHERE id %% %(each)s::int = 0 AND after IN ('planned', 'started', 'declined') ORDER BY at
"""
LINES = {
    Patent: "'EP ' || id AS number, 'EPO' AS office, current_date - 90 AS filed_on",
    Saving: "id AS amount, 'EUR' AS currency, 'year' AS span, 'By the bills' AS measured, "
    "%(by)s::bigint AS confirmed_by_id",
    BarrierRemoved: "'Who cannot see well' AS whom, current_date - 30 AS since",
}
LINE = """
SELECT id AS idea_id, %(by)s::bigint AS added_by_id, submitted_at + interval '80 days' AS added_at, {facts}
FROM ideas_idea WHERE status = 'completed' AND id %% %(each)s::int = 0
"""
TRIED = """
SELECT %(post)s::bigint AS post_id, customer.id AS customer_id, 'c' || n || '@example.com' AS email,
    first.key AS follows_id, later.key AS response_id, now() AS sent_at, now() AS answered_at
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM feedback_customer) AS customer
JOIN (SELECT response_id AS key, row_number() OVER (ORDER BY response_id) AS n FROM feedback_case) AS first
    USING (n)
JOIN (SELECT id AS key, row_number() OVER (ORDER BY id DESC) AS n FROM feedback_response
    WHERE metric = 'nps' LIMIT %(testers)s::int) AS later USING (n)
"""
SAME = """
UPDATE feedback_response AS response SET customer_id = tried.customer_id FROM feedback_invitation AS tried
WHERE response.id IN (tried.follows_id, tried.response_id)
"""
CHANGED = [
    Move, Follow, IdeaEvidence, DecisionEvidence, OutcomeCheck, Decision, Patent, Saving, BarrierRemoved,
]  # fmt: skip


def move_on(by: Employee, talked: Idea) -> None:
    """All that happened to ideas after they were handed in, and voted for."""
    insert(Move, MOVED, by=by.pk)
    insert(Follow, FOLLOWED)
    of_idea = CITED.format(subject="idea", at="submitted_at", table="ideas_idea")
    insert(IdeaEvidence, of_idea, by=by.pk, each=EACH["evidence"])
    insert(OutcomeCheck, CHECKED.format(judged=VERDICT, when="<"))
    insert(OutcomeCheck, CHECKED.format(judged="", when=">="))
    for kind, name in zip(LINES, ("patent", "saving", "barrier"), strict=True):
        insert(kind, LINE.format(facts=LINES[kind]), by=by.pk, each=EACH[name])
    decide(by)
    try_out(by, talked)


def decide(by: Employee) -> None:
    """Half of the decisions rest on customers; some are looked at again."""
    insert(Decision, DECIDED, each=EACH["decided"])
    of_decision = CITED.format(subject="decision", at="made_at", table="ideas_decision")
    insert(DecisionEvidence, of_decision, by=by.pk, each=EACH["rests"])
    now, chosen = timezone.now(), list(Decision.objects.order_by("-pk")[:REVISITED])
    promised = promise_many(
        NewPromise(f"Look again {n}", "revisit", by.pk, by.team_id, now, now + timedelta(days=1 + n % 90))
        for n in range(len(chosen))
    )
    for decision, key in zip(chosen, promised, strict=True):
        decision.revisit_id = key
    Decision.objects.bulk_update(chosen, ["revisit"], batch_size=1000)


def try_out(by: Employee, talked: Idea) -> None:
    """The idea that everybody talks about rests on what customers said, and some of them try it."""
    IdeaEvidence.objects.bulk_create(
        IdeaEvidence(idea=talked, response=said, by=by, why="It shows what it costs us")
        for said in Response.objects.exclude(pk__in=talked.evidence.values("response"))[:PIECES]
    )
    Customer.objects.bulk_create(Customer(name=f"Customer {n}") for n in range(TESTERS))
    post = ListeningPost.objects.create(
        name="A test", kind="survey", goal=Goal.objects.get(), touchpoint=Touchpoint.objects.earliest("pk"),
        team=Team.objects.get(name="All of us"), review_on=today(),
    )  # fmt: skip
    Trial.objects.create(idea=talked, post=post, what="The new door", metric="nps", begun_by=by)
    insert(Invitation, TRIED, post=post.pk, testers=TESTERS)
    with connection.cursor() as cursor:
        cursor.execute(SAME)
