"""The JSON door of follow-ups: what the pages can do, by the same actions."""

from followups.api.complaints import ComplaintsViewSet
from followups.api.messages import MessagesViewSet
from followups.api.playbooks import PlaybooksViewSet
from followups.api.promises import PromisesViewSet
from followups.api.referrals import ReferralsViewSet
from followups.api.replies import RepliesViewSet
from followups.api.surveys import SuggestionsViewSet, SurveysViewSet
from followups.api.tasks import TasksViewSet

__all__ = [
    "ComplaintsViewSet",
    "MessagesViewSet",
    "PlaybooksViewSet",
    "PromisesViewSet",
    "ReferralsViewSet",
    "RepliesViewSet",
    "SuggestionsViewSet",
    "SurveysViewSet",
    "TasksViewSet",
]
