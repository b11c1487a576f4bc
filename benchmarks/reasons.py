"""Why a goal is missed, by the name of its figure; said on the page of figures where it still is."""

REASONS: dict[str, str] = {}
