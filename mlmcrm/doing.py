"""What can be done and where one can go, each with its address and its key: verbs and pages by name."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from customers.models import Customer

# After G, the letter of a page; the sidebar and the help show the same.
GO = {
    "today": "T", "people": "P", "ladder": "L", "orders": "O", "messages": "M", "playbooks": "B", "history": "H",
    "team": "R",
}  # fmt: skip


@dataclass(frozen=True)
class Deed:
    """A verb or a page; `words` are others by which it is found."""

    url: str
    label: str
    icon: str
    words: str = ""
    keys: tuple[str, ...] = ()


def pages(viewer, navigation) -> list[Deed]:
    """All pages: those of the navigation, then those that other pages lead to."""
    others = {deed.url: deed for deed in _other_pages(viewer)}
    known = [
        others.pop(place.url, None) or Deed(place.url, place.label, place.icon, keys=keys_to(place.name))
        for place in navigation
    ]
    return [*known, *others.values()]


def verbs(viewer) -> list[Deed]:
    """What can be done without a person in mind, the commonest first."""
    if not viewer.company_id:
        return []
    return _standing(
        [
            ("order-add", _("Enter an order"), "bag", _("sale sold bought")),
            ("person-add", _("Add a person"), "person", _("new contact customer")),
            ("today#quick-add", _("Write down what happened"), "pen", _("note quick touch")),
            ("order-add?purpose=own_use", _("Enter an order for own use"), "bag", ""),
            ("product-add", _("Add a product"), "box", _("new own")),
            ("settings-team", _("Invite somebody to the team"), "team", _("recruit")),
            (
                "import",
                _("Import people or orders"),
                "upload",
                _("upload file spreadsheet contacts csv vcard"),
            ),
            ("settings-hours", _("Take days off"), "calendar", _("holiday free vacation")),
        ]
    )


def verbs_for(viewer, person: Customer) -> list[Deed]:
    """What can be done for a person, each with the letter that does it."""
    page = person.get_absolute_url()
    deeds = [
        Deed(f"{reverse('order-add')}?person={person.pk}", _("Enter an order"), "bag", keys=("O",)),
        Deed(f"{page}?add=note#composer", _("Write a note"), "pen", keys=("W",)),
        Deed(f"{page}?add=touch#composer", _("Log a contact"), "chat", keys=("C",)),
        Deed(
            reverse("complaint-add", args=[person.pk]),
            _("Not content: put it right"),
            "hand",
            words=_("complaint wrong"),
        ),
        Deed(
            reverse("survey-write", args=[person.pk]),
            _("Ask how content they are"),
            "survey",
            words=_("survey questions"),
        ),
        Deed(reverse("ladder-move", args=[person.pk]), _("Move on the ladder"), "ladder", keys=("M",)),
        Deed(reverse("enrol", args=[person.pk]), _("Enrol in the team"), "team", _("join member sign up")),
        Deed(reverse("person-edit", args=[person.pk]), _("Change the details"), "sliders", keys=("D",)),
    ]
    return deeds if viewer.company_id else []


def verbs_without(viewer, typed: str) -> list[Deed]:
    """What can be done with words that name nobody."""
    if not viewer.company_id:
        return []
    write = Deed(
        reverse("today") + "?" + urlencode({"q": typed}) + "#quick-add", _("Write it down on Today"), "pen"
    )
    if "@" in typed or not any(sign.isalpha() for sign in typed):
        return [Deed(reverse("person-add"), _("Add a person"), "plus"), write]
    add = reverse("person-add") + "?" + urlencode({"name": typed})
    return [Deed(add, _("Add %(name)s as a person") % {"name": typed}, "plus"), write]


def keys_to(name: str) -> tuple[str, ...]:
    """The two keys that lead to a page, if there are any."""
    return ("G", GO[name]) if name in GO else ()


def _other_pages(viewer) -> list[Deed]:
    team = ("settings-team", _("Invitations"), "team", _("settings team recruits"))
    joined = ("enrolments", _("Enrolments"), "team", _("join member recruits"))
    return _standing(
        [
            ("settings", _("Settings"), "sliders", _("name signature theme colours language time zone")),
            ("settings-hours", _("Hours and days off"), "clock", _("settings quiet holidays free")),
            *([team, joined] if viewer.company_id else []),
            (
                "settings-security",
                _("Signing in"),
                "key",
                _("settings password email sessions security devices phone app tokens"),
            ),
            ("shortcuts", _("Shortcuts"), "book", _("keys keyboard help")),
        ]
    )


def _standing(entries) -> list[Deed]:
    """The entries whose pages exist. An address is a name with, perhaps, a query or a place on the page."""
    deeds = [Deed(address_of(address), *rest) for address, *rest in entries]
    return [deed for deed in deeds if deed.url]


def address_of(address: str) -> str:
    """Return where a name leads, or nothing while no such page exists."""
    name = address.split("?")[0].split("#")[0]
    try:
        return reverse(name) + address.removeprefix(name)
    except NoReverseMatch:
        return ""
