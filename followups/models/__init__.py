from followups.models.account import SendingAccount
from followups.models.complaint import Complaint, ComplaintWord
from followups.models.incoming import Notice, Reply
from followups.models.message import Letter, Message, MessageAttempt
from followups.models.phrase import ClaimPhrase
from followups.models.playbook import Playbook
from followups.models.promise import Promise
from followups.models.replanning import Replanning
from followups.models.rule import Rule
from followups.models.suppression import Suppression
from followups.models.survey import Suggestion, Survey
from followups.models.task import Task

__all__ = [
    "ClaimPhrase",
    "Complaint",
    "ComplaintWord",
    "Letter",
    "Message",
    "MessageAttempt",
    "Notice",
    "Playbook",
    "Promise",
    "Replanning",
    "Reply",
    "Rule",
    "SendingAccount",
    "Suggestion",
    "Suppression",
    "Survey",
    "Task",
]
