"""Every verb by both doors: what the page is sent, and what the API is told."""

from collections.abc import Callable
from dataclasses import dataclass, field

from customers.ladder import Rung
from tests.doors.prepared import (
    agreed,
    at_rest,
    begun,
    closed_well,
    declined,
    dropped,
    enrolled,
    nothing_goes,
    out_of_hand,
    out_of_use,
    put_right,
    retired,
    shared,
    shared_card,
    soon,
    state_of_message,
    tagged,
    voided,
    with_a_line,
    with_an_agenda,
    with_marks,
    without_kinds,
    written_since,
)


@dataclass(frozen=True)
class Verb:
    """A deed by both doors. `thing` is the row of Ben's that it is about; `first` prepares it.

    `named` is the argument by which the page finds the thing, where it is not its id.
    """

    page: str
    typed: dict
    call: str
    said: dict = field(default_factory=dict)
    thing: str = ""
    method: str = "POST"
    first: Callable | None = None
    named: str = ""
    at: dict = field(default_factory=dict)  # all arguments of the page, where the API has others
    more: dict = field(default_factory=dict)  # other arguments: name on the page and in the API, thing


PROFILE = {
    "name": "Ben Otto", "greeting": "", "signature": "", "handle": "ben", "language": "en", "zone": "Europe/Berlin",
    "theme": "system", "shortcuts": "device", "daily_limit": "7", "review_repeat_thanks": "on",
    "postal_address": "1 Meadow Lane\n10115 Berlin",
}  # fmt: skip
ROSA = {
    "name": "Rosa Lind",
    "greeting": "Rosa",
    "emails": "rosa@post.example",
    "warmth": "warm",
    "version": "1",
}
WORDS = {"subject": "Dear Rosa", "text": "Thank you for coming back to us."}
NOTED = {"text": "Likes tea"}
TEN = "2026-03-03T09:00:00Z"
LUNCH = {"weekday": 4, "starts": "12:00", "ends": "13:00", "title": "Lunch"}
MONTHLY = {"every": 1, "unit": "month", "starts_on": "2026-03-31", "agreed_words": "Yes"}
LIMITS = {
    "most_a_day": "4", "most_a_week": "", "minutes_a_day": "", "minutes_a_week": "", "most_in_a_row": "",
    "pause_minutes": "30", "notice_minutes": "120", "furthest_days": "60", "step_minutes": "15", "early_minutes": "5", "remind_me": "on",
}  # fmt: skip
TASTING = {
    "name": "Tasting", "about": "", "minutes": 90, "place": "here", "address": "", "travel_minutes": 0,
    "minutes_before": 0, "minutes_after": 15, "seats": 6, "who": "anyone",
}  # fmt: skip
GIFT = {"code": "G", "name": "Gift box", "price": "7.50", "pv": "3.00", "lasts_days": "30"}
GIFT_SAID = {
    "code": "G", "name": "Gift box", "price": {"amount": "7.50", "currency": "EUR"}, "pv": "3.00", "lasts_days": 30,
}  # fmt: skip

