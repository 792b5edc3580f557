"""What is asked of whoever works a case."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from employees.models.dates import validate_due_on, validate_reach
from feedback.models import Case, Cause, Draft, Message, Prevention

MAX_TEXT = 10_000


class OnceForm(forms.Form):
    """Its hidden key is of one page view: sent twice, it is one act."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class ReplyForm(OnceForm):
    kind = forms.ChoiceField(label=_("How do you answer?"), widget=forms.RadioSelect)
    body = forms.CharField(
        label=_("Your answer"),
        help_text=_(
            "Say what you will do and by when. The customer sees it on their own page and can reply."
        ),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )

    HOW = {"mail": _("By e-mail"), "call": _("I called"), "person": _("We spoke in person")}

    def __init__(self, *args, address: str = "", draft: Draft | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        ways = {kind: label for kind, label in self.HOW.items() if kind != "mail" or address}
        self.fields["kind"].choices = ways.items()
        self.fields["kind"].initial = draft.kind if draft and draft.kind in ways else next(iter(ways))
        self.fields["body"].initial = draft.body if draft else ""


class DraftForm(forms.Form):
    kind = forms.ChoiceField(choices=Message.Kind.choices)
    body = forms.CharField(max_length=MAX_TEXT)


class NoteForm(OnceForm):
    body = forms.CharField(
        label=_("A note for staff"),
        help_text=_("The customer never sees it. Files cannot be attached."),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(Employee.objects.none(), label=_("Who takes it?"))
    reason = forms.CharField(label=_("Why?"), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Employee.objects.active()


class DangerForm(forms.Form):
    danger = forms.ChoiceField(label=_("Is somebody in danger?"), required=False)
    reason = forms.CharField(label=_("What makes you think so?"), max_length=300, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["danger"].choices = [("", _("no")), *Case.Danger.choices]


class ShareForm(forms.Form):
    text = forms.CharField(
        label=_("Text for all staff"),
        help_text=_("Read it once more: could a colleague know who this is?"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    is_good = forms.TypedChoiceField(
        label=_("What is it?"),
        choices=[(True, _("good news")), (False, _("bad news"))],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )


class ReasonForm(forms.Form):
    """Something is not done, or done again; that needs a reason."""

    reason = forms.CharField(label=_("Why?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class WhysForm(forms.Form):
    """The five whys: each an answer, and what supports it."""

    ASKED = [
        _("Why did it happen?"), _("Second: why that?"), _("Third: why that?"), _("Fourth: why that?"),
        _("Fifth: why that?"),
    ]  # fmt: skip

    def __init__(self, *args, known=(), **kwargs):
        super().__init__(*args, **kwargs)
        said = {why.position: why for why in known}
        for number in range(1, 6):
            why = said.get(number)
            self.fields[f"why_{number}"] = forms.CharField(
                label=self.ASKED[number - 1],
                max_length=300, required=False, initial=why.answer if why else "",
            )  # fmt: skip
            self.fields[f"support_{number}"] = forms.CharField(
                label=_("How do we know?"), max_length=300, required=False, initial=why.support if why else ""
            )

    def clean(self):
        cleaned = super().clean()
        for number in range(1, 6):
            if cleaned.get(f"support_{number}") and not cleaned.get(f"why_{number}"):
                self.add_error(f"why_{number}", _("Say what this supports."))
        return cleaned

    @property
    def whys(self) -> list[tuple[str, str]]:
        said = self.cleaned_data
        return [(said[f"why_{n}"], said[f"support_{n}"]) for n in range(1, 6)]

    @property
    def rows(self):
        """The fields of each why side by side."""
        return [(self[f"why_{n}"], self[f"support_{n}"]) for n in range(1, 6)]


class CauseForm(WhysForm):
    """A known cause, or a new one with its title."""

    cause = forms.ModelChoiceField(
        Cause.objects.all(), label=_("A known cause"), required=False, widget=forms.HiddenInput
    )
    title = forms.CharField(label=_("Give the cause a name"), max_length=150, required=False)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("cause") and not cleaned.get("title") and "cause" not in self.errors:
            self.add_error("title", _("Choose a known cause, or name a new one."))
        return cleaned


class CauseDetailsForm(WhysForm):
    """A cause that is written down before any case is joined to it."""

    title = forms.CharField(label=_("Give the cause a name"), max_length=150)
    description = forms.CharField(
        label=_("What goes wrong?"),
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class JoinForm(forms.Form):
    cause = forms.ModelChoiceField(Cause.objects.all(), label=_("Cause"))


class PreventionForm(forms.Form):
    action = forms.CharField(label=_("What will change?"), max_length=300)
    owner = forms.ModelChoiceField(Employee.objects.none(), label=_("Who promises it?"))
    due_on = forms.DateField(
        label=_("Done by"), widget=forms.DateInput(attrs={"type": "date"}), validators=[validate_due_on]
    )
    effective_on = forms.DateField(
        label=_("From when does it hold?"), widget=forms.DateInput(attrs={"type": "date"}),
        validators=[validate_reach],
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Employee.objects.active()


class UsePreventionForm(forms.Form):
    prevention = forms.ModelChoiceField(Prevention.objects.none())

    def __init__(self, *args, cause: Cause | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["prevention"].queryset = Prevention.objects.standing().filter(cause=cause)
