"""Finds who or what is meant by a few letters, and says what can be done: "Find or do".

Reads only, and only what is the viewer's own. People cost a query, products one, orders one
where a number was typed; one more looks for names alike where nothing fits.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from customers.models import Customer
from kit.folding import pattern_at_word, words_of
from kit.isolating import isolated
from mlmcrm import doing
from mlmcrm.alike import alike
from mlmcrm.finding import Fit, Named, fit_of, parted, rank
from sales.models import Order, Product

LONGEST = 100  # signs of what is typed
PEOPLE_SHOWN, OTHERS_SHOWN, RECENT_SHOWN, VERBS_SHOWN = 6, 4, 5, 4
MOST_CONSIDERED = 60  # people whose names fit
MOST_HEARD = 2000  # people among whom names alike are looked for, those of late first


@dataclass(frozen=True)
class Row:
    """Something to open: where it leads, and what is shown of it."""

    url: str
    name: str
    icon: str = ""
    person: Customer | None = None
    parts: tuple[str, str, str] | None = None  # of the name: before what was typed, that, the rest
    detail: str = ""
    said: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Rows of a kind. One that is meant for sure stands before one that only holds the letters."""

    name: str
    title: str
    rows: list[Row]
    sure: bool = True


@dataclass(frozen=True)
class Found:
    """What there is for what was typed; `person` is set where it is about one alone."""

    typed: str
    groups: list[Group]
    person: Customer | None = None

    @property
    def count(self) -> int:
        return sum(len(group.rows) for group in self.groups)


def find(viewer, typed: str, places: Iterable[doing.Deed]) -> Found:
    """Look for people, orders, products, pages and verbs; or offer what is wanted most, if nothing is typed."""
    typed = " ".join(typed.replace("\0", " ").split())[:LONGEST]
    if not typed:
        return Found("", [_lately(viewer), _verbs(viewer)])
    others = [
        _orders(viewer, typed),
        _products(viewer, typed),
        _fitting("places", _("Go to"), typed, places),
        _fitting("verbs", _("Do"), typed, doing.verbs(viewer)),
    ]
    others = [group for group in others if group.rows]
    people = _people(viewer, typed)
    if people.rows:
        groups = sorted(
            [people, *_do_for_the_first(viewer, people), *others], key=lambda group: not group.sure
        )
    elif any(group.sure for group in others):
        groups = [*others, _nobody(viewer, typed)]
    else:
        groups = [*others, _nobody(viewer, typed), _alike(viewer, typed)]
    return Found(typed, [group for group in groups if group.rows])


def find_for(viewer, person: Customer, typed: str) -> Found:
    """What can be done for one person."""
    return Found(typed, [_do_for(viewer, person, person.name)], person)


def _lately(viewer) -> Group:
    people = Customer.objects.visible_to(viewer).order_by("-updated_at")[:RECENT_SHOWN]
    return Group("people", _("Lately"), [_person(person) for person in people])


def _verbs(viewer) -> Group:
    return Group("verbs", _("Do"), [_deed(deed) for deed in doing.verbs(viewer)[:VERBS_SHOWN]])


def _people(viewer, typed: str) -> Group:
    """People by name, e-mail or phone, ranked by how well their names fit."""
    fitting = Customer.objects.visible_to(viewer).matching(typed, viewer).best_named_first(typed)
    people = {person.pk: person for person in fitting[:MOST_CONSIDERED]}
    ranked = rank(typed, [_named(person) for person in people.values()])
    rows = [_person(people[one.id], typed, fit) for one, fit in ranked[:PEOPLE_SHOWN]]
    if len(ranked) > PEOPLE_SHOWN:
        rows.append(_all_people(typed))
    sure = bool(ranked) and (ranked[0][1] >= Fit.WORD or ranked[0][1] == Fit.ELSEWHERE)
    return Group("people", _("People"), rows, sure)


