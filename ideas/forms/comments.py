"""What somebody says of an idea, and names that are suggested while it is typed."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ideas.models import Comment, Idea


def naming_box(idea: Idea, field: str, rows: int = 3) -> dict[str, Any]:
    """The attributes of a box for words in which a name is suggested behind an @, below it."""
    return {
        "rows": rows, "dir": "auto", "hx-post": reverse("ideas:people", args=[idea.pk]),
        "hx-trigger": "input changed delay:300ms", "hx-target": f"#people-{field}", "hx-swap": "outerHTML",
        "hx-params": "text,caret,field", "hx-vals": f'{{"field": "{field}"}}', "hx-sync": "this:replace",
        "data-caret": "",
    }  # fmt: skip


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Your comment"), max_length=2000, widget=forms.Textarea,
        help_text=_("Type @ and a name to tell somebody."),
    )  # fmt: skip
    parent = forms.ModelChoiceField(Comment.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Comment.objects.filter(idea=idea, hidden_at=None)
        self.fields["text"].widget.attrs |= naming_box(idea, self["text"].auto_id)


class CommentBox:
    """The box again with another text; the focus goes back into it."""

    def __init__(self, idea: Idea, field: str, text: str) -> None:
        self.idea, self.field, self.text = idea, field, text

    def __str__(self) -> SafeString:
        attrs = naming_box(self.idea, self.field, 3) | {
            "id": self.field,
            "autofocus": True,
            "maxlength": 2000,
        }
        return forms.Textarea().render("text", self.text, attrs)
