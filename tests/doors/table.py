"""What each visitor gets at each address: anonymous, stranger, upline, staff, owner; by GET and by POST.

A number is a status, "login" is being sent to the sign-in page, "password" being asked for it again.
POST is sent with nothing filled in, unless a body is given: 422 is a form that says what is missing.
"""

from dataclasses import dataclass, field

PAGE = "login 200 200 200 200"  # about whoever is signed in
WENT_ON = "302 302 302 302 302"
OWN = "login 404 404 404 200"  # about a row of Ben's
NEVER = "login 405 405 405 405"  # this method is not known here
OPEN = "200 200 200 200 200"
NOBODY = "404 404 404 404 404"
SHUT = "405 405 405 405 405"
UNSAID = "422 422 422 422 422"  # a form that anyone may send, sent empty
ASKED = "login password password password password"  # for the password once more
GONE_ON = "login 302 302 302 302"
DONE = "login 404 404 404 302"  # Ben's row is changed, and the page goes on
COMPANYS = "login 200 200 404 200"  # about the team of whoever is signed in
SEEN_ABOVE = "login 404 200 404 200"  # figures of Ben, who stands below Ana
FORM = "login 404 404 404 422"  # a form about Ben's row, sent empty


@dataclass(frozen=True)
class Door:
    """One line of the table. `arguments` name things of Ben's, see conftest.py."""

    get: str
    post: str
    arguments: dict = field(default_factory=dict)
    body: dict = field(default_factory=dict)
    query: dict = field(default_factory=dict)
    malformed: frozenset = frozenset({404, 405})
    settled: bool = False  # Ben's thing stands as asked already: the page goes on and nothing changes
    by_link: bool = False  # whoever has the link may: it was sent to the person it is about

    @property
    def is_private(self) -> bool:
        """Does the address lead to something of Ben's?"""
        return bool(self.arguments) and not self.by_link


ROSA, ORDER, PRODUCT = {"pk": "rosa"}, {"pk": "order"}, {"pk": "product"}
BOOK, STEP = {"key": "playbook_key"}, {"key": "playbook_key", "step": "playbook_step"}
MEETING = {"token": "meeting_link"}
PUBLIC, WAITER = {"handle": "handle"}, {"token": "waiting_link"}
PROMISE, NOTED = {"pk": "promise"}, {"token": "notes_link", "line": "noted_line"}
JOINING, JOINER = {"pk": "enrolment"}, {"handle": "handle", "token": "enrolment_link"}
STANDING, OWN_STANDING = {"pk": "standing"}, {"token": "standing_link"}
TASK, MESSAGE, IMPORT = {"pk": "task"}, {"pk": "message"}, {"pk": "import"}
COMPLAINT, COMPLAIN = {"pk": "complaint"}, {"token": "complain_link"}
DISTRIBUTOR = {"pk": "distributor"}
LINK = {"token": "link"}  # in Rosa's letters
ASKED_BY = {"token": "survey_link"}

