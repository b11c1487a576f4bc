"""The floor: the least that Django and REST framework take for the same pages and calls, in one file.

    gunicorn benchmarks.floor.app                  serves it
    python -m benchmarks.floor.app --people N      makes its tables and fills them

FLOOR_DATABASE_URL names its own database, written as ours is.
"""

# ruff: noqa: E402 (settings come before models)
import argparse
import os
from pathlib import Path

import django
from django.conf import settings

from benchmarks.floor import EMAIL, PASSWORD
from kit import environment as env

PAGE, API_PAGE = 25, 50

LOGIN = """<!doctype html><html lang="en"><head><title>Sign in</title></head><body>
<form method="post">{% csrf_token %}{{ form.as_p }}<button>Sign in</button></form></body></html>"""
PEOPLE = """<!doctype html><html lang="en"><head><title>People</title></head><body>
<p>{{ user.email }}</p><h1>{{ page.paginator.count }} people</h1>
<table><tr><th>Name</th><th>Email</th><th>Phone</th><th>Town</th><th>Orders</th><th>Since</th></tr>
{% for person in page %}<tr><td><a href="/people/{{ person.pk }}/">{{ person.name }}</a></td><td>{{ person.email }}</td>
<td>{{ person.phone }}</td><td>{{ person.town }}</td><td>{{ person.orders }}</td><td>{{ person.since }}</td></tr>
{% endfor %}</table>
{% if page.has_next %}<a href="?page={{ page.next_page_number }}">Next</a>{% endif %}</body></html>"""

settings.configure(
    SECRET_KEY="the floor keeps no secrets" * 2,
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": env.database("FLOOR_DATABASE_URL", Path(os.environ.get("KEPT_DATA", ".")))},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "rest_framework",
        "rest_framework.authtoken",
    ],
    MIDDLEWARE=[
        "benchmarks.counting.CountingMiddleware",  # ours has it too
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    ROOT_URLCONF=__name__,
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [
                            (
                                "django.template.loaders.locmem.Loader",
                                {"login.html": LOGIN, "people.html": PEOPLE},
                            )
                        ],
                    )
                ],
            },
        }
    ],
    LOGIN_URL="/login/",
    LOGIN_REDIRECT_URL="/people/",
    USE_TZ=True,
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.TokenAuthentication"],
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
        "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "PAGE_SIZE": API_PAGE,
    },
)
django.setup()

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.core.management import call_command
from django.core.paginator import Paginator
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.shortcuts import render
from django.urls import path
from rest_framework import generics, serializers
from rest_framework.authtoken.models import Token


class Person(models.Model):
    """Somebody of a user."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE)
    name = models.CharField(max_length=200, db_index=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    town = models.CharField(max_length=100, blank=True)
    orders = models.IntegerField(default=0)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "floor"

    def __str__(self):
        return self.name


class PersonSerializer(serializers.ModelSerializer):
    class Meta:
        model = Person
        fields = ["id", "name", "email", "phone", "town", "orders", "since"]


class People(generics.ListCreateAPIView):
    serializer_class = PersonSerializer
    queryset = Person.objects.order_by("name", "id")

    def perform_create(self, serializer):
        serializer.save(owner=self.request.user)


@login_required
def people(request):
    """All rows, or with ?own=1 one's own: what a page costs that nobody worked on."""
    rows = Person.objects.order_by("name", "id")
    if "own" in request.GET:
        rows = rows.filter(owner=request.user)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "people.html", {"page": page})


urlpatterns = [
    path("login/", LoginView.as_view(template_name="login.html")),
    path("people/", people),
    path("api/people/", People.as_view()),
]
application = get_wsgi_application()


def fill(count: int, users: int, own: int) -> str:
    """Make the tables and the rows, and return the token of the one who is measured."""
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as schema:
        schema.create_model(Person)
    measured = User.objects.create_user(EMAIL, EMAIL, PASSWORD)
    others = User.objects.bulk_create(
        User(username=f"user{number}", password="!") for number in range(users - 1)
    )
    owners = [measured] * own + [others[number % len(others)] for number in range(count - own)]
    Person.objects.bulk_create(
        (_person(owner, number) for number, owner in enumerate(owners)), batch_size=2000
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return Token.objects.create(user=measured).key


def _person(owner: User, number: int) -> Person:
    name = f"Person {number * 7919 % 100_003:06}"
    return Person(
        owner=owner, name=name, email=f"p{number}@post.example", phone=f"+49{number:09}", town="Elsewhere"
    )


if __name__ == "__main__":
    options = argparse.ArgumentParser(prog="python -m benchmarks.floor.app")
    for name, default in (("people", 1000), ("users", 200), ("own", 100)):
        options.add_argument(f"--{name}", type=int, default=default)
    given = options.parse_args()
    print(fill(given.people, given.users, given.own))
