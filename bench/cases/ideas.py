"""`ideas`: boards, ideas and what is done about them, with 100,000 ideas and 1,000,000 votes, cold and warm;
and how often each page asks the database, with 1,000 ideas and with all.

`similar`: the ideas that appear while a title is typed."""

import html
import os
import re
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client

from bench import pages, pairs, suggestions
from bench.registry import Result, case
from bench.suggestions import Filled
from employees.models import Employee
from ideas.actions.trending import count_trends
from ideas.models import Idea
from ideas.views import feeds
from ideas.views.decisions import VIEWS as DECISIONS
from ideas.views.feeds import feed_address
from ideas.views.outcomes import VIEWS as OUTCOMES
from tenants import rest
from tenants.actions import create_organisation
from tenants.here import current_organisation
from tenants.paging import address

SMALL, SIZE = 1_000, int(os.environ.get("BENCH_IDEAS", "100000"))
FAR = 100
"""Pages down."""
OLDER = re.compile(r'href="([^"]*after=[^"]*)"')
SOON, REPORT, HOURLY = 50.0, 1000.0, 1000.0
"""Milliseconds: what is similar while somebody types, the funnel of a longer time than its page opens with,
and the hourly count of trends."""
TYPED, EACH = 100, 4
"""So many titles, each looked at after so many letters more."""
VIEWS = ("", "wanted", "trending", "review", "mine")
WORDS = {"common": "customers", "some": "parking", "common words": "the queue at our checkout", "begun": "ja"}
ORDERS = ("-votes", "-trend")
LISTS = (
    "ideas/roadmap/", "ideas/roadmap/?status=planned", "ideas/roadmap/?status=completed", "ideas/outcomes/",
    *(f"ideas/outcomes/?view={view}" for view in OUTCOMES if view),
    "decisions/", *(f"decisions/?view={view}" for view in DECISIONS if view),
)  # fmt: skip
TWINS = (
    "boards", "idea-checks", "idea-patents", "idea-savings", "idea-barriers", "idea-tests", "idea-comments",
    "idea-evidence", "decisions",
)  # fmt: skip
FIGURES = ("", "by=team", "days=365", "days=1095", "days=0", "days=0&by=team")


@case("ideas")
def measure() -> Iterator[Result]:
    settings.ALLOWED_HOSTS = ["*"]
    feeds.PER_MINUTE = rest.PER_MINUTE = 1_000_000  # all visits come from one address and one person here
    few = {name: asked_of(*page) for name, page in paths(filled("Ideas of few", SMALL)).items()}
    many = filled("Ideas of many", SIZE)
    yield Result(f"ideas, {SIZE:,}, count trends again", counted(), "ms", HOURLY)
    found = paths(many) | of_each_kind(many) | far_down(many)
    for name, times in pages.measured_in_turn(found).items():
        allowed = REPORT if "days=" in found[name][1] else pages.ALLOWED
        yield from pages.results(f"ideas, {SIZE:,}, {name}", times, allowed)
        if name in few:
            yield Result(f"ideas, {name}, queries", asked_of(*found[name]), "queries", few[name])


