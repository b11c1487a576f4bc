"""Makes a company and its first distributor, who can sign in and invite the others."""

import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from kit.errors import Refused
from kit.events import Actor, Door
from team import actions
from team.models import Distributor

BY = Actor(None, Door.COMMAND)


class Command(BaseCommand):
    help = "Make a company and its first distributor. What is not given is asked for; the password always is."

    def add_arguments(self, parser):
        parser.add_argument("--company", metavar="NAME", help="name of the company")
        parser.add_argument("--name", help="your name")
        parser.add_argument("--email", help="you sign in with it")
        parser.add_argument("--currency", default="EUR", help="three letters (default: EUR)")
        parser.add_argument("--country", default="DE", help="two letters (default: DE)")
        parser.add_argument("--zone", default="Europe/Berlin", help="time zone (default: Europe/Berlin)")
        parser.add_argument("--staff", action="store_true", help="may open the support screens, too")

    def handle(self, *, company, name, email, currency, country, zone, staff, **options):
        company = company or self.ask("Name of the company", "--company")
        name = name or self.ask("Your name", "--name")
        email = email or self.ask("Your email", "--email")
        self.refuse_misfits(currency, country, email)
        password = self.password(Distributor(name=name, email=email))
        try:
            with transaction.atomic():
                founder = self.found(company, name, email, password, currency.upper(), country.upper(), zone)
                Distributor.objects.filter(pk=founder.pk).update(is_staff=staff, is_superuser=staff)
        except Refused as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(f"{founder.name} can sign in as {founder.email}.")

    def found(self, company, name, email, password, currency, country, zone) -> Distributor:
        made = actions.found_company(by=BY, name=company, currency=currency, country=country, zone=zone)
        return actions.enrol_distributor(
            company=made, sponsor=None, by=BY, name=name, email=email, password=password
        )

    def ask(self, question: str, option: str) -> str:
        if not sys.stdin.isatty():
            raise CommandError(f"{option} is missing.")
        return input(f"{question}: ").strip()

    def refuse_misfits(self, currency: str, country: str, email: str) -> None:
        if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
            raise CommandError("--currency takes three letters, like EUR.")
        if not (len(country) == 2 and country.isascii() and country.isalpha()):
            raise CommandError("--country takes two letters, like DE.")
        try:
            validate_email(email.strip())
        except ValidationError:
            raise CommandError(f"{email!r} is no email address.") from None

    def password(self, founder: Distributor) -> str:
        """Ask for it unseen, or read it as a line from a pipe; never from the command line."""
        password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            validate_password(password, founder)
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from None
        return password
