"""Form controls that Django has no widget for."""

from django import forms


class Scale(forms.RadioSelect):
    """A short row of large buttons that are radio inputs: 0 to 10, 1 to 5, yes and no."""

    template_name = "django/forms/widgets/scale.html"

    def __init__(self, attrs=None, choices=(), *, low: str = "", high: str = ""):
        super().__init__(attrs, choices)
        self.low, self.high = low, high

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"low": self.low, "high": self.high}
        return context
