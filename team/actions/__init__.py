"""Everything that changes the team: enrolment, invitations, settings, hours."""

from team.actions.agreements import ensure_agreements as ensure_agreements
from team.actions.agreements import plain_agreement as plain_agreement
from team.actions.agreements import publish_agreement
from team.actions.building import build_ledger
from team.actions.company import note_usual_interval
from team.actions.devices import sign_in_device, sign_out_device, sign_out_devices
from team.actions.enrolment import (
    enrol_distributor,
    found_company,
    leave_team,
    return_to_team,
    stand_again,
)
from team.actions.genealogy import import_downline
from team.actions.hours import give_back_day_off, set_hours, set_quiet_hours, take_days_off
from team.actions.invitations import (
    accept_invitation,
    invite,
    invite_member,
    reopen_invitation,
    send_invitation_again,
    withdraw_invitation,
)
from team.actions.ledger import fold, tick
from team.actions.moves import move_distributor
from team.actions.rebuilding import recount_ledger
from team.actions.settings import change_settings

__all__ = [
    "accept_invitation",
    "build_ledger",
    "change_settings",
    "enrol_distributor",
    "fold",
    "found_company",
    "give_back_day_off",
    "import_downline",
    "invite",
    "invite_member",
    "leave_team",
    "move_distributor",
    "note_usual_interval",
    "publish_agreement",
    "recount_ledger",
    "reopen_invitation",
    "return_to_team",
    "send_invitation_again",
    "set_hours",
    "set_quiet_hours",
    "sign_in_device",
    "sign_out_device",
    "sign_out_devices",
    "stand_again",
    "take_days_off",
    "tick",
    "withdraw_invitation",
]
