"""The web addresses of this app."""

from django.urls import path

from reports.views import exports, retention, team

urlpatterns = [
    path("retention/", retention.retention, name="retention"),
    path("team/", team.own, name="team"),
    path("team/export.csv", exports.commas, name="team-export-csv"),
    path("team/export.xlsx", exports.workbook, name="team-export-xlsx"),
    path("team/<uuid:pk>/", team.of, name="team-of"),
    path("team/<uuid:pk>/legs/", team.legs, name="team-legs"),
]
