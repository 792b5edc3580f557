"""The world of the tenancy walk, of how people take part in an idea."""

from ideas.actions import drafting, evidence, filing
from ideas.metrics.bare import Bare
from ideas.models import Board, Evidence, IdeaDraft, IdeaFile
from tests.ideas.bytes_of_files import PNG
from tests.worlds import World, example


@example
def idea_evidence(w: World) -> Evidence:
    """A case, attached by the employee."""
    why = w.text("They waited, too")
    return evidence.attach(w.idea, thing=w.case, why=why, by=w.people["employee"])


@example
def removed_evidence(w: World) -> Evidence:
    made = evidence.attach(w.idea, thing=w.response, why=w.text("They said so"), by=w.people["employee"])
    evidence.remove(made, by=w.people["employee"])
    return made


@example
def idea_draft(w: World) -> IdeaDraft | None:
    """Of the employee, on a board where they hand nothing in, as that would end it."""
    board, facts = Board.objects.create(name=w.text("Doors")), {"title": w.text("A second door")}
    return drafting.keep_draft(board, by=w.people["employee"], facts=facts)


@example
def panel_file(w: World) -> IdeaFile:
    """A picture of the idea of a customer, by the champion."""
    facts = {"name": w.text("Roof"), "by": w.people["champion"]}
    return filing.add_file(w.customers_idea, file=Bare("png", PNG, 2, 1), **facts)


@example
def idea_file(w: World) -> IdeaFile:
    """A picture, sent by the employee."""
    facts = {"name": w.text("Roof"), "caption": w.text("The door"), "by": w.people["employee"]}
    return filing.add_file(w.idea, file=Bare("png", PNG, 2, 1), **facts)


@example
def removed_file(w: World) -> IdeaFile:
    facts = {"name": w.text("Old roof"), "by": w.people["employee"]}
    made = filing.add_file(w.idea, file=Bare("png", PNG, 2, 1), **facts)
    filing.remove_file(made, by=w.people["employee"])
    return made
