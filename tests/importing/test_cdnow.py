"""The real orders of the CDNOW sample, by way of the reader in examples/."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from customers.ladder import Rung
from customers.models import Customer
from followups.models import Message, Task
from sales.models import Order

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT.parent / "shared" / "data" / "cdnow_sample.txt"


def read(path, *arguments):
    command = [sys.executable, "-I", str(ROOT / "examples" / "cdnow.py"), str(path), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_the_reader_writes_an_orders_file(tmp_path):
    sample = tmp_path / "sample.txt"
    sample.write_bytes(b" 00004 0001 19970101  2   29.33\r\n 00004 0001 19970101  1    0.00\r\n\r\n")
    assert read(sample, "--currency", "USD").stdout.splitlines() == [
        "order_id,date,person_id,person_name,product,quantity,amount,currency",
        "00004-19970101,1997-01-01,00004,Customer 00004,CD,2,29.33,USD",
        "00004-19970101,1997-01-01,00004,Customer 00004,CD,1,0.00,USD",
    ]


def test_the_reader_says_what_it_cannot_read(tmp_path):
    sample = tmp_path / "sample.txt"
    sample.write_text("1 2 3\n")
    refused = read(sample)
    assert refused.returncode == 1
    assert refused.stderr == f"{sample}: line 1 has not the five columns of the sample: 1 2 3\n"
    assert "No such file" in read(tmp_path / "none.txt").stderr


@pytest.mark.skipif(
    not SAMPLE.exists(), reason="the CDNOW sample does not lie in ../shared/data beside the project"
)
def test_the_whole_sample(run_command, write, ben):
    path = write(read(SAMPLE).stdout, "orders.csv")
    assert run_command("import_orders", path, ben, "--create-products") == [
        "new=6919 same=0 changed=0 refused=0"
    ]
    people = Customer.objects.filter(owner=ben)
    assert (people.count(), people.filter(rung=Rung.CLIENT).count()) == (2357, 1139)
    assert people.filter(rung=Rung.CUSTOMER).count() == 2357 - 1139
    assert people.filter(expected_order_on=None).count() == 0
    assert Order.objects.filter(total=0).exists()
    first = people.get(external_id="00004")
    assert (first.name, first.orders_count, first.spent) == ("Customer 00004", 4, Decimal("100.50"))
    assert (first.order_interval, first.expected_order_on) == (132, date(1998, 4, 23))
    assert (Message.objects.count(), Task.objects.count()) == (0, 0)
    assert run_command("import_orders", path, ben) == ["new=0 same=6919 changed=0 refused=0"]
