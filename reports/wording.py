"""Says flags, and why no fit could be made, in words."""

from datetime import date

from django.utils.translation import gettext as _

from kit.writing import write_span


def why_flagged(flag, today: date) -> str:
    """Say why somebody is said to be slipping away: "Orders every 5 weeks, now silent for 8 weeks."

    Of a flag that stands it says how things are now, of one that was judged how they were.
    """
    stands = flag.judged_on is None
    quiet = flag.quiet_days + ((today - flag.raised_on).days if stands else 0)
    chance = flag.customer.chance_alive if stands else flag.chance
    known = {"usual": write_span(flag.interval_days), "quiet": write_span(quiet)}
    if chance is None:
        return _("Orders every %(usual)s, now silent for %(quiet)s.") % known
    known["chance"] = of_hundred(chance)
    return _("Orders every %(usual)s, now silent for %(quiet)s. Still a customer: %(chance)s.") % known


def of_hundred(chance: float) -> str:
    """Write a chance as people count: "83 of 100"; never as certain, for nobody knows."""
    return _("%(n)d of 100") % {"n": min(99, max(1, round(100 * chance)))}


def why_no_fit(trouble: str, people: int) -> str:
    """Say why each person's own interval serves instead of what all orders tell together."""
    if trouble == "too_few":
        return _(
            "Of the people of your company %(n)d ordered again so far. Until there are 100, each person "
            "is judged by their own interval alone."
        ) % {"n": people}
    return _(
        "The orders of your company do not tell yet how people stay and leave. Until they do, each "
        "person is judged by their own interval alone."
    )
