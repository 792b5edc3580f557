"""A small organisation for the tests of figures: a tree of teams, two posts, two touchpoints, and answers."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from employees.models import Team
from feedback.models import Goal, Journey, ListeningPost, PostVersion, Response, Stage, Touchpoint, mark

FIRST = date(2026, 6, 1)
TOPS = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7), "rating": (1, 5)}


@dataclass
class Place:
    """What answers need; `answer` stores one and marks its day, as every verb does."""

    teams: list[Team]
    posts: list[ListeningPost]
    versions: list[PostVersion]
    touchpoints: list[Touchpoint]
    random: Random = field(default_factory=lambda: Random(7))

    def answer(self, score: int | None = 9, metric: str = "nps", day: date = FIRST, **where: int) -> Response:
        post = where.get("post", 0)
        response = Response.objects.create(
            post=self.posts[post], version=self.versions[post],
            touchpoint=self.touchpoints[where.get("touchpoint", 0)], team=self.teams[where.get("team", 0)],
            metric=metric, scale=TOPS[metric][1] if metric else None, score=score, source="test",
            received_at=datetime.combine(day, time(12), UTC), day=day,
        )  # fmt: skip
        mark(response.post_id, [day])
        return response

    def answers(self, number: int, days: int = 10) -> list[Response]:
        """Answers of all sorts, anywhere."""
        return [self.any_answer(days) for _number in range(number)]

    def any_answer(self, days: int = 10) -> Response:
        metric = self.random.choice(["nps", "nps", "csat", "ces", "rating", ""])
        low, high = TOPS.get(metric, (0, 0))
        score = self.random.randint(low, high) if metric and self.random.random() > 0.1 else None
        return self.answer(
            score, metric, FIRST + timedelta(days=self.random.randrange(days)),
            post=self.random.randrange(len(self.posts)), team=self.random.randrange(len(self.teams)),
            touchpoint=self.random.randrange(len(self.touchpoints)),
        )  # fmt: skip


def make_place() -> Place:
    """The teams are: 0 all; 1 north and 2 south below it; 3 a ward of the north."""
    top = Team.objects.create(name="All")
    north, south = (Team.objects.create(name=name, parent=top) for name in ("North", "South"))
    ward = Team.objects.create(name="Ward", parent=north)
    stage = Stage.objects.create(journey=Journey.objects.create(name="Visit"), name="Stay")
    touchpoints = [Touchpoint.objects.create(stage=stage, name=name) for name in ("Arrival", "Meals")]
    goal = Goal.objects.create(name="Keep them")
    posts = [
        ListeningPost.objects.create(
            name=name, kind="survey", goal=goal, touchpoint=touchpoints[0], team=top, review_on=FIRST
        )
        for name in ("Door", "Letter")
    ]
    versions = [PostVersion.objects.create(post=post, number=1) for post in posts]
    return Place([top, north, south, ward], posts, versions, touchpoints)
