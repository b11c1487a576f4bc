"""What each visitor gets at each address of the API, by each method; see tests/doors/test_api_doors.py.

Visitors: anonymous, a token that was revoked, one of somebody switched off, a stranger, the upline,
staff without a company, the owner. Bodies are `{}` unless one is given.
"""

from dataclasses import dataclass, field

VISITORS = ("anonymous", "revoked", "switched off", "stranger", "upline", "staff", "owner")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

NEVER = "401 401 401 405 405 405 405"  # this method is not known here
EACH = "401 401 401 200 200 200 200"  # about whoever asks
ASKS = "401 401 401 400 400 400 400"  # needs a body, whoever asks
OWN = "401 401 401 404 404 404 200"  # about a row of Ben's
MADE = "401 401 401 404 404 404 201"
GONE = "401 401 401 404 404 404 204"
LACKS = "401 401 401 404 404 404 400"  # a verb that needs more words
CANNOT = "401 401 401 404 404 404 409"  # it is not so with this row
NOWHERE = "401 401 401 404 404 404 404"
DONE = "401 401 401 204 204 204 204"
FILLED_IN = "400 400 400 400 400 400 400"  # open, and needs a body
OPEN = "200 200 200 200 200 200 200"
SHUT = "405 405 405 405 405 405 405"


@dataclass(frozen=True)
class ApiDoor:
    """One line of the table. `arguments` name things of Ben's, see conftest.py."""

    GET: str = NEVER
    POST: str = NEVER
    PUT: str = NEVER
    PATCH: str = NEVER
    DELETE: str = NEVER
    arguments: dict = field(default_factory=dict)
    body: dict = field(default_factory=dict)


ROSA, TOUCH, ORDER, PRODUCT = {"pk": "rosa"}, {"pk": "touch"}, {"pk": "order"}, {"pk": "product"}
MEETING, MEETING_KIND = {"pk": "appointment"}, {"pk": "meeting_kind"}
COMPLAINT = {"pk": "complaint"}
TASK, MESSAGE, PLAYBOOK = {"pk": "task"}, {"pk": "message"}, {"pk": "playbook"}

