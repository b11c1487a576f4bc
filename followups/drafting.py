"""Reads the steps of a playbook, live or as they are being edited, and what a step may be made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.files import File
from django.core.files.storage import Storage

from customers.models import Customer
from customers.models.customer import Channel
from followups.claims import Found, claims_in, tidied
from followups.enclosing import kind_named, told_name
from followups.goods import names_with
from followups.letters import is_letter_of_the_house
from followups.models import ClaimPhrase, Message, Playbook, Rule
from followups.models.kinds import TaskKind
from followups.models.rule import Action, Anchor, Stop
from followups.soundness import Fault, Offer, faults_between, faults_of_all
from followups.steps import Step, read_step, step_of
from team.models import Distributor

SPOKEN = ("title", "subject", "text", "script")  # what of a step is read or said


def not_yet() -> set[str]:
    """Return what no step can be made of until its app stands."""
    return {Action.MEETING, Anchor.MEETING}


@dataclass(frozen=True)
class Enclosed:
    """A document that goes with the letter of a step; `size` in bytes is None for one that is lost."""

    stored: str
    size: int | None

    @property
    def name(self) -> str:
        return told_name(self.stored)

    @property
    def kind(self) -> str:
        return kind_named(self.stored) or "application/octet-stream"

    def open(self) -> File:
        """Open it for reading. Raises FileNotFoundError."""
        return _storage().open(self.stored)


def enclosed(step: Step) -> Enclosed | None:
    """Return the document that goes with the letter of a step."""
    if not step.attachment:
        return None
    try:
        return Enclosed(step.attachment, _storage().size(step.attachment))
    except OSError:
        return Enclosed(step.attachment, None)


def live_rules(playbook: Playbook) -> list[Rule]:
    """Return the rules of a playbook that are in force, in their order; the house's by their time."""
    theirs = playbook.steps.filter(owner=playbook.owner_id, retired_at=None)
    rules = list(theirs.order_by("position", "offset_days", "key"))
    if playbook.owner_id is not None:
        return rules
    anchors = list(dict.fromkeys(rule.anchor for rule in rules))
    return sorted(rules, key=lambda rule: (anchors.index(rule.anchor), rule.offset_days))


def live_steps(playbook: Playbook) -> list[Step]:
    """Return the steps that are in force."""
    return [step_of(rule) for rule in live_rules(playbook)]


def draft_steps(playbook: Playbook) -> list[Step]:
    """Return the steps as they are being edited; the live ones while nothing is."""
    if playbook.draft is None:
        return live_steps(playbook)
    return [read_step(kept) for kept in playbook.draft["steps"]]


def offer_for(owner: Distributor, held: Sequence[Step] = (), typed: Sequence[Step] = ()) -> Offer:
    """Return what steps of a distributor may be made of: what there is now, and what the playbook holds.

    Of what was `typed`, only the letters that the house has.
    """
    letters = {step.letter for step in (*held, *typed)}

    def offered(choices, values) -> frozenset[str]:
        return frozenset(set(choices.values) - not_yet()) | frozenset(values)

    return Offer(
        kinds=frozenset(TaskKind.values),
        anchors=offered(Anchor, (step.anchor for step in held)),
        actions=offered(Action, (step.action for step in held)),
        channels=frozenset(Channel.values),
        stops=offered(Stop, (stop for step in held for stop in step.stops)),
        letters=frozenset(filter(is_letter_of_the_house, letters)),
        has_postal_address=bool(owner.postal_address.strip()),
    )


def faults_in(steps: Sequence[Step], owner: Distributor) -> list[Fault]:
    """Return everything that keeps steps from going live."""
    offer = offer_for(owner, steps)
    return faults_of_all(steps, offer) + faults_between(steps)


def claims_of(steps: Sequence[Step]) -> list[tuple[Step, Found]]:
    """Return what the words of steps promise that nobody may promise, once for each of their steps."""
    phrases = list(ClaimPhrase.objects.filter(is_active=True))
    found = _once((step, claim) for step in steps for claim in claims_in(_words(step), phrases))
    names = names_with({claim.words for _step, claim in found})
    if not names:
        return found
    return _once((step, claim) for step in steps for claim in claims_in(_words(step), phrases, names))


def places_of(step: Step, words: str) -> list[str]:
    """Return in which parts of a step words stand that were found in it."""
    return [name for name in SPOKEN if words.lower() in tidied(getattr(step, name))]


def _storage() -> Storage:
    return Rule._meta.get_field("attachment").storage


def _once(found: Iterable[tuple[Step, Found]]) -> list[tuple[Step, Found]]:
    """The same words of a step are told once."""
    once: dict[tuple[str, str], tuple[Step, Found]] = {}
    for step, claim in found:
        once.setdefault((step.key, claim.words.lower()), (step, claim))
    return list(once.values())


def sample_context(person: Customer) -> dict:
    """Return what a letter to a person would know beside their name: what the newest one knew."""
    rows = Message.objects.filter(customer=person, occurrence__startswith="order:").order_by("-due_at", "-pk")
    return rows.values_list("context", flat=True).first() or {}


def _words(step: Step) -> str:
    return "\n".join(getattr(step, name) for name in SPOKEN)
