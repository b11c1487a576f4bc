from datetime import date, timedelta

from kit import charts

TODAY = date(2026, 11, 24)


def _days(*ago):
    return [TODAY - timedelta(days=days) for days in ago]


def test_a_late_person_has_today_at_the_end_and_the_due_day_before_it():
    chart = charts.rhythm(_days(118, 83, 48), due=TODAY - timedelta(days=13), today=TODAY)
    assert chart == charts.Rhythm(
        points=(10, 80, 150), due=220, today=246, late=True, count=3, apart=35, due_in=-13
    )


def test_a_person_on_time_has_the_due_day_at_the_end():
    chart = charts.rhythm(_days(100, 50, 0), due=TODAY + timedelta(days=50), today=TODAY)
    assert chart == charts.Rhythm(
        points=(10, 89, 167), due=246, today=167, late=False, count=3, apart=50, due_in=50
    )


def test_the_order_of_the_days_given_does_not_matter():
    assert charts.rhythm(_days(0, 100, 50), due=None, today=TODAY) == charts.rhythm(
        _days(100, 50, 0), due=None, today=TODAY
    )


def test_one_order_today_stands_at_the_start():
    assert charts.rhythm([TODAY], due=None, today=TODAY) == charts.Rhythm(
        points=(10,), due=None, today=10, late=False, count=1, apart=None, due_in=None
    )


def test_only_the_last_eight_orders_are_drawn_but_all_are_counted():
    chart = charts.rhythm(_days(*range(0, 300, 10)), due=None, today=TODAY)
    assert (len(chart.points), chart.points[0], chart.points[-1]) == (8, 10, 246)
    assert (chart.count, chart.apart) == (30, 10)


def test_two_orders_of_one_day_are_no_rhythm():
    assert charts.rhythm([TODAY, TODAY], due=None, today=TODAY).apart is None


def test_a_due_day_before_the_orders_shown_stays_in_the_picture():
    chart = charts.rhythm(_days(5), due=TODAY - timedelta(days=50), today=TODAY)
    assert (chart.due, chart.points, chart.today) == (10, (10,), 246)


def test_a_spark_is_measured_from_zero():
    assert charts.spark([0, 5, 10]) == charts.Spark(
        path="M2.0 26.0 L47.0 15.5 L92.0 5.0",
        area="M2.0 26.0 L47.0 15.5 L92.0 5.0 L92.0 28 L2.0 28 Z",
        x="92.0",
        y="5.0",
    )


def test_a_spark_of_one_value_and_of_nothing_but_zeros():
    assert charts.spark([3]).path == "M2.0 5.0"
    assert charts.spark([0, 0]).path == "M2.0 5.0 L92.0 5.0"


def test_a_spark_below_zero_keeps_zero_in_the_picture():
    assert charts.spark([-10, 0, 10]).path == "M2.0 26.0 L47.0 15.5 L92.0 5.0"
