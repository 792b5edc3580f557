from django import forms

from employees.actions.wall import change_wall
from employees.models import Wall


class WallForm(forms.ModelForm):
    """What the screen in the break room shows."""

    class Meta:
        model = Wall
        fields = ["names", "theme"]
        widgets = {"names": forms.RadioSelect}

    def save(self, commit: bool = True) -> Wall:
        return change_wall(**self.cleaned_data)
