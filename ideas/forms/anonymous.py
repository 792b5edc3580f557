"""Handing in without a name, and following it by a code."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.forms.ideas import IdeaForm, box
from ideas.models import Comment, Idea
from ideas.models.receipts import plain_code


class AnonymousIdeaForm(IdeaForm):
    """The same questions but one: a crisis cannot wait for others."""

    class Meta(IdeaForm.Meta):
        fields = [name for name in IdeaForm.Meta.fields if name != "is_crisis"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].help_text = _("It stands with the idea: few may write in yours.")
        if "challenge" in self.fields:
            self.fields["challenge"].help_text = _(
                "It counts for it, even if it is published when the challenge is over."
            )

    def name_nobody(self) -> None:
        """Of an organisation's places and causes nothing stands on it any more: anybody may have sent it."""
        for name in ("touchpoint", "cause"):
            self.fields[name].queryset = self.fields[name].queryset.none()


class ReceiptForm(forms.Form):
    """The code as it was copied."""

    code = forms.CharField(
        label=_("Your code"), max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
        help_text=_("Five groups of four letters and digits."),
    )  # fmt: skip

    def clean_code(self) -> str:
        code = plain_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("That is no code: five groups of four letters and digits."))
        return code


class AuthorsAnswerForm(forms.Form):
    """What the author of an idea without a name says about it. Nothing is sent while it is typed."""

    text = forms.CharField(label=_("Your answer"), max_length=2000, widget=box(3))
    parent = forms.ModelChoiceField(Comment.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Comment.objects.filter(idea=idea, hidden_at=None)
