from followups.forms.letters import LetterForm
from followups.forms.many import PlanManyForm
from followups.forms.reasons import ReasonForm
from followups.forms.replies import ReplyForm, SettleForm
from followups.forms.steps import StepForm

__all__ = ["LetterForm", "PlanManyForm", "ReasonForm", "ReplyForm", "SettleForm", "StepForm"]
