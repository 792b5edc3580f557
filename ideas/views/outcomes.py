"""What became of ideas: verdicts, and the register of patents, savings and barriers that are gone."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ideas.actions import checks, register
from ideas.actions.errors import MoveError, UnjudgedError
from ideas.figures.outcomes import checks_seen, entries_seen, sheet
from ideas.figures.verdicts import told
from ideas.forms.outcomes import FORMS, DissentForm
from ideas.models import Act, OutcomeCheck
from ideas.models.register import KINDS, Entry
from ideas.views.page import demand, joins, looks, page_of, seen
from tenants.notes import note
from tenants.paging import Stretch, address, read_page, turns
from tenants.sheets import TYPES, as_download

FORM = ["GET", "HEAD", "POST"]
VIEWS = {
    "": gettext_lazy("Judged"), "waiting": gettext_lazy("Not yet"), "proven": gettext_lazy("Proven"),
    "unproven": gettext_lazy("Unproven"), "harmful": gettext_lazy("Harmful"),
    "patents": gettext_lazy("Patents"), "savings": gettext_lazy("Savings"),
    "barriers": gettext_lazy("Barriers removed"),
}  # fmt: skip
TITLES = {
    "patents": gettext_lazy("A patent"), "savings": gettext_lazy("A saving"),
    "barriers": gettext_lazy("A barrier that is gone"),
}  # fmt: skip


@require_safe
@looks
def outcomes(request: HttpRequest) -> HttpResponse:
    """Whether delivered ideas did what they were for, and what else they brought."""
    view = request.GET.get("view", "")
    view = view if view in VIEWS else ""
    rows = entries_seen(KINDS[view], request.user) if view in KINDS else checks_seen(request.user, view)
    order = ("-added_at", "-id") if view in KINDS else ("id",) if view == "waiting" else ("-judged_at", "-id")
    page = read_page([Stretch(rows, order)], request.GET.get("after", ""))
    files = [(kind.upper(), reverse("ideas:outcomes_file", args=[view or "judged", kind])) for kind in TYPES]
    context = {
        "view": view, "views": _views(request.path, view), "downloads": files,
        "rows": page.rows if view in KINDS else [told(check) for check in page.rows],
    }  # fmt: skip
    return render(request, "ideas/outcomes.html", context | turns(page, request.path, view=view))


def _views(path: str, chosen: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": address(path, view=view), "current": view == chosen}
        for view, label in VIEWS.items()
    ]


@require_safe
@looks
def outcomes_file(request: HttpRequest, view: str, kind: str) -> HttpResponse:
    return as_download(sheet(view, request.user), kind)


@require_POST
@joins
def dissent(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why one sees a verdict otherwise."""
    found, form = seen(request, pk), DissentForm(request.POST, auto_id="dissent_%s")
    check = get_object_or_404(OutcomeCheck.objects.standing(), idea=found)
    demand(request, found, Act.COMMENT)
    if not form.is_valid():
        return page_of(request, found, status=422, dissent_form=form, opened="dissent")
    try:
        checks.dissent(check, by=request.user, reason=form.cleaned_data["reason"])
    except UnjudgedError:
        note(request, _("There is no verdict now."), icon="less")
    return redirect(f"{found.get_absolute_url()}#outcome")


@require_http_methods(FORM)
@looks
def new_entry(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Put a patent, a saving or a barrier that is gone on the register."""
    found = seen(request, pk)
    if not register.may_enter(found, request.user):
        raise PermissionDenied
    if found.status not in KINDS[what].statuses:
        raise Http404
    start = {"whom": found.hinders, "confirmed_by": request.user.pk}
    form = FORMS[what](request.POST or None, initial=start)
    try:
        made = form.enter(found, by=request.user) if form.is_valid() else None
    except MoveError:
        note(request, _("Somebody decided meanwhile: look at where it stands now."), icon="less")
        return redirect(found)
    if made:
        note(request, _("It stands on the register."), undo=_path("remove_entry", what, made))
        return redirect(f"{found.get_absolute_url()}#register")
    return _form(request, form, TITLES[what], found.get_absolute_url())


@require_http_methods(FORM)
@looks
def edit_entry(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Say it better: a patent is granted, for instance."""
    found = _entry(request, what, pk)
    form = FORMS[what](request.POST or None, instance=found)
    if form.is_valid():
        done = form.mend(by=request.user)
        if done or not form.errors:
            note(request, _("It is kept.") if done else _("It was taken off the register meanwhile."))
            return redirect(f"{found.idea.get_absolute_url()}#register")
    return _form(request, form, TITLES[what], found.idea.get_absolute_url())


def _form(request: HttpRequest, form, title: Any, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "button": _("Keep it on the register"), "back": back}
    return render(request, "employees/form.html", context, status=422 if form.is_bound else 200)


@require_POST
@looks
def remove_entry(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    found = _entry(request, what, pk)
    if register.remove(found, by=request.user):
        note(request, _("It is off the register."), undo=_path("restore_entry", what, found))
    return redirect(f"{found.idea.get_absolute_url()}#register")


@require_POST
@looks
def restore_entry(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    found = _entry(request, what, pk, is_removed=True)
    if register.restore(found, by=request.user):
        note(request, _("It stands on the register again."))
    else:
        note(request, _("It stands on the register already."), icon="less")
    return redirect(f"{found.idea.get_absolute_url()}#register")


def _entry(request: HttpRequest, what: str, pk: int, *, is_removed: bool = False) -> Entry:
    """A line that this person may change, of an idea that they see."""
    lines = KINDS[what].objects
    rows = lines.removed() if is_removed else lines.standing()
    found: Any = get_object_or_404(rows.select_related("idea"), pk=pk)
    if not register.may_enter(seen(request, found.idea_id), request.user):
        raise PermissionDenied
    return found


def _path(name: str, what: str, entry: Entry) -> str:
    return reverse(f"ideas:{name}", args=[what, entry.pk])
