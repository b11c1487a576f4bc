"""The clock of an agenda: what is talked about, how long it took, what comes next."""

from datetime import UTC, datetime, timedelta

from appointments.agenda import Course, Item, finish, items_of, next_open, run, stop

TEN = datetime(2026, 3, 2, 10, tzinfo=UTC)
ITEMS = (Item("Hello", 3), Item("Balm", 10, "The night balm first"), Item("Order", 5))


def after(minutes: float) -> datetime:
    return TEN + timedelta(minutes=minutes)


def test_a_kind_may_keep_titles_alone_or_all_of_an_item():
    kept = ["Hello", {"title": "Balm", "minutes": 10, "hint": "first"}, {"title": ""}, 7, {"minutes": 3}]
    assert items_of(kept) == (Item("Hello"), Item("Balm", 10, "first"))
    assert items_of(Course(ITEMS).plain()) == ITEMS


def test_one_item_after_the_other():
    course = run(Course(ITEMS), 0, TEN)
    course = finish(course, 0, after(4))
    assert (course.running, course.since) == (1, after(4))
    assert course.items[0] == Item("Hello", 3, seconds=240, is_done=True)
    course = finish(course, 1, after(10))
    course = finish(course, 2, after(12))
    assert [item.seconds for item in course.items] == [240, 360, 120]
    assert (course.running, course.since) == (None, None)


def test_going_back_to_an_item_counts_on():
    course = run(run(run(Course(ITEMS), 0, TEN), 2, after(2)), 0, after(5))
    assert course.running == 0
    assert [item.seconds for item in stop(course, after(6)).items] == [180, 0, 180]


def test_ticking_off_another_item_leaves_the_clock_alone():
    course = finish(run(Course(ITEMS), 0, TEN), 2, after(1))
    assert (course.running, course.since, course.items[2].is_done) == (0, TEN, True)


def test_an_item_that_is_not_there_changes_nothing():
    course = run(Course(ITEMS), 0, TEN)
    assert run(course, 9, after(1)) == finish(course, -1, after(1)) == course
    assert run(course, 0, after(1)) == course


def test_a_clock_that_goes_back_takes_no_time_away():
    assert stop(run(Course(ITEMS), 0, TEN), after(-5)).items[0].seconds == 0


def test_next_open_begins_anew_at_the_top():
    items = (Item("a"), Item("b", is_done=True), Item("c", is_done=True))
    assert next_open(items, after=2) == 0
    assert next_open(tuple(Item("a", is_done=True) for _ in range(2))) is None
