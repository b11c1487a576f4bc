"""The list of promises that nobody may make, as an installation begins with it."""

from followups.claim_defaults import PHRASES
from followups.models import ClaimPhrase


def ensure_claim_phrases() -> None:
    """Add what of the list of the house is missing; what operators switched off stays so."""
    known = set(ClaimPhrase.objects.values_list("language", "words"))
    missing = [
        ClaimPhrase(language=language, kind=kind, words=words)
        for (language, kind), phrases in PHRASES.items()
        for words in phrases
        if (language, words) not in known
    ]
    ClaimPhrase.objects.bulk_create(missing, ignore_conflicts=True)
