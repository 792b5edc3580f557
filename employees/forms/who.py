"""Somebody who works here, in a form: chosen from a list, or typed where the list would be too long to send
with every page, and to look through."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from employees.models import Employee

MOST = 300


class WhoField(forms.ModelChoiceField):
    """Of many people it takes an e-mail address, or a name that means one of them."""

    default_error_messages = {
        "nobody": gettext_lazy("Nobody here has this name or e-mail address."),
        "several": gettext_lazy("Several people have this name: give the e-mail address."),
    }
    is_typed = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Employee.objects.none(), **kwargs)

    def offer(self, people: QuerySet[Employee]) -> None:
        self.queryset = people.order_by("name", "pk")
        if people.order_by()[: MOST + 1].count() > MOST:
            self.is_typed = True
            self.widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
            self.widget.is_required = self.required
            self.help_text = f"{self.help_text} {_('Their whole name, or their e-mail address.')}".strip()

    def prepare_value(self, value: Any) -> Any:
        if not self.is_typed or isinstance(value, str) or value is None:
            return super().prepare_value(value)
        key = value.pk if isinstance(value, Employee) else value
        return Employee.objects.filter(pk=key).values_list("email", flat=True).first()

    def to_python(self, value: Any) -> Any:
        said = str(value or "").strip()
        if not self.is_typed or not said or said.isdecimal():
            return super().to_python(value)
        found = self.queryset.filter(email__iexact=said)[:1] or self.queryset.filter(name__iexact=said)[:2]
        if len(found) != 1:
            raise ValidationError(self.error_messages["several" if found else "nobody"])
        return found[0]
