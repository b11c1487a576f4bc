"""Writes the letters and tasks that orders and silences gave rise to, in bulk, with their events."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from customers.models import Customer
from followups.models import Letter, Message, Rule, Task
from followups.models.message import State
from followups.models.task import TaskState
from kit.bulk import insert_rows
from kit.events import Change, facts_of, record_many
from mlmcrm.demo.history import History
from sales.models import Order

DRAFTS = 8  # letters to look at
DUE, LATER = 40, 400  # tasks that are due, and that come up in the next weeks
DAY = timedelta(days=1)
WORDS = (
    "Thank you for your order. I hope that the goods reach you well and that they do you good.\n\n"
    "If anything is not as you expected, tell me and we shall find a way. I am glad that you are with us, and "
    "I shall ask in a few weeks how it is going.\n\nIn case you want to try something new: there is a sample of "
    "the tea in the parcel."
)


@dataclass
class Owed:
    """What is to be written."""

    messages: list[Message] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def write_owed(history: History, now: datetime) -> None:
    """Two sent letters and a done task for each order of history; drafts and open tasks for some people."""
    rules = {rule.key: rule for rule in Rule.objects.filter(owner=None)}
    owed, rng = Owed(), Random("owed")
    can_write = {consent.customer_id for consent in history.rows.consents}
    for order in history.rows.orders:
        if order.customer_id in can_write:
            _sent(owed, rules["thank_repeat_order"], order, order.placed_at)
            if order.placed_at < now - 4 * DAY:
                _sent(owed, rules["check_in_2_days"], order, order.placed_at + 3 * DAY)
        if order.placed_at < now - 60 * DAY:
            _task(
                owed, rules["check_in_2_months"], order.customer, order.placed_at + 58 * DAY, order, done=True
            )
    _open(owed, rules, history.rows.people, rng, now)
    _drafts(owed, rules["thank_repeat_order"], history.rows.orders, can_write, now)
    for rows in (owed.messages, owed.letters, owed.tasks):
        insert_rows(rows)
    record_many(sorted(owed.changes, key=lambda change: change.at), by=history.by)


def _sent(owed: Owed, rule: Rule, order: Order, at: datetime) -> None:
    message = _message(owed, rule, order, at, state=State.SENT, sent_at=at, begun_at=at, attempts=1)
    _changed(owed, "message.sent", message, at, {"state": "sent"})


def _drafts(owed: Owed, rule: Rule, orders: list[Order], can_write: set, now: datetime) -> None:
    """The last orders' thanks wait to be looked at."""
    written = {(message.rule_id, message.occurrence) for message in owed.messages}
    newest = sorted(orders, key=lambda order: order.placed_at, reverse=True)
    for order in [order for order in newest if order.customer_id in can_write][:DRAFTS]:
        if (rule.pk, f"order:{order.pk}:draft") not in written:
            _message(owed, rule, order, now - 2 * DAY / 24, state=State.DRAFT, part=":draft")


def _message(owed: Owed, rule: Rule, order: Order, at: datetime, part: str = "", **values) -> Message:
    message = Message(
        owner_id=order.owner_id, customer=order.customer, rule=rule, occurrence=f"order:{order.pk}{part}",
        due_at=at, expires_at=at + 7 * DAY, local_date=at.date(), zone="Europe/Berlin",
        created_at=at, updated_at=at, **values,
    )  # fmt: skip
    letter = Letter(
        message=message, recipient="somebody@post.example", subject=rule.title, text=WORDS,
        mail_id=f"<{message.pk}@kept.example>", frozen="sent_at" in values,
    )  # fmt: skip
    owed.messages.append(message)
    owed.letters.append(letter)
    _changed(owed, "message.planned", message, at, facts_of(message, ["state", "occurrence", "due_at"]))
    return message


def _open(owed: Owed, rules: dict, people: list[Customer], rng: Random, now: datetime) -> None:
    kinds = [rules[key] for key in ("check_in_2_months", "reorder", "reach_out", "answer_inquiry")]
    chosen = rng.sample(people, min(DUE + LATER, len(people)))
    for number, person in enumerate(chosen):
        ahead = -rng.uniform(0, 2) if number < DUE else rng.uniform(1, 40)
        _task(owed, rng.choice(kinds), person, now + ahead * DAY)


def _task(
    owed: Owed, rule: Rule, person: Customer, due_at: datetime, order: Order | None = None, done: bool = False
) -> None:
    planned_at = min(due_at, person.updated_at)
    closed = {"state": TaskState.DONE, "closed_at": due_at} if done else {}
    task = Task(
        owner_id=person.owner_id, customer=person, rule=rule, kind=rule.kind, local_date=due_at.date(),
        occurrence=f"order:{order.pk}" if order else "open", due_at=due_at, expires_at=due_at + 14 * DAY,
        created_at=planned_at, updated_at=planned_at, **closed,
    )  # fmt: skip
    owed.tasks.append(task)
    _changed(owed, "task.planned", task, planned_at, facts_of(task, ["state", "occurrence", "due_at"]))
    if done:
        _changed(owed, "task.finished", task, due_at, {"state": "done"})


def _changed(owed: Owed, kind: str, row, at: datetime, after: dict) -> None:
    owed.changes.append(Change(kind, row, person=row.customer_id, at=at, after=after))
