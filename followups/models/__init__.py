from followups.models.account import SendingAccount
from followups.models.message import Letter, Message, MessageAttempt
from followups.models.rule import Rule
from followups.models.task import Task

__all__ = ["Letter", "Message", "MessageAttempt", "Rule", "SendingAccount", "Task"]
