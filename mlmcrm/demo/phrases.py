"""What people of the demo world say and note; invented."""

SOURCES = (
    "Market stall", "Neighbour", "School fair", "Yoga class", "Former colleague", "Choir", "Allotment garden",
    "Sports club", "Flea market", "Bakery queue", "Parents’ evening", "Bus stop", "Book club", "Wedding",
)  # fmt: skip

TAGS = (
    "garden",
    "sensitive skin",
    "tea drinker",
    "gives presents",
    "big family",
    "no fragrance",
    "vegan",
    "host",
)

HOURS = ("after 18:00", "mornings", "weekends", "not before 10:00", "lunch break")

STREETS = (
    "Ahornweg", "Birch Lane", "Canal Street", "Dune Road", "Elder Close", "Fennel Yard", "Garden Row", "Harbour Walk",
    "Juniper Way", "Linden Court", "Mill Lane", "Orchard Road", "Quarry Hill", "Rosmarinstraße", "Willow End",
)  # fmt: skip

ASKED = (
    "Asked whether the cream has perfume in it.",
    "Wanted to know how long one bottle of laundry liquid lasts.",
    "Saw the hand balm at her sister’s and asked where it is from.",
    "Asked for a tea that helps to fall asleep. Told her about lime blossom, promised nothing.",
    "Is the soap all right for children? Will find out.",
    "Asked what the gift box costs with a ribbon.",
)

TALKS = (
    "Talked about the garden, hardly about the goods.",
    "All is well. The balm is nearly empty.",
    "Short call, was on the way to work. Try evenings.",
    "Likes the tea better than expected, the daughter drinks it too.",
    "Away until the end of the month, then call again.",
    "Told me about the new flat. Kitchen spray goes down well.",
    "Nobody home, left a card.",
    "Laughed about the parcel that went to the neighbour first.",
    "Would like to try the serum in spring.",
    "Asked about my mother. Remember to ask about hers.",
)

REPLIES = (
    "Wrote back: the parcel is there, everything fine.",
    "Answered with a picture of the cat beside the parcel.",
    "Called back: wants to think about it.",
    "Replied that Thursday suits.",
)

SAMPLES = (
    "Sample of the face cream.",
    "Two tea bags to try.",
    "A bar of soap, cut in half.",
    "Small balm for the bag.",
)

PRESENTATIONS = (
    "Showed the skin care at her kitchen table, five people there.",
    "Tea tasting in the allotment garden.",
    "Showed the laundry things at the parents’ evening.",
)

NOTES = (
    "Sensitive skin, no rose oil.",
    "Two cats, one dog; loves being asked about them.",
    "Prefers messages to calls.",
    "Birthday present for the mother every June.",
    "Works shifts: never call before noon.",
    "Pays in cash, likes a written receipt.",
    "Gave away her first soap and regretted it.",
    "Allergic to bee products: no lip balm.",
    "Knows everybody in the street.",
    "Sings in the choir on Tuesdays.",
    "Learning Portuguese; say bom dia.",
    "Third floor without a lift; meet downstairs.",
)

BY_HAND = (
    "Bought at the summer fair before I kept this notebook.",
    "Ordered through my sponsor last year.",
    "Has been recommending us for years, told me so at the fair.",
)

EXTRAS = ("Two tea bags", "A sample of the serum", "Handwritten card", "Lip balm as a surprise")
