"""Why a goal is missed, by the name of its figure; said on the page of figures where it still is."""

MANY = "100,000 people"
REASONS: dict[str, str] = {
    f"{MANY}: people list": (
        "Half of the page is its 25 rows, each with a box to choose by, two buttons that work without script and five facts; the floor's "
        "rows are six bare cells. What is left is the time that Django's templates take, not the database."
    ),
    f"{MANY}: search by a part of the name": (
        "It is the people list, with the same rows and frame, whose own goal is 2.5; finding them takes a few milliseconds of it."
    ),
    f"{MANY}: create, form POST": "It looks for twins first and leaves five rows, with events for undo, where the floor leaves one.",
    "most HTML, unpacked (people)": (
        "25 rows with two buttons each that work without script, every one naming its person and its address; "
        "packed, as it crosses the wire, the page is 8 KB."
    ),
}
