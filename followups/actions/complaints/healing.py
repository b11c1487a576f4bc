"""The steps of making a complaint good: heard, put right, something beside it, when it arrives."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from customers.tidying import tidy_line
from followups.actions.complaints.closing import put_back_complaint
from followups.actions.complaints.holding import (
    AWAITS_THEM,
    LONGEST_TEXT,
    LONGEST_WISH,
    held,
    read_wish,
    refuse_closed,
    tasks_of,
    unchanged,
    write_step,
)
from followups.actions.promises import change_promise, make_promise, put_back_terms, take_back_promise
from followups.actions.tasks import finish_task
from followups.errors import Closed
from followups.models import Complaint, Promise
from followups.models.complaint import Cause, ComplaintState
from followups.models.promise import PromiseKind, PromiseOrigin
from followups.recovering import ask_day, told_day
from kit import clock
from kit.errors import Refused
from kit.events import Actor
from kit.writing import write_money

LONGEST_LINE, LONGEST_CAUSE = 300, 500
MOST_MONEY = Decimal("99999999")


@transaction.atomic
def answer_complaint(*, complaint: Complaint, by: Actor, heard: str, version: int | None = None) -> Complaint:
    """Note that the person was heard and told sorry, with what was heard. The same words twice are once.

    Raises Refused for no words, Closed for one that was answered before.
    """
    row = held(complaint, version)
    words = read_wish(heard, "heard", LONGEST_TEXT)
    if not words:
        raise Refused(_("Write down what you heard, please."), field="heard")
    refuse_closed(row)
    if row.state != ComplaintState.OPEN:
        if row.heard == words:
            return unchanged(complaint, row)
        raise Closed(_("This is answered already."))
    values = {"state": ComplaintState.ANSWERED, "heard": words, **_first_answer(row)}
    return write_step(complaint, row, by, "complaint.answered", values)


@transaction.atomic
def put_right(
    *, complaint: Complaint, by: Actor, remedy: str, cost: Decimal | None = None, version: int | None = None
) -> Complaint:
    """Note how it is put right and what that costs; on a later day the person is asked whether all is well.

    Raises Refused for no words or a cost that is none.
    """
    row = held(complaint, version)
    refuse_closed(row)
    words, cost = _line(remedy, "remedy", _("Say how you put it right, please.")), _cost(cost, "cost")
    if row.state in AWAITS_THEM and (row.remedy, row.remedy_cost) == (words, cost):
        return unchanged(complaint, row)
    values = {"remedy": words, "remedy_cost": cost}
    if row.state not in AWAITS_THEM:
        told_on = row.promise.told_on if row.promise_id else None
        values |= {"state": ComplaintState.PUT_RIGHT, "put_right_at": clock.now()}
        values |= {"ask_on": ask_day(row.owner.today(), told_on), **_first_answer(row)}
    for task in tasks_of(row):
        finish_task(task=task, by=by)
    return write_step(complaint, row, by, "complaint.put_right", values)


@transaction.atomic
def give_extra(
    *, complaint: Complaint, by: Actor, extra: str, cost: Decimal | None = None, version: int | None = None
) -> Complaint:
    """Note what is given beside it that was not promised.

    Raises Refused where it costs more than the distributor gives without asking, and the sponsor has
    not answered.
    """
    row = held(complaint, version)
    refuse_closed(row)
    words, cost = _line(extra, "extra", _("Say what you add, please.")), _cost(cost, "cost")
    if (row.extra, row.extra_cost) == (words, cost):
        return unchanged(complaint, row)
    if cost and cost > row.owner.goodwill and not row.sponsor_answered_at:
        most = write_money(row.owner.goodwill, row.owner.currency, row.owner.language)
        said = _("Up to %(most)s without asking. For more, ask your sponsor first.")
        raise Refused(said % {"most": most}, field="cost")
    return write_step(complaint, row, by, "complaint.extra", {"extra": words, "extra_cost": cost})


@transaction.atomic
def promise_arrival(
    *,
    complaint: Complaint,
    by: Actor,
    planned_on: date,
    told_on: date | None = None,
    text: str = "",
    version: int | None = None,
) -> Complaint:
    """Promise when it arrives; the person is told a day later than planned, so that it comes early.

    A promise of it that stands open is changed. Raises Refused as promises do.
    """
    row = held(complaint, version)
    refuse_closed(row)
    told_on = told_on or told_day(planned_on)
    words, was = text or row.remedy or _("What puts it right"), None
    promise = row.promise if row.promise_id and row.promise.closed_at is None else None
    if promise and promise.revoked_at is None:
        change_promise(promise=promise, by=by, due_on=planned_on, told_on=told_on)
        was = promise.event and promise.event.before
    else:
        promise = make_promise(
            customer=row.customer, by=by, text=words, due_on=planned_on, told_on=told_on,
            kind=PromiseKind.DELIVERY, origin=PromiseOrigin.COMPLAINT, origin_id=row.pk,
        )  # fmt: skip
    values = {"promise_id": promise.pk}
    if row.state == ComplaintState.PUT_RIGHT:
        values["ask_on"] = ask_day(row.owner.today(), told_on)
    told = {"told_on": told_on, "planned_on": planned_on}
    kept = {"promise_was": was, "promise_version": promise.version}
    return write_step(complaint, row, by, "complaint.arrival", values, {**told, **kept})


@transaction.atomic
def put_back_arrival(*, complaint: Complaint, by: Actor, before: dict, after: dict) -> Complaint:
    """Undo promising: the promise has its days of before, or was never given. Raises Closed where it went on."""
    promise = held(complaint).promise
    if promise and promise.revoked_at is None:
        if before["promise_id"] != str(promise.pk):
            take_back_promise(promise=promise, by=by)
        elif after.get("promise_was"):
            if promise.version != after["promise_version"]:
                raise Closed(_("This was changed again since."))
            put_back_terms(promise=promise, by=by, before=after["promise_was"])
    return put_back_complaint(complaint=complaint, by=by, before=before)


@transaction.atomic
def change_complaint(
    *,
    complaint: Complaint,
    by: Actor,
    cause: str | None = None,
    cause_words: str | None = None,
    wish: str | None = None,
    order_id: UUID | None = None,
    about_owner: bool | None = None,
    version: int | None = None,
) -> Complaint:
    """Change what is noted about a complaint, closed or not; what is None stays."""
    row = held(complaint, version)
    if cause and cause not in Cause.values:
        raise Refused(_("Choose one of the causes, please."), field="cause")
    wanted = {
        "cause": cause,
        "cause_words": None if cause_words is None else read_wish(cause_words, "cause_words", LONGEST_CAUSE),
        "wish": None if wish is None else read_wish(wish, "wish", LONGEST_WISH),
        "order_id": order_id,
        "about_owner": about_owner,
    }
    values = {
        name: value for name, value in wanted.items() if value is not None and getattr(row, name) != value
    }
    if not values:
        return unchanged(complaint, row)
    return write_step(complaint, row, by, "complaint.changed", values)


def read_promise(complaint: Complaint) -> Promise | None:
    """Return the promise of when it arrives, unless it was taken back."""
    promise = complaint.promise
    return promise if promise and promise.revoked_at is None else None


def _first_answer(row: Complaint) -> dict:
    return {} if row.answered_at else {"answered_at": clock.now()}


def _line(text: str, field: str, asked: str) -> str:
    words = tidy_line(text)
    if not words:
        raise Refused(asked, field=field)
    if len(words) > LONGEST_LINE:
        raise Refused(_("At most %(most)d signs, please.") % {"most": LONGEST_LINE}, field=field)
    return words


def _cost(cost: Decimal | None, field: str) -> Decimal | None:
    if cost is not None and not 0 <= cost <= MOST_MONEY:
        raise Refused(_("An amount from 0 on, please."), field=field)
    return cost
