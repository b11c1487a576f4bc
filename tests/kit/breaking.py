"""The addresses of the product, and views beside them that break with somebody's data in their hands."""

from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.urls import path

from mlmcrm.urls import handler400, handler500
from mlmcrm.urls import urlpatterns as product
from team.models import Distributor

__all__ = ["handler400", "handler500", "urlpatterns"]


def break_down(request, token):
    name = request.POST.get("name", "")
    greeting = f"Dear {name}"
    raise ValueError(f"cannot greet {greeting} with {token}")


def break_the_database(request):
    """The second with one e-mail: PostgreSQL names the value."""
    email = request.POST["email"]
    Distributor.objects.create(name="One", email=email)
    try:
        with transaction.atomic():
            Distributor.objects.create(name="Two", email=email)
    except IntegrityError as problem:
        raise LookupError(f"{email} was there") from problem


def ask(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse(request.user.is_authenticated)


urlpatterns = [
    path("break/<str:token>/", break_down),
    path("break-the-database/", break_the_database),
    path("ask/", ask),
    *product,
]
