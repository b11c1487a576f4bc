"""Says time zones as people do."""

from django import template

from team.zones import place_of

register = template.Library()


@register.filter
def place_name(zone) -> str:
    """The place that a zone is named after, of its name or of the zone itself: "Ho Chi Minh City"."""
    return place_of(str(getattr(zone, "key", zone)))
