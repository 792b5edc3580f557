"""Whatever people do, and in whatever order ideas are merged, decided and taken apart again: beside a plain
reckoning of who said of which idea that they want it."""

from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.actions.customers import merge_customers
from feedback.models import Customer
from ideas.actions import deciding, merging, voting
from ideas.actions.customers import follow_customers
from ideas.actions.errors import BudgetError, DecidedError, MergeError, MoveError
from ideas.models import Idea, Vote

PEOPLE, IDEAS, BUDGET = 3, 4, 2
ACTS = ["vote", "vote", "back", "merge", "merge", "unmerge", "decide", "reopen", "speak", "speak", "same"]
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, PEOPLE - 1), *[st.integers(0, IDEAS - 1)] * 2),
    max_size=25,
)


@dataclass
class Reckoning:
    """By numbers: who wants which idea, of which votes each person has one less, which idea goes on as which
    other one, and which are decided. Customers are counted below 0. Each act gives the error that is due."""

    wants: set[tuple[int, int]] = field(default_factory=set)
    paid: set[tuple[int, int]] = field(default_factory=set)
    into: dict[int, int] = field(default_factory=dict)
    decided: set[int] = field(default_factory=set)
    known: list[int] = field(default_factory=lambda: [-1, -2, -3])

    def group(self, what):
        return {what} | {each for each, other in self.into.items() if other == what}

    def wanting(self, what):
        return {who for who, idea in self.wants if idea in self.group(what)}

    def spent(self, who):
        return sum(one == who and self.into.get(at, at) not in self.decided for one, at in self.paid)

    def is_closed(self, what):
        return what in self.decided or what in self.into

    def vote(self, who, what, _other):
        if self.is_closed(what):
            return DecidedError
        counted = who in self.wanting(what)
        given = {(who, each) for each in self.group(what)} & self.paid
        if not counted and self.spent(who) >= BUDGET:
            return BudgetError
        if given or not counted:
            self.paid = self.paid - given | {(who, what)}
        self.wants.add((who, what))
        return None

    def back(self, who, what, _other):
        if self.is_closed(what):
            return DecidedError
        gone = {(who, each) for each in self.group(what)}
        self.wants, self.paid = self.wants - gone, self.paid - gone
        return None

    def speak(self, who, what, _other):
        if self.is_closed(what):
            return DecidedError
        self.wants.add((self.known[who], what))
        return None

    def same(self, who, what, _other):
        """A customer is another one, who was known longer."""
        kept, merged = self.known[what % PEOPLE], self.known[who]
        self.known = [kept if each == merged else each for each in self.known]
        self.wants = {(kept if one == merged else one, at) for one, at in self.wants}

    def merge(self, _who, what, other):
        if what == other or self.is_closed(what) or len(self.group(what)) > 1 or other in self.into:
            return MergeError
        self.paid -= {(who, what) for who in self.wanting(other)}
        self.into[what] = other
        return None

    def unmerge(self, _who, what, _other):
        if what not in self.into:
            return MergeError
        if self.into.pop(what) in self.decided:
            self.paid = {(who, at) for who, at in self.paid if at != what}
        return None

    def decide(self, _who, what, _other):
        if self.is_closed(what):
            return MoveError
        self.decided.add(what)
        return None

    def reopen(self, _who, what, _other):
        if what not in self.decided:
            return MoveError
        self.decided.remove(what)
        self.paid = {(who, at) for who, at in self.paid if at not in self.group(what)}
        return None


class Site:
    """The same acts, as the site does them."""

    def __init__(self, ideas, people, customers):
        self.ideas, self.people, self.customers = ideas, people, customers

    def vote(self, who, what, _other):
        voting.vote(self.ideas[what], by=self.people[who])

    def back(self, who, what, _other):
        voting.take_back(self.ideas[what], by=self.people[who])

    def speak(self, who, what, _other):
        voting.vote_for(self.ideas[what], customer=self.customers[who], by=self.people[0])

    def same(self, who, what, _other):
        for each in self.customers:
            each.refresh_from_db()
        kept, merged = (self.customers[at].merged_into or self.customers[at] for at in (what % PEOPLE, who))
        merge_customers(kept=kept, merged=merged, by=self.people[0])
        follow_customers()

    def merge(self, who, what, other):
        merging.merge(self.ideas[what], into=self.ideas[other], reason="The same", by=self.people[who])

    def unmerge(self, who, what, _other):
        merging.unmerge(self.ideas[what], reason="Not the same", by=self.people[who])

    def decide(self, who, what, _other):
        deciding.decide(self.ideas[what], to="declined", reason="No", by=self.people[who])

    def reopen(self, who, what, _other):
        deciding.decide(self.ideas[what], to="open", reason="Yes", by=self.people[who])


def agree(plain, site):
    """Each who wants an idea or one of its duplicates is counted once, where it goes on; no vote is lost."""
    numbers = [Idea.objects.get(pk=idea.pk).votes for idea in site.ideas]
    assert numbers == [Vote.objects.filter(idea=idea).count() for idea in site.ideas]
    for what in set(range(IDEAS)) - set(plain.into):
        assert numbers[what] == len(plain.wanting(what))
        assert sum(numbers[at] for at in plain.group(what)) == sum(
            at in plain.group(what) for _who, at in plain.wants
        )
    spent = [voting.spent(person, site.ideas[0]) for person in site.people]
    assert spent == [plain.spent(who) for who in range(PEOPLE)]
    assert max(spent) <= BUDGET


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_merged_and_undone_each_counts_once_and_no_vote_is_lost(
    make_board, make_idea, make_employee, steps
):
    board, people = make_board([make_employee()], budget=BUDGET), [make_employee() for _ in range(PEOPLE)]
    ideas, customers = (
        [make_idea(board) for _ in range(IDEAS)],
        [Customer.objects.create() for _ in range(PEOPLE)],
    )
    plain, site = Reckoning(), Site(ideas, people, customers)
    for act, *numbers in steps:
        if error := getattr(plain, act)(*numbers):
            with pytest.raises(error):
                getattr(site, act)(*numbers)
        else:
            getattr(site, act)(*numbers)
        agree(plain, site)
