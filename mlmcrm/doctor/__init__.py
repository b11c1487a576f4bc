"""Tells an operator what is misconfigured or unhealthy, each with its mend.

A check is a function in one of the files beside this one; what the files share is in findings.py.
The order of the imports is the order in which an operator reads.
"""

from mlmcrm.doctor import configuration  # noqa: I001 (the order is meant)
from mlmcrm.doctor import folder, database, broker, pulses, letters, providers, work, facts, assets, languages
from mlmcrm.doctor.findings import BAD, NOT_LOOKED_AT, Finding, diagnose

__all__ = ["BAD", "NOT_LOOKED_AT", "Finding", "diagnose"]

CHECKED = (
    configuration,
    folder,
    database,
    broker,
    pulses,
    letters,
    providers,
    work,
    facts,
    assets,
    languages,
)
