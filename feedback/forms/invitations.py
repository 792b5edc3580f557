import re

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from feedback.actions.customers import normal_email

MOST = 2_000
SPLIT = re.compile(r"[\s,;\"<>]+")


class InviteForm(forms.Form):
    """Addresses, pasted as a list or as CSV: every word with an @ is one."""

    addresses = forms.CharField(
        label=_("E-mail addresses"), max_length=200_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One a line, or a CSV pasted whole: what is no address is left out."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    def clean_addresses(self) -> list[str]:
        words = [word for word in SPLIT.split(self.cleaned_data["addresses"]) if "@" in word]
        if not words:
            raise ValidationError(_("There is no e-mail address in this."))
        if len(words) > MOST:
            raise ValidationError(_("At most %(most)d at once.") % {"most": MOST})
        return [self._one(word) for word in words]

    def _one(self, word: str) -> str:
        try:
            return normal_email(word)
        except ValidationError:
            problem = _("%(word)s is not an e-mail address.") % {"word": word[:80]}
            raise ValidationError(problem) from None
