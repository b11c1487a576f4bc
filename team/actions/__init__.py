"""Everything that changes the team: enrolment, invitations, settings, hours."""

from team.actions.company import note_usual_interval
from team.actions.devices import sign_in_device, sign_out_device, sign_out_devices
from team.actions.enrolment import enrol_distributor, found_company
from team.actions.hours import give_back_day_off, set_hours, set_quiet_hours, take_days_off
from team.actions.invitations import (
    accept_invitation,
    invite,
    reopen_invitation,
    send_invitation_again,
    withdraw_invitation,
)
from team.actions.settings import change_settings

__all__ = [
    "accept_invitation",
    "change_settings",
    "enrol_distributor",
    "found_company",
    "give_back_day_off",
    "invite",
    "note_usual_interval",
    "reopen_invitation",
    "send_invitation_again",
    "set_hours",
    "set_quiet_hours",
    "sign_in_device",
    "sign_out_device",
    "sign_out_devices",
    "take_days_off",
    "withdraw_invitation",
]
