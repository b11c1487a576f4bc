"""The history: what was changed, as the page words it, and whether it can be taken back."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework import serializers

from customers.models import Customer
from kit.api.fields import MomentField
from kit.api.serializers import Filters, Shown
from kit.api.views import OwnedViewSet
from kit.models import Door, Event
from kit.telling import Names, Told, kinds_beside, names_of, tell, told_kinds
from kit.undo import can_undo

NAME = "%(person)s"


@dataclass(frozen=True)
class Line:
    """An event in words."""

    event: Event
    told: Told
    text: str

    @property
    def undone(self) -> bool:
        return getattr(self.event, "undone", None) is not None

    @property
    def can_undo(self) -> bool:
        return not self.undone and can_undo(self.event)


class DetailOut(Shown):
    """One thing that changed: what it is, what it was, what it is now. Empty means nothing."""

    label = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class EventOut(Shown):
    """A change in words. `more` explains it, `said` are somebody's own words in it.

    `can_undo` is from the event alone: what the world has moved on from is refused by 409.
    """

    id = serializers.UUIDField(source="event.pk")
    at = MomentField(source="event.at")
    kind = serializers.CharField(source="event.kind")
    text = serializers.CharField()
    more = serializers.CharField(source="told.more")
    said = serializers.CharField(source="told.said")
    details = DetailOut(source="told.details", many=True)
    person = serializers.UUIDField(source="event.person_id", allow_null=True)
    door = serializers.ChoiceField(Door.choices, source="event.door")
    undone = serializers.BooleanField()
    can_undo = serializers.BooleanField()


class EventFilters(Filters):
    """Which changes: those that concern one person."""

    person = serializers.UUIDField(required=False)


class EventsViewSet(OwnedViewSet):
    """What was changed in one's own data, the latest first."""

    model = Event
    serializer_class = EventOut
    filters = EventFilters
    order = ("-at", "-id")

    def rows(self, visible):
        return visible.exclude(kind="undo.done").select_related("undone")

    def narrow(self, rows, **wanted):
        """What another line says already is told of one person alone, as on the page."""
        if "person" in wanted:
            return rows.about(wanted["person"])
        return rows.exclude(kind__in=kinds_beside()).exclude(_lines_of_files())

    def paginate_queryset(self, queryset):
        return _in_words(self.request.user, super().paginate_queryset(queryset))


def _lines_of_files() -> Q:
    """What an import wrote line by line: its end tells how much that was."""
    return Q(door=Door.IMPORT, deed__isnull=False) & ~Q(kind__in=told_kinds("imports"))


def _in_words(viewer, events: list[Event]) -> list[Line]:
    subjects: dict[str, set] = {}
    for event in events:
        subjects.setdefault(event.subject_type, set()).add(event.subject_id)
    people = _people(viewer, events)
    names = people | names_of(subjects)
    return [_line(event, people, names) for event in events]


def _people(viewer, events: Iterable[Event]) -> Names:
    """The names of all people that events speak of, deleted ones too."""
    facts = [facts for event in events for facts in (event.before, event.after) if facts]
    ids = {event.person_id for event in events} | {fact.get("introduced_by") for fact in facts}
    rows = Customer.objects.restorable_by(viewer).filter(pk__in=ids - {None, ""})
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


def _line(event: Event, people: Names, names: Names) -> Line:
    told = tell(event, names)
    name = people.get(str(event.person_id), told.name or _("somebody"))
    return Line(event, told, told.sentence.replace(NAME, name))
