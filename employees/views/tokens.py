from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from employees.actions import tokens as actions
from employees.forms.tokens import TokenForm
from employees.models import ApiToken
from tenants.notes import note


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("employees.add_apitoken", raise_exception=True)
def tokens(request):
    """The keys of one's programs; a new one's secret is shown once, on this very page."""
    form, secret = TokenForm(request.POST or None), ""
    if form.is_valid():
        _made, secret = actions.make_token(owner=request.user, **form.cleaned_data)
        form = TokenForm()
    found = ApiToken.objects.visible_to(request.user).select_related("owner")
    context = {"form": form, "tokens": found, "secret": secret}
    return render(request, "employees/tokens.html", context, status=422 if form.is_bound else 200)


@require_POST
@permission_required("employees.delete_apitoken", raise_exception=True)
def revoke(request, pk):
    token = get_object_or_404(ApiToken.objects.visible_to(request.user), pk=pk)
    actions.revoke_token(token)
    note(request, _("The key “%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("employees:tokens")
