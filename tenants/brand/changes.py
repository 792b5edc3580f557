"""The page on which an admin sets the organisation's colour and logo."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenants.brand import BLACK, DARK, LIGHT, WHITE, Brand, Shades, brand_of
from tenants.brand.changing import change_color, change_logo, remove_logo, take_back
from tenants.brand.colour import Rgb, contrast, from_hex, to_hex, worst
from tenants.brand.forms import ColorForm, LogoForm
from tenants.here import current_organisation
from tenants.notes import note

may_change = permission_required("tenants.change_look", raise_exception=True)


@dataclass(frozen=True)
class Sample:
    """How a colour looks on one paper: what is drawn, and the contrasts that hold there."""

    name: str
    paper: str
    ink: str
    shades: Shades
    text_ratio: float


def samples(brand: Brand) -> list[Sample]:
    """On light paper and on dark."""

    def sample(name: str, papers: tuple[Rgb, ...], ink: str, shades: Shades) -> Sample:
        ratio = worst(from_hex(shades.text), [*papers, from_hex(shades.tint)])
        return Sample(name, to_hex(papers[0]), ink, shades, ratio)

    return [
        sample(_("On light paper"), LIGHT, "#000000", brand.light),
        sample(_("On dark paper"), DARK, "#ffffff", brand.dark),
    ]


@require_safe
@may_change
def look(request: HttpRequest) -> HttpResponse:
    return show(request)


@require_POST
@may_change
def color(request: HttpRequest) -> HttpResponse:
    """Keep a colour, or only show how it would look."""
    form = ColorForm(request.POST)
    if not form.is_valid():
        return show(request, status=422, color_form=form)
    chosen = form.cleaned_data["brand_color"]
    if "show" in request.POST:
        return show(request, color=chosen, color_form=form)
    return done(request, _("The colour is worn everywhere within two seconds."), change_color(chosen))


@require_POST
@may_change
def logo(request: HttpRequest) -> HttpResponse:
    form = LogoForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, status=422, logo_form=form)
    return done(
        request, _("The logo is shown everywhere within two seconds."), change_logo(form.cleaned_data["logo"])
    )


@require_POST
@may_change
def remove(request: HttpRequest) -> HttpResponse:
    return done(
        request, _("The logo is gone; the first letter of the name stands in its place."), remove_logo()
    )


@require_POST
@may_change
def undo(request: HttpRequest, token: str) -> HttpResponse:
    if not take_back(token):
        raise Http404
    note(request, _("It is as it was before."))
    return redirect("look")


def done(request: HttpRequest, text: str, token: str) -> HttpResponse:
    note(request, text, undo=reverse("look_undo", args=[token]))
    return redirect("look")


def show(request: HttpRequest, *, status: int = 200, color: str = "", **forms: Any) -> HttpResponse:
    """The page; of its forms, the one that was sent comes back."""
    worn = current_organisation().brand_color
    brand = brand_of(color or worn)
    on_fill = contrast(from_hex(brand.fill), WHITE if brand.on_fill == "#fff" else BLACK)
    context = {
        "brand": brand, "samples": samples(brand), "on_fill_ratio": on_fill,
        "is_only_shown": bool(color) and color.lower() != worn.lower(),
        "color_form": ColorForm(initial={"brand_color": worn}), "logo_form": LogoForm(),
    }  # fmt: skip
    return render(request, "tenants/look.html", context | forms, status=status)
