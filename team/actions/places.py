"""The next free place below somebody."""

from django.utils.translation import gettext as _

from team.errors import TeamRefused
from team.models import Company, Distributor
from team.tree import child_code

LONGEST_PATH = Distributor._meta.get_field("path").max_length


def take_place(company: Company, sponsor: Distributor | None) -> tuple[str, int]:
    """Return the path and depth of the next recruit, and count on. Needs the company's lock."""
    if sponsor is None:
        path = child_code(company.next_root)
        company.next_root += 1
        company.save(update_fields=["next_root"])
        return path, 0
    now = Distributor.objects.get(pk=sponsor.pk)
    if now.company_id != company.pk or now.path is None:
        raise TeamRefused(_("The sponsor is not in this company."), field="sponsor")
    path = now.path + child_code(now.next_child)
    if len(path) > LONGEST_PATH:
        raise TeamRefused(_("This line is too deep."), field="sponsor")
    now.next_child += 1
    now.save(update_fields=["next_child"])
    return path, now.depth + 1
