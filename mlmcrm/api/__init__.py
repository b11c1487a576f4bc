"""The JSON door: every resource under /api/v1/, its schema and its pages."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from appointments.api import (
    AppointmentsViewSet,
    AvailabilityView,
    BeginView,
    CorrectionsViewSet,
    EndView,
    FinishItemView,
    FreeView,
    MeetingKindsViewSet,
    NotesView,
    OnDayView,
    ProtectView,
    ReviewView,
    RunItemView,
    SendView,
    SlotsViewSet,
    TakeOverView,
)
from customers.api import PeopleViewSet, TouchesViewSet
from followups.api import (
    ComplaintsViewSet,
    MessagesViewSet,
    PlaybooksViewSet,
    PromisesViewSet,
    ReferralsViewSet,
    RepliesViewSet,
    SuggestionsViewSet,
    SurveysViewSet,
    TasksViewSet,
)
from kit.api.errors import not_found
from kit.api.views import ApiView
from mlmcrm.api.events import EventsViewSet
from mlmcrm.api.pages import SchemaView, docs
from mlmcrm.api.today import TodayView
from mlmcrm.api.undo import UndoView
from reports.api import DownlineView, FlagsViewSet, RetentionView
from sales.api import (
    CardsViewSet,
    EnrolmentsViewSet,
    OffersViewSet,
    OrdersViewSet,
    ProductsViewSet,
    StandingOrdersViewSet,
    SynonymsViewSet,
    WantsViewSet,
)
from team.api.devices import DevicesViewSet, SignOutView
from team.api.me import MeView
from team.api.signing_in import TokenView


class Nowhere(ApiView):
    """Any other address: an error in the API's own shape, for whoever is signed in."""

    schema = None

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        raise not_found()


router = SimpleRouter(use_regex_path=False)
router.register("devices", DevicesViewSet, "devices")
router.register("people", PeopleViewSet, "people")
router.register("touches", TouchesViewSet, "touches")
router.register("orders", OrdersViewSet, "orders")
router.register("products", ProductsViewSet, "products")
router.register("standing-orders", StandingOrdersViewSet, "standing-orders")
router.register("cards", CardsViewSet, "cards")
router.register("enrolments", EnrolmentsViewSet, "enrolments")
router.register("complaints", ComplaintsViewSet, "complaints")
router.register("promises", PromisesViewSet, "promises")
router.register("surveys", SurveysViewSet, "surveys")
router.register("suggestions", SuggestionsViewSet, "suggestions")
router.register("wants", WantsViewSet, "wants")
router.register("offers", OffersViewSet, "offers")
router.register("synonyms", SynonymsViewSet, "synonyms")
router.register("referrals", ReferralsViewSet, "referrals")
router.register("tasks", TasksViewSet, "tasks")
router.register("messages", MessagesViewSet, "messages")
router.register("replies", RepliesViewSet, "replies")
router.register("playbooks", PlaybooksViewSet, "playbooks")
router.register("flags", FlagsViewSet, "flags")
router.register("appointments", AppointmentsViewSet, "appointments")
router.register("corrections", CorrectionsViewSet, "corrections")
router.register("meeting-kinds", MeetingKindsViewSet, "meeting-kinds")

NOTES = "appointments/<uuid:pk>/notes/"

urlpatterns = [
    path("auth/token/", TokenView.as_view(), name="auth-token"),
    path("auth/sign-out/", SignOutView.as_view(), name="auth-sign-out"),
    path("today/", TodayView.as_view(), name="today"),
    path("slots/", SlotsViewSet.as_view({"get": "list"}), name="slots"),
    path("availability/", AvailabilityView.as_view(), name="availability"),
    path("availability/protect/", ProtectView.as_view(), name="availability-protect"),
    path("availability/free/", FreeView.as_view(), name="availability-free"),
    path("availability/on-day/", OnDayView.as_view(), name="availability-on-day"),
    path(NOTES, NotesView.as_view(), name="appointments-notes"),
    path(f"{NOTES}begin/", BeginView.as_view(), name="appointments-notes-begin"),
    path(f"{NOTES}run-item/", RunItemView.as_view(), name="appointments-notes-run-item"),
    path(f"{NOTES}finish-item/", FinishItemView.as_view(), name="appointments-notes-finish-item"),
    path(f"{NOTES}end/", EndView.as_view(), name="appointments-notes-end"),
    path(f"{NOTES}take-over/", TakeOverView.as_view(), name="appointments-notes-take-over"),
    path(f"{NOTES}review/", ReviewView.as_view(), name="appointments-notes-review"),
    path(f"{NOTES}send/", SendView.as_view(), name="appointments-notes-send"),
    path("events/", EventsViewSet.as_view({"get": "list"}), name="events"),
    path("events/<uuid:pk>/undo/", UndoView.as_view(), name="undo"),
    path("retention/", RetentionView.as_view(), name="retention"),
    path("reports/downline/", DownlineView.as_view(), name="reports-downline"),
    path("me/", MeView.as_view(), name="me"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", docs, name="docs"),
    path("", include(router.urls)),
    path("<path:rest>", Nowhere.as_view(), name="nowhere"),
]
