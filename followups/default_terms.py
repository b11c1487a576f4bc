"""What the steps of the house have in common: spans, what stops a step, and the ways of a word."""

from customers.models.customer import Channel
from followups.models.rule import Stop

DAY, WEEK = 24, 7 * 24  # hours

IN_PEACE = [Stop.REFUSED, Stop.COMPLAINT]
UNTIL_ANSWERED = [Stop.REPLIED, Stop.ORDERED, Stop.REFUSED, Stop.COMPLAINT]
WHILE_HEARD = [Stop.REFUSED, Stop.COMPLAINT, Stop.UNANSWERED]
BY_PHONE, BY_CHAT = [Channel.PHONE], [Channel.CHAT, Channel.TEXT]
