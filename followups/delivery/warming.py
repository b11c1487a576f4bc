"""Does once, before a worker divides into processes, what the first letter of each would wait for."""

import logging
from datetime import timedelta
from uuid import uuid4

from django.core.mail.utils import DNS_NAME
from django.db import connections, transaction

from customers.models import Customer
from followups.actions.touched import touched_lately
from followups.delivery import begin, finish, letters, people, reading
from followups.letters import framed_in
from kit import clock
from kit.prepared import read, update

logger = logging.getLogger(__name__)


def warm_up() -> None:
    """Load the templates and words of letters, look up our own name, and write the statements of sending.

    Nothing is changed or sent. What cannot be done now, the first letter does.
    """
    for work in (DNS_NAME.get_fqdn, _write_a_letter, _write_statements):
        try:
            work()
        except Exception as problem:
            logger.debug("not made ready before the first letter: %r", problem)
    connections.close_all()  # processes to come must not share them


def _write_a_letter() -> None:
    framed_in("en", "", "")


@transaction.atomic
def _write_statements() -> None:
    """Send nobody a letter: as one goes by itself, so do most."""
    ids, now = [uuid4()], clock.now()
    nobody = {"token": 0, "ids": ids}
    read(reading._held, **nobody)
    somebody = {ids[0]: Customer(id=ids[0])}
    reading.reachable(somebody)
    reading.read_phones(somebody)
    touched_lately(ids, now)
    people.hold(ids)
    read(letters._held, **nobody)
    for counted in ([], ids):
        update(begin._begun, **nobody, counted=counted, now=now, since=now - timedelta(minutes=1))
    update(finish._sent, **nobody, said=[""], now=now)
    people.tell_of(ids)
