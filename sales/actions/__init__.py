"""What can be done with orders and products: each verb is one transaction and leaves an event."""

from sales.actions.bulk import add_past_lines, place_past_orders
from sales.actions.cards import (
    add_card,
    bring_back_card,
    change_card,
    retire_card,
    share_card,
    unshare_card,
)
from sales.actions.changing import change_order, deliver_order, take_back_delivery
from sales.actions.closing import reinstate_order, return_order, void_order
from sales.actions.facts import recount_facts
from sales.actions.joining import (
    begin_enrolment,
    drop_enrolment,
    finish_enrolment,
    take_up_enrolment,
)
from sales.actions.leaving import cancel_enrolment, reinstate_enrolment, reopen_enrolment
from sales.actions.offers import (
    change_offer,
    end_offer,
    end_offers_over,
    go_live,
    reopen_offer,
    take_offer_back,
    write_offer,
)
from sales.actions.placing import place_order, repeat_order
from sales.actions.products import add_product, change_product, offer_product, retire_product
from sales.actions.signing_in import send_sign_in
from sales.actions.standing_orders import (
    begin_standing,
    change_standing,
    delay_run,
    end_standing,
    pause_standing,
    put_back_standing,
    resume_standing,
    skip_run,
)
from sales.actions.standing_runs import run_due_standing_orders
from sales.actions.synonyms import forget_synonym, teach_synonym
from sales.actions.usual import learn_usual_interval, learn_usual_intervals
from sales.actions.visitors import ask_to_join, confirm_joining, follow_up_enrolments

__all__ = [
    "add_card",
    "add_past_lines",
    "add_product",
    "ask_to_join",
    "begin_enrolment",
    "begin_standing",
    "bring_back_card",
    "cancel_enrolment",
    "change_card",
    "change_offer",
    "change_order",
    "change_product",
    "change_standing",
    "confirm_joining",
    "delay_run",
    "deliver_order",
    "drop_enrolment",
    "end_offer",
    "end_offers_over",
    "end_standing",
    "finish_enrolment",
    "follow_up_enrolments",
    "forget_synonym",
    "go_live",
    "learn_usual_interval",
    "learn_usual_intervals",
    "offer_product",
    "pause_standing",
    "place_order",
    "place_past_orders",
    "put_back_standing",
    "recount_facts",
    "reinstate_enrolment",
    "reinstate_order",
    "reopen_enrolment",
    "reopen_offer",
    "repeat_order",
    "resume_standing",
    "retire_card",
    "retire_product",
    "return_order",
    "run_due_standing_orders",
    "send_sign_in",
    "share_card",
    "skip_run",
    "take_back_delivery",
    "take_offer_back",
    "take_up_enrolment",
    "teach_synonym",
    "unshare_card",
    "void_order",
    "write_offer",
]
