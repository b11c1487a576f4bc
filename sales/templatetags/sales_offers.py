"""What an offer did, in words that say no more than is known."""

from django import template
from django.utils.translation import gettext as _

from followups.scores import Share
from sales.offer_figures import LEAST, Result

register = template.Library()


@register.filter
def counted(share: Share) -> str:
    """Write a share with its numbers first: 3 of 12 (9 to 53 %)."""
    if not share.of:
        return _("nobody")
    if share.of < LEAST:
        return _("%(n)d of %(of)d") % {"n": share.count, "of": share.of}
    return _("%(n)d of %(of)d (%(low)d to %(high)d %%)") % {
        "n": share.count, "of": share.of, "low": round(100 * share.low), "high": round(100 * share.high),
    }  # fmt: skip


@register.filter
def said(result: Result) -> str:
    """Say what can be said of the difference."""
    if result.difference is None:
        return _("Too few to compare: from %(n)d people on each side on.") % {"n": LEAST}
    values = {
        "gain": round(100 * result.difference), "low": round(100 * result.low), "high": round(100 * result.high),
    }  # fmt: skip
    if result.helped:
        words = _("Of a hundred, %(gain)d more bought than would have anyway (%(low)d to %(high)d).")
    elif result.is_clear:
        words = _("Of a hundred, fewer bought than would have anyway (%(low)d to %(high)d).")
    else:
        words = _("No difference that could not be chance (%(low)d to %(high)d more of a hundred).")
    return words % values
