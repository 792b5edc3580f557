"""An organisation with a million answers, by set-based SQL: 20 posts, 60 teams, two years, cases on 12 %."""

from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

from bench.databases import settle
from employees.models import Employee, Team, Term
from feedback.figures import roll_up
from feedback.models import Goal, Journey, ListeningPost, PostVersion, Stage, Touchpoint

POSTS, TEAMS, TOUCHPOINTS, DAYS = 20, 60, 12, 730
TEAMS_OF_A_POST = 6
MARKED = 3
"""In a hundred days of a post."""

ANSWERS = """
INSERT INTO feedback_response (
    id, post_id, version_id, touchpoint_id, team_id, metric, scale, score, answers, comment, language,
    channel, source, received_at, day, created_at, hidden_reason)
SELECT gen_random_uuid(), post, version, touchpoint, team,
    CASE post %% 4 WHEN 0 THEN 'csat' WHEN 1 THEN 'ces' ELSE 'nps' END,
    CASE post %% 4 WHEN 0 THEN 5 WHEN 1 THEN 7 ELSE 10 END,
    CASE post %% 4 WHEN 0 THEN 1 + floor(luck * 5) WHEN 1 THEN 1 + floor(luck * 7)
        ELSE floor(luck * 11) END,
    '{}', 'What we say about it, number ' || n, 'en', 'web', 'bench', at,
    (at AT TIME ZONE 'Europe/London')::date, at, ''
FROM (
    SELECT n, sqrt(random()) AS luck,
        now() - make_interval(secs => 86400.0 * %(days)s::int * (1 - n::float8 / %(answers)s::int)) AS at,
        (%(posts)s::bigint[])[1 + n %% %(post_count)s::int] AS post,
        (%(versions)s::bigint[])[1 + n %% %(post_count)s::int] AS version,
        (%(touchpoints)s::bigint[])[1 + n %% %(post_count)s::int %% %(touchpoint_count)s::int] AS touchpoint,
        (%(teams)s::bigint[])[1 + (n %% %(post_count)s::int * 3 + floor(random() * %(spread)s::int)::int)
            %% %(team_count)s::int] AS team
    FROM generate_series(1, %(answers)s::int) AS n
) AS drawn
"""
CASES = """
WITH chosen AS (
    SELECT id, team_id, comment, received_at, random() AS luck,
        row_number() OVER (ORDER BY received_at) AS n
    FROM feedback_response
), opened AS (
    SELECT id, team_id, comment, received_at, luck, row_number() OVER (ORDER BY n) AS number,
        received_at + make_interval(hours => 1 + floor(luck * 40)::int) AS replied
    FROM chosen WHERE n %% 25 IN (3, 11, 19)
), promised AS (
    INSERT INTO employees_commitment (
        id, owner_id, team_id, kind, promise, source_path, made_at, first_due_at, due_at, owned_since,
        kept_at, withdrawn_reason, climbed)
    OVERRIDING SYSTEM VALUE
    SELECT number, %(owner)s::bigint, team_id, 'answer', 'Answer a customer', '', received_at,
        received_at + interval '24 hours', received_at + interval '24 hours', received_at,
        CASE WHEN replied < now() THEN replied END, '', 0
    FROM opened RETURNING id
)
INSERT INTO feedback_case (
    response_id, team_id, subject, danger, commitment_id, current_id, waiting_since, opened_at, promised_for,
    answered_at, share_declined_reason,
    no_prevention_reason, closed_at, reply_score, will_return)
SELECT opened.id, team_id, comment, '', number, number,
    CASE WHEN replied >= now() THEN received_at END, received_at, received_at + interval '24 hours',
    CASE WHEN replied < now() THEN replied END,
    '', '',
    CASE WHEN replied < now() AND luck < 0.9 THEN replied + interval '3 days' END,
    CASE WHEN luck < 0.4 THEN 1 + floor(luck * 12)::int END, CASE WHEN luck < 0.4 THEN luck < 0.3 END
FROM opened JOIN promised ON promised.id = opened.number
"""
GO_ON = """
SELECT setval(pg_get_serial_sequence('employees_commitment', 'id'), max(id)) FROM employees_commitment
"""
SHARES = """
WITH shared AS (
    INSERT INTO feedback_share (response_id, text, is_good, team_id, touchpoint_id, shared_at, shared_by_id)
    SELECT id, comment, score > 3, team_id, touchpoint_id, received_at + interval '2 days', %(owner)s::bigint
    FROM feedback_response TABLESAMPLE BERNOULLI (2) REPEATABLE (7)
    RETURNING response_id, is_good
)
UPDATE feedback_response AS response SET good_news = is_good FROM shared WHERE response_id = response.id
"""
MARKS = """
INSERT INTO feedback_mark (day, post_id)
SELECT day, post_id FROM (SELECT DISTINCT day, post_id FROM feedback_daycount) AS place
WHERE abs(hashtext(day || '/' || post_id)) %% 100 < %(marked)s::int
"""


CHANGED = [
    "feedback_daycount", "feedback_spancount", "feedback_mark", "feedback_case", "feedback_share",
    "employees_commitment",
]  # fmt: skip


def fill(answers: int) -> Employee:
    """Fill the organisation in use; the champion, who sees it all. 3 % of the days are marked."""
    champion = Employee.objects.create(email="champion@example.com", name="Ada Champion")
    today = timezone.localdate()
    Term.objects.create(
        employee=champion,
        sponsor=champion,
        starts=today - timedelta(days=1),
        ends=today + timedelta(days=300),
    )
    places = make_places(champion, today)
    with connection.cursor() as cursor:
        cursor.execute(ANSWERS, places | {"answers": answers, "days": DAYS})
        cursor.execute(
            "INSERT INTO feedback_mark (day, post_id) SELECT DISTINCT day, post_id FROM feedback_response"
        )
        cursor.execute(CASES, {"owner": champion.pk})
        cursor.execute(GO_ON)
        cursor.execute(SHARES, {"owner": champion.pk})
    settle("feedback_response")
    roll_up()
    with connection.cursor() as cursor:
        cursor.execute(MARKS, {"marked": MARKED})
    settle(*CHANGED)
    return champion


def make_places(champion: Employee, today: date) -> dict[str, object]:
    """Teams in three levels, touchpoints and posts: their keys, as the statements take them."""
    top = Team.objects.create(name="All of us", lead=champion)
    regions = [Team.objects.create(name=f"Region {n}", parent=top) for n in range(6)]
    teams = [Team.objects.create(name=f"Store {n}", parent=regions[n % 6]) for n in range(TEAMS)]
    stage = Stage.objects.create(journey=Journey.objects.create(name="A visit"), name="In the store")
    touchpoints = [Touchpoint.objects.create(stage=stage, name=f"Touchpoint {n}") for n in range(TOUCHPOINTS)]
    goal = Goal.objects.create(name="Keep our customers")
    posts = [
        ListeningPost.objects.create(
            name=f"Post {n}", kind="survey", goal=goal, touchpoint=touchpoints[n % TOUCHPOINTS], team=top,
            review_on=today,
        )
        for n in range(POSTS)
    ]  # fmt: skip
    versions = [PostVersion.objects.create(post=post, number=1) for post in posts]
    return {
        "posts": keys(posts),
        "versions": keys(versions),
        "touchpoints": keys(touchpoints),
        "teams": keys(teams),
        "post_count": POSTS,
        "touchpoint_count": TOUCHPOINTS,
        "team_count": TEAMS,
        "spread": TEAMS_OF_A_POST,
    }


def keys(rows: list) -> list[int]:
    return [row.pk for row in rows]
