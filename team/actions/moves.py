"""A person and all below move under another sponsor, with everything they did: reports show today's team."""

from django.db import models, transaction
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from kit import events
from kit.events import Actor
from team.actions.places import take_place
from team.errors import TeamRefused
from team.figures import added
from team.models import Company, Distributor, LineMonth, LineStanding
from team.sheets import add_to_lines, held_by, ids_of
from team.tree import END, is_below, upline_paths


@transaction.atomic
def move_distributor(
    *, distributor: Distributor, sponsor: Distributor | None, by: Actor, reason: str = ""
) -> Distributor:
    """Place somebody and all below under another sponsor of the company, or at its top without one.

    Where they stand already nothing changes. The figures of the line leave those who are above
    no more and come to those who are above now. Raises TeamRefused where the sponsor is the person,
    stands below or elsewhere.
    """
    company = Company.objects.select_for_update().get(pk=distributor.company_id)
    row = Distributor.objects.select_for_update().get(pk=distributor.pk)
    to = sponsor and Distributor.objects.get(pk=sponsor.pk)
    if to:
        _check(row, to)
    if row.sponsor_id == (to and to.pk):
        return row
    before = {"sponsor": row.sponsor, "path": row.path}
    old, (path, depth) = row.path, take_place(company, to)
    carry_over(company, row, old, path)
    _rewrite(company, old, path, depth - row.depth)
    Distributor.objects.filter(pk=row.pk).update(sponsor=to)
    Company.objects.filter(pk=company.pk).update(folds=models.F("folds") + 1)
    row.refresh_from_db()
    row.event = events.record(
        "distributor.moved", row, by=by, before=before, after={"sponsor": to, "path": path, "reason": reason}
    )
    return row


def _check(row: Distributor, to: Distributor) -> None:
    if to.company_id != row.company_id or to.path is None:
        raise TeamRefused(_("The sponsor is not in this company."), field="sponsor")
    if to.pk == row.pk or is_below(to.path, row.path):
        raise TeamRefused(_("Nobody can stand below themselves."), field="sponsor", code="loop")


def carry_over(company: Company, row: Distributor, old: str, new: str) -> None:
    """Take the figures of the line from those above who are left, and give them to those above who come."""
    line = {
        month: figures for (_person, month), figures in held_by(LineMonth, LineStanding, [row.pk]).items()
    }
    left, come = set(upline_paths(old)), set(upline_paths(new))
    ids = ids_of(company, left ^ come)
    add_to_lines(
        {
            (ids[path], month): figures if path in come else added({}, figures, -1)
            for path in left ^ come
            for month, figures in line.items()
        }
    )


def _rewrite(company: Company, old: str, new: str, deeper: int) -> None:
    rows = company.distributors.filter(path__gte=old, path__lt=old + END)
    longest = Distributor._meta.get_field("path").max_length - max(0, len(new) - len(old))
    if rows.annotate(length=models.functions.Length("path")).filter(length__gt=longest).exists():
        raise TeamRefused(_("This line is too deep."), field="sponsor")
    rest = Substr("path", len(old) + 1)
    rows.update(path=Concat(models.Value(new), rest), depth=models.F("depth") + deeper)
