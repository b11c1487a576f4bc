"""The web addresses of this app."""

from django.urls import path

from reports.views import retention, team

urlpatterns = [
    path("retention/", retention.retention, name="retention"),
    path("team/", team.own, name="team"),
    path("team/<uuid:pk>/", team.of, name="team-of"),
    path("team/<uuid:pk>/legs/", team.legs, name="team-legs"),
]
