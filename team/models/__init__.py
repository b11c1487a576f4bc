from team.models.agreement import Agreement
from team.models.company import Company
from team.models.device import Device
from team.models.distributor import Distributor
from team.models.hours import DayOff, OfficeHours
from team.models.invitation import Invitation
from team.models.ledger import LineMonth, LineStanding, OwnMonth, OwnStanding, ToldMonth

__all__ = [
    "Agreement", "Company", "DayOff", "Device", "Distributor", "Invitation", "LineMonth", "LineStanding", "OfficeHours",
    "OwnMonth", "OwnStanding", "ToldMonth",
]  # fmt: skip
