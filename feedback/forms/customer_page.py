"""What a customer may say on their own page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.forms.cases import MAX_TEXT, OnceForm
from tenants.widgets import Scale


class CustomerForm(OnceForm):
    """A judgement of our answer, a word back, or both; the judgement only once there is an answer."""

    score = forms.TypedChoiceField(
        label=_("How good was our answer?"),
        choices=[(n, n) for n in range(1, 6)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=Scale(low=_("1: poor"), high=_("5: very good")),
    )
    will_return = forms.TypedChoiceField(
        label=_("Will you come back to us?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=Scale(),
    )
    body = forms.CharField(
        label=_("Write back"),
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, *args, answered: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not answered:
            del self.fields["score"], self.fields["will_return"]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned["body"] and not self.judges:
            raise forms.ValidationError(_("Write something, or choose an answer to a question."))
        return cleaned

    @property
    def judges(self) -> bool:
        said = self.cleaned_data
        return said.get("score") is not None or said.get("will_return") is not None
