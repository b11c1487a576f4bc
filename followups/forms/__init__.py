from followups.forms.letters import LetterForm
from followups.forms.many import PlanManyForm
from followups.forms.replies import ReplyForm, SettleForm

__all__ = ["LetterForm", "PlanManyForm", "ReplyForm", "SettleForm"]
