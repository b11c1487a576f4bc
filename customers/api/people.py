"""People as a resource."""

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action

from customers import actions
from customers.api.beside import BesideMixin
from customers.api.many import ManyMixin
from customers.api.marks import MARKS, put_marks
from customers.api.shapes import (
    RUNGS,
    SINGLE,
    ChangedPersonIn,
    MoveIn,
    NewPersonIn,
    PeopleFilters,
    PersonOut,
)
from customers.details import read_details
from customers.errors import PersonChanged
from customers.models import Customer
from customers.tidying import tag_key, tidy_line
from kit.api.errors import renaming
from kit.api.serializers import Nothing
from kit.api.views import OwnedViewSet

ORDERS = {
    "name": ("name_key", "id"),
    "contact": ("-last_contact_at", "id"),
    "silent": ("last_contact_at", "id"),
    "order": ("-last_order_at", "id"),
    "due": ("next_due_at", "id"),
    "changed": ("updated_at", "id"),
}


class PeopleViewSet(BesideMixin, ManyMixin, OwnedViewSet):
    """People, found by words, rung and change."""

    model = Customer
    serializer_class = PersonOut
    filters = PeopleFilters
    held_first = "introduced_by"

    @property
    def order(self):
        usual = "changed" if "updated_since" in self.wanted else "name"
        return ORDERS[self.wanted.get("sort", usual)]

    def narrow(self, rows, **wanted):
        if "rung" in wanted:
            rows = rows.filter(rung=RUNGS[wanted["rung"]])
        if wanted.get("search"):
            rows = rows.matching(wanted["search"], self.request.user)
        if "updated_since" in wanted:
            rows = rows.filter(updated_at__gte=wanted["updated_since"])
        if "tag" in wanted:
            rows = rows.filter(tags__key=tag_key(tidy_line(wanted["tag"])))
        if "state" in wanted:
            state = {"slipping": rows.slipping, "cooling": rows.cooling}[wanted["state"]]
            rows = state(self.request.user.today())
        plain = {name: wanted[name] for name in ("warmth", "introduced_by") if name in wanted}
        return rows.filter(**plain)

    def complete(self, rows):
        read_details([row for row in rows if not hasattr(row, "details")])

    @extend_schema(request=NewPersonIn, responses={201: PersonOut})
    def create(self, request):
        said = self.read(NewPersonIn)
        said["consents"] = [(one["channel"], one["purpose"]) for one in said.get("consents", ())]
        with _renamed(said):
            person = actions.add_person(owner=request.user, by=self.by, **_with_lists(said))
        return self.answer(person, status.HTTP_201_CREATED, fetched=True)

    @extend_schema(request=ChangedPersonIn, responses=PersonOut)
    @transaction.atomic
    def partial_update(self, request, pk):
        person, said = self.get_object(), self.read(ChangedPersonIn, partial=True)
        marks = {name: said.pop(name) for name in MARKS if name in said}
        if said or not marks:
            with _renamed(said):
                self._change(person, said)
        put_marks(person, self.by, marks)
        return self.answer(person)

    def _change(self, person, said):
        """Write what was said. The addresses beside the first are read here: if they moved meanwhile, once more."""
        version = self.seen_version(person)
        try:
            _change_as_read(person, self.by, said, version)
        except PersonChanged:
            if version is not None:
                raise
            person.refresh_from_db()
            _change_as_read(person, self.by, said, version)

    @extend_schema(responses={204: None})
    def destroy(self, request, pk):
        return self.gone(actions.delete_person(person=self.get_object(), by=self.by))

    @extend_schema(request=Nothing, responses=PersonOut)
    @action(detail=True, methods=["post"])
    def restore(self, request, pk):
        """Bring a deleted person back."""
        self.read(Nothing)
        return self.answer(actions.restore_person(person=self.get_object(), by=self.by))

    @extend_schema(request=MoveIn, responses=PersonOut)
    @action(detail=True, methods=["post"])
    def move(self, request, pk):
        """Move a person up on your word, or a step back where only your word holds them."""
        person, said = self.get_object(), self.read(MoveIn)
        rungs = {name: RUNGS[said[name]] for name in ("rung", "stands") if name in said}
        actions.move_by_hand(person=person, by=self.by, reason=said["reason"], **rungs)
        return self.answer(person)

    def get_queryset(self):
        if self.action == "restore":
            return Customer.objects.restorable_by(self.request.user)
        return super().get_queryset()


def _change_as_read(person, by, said: dict, version: int | None) -> None:
    if version is None and any(one in said for one in SINGLE):
        version = person.version
    read_details([person])
    actions.change_person(person=person, by=by, version=version, **_with_lists(said, person.details))


def _with_lists(said: dict, held=None) -> dict:
    """Return what was said with the first address and number put in the place of the first one held."""
    values = {name: value for name, value in said.items() if name not in SINGLE}
    for one, many in SINGLE.items():
        if one in said:
            rest = getattr(held, many)[1:] if held else []
            values[many] = [said[one], *rest] if said[one] else rest
    return values


def _renamed(said: dict):
    """A refusal of the list is one of the single value, where that was said."""
    return renaming(**{many: one for one, many in SINGLE.items() if one in said})
