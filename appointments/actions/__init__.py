"""What can be done about appointments: each verb is one transaction and leaves an event."""

from appointments.actions.again import book_again
from appointments.actions.availability import (
    change_availability,
    free_protected_time,
    protect_time,
    set_hours_on_day,
)
from appointments.actions.booking import book
from appointments.actions.calendars import add_calendar, open_feed, remove_calendar, renew_feed, show_titles
from appointments.actions.changing import (
    arrive,
    cancel,
    change_address,
    confirm,
    finish,
    miss,
    move,
    put_back,
    sweep_requests,
)
from appointments.actions.corrections import (
    leave_correction,
    reopen_correction,
    suggest_correction,
    take_correction,
)
from appointments.actions.emergency import bring_back_day, cancel_day
from appointments.actions.guests import answer, move_as_guest
from appointments.actions.kinds import add_kind, bring_back_kind, change_kind, ensure_kinds, retire_kind
from appointments.actions.lateness import run_late, run_late_as_guest
from appointments.actions.notes import (
    begin_meeting,
    end_meeting,
    finish_item,
    link_order,
    open_notes,
    reopen_meeting,
    run_item,
    save_notes,
    unbegin_meeting,
)
from appointments.actions.notes_out import review_notes, send_corrected_notes, send_notes, unsend_notes
from appointments.actions.reminding import remind_owners
from appointments.actions.taking_over import give_back_lines, take_over_lines

__all__ = [
    "add_calendar",
    "add_kind",
    "answer",
    "arrive",
    "begin_meeting",
    "book",
    "book_again",
    "bring_back_day",
    "bring_back_kind",
    "cancel",
    "cancel_day",
    "change_address",
    "change_availability",
    "change_kind",
    "confirm",
    "end_meeting",
    "ensure_kinds",
    "finish",
    "finish_item",
    "free_protected_time",
    "give_back_lines",
    "leave_correction",
    "link_order",
    "miss",
    "move",
    "move_as_guest",
    "open_feed",
    "open_notes",
    "protect_time",
    "put_back",
    "remind_owners",
    "remove_calendar",
    "renew_feed",
    "reopen_correction",
    "reopen_meeting",
    "retire_kind",
    "review_notes",
    "run_item",
    "run_late",
    "run_late_as_guest",
    "save_notes",
    "send_corrected_notes",
    "send_notes",
    "set_hours_on_day",
    "show_titles",
    "suggest_correction",
    "sweep_requests",
    "take_correction",
    "take_over_lines",
    "unbegin_meeting",
    "unsend_notes",
]
