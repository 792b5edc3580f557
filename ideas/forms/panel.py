"""What customers say on a board, and whom staff invite to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import Customer, Touchpoint
from ideas.actions.errors import ClosedError, OverError
from ideas.actions.taking_part import propose
from ideas.forms.ideas import CLOSED, ENDED, box
from ideas.models import Comment, Idea, PanelMember


def agreement() -> str:
    """What customers agree to before they take part; a changed text is a new version of it."""
    return _(
        "I take part on this board. Staff see my name beside what I say; other customers do not. You may "
        "write to me by e-mail when an idea of mine, or one that I want, is answered. I can leave at any "
        "time."
    )


def leaving() -> str:
    return _("I leave this board.")


class ProposalForm(forms.Form):
    """An idea in a customer's words. They answer for customers like themselves: at the same touchpoint."""

    title = forms.CharField(
        label=gettext_lazy("Your idea in one line"),
        max_length=150,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    problem = forms.CharField(label=gettext_lazy("What is the matter?"), max_length=4000, widget=box(4))
    proposal = forms.CharField(label=gettext_lazy("What should change?"), max_length=4000, widget=box(4))
    touchpoint = forms.ModelChoiceField(
        Touchpoint.objects.all(), label=gettext_lazy("Where did you meet it?"),
        empty_label=gettext_lazy("Choose a place"),
    )  # fmt: skip
    delight = forms.CharField(
        label=gettext_lazy("Why would it delight you, and others there?"), max_length=2000, widget=box(3)
    )

    def __init__(self, *args: Any, challenges: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if challenges or self.data.get("challenge"):  # else its end would go by unsaid
            self.fields["challenge"] = forms.ModelChoiceField(
                challenges, label=_("An answer to"), required=False, empty_label=_("something else"),
                error_messages={"invalid_choice": ENDED},
            )  # fmt: skip
            self.order_fields(["challenge"])

    def submit(self, member: PanelMember) -> Idea | None:
        """None, with what is wrong, where the board or the challenge ended meanwhile."""
        try:
            return propose(member, **self.cleaned_data)
        except OverError:
            self.add_error("challenge", ENDED)
        except ClosedError:
            self.add_error(None, CLOSED)
        return None


class SayForm(forms.Form):
    """What a customer says of an idea; they name nobody."""

    text = forms.CharField(label=gettext_lazy("Your comment"), max_length=2000, widget=box(3))
    parent = forms.ModelChoiceField(Comment.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Comment.objects.filter(idea=idea, hidden_at=None)


class LeaveForm(forms.Form):
    takes_name_off = forms.BooleanField(
        label=gettext_lazy("Take my name off what I said"), required=False,
        help_text=gettext_lazy(
            "Then staff do not see any more who said it either, and your link opens nothing. This cannot be "
            "undone."
        ),
    )  # fmt: skip


class ChosenForm(forms.Form):
    """Which of the customers that were found are invited."""

    customers = forms.ModelMultipleChoiceField(
        Customer.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose one customer at least.")},
    )  # fmt: skip

    def __init__(self, *args: Any, visible: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customers"].queryset = visible


class FindForm(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Name or e-mail address"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
