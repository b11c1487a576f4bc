"""What must not be shared with a line without a word about why: promises of income or health."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from followups.drafting import claims_of
from followups.errors import Claims
from followups.steps import Step


def refuse_claims(steps: Sequence[Step], reason: str) -> list[dict]:
    """Return what the words of steps promise, as an event keeps it. Raises Claims where no reason is given."""
    found = claims_of(steps)
    if found and not reason.strip():
        words = ", ".join(dict.fromkeys(f"“{claim.words}”" for _step, claim in found))
        sentence = _(
            "This reads like a promise of income or health: %(words)s. Change it, or say why it may stay."
        )
        raise Claims(sentence % {"words": words}, found)
    return [{"step": step.title, "words": claim.words, "kind": claim.kind} for step, claim in found]
