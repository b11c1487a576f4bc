"""Looks after the rows of an installation that is being broken: a process that answers, line by line.

    python -m benchmarks.breaking.keeper        reads {"verb": …} and answers in JSON

Each trial has distributors of its own, so that nothing is ever deleted.
"""

import json
import sys
import time
from datetime import timedelta

import django

OWNERS = 4  # distributors whose letters a trial sends
PATIENCE = 60  # seconds without a database


class Keeper:
    """The rows of the trial that runs."""

    def __init__(self):
        from team.models import Company, Distributor

        self.company = Company.objects.create(
            name="Meadow", currency="EUR", country="DE", zone="Europe/Berlin", next_root=2
        )
        self.roots = Distributor.objects.count()

    def begin(self, owners: int = OWNERS) -> None:
        """Begin a trial: other distributors, and an account without trouble."""
        from followups.delivery import account
        from team.models import Distributor

        self.owners = []
        for _ in range(owners):
            number, self.roots = self.roots, self.roots + 1
            owner = Distributor.objects.create(
                company=self.company, name=f"Ben {number}", email=f"ben{number}@kept.example",
                handle=f"ben-{number}", number=str(number), country="DE", path=f"{number:03}", depth=0,
                zone="Europe/Berlin", quiet_hours_on=False, postal_address="1 Meadow Way, Berlin",
            )  # fmt: skip
            self.owners.append(owner)
        account.note_success()

    def plan(self, letters: int, minutes_ago: float = 0) -> None:
        """Plan thank-yous that are due, each to a person of its own."""
        from customers.models import Consent, Customer, Email
        from followups.models import Message, Rule
        from kit import clock
        from kit.ids import uuid7

        due, rule = (
            clock.now() - timedelta(minutes=minutes_ago),
            Rule.objects.get(owner=None, key="thank_first_order"),
        )
        people = [
            Customer(owner=self.owners[n % len(self.owners)], name=f"Rosa {n}", name_key=f"rosa {n}")
            for n in range(letters)
        ]
        Customer.objects.bulk_create(people)
        addresses = [f"rosa.{person.pk.hex}@post.example" for person in people]
        Email.objects.bulk_create(
            Email(customer=person, owner=person.owner, address=address, key=address)
            for person, address in zip(people, addresses, strict=True)
        )
        Consent.objects.bulk_create(
            Consent(owner=person.owner, customer=person, channel="email", purpose="service")
            for person in people
        )
        Message.objects.bulk_create(
            Message(
                owner=person.owner, customer=person, rule=rule, occurrence=f"order:{uuid7()}", due_at=due,
                expires_at=due + timedelta(days=2), priority=rule.priority,
                context={"products": "2 × Hand balm", "ordered_on": "2026-03-02"},
            )
            for person in people
        )  # fmt: skip

    def states(self) -> dict:
        """How many letters of the trial are in each state."""
        return self._mine().counted_by_state()

    def told(self) -> dict:
        """What the rows tell: ids by state, and how many that are not sent name no reason."""
        ids: dict[str, list[str]] = {}
        for pk, state in self._mine().values_list("pk", "state"):
            ids.setdefault(state, []).append(str(pk))
        return {"ids": ids, "mute": self._mine().exclude(state="sent").filter(reason="").count()}

    def send_again(self) -> int:
        """Answer "send again" to every unclear letter."""
        from followups.actions import send_again
        from kit.events import Actor, Door

        unclear = list(self._mine().filter(state="uncertain").select_related("owner"))
        for message in unclear:
            send_again(message=message, by=Actor(message.owner, Door.WEB))
        return len(unclear)

    def let_in(self) -> dict:
        """Give the first distributor of the trial a password to sign in with."""
        from allauth.account.models import EmailAddress

        owner, password = self.owners[0], "kept-in-the-meadow"
        owner.set_password(password)
        owner.save()
        EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)
        return {"login": owner.email, "password": password}

    def cancel(self, letters: int) -> int:
        """Cancel so many letters that may be on their way this very moment; return how many could be."""
        from followups.actions import cancel_message
        from kit.errors import Refused
        from kit.events import Actor, Door

        cancelled = 0
        waiting = self._mine().filter(state__in=("planned", "claimed")).order_by("pk")[:letters]
        for message in waiting.select_related("owner"):
            try:
                cancel_message(message=message, by=Actor(message.owner, Door.WEB), reason="Not now.")
                cancelled += 1
            except Refused:
                pass  # it has begun
        return cancelled

    def empty_log(self) -> None:
        """Move what SQLite's log holds into the file, so that the log has no room of its own left."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _mine(self):
        from followups.models import Message

        return Message.objects.filter(owner__in=self.owners)


def main() -> None:
    django.setup()
    keeper = Keeper()
    for line in sys.stdin:
        asked = json.loads(line)
        answer = _stubbornly(getattr(keeper, asked.pop("verb")), asked)
        print(json.dumps(answer), flush=True)


def _stubbornly(verb, words: dict):
    """The database may be the very thing that is broken now."""
    from django.db import Error, connection

    gives_up = time.monotonic() + PATIENCE
    while True:
        try:
            return verb(**words)
        except Error:  # a crash of the server is a mere DatabaseError now and then
            if time.monotonic() > gives_up:
                raise
            connection.close()
            time.sleep(0.2)


if __name__ == "__main__":
    main()
