"""Forms in the house style: one renderer, and the inputs that phones have keyboards for."""

from collections.abc import Iterator

from django import forms
from django.forms.boundfield import BoundWidget
from django.forms.renderers import DjangoTemplates
from django.template.loader import get_template


class KeptRenderer(DjangoTemplates):
    """Render whole forms and fields from templates/kit/forms/, widgets as Django does.

    Except lists to choose from: Django renders two templates for each choice, and there are 400 time zones.
    """

    form_template_name = "kit/forms/form.html"
    field_template_name = "kit/forms/group.html"
    own = {"django/forms/widgets/select.html": "kit/forms/select.html"}

    def get_template(self, template_name):
        template_name = self.own.get(template_name, template_name)
        if template_name.startswith("kit/"):
            return get_template(template_name)
        return super().get_template(template_name)


class DayInput(forms.DateInput):
    """A day by the device's own calendar; always exchanged as YYYY-MM-DD."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """A time of day by the device's own clock; always exchanged as HH:MM."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class NumberText(forms.TextInput):
    """A number typed as text: keeps what was typed on an error, and never scrolls away."""

    def __init__(self, attrs=None, *, decimals: bool = False):
        mode = "decimal" if decimals else "numeric"
        super().__init__({"inputmode": mode, "autocomplete": "off", **(attrs or {})})


def kind_of(field: forms.BoundField) -> str:
    """Say how a field is laid out: tick, choices, file, secret or plain."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, forms.PasswordInput):
        return "secret"
    return "plain"


def options_of(field: forms.BoundField, attributes: dict) -> Iterator[BoundWidget]:
    """Yield the choices of a field one by one, each with the attributes of its input."""
    widget = field.field.widget
    attributes = field.build_widget_attrs({**attributes, "id": field.auto_id}, widget)
    for data in widget.subwidgets(field.html_name, field.value(), attributes):
        yield BoundWidget(widget, data, field.form.renderer)
