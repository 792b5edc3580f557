from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from employees.actions.proving import FAILED, HELD, NOTED, UNCHECKED, Finding
from employees.models import Proof
from tenants.here import current_organisation

CHECKS = {
    "places": gettext_lazy("Where anything about a wave stands"),
    "keys": gettext_lazy("The keys"),
    "links": gettext_lazy("People and answers"),
    "content": gettext_lazy("What can be read"),
    "published": gettext_lazy("What was published"),
    "elsewhere": gettext_lazy("Anywhere else"),
}
MARKS = {
    HELD: ("kept", gettext_lazy("Holds")),
    NOTED: ("moved", gettext_lazy("Note")),
    FAILED: ("late", gettext_lazy("Does not hold")),
    UNCHECKED: ("soon", gettext_lazy("Not checked")),
}


@require_safe
@permission_required("employees.view_proof", raise_exception=True)
def proof(request):
    """What the latest run of the proof found, for everybody."""
    found = Proof.objects.first()
    command = f"python manage.py prove_anonymity --organisation {current_organisation().slug}"
    context = {"proof": found, "parts": parts(found) if found else [], "command": command}
    return render(request, "employees/proof.html", context | {"sentence": sentence(found)})


def sentence(found):
    """How it stands, to begin the page with."""
    if not found:
        return _("The proof has not run yet: the clock starts it within a day.")
    return {
        HELD: _("It holds: nobody can tell who gave which answer."),
        FAILED: _("It does not hold. Answer no pulse until this is mended."),
        UNCHECKED: _("Nothing speaks against it, but not all could be checked."),
    }[found.verdict]


def parts(found):
    """What is true of all waves, and then of each, the latest first: a heading and its findings."""
    findings = [Finding.read(kept) for kept in found.report["findings"]]
    waves = sorted(found.report["waves"].items(), key=lambda wave: -int(wave[0]))
    named = [(None, _("All waves")), *((int(key), title) for key, title in waves)]
    return [
        {"title": title, "findings": [_told(each) for each in findings if each.wave == key]}
        for key, title in named
    ]


def _told(finding):
    state, word = MARKS[finding.verdict]
    return {
        "state": state, "word": word, "check": CHECKS[finding.check], "says": finding.says,
        "tables": finding.facts.get("tables", ""),
    }  # fmt: skip
