"""What people type about people."""

from customers.forms.deeds import ClimbForm, ConsentForm, NoteForm, TouchForm
from customers.forms.find import FindForm
from customers.forms.marks import GriefForm, RestForm, TouchesForm
from customers.forms.moving import BoardForm, MoveForm
from customers.forms.person import NewPersonForm, PersonForm

__all__ = [
    "BoardForm",
    "ClimbForm",
    "ConsentForm",
    "FindForm",
    "GriefForm",
    "MoveForm",
    "NewPersonForm",
    "NoteForm",
    "PersonForm",
    "RestForm",
    "TouchForm",
    "TouchesForm",
]
