"""The keys that do something, as the help lists them; static/js/shortcuts.js obeys them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from mlmcrm.doing import GO, address_of


@dataclass(frozen=True)
class Shortcut:
    """Keys, pressed one after the other or, where `either`, one of them."""

    keys: tuple[str, ...]
    does: str
    either: bool = False


def shortcuts_of() -> list[tuple[str, list[Shortcut]]]:
    """All shortcuts in groups with their titles; only those whose pages exist."""
    return [
        (_("Everywhere"), _everywhere()),
        (_("Go to"), [Shortcut(("G", key), label) for key, label in _places()]),
        (_("In lists"), [Shortcut(("J", "K"), _("next line, line before"), either=True)]),
        (_("On Today, for the chosen line"), [
            Shortcut(("E",), _("done")),
            Shortcut(("L",), _("later")),
        ]),
        *([(_("On the ladder"), _ladder())] if address_of("ladder") else []),
        (_("On a person"), [
            Shortcut(("O",), _("enter an order")),
            Shortcut(("W",), _("write a note")),
            Shortcut(("C",), _("log a contact")),
            Shortcut(("M",), _("move on the ladder")),
            Shortcut(("D",), _("change the details")),
        ]),
        (_("In a meeting, at the start of a line"), [
            Shortcut(("!",), _("a promise")),
            Shortcut(("~",), _("something they want")),
            Shortcut(("+",), _("an order")),
            Shortcut(("?",), _("a question they asked")),
            Shortcut(("=",), _("the answer to the question above")),
            Shortcut(("@",), _("before a name: whom of several it is about")),
            Shortcut(("/",), _("find product facts")),
        ]),
    ]  # fmt: skip


def _everywhere() -> list[Shortcut]:
    found = [
        Shortcut((_("Ctrl K"),), _("find or do")),
        Shortcut(("/",), _("search this page, or everything")),
        Shortcut(("N",), _("add something")),
        Shortcut(("?",), _("this list")),
    ]
    return [*found, Shortcut(("Z",), _("undo the last"))]


def _ladder() -> list[Shortcut]:
    return [Shortcut((_("arrows"),), _("from card to card")), Shortcut(("M",), _("move this person"))]


def _places() -> list[tuple[str, str]]:
    labels = {
        "today": _("Today"),
        "people": _("People"),
        "ladder": _("Ladder"),
        "orders": _("Orders"),
        "messages": _("Messages"),
        "playbooks": _("Playbooks"),
        "history": _("History"),
        "team": _("Team"),
    }
    return [(key, labels[name]) for name, key in GO.items() if address_of(name)]
