from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tenants.brand.pictures import Picture, read_picture
from tenants.models import Organisation

LARGEST, LONGEST_SIDE = 512 * 1024, 2000


class ColorForm(forms.ModelForm):
    """The one colour of an organisation."""

    class Meta:
        model = Organisation
        fields = ["brand_color"]
        labels = {"brand_color": _("Your colour")}
        widgets = {"brand_color": forms.TextInput(attrs={"type": "color"})}


class LogoForm(forms.Form):
    """A picture, known by its bytes and not by its name."""

    logo = forms.FileField(
        label=_("Your logo"),
        help_text=_(
            "PNG, JPEG or WebP, up to 512 kB and 2000 pixels a side. Not SVG, which can carry a program."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )

    def clean_logo(self) -> Picture:
        file = self.cleaned_data["logo"]
        if file.size > LARGEST:
            raise ValidationError(_("The picture is larger than 512 kB."))
        picture = read_picture(file.read())
        if picture is None:
            raise ValidationError(_("This is no PNG, JPEG or WebP picture."))
        if max(picture.width, picture.height) > LONGEST_SIDE:
            raise ValidationError(_("The picture is larger than 2000 pixels a side."))
        return picture
