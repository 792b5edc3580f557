from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from employees import figures
from employees.forms.after_wave import ActionForm
from employees.models import Wave
from tenants.notes import note


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("employees.view_result", raise_exception=True)
def after_wave(request, pk):
    """You said, we did: what was promised on the results, for all to read; leads and the champion add."""
    wave = get_object_or_404(Wave.objects.closed(), pk=pk)
    may_promise = wave.groups.to_promise(request.user).exists()
    form = ActionForm(request.POST or None, wave=wave, user=request.user) if may_promise else None
    if form and form.is_valid():
        form.save()
        note(request, _("It is promised. The next pulse asks whether it was kept."))
        return redirect("employees:after_wave", pk)
    if request.method == "POST" and not form:
        return render(request, "403.html", status=403)
    context = _page(request, wave) | {"form": form}
    return render(
        request, "employees/after_wave.html", context, status=422 if form and form.is_bound else 200
    )


def _page(request, wave):
    promises = list(figures.promised_after(wave))
    silent = figures.silent_after(wave) if request.user.has_perm("employees.view_every_result") else []
    return {"wave": wave, "promises": promises, "fate": figures.fate_of(promises), "silent": silent}
