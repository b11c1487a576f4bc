"""What every page shows around its own content: places to go, what waits there, the worker's pulse."""

from collections import Counter
from dataclasses import dataclass
from functools import cache

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from customers.models import Customer
from followups.models import Complaint, Message, Task
from kit.expressions import PresentMoment
from kit.models import Pulse
from mlmcrm import health
from mlmcrm.doing import GO
from team.models import Company, Distributor

SILENT = 300  # seconds after which a banner says that the worker is silent


@dataclass(frozen=True)
class Place:
    """An entry of the navigation."""

    url: str
    label: str
    icon: str
    name: str
    group: str = ""
    count: int | None = None
    current: bool = False

    @property
    def go(self) -> str:
        """The letter that leads here after G."""
        return GO.get(self.name, "").lower()


def house(request):
    """Give templates `house`, computed only where a template asks for it."""
    return {"house": SimpleLazyObject(lambda: _house(request))}


def navigation(request) -> list[Place]:
    """The pages of the navigation without their counts, which cost a query."""
    return _places(request, Counter()) if request.user.company_id else []


def _house(request) -> dict:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"demo": _is_demo(), "nav": [], "add_menu": [], "theme": "system"}
    row = _frame().get(pk=user.pk)
    user.company = row.company  # it came along; whatever follows need not ask for it
    facts = {name: getattr(row, name) for name in ("people", "due", "drafts", "not_content")}
    return {
        "demo": bool(row.company and row.company.is_demo),
        "nav": _places(request, facts) if user.company_id else [],
        "add_menu": _add_menu() if user.company_id else [],
        "theme": user.theme,
        "worker": _worker(row.ticked_at),
    }


@cache
def _frame():
    """Everything the frame of a page needs to know of somebody, in one query.

    It stands on every page, and to build it takes longer than to run it: so it is built once.
    """
    return (
        Distributor.objects.select_related("company")
        .only("company")
        .annotate(
            people=_count(Customer.objects.filter(owner=OuterRef("pk"), deleted_at=None), Count("*")),
            due=_count(_standing(Task).due(PresentMoment()), Count("customer", distinct=True)),
            drafts=_count(_standing(Message).filter(state="draft").exclude(reason_code="waited"), Count("*")),
            not_content=_count(_standing(Complaint).filter(closed_at=None, revoked_at=None), Count("*")),
            ticked_at=Subquery(Pulse.objects.filter(name="worker").values("ticked_at")),
        )
    )


def _standing(model):
    """The user's rows about people who were not taken off the list."""
    return model.objects.filter(owner=OuterRef("pk"), customer__deleted_at=None)


def _count(rows, counted: Count) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values("owner").annotate(n=counted).values("n")), 0)


def _places(request, facts: dict) -> list[Place]:
    work = _("How I work")
    entries = [
        ("today", _("Today"), "today", "", facts["due"] + facts["drafts"]),
        ("people", _("People"), "people", "", facts["people"]),
        ("ladder", _("Ladder"), "ladder", "", None),
        ("calendar", _("Calendar"), "calendar", "", None),
        ("complaints", _("Complaints"), "hand", "", facts["not_content"] or None),
        ("promises", _("Promises"), "promise", "", None),
        ("orders", _("Orders"), "bag", "", None),
        ("messages", _("Messages"), "mail", "", None),
        *([("team", _("Team report"), "team", _("Team"), None)] if request.user.next_child else []),
        ("playbooks", _("Playbooks"), "book", work, None),
        ("offers", _("Offers"), "want", work, None),
        ("surveys", _("Surveys"), "survey", work, None),
        ("referrals", _("Introductions"), "people", work, None),
        ("retention", _("Retention"), "heart", work, None),
        ("products", _("Products"), "box", work, None),
        ("import", _("Import"), "upload", work, None),
        ("history", _("History"), "clock", work, None),
        ("settings", _("Settings"), "sliders", work, None),
    ]
    return [_place(request, *entry) for entry in entries]


def _place(request, name: str, label: str, icon: str, group: str, count: int | None) -> Place:
    url = reverse(name)
    return Place(url, label, icon, name, group, count, current=request.path.startswith(url))


def _add_menu() -> list[Place]:
    entries = [
        ("person-add", _("A person"), "person"),
        ("order-add", _("An order"), "bag"),
    ]
    return [Place(reverse(name), label, icon, name) for name, label, icon in entries]


def _worker(ticked_at) -> dict:
    seconds = int(health.age_of(ticked_at)) if ticked_at else None
    silent = seconds is not None and seconds > SILENT
    return {"ticked_at": ticked_at, "seconds": seconds, "late": health.is_late(ticked_at), "silent": silent}


def _is_demo() -> bool:
    return Company.objects.filter(is_demo=True).exists()