API_DOORS = {
    # Signing in
    "auth-token": ApiDoor(GET=SHUT, POST=FILLED_IN, PUT=SHUT, PATCH=SHUT, DELETE=SHUT),
    "auth-sign-out": ApiDoor(POST=DONE),
    "me": ApiDoor(GET=EACH, PATCH=EACH),
    "devices-list": ApiDoor(GET=EACH),
    "devices-detail": ApiDoor(GET=OWN, DELETE=GONE, arguments={"pk": "device"}),
    # To be read by anybody
    "docs": ApiDoor(GET=OPEN, POST=SHUT, PUT=SHUT, PATCH=SHUT, DELETE=SHUT),
    "schema": ApiDoor(GET=OPEN, POST=SHUT, PUT=SHUT, PATCH=SHUT, DELETE=SHUT),
    # Whatever is no address
    "nowhere": ApiDoor(
        GET=NOWHERE, POST=NOWHERE, PUT=NOWHERE, PATCH=NOWHERE, DELETE=NOWHERE, arguments={"rest": "word"}
    ),
    # The day, the history, and undo
    "today": ApiDoor(GET=EACH),
    "events": ApiDoor(GET=EACH),
    "undo": ApiDoor(POST=OWN, arguments={"pk": "event"}),
    # People
    "people-list": ApiDoor(GET=EACH, POST=ASKS),
    "people-detail": ApiDoor(GET=OWN, PATCH=OWN, DELETE=GONE, arguments=ROSA),
    "people-tag": ApiDoor(POST=ASKS),
    "people-untag": ApiDoor(POST=ASKS),
    "people-note": ApiDoor(POST=ASKS),
    "people-move": ApiDoor(POST=LACKS, arguments=ROSA),
    "people-notes": ApiDoor(GET=OWN, POST=LACKS, arguments=ROSA),
    "people-consents": ApiDoor(GET=OWN, POST=LACKS, arguments=ROSA),
    "people-withdraw": ApiDoor(POST=OWN, arguments={"pk": "rosa", "consent": "consent"}),
    "people-restore": ApiDoor(POST=OWN, arguments=ROSA),
    # Contacts
    "touches-list": ApiDoor(GET=EACH, POST=ASKS),
    "touches-detail": ApiDoor(GET=OWN, arguments=TOUCH),
    "touches-revoke": ApiDoor(POST=OWN, arguments=TOUCH),
    # Orders and products
    "orders-list": ApiDoor(GET=EACH, POST=ASKS),
    "orders-detail": ApiDoor(GET=OWN, PATCH=OWN, arguments=ORDER),
    "orders-repeat": ApiDoor(POST=MADE, arguments=ORDER),
    "orders-void": ApiDoor(POST=LACKS, arguments=ORDER),
    "orders-bring-back": ApiDoor(POST=LACKS, arguments=ORDER),
    "orders-reinstate": ApiDoor(POST=OWN, arguments=ORDER),
    "orders-deliver": ApiDoor(POST=OWN, arguments=ORDER),
    "products-list": ApiDoor(GET=EACH, POST=ASKS),
    "products-detail": ApiDoor(GET=OWN, PATCH=OWN, arguments=PRODUCT),
    "products-offer": ApiDoor(POST=OWN, arguments=PRODUCT),
    "products-retire": ApiDoor(POST=OWN, arguments=PRODUCT),
    "offers-list": ApiDoor(GET=EACH, POST=ASKS),
    "offers-detail": ApiDoor(GET=OWN, PATCH=OWN, arguments={"pk": "offer"}),
    "offers-reach": ApiDoor(GET=OWN, arguments={"pk": "offer"}),
    "offers-result": ApiDoor(GET=OWN, arguments={"pk": "offer"}),
    "offers-go-live": ApiDoor(POST=OWN, arguments={"pk": "offer"}),
    "offers-end": ApiDoor(POST=OWN, arguments={"pk": "offer"}),
    "synonyms-list": ApiDoor(GET=EACH, POST=ASKS),
    "synonyms-detail": ApiDoor(GET=OWN, DELETE=GONE, arguments={"pk": "synonym"}),
    "enrolments-list": ApiDoor(GET=EACH, POST=ASKS),
    "enrolments-detail": ApiDoor(GET=OWN, arguments={"pk": "enrolment"}),
    "enrolments-terms": ApiDoor(GET=EACH),
    "enrolments-finish": ApiDoor(POST=LACKS, arguments={"pk": "enrolment"}),
    "enrolments-cancel": ApiDoor(POST=CANNOT, arguments={"pk": "enrolment"}),
    "enrolments-sign-in": ApiDoor(POST=CANNOT, arguments={"pk": "enrolment"}),
    "enrolments-drop": ApiDoor(POST=OWN, arguments={"pk": "enrolment"}),
    "enrolments-take-up": ApiDoor(POST=OWN, arguments={"pk": "enrolment"}),
    "cards-list": ApiDoor(GET=EACH, POST=ASKS),
    "cards-detail": ApiDoor(GET=OWN, PATCH=OWN, arguments={"pk": "card"}),
    "cards-share": ApiDoor(POST=CANNOT, arguments={"pk": "card"}),
    "cards-unshare": ApiDoor(POST=OWN, arguments={"pk": "card"}),
    "cards-retire": ApiDoor(POST=OWN, arguments={"pk": "card"}),
    "cards-bring-back": ApiDoor(POST=OWN, arguments={"pk": "card"}),
    # What they want, and what we promised
    "wants-list": ApiDoor(GET=EACH, POST=ASKS),
    "wants-detail": ApiDoor(GET=OWN, arguments={"pk": "want"}),
    "wants-met": ApiDoor(POST=OWN, arguments={"pk": "want"}),
    "wants-drop": ApiDoor(POST=OWN, arguments={"pk": "want"}),
    "retention": ApiDoor(GET=EACH),
    "reports-downline": ApiDoor(GET="401 401 401 200 200 404 200"),
    "flags-list": ApiDoor(GET=EACH),
    "flags-detail": ApiDoor(GET=OWN, arguments={"pk": "flag"}),
    "surveys-list": ApiDoor(GET=EACH, POST=ASKS),
    "surveys-detail": ApiDoor(GET=OWN, arguments={"pk": "survey"}),
    "surveys-ask": ApiDoor(POST=ASKS),
    "surveys-summary": ApiDoor(GET="401 401 401 400 400 400 400"),
    "suggestions-list": ApiDoor(GET=EACH),
    "suggestions-detail": ApiDoor(GET=OWN, arguments={"pk": "suggestion"}),
    "suggestions-done": ApiDoor(POST=LACKS, arguments={"pk": "suggestion"}),
    "suggestions-decline": ApiDoor(POST=OWN, arguments={"pk": "suggestion"}),
    "suggestions-join": ApiDoor(POST=LACKS, arguments={"pk": "suggestion"}),
    "suggestions-reopen": ApiDoor(POST=OWN, arguments={"pk": "suggestion"}),
    "complaints-list": ApiDoor(GET=EACH, POST=ASKS),
    "complaints-detail": ApiDoor(GET=OWN, PATCH=OWN, arguments=COMPLAINT),
    "complaints-add": ApiDoor(POST=LACKS, arguments=COMPLAINT),
    "complaints-hear": ApiDoor(POST=LACKS, arguments=COMPLAINT),
    "complaints-put-right": ApiDoor(POST=LACKS, arguments=COMPLAINT),
    "complaints-extra": ApiDoor(POST=LACKS, arguments=COMPLAINT),
    "complaints-arrival": ApiDoor(POST=LACKS, arguments=COMPLAINT),
    "complaints-ask": ApiDoor(POST=CANNOT, arguments=COMPLAINT),
    "complaints-close": ApiDoor(POST=LACKS, arguments=COMPLAINT),
    "complaints-not-yet": ApiDoor(POST=OWN, arguments=COMPLAINT),
    "complaints-reopen": ApiDoor(POST=OWN, arguments=COMPLAINT),
    "complaints-take-back": ApiDoor(POST=OWN, arguments=COMPLAINT),
    "complaints-ask-sponsor": ApiDoor(POST=LACKS, arguments=COMPLAINT),
    "promises-list": ApiDoor(GET=EACH, POST=ASKS),
    "promises-detail": ApiDoor(GET=OWN, PATCH=OWN, arguments={"pk": "promise"}),
    "promises-propose": ApiDoor(GET=EACH),
    "promises-keep": ApiDoor(POST=OWN, arguments={"pk": "promise"}),
    "promises-break": ApiDoor(POST=LACKS, arguments={"pk": "promise"}),
    "promises-release": ApiDoor(POST=OWN, arguments={"pk": "promise"}),
    # What they get again and again
    "standing-orders-list": ApiDoor(GET=EACH, POST=ASKS),
    "standing-orders-detail": ApiDoor(GET=OWN, PATCH=OWN, arguments={"pk": "standing"}),
    "standing-orders-pause": ApiDoor(POST=OWN, arguments={"pk": "standing"}),
    "standing-orders-resume": ApiDoor(POST=OWN, arguments={"pk": "standing"}),
    "standing-orders-skip": ApiDoor(POST=OWN, arguments={"pk": "standing"}),
    "standing-orders-delay": ApiDoor(POST=LACKS, arguments={"pk": "standing"}),
    "standing-orders-end": ApiDoor(POST=OWN, arguments={"pk": "standing"}),
    # Who introduced whom
    "referrals-list": ApiDoor(GET=EACH),
    "referrals-detail": ApiDoor(GET=OWN, arguments={"pk": "referral"}),
    "referrals-thank": ApiDoor(POST=OWN, arguments={"pk": "referral"}),
    "referrals-agree": ApiDoor(POST=OWN, arguments={"pk": "referral"}),
    "referrals-tell": ApiDoor(POST=CANNOT, arguments={"pk": "referral"}),
    # What we owe them
    "tasks-list": ApiDoor(GET=EACH, POST=ASKS),
    "tasks-many": ApiDoor(POST=ASKS),
    "tasks-detail": ApiDoor(GET=OWN, arguments=TASK),
    "tasks-cancel": ApiDoor(POST=OWN, arguments=TASK),
    "tasks-done": ApiDoor(POST=OWN, arguments=TASK),
    "tasks-later": ApiDoor(POST=OWN, arguments=TASK),
    "tasks-reopen": ApiDoor(POST=OWN, arguments=TASK),
    "messages-list": ApiDoor(GET=EACH),
    "messages-detail": ApiDoor(GET=OWN, PATCH=CANNOT, arguments=MESSAGE),
    "messages-again": ApiDoor(POST=CANNOT, arguments=MESSAGE),
    "messages-approve": ApiDoor(POST=OWN, arguments=MESSAGE),
    "messages-arrived": ApiDoor(POST=CANNOT, arguments=MESSAGE),
    "messages-cancel": ApiDoor(POST=OWN, arguments=MESSAGE),
    "messages-handed-over": ApiDoor(POST=CANNOT, arguments=MESSAGE),
    "messages-hold": ApiDoor(POST=OWN, arguments=MESSAGE),
    "messages-restore": ApiDoor(POST=CANNOT, arguments=MESSAGE),
    "messages-replied": ApiDoor(POST=CANNOT, arguments=MESSAGE),
    "replies-list": ApiDoor(GET=EACH),
    "replies-detail": ApiDoor(GET=OWN, arguments={"pk": "reply"}),
    "replies-settle": ApiDoor(POST=LACKS, arguments={"pk": "reply"}),
    # When we meet
    "appointments-list": ApiDoor(GET=EACH, POST=ASKS),
    "appointments-detail": ApiDoor(GET=OWN, arguments=MEETING),
    "appointments-confirm": ApiDoor(POST=OWN, arguments=MEETING),
    "appointments-move": ApiDoor(POST=LACKS, arguments=MEETING),
    "appointments-cancel": ApiDoor(POST=OWN, arguments=MEETING),
    "appointments-arrive": ApiDoor(POST=OWN, arguments=MEETING),
    "appointments-finish": ApiDoor(POST=OWN, arguments=MEETING),
    "appointments-miss": ApiDoor(POST=CANNOT, arguments=MEETING),
    "appointments-late": ApiDoor(POST=LACKS, arguments=MEETING),
    "appointments-address": ApiDoor(POST=LACKS, arguments=MEETING),
    "appointments-confirm-seat": ApiDoor(POST=LACKS, arguments=MEETING),
    "appointments-remove-guest": ApiDoor(POST=LACKS, arguments=MEETING),
    "appointments-kept": ApiDoor(GET=EACH),
    "appointments-notes": ApiDoor(GET=OWN, PUT=LACKS, PATCH=LACKS, arguments=MEETING),
    "appointments-notes-begin": ApiDoor(POST=OWN, arguments=MEETING),
    "appointments-notes-run-item": ApiDoor(POST=LACKS, arguments=MEETING),
    "appointments-notes-finish-item": ApiDoor(POST=LACKS, arguments=MEETING),
    "appointments-notes-end": ApiDoor(POST=OWN, arguments=MEETING),
    "appointments-notes-take-over": ApiDoor(POST=CANNOT, arguments=MEETING),  # it has not ended
    "appointments-notes-review": ApiDoor(POST=LACKS, arguments=MEETING),
    "appointments-notes-send": ApiDoor(POST=CANNOT, arguments=MEETING),
    "corrections-list": ApiDoor(GET=EACH),
    "corrections-detail": ApiDoor(GET=OWN, arguments={"pk": "correction"}),
    "corrections-take": ApiDoor(POST=OWN, arguments={"pk": "correction"}),
    "corrections-leave": ApiDoor(POST=OWN, arguments={"pk": "correction"}),
    "slots": ApiDoor(GET=ASKS),
    "meeting-kinds-list": ApiDoor(GET=EACH, POST=ASKS),
    "meeting-kinds-detail": ApiDoor(GET=OWN, PATCH=OWN, arguments=MEETING_KIND),
    "meeting-kinds-retire": ApiDoor(POST=OWN, arguments=MEETING_KIND),
    "meeting-kinds-bring-back": ApiDoor(POST=OWN, arguments=MEETING_KIND),
    "meeting-kinds-usual": ApiDoor(POST=EACH),
    "availability": ApiDoor(GET=EACH, PATCH=EACH),
    "availability-protect": ApiDoor(POST=ASKS),
    "availability-free": ApiDoor(POST=ASKS),
    "availability-on-day": ApiDoor(POST=ASKS),
    # Playbooks: Ben's own, which nobody is below to take; none is shared with him
    "playbooks-list": ApiDoor(GET=EACH),
    "playbooks-shared": ApiDoor(GET=EACH),
    "playbooks-detail": ApiDoor(GET=OWN, PATCH=LACKS, arguments=PLAYBOOK),
    "playbooks-catch-up": ApiDoor(POST=CANNOT, arguments=PLAYBOOK),
    "playbooks-difference": ApiDoor(GET=OWN, arguments=PLAYBOOK),
    "playbooks-dry-run": ApiDoor(POST=OWN, arguments=PLAYBOOK),
    "playbooks-give-back": ApiDoor(POST=CANNOT, arguments=PLAYBOOK),
    "playbooks-go-live": ApiDoor(POST=OWN, arguments=PLAYBOOK),
    "playbooks-news": ApiDoor(GET=OWN, arguments=PLAYBOOK),
    "playbooks-planning": ApiDoor(GET=OWN, arguments=PLAYBOOK),
    "playbooks-preview": ApiDoor(POST=LACKS, arguments=PLAYBOOK),
    "playbooks-share": ApiDoor(POST=CANNOT, arguments=PLAYBOOK),
    "playbooks-take": ApiDoor(POST=NOWHERE, arguments=PLAYBOOK),
    "playbooks-test": ApiDoor(POST=LACKS, arguments=PLAYBOOK),
    "playbooks-throw-away": ApiDoor(POST=OWN, arguments=PLAYBOOK),
    "playbooks-unshare": ApiDoor(POST=OWN, arguments=PLAYBOOK),
}
