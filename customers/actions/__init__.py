"""What can be done with people: each verb is one transaction and leaves an event."""

from customers.actions.addresses import note_bounce
from customers.actions.bulk import add_evidence_to_many, add_people, change_people
from customers.actions.consents import give_consent, restore_consent, withdraw_consent
from customers.actions.evidence import (
    add_evidence,
    climb_by_hand,
    revoke_climb,
    revoke_evidence,
)
from customers.actions.facts import (
    note_contact,
    note_more_due,
    note_next_due,
    note_next_due_of_many,
    note_orders,
    note_orders_of_many,
    note_staying_of_many,
    recount_facts,
)
from customers.actions.introductions import note_agreement, take_back_agreement
from customers.actions.many import note_people, revoke_notes, tag_people, untag_people
from customers.actions.marks import (
    end_grief,
    let_rest,
    mark_grief,
    restore_marks,
    wake,
    wish_for_notes,
    wish_for_touches,
)
from customers.actions.moving import move_by_hand, restore_climb
from customers.actions.people import add_person, change_person, delete_person, restore_person
from customers.actions.touches import (
    add_note,
    log_touch,
    restore_note,
    restore_touch,
    revoke_note,
    revoke_touch,
)
from customers.actions.wants import drop_want, meet_want, note_want, reopen_want, restore_want

__all__ = [
    "add_evidence",
    "add_evidence_to_many",
    "add_note",
    "add_people",
    "add_person",
    "change_people",
    "change_person",
    "climb_by_hand",
    "delete_person",
    "drop_want",
    "end_grief",
    "give_consent",
    "let_rest",
    "log_touch",
    "mark_grief",
    "meet_want",
    "move_by_hand",
    "note_agreement",
    "note_bounce",
    "note_contact",
    "note_more_due",
    "note_next_due",
    "note_next_due_of_many",
    "note_orders",
    "note_orders_of_many",
    "note_people",
    "note_staying_of_many",
    "note_want",
    "recount_facts",
    "reopen_want",
    "restore_climb",
    "restore_consent",
    "restore_marks",
    "restore_note",
    "restore_person",
    "restore_touch",
    "restore_want",
    "revoke_climb",
    "revoke_evidence",
    "revoke_note",
    "revoke_notes",
    "revoke_touch",
    "tag_people",
    "take_back_agreement",
    "untag_people",
    "wake",
    "wish_for_notes",
    "wish_for_touches",
    "withdraw_consent",
]
