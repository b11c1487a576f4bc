"""The web addresses of this app."""

urlpatterns = []
