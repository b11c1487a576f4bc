"""What screens show of who stays: flags in words, chances of a hundred, who came and left as a picture."""

from django import template
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kit import charts, writing
from reports.cohorts import months_between
from reports.wording import of_hundred, why_flagged, why_no_fit

register = template.Library()

register.filter("of_hundred", of_hundred)
register.filter("why_flagged", why_flagged)


@register.filter
def about(amount, currency: str) -> str:
    """Write money that is expected: nobody knows it to the cent."""
    return _("about %(money)s") % {
        "money": writing.write_round_money(amount, currency, get_language() or "en")
    }


@register.simple_tag
def no_fit(fit) -> str:
    """Say why each person's own interval serves."""
    return why_no_fit(fit.trouble, fit.repeat_buyers)


@register.simple_tag
def doors_picture(months):
    """Draw who came and who left, month by month, with a table for those who do not see it."""
    chart = charts.two_ways([(month.came, month.left) for month in months])
    return render_to_string(
        "reports/_doors.html", {"chart": chart, "months": list(zip(months, chart.bars, strict=True))}
    )


@register.filter
def blanks(cohort, first) -> range:
    """The columns of a heat map that a cohort has not lived yet, where the oldest one has lived them all."""
    return range(months_between(first.month, cohort.month))
