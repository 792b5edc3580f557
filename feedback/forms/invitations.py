import io
import json
import re

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from feedback.connectors.invitees import MOST, Roll, read_invitees
from feedback.connectors.sheet import BadFile

LARGEST = 2_000_000
SPLIT = re.compile(r"[\s,;\"<>]+")


class InviteForm(forms.Form):
    """Customers as a file, or as addresses pasted in; or as the list that was looked at before."""

    file = forms.FileField(
        label=_("CSV or XLSX file"), required=False,
        help_text=_("With the columns email, name and language; the last two may be missing."),
    )  # fmt: skip
    addresses = forms.CharField(
        label=_("Or e-mail addresses"), max_length=200_000, required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One a line, or a CSV pasted whole: what is no address is left out."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=settings.LANGUAGES,
        help_text=_("For those of whom neither the list nor we know one."),
    )  # fmt: skip
    people = forms.CharField(max_length=1_000_000, required=False, widget=forms.HiddenInput)

    def clean(self):
        given = super().clean()
        if self.errors:
            return given
        try:
            self.roll = self._read(given)
        except BadFile as error:
            raise ValidationError(str(error)) from None
        if not self.roll.invitees and not self.roll.wrong:
            raise ValidationError(_("There is no e-mail address in this."))
        if len(self.roll.invitees) > MOST:
            raise ValidationError(_("At most %(most)d at once.") % {"most": MOST})
        return given

    def _read(self, given) -> Roll:
        if given["people"]:
            return self._looked_at(given["people"])
        if file := given["file"]:
            if file.size > LARGEST:
                raise BadFile(_("The file is larger than two megabytes."))
            return read_invitees(io.BytesIO(file.read()))
        roll = Roll()
        for number, word in enumerate(filter(None, SPLIT.split(given["addresses"])), 1):
            if "@" in word:
                roll.add(number, word, "", "")
        return roll

    @staticmethod
    def _looked_at(text: str) -> Roll:
        roll = Roll()
        try:
            for number, (email, name, language) in enumerate(json.loads(text), 1):
                roll.add(number, str(email), str(name), str(language))
        except (ValueError, TypeError, RecursionError):
            raise BadFile(_("This list is not as it was shown. Look at it again.")) from None
        return roll

    @property
    def looked_at(self) -> str:
        """The list as it is sent along to be sent."""
        return json.dumps(self.roll.invitees)
