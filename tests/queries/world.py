"""Ben with so many rows of every kind: people, and with one of them everything that can be with a person."""

from datetime import timedelta
from decimal import Decimal

from customers.actions import add_note, add_person, climb_by_hand, give_consent, log_touch, note_want
from customers.ladder import Rung
from followups.actions import ensure_default_rules, make_promise, plan_task
from followups.actions.complaints import add_words, ask_sponsor, open_complaint
from followups.complaint_page import complaint_token
from followups.models import Reply
from followups.tokens import token_for
from kit.events import last_event_of
from mlmcrm.models import Import, RefusedLine
from reports.models import Flag
from sales.actions import add_card, begin_standing, place_order, skip_run, teach_synonym
from sales.models import Product
from team.actions import enrol_distributor, invite, sign_in_device, take_days_off
from team.models import Invitation
from tests.appointments.meetings import answered, booked, calendars_of, held, limited, seat_of, waiting
from tests.followups.books import book_of, drafted_book
from tests.followups.surveyed import surveys_of
from tests.sales.enrolled import joining
from tests.sales.offers import enclosed_card, offer_of


def fill(ben, by, rows: int) -> dict:
    """Write the rows and return one id of each kind, by the words that tests/doors/ uses."""
    ensure_default_rules()
    own = limited(ben, by, rows=rows)
    for number in range(rows):
        take_days_off(distributor=ben, by=by, first=ben.today() + timedelta(days=9 + 2 * number))
    devices = [sign_in_device(distributor=ben, by=by, name=f"Phone {number}")[0] for number in range(rows)]
    goods = [_product(ben, number) for number in range(rows)]
    people = [_person(ben, by, number, goods[0]) for number in range(rows)]
    rosa = people[0]
    orders = [_with_person(rosa, by, ben, goods, number) for number in range(rows)]
    records = [_import(ben, rows, number) for number in range(rows)]
    invitation, token = invite(sponsor=ben, by=by, name="Guest", email="guest@post.example")
    Invitation.objects.bulk_create(_invitations(invitation, rows - 1))
    meeting = booked(ben, by, rosa)
    for number in range(rows):
        enrol_distributor(company=ben.company, sponsor=ben, by=by, name=f"Recruit {number}")
    things = {
        "rosa": rosa.pk,
        "distributor": ben.uuid,
        **_cared_for(ben, by, rosa, goods, rows),
        "flag": _flags(ben, people)[0].pk,
        "order": orders[0].pk,
        "product": goods[0].pk,
        "device": devices[0].pk,
        "import": records[0].pk,
        "invitation": invitation.pk,
        "token": token,
        "link": token_for("preferences", rosa.pk),
        "handle": ben.handle,
        "seat": seat_of(ben, by, rosa).pk,
        "waiting": (waits := waiting(ben, by, rosa)).pk,
        "waiting_link": token_for("waiting", waits.pk),
        "meeting_link": token_for("appointment", meeting.guests.get().token),
        "appointment": meeting.pk,
        **calendars_of(ben, by, rows=rows),
        "meeting_kind": meeting.kind_id,
        **own,
        "day_off": ben.days_off.first().pk,
        "message": rosa.messages.first().pk,
        "task": rosa.tasks.first().pk,
        "touch": rosa.touches.first().pk,
        "consent": rosa.consents.first().pk,
        "step": rosa.steps.filter(kind="by_hand").get().pk,
        "event": last_event_of(orders[0]).pk,
        "reply": rosa.replies.first().pk,
        "playbook": (fair := drafted_book(ben, count=rows)).pk,
        "playbook_key": fair.key,
        "playbook_step": "one",
        "shared": book_of(ben.sponsor, shared_at=ben.date_joined).pk,
        "referral": rosa.referrals_made.first().pk,
        "word": "word",
        "today": ben.today().isoformat(),
    }
    return things | answered(ben, by, rosa) | held(ben, by, rosa, rows=rows)


def _cared_for(ben, by, rosa, goods, rows: int) -> dict:
    promises = [
        make_promise(customer=rosa, by=by, text=f"Tin {number}", due_on=ben.today()) for number in range(rows)
    ]
    wants = [note_want(customer=rosa, by=by, text=f"Wants {number}") for number in range(rows)]
    cards = [
        add_card(owner=ben, by=by, title=f"Card {number}", text="It keeps.", product=goods[0])
        for number in range(rows)
    ]
    return {
        "promise": promises[0].pk,
        "want": wants[0].pk,
        "card": cards[0].pk,
        **_complaints(ben, by, rows),
        **surveys_of(ben, by, rosa, rows=rows),
        **_offers(ben, by, rosa, goods, rows),
        **joining(ben, by, rows=rows),
        **standing_orders(ben, by, rosa, goods, rows),
    }


