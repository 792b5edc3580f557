from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from employees import figures
from employees.forms.promises import BoardForm
from employees.models import Commitment, Employee
from tenants.paging import Stretch, address, read_page, turns

VIEWS = ("open", "today", "overdue", "kept", "unowned")
SHARES = {"people": "owner", "teams": "team", "kinds": "kind"}


@require_safe
@permission_required("employees.view_commitment", raise_exception=True)
def board(request):
    """Who promised what by when, and whether it was kept; for each reader what they may see."""
    form = BoardForm(request.GET, user=request.user)
    chosen = form.chosen(Commitment.objects.visible_to(request.user))
    view = form.data.get("view") or "open"
    is_part = request.htmx and not request.htmx.boosted
    sums = figures.sums(chosen, SHARES.get(view, "")) if view in SHARES or not is_part else None
    context = {"form": form, "view": view} | _rows(request, view, chosen, sums)
    if is_part:
        return render(request, "employees/board.html#rows", context)
    return render(request, "employees/board.html", context | _summary(form, view, sums))


def _rows(request, view, chosen, sums):
    if view == "free":
        free = figures.owning_nothing(Employee.objects.visible_to(request.user)).select_related("team")
        return {"free": free[: figures.LISTED], "free_number": free.count()}
    if view in SHARES:
        return {"shares": sums.shares, "parameter": SHARES[view]}
    return _listed(request, view, chosen)


def _summary(form, view, sums):
    """How things stand, above the list."""
    stands = sums.standing
    return {
        "standing": stands, "sentence": sentence(stands), "kept": kept_items(sums.kept),
        "views": _views(form, view, stands),
    }  # fmt: skip


def _listed(request, view, chosen):
    """The promises of a view, a page of them."""
    order = ("-kept_at", "-pk") if view == "kept" else ("due_at", "pk")
    asked = {
        "today": lambda: chosen.due_before(figures.day_ends()),
        "overdue": chosen.overdue,
        "kept": chosen.kept,
        "unowned": chosen.unowned,
    }.get(view, chosen.open)()
    stretch = Stretch(asked.select_related("owner", "team"), order)
    page = read_page([stretch], request.GET.get("after", ""))
    query = {name: request.GET.get(name) for name in ("view", "owner", "team", "kind")}
    return {"rows": page.rows} | turns(page, reverse("employees:board"), **query)


def _views(form, view, stands):
    kept = {"owner": form.data.get("owner"), "team": form.data.get("team"), "kind": form.data.get("kind")}
    named = [
        ("open", _("Open"), stands.open), ("today", _("Due today"), stands.today),
        ("overdue", _("Overdue"), stands.overdue), ("kept", _("Kept"), None),
        ("unowned", _("Nobody's"), stands.unowned), ("people", _("By person"), None),
        ("teams", _("By team"), None), ("kinds", _("By kind"), None), ("free", _("Who owns nothing"), None),
    ]  # fmt: skip
    path = reverse("employees:board")
    return [
        {"label": label, "count": count, "current": name == view, "url": address(path, **kept, view=name)}
        for name, label, count in named
    ]


def sentence(stands):
    """How things stand, to begin the page with."""
    if not stands.open:
        return _("Every promise is settled.")
    late = ngettext("One is late", "%(n)d are late", stands.overdue) % {"n": stands.overdue}
    due = ngettext("one falls due today", "%(n)d fall due today", stands.today) % {"n": stands.today}
    whole = ngettext("One promise is open", "%(n)d promises are open", stands.open) % {"n": stands.open}
    told = [text for text, number in ((late, stands.overdue), (due, stands.today)) if number]
    return f"{whole}. {_(' and ').join(told)}." if told else f"{whole}. {_('None is late.')}"


def kept_items(kept):
    """The two shares as the figures' part shows them."""
    named = [(_("Kept as first promised"), kept.first), (_("Kept as renegotiated"), kept.moved)]
    return [
        {"name": name, "value": round(share.value) if share else None, "unit": "%" if share else "",
         "low": round(share.low) if share else None, "high": round(share.high) if share else None,
         "n": share.n if share else 0, "note": _("90 days")}
        for name, share in named
    ]  # fmt: skip
