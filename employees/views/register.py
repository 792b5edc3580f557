"""The promise register, which everybody reads."""

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from employees import figures
from employees.actions.register import may_pledge
from employees.figures.register import by_person
from employees.forms.register import PledgeForm
from employees.models import Commitment
from employees.views.board import kept_items, sentence
from tenants.notes import note
from tenants.paging import Stretch, read_page, turns


@require_safe
@permission_required("employees.view_pledge", raise_exception=True)
def register(request):
    """What champion, sponsors and executives promised: open, late, kept and taken back, with every reason."""
    pledges, view = Commitment.objects.pledges(), request.GET.get("view", "")
    sums = figures.sums(pledges)
    context = {
        "sentence": sentence(sums.standing), "kept": kept_items(sums.kept), "view": view,
        "views": _views(view, sums.standing), "may_pledge": may_pledge(request.user),
    }  # fmt: skip
    context |= {"shares": by_person(pledges)} if view == "people" else _listed(request, view, pledges)
    return render(request, "employees/register.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("employees.add_pledge", raise_exception=True)
def new_pledge(request):
    """A promise before everybody, of those whose promises stand on the register."""
    if not may_pledge(request.user):
        raise PermissionDenied
    form = PledgeForm(request.POST or None)
    if form.is_valid():
        form.save(request.user)
        note(request, _("Your promise stands on the register."))
        return redirect("employees:register")
    context = {"form": form, "title": _("Promise something"), "button": _("Promise it before everybody"),
               "back": reverse("employees:register")}  # fmt: skip
    return render(request, "employees/form.html", context, status=422 if form.is_bound else 200)


def _listed(request, view, pledges):
    """A page of the promises of a view, each with its moves."""
    asked = {"late": pledges.overdue, "kept": pledges.kept, "withdrawn": pledges.withdrawn}
    chosen = asked.get(view, pledges.open)().select_related("owner", "team")
    order = {"kept": ("-kept_at", "-pk"), "withdrawn": ("-withdrawn_at", "-pk")}.get(view, ("due_at", "pk"))
    stretch = Stretch(chosen.prefetch_related("renegotiations__by"), order)
    page = read_page([stretch], request.GET.get("after", ""))
    return {"rows": page.rows} | turns(page, reverse("employees:register"), view=view)


def _views(view, stands):
    named = [("", _("Open"), stands.open), ("late", _("Late"), stands.overdue), ("kept", _("Kept"), None),
             ("withdrawn", _("Taken back"), None), ("people", _("By person"), None)]  # fmt: skip
    return [
        {"label": label, "url": f"{reverse('employees:register')}?view={name}" if name else
         reverse("employees:register"), "current": name == view, "count": count}
        for name, label, count in named
    ]  # fmt: skip