def _complaints(ben, by, rows: int) -> dict:
    """Each of others is not content, and says so more than once; some of them are asked about."""
    others = [add_person(owner=ben, by=by, name=f"Uma {number:02}") for number in range(rows)]
    made = [open_complaint(customer=one, by=by, text="It leaked.") for one in others]
    for number, complaint in enumerate(made):
        ask_sponsor(complaint=complaint, by=by, words="What now?")
        add_words(complaint=made[0], by=by, text=f"And more {number}.", by_customer=True)
    return {
        "complaint": made[0].pk, "asked_complaint": made[0].pk, "complain_link": complaint_token(others[0]),
    }  # fmt: skip


def _offers(ben, by, rosa, goods: list, rows: int) -> dict:
    """Offers of what Rosa wants and has not bought."""
    soap = _product(ben, rows, "Soap")
    note_want(customer=rosa, by=by, text="Soap")
    offers = [offer_of(ben, by, soap, *goods[:3], title=f"Offer {number}") for number in range(rows)]
    words = [teach_synonym(owner=ben, by=by, said=f"tin {number}", meant="balm") for number in range(rows)]
    return {"offer": offers[0].pk, "enclosed_card": enclosed_card(ben, by).pk, "synonym": words[0].pk}


def _product(ben, number: int, name: str = "Balm") -> Product:
    return Product.objects.create(
        company=ben.company,
        owner=ben,
        code=f"P{number}",
        name=f"{name} {number}",
        price=Decimal(9),
        currency="EUR",
    )


def _person(ben, by, number: int, balm: Product):
    person = add_person(
        owner=ben, by=by, name=f"Person {number:02}", emails=[f"p{number}@post.example"],
        phones=[f"030 1234{number:02}"], tags=["Fair", f"Tag {number}"],
        consents=[("email", "service")], greeting="You",
    )  # fmt: skip
    place_order(owner=ben, by=by, lines=[(balm, 1, None)], person=person)
    return person


def _with_person(person, by, ben, goods: list, number: int):
    """One more of everything with the same person."""
    if number == 0:
        climb_by_hand(person=person, by=by, rung=Rung.MEMBER, reason="She signed up")
        give_consent(person=person, by=by, channel="email", purpose="marketing")
    log_touch(person=person, by=by, kind="call", note=f"Call {number}")
    letter = person.messages.first()
    Reply.objects.create(owner=ben, customer=person, message=letter, source=f"{number}", meaning="doubtful")
    letter.notices.create(kind="delivered", source=f"{number}")
    add_note(person=person, by=by, text=f"Note {number}")
    plan_task(person=person, by=by, kind="other", local_date=ben.today(), title=f"Task {number}")
    add_person(owner=ben, by=by, name=f"Friend {number:02}", introduced_by=person)
    return place_order(owner=ben, by=by, lines=[(item, 1, None) for item in goods], person=person)


def _flags(ben, people: list) -> list[Flag]:
    """One for each of them."""
    today = ben.today()
    return Flag.objects.bulk_create(
        Flag(
            owner=ben, customer=person, raised_on=today, interval_days=9, quiet_days=20, judge_on=today + timedelta(14)
        )
        for person in people
    )  # fmt: skip


def standing_orders(ben, by, rosa, goods: list, rows: int) -> dict:
    """What Rosa gets again and again; the first has run often."""
    made = [
        begin_standing(
            person=rosa, by=by, lines=[(item, 1) for item in goods], every=1, unit="month",
            starts_on=ben.today() + timedelta(days=number), agreed_words="Yes",
        )
        for number in range(rows)
    ]  # fmt: skip
    for _ in range(rows):
        skip_run(standing=made[0], by=by)
    return {"standing": made[0].pk, "standing_link": token_for("standing", made[0].pk)}


def _invitations(like: Invitation, count: int) -> list[Invitation]:
    """More of them than one may send on a day."""
    return [
        Invitation(
            sponsor=like.sponsor, name=f"Guest {number}", email=f"g{number}@post.example",
            token_hash=str(number), expires_at=like.expires_at,
        )
        for number in range(count)
    ]  # fmt: skip


def _import(ben, rows: int, number: int) -> Import:
    columns = [[f"Column {column}", ""] for column in range(rows)]
    record = Import.objects.create(
        owner=ben, by=ben, door="web", kind="people", state="checked", dry_run=True, size=9, new=1,
        file_name=f"{number}.csv", sha256=str(number), layout={"columns": columns},
        samples=[{"line": "2", "fate": "new", "name": "Eva"}] * rows,
    )  # fmt: skip
    RefusedLine.objects.bulk_create(RefusedLine(of=record, number=line, reason="No.") for line in range(rows))
    return record
