"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path

from mlmcrm import api
from mlmcrm.views import (
    after_meeting,
    health,
    history,
    home,
    imports,
    meeting,
    meeting_enrol,
    person,
    search,
    today,
    undo,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("today/", today.today, name="today"),
    path("today/read/", today.read, name="today-read"),
    path("today/add/", today.add, name="today-add"),
    path("today/check-in/<uuid:pk>/", today.check_in, name="today-check-in"),
    path("people/<uuid:pk>/", person.person, name="person"),
    path("appointments/<uuid:pk>/meet/", meeting.room, name="meeting"),
    path("appointments/<uuid:pk>/meet/begin/", meeting.begin, name="meeting-begin"),
    path("appointments/<uuid:pk>/meet/save/", meeting.save, name="meeting-save"),
    path("appointments/<uuid:pk>/meet/item/", meeting.item, name="meeting-item"),
    path("appointments/<uuid:pk>/meet/end/", meeting.end, name="meeting-end"),
    path("appointments/<uuid:pk>/meet/facts/", meeting.facts, name="meeting-facts"),
    path("appointments/<uuid:pk>/meet/order/", meeting.order, name="meeting-order"),
    path("appointments/<uuid:pk>/meet/enrol/", meeting_enrol.enrol, name="meeting-enrol"),
    path("appointments/<uuid:pk>/meet/take-over/", after_meeting.take_over, name="meeting-take-over"),
    path("appointments/<uuid:pk>/meet/<uuid:line>/card/", after_meeting.keep_card, name="meeting-card"),
    path("search/", search.find, name="search"),
    path("help/shortcuts/", search.help_with_keys, name="shortcuts"),
    path("history/", history.history, name="history"),
    path("undo/last/", undo.last, name="undo-last"),
    path("undo/<uuid:pk>/", undo.undo, name="undo"),
    path("import/", imports.imports, name="import"),
    path("import/people.csv", imports.sample_people, name="import-sample-people"),
    path("import/orders.csv", imports.sample_orders, name="import-sample-orders"),
    path("import/<uuid:pk>/", imports.one, name="import-run"),
    path("import/<uuid:pk>/state/", imports.state, name="import-state"),
    path("import/<uuid:pk>/change/", imports.change, name="import-change"),
    path("import/<uuid:pk>/start/", imports.start, name="import-start"),
    path("import/<uuid:pk>/cancel/", imports.cancel, name="import-cancel"),
    path("import/<uuid:pk>/resume/", imports.resume, name="import-resume"),
    path("import/<uuid:pk>/discard/", imports.discard, name="import-discard"),
    path("import/<uuid:pk>/refused/", imports.refused, name="import-refused"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include((api.urlpatterns, "api"))),
    path("", include("team.urls")),
    path("", include("customers.urls")),
    path("", include("followups.urls")),
    path("", include("appointments.urls")),
    path("", include("sales.urls")),
    path("", include("reports.urls")),
]

handler400 = "mlmcrm.views.troubles.unreadable"
handler500 = "mlmcrm.views.troubles.broken"
