"""Why something cannot be done to an idea now; nothing was changed."""


class DecidedError(Exception):
    """It takes no votes: it is decided, its challenge does not run, or its board has none."""


class BudgetError(Exception):
    """All votes that this person has are given; one comes back when an idea is decided, or is taken back."""


class NotTheirsError(Exception):
    """The customer said it themselves, or to somebody else."""


class MergeError(Exception):
    """It is no duplicate of that idea by now; says why, and what to do."""


class MoveError(Exception):
    """It cannot go there from where it stands now."""


class UnjudgedError(Exception):
    """There is no verdict yet, or none any more."""


class TakenError(Exception):
    """Another line of the register says the same."""


class UnchangedError(Exception):
    """What was sent as new is what stands."""


class FullError(Exception):
    """So many stand there already that nobody would read one more."""


class OverError(Exception):
    """The challenge takes no ideas: it does not run, or is another board's."""


class NotTakingPartError(Exception):
    """The customer has left the board, or their link was taken back or is over."""


class ClosedError(Exception):
    """The board takes no more ideas."""


class NotOpenError(Exception):
    """On this board customers may not do that."""


class UnkeptError(Exception):
    """No draft is kept where ideas are taken without a name: it would say whose words they are."""


class BegunError(Exception):
    """Its test was begun before, and asks something else."""
