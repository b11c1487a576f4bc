"""Why a goal is missed, by the name of its figure; said on the page of figures where it still is."""

REASONS: dict[str, str] = {
    "most HTML, unpacked (people)": (
        "25 rows with two buttons each that work without script, every one naming its person and its address; "
        "packed, as it crosses the wire, the page is 8 KB."
    ),
}
