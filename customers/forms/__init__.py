"""What people type about people."""

from customers.forms.deeds import ClimbForm, ConsentForm, NoteForm, TouchForm
from customers.forms.find import FindForm
from customers.forms.person import NewPersonForm, PersonForm

__all__ = [
    "ClimbForm",
    "ConsentForm",
    "FindForm",
    "NewPersonForm",
    "NoteForm",
    "PersonForm",
    "TouchForm",
]
