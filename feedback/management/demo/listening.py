from datetime import timedelta
from typing import Any

from django.utils import timezone

from employees.models import Employee, Team
from feedback.management.demo.organisations import WHY, Demo
from feedback.management.demo.organisations import Post as PostFacts
from feedback.models import Goal, Journey, ListeningPost, PostVersion, Stage, TextBlock, Touchpoint
from feedback.models.questions import SCALES


def build_listening(demo: Demo, *, sponsor: Employee, teams: dict[str, Team]) -> list[ListeningPost]:
    """Goal, journey, touchpoints, posts with their questions, and passages to begin an answer with."""
    name, metric, baseline, target = demo.goal
    today = timezone.localdate()
    goal = Goal.objects.create(
        name=name, metric=metric, baseline=baseline, target=target, sponsor=sponsor,
        target_date=today + timedelta(days=300),
    )  # fmt: skip
    touchpoints = build_journey(demo)
    build_text_blocks(demo)
    posts = []
    for facts in demo.posts:
        post = ListeningPost.objects.create(
            name=facts.name, kind=facts.kind, goal=goal, touchpoint=touchpoints[facts.touchpoint],
            team=teams[facts.team], review_on=today + timedelta(days=200),
            every_answer=facts.kind == "complaint", created_at=timezone.now(),
        )  # fmt: skip
        PostVersion.objects.create(
            post=post, number=1, title=demo.title, questions=questions(demo, facts), since=timezone.now()
        )
        posts.append(post)
    return posts


def build_journey(demo: Demo) -> dict[str, Touchpoint]:
    name, stages = demo.journey
    journey = Journey.objects.create(name=name)
    found = {}
    for position, (stage_name, touchpoints) in enumerate(stages.items()):
        stage = Stage.objects.create(journey=journey, name=stage_name, position=position)
        for touchpoint in touchpoints:
            found[touchpoint] = Touchpoint.objects.create(stage=stage, name=touchpoint, matters=position > 0)
    return found


def questions(demo: Demo, facts: PostFacts) -> list[dict[str, Any]]:
    """The score and why; the QR codes ask what brought people in, too."""
    asked = (
        demo.ask if facts.metric == demo.metric else {"en": "How satisfied are you with how we handled it?"}
    )
    rows: list[dict[str, Any]] = [
        {"key": "score", "kind": facts.metric, "required": facts.metric in SCALES, "labels": asked},
        {"key": "why", "kind": "text", "required": False, "labels": WHY},
    ]
    if facts.kind == "qr":
        rows.append(
            {
                "key": "first_time",
                "kind": "yes_no",
                "required": False,
                "labels": {"en": "Were you here for the first time?", "cy": "Ai dyma'ch tro cyntaf yma?"},
            }
        )
    return rows


def build_text_blocks(demo: Demo) -> None:
    beginnings = {
        "en": "Thank you for telling us. I am sorry that it happened, and this is what we do about it: ",
        "cy": "Diolch am ddweud wrthym. Mae'n ddrwg gennyf ei fod wedi digwydd, a dyma beth a wnawn: ",
        "hu": "Köszönjük, hogy szólt. Sajnálom, hogy így történt; ezt tesszük: ",
        "ru": "Спасибо, что сообщили нам. Мне жаль, что так произошло; вот что мы сделаем: ",
        "zh-hans": "感谢您告诉我们。很抱歉发生了这样的事，我们会这样做：",
    }
    TextBlock.objects.bulk_create(
        TextBlock(name="Apology and what we do", language=language, text=text)
        for language, text in beginnings.items()
    )
