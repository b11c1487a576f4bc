"""The words templates are written in: icon, avatar, money, days, charts, fields, toasts.

Load them with `{% load kept %}`.
"""

from datetime import datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kit import charts, clock, writing
from kit.devices import device_name
from kit.forms import kind_of, options_of
from kit.names import initials
from kit.storage import sheet_urls
from kit.toasts import take_toasts

register = template.Library()


# Signs


@register.simple_tag
def sheets() -> list[str]:
    """The addresses of the stylesheets that every page has."""
    return sheet_urls()


@register.simple_tag
def icon(name: str, small: bool = False, mirror: bool = False, label: str = ""):
    """Show a sign of static/icons.svg; silent for screen readers unless it has a label.

    `mirror` turns arrows around where writing runs from right to left.
    """
    return _drawn(static("icons.svg"), name, bool(small), bool(mirror), str(label))


@lru_cache(maxsize=512)
def _drawn(file: str, name: str, small: bool, mirror: bool, label: str):
    """The same few signs stand on every page, some of them a hundred times."""
    classes = "icon" + (" small" if small else "") + (" mirror" if mirror else "")
    spoken = format_html('role="img" aria-label="{}"', label) if label else _silent()
    return format_html(
        '<svg class="{}" viewBox="0 0 20 20" {}><use href="{}#i-{}"/></svg>', classes, spoken, file, name
    )


@register.simple_tag
def avatar(person, size: str = ""):
    """Show the initials of a person or of a name, tinted by the rung if there is one."""
    number = getattr(person, "rung", None)
    tint = format_html(' data-rung="{}"', int(number)) if number else ""
    return format_html(
        '<span class="avatar{}"{} aria-hidden="true">{}</span>',
        f" {size}" if size else "", tint, initials(str(getattr(person, "name", person))),
    )  # fmt: skip


@register.filter
def device(user_agent: str) -> str:
    """Name the browser and the system of a user-agent line."""
    return device_name(user_agent)


def _silent():
    return mark_safe('aria-hidden="true"')


# Money, days and moments, in the reader's language and zone


@register.filter
def money(amount, currency: str = "") -> str:
    """Write an amount with its currency; nothing for no amount."""
    return "" if amount is None else writing.write_money(amount, currency, _language())


@register.filter
def number(count: int | None) -> str:
    """Write a count of people or things with its thousands set apart; nothing for none."""
    return "" if count is None else writing.write_number(count, _language())


@register.filter
def minutes(count: int | None) -> str:
    """Say a number of minutes in minutes or hours; nothing for none."""
    return "" if count is None else writing.write_minutes(count)


@register.filter
def day(value, zone: ZoneInfo | str | None = None) -> str:
    """Write a date, or the day of a moment in a zone, shortly."""
    if not value:
        return ""
    place = _zone(zone)
    if isinstance(value, datetime):
        value = value.astimezone(place).date()
    return writing.write_day(value, today=clock.today(place), language=_language())


@register.filter
def when(value: datetime | None, zone: ZoneInfo | str | None = None) -> str:
    """Write a moment in a zone: "today, 10:30", "Tue 24 Nov, 9:00"."""
    if not value:
        return ""
    return writing.write_moment(value, now=clock.now(), zone=_zone(zone), language=_language())


@register.filter
def hour(value: datetime | None, zone: ZoneInfo | str | None = None) -> str:
    """Write the time of day of a moment in a zone."""
    if not value:
        return ""
    return writing.write_clock(value, zone=_zone(zone), language=_language())


@register.simple_tag
def moment(value, zone: ZoneInfo | str | None = None):
    """Show a date or a moment as a <time> element that programs can read too."""
    if not value:
        return ""
    text = when(value, zone) if isinstance(value, datetime) else day(value)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


@register.simple_tag
def margin(value, zone: ZoneInfo | str | None = None):
    """Show a date or a moment narrowly, for the margin of a page; today's also with the time."""
    if not value:
        return ""
    place, exact = _zone(zone), isinstance(value, datetime)
    day_of, today = value.astimezone(place).date() if exact else value, clock.today(place)
    text = writing.write_date(day_of, today=today, language=_language())
    if day_of == today:
        text = _("Today")
    if not exact or day_of != today:
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)
    return format_html('<time datetime="{}">{}<br>{}</time>', value.isoformat(), text, hour(value, place))


def _zone(zone: ZoneInfo | str | None) -> tzinfo:
    if isinstance(zone, str) and zone:
        return ZoneInfo(zone)
    return zone or timezone.get_current_timezone()


def _language() -> str:
    return get_language() or "en"


# Charts


@register.simple_tag
def spark(values, label: str, worry: bool = False):
    """Draw a trend; the label says it in words, because the picture alone says it to few."""
    values = [float(value) for value in values]
    if not values:
        return ""
    context = {"chart": charts.spark(values), "label": label, "worry": worry}
    return render_to_string("kit/_spark.html", context)


span = register.filter("span", writing.write_span)


# Forms


@register.simple_tag
def field(
    bound, hint: str = "", label: str = "", hide_label: bool = False, across: bool = False, **attributes
):
    """Show a field with its label, hint and errors, tied together for screen readers.

    `across` lays short choices side by side. Other keywords become attributes of the input:
    `rows=3 hx_get="…" data_draft="…"`.
    """
    if bound.is_hidden:
        return bound.as_widget()
    kind = kind_of(bound)
    attributes = {name.replace("_", "-"): value for name, value in attributes.items()}
    if kind in ("plain", "secret"):
        own = bound.field.widget.attrs.get("class", "")
        attributes["class"] = " ".join(filter(None, ["input", own, attributes.pop("class", "")]))
    hint = hint or bound.help_text
    described = _described_by(bound, hint)
    if described and kind != "choices":
        attributes["aria-describedby"] = described
    context = {
        "field": bound, "kind": kind, "label": label or bound.label, "hint": hint,
        "hide_label": hide_label, "described": described, "across": across,
        "options": options_of(bound, attributes) if kind == "choices" else (),
        "control": "" if kind == "choices" else bound.as_widget(attrs=attributes),
    }  # fmt: skip
    return render_to_string("kit/forms/field.html", context)


@register.inclusion_tag("kit/forms/errors.html")
def form_errors(*forms):
    """List what is wrong in the forms, each with a link to its field; takes the focus."""
    forms = [form for form in forms if form is not None]
    return {
        "general": [error for form in forms for error in form.non_field_errors()],
        "fields": [
            {"id": bound.id_for_label or f"{bound.auto_id}_0", "label": _named(bound.label), "error": error}
            for form in forms
            for bound in form
            for error in bound.errors
        ],
    }


def _named(label) -> str:
    """A label before what is wrong with it; a question needs no colon."""
    return str(label) if str(label).endswith(("?", "؟", "？")) else f"{label}:"


def _described_by(bound, hint) -> str:
    parts = []
    if hint:
        parts.append(f"{bound.auto_id}_helptext")
    if bound.errors:
        parts.append(f"{bound.auto_id}_error")
    return " ".join(parts) if bound.auto_id else ""


# Toasts


@register.inclusion_tag("kit/_toasts.html", takes_context=True)
def toasts(context):
    """Show what is to be said on this page, in the region that htmx answers write to as well."""
    request = context.get("request")
    return {
        "toasts": take_toasts(request) if hasattr(request, "_messages") else [],
        "csrf_token": context.get("csrf_token"),
        "request": request,
    }
