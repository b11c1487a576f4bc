from customers.models.consent import Consent
from customers.models.customer import Customer, Email, Phone, Tag
from customers.models.deed import BulkDeed
from customers.models.referral import Referral
from customers.models.step import LadderStep
from customers.models.touch import Note, Touch
from customers.models.want import Want

__all__ = [
    "BulkDeed",
    "Consent",
    "Customer",
    "Email",
    "LadderStep",
    "Note",
    "Phone",
    "Referral",
    "Tag",
    "Touch",
    "Want",
]
