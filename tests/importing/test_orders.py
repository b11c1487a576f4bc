"""Orders from files: they count as evidence and money, what was placed stays, nothing is owed."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from customers.ladder import Rung
from customers.models import Customer, LadderStep
from followups.models import Message, Task
from kit.models import Event
from mlmcrm.models import Import
from sales.actions import place_order
from sales.models import Order, Product

HEADER = "order_id,date,person_id,person_name,product,quantity,amount,unit_price,purpose,delivered_on\n"


@pytest.fixture
def tea(company):
    return Product.objects.create(
        company=company, code="TEA", name="Morning tea", price=Decimal("4.50"), pv=Decimal(2), currency="EUR"
    )


@pytest.fixture
def orders(run_command, write, ben, monday, tea):
    """Import an orders file for Ben and return what was printed."""

    def orders(content, *arguments, name="orders.csv"):
        return run_command("import_orders", write(content, name), ben, *arguments)

    return orders


def lines_of(number):
    found = Order.objects.get(external_id=number).lines.values_list("product__code", "quantity", "amount")
    return [(code, quantity, str(amount)) for code, quantity, amount in found]


def test_lines_of_one_number_are_one_order(orders, ben):
    printed = orders(
        HEADER
        + "A1,2026-02-01,7,Eva,TEA,2,9.00,,,2026-02-03\n"
        + "A1,2026-02-01,7,Eva,tea,1,,3.3333,,\n"
        + "A2,2026-02-20,7,,TEA,1,,,,\n"
    )
    assert printed == ["new=3 same=0 changed=0 refused=0"]
    assert lines_of("A1") == [("TEA", 2, "9.00"), ("TEA", 1, "3.33")]
    assert lines_of("A2") == [("TEA", 1, "4.50")]
    first = Order.objects.get(external_id="A1")
    assert (first.owner, first.total, first.pv, first.currency) == (ben, Decimal("12.33"), Decimal(6), "EUR")
    assert (first.ordered_on, first.delivered_on) == (date(2026, 2, 1), date(2026, 2, 3))
    assert first.placed_at == datetime(2026, 2, 1, 11, tzinfo=UTC)  # noon in Berlin


def test_orders_lift_and_are_carried(orders):
    orders(HEADER + "A1,2026-02-01,7,Eva,TEA,2,9.00,,,\nA2,2026-02-21,7,Eva,TEA,1,4.50,,,\n")
    eva = Customer.objects.get()
    assert (eva.external_id, eva.rung, eva.rung_since) == ("7", Rung.CLIENT, date(2026, 2, 21))
    assert (eva.orders_count, eva.spent, eva.order_interval) == (2, Decimal("13.50"), 20)
    assert (eva.expected_order_on, eva.slips_on, eva.cools_on) == (
        date(2026, 3, 13),
        date(2026, 3, 23),
        date(2026, 4, 22),
    )
    kinds = LadderStep.objects.order_by("on").values_list("kind", "on")
    assert list(kinds) == [
        ("order", date(2026, 2, 1)),
        ("order", date(2026, 2, 21)),
        ("entered", date(2026, 3, 2)),
    ]
    assert sorted(Event.objects.values_list("kind", flat=True)) == [
        "customer.added",
        "evidence.added",
        "evidence.added",
        "ladder.climbed",
        "order.placed",
        "order.placed",
    ]


def test_a_zero_amount_is_an_order(orders):
    assert orders(HEADER + "A1,2026-02-01,7,Eva,TEA,1,0.00,,,\n") == ["new=1 same=0 changed=0 refused=0"]
    assert (Customer.objects.get().rung, Order.objects.get().total) == (Rung.CUSTOMER, 0)


def test_nothing_is_sent_or_planned_not_even_for_today(orders):
    orders(HEADER + "A1,2026-03-02,7,Eva,TEA,1,,,,\nA2,1997-01-01,7,Eva,TEA,1,,,,\n")
    assert (Message.objects.count(), Task.objects.count()) == (0, 0)


def test_the_same_file_twice_changes_nothing(orders):
    content = (
        HEADER
        + "A1,2026-02-01,7,Eva,TEA,2,9.00,,,\nA1,2026-02-01,7,Eva,TEA,1,4.50,,,\n,2026-02-01,7,Eva,TEA,1,4.50,,,\n"
        + "S1,2026-02-02,,,TEA,9,,,stock,\n,2026-02-02,,,TEA,1,,,own use,\n"
    )
    assert orders(content) == ["new=5 same=0 changed=0 refused=0"]
    before = (Event.objects.count(), list(Order.objects.order_by("pk").values()))
    assert orders(content) == ["new=0 same=5 changed=0 refused=0"]
    Product.objects.update(price="5.00")  # a line without a price says nothing against the old one
    assert orders(content) == ["new=0 same=5 changed=0 refused=0"]
    assert (Event.objects.count(), list(Order.objects.order_by("pk").values())) == before


def test_own_use_and_stock_are_nobodys(orders):
    orders(HEADER + "S1,2026-02-02,7,Me,TEA,9,,,stock,\nS2,2026-02-02,,,TEA,1,,,OWN_USE,\n")
    assert Customer.objects.count() == 0
    assert list(Order.objects.order_by("external_id").values_list("purpose", "customer")) == [
        ("stock", None),
        ("own_use", None),
    ]


def test_without_a_number_a_person_and_day_make_the_order(orders):
    orders(
        HEADER
        + ",2026-02-01,7,Eva,TEA,2,9.00,,,\n,2026-02-01,8,Fay,TEA,1,4.50,,,\n,2026-02-01,7,Eva,TEA,1,4.50,,,\n"
        + ",2026-02-02,7,Eva,TEA,1,4.50,,,\n"
    )
    found = Order.objects.order_by("ordered_on", "customer__name").values_list(
        "customer__name", "ordered_on", "total"
    )
    assert list(found) == [
        ("Eva", date(2026, 2, 1), Decimal("13.50")),
        ("Fay", date(2026, 2, 1), Decimal("4.50")),
        ("Eva", date(2026, 2, 2), Decimal("4.50")),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("A1,2026-02-02,7,,TEA,2,9.00,,,", "Order A1 was placed for 2026-02-01."),
        ("A1,2026-02-01,8,Fay,TEA,2,9.00,,,", "Order A1 was placed for somebody else."),
        ("A1,2026-02-01,,,TEA,2,9.00,,stock,", "Order A1 was placed for somebody else."),
        ("A1,2026-02-01,7,,TEA,3,9.00,,,", "Order A1 was placed without 3 × tea for 9.00."),
        ("A1,2026-02-01,7,,TEA,2,8.00,,,", "Order A1 was placed without 2 × tea for 8.00."),
        ("A1,2026-02-01,7,,TEA,2,9.00,,,2026-02-02", "Order A1 has another day of delivery."),
    ],
)
def test_an_order_placed_before_stays_as_it_is(orders, line, reason):
    orders(HEADER + "A1,2026-02-01,7,Eva,TEA,2,9.00,,,\n")
    assert orders(HEADER + line + "\n") == [f"line 2: {reason}", "new=0 same=0 changed=0 refused=1"]
    assert (lines_of("A1"), Customer.objects.count()) == ([("TEA", 2, "9.00")], 1)


def test_an_order_of_which_the_file_leaves_lines_out(orders):
    orders(HEADER + "A1,2026-02-01,7,Eva,TEA,2,9.00,,,\nA1,2026-02-01,7,Eva,TEA,1,4.50,,,\n")
    assert orders(HEADER + "A1,2026-02-01,7,Eva,TEA,1,4.50,,,\nA2,2026-02-02,7,,TEA,1,,,,\n") == [
        "line 2: Order A1 was placed with more: 2 × tea for 9.00 is missing.",
        "new=1 same=0 changed=0 refused=1",
    ]


@pytest.mark.parametrize("batch", [1, 500])
def test_lines_of_an_order_may_stand_apart(orders, monkeypatch, batch):
    monkeypatch.setattr("mlmcrm.importing.runs.BATCH", batch)
    content = (
        HEADER
        + "A1,2026-02-01,7,Eva,TEA,2,9.00,,,\nA2,2026-02-02,8,Fay,TEA,1,4.50,,,\nA1,2026-02-01,7,Eva,TEA,2,9.00,,,\n"
    )
    assert orders(content) == ["new=3 same=0 changed=0 refused=0"]
    assert lines_of("A1") == [("TEA", 2, "9.00"), ("TEA", 2, "9.00")]
    eva = Customer.objects.get(external_id="7")
    assert (eva.orders_count, eva.spent) == (1, Decimal("18.00"))
    assert orders(content) == ["new=0 same=3 changed=0 refused=0"]


def test_lines_of_an_order_must_agree(orders):
    assert orders(
        HEADER
        + "A1,2026-02-01,7,Eva,TEA,2,9.00,,,\nA1,2026-02-02,7,Eva,TEA,1,4.50,,,\nA1,2026-02-01,8,Fay,TEA,1,4.50,,,\n"
    ) == [
        "line 3: Order A1 has another date on line 2.",
        "line 4: Order A1 has another person on line 2.",
        "new=1 same=0 changed=0 refused=2",
    ]
    assert list(Customer.objects.values_list("name", flat=True)) == ["Eva"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (
            "A1,2026-02-01,7,Eva,SOAP,1,3.00,,,",
            "product: there is no “SOAP”. With --create-products it is added.",
        ),
        ("A1,2026-02-01,7,,TEA,1,,,,", "None of your people has “7”. With a person_name they are added."),
        ("A1,2026-02-01,,,TEA,1,,,,", "Say who ordered, in person_id, email or phone."),
        ("A1,2026-02-01,7,Eva,TEA,0,,,,", "quantity: “0” pieces: a whole number from 1 to 9,999, please."),
        (
            "A1,2026-02-01,7,Eva,TEA,1000000000000,,,,",
            "quantity: “1000000000000” pieces: a whole number from 1 to 9,999, please.",
        ),
        ("A1,2026-02-01,7,Eva,TEA,1,-3,,,", "amount: “-3”: an amount cannot be negative."),
        ("A1,2026-02-30,7,Eva,TEA,1,,,,", "date: There is no day “2026-02-30”."),
        ("A1,2026-03-03,7,Eva,TEA,1,,,,", "date: The date “2026-03-03” is in the future."),
        ("A1,,7,Eva,TEA,1,,,,", "date: empty."),
        ("A1,2026-02-01,7,Eva,TEA,1,,,,2026-01-31", "delivered_on: that is before the order."),
        ("A1,2026-02-01,7,Eva,TEA,1,,,gift,", "purpose: “gift” should be customer, own use or stock."),
    ],
)
def test_impossible_lines_are_refused(orders, line, reason):
    assert orders(HEADER + line + "\n") == [f"line 2: {reason}", "new=0 same=0 changed=0 refused=1"]
    assert (Order.objects.count(), Customer.objects.count()) == (0, 0)


def test_an_order_of_too_many_lines_is_refused_whole(orders):
    printed = orders(HEADER + "A1,2026-02-01,7,Eva,TEA,1,4.50,,,\n" * 201)
    assert printed[0] == "line 2: Order A1 has more than 200 lines."
    assert printed[-1] == "new=0 same=0 changed=0 refused=201"


def test_people_are_found_by_email_and_phone_too(orders, rosa):
    header = "order_id;email;phone;date;product;quantity\n"
    assert orders(header + "A1;ROSA@post.example;;2026-02-01;TEA;1\n") == ["new=1 same=0 changed=0 refused=0"]
    assert Order.objects.get().customer == rosa


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ("7;new@post.example;030 123456", "7"),
        (";new@post.example;030 123456", "new@post.example"),
        (";;030 123456", "+4930123456"),
    ],
)
def test_who_is_not_known_is_named_by_what_the_line_has(orders, cells, shown):
    header = "order_id;person_id;email;phone;date;product;quantity\n"
    assert orders(f"{header}A1;{cells};2026-02-01;TEA;1\n") == [
        f"line 2: None of your people has “{shown}”. With a person_name they are added.",
        "new=0 same=0 changed=0 refused=1",
    ]


def test_somebody_elses_people_and_orders_are_not_seen(orders, cleo, by_cleo, tea):
    stranger = Customer.objects.create(owner=cleo, name="Eva", external_id="7")
    theirs = place_order(owner=cleo, by=by_cleo, person=stranger, lines=[(tea, 1, None)])
    Order.objects.filter(pk=theirs.pk).update(external_id="A1")
    printed = orders(HEADER + "A1,2026-02-01,7,,TEA,1,,,,\n")
    assert printed[-1] == "new=0 same=0 changed=0 refused=1"
    assert orders(HEADER + "A1,2026-02-01,7,Eva,TEA,1,,,,\n") == ["new=1 same=0 changed=0 refused=0"]


def test_new_products_are_made_where_asked_for(orders, ben):
    content = (
        HEADER
        + "A1,2026-02-01,7,Eva,Soap,3,10.00,,,\nA2,2026-02-02,7,Eva,SOAP,1,,,,\nA3,2026-02-02,7,Eva,Gel,1,,,,\n"
    )
    assert orders(content, "--create-products") == [
        "line 4: product: “Gel” is new, so the line must give its unit_price or amount.",
        "new=2 same=0 changed=0 refused=1",
    ]
    soap = Product.objects.get(code="Soap")
    assert (soap.owner, soap.name, soap.price, soap.currency) == (ben, "Soap", Decimal("3.33"), "EUR")
    assert (lines_of("A1"), lines_of("A2")) == ([("Soap", 3, "10.00")], [("Soap", 1, "3.33")])


def test_one_order_is_in_one_currency(orders):
    header = "order_id,date,person_id,person_name,product,quantity,amount,currency\n"
    assert orders(
        header
        + "A1,2026-02-01,7,Eva,TEA,1,5.00,usd\nA1,2026-02-01,7,Eva,TEA,1,5.00,EUR\nA2,2026-02-01,7,Eva,TEA,1,,USD\n"
    ) == [
        "line 3: Order A1 has another currency on line 2.",
        "line 4: “TEA” has no price in USD: the line must give unit_price or amount.",
        "new=1 same=0 changed=0 refused=2",
    ]


def test_a_retired_product_was_sold_once(orders, tea):
    Product.objects.update(is_active=False)
    assert orders(HEADER + "A1,2026-02-01,7,Eva,TEA,1,,,,\n") == ["new=1 same=0 changed=0 refused=0"]


def test_a_run_is_recorded(orders, ben):
    orders(HEADER + "A1,2026-02-01,7,Eva,TEA,1,,,,\n")
    run = Import.objects.get()
    assert (run.owner, run.kind, run.state, run.new, run.last_line) == (ben, "orders", "finished", 1, 2)
