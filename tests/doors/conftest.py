"""What Ben has, one of each kind, and everybody who may come to his doors."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from customers.actions import add_person, climb_by_hand, note_want
from customers.ladder import Rung
from customers.models import Customer, Referral
from followups.actions import make_promise
from followups.actions.complaints import ask_sponsor, open_complaint
from followups.complaint_page import complaint_token
from followups.models import Reply
from followups.tokens import token_for
from kit.events import last_event_of
from mlmcrm.models import Import
from reports.models import Flag
from sales.actions import add_card, begin_standing, place_order, teach_synonym
from sales.models import Product, StandingOrder
from team.actions import invite, sign_in_device, take_days_off
from team.models import Distributor
from tests.appointments.meetings import answered, booked, calendars_of, held, limited, seat_of, waiting
from tests.followups.books import book_of, drafted_book
from tests.followups.surveyed import surveys_of
from tests.sales.enrolled import joining
from tests.sales.offers import enclosed_card, offer_of

VISITORS = ("anonymous", "stranger", "upline", "staff", "owner")


@pytest.fixture
def things(ben, by_ben, rosa, company):
    return things_of(ben, by_ben, rosa, company)


def things_of(ben, by_ben, rosa, company) -> dict:
    """Ben's rows by the names that the table uses; each with an id."""
    balm = Product.objects.create(
        company=company, code="BALM", name="Hand balm", price=Decimal(12), currency="EUR"
    )
    own = Product.objects.create(
        company=company, owner=ben, code="KIT", name="Gift", price=Decimal(5), currency="EUR"
    )
    order = place_order(owner=ben, by=by_ben, lines=[(balm, 1, None)], person=rosa, request_key="1")
    invitation, token = invite(sponsor=ben, by=by_ben, name="Dora", email="dora@post.example")
    take_days_off(distributor=ben, by=by_ben, first=ben.today() + timedelta(days=9))
    fair = drafted_book(ben)
    meeting = booked(ben, by_ben, rosa)
    promise = make_promise(customer=rosa, by=by_ben, text="A tin", due_on=ben.today())
    things = {
        "rosa": rosa.pk,
        "distributor": ben.uuid,
        "promise": promise.pk,
        **cared_for(ben, by_ben, rosa, balm),
        "card": add_card(owner=ben, by=by_ben, title="It keeps", text="For a year.").pk,
        "product": own.pk,
        "order": order.pk,
        "event": last_event_of(order).pk,
        "invitation": invitation.pk,
        "token": token,
        "link": token_for("preferences", rosa.pk),
        "appointment": meeting.pk,
        **calendars_of(ben, by_ben),
        "meeting_kind": meeting.kind_id,
        **limited(ben, by_ben),
        "handle": ben.handle,
        "seat": (seat := seat_of(ben, by_ben, rosa)).pk,
        "group": seat.appointment_id,
        "waiting": (waits := waiting(ben, by_ben, rosa)).pk,
        "waiting_link": token_for("waiting", waits.pk),
        "meeting_link": token_for("appointment", meeting.guests.get().token),
        "device": sign_in_device(distributor=ben, by=by_ben, name="Phone")[0].pk,
        "day_off": ben.days_off.get().pk,
        "message": rosa.messages.first().pk,
        "consent": rosa.consents.first().pk,
        "step": climb_by_hand(person=rosa, by=by_ben, rung=Rung.MEMBER, reason="She signed up").pk,
        "reply": Reply.objects.create(owner=ben, customer=rosa, source="1", meaning="doubtful").pk,
        "playbook": fair.pk,
        "playbook_key": fair.key,
        "playbook_step": "one",
        "shared": book_of(ben.sponsor, shared_at=ben.date_joined).pk,
        "word": "word",
        "today": ben.today().isoformat(),
        "import": Import.objects.create(
            owner=ben, by=ben, door="web", kind="people", state="checked", dry_run=True, size=9, new=1
        ).pk,
        "task": rosa.tasks.first().pk,
        "touch": rosa.touches.create(owner=ben, kind="call", direction="out", at=order.placed_at).pk,
    }
    return things | joining(ben, by_ben) | answered(ben, by_ben, rosa) | held(ben, by_ben, rosa)


def cared_for(ben, by, rosa, balm) -> dict:
    """What Rosa said and wants, and who else is not content."""
    flag = Flag.objects.create(
        owner=ben, customer=rosa, raised_on=ben.today(), quiet_days=20, interval_days=9, judge_on=ben.today()
    )
    again = standing_order(ben, by, rosa, balm)
    return {
        **not_content(ben, by),
        **surveys_of(ben, by, rosa),
        "flag": flag.pk,
        "referral": introduced(ben, by).pk,
        "standing": again.pk,
        "standing_link": token_for("standing", again.pk),
        "want": note_want(customer=rosa, by=by, text="Dry hands").pk,
        "offer": offer_of(ben, by, balm).pk,
        "enclosed_card": enclosed_card(ben, by).pk,
        "synonym": teach_synonym(owner=ben, by=by, said="present", meant="gift").pk,
    }


def not_content(ben, by) -> dict:
    """Uma and Ute are not content; about Ute's complaint Ben asks Ana."""
    uma, ute = (add_person(owner=ben, by=by, name=name) for name in ("Uma", "Ute"))
    complaint, asked = (open_complaint(customer=one, by=by, text="The lid leaked.") for one in (uma, ute))
    ask_sponsor(complaint=asked, by=by, words="What would you do?")
    links = {"complain_link": complaint_token(ute)}
    return {"complaint": complaint.pk, "asked_complaint": asked.pk, **links}


def standing_order(ben, by, rosa, product) -> StandingOrder:
    """Rosa gets the same every month."""
    first = ben.today() + timedelta(days=20)
    return begin_standing(
        person=rosa, by=by, lines=[(product, 1)], every=1, unit="month", starts_on=first, agreed_words="Yes"
    )  # fmt: skip


def introduced(ben, by) -> Referral:
    """Ada introduced Eva."""
    ada, eva = (add_person(owner=ben, by=by, name=name) for name in ("Ada", "Eva"))
    Customer.objects.filter(pk=eva.pk).update(introduced_by=ada)
    return Referral.objects.create(owner=ben, introducer=ada, friend=eva, introduced_on=ben.today())


@pytest.fixture
def visitors(ana, ben, cleo) -> dict[str, Client]:
    """A browser for each, the owner last: what the others did must have changed nothing."""
    staff = Distributor.objects.create(name="Operator", email="operator@kept.example", is_staff=True)
    people = dict(zip(VISITORS, (None, cleo, ana, staff, ben), strict=True))
    return {name: _browser(person) for name, person in people.items()}


def _browser(person) -> Client:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client
