"""A page with one form, also where what it asks for can be done no more."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tenants.notes import note


def form_page(
    request: HttpRequest, form: BaseForm, context: dict[str, Any], *, template: str = "employees/form.html",
    late: str = "",
) -> HttpResponse:  # fmt: skip
    """The form, again where something in it is wrong. late: why it is too late for it. Whoever only opens it
    is led `back` with these words; whoever sends it has all that they typed before them, to be copied."""
    if late and not form.is_bound:
        note(request, late, icon="less")
        return redirect(context["back"])
    if late:
        form.add_error(None, late)
    status = 409 if late else 422 if form.is_bound else 200
    return render(request, template, context | {"form": form}, status=status)
