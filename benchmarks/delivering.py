"""What `bench delivery` does inside an installation: python -m benchmarks.delivering VERB …

letters N            plans N letters that are due now
frozen N             plans as many whose words stand already, as after an approval
deliver              sends what is due, in this process
tick K               asks the workers K times to look
waiting              prints how many letters wait
sample               prints a letter as the product sends it
floor PORT N FILE    sends a file N times over one connection kept open, and prints the seconds
soon K AHEAD         plans K letters one after the other, AHEAD seconds ahead, and prints how long each waited
plan N               plans N birthdays, twice, and once by two planners at once
beside N K           sends N letters while K threads write
"""

import json
import smtplib
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

OWNERS = 20
GETS_READY = 3  # seconds


def main(words: list[str]) -> None:
    verb, *rest = words
    if verb == "floor":
        print(floor(int(rest[0]), int(rest[1]), Path(rest[2])))
        return
    django.setup()
    print(json.dumps(globals()[verb](*map(int, rest))))


def floor(port: int, count: int, path: Path) -> float:
    """The least that handing over takes: the same bytes, another identity each time."""
    head, _, body = path.read_bytes().partition(b"Message-ID: ")
    rest = body.partition(b"\r\n")[2]
    with smtplib.SMTP("127.0.0.1", port) as line:
        line.ehlo()
        begun = time.perf_counter()
        for number in range(count):
            identity = f"Message-ID: <floor.{begun}.{number}@house.example>\r\n".encode()
            line.sendmail("kept@house.example", [f"rosa{number}@post.example"], head + identity + rest)
        return time.perf_counter() - begun


def letters(count: int) -> int:
    """Plan letters to people of several distributors, each to a person of its own."""
    from benchmarks.breaking.keeper import Keeper

    keeper = Keeper()
    keeper.begin(owners=OWNERS)
    for _ in range(0, count, 1000):
        keeper.plan(min(count, 1000))
    return count


def frozen(count: int) -> int:
    """Plan letters and write their words, so that sending them writes none."""
    from followups.letters import words_of
    from followups.models import Letter, Message
    from kit.bulk import insert_rows

    letters(count)
    planned = Message.objects.filter(state="planned", letter=None)
    written = [(row, words_of(row)) for row in planned.select_related("customer__owner", "owner", "rule")]
    insert_rows(
        Letter(message=row, subject=words.subject, text=words.text, html=words.html, frozen=True)
        for row, words in written
    )
    return count


def deliver() -> int:
    from followups.delivery import deliver_due

    return deliver_due(seconds=600)


def tick(count: int) -> int:
    from mlmcrm.celery import app

    for _ in range(count):
        app.send_task("followups.tasks.deliver_due")
    return count


def soon(count: int, ahead: int) -> list[float]:
    """Milliseconds from when a letter is due, or its planning is committed, until the worker has it taken."""
    from django.db import transaction

    from benchmarks.breaking.keeper import Keeper
    from followups.models import Message
    from kit import background

    background.get_ready()  # as a process that serves pages does when it starts
    keeper, waited = Keeper(), []
    keeper.begin(owners=1)
    time.sleep(GETS_READY)
    for _ in range(count):
        with transaction.atomic():
            keeper.plan(1, minutes_ago=-ahead / 60)
            background.nudge()
        message = Message.objects.filter(owner=keeper.owners[0]).latest("created_at")
        begun = time.time() if ahead == 0 else message.due_at.timestamp()
        while message.state != "sent":
            time.sleep(0.005)
            message.refresh_from_db(fields=["state", "sent_at"])
        waited.append((message.sent_at.timestamp() - begun) * 1000)
    return waited


def plan(count: int) -> dict:
    from benchmarks.birthdays import plan_birthdays

    return plan_birthdays(count)


def beside(count: int, writers: int) -> dict:
    from benchmarks.writing import send_beside

    return send_beside(count, writers)


def sample() -> str:
    """The bytes of one letter, as a file of the folder of data."""
    from django.conf import settings

    from followups.delivery.claim import claim, release
    from followups.delivery.last_look import last_look
    from followups.delivery.letters import prepare

    letters(1)
    mine = claim(timedelta(minutes=2), 1)
    ((_message, parcel),) = prepare(mine, last_look(mine))
    release(mine.token)
    path = Path(settings.DATA_DIR) / "sample.eml"
    path.write_bytes(parcel.content)
    return str(path)


if __name__ == "__main__":
    main(sys.argv[1:])