@case("similar")
def typed() -> Iterator[Result]:
    settings.ALLOWED_HOSTS = ["*"]
    there = filled("Ideas of many", SIZE)
    client, path = browser(there.reader), f"/ideas/boards/{there.board.pk}/similar/"
    titles = Idea.objects.filter(board=there.board).order_by("words").values_list("title", "problem")
    texts = [text for row in titles[:: SIZE // 2 // TYPED][:TYPED] for text in growing(*row)]
    pages.visit(client, path)
    took = pages.p95(pages.visit(client, address(path, title=text)) for text in texts)
    yield Result(f"similar, {SIZE:,} ideas", took, "ms p95", SOON)
    yield from well(there)


def well(there: Filled) -> Iterator[Result]:
    """How well: of 60 pairs, amid all the others, how often the other one is among the first five."""
    pairs.hand_in(there.board, there.talked)
    pairs.analyse()
    for name, whole in (("title and text", True), ("title", False)):
        found = pairs.looked_for(there.board, whole=whole)[""]
        yield Result(f"similar by {name}, among the first five", found.among, "pairs", found.pairs)
        yield Result(f"similar by {name}, the first", found.first, "pairs", found.pairs)
        yield Result(f"similar by {name}, shown", found.shown, "ideas", found.pairs)


def growing(title: str, problem: str) -> Iterator[str]:
    """As it is typed: a word more each time, then what is the matter."""
    words = title.split() if " " in title else list(title)
    for number in range(1, len(words) + 1):
        yield " ".join(words[:number])
    yield f"{title} {problem}"


def filled(name: str, number: int) -> Filled:
    """A new organisation with so many ideas, in use."""
    connection.set_tenant(create_organisation(name=name, slug=name.lower().replace(" ", "-")))
    made = suggestions.fill(number)
    count_trends()
    suggestions.settle("ideas_idea")
    return made


def paths(there: Filled) -> dict[str, pages.Page]:
    """Every view, filter and search of a board, by an employee and by the champion, and every other page."""
    reader, champion, reviewer = map(browser, (there.reader, there.champion, there.reviewer))
    board, small = (f"/ideas/boards/{one.pk}/" for one in (there.board, there.small))
    lists = {view or "newest": f"view={view}" for view in VIEWS}
    lists |= {status: f"status={status}" for status in Idea.Status.values}
    lists |= {f"{status} by votes": f"status={status}&view=wanted" for status in Idea.Status.values}
    lists |= {f"words, {name}": f"q={words}" for name, words in WORDS.items()}
    lists |= {f"words, {name}, by votes": f"q={words}&view=wanted" for name, words in WORDS.items()}
    lists["words, some, open"] = "q=parking&status=open"
    lists["words, rare"] = f"q={there.talked.words.split()[1]}"
    found = {name: (reader, f"{board}?{asked}") for name, asked in lists.items()}
    found |= {f"champion's {name}": (champion, f"{board}?{asked}") for name, asked in list(lists.items())[:5]}
    found |= {f"small board's {name}": (reader, f"{small}?{asked}") for name, asked in lists.items()}
    idea = there.talked.get_absolute_url()
    return found | {
        "boards": (reader, "/ideas/"), "champion's boards": (champion, "/ideas/"),
        "my ideas": (reader, "/ideas/mine/"), "followed": (reader, "/ideas/followed/"),
        "review desk": (reviewer, "/ideas/review/"), "idea": (reader, idea),
        "idea, all its evidence": (reader, f"{idea}?evidence=all"),
        "idea, who tries it": (champion, f"{idea}scores/"),
        "champion's idea": (champion, idea),
        "new idea": (reader, f"{board}new/"),
        "feed": (reader, urlsplit(feed_address(there.board, there.reader)).path),
    } | afterwards(reader, champion, board) | api(reader, there)  # fmt: skip


def of_each_kind(there: Filled) -> dict[str, pages.Page]:
    """Ideas of which there is this and that: what an idea has decides how often its page asks."""
    reader, rows = browser(there.reader), there.board.ideas.filter(cause=None).exclude(pk=there.talked.pk)
    whom: dict[str, dict[str, object]] = {
        "segment": {"segment": "detractor"}, "touchpoint": {"touchpoint__isnull": False},
    }  # fmt: skip
    found = {f"idea for a {name}": (reader, rows.filter(**one).earliest("pk")) for name, one in whom.items()}
    pages_of = {name: (client, idea.get_absolute_url()) for name, (client, idea) in found.items()}
    return pages_of | {"delivered idea": (browser(there.champion), delivered())}


def delivered() -> str:
    """One that was checked."""
    return Idea.objects.filter(checks__verdict="proven").earliest("pk").get_absolute_url()


def afterwards(reader: Client, champion: Client, board: str) -> dict[str, pages.Page]:
    """What became of them."""
    found: dict[str, pages.Page] = {}
    for who, client in (("", reader), ("champion's ", champion)):
        found |= {f"{who}{path}": (client, f"/{path}") for path in LISTS}
        found[f"{who}board's roadmap"] = client, f"{board}roadmap/"
    found |= {f"figures, {query}": (champion, f"/ideas/figures/?{query}") for query in FIGURES}
    return found | {
        "the champion's desk": (champion, "/desk/"), "dashboard": (champion, "/figures/"),
        "API idea-funnel": (champion, "/api/v1/idea-funnel/"),
    }  # fmt: skip


def api(reader: Client, there: Filled) -> dict[str, pages.Page]:
    path, lists = "/api/v1/ideas/", {"": "", f"of board {there.small.name}": f"board={there.small.pk}"}
    lists |= {status: f"status={status}" for status in ("open", "duplicate")}
    lists |= {order: f"ordering={order}" for order in ORDERS}
    lists |= {f"{order} of a board": f"ordering={order}&board={there.small.pk}" for order in ORDERS}
    lists |= {f"{order} of planned": f"ordering={order}&status=planned" for order in ORDERS}
    lists |= {f"of a {name}": f"{name}={affected(name)}" for name in ("touchpoint", "cause")}
    found = {f"API {name}": (reader, f"{path}?{asked}") for name, asked in lists.items()}
    found |= {f"API {name}": (reader, f"/api/v1/{name}/") for name in TWINS}
    return found | {"API, one idea": (reader, f"{path}{there.talked.pk}/")}


def affected(name: str) -> int:
    """One that some ideas are for."""
    return Idea.objects.filter(**{f"{name}__isnull": False}).values_list(name, flat=True)[0]


def far_down(there: Filled) -> dict[str, pages.Page]:
    """By turning the pages, as somebody would."""
    reader, found = browser(there.reader), {}
    for view in VIEWS[:2]:
        path = f"/ideas/boards/{there.board.pk}/?view={view}"
        for _page in range(FAR):
            path = html.unescape(OLDER.findall(reader.get(path, headers={"HX-Request": "true"}).text)[-1])
        found[f"{view or 'newest'}, a page far down"] = reader, path
    return found


def browser(person: Employee) -> Client:
    client = Client(HTTP_HOST=f"{current_organisation().slug}.localhost")
    client.force_login(person)
    return client


def asked_of(client: Client, path: str) -> int:
    """Its queries, when what a process reads once has been read."""
    pages.visit(client, path)
    return pages.queries(client, path)


def counted() -> float:
    """Milliseconds."""
    started = time.perf_counter()
    count_trends()
    return 1000 * (time.perf_counter() - started)
