"""A test letter to oneself: the same words, parcel and way out as a letter to a person."""

from django.utils.translation import gettext as _

from customers.models import Customer
from followups.delivery.parcels import Parcel, mail_id, parcel_of
from followups.delivery.transport import AccountTrouble, transport
from followups.errors import FollowupError, NoWay, TooOften
from followups.letters import LONGEST_SUBJECT, preview
from followups.models import Letter, Message, Playbook, Rule
from followups.steps import NAMES, Step
from kit import clock, rates
from kit.events import Actor, record
from team.models import Distributor

MOST_A_MINUTE = 3
PATIENCE = 6  # seconds for each answer of the mail server, while somebody looks at the page


def send_test(
    *,
    playbook: Playbook,
    owner: Distributor,
    by: Actor,
    step: Step,
    person: Customer,
    context: dict | None = None,
) -> None:
    """Send the letter of a step, as it reads for a person, to the distributor; it is no message of the person's.

    Raises TooOften, NoWay without an address, FollowupError where the mail server refuses.
    """
    if not owner.email:
        raise NoWay(_("There is no email address in your settings."))
    if rates.count_one(f"test-letter:{owner.pk}", 60)[0] > MOST_A_MINUTE:
        raise TooOften(_("A few test letters a minute are enough. Please wait a little."))
    _hand_over(_as_message(step, person, owner, context or {}))
    record("playbook.tested", playbook, by=by, owner_id=owner.pk, after={"step": step.title})


def _as_message(step: Step, person: Customer, owner: Distributor, context: dict) -> Message:
    """A message that is never kept, to the distributor in the place of the person."""
    words = preview(step, person, owner, context).words
    values = {name: getattr(step, name) for name in NAMES}
    oneself = Customer(owner=owner, name=owner.name, language=person.language)
    message = Message(owner=owner, customer=oneself, rule=Rule(**values), purpose=step.purpose)
    subject = (_("Test: %(subject)s") % {"subject": words.subject})[:LONGEST_SUBJECT]
    message.letter = Letter(
        message=message, recipient=owner.email, subject=subject, text=words.text, html=words.html,
        mail_id=mail_id(message), dated=clock.now(),
    )  # fmt: skip
    return message


def _hand_over(message: Message) -> None:
    parcel = _parcel(message)
    line = transport(PATIENCE)
    try:
        line.open()
        outcome = line.send(parcel)
    except AccountTrouble as trouble:
        raise FollowupError(_("The mail server cannot be reached: %(what)s") % {"what": trouble}) from trouble
    finally:
        line.close()
    if outcome.kind == "unclear":
        raise FollowupError(_("The mail server took the test and did not say so. Look whether it arrived."))
    if outcome.kind != "accepted":
        raise FollowupError(_("The mail server did not take it: %(what)s") % {"what": outcome.reply})


def _parcel(message: Message) -> Parcel:
    try:
        return parcel_of(message)
    except OSError as problem:
        lost = _("The document of this letter cannot be read. Hand it in again, or take it out.")
        raise FollowupError(lost) from problem
