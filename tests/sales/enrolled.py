"""People of Ben's who began to join: on the public page, and their link."""

from followups.tokens import token_for
from sales.actions import ask_to_join
from sales.actions.visitors import Joiner


def joining(owner, by, *, rows: int = 1) -> dict:
    """So many strangers asked to join; an id and the link of one of them."""
    asked = [
        ask_to_join(
            owner=owner, by=by,
            joiner=Joiner(name=f"Joiner {n}", email=f"joiner{n}@post.example", country="DE", agreement=":1", zone="Europe/Berlin"),
        )
        for n in range(rows)
    ]  # fmt: skip
    return {"enrolment": asked[0].pk, "enrolment_link": token_for("enrolment", asked[0].pk)}
