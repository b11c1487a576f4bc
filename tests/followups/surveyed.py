"""Surveys as tests need them: one that is out to somebody by a link, and old ones with suggestions."""

from datetime import timedelta

from followups.models import Message, Rule, Suggestion, Survey
from followups.tokens import token_for
from kit import clock

LONG_AGO = timedelta(days=120)


def surveys_of(ben, by, rosa, rows: int = 1) -> dict:
    """Ben's, by the names that tests/doors/ uses. Rosa may be asked today: all of it was long ago."""
    now = clock.now()
    message = Message.objects.create(
        owner=ben, customer=rosa, rule=Rule.objects.get(owner=None, key="survey_request"), occurrence="asked:1",
        state="sent", due_at=now - LONG_AGO, expires_at=now, sent_at=now - LONG_AGO, begun_at=now - LONG_AGO,
        context={"measure": "nps", "products": "Hand balm"},
    )  # fmt: skip
    about = {"owner": ben, "customer": rosa, "asked_at": now - LONG_AGO}
    Survey.objects.create(
        **about, message=message, occasion="request", measure="nps", closes_at=now + timedelta(days=9)
    )
    made = []
    for number in range(rows):
        survey = Survey.objects.create(
            **about, occasion="request", measure="csat", closes_at=now, answered_at=now - LONG_AGO, score=4,
            why=f"Good {number}", better="Glass", search_key=f"good {number}\nglass",
        )  # fmt: skip
        made.append(
            Suggestion.objects.create(owner=ben, customer=rosa, survey=survey, text="Glass", said_at=now)
        )
    return {
        "survey": made[0].survey_id,
        "suggestion": made[0].pk,
        "survey_link": token_for("survey", message.pk),
    }
