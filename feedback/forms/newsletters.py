from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from feedback.models import Newsletter, NewsletterItem
from tenants.here import today


class WeekForm(forms.Form):
    """Of which week."""

    day = forms.DateField(
        label=_("A day of the week"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("From its Monday to its Sunday."),
    )  # fmt: skip

    def clean_day(self):
        if self.cleaned_data["day"] > today():
            raise forms.ValidationError(_("This week has not begun."))
        return self.cleaned_data["day"]


class NewsletterForm(forms.ModelForm):
    language = forms.ChoiceField(label=_("Introduction written in"), choices=settings.LANGUAGES)

    class Meta:
        model = Newsletter
        fields = ["title", "introduction", "language"]
        widgets = {"introduction": forms.Textarea(attrs={"rows": 5, "dir": "auto"})}


class ItemForm(forms.ModelForm):
    """One piece. A text may be in a language that we do not offer: then it stays so."""

    language = forms.ChoiceField(label=_("Written in"))

    class Meta:
        model = NewsletterItem
        fields = ["text", "language", "position", "is_left_out"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4, "dir": "auto"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = dict(settings.LANGUAGES)
        own = self.instance.language
        self.fields["language"].choices = [*known.items(), *([(own, own)] if own not in known else [])]


class Items(forms.BaseModelFormSet):
    @property
    def changed(self) -> list[dict[str, Any]]:
        """What the editor changed, by the key of each."""
        return [
            {name: form.cleaned_data[name] for name in form.changed_data} | {"id": form.instance.pk}
            for form in self.forms if form.changed_data
        ]  # fmt: skip


ItemFormSet = forms.modelformset_factory(NewsletterItem, form=ItemForm, formset=Items, extra=0)