def _alike(viewer, typed: str) -> Group:
    """People whose names sound or are spelt like what was typed."""
    people = Customer.objects.visible_to(viewer).order_by("-updated_at")[:MOST_HEARD]
    shown = {row["pk"]: row for row in people.values("pk", "name", "greeting", "rung", "last_contact_at")}
    near = alike(typed, (Named(pk, row["name"]) for pk, row in shown.items()), PEOPLE_SHOWN)
    rows = [_person(Customer(**shown[one.id]), said=_("sounds alike")) for one in near]
    return Group("people", _("People"), rows)


def _do_for_the_first(viewer, people: Group) -> list[Group]:
    first, *others = people.rows
    name = first.name if others else first.person.addressed
    return [_do_for(viewer, first.person, name)] if people.sure else []


def _do_for(viewer, person: Customer, name: str) -> Group:
    title = _("Do, for %(name)s") % {"name": isolated(name)}
    return Group("for", title, [_deed(deed) for deed in doing.verbs_for(viewer, person)])


def _orders(viewer, typed: str) -> Group:
    """Orders whose number begins as typed."""
    number = typed.lstrip("#")
    rows = []
    if re.search(r"\d", number):
        orders = Order.objects.visible_to(viewer).exclude(external_id="")
        found = orders.filter(external_id__istartswith=number).select_related("customer")
        rows = [_order(order) for order in found.order_by("-ordered_on", "-pk")[:OTHERS_SHOWN]]
    return Group("orders", _("Orders"), rows)


def _products(viewer, typed: str) -> Group:
    fits = Q()
    for word in words_of(typed):
        fits &= Q(name_key__regex=pattern_at_word(word))
    found = Product.objects.visible_to(viewer).for_sale().filter(fits | Q(code__istartswith=typed))
    products = found.order_by("name_key", "pk")[:OTHERS_SHOWN]
    return Group("products", _("Products"), [_product(product, typed) for product in products])


def _fitting(name: str, title: str, typed: str, deeds: Iterable[doing.Deed]) -> Group:
    """Pages or verbs with a word for each of those typed."""
    fitting = [deed for deed in deeds if _fit(typed, deed) >= Fit.WORD]
    fitting.sort(key=lambda deed: -fit_of(typed, deed.label))
    return Group(name, title, [_deed(deed, typed) for deed in fitting[:OTHERS_SHOWN]])


def _fit(typed: str, deed: doing.Deed) -> Fit:
    return max(fit_of(typed, deed.label), fit_of(typed, deed.words))


def _nobody(viewer, typed: str) -> Group:
    """What to do about a name that nobody has."""
    title = _("Nobody called “%(typed)s”") % {"typed": typed}
    return Group("nobody", title, [_deed(deed) for deed in doing.verbs_without(viewer, typed)])


def _named(person: Customer) -> Named:
    return Named(person.pk, person.name, person.last_contact_at)


def _person(person: Customer, typed: str = "", fit: Fit = Fit.WHOLE, said: str = "") -> Row:
    if fit == Fit.ELSEWHERE:
        said = _("by email or phone")
    return Row(
        person.get_absolute_url(),
        person.name,
        person=person,
        parts=None if said and fit != Fit.ELSEWHERE else parted(typed, person.name),
        said=said,
    )


def _all_people(typed: str) -> Row:
    url = reverse("people") + "?" + urlencode({"q": typed})
    return Row(url, _("Everyone with “%(typed)s”") % {"typed": typed}, "people")


def _order(order: Order) -> Row:
    who = order.customer.name if order.customer else order.get_purpose_display()
    name = _("Order %(number)s") % {"number": order.external_id}
    return Row(order.get_absolute_url(), name, "bag", detail=who)


def _product(product: Product, typed: str) -> Row:
    page = (
        reverse("product", args=[product.pk])
        if product.owner_id
        else f"{reverse('products')}#product-{product.pk}"
    )
    return Row(page, product.name, "box", parts=parted(typed, product.name), detail=product.code)


def _deed(deed: doing.Deed, typed: str = "") -> Row:
    return Row(deed.url, deed.label, deed.icon, parts=parted(typed, deed.label), keys=deed.keys)
