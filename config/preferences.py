"""Light or dark, language and time zone, as one person wants them; and the page about access."""

import zoneinfo

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from config.reader import THEME_COOKIE, interface_languages
from employees.models import Employee
from tenants.notes import note
from tenants.templatetags.look import language_own_name

YEAR = 365 * 24 * 3600
THEMES = [("", _("as the device is set")), ("light", _("light")), ("dark", _("dark"))]


def zones() -> list[tuple[str, str]]:
    """Time zones by continent and city, as people look for them."""
    names = sorted(
        name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/")
    )
    return [("", str(_("as the organisation")))] + [(name, name.replace("_", " ")) for name in names]


class PreferencesForm(forms.ModelForm):
    """What a person chooses for the pages they read."""

    theme = forms.ChoiceField(
        label=_("Light or dark"), choices=THEMES, required=False, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label=_("Language of the pages"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones, required=False)

    class Meta:
        model = Employee
        fields = ["theme", "language", "time_zone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = [(code, language_own_name(code)) for code, _name in interface_languages()]
        self.fields["language"].choices = [("", _("as the organisation")), *own]


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("employees.change_preferences", raise_exception=True)
def preferences(request: HttpRequest) -> HttpResponse:
    """One's own page: how the pages are shown."""
    form = PreferencesForm(request.POST or None, instance=request.user)
    if not form.is_valid():
        return render(request, "preferences.html", {"form": form}, status=422 if form.is_bound else 200)
    form.save()
    note(request, str(_("From now on the pages are shown like this.")))
    return remember(redirect(reverse("preferences")), form.cleaned_data)


def remember(response: HttpResponse, chosen: dict[str, str]) -> HttpResponse:
    """Keep the choice in this browser, too, so that the sign-in page follows it."""
    kept = {THEME_COOKIE: chosen["theme"], settings.LANGUAGE_COOKIE_NAME: chosen["language"]}
    for name, value in kept.items():
        if value:
            response.set_cookie(name, value, YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax")
        else:
            response.delete_cookie(name)
    return response


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What we do so that everybody can use these pages, and whom to tell where we fail."""
    return render(request, "accessibility.html")