VERBS = {
    "add a person": Verb("person-add", {"name": "Ada", "warmth": "warm"}, "people-list", {"name": "Ada"}),
    "change a person": Verb(
        "person-edit", {**ROSA, "source": "fair"}, "people-detail", {"source": "fair"}, "rosa", "PATCH"
    ),
    "delete a person": Verb("person-delete", {}, "people-detail", {}, "rosa", "DELETE"),
    "move up": Verb(
        "ladder-move", {"rung": Rung.ADVOCATE.value, "reason": "She told all her friends", "stands": Rung.MEMBER.value},
        "people-move", {"rung": "advocate", "reason": "She told all her friends", "stands": "member"}, "rosa",
    ),
    "move a step back": Verb(
        "ladder-move", {"rung": Rung.CUSTOMER.value, "reason": "It was her sister"},
        "people-move", {"rung": "customer", "reason": "It was her sister"}, "rosa",
    ),
    "tag people": Verb("people-tag", {"people": "rosa", "tag": "Fair"}, "people-tag", {"people": ["rosa"], "tag": "Fair"}),
    "untag people": Verb(
        "people-untag", {"people": "rosa", "gone": "tag"}, "people-untag", {"people": ["rosa"], "tag": "fair"}, first=tagged
    ),
    "note people": Verb("people-note", {"people": "rosa", "text": "Tea"}, "people-note", {"people": ["rosa"], "text": "Tea"}),
    "plan for people": Verb(
        "people-plan", {"people": "rosa", "kind": "other", "local_date": "2026-03-05", "title": "Write"},
        "tasks-many", {"people": ["rosa"], "kind": "other", "day": "2026-03-05", "title": "Write"},
    ),
    "add a note": Verb("note-add", {"text": "Likes tea"}, "people-notes", {"text": "Likes tea"}, "rosa"),
    "give a consent": Verb(
        "consent-give", {"channel": "email", "purpose": "marketing", "source": "by phone"},
        "people-consents", {"channel": "email", "purpose": "marketing", "source": "by phone"}, "rosa",
    ),
    "spare in grief": Verb(
        "person-grief", {"until": "2026-04-13"}, "people-detail", {"grieving_until": "2026-04-13"}, "rosa", "PATCH"
    ),
    "let rest": Verb(
        "person-rest", {"until": "2026-06-01"}, "people-detail", {"resting_until": "2026-06-01"}, "rosa", "PATCH"
    ),
    "wish for fewer touches": Verb(
        "person-touches", {"touches_a_week": "1"}, "people-detail", {"touches_a_week": 1}, "rosa", "PATCH"
    ),
    "withdraw a consent": Verb(
        "consent-withdraw", {}, "people-withdraw", {}, "rosa", more={"consent_pk": "consent", "consent": "consent"}
    ),
    "log a contact": Verb(
        "touch-log", {"kind": "call", "direction": "in", "note": "Asked", "inquiry": "on"},
        "touches-list", {"person": "rosa", "kind": "call", "direction": "in", "note": "Asked", "inquiry": True}, "rosa",
    ),
    "place an order": Verb(
        "order-add", {"person": "rosa", "typed": "2 KIT", "purpose": "customer", "extras": "A card"},
        "orders-list",
        {"person": "rosa", "items": [{"product": "KIT", "quantity": 2}], "purpose": "customer", "extras": "A card"},
    ),
    "repeat an order": Verb("order-repeat", {}, "orders-repeat", {}, "order"),
    "change an order": Verb(
        "order-change", {"version": "1", "told_delivery_on": "2026-03-09", "extras": "A card"},
        "orders-detail", {"told_delivery_on": "2026-03-09", "extras": "A card"}, "order", "PATCH",
    ),
    "deliver an order": Verb("order-deliver", {"on": "2026-03-02"}, "orders-deliver", {"on": "2026-03-02"}, "order"),
    "void an order": Verb("order-void", {"reason": "Not so"}, "orders-void", {"reason": "Not so"}, "order"),
    "return an order": Verb("order-return", {"reason": "Broken"}, "orders-bring-back", {"reason": "Broken"}, "order"),
    "reinstate an order": Verb("order-reinstate", {}, "orders-reinstate", {}, "order", first=voided),
    "add a product": Verb("product-add", GIFT, "products-list", GIFT_SAID),
    "change a product": Verb("product", GIFT, "products-detail", GIFT_SAID, "product", "PATCH"),
    "retire a product": Verb("product-retire", {}, "products-retire", {}, "product"),
    "offer a product": Verb("product-offer", {}, "products-offer", {}, "product", first=retired),
    "finish a task": Verb("task-done", {"touch_kind": "call"}, "tasks-done", {"touch_kind": "call"}, "task"),
    "put a task off": Verb("task-later", {}, "tasks-later", {}, "task"),
    "cancel a task": Verb("task-cancel", {}, "tasks-cancel", {}, "task"),
    "keep words": Verb("message", WORDS, "messages-detail", WORDS, "message", "PATCH", state_of_message("draft")),
    "approve a letter": Verb(
        "message-approve", WORDS, "messages-approve", WORDS, "message", first=state_of_message("draft")
    ),
    "hand a message over": Verb(
        "message-handed-over", WORDS, "messages-handed-over", WORDS, "message", first=state_of_message("draft", "text")
    ),
    "cancel a letter": Verb("message-cancel", {}, "messages-cancel", {}, "message"),
    "send a letter again": Verb(
        "message-again", {}, "messages-again", {}, "message", first=state_of_message("uncertain")
    ),
    "confirm an arrival": Verb(
        "message-arrived", {}, "messages-arrived", {}, "message", first=state_of_message("uncertain")
    ),
    "book": Verb(
        "appointment-add", {"kind": "KIND", "person": "rosa", "at": TEN, "title": "Tea", "note": "Bring balm"},
        "appointments-list", {"kind": "KIND", "people": ["rosa"], "starts_at": TEN, "title": "Tea", "note": "Bring balm"},
    ),
    "confirm a meeting": Verb("appointment-confirm", {}, "appointments-confirm", {}, "appointment"),
    "move a meeting": Verb(
        "appointment-move", {"at": TEN, "anyway": "on"}, "appointments-move", {"starts_at": TEN, "anyway": True}, "appointment"
    ),
    "cancel a meeting": Verb(
        "appointment-cancel", {"reason": "Ill"}, "appointments-cancel", {"reason": "Ill"}, "appointment"
    ),
    "meet elsewhere": Verb(
        "appointment-address", {"address": "Hill 1"}, "appointments-address", {"address": "Hill 1"}, "appointment"
    ),
    "confirm a seat": Verb(
        "appointment-seat-confirm", {}, "appointments-confirm-seat", {"person": "rosa"}, "group", at={"pk": "seat"}
    ),
    "take a guest off": Verb(
        "appointment-seat-remove", {}, "appointments-remove-guest", {"person": "rosa"}, "group", at={"pk": "seat"}
    ),
    "be there": Verb("appointment-arrive", {}, "appointments-arrive", {}, "appointment", first=soon),
    "finish a meeting": Verb("appointment-finish", {}, "appointments-finish", {}, "appointment", first=begun),
    "miss a meeting": Verb(
        "appointment-miss", {"side": "us", "reason": "Ill"}, "appointments-miss", {"side": "us", "reason": "Ill"},
        "appointment", first=begun,
    ),
    "be late": Verb("appointment-late", {"minutes": "10"}, "appointments-late", {"minutes": 10}, "appointment", first=soon),
    "write the notes": Verb(
        "meeting-save", {**NOTED, "revision": "0", "page": "here"}, "appointments-notes",
        {**NOTED, "revision": 0, "written_by": "here"}, "appointment", "PUT",
    ),
    "write the notes by PATCH": Verb(
        "meeting-save", {**NOTED, "revision": "0", "page": "here"}, "appointments-notes",
        {**NOTED, "revision": 0, "written_by": "here"}, "appointment", "PATCH",
    ),
    "begin the meeting": Verb("meeting-begin", {}, "appointments-notes-begin", {}, "appointment", first=with_an_agenda),
    "talk about an item": Verb(
        "meeting-item", {"position": "1"}, "appointments-notes-run-item", {"item": 1}, "appointment", first=with_an_agenda
    ),
    "tick an item off": Verb(
        "meeting-item", {"position": "0", "do": "finish"}, "appointments-notes-finish-item", {"item": 0}, "appointment",
        first=with_an_agenda,
    ),
    "end the meeting": Verb("meeting-end", {}, "appointments-notes-end", {}, "appointment", first=with_marks),
    "take over what was written since": Verb(
        "meeting-take-over", {}, "appointments-notes-take-over", {}, "held", first=written_since
    ),
    "look the notes over": Verb(
        "appointment-notes", {"text": "Thank you."}, "appointments-notes-review", {"text": "Thank you.", "going": []}, "held"
    ),
    "send the notes": Verb(
        "appointment-notes-send", {"text": "Thank you.", "edition": "1"}, "appointments-notes-send",
        {"text": "Thank you.", "edition": 1}, "held", first=nothing_goes,
    ),
    "take a correction over": Verb(
        "correction-take", {}, "corrections-take", {}, "correction", at={"pk": "held", "correction": "correction"}
    ),
    "leave a correction": Verb(
        "correction-leave", {}, "corrections-leave", {}, "correction", at={"pk": "held", "correction": "correction"}
    ),
    "add a kind": Verb("meeting-kind-add", TASTING, "meeting-kinds-list", TASTING),
    "change a kind": Verb("meeting-kind", TASTING, "meeting-kinds-detail", TASTING, "meeting_kind", "PATCH"),
    "retire a kind": Verb("meeting-kind-retire", {}, "meeting-kinds-retire", {}, "meeting_kind"),
    "bring a kind back": Verb(
        "meeting-kind-back", {}, "meeting-kinds-bring-back", {}, "meeting_kind", first=out_of_use
    ),
    "begin with the usual kinds": Verb("meeting-kinds-usual", {}, "meeting-kinds-usual", first=without_kinds),
    "set limits": Verb("settings-availability", LIMITS, "availability", {"most_a_day": 4}, method="PATCH"),
    "protect a time": Verb("protected-time-add", LUNCH, "availability-protect", LUNCH),
    "set the hours of a day": Verb(
        "hours-on-day-set", {"day": "2026-03-04", "opens": "09:00", "closes": "12:00"},
        "availability-on-day", {"day": "2026-03-04", "hours": [{"opens": "09:00", "closes": "12:00"}]},
    ),
    "write a complaint down": Verb(
        "complaint-add", {"text": "Late", "wish": "Sooner"},
        "complaints-list", {"person": "rosa", "text": "Late", "wish": "Sooner"}, "rosa",
    ),
    "hear a complaint": Verb(
        "complaint-heard", {"heard": "The lid"}, "complaints-hear", {"heard": "The lid"}, "complaint"
    ),
    "put a complaint right": Verb(
        "complaint-put-right", {"fix": "other", "remedy": "Both again", "cost": "12.50"},
        "complaints-put-right", {"remedy": "Both again", "cost": {"amount": "12.50", "currency": "EUR"}}, "complaint",
    ),
    "give something beside it": Verb(
        "complaint-extra", {"extra": "A box", "cost": "5.00"},
        "complaints-extra", {"extra": "A box", "cost": {"amount": "5.00", "currency": "EUR"}}, "complaint",
    ),
    "say when it arrives": Verb(
        "complaint-arrival", {"planned_on": "2026-03-05"}, "complaints-arrival", {"planned_on": "2026-03-05"}, "complaint"
    ),
    "ask whether all is well": Verb("complaint-ask", {}, "complaints-ask", {}, "complaint", first=put_right),
    "close a complaint": Verb("complaint-well", {"words": "Fine"}, "complaints-close", {"words": "Fine"}, "complaint"),
    "it is not right yet": Verb(
        "complaint-not-yet", {"words": "No"}, "complaints-not-yet", {"words": "No"}, "complaint", first=put_right
    ),
    "note the cause": Verb(
        "complaint-cause", {"cause": "packing", "cause_words": "Lids"},
        "complaints-detail", {"cause": "packing", "cause_words": "Lids"}, "complaint", "PATCH",
    ),
    "ask the sponsor": Verb(
        "complaint-sponsor", {"words": "And now?"}, "complaints-ask-sponsor", {"words": "And now?"}, "complaint"
    ),
    "open a complaint again": Verb("complaint-reopen", {}, "complaints-reopen", {}, "complaint", first=closed_well),
    "take a complaint back": Verb("complaint-take-back", {}, "complaints-take-back", {}, "complaint"),
    "begin an enrolment": Verb(
        "enrol-keep", {"name": "Rosa L."}, "enrolments-list", {"person": "rosa", "name": "Rosa L."}, "rosa"
    ),
    "drop an enrolment": Verb("enrolment-drop", {}, "enrolments-drop", {}, "enrolment"),
    "take an enrolment up": Verb("enrolment-take-up", {}, "enrolments-take-up", {}, "enrolment", first=dropped),
    "take an enrolment back": Verb("enrolment-cancel", {}, "enrolments-cancel", {}, "enrolment", first=enrolled),
    "promise": Verb(
        "promise-add", {"text": "A card", "due_on": "2026-03-05", "told_on": "2026-03-06"},
        "promises-list", {"person": "rosa", "text": "A card", "due_on": "2026-03-05", "told_on": "2026-03-06"}, "rosa",
    ),
    "change a promise": Verb(
        "promise-change", {"text": "A red tin", "due_on": "2026-03-04", "told_on": "2026-03-06"},
        "promises-detail", {"text": "A red tin", "due_on": "2026-03-04", "told_on": "2026-03-06"}, "promise", "PATCH",
    ),
    "keep a promise": Verb("promise-keep", {}, "promises-keep", {}, "promise"),
    "break a promise": Verb("promise-break", {"reason": "Sold out"}, "promises-break", {"reason": "Sold out"}, "promise"),
    "release a promise": Verb("promise-release", {"reason": "No need"}, "promises-release", {"reason": "No need"}, "promise"),
    "write an answer down": Verb(
        "survey-write", {"measure": "csat", "score": "4", "why": "Good"},
        "surveys-list", {"person": "rosa", "measure": "csat", "score": 4, "why": "Good"}, "rosa",
    ),
    "ask how content they are": Verb(
        "survey-ask", {"measure": "csat"}, "surveys-ask", {"person": "rosa", "measure": "csat"}, "rosa"
    ),
    "decline a suggestion": Verb(
        "suggestion-decline", {"reason": "No glass"}, "suggestions-decline", {"reason": "No glass"}, "suggestion"
    ),
    "look at a suggestion again": Verb("suggestion-reopen", {}, "suggestions-reopen", {}, "suggestion", first=declined),
    "thank for an introduction": Verb("referral-thank", {}, "referrals-thank", {}, "referral"),
    "note that a friend agreed": Verb("referral-agreed", {}, "referrals-agree", {}, "referral"),
    "tell how it went": Verb("referral-told", {}, "referrals-tell", {}, "referral", first=agreed),
    "begin a standing order": Verb(
        "standing-add", {"typed": "2 hand balm", **MONTHLY},
        "standing-orders-list", {"person": "rosa", "items": [{"product": "BALM", "quantity": 2}], **MONTHLY}, "rosa",
    ),
    "change a standing order": Verb(
        "standing-change", {"typed": "3 hand balm", "every": 6, "unit": "week", "next_on": "2026-03-09"},
        "standing-orders-detail",
        {"items": [{"product": "BALM", "quantity": 3}], "every": 6, "unit": "week", "next_on": "2026-03-09"},
        "standing", "PATCH",
    ),
    "leave a run out": Verb("standing-skip", {}, "standing-orders-skip", {}, "standing"),
    "put a run off": Verb("standing-delay", {"to": "2026-03-25"}, "standing-orders-delay", {"to": "2026-03-25"}, "standing"),
    "let a standing order rest": Verb("standing-pause", {}, "standing-orders-pause", {}, "standing"),
    "take a standing order up": Verb("standing-resume", {}, "standing-orders-resume", {}, "standing", first=at_rest),
    "end a standing order": Verb("standing-end", {"reason": "Enough"}, "standing-orders-end", {"reason": "Enough"}, "standing"),
    "note a want": Verb("want-add", {"text": "A tin"}, "wants-list", {"person": "rosa", "text": "A tin"}, "rosa"),
    "meet a want": Verb("want-met", {}, "wants-met", {}, "want"),
    "drop a want": Verb("want-drop", {}, "wants-drop", {}, "want"),
    "write an offer": Verb(
        "offer-add",
        {
            "title": "Balm", "text": "Mild.", "products": "OWN", "price": "9.50", "starts_on": "2026-03-02",
            "ends_on": "2026-03-20", "rungs": "3", "held_back": "10", "else_task": "on",
        },
        "offers-list",
        {
            "title": "Balm", "text": "Mild.", "products": ["KIT"], "price": {"amount": "9.50", "currency": "EUR"},
            "starts_on": "2026-03-02", "ends_on": "2026-03-20", "rungs": ["customer"], "held_back": 10, "else_task": True,
        },
    ),
    "change an offer": Verb(
        "offer-change",
        {"title": "Balm", "products": "OWN", "starts_on": "2026-03-02", "ends_on": "2026-03-20", "held_back": "0"},
        "offers-detail",
        {
            "title": "Balm", "text": "", "products": ["KIT"], "starts_on": "2026-03-02", "ends_on": "2026-03-20",
            "held_back": 0, "else_task": False,
        },
        "offer", "PATCH",
    ),
    "let an offer go live": Verb("offer-live", {}, "offers-go-live", {}, "offer"),
    "end an offer": Verb("offer-end", {}, "offers-end", {}, "offer"),
    "teach a word": Verb("synonyms", {"said": "Tin", "meant": "Balm"}, "synonyms-list", {"said": "Tin", "meant": "Balm"}),
    "forget a word": Verb("synonym-forget", {}, "synonyms-detail", {}, "synonym", "DELETE"),
    "add a card": Verb(
        "card-add", {"kind": "use", "title": "At night", "text": "A little."},
        "cards-list", {"kind": "use", "title": "At night", "text": "A little."},
    ),
    "change a card": Verb(
        "card", {"kind": "use", "title": "At night", "text": "A little."},
        "cards-detail", {"kind": "use", "title": "At night", "text": "A little."}, "card", "PATCH",
    ),
    "share a card": Verb("card-share", {}, "cards-share", {}, "card", first=with_a_line),
    "share a card no more": Verb("card-unshare", {}, "cards-unshare", {}, "card", first=shared_card),
    "retire a card": Verb("card-retire", {}, "cards-retire", {}, "card"),
    "bring a card back": Verb("card-back", {}, "cards-bring-back", {}, "card", first=out_of_hand),
    "put a playbook live": Verb("playbook-go-live", {}, "playbooks-go-live", {}, "playbook", named="key"),
    "throw a draft away": Verb(
        "playbook-throw-away", {}, "playbooks-throw-away", {}, "playbook", named="key"
    ),
    "share a playbook": Verb("playbook-share", {}, "playbooks-share", {}, "playbook", first=with_a_line, named="key"),
    "share a playbook no more": Verb("playbook-unshare", {}, "playbooks-unshare", {}, "playbook", first=shared, named="key"),
    "note an answer": Verb(
        "message-replied", {"text": "She called"}, "messages-replied", {"text": "She called"}, "message",
        first=state_of_message("uncertain"),
    ),
    "settle an answer": Verb("reply-settle", {"meaning": "stop"}, "replies-settle", {"meaning": "stop"}, "reply"),
    "change settings": Verb("settings", PROFILE, "me", {"name": "Ben Otto", "daily_limit": 7}, method="PATCH"),
    "set quiet hours": Verb(
        "settings-quiet-hours", {"quiet_hours_on": "on", "quiet_from": "22:00", "quiet_until": "06:30"},
        "me", {"quiet_hours_on": True, "quiet_from": "22:00", "quiet_until": "06:30"}, method="PATCH",
    ),
    "sign a device out": Verb("settings-device-out", {}, "devices-detail", {}, "device", "DELETE"),
    "undo": Verb("undo", {}, "undo", {}, "event"),
}  # fmt: skip