DOORS = {
    # Signing in
    "account_login": Door("200 302 302 302 302", "200 302 302 302 302"),
    "account_logout": Door(PAGE, "login login login login login"),
    "account_signup": Door("200 302 302 302 302", "200 302 302 302 302"),
    "account_inactive": Door(OPEN, SHUT),
    "account_reauthenticate": Door(PAGE, PAGE),
    "account_change_password": Door(PAGE, PAGE),
    "account_set_password": Door(GONE_ON, GONE_ON),
    "account_reset_password": Door(OPEN, OPEN),
    "account_reset_password_done": Door(OPEN, SHUT),
    "account_reset_password_from_key": Door(
        OPEN, OPEN, {"uidb36": "word", "key": "word"}, malformed=frozenset({200, 404})
    ),
    "account_reset_password_from_key_done": Door(OPEN, SHUT),
    "account_confirm_login_code": Door(GONE_ON, GONE_ON),
    "account_email": Door(PAGE, GONE_ON),
    "account_email_verification_sent": Door(OPEN, SHUT),
    "account_confirm_email": Door(
        OPEN, "404 404 404 404 404", {"key": "word"}, malformed=frozenset({200, 404})
    ),
    "usersessions_list": Door(PAGE, GONE_ON),
    # For probes: nothing ever ticked in a test
    "healthz": Door(OPEN, SHUT),
    "readyz": Door("503 503 503 503 503", SHUT),
    # The house
    "home": Door(GONE_ON, GONE_ON),
    "welcome": Door(PAGE, NEVER),
    "today": Door(PAGE, NEVER),
    "today-read": Door(PAGE, NEVER, query={"q": "Rosa ordered 1 hand balm"}),
    "today-add": Door(NEVER, "login 422 422 422 422"),
    "today-check-in": Door(NEVER, DONE, ROSA),
    "search": Door(PAGE, NEVER, query={"q": "Ro"}),
    "shortcuts": Door(PAGE, NEVER),
    "undo": Door(NEVER, DONE, {"pk": "event"}),
    "undo-last": Door(NEVER, GONE_ON),
    "history": Door(PAGE, NEVER),
    # People
    "people": Door(PAGE, NEVER),
    "ladder": Door(PAGE, NEVER),
    "ladder-move": Door(OWN, FORM, ROSA),
    "person-add": Door(PAGE, "login 422 422 422 422"),
    "person-names": Door(PAGE, NEVER, query={"q": "Ro"}),
    "people-tag": Door(NEVER, "login 422 422 422 422"),
    "people-untag": Door(NEVER, "login 422 422 422 422"),
    "people-note": Door(NEVER, "login 422 422 422 422"),
    "people-plan": Door(NEVER, "login 422 422 422 422"),
    "person": Door(OWN, NEVER, ROSA),
    "person-edit": Door(OWN, FORM, ROSA),
    "person-delete": Door(NEVER, DONE, ROSA),
    "person-climb": Door(OWN, FORM, ROSA),
    "touch-log": Door(OWN, DONE, ROSA),
    "note-add": Door(OWN, FORM, ROSA),
    "want-add": Door(OWN, FORM, ROSA),
    "want-met": Door(NEVER, DONE, {"pk": "want"}),
    "want-drop": Door(NEVER, DONE, {"pk": "want"}),
    "climb-revoke": Door(NEVER, DONE, {"pk": "rosa", "step_pk": "step"}),
    "person-grief": Door(OWN, FORM, ROSA),
    "grief-end": Door(NEVER, DONE, ROSA, settled=True),
    "person-rest": Door(OWN, DONE, ROSA),
    "person-wake": Door(NEVER, DONE, ROSA, settled=True),
    "person-touches": Door(OWN, DONE, ROSA, settled=True),
    "consent-give": Door(OWN, FORM, ROSA),
    "consent-withdraw": Door(NEVER, DONE, {"pk": "rosa", "consent_pk": "consent"}),
    # What we owe them
    "messages": Door(PAGE, NEVER),
    "message": Door(OWN, OWN, MESSAGE),  # a letter on its way has no words to keep, so nothing is
    "message-approve": Door(NEVER, DONE, MESSAGE, settled=True),
    "message-cancel": Door(NEVER, DONE, MESSAGE),
    "message-again": Door(NEVER, DONE, MESSAGE),
    "message-card": Door(OWN, NEVER, MESSAGE),
    "message-handed-over": Door(NEVER, DONE, MESSAGE, settled=True),  # it goes by email, by itself
    "message-arrived": Door(NEVER, DONE, MESSAGE),
    "message-mend": Door(NEVER, DONE, MESSAGE, settled=True),  # one that is on its way needs no mending
    "message-call": Door(NEVER, DONE, MESSAGE, settled=True),
    "message-let-go": Door(NEVER, DONE, MESSAGE, settled=True),
    "messages-waited": Door(PAGE, NEVER),
    "messages-waited-send": Door(NEVER, GONE_ON),
    "messages-waited-drop": Door(NEVER, GONE_ON),
    "message-replied": Door(NEVER, DONE, MESSAGE),
    "reply-settle": Door(NEVER, DONE, {"pk": "reply"}),
    # The mail provider's, who is none of these and whom nobody named here
    "hook-tracking": Door(NOBODY, NOBODY, {"provider": "word"}),
    "hook-inbound": Door(NOBODY, NOBODY, {"provider": "word"}),
    "letters-reopen": Door(OWN, FORM, ROSA),
    "preferences": Door(OPEN, WENT_ON, LINK, malformed=frozenset({404, 429}), by_link=True),
    "preferences-choose": Door(
        SHUT, "422 422 422 422 422", LINK, malformed=frozenset({404, 429}), by_link=True
    ),
    "preferences-resume": Door(SHUT, WENT_ON, LINK, malformed=frozenset({404, 429}), by_link=True),
    "task-done": Door(NEVER, DONE, TASK),
    "task-later": Door(NEVER, DONE, TASK),
    "task-cancel": Door(NEVER, DONE, TASK),
    # What they get again and again
    "standing": Door(PAGE, NEVER),
    "standing-add": Door(OWN, FORM, ROSA),
    "standing-one": Door(OWN, NEVER, STANDING),
    "standing-change": Door(OWN, FORM, STANDING),
    "standing-skip": Door(NEVER, DONE, STANDING),
    "standing-delay": Door(NEVER, FORM, STANDING),
    "standing-pause": Door(NEVER, DONE, STANDING),
    "standing-resume": Door(NEVER, DONE, STANDING, settled=True),
    "standing-end": Door(NEVER, DONE, STANDING),
    "standing-guest": Door(OPEN, WENT_ON, OWN_STANDING, by_link=True),
    "standing-guest-skip": Door(WENT_ON, WENT_ON, OWN_STANDING, body={"run": "1"}, by_link=True),
    "standing-guest-delay": Door(WENT_ON, UNSAID, OWN_STANDING, by_link=True),
    "standing-guest-end": Door(WENT_ON, WENT_ON, OWN_STANDING, by_link=True),
    "standing-guest-again": Door(WENT_ON, WENT_ON, OWN_STANDING, by_link=True),
    # Who introduced whom
    "referrals": Door(PAGE, NEVER),
    "referral-thank": Door(NEVER, DONE, {"pk": "referral"}),
    "referral-agreed": Door(NEVER, DONE, {"pk": "referral"}),
    "referral-told": Door(NEVER, DONE, {"pk": "referral"}),
    # What we promised them
    "survey": Door(OPEN, UNSAID, ASKED_BY, malformed=frozenset({404, 429}), by_link=True),
    "survey-stop": Door(SHUT, WENT_ON, ASKED_BY, malformed=frozenset({404, 405, 429}), by_link=True),
    "survey-again": Door(SHUT, WENT_ON, ASKED_BY, malformed=frozenset({404, 405, 429}), by_link=True),
    "surveys": Door(PAGE, NEVER),
    "suggestions": Door(PAGE, "login 422 422 422 422"),
    "suggestion-decline": Door(NEVER, DONE, {"pk": "suggestion"}),
    "suggestion-join": Door(NEVER, "login 404 404 404 404", {"pk": "suggestion"}),
    "suggestion-reopen": Door(NEVER, DONE, {"pk": "suggestion"}, settled=True),
    "survey-write": Door(OWN, FORM, ROSA),
    "survey-ask": Door(NEVER, DONE, ROSA, body={"measure": "csat"}),
    "complaints": Door(PAGE, NEVER),
    "complaint": Door(OWN, NEVER, COMPLAINT),
    "complaint-add": Door(OWN, FORM, ROSA),
    "complaint-heard": Door(NEVER, FORM, COMPLAINT),
    "complaint-put-right": Door(NEVER, FORM, COMPLAINT),
    "complaint-extra": Door(NEVER, FORM, COMPLAINT),
    "complaint-arrival": Door(NEVER, FORM, COMPLAINT),
    "complaint-ask": Door(NEVER, DONE, COMPLAINT),
    "complaint-well": Door(NEVER, FORM, COMPLAINT),
    "complaint-not-yet": Door(NEVER, DONE, COMPLAINT, settled=True),
    "complaint-end": Door(NEVER, FORM, COMPLAINT),
    "complaint-cause": Door(NEVER, DONE, COMPLAINT, settled=True),
    "complaint-sponsor": Door(NEVER, FORM, COMPLAINT),
    "complaint-reopen": Door(NEVER, DONE, COMPLAINT, settled=True),
    "complaint-take-back": Door(NEVER, DONE, COMPLAINT),
    "complaint-asked": Door("login 404 200 404 404", "login 404 422 404 404", {"pk": "asked_complaint"}),
    "complain": Door(OPEN, UNSAID, COMPLAIN, malformed=frozenset({404, 429}), by_link=True),
    "complain-well": Door(SHUT, WENT_ON, COMPLAIN, malformed=frozenset({404, 429}), by_link=True),
    "complain-not-yet": Door(SHUT, WENT_ON, COMPLAIN, malformed=frozenset({404, 429}), by_link=True),
    "complain-let-be": Door(SHUT, WENT_ON, COMPLAIN, malformed=frozenset({404, 429}), by_link=True),
    "complain-talk": Door(SHUT, UNSAID, COMPLAIN, malformed=frozenset({404, 429}), by_link=True),
    "complain-stay": Door(SHUT, WENT_ON, COMPLAIN, malformed=frozenset({404, 429}), by_link=True),
    "promises": Door(PAGE, NEVER),
    "retention": Door(PAGE, NEVER),
    "team-export-csv": Door("login 200 200 404 200", NEVER),
    "team-export-xlsx": Door("login 200 200 404 200", NEVER),
    "team": Door(COMPANYS, NEVER),
    "team-of": Door(SEEN_ABOVE, NEVER, DISTRIBUTOR),
    "team-legs": Door(SEEN_ABOVE, NEVER, DISTRIBUTOR),
    "promise-propose": Door(PAGE, NEVER),
    "promise-add": Door(OWN, FORM, ROSA),
    "promise-change": Door(OWN, FORM, PROMISE),
    "promise-keep": Door(NEVER, DONE, PROMISE),
    "promise-break": Door(OWN, FORM, PROMISE),
    "promise-release": Door(NEVER, DONE, PROMISE),
    # What was noted in a meeting
    "appointment-notes": Door(OWN, DONE, {"pk": "held"}, settled=True),  # a review is saved, and no event
    "appointment-notes-send": Door(NEVER, DONE, {"pk": "held"}, settled=True),  # they went once
    "appointment-notes-print": Door(OWN, NEVER, {"pk": "held", "guest": "guest"}),
    "correction-take": Door(NEVER, DONE, {"pk": "held", "correction": "correction"}),
    "correction-leave": Door(NEVER, DONE, {"pk": "held", "correction": "correction"}),
    "notes-guest": Door(OPEN, SHUT, {"token": "notes_link"}, malformed=frozenset({404, 429}), by_link=True),
    "notes-guest-correct": Door(
        SHUT, "422 422 422 422 422", NOTED, malformed=frozenset({404, 405, 429}), by_link=True
    ),
    "notes-guest-strike": Door(SHUT, WENT_ON, NOTED, malformed=frozenset({404, 405, 429}), by_link=True),
    # Appointments
    "calendar": Door(PAGE, NEVER),
    "appointment-add": Door(PAGE, "login 422 422 422 422"),
    "appointment": Door(OWN, NEVER, {"pk": "appointment"}),
    "appointment-confirm": Door(NEVER, DONE, {"pk": "appointment"}),
    "appointment-move": Door(OWN, FORM, {"pk": "appointment"}),
    "appointment-place": Door(NEVER, FORM, {"pk": "appointment"}),
    "appointment-address": Door(NEVER, DONE, {"pk": "appointment"}, body={"address": "Hill 1"}),
    "appointment-cancel": Door(NEVER, DONE, {"pk": "appointment"}),
    "appointment-arrive": Door(NEVER, DONE, {"pk": "appointment"}),
    "appointment-finish": Door(NEVER, DONE, {"pk": "appointment"}),
    "appointment-miss": Door(NEVER, FORM, {"pk": "appointment"}),  # it is in three days
    "appointment-late": Door(NEVER, FORM, {"pk": "appointment"}),
    "calendar-emergency": Door(PAGE, "login 422 422 422 422", {"day": "today"}, by_link=True),
    "appointment-guest-late": Door(
        WENT_ON, "422 422 422 422 422", MEETING, malformed=frozenset({404, 429}), by_link=True
    ),
    "appointment-guest-again": Door(WENT_ON, WENT_ON, MEETING, malformed=frozenset({404, 429}), by_link=True),
    "booking-page": Door(OPEN, UNSAID, PUBLIC, malformed=frozenset({404, 429}), by_link=True),
    "booking-page-wait": Door(SHUT, UNSAID, PUBLIC, malformed=frozenset({404, 405, 429}), by_link=True),
    "booking-page-asked": Door(OPEN, SHUT, PUBLIC, malformed=frozenset({404, 405, 429}), by_link=True),
    "waiting-guest": Door(OPEN, WENT_ON, WAITER, malformed=frozenset({404, 429}), by_link=True),
    "waiting-leave": Door(SHUT, WENT_ON, WAITER, malformed=frozenset({404, 429}), by_link=True),
    "appointment-seat-confirm": Door(NEVER, DONE, {"pk": "seat"}),
    "appointment-seat-remove": Door(NEVER, DONE, {"pk": "seat"}),
    "waiting-confirm": Door(NEVER, DONE, {"pk": "waiting"}),
    "waiting-stop": Door(NEVER, DONE, {"pk": "waiting"}),
    "meeting": Door(OWN, NEVER, {"pk": "appointment"}),
    "meeting-begin": Door(GONE_ON, DONE, {"pk": "appointment"}, malformed=frozenset({302, 404})),
    "meeting-save": Door(
        NEVER, DONE, {"pk": "appointment"}, body={"text": "Hello", "revision": "0"}, settled=True
    ),  # what is typed is saved every second, and no event
    "meeting-item": Door(NEVER, FORM, {"pk": "appointment"}),  # there is no agenda
    "meeting-end": Door(NEVER, DONE, {"pk": "appointment"}),
    "meeting-take-over": Door(NEVER, DONE, {"pk": "held"}, settled=True),  # nothing was written since
    "meeting-card": Door(NEVER, DONE, {"pk": "answered", "line": "answered_line"}),
    "meeting-facts": Door(OWN, NEVER, {"pk": "appointment"}),
    "meeting-order": Door(OWN, FORM, {"pk": "appointment"}),
    "appointment-file": Door(OWN, NEVER, {"pk": "appointment"}),
    "appointment-guest-file": Door(OPEN, SHUT, MEETING, malformed=frozenset({404, 429}), by_link=True),
    "calendar-feed": Door(
        OPEN, SHUT, {"token": "feed_link"}, malformed=frozenset({404, 405, 429}), by_link=True
    ),
    "appointment-guest": Door(OPEN, SHUT, MEETING, malformed=frozenset({404, 429}), by_link=True),
    "appointment-guest-move": Door(
        OPEN, "422 422 422 422 422", MEETING, malformed=frozenset({404, 429}), by_link=True
    ),
    "appointment-guest-confirm": Door(
        WENT_ON, WENT_ON, MEETING, malformed=frozenset({404, 429}), by_link=True
    ),
    "appointment-guest-cancel": Door(OPEN, WENT_ON, MEETING, malformed=frozenset({404, 429}), by_link=True),
    # Playbooks
    "playbooks": Door(PAGE, NEVER),
    "playbook": Door(OWN, NEVER, BOOK),
    "playbook-dry-run": Door(OWN, NEVER, BOOK),
    "playbook-go-live": Door(OWN, DONE, BOOK),
    "playbook-who-changes": Door(OWN, NEVER, BOOK),
    "playbook-planning": Door(OWN, NEVER, BOOK),
    "playbook-throw-away": Door(NEVER, DONE, BOOK),
    "playbook-house": Door(NEVER, DONE, BOOK, settled=True),  # the house has none of this name
    "playbook-share": Door(OWN, FORM, BOOK),
    "playbook-unshare": Door(NEVER, DONE, BOOK, settled=True),
    "playbook-news": Door("login 404 404 404 302", DONE, BOOK, settled=True),  # it was taken from nobody
    "playbook-shared": Door("login 404 404 404 200", DONE, {"pk": "shared"}),
    "step-reads": Door(NEVER, OWN, BOOK),
    "step-add": Door(OWN, FORM, BOOK),
    "step": Door(OWN, FORM, STEP),
    "step-move": Door(NEVER, DONE, STEP, body={"by": "1"}),
    "step-copy": Door(NEVER, DONE, STEP),
    "step-remove": Door(NEVER, DONE, STEP),
    "step-document": Door("login 404 404 404 404", NEVER, STEP),  # Ben's step has none
    "step-test": Door(NEVER, DONE, STEP),
    # Orders and products
    "orders": Door(PAGE, NEVER),
    "order": Door(OWN, NEVER, ORDER),
    "order-add": Door(PAGE, "login 422 422 422 422"),
    "order-preview": Door(PAGE, NEVER),
    "order-again": Door(NEVER, DONE, ROSA),
    "order-repeat": Door(NEVER, DONE, ORDER),
    "order-change": Door(OWN, FORM, ORDER),
    "order-deliver": Door(NEVER, FORM, ORDER),
    "order-void": Door(NEVER, FORM, ORDER),
    "order-return": Door(NEVER, FORM, ORDER),
    "order-reinstate": Door(NEVER, DONE, ORDER, settled=True),
    "offers": Door(PAGE, NEVER),
    "offer-add": Door(PAGE, "login 422 422 422 422"),
    "offer": Door(OWN, NEVER, {"pk": "offer"}),
    "offer-change": Door(OWN, FORM, {"pk": "offer"}),
    "offer-live": Door(NEVER, DONE, {"pk": "offer"}),
    "offer-end": Door(NEVER, DONE, {"pk": "offer"}),
    "synonyms": Door(PAGE, "login 422 422 422 422"),
    "synonym-forget": Door(NEVER, DONE, {"pk": "synonym"}),
    # Who joins the team
    "enrolments": Door(PAGE, NEVER),
    "enrolment": Door(OWN, NEVER, JOINING),
    "enrolment-cancel": Door(NEVER, DONE, JOINING, settled=True),  # it is not done yet
    "enrolment-sign-in": Door(NEVER, DONE, JOINING, settled=True),  # likewise
    "enrolment-drop": Door(NEVER, DONE, JOINING),
    "enrolment-take-up": Door(NEVER, DONE, JOINING, settled=True),
    "enrol": Door(OWN, FORM, ROSA),
    "enrol-keep": Door(NEVER, DONE, ROSA),
    "enrol-terms": Door(OWN, NEVER, ROSA),
    "meeting-enrol": Door(OWN, FORM, {"pk": "appointment"}),
    "join": Door(OPEN, UNSAID, PUBLIC, malformed=frozenset({404, 429}), by_link=True),
    "join-terms": Door(OPEN, SHUT, PUBLIC, malformed=frozenset({404, 405, 429}), by_link=True),
    "join-asked": Door(OPEN, SHUT, PUBLIC, malformed=frozenset({404, 405, 429}), by_link=True),
    "join-own": Door(OPEN, SHUT, JOINER, malformed=frozenset({404, 405, 429}), by_link=True),
    "join-confirm": Door(SHUT, UNSAID, JOINER, malformed=frozenset({404, 405, 429}), by_link=True),
    "join-cancel": Door(
        SHUT, UNSAID, JOINER, malformed=frozenset({404, 405, 429}), by_link=True
    ),  # nothing is done
    "join-sign-in": Door(SHUT, WENT_ON, JOINER, malformed=frozenset({404, 405, 429}), by_link=True),
    "products": Door(PAGE, NEVER),
    "product-add": Door(PAGE, "login 422 422 422 422"),
    "product": Door(OWN, FORM, PRODUCT),
    "product-cards": Door(OWN, NEVER, PRODUCT),
    "cards": Door(PAGE, NEVER),
    "card-add": Door(PAGE, "login 422 422 422 422"),
    "card": Door(OWN, FORM, {"pk": "card"}),
    "card-share": Door(NEVER, DONE, {"pk": "card"}, settled=True),
    "card-unshare": Door(NEVER, DONE, {"pk": "card"}, settled=True),
    "card-versions": Door(OWN, NEVER, {"pk": "card"}),
    "card-document": Door(OWN, NEVER, {"pk": "enclosed_card"}),
    "card-retire": Door(NEVER, DONE, {"pk": "card"}),
    "card-back": Door(NEVER, DONE, {"pk": "card"}, settled=True),
    "product-offer": Door(NEVER, DONE, PRODUCT, settled=True),
    "product-retire": Door(NEVER, DONE, PRODUCT),
    # Import
    "import": Door(PAGE, "login 422 422 422 422"),
    "import-sample-people": Door(PAGE, NEVER),
    "import-sample-orders": Door(PAGE, NEVER),
    "import-run": Door(OWN, NEVER, IMPORT),
    "import-state": Door(OWN, NEVER, IMPORT),
    "import-change": Door(NEVER, FORM, IMPORT),
    "import-start": Door(NEVER, DONE, IMPORT),
    "import-cancel": Door(NEVER, DONE, IMPORT),
    "import-resume": Door(NEVER, DONE, IMPORT),
    "import-discard": Door(NEVER, DONE, IMPORT),
    "import-refused": Door(OWN, NEVER, IMPORT),
    # Settings
    "settings": Door(PAGE, "login 422 422 422 422"),
    "settings-security": Door(PAGE, NEVER),
    "settings-device-add": Door(NEVER, ASKED),
    "settings-devices-out": Door(NEVER, GONE_ON),
    "settings-device-out": Door(NEVER, DONE, {"pk": "device"}),
    "settings-hours": Door(PAGE, NEVER),
    "settings-hours-set": Door(NEVER, GONE_ON),
    "settings-hours-usual": Door(NEVER, GONE_ON),
    "settings-quiet-hours": Door(NEVER, "login 422 422 422 422"),
    "settings-holidays": Door(NEVER, GONE_ON),
    "settings-days-off": Door(NEVER, "login 422 422 422 422"),
    "settings-day-off-back": Door(NEVER, DONE, {"pk": "day_off"}),
    "appointments-kept": Door(PAGE, NEVER),
    "settings-appointments": Door(PAGE, NEVER),
    "settings-calendars": Door(PAGE, NEVER),
    "feed-open": Door(NEVER, GONE_ON),
    "feed-renew": Door(NEVER, "login 404 404 404 302"),
    "feed-titles": Door(NEVER, "login 404 404 404 302"),
    "outside-calendar-add": Door(NEVER, "login 422 422 422 422"),
    "outside-calendar-remove": Door(NEVER, DONE, {"pk": "outside_calendar"}),
    "settings-booking-page": Door(NEVER, GONE_ON),
    "settings-availability": Door(NEVER, "login 422 422 422 422"),
    "meeting-kinds-usual": Door(NEVER, GONE_ON),
    "meeting-kind-add": Door(PAGE, "login 422 422 422 422"),
    "meeting-kind": Door(OWN, FORM, {"pk": "meeting_kind"}),
    "meeting-kind-retire": Door(NEVER, DONE, {"pk": "meeting_kind"}),
    "meeting-kind-back": Door(NEVER, DONE, {"pk": "meeting_kind"}, settled=True),
    "protected-time-add": Door(NEVER, "login 422 422 422 422"),
    "protected-time-free": Door(NEVER, DONE, {"pk": "protected_time"}),
    "hours-on-day-set": Door(NEVER, "login 422 422 422 422"),
    "hours-on-day-clear": Door(NEVER, DONE, {"pk": "single_day"}),
    "settings-team": Door(PAGE, "login 422 422 422 422"),
    "invitation-again": Door(NEVER, OWN, {"pk": "invitation"}),
    "invitation-withdraw": Door(NEVER, DONE, {"pk": "invitation"}),
    "invitation": Door(OPEN, "422 422 422 422 422", {"token": "token"}, malformed=frozenset({404})),
}
