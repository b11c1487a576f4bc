from followups.forms.letters import LetterForm
from followups.forms.many import PlanManyForm

__all__ = ["LetterForm", "PlanManyForm"]
