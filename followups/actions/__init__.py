"""What can be done about follow-ups: each verb is one transaction and leaves an event."""

from followups.actions.apologies import apologise_in_time
from followups.actions.by_hand import hand_over, take_back
from followups.actions.complaints import open_complaint
from followups.actions.contacts import answer_contact, forget_contact
from followups.actions.expiry import expire_old
from followups.actions.facts import recount_facts
from followups.actions.inbound import (
    doubt_reply,
    forget_reply,
    note_reply,
    receive_reply,
    settle_reply,
)
from followups.actions.introductions import (
    take_back_telling,
    take_back_thanks,
    tell_introducer,
    thank_introducer,
)
from followups.actions.many import cancel_tasks, plan_tasks
from followups.actions.messages import (
    approve_message,
    cancel_message,
    confirm_arrival,
    doubt_arrival,
    hold_message,
    keep_words,
    release_message,
    restore_message,
    send_again,
)
from followups.actions.notices import hear_news
from followups.actions.orders import (
    cancel_for_order,
    owe_for_order,
    replan_for_delivery,
    restore_for_order,
)
from followups.actions.owed import (
    Owed,
    owe,
    owe_again_to_many,
    owe_to_many,
    take_back_owed,
    take_back_owed_of_many,
)
from followups.actions.preferences import choose_letters, reopen_letters, resume_letters, stop_letters
from followups.actions.promises import (
    break_promise,
    change_promise,
    keep_promise,
    make_promise,
    put_back_terms,
    release_promise,
    reopen_promise,
    take_back_promise,
)
from followups.actions.rhythms import plan_ahead
from followups.actions.rules import ensure_default_rules as ensure_default_rules
from followups.actions.slices import plan_anew
from followups.actions.suppressions import lift_suppression, suppress
from followups.actions.tasks import (
    cancel_task,
    finish_task,
    plan_task,
    put_off_task,
    reopen_task,
    take_up_again,
)
from followups.actions.told_deliveries import promise_delivery
from followups.actions.unsent import ask_again, call_instead, let_go, mend_address
from followups.actions.waited import drop_waited, send_waited, wait_again
from followups.actions.zones import check_zones

__all__ = [
    "Owed",
    "answer_contact",
    "apologise_in_time",
    "approve_message",
    "ask_again",
    "break_promise",
    "call_instead",
    "cancel_for_order",
    "cancel_message",
    "cancel_task",
    "cancel_tasks",
    "change_promise",
    "check_zones",
    "choose_letters",
    "confirm_arrival",
    "doubt_arrival",
    "doubt_reply",
    "drop_waited",
    "expire_old",
    "finish_task",
    "forget_contact",
    "forget_reply",
    "hand_over",
    "hear_news",
    "hold_message",
    "keep_promise",
    "keep_words",
    "let_go",
    "lift_suppression",
    "make_promise",
    "mend_address",
    "note_reply",
    "open_complaint",
    "owe",
    "owe_again_to_many",
    "owe_for_order",
    "owe_to_many",
    "plan_ahead",
    "plan_anew",
    "plan_task",
    "plan_tasks",
    "promise_delivery",
    "put_back_terms",
    "put_off_task",
    "receive_reply",
    "recount_facts",
    "release_message",
    "release_promise",
    "reopen_letters",
    "reopen_promise",
    "reopen_task",
    "replan_for_delivery",
    "restore_for_order",
    "restore_message",
    "resume_letters",
    "send_again",
    "send_waited",
    "settle_reply",
    "stop_letters",
    "suppress",
    "take_back",
    "take_back_owed",
    "take_back_owed_of_many",
    "take_back_promise",
    "take_back_telling",
    "take_back_thanks",
    "take_up_again",
    "tell_introducer",
    "thank_introducer",
    "wait_again",
]
