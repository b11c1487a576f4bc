"""Of several letters that come to one day for a person the weightiest goes, for all of them."""

from collections import defaultdict
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from followups import wording
from followups.actions.planned import Planned
from followups.actions.retired import GOES_FOR, Why, retire
from followups.actions.touched import COUNTED_LETTERS
from followups.attention import is_exempt, weight
from followups.models import Message, Rule
from followups.models.message import State
from kit.events import Actor
from kit.expressions import among

WAITING = (State.DRAFT, State.PLANNED)


def let_the_weightiest_go(rows: Iterable[Planned], by: Actor) -> list[Message]:
    """Take back what comes to the day of a weightier letter, after letters were planned; return what.

    It says for which one it gave way. What somebody approved or sent again stays; what goes by itself
    never gives way to a draft, which may never go. Their people are held.
    """
    new = [row for row in rows if isinstance(row, Message) and row.state in WAITING]
    people = {row.customer_id for row in new if not is_exempt(row.rule.kind, row.purpose)}
    if not people:
        return []
    waiting = Message.objects.filter(COUNTED_LETTERS, customer__in=among(people), state__in=WAITING)
    waiting = waiting.filter(attempts=0, resend_of=None).exclude(letter__frozen=True)
    of_a_day = defaultdict(list)
    for row in waiting.select_related("rule", "owner"):
        of_a_day[row.customer_id, row.due_at.astimezone(ZoneInfo(row.zone or row.owner.zone)).date()].append(
            row
        )
    gone = []
    for letters in of_a_day.values():
        gone += _let_go(letters, by) if len(letters) > 1 else []
    taken_back = {row.pk: row for row in gone}
    for row in new:
        if row.pk in taken_back:
            row.state, row.reason = State.CANCELLED, taken_back[row.pk].reason
    return gone


def _let_go(letters: list[Message], by: Actor) -> list[Message]:
    carrier = max(letters, key=_weight)
    rest = [row for row in letters if row is not carrier]
    if carrier.state == State.DRAFT:
        rest = [row for row in rest if row.state == State.DRAFT]
    language = carrier.owner.language
    sentence = wording.goes_for(carrier.rule.title, language)
    return retire(rest, Why(GOES_FOR, sentence, superseded_by=carrier.pk), by)


def _weight(row: Message) -> tuple:
    """What is no advertising stands first, then what weighs more, then what was planned first."""
    return *weight_of(row.rule), -row.created_at.timestamp()


def weight_of(rule: Rule) -> tuple:
    """What decides which letter of a day goes: the greater."""
    return rule.purpose == "service", *weight(rule.kind, rule.priority)
