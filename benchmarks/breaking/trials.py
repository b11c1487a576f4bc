"""What is broken, and how often letters may be unclear or come twice because of it."""

import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.breaking.grown import SENDERS, Grown, kill
from benchmarks.breaking.one_process import OneProcess
from benchmarks.breaking.stand import PATIENCE, Keeping
from benchmarks.programs import Failed

WINDOW = 8  # letters that one sender has under way at most
LINE = 0.004  # seconds that the sink takes for a letter
SLOW = 0.04  # the same, of a provider far away: then a window of 25 ms holds one letter
LINES = 2  # that the one process has to the mail server at a time; a slow letter is on each
SELF_TICK = 5.0  # seconds after which a worker looks by itself, with no schedule to tell it
AWAKE = 15.0  # seconds after which every worker sends again, once Redis is back
BACK = 5.0  # and once PostgreSQL is back
AT_A_TIME = 24  # letters that somebody cancels in a row
OPEN = ("planned", "claimed")


@dataclass(frozen=True)
class Trial:
    """Something that is broken while letters go.

    `unclear` is the most letters of which nobody on our side may know whether they went,
    each of which comes twice if somebody says "send again"; `exactly` if it must be as many.
    """

    name: str
    breaks: Callable
    unclear: int | Callable = 0
    exactly: bool = False
    switches: dict = field(default_factory=dict)
    needs: dict = field(default_factory=dict)  # workers, beats
    plans: bool = True  # False where `breaks` plans the letters itself
    only_long: bool = False  # nothing that a shorter one beside it does not show too
    silence: float = 0.0  # seconds in which no letter can leave, or nothing was broken
    at_most: Callable[[Keeping, int], float] | None = None  # seconds without a letter, by the scale


@dataclass(frozen=True)
class Result:
    """What became of the letters of a trial."""

    trial: str
    letters: int
    lost: int  # neither final with a reason, nor unclear; or said to be sent and never seen
    doubled: int  # came twice by themselves
    unclear: int
    allowed: int
    failed: int
    turned_away: int  # by the mail server, for good
    doubled_again: int  # came twice after "send again" to every unclear one
    most_copies: int
    states: dict
    seconds: float
    gap: float  # the longest time without a letter
    gap_allowed: float | None

    @property
    def states_add_up(self) -> bool:
        return sum(self.states.values()) == self.letters


def attempt(stand: Keeping, trial: Trial, letters: int, scale: int = 1) -> Result:
    """Plan letters, break something while they go, and say what became of them.

    `scale` is how often, or how long in its own measure, it is broken.
    """
    stand.say(f"Trial: {trial.name}.")
    stand.sink.behave(delay=LINE)
    stand.ready(**trial.needs)
    stand.sink.forget()
    stand.sink.behave(**{"delay": LINE, **trial.switches})
    stand.ask("begin")
    if trial.plans:
        stand.ask("plan", letters=letters)
    begun = time.monotonic()
    trial.breaks(stand, letters, scale)
    settle(stand)
    seconds, gap = time.monotonic() - begun, stand.sink.longest_gap
    told, first = stand.ask("told"), Counter(stand.sink.copies)
    if gap < trial.silence:
        raise Failed(f"{trial.name}: letters went on all the while, so it was not broken.")
    allowed = trial.unclear(stand, scale) if callable(trial.unclear) else trial.unclear * scale
    turned_away = len(stand.sink.turned_away)
    stand.sink.switches = type(stand.sink.switches)(delay=LINE)
    unclear = stand.ask("send_again")
    settle(stand)
    states, copies = stand.ask("states"), stand.sink.copies
    return Result(
        trial.name, letters, _lost(told, first, letters), _doubled(first), unclear, allowed,
        len(told["ids"].get("failed", [])), turned_away, _doubled(copies), max(copies.values()), states,
        seconds, gap, trial.at_most(stand, scale) if trial.at_most else None,
    )  # fmt: skip


def settle(stand: Keeping) -> None:
    """Wait until no letter waits any more."""
    end, states = time.monotonic() + PATIENCE, {}
    while time.monotonic() < end:
        states = stand.ask("states")
        if not any(states.get(state) for state in OPEN):
            return
        time.sleep(0.2)
    raise Failed(f"Letters still wait: {states}\n{stand.last_words()}")


def _lost(told: dict, copies: Counter, letters: int) -> int:
    """Letters that are nowhere: no row, no reason, or no letter where the row says sent."""
    ids = told["ids"]
    arrived = {identity.strip("<>").partition("@")[0] for identity in copies}
    rows = sum(map(len, ids.values()))
    unseen = len(set(ids.get("sent", [])) - arrived)
    unheard = len(arrived - set(ids.get("sent", [])) - set(ids.get("uncertain", [])))
    return letters - rows + told["mute"] + unseen + unheard


def _doubled(copies: Counter) -> int:
    return sum(1 for number in copies.values() if number > 1)


def _wait(stand: Keeping, letters: int, scale: int) -> None:
    """The trouble is elsewhere."""


def _kill_senders(stand: Grown, letters: int, scale: int) -> None:
    """Signal 9 to one process that sends, each time another one."""
    for number in range(1, scale + 1):
        stand.after(letters * number // (scale + 2))
        stand.until(lambda: stand.sending(), "a process that sends")
        kill(stand.sending()[0])


def _kill_worker(stand: Grown, letters: int, scale: int) -> None:
    for number in range(1, scale + 1):
        stand.after(letters * number // (scale + 2))
        stand.workers.pop(0).kill()
        stand.wait_for(stand.start_worker())


def _restart_worker(stand: Grown, letters: int, scale: int) -> None:
    """As an operator does: SIGTERM, wait, start."""
    for number in range(1, scale + 1):
        stand.after(letters * number // (scale + 2))
        stand.workers.pop(0).stop(60)
        stand.wait_for(stand.start_worker())


def _flush_redis(stand: Grown, letters: int, scale: int) -> None:
    for number in range(1, 2 * scale + 1):
        stand.after(letters * number // (2 * scale + 2))
        stand.tell_redis("FLUSHALL")


def _stop_redis(stand: Grown, letters: int, scale: int) -> None:
    stand.after(letters // 4)
    stand.stop_redis()
    time.sleep(3 * scale)
    stand.start_redis()


def _stop_postgresql(how: signal.Signals) -> Callable:
    def breaks(stand: Grown, letters: int, scale: int) -> None:
        stand.after(letters // 4)
        begun = time.monotonic()
        stand.stop_postgresql(how)
        time.sleep(10)
        stand.start_postgresql()
        stand.until(stand.answers, "PostgreSQL")
        stand.away = time.monotonic() - begun

    return breaks


def _kill_beat(stand: Grown, letters: int, scale: int) -> None:
    """Nobody starts it again: the workers tick themselves."""
    stand.beats.pop().kill()


def _step_worker(stand: Grown, letters: int, scale: int) -> None:
    """One worker of three is an hour ahead, then an hour behind; beside it goes a right one."""
    worker = stand.start_worker(skewed_by=0)
    stand.wait_for(worker)
    for number, hours in enumerate((1, -1, 0), start=1):
        stand.after(letters * number // 5)
        stand.step_worker_clock(hours * 3600)
    stand.after(letters * 4 // 5)
    stand.workers.remove(worker)
    worker.stop(30)


def _step_database(hours: int) -> Callable:
    """The clock is stepped once, on the way; back to the right time when all is over."""

    def breaks(stand: Grown, letters: int, scale: int) -> None:
        with stand.stepped_database() as step:
            step(-hours * 3600 if hours < 0 else 0)
            stand.ask("plan", letters=letters, minutes_ago=90)
            stand.after(letters // 3)
            step(hours * 3600 if hours > 0 else 0)
            settle(stand)

    return breaks


def _cancel(stand: Grown, letters: int, scale: int) -> None:
    """Cancel the very letters that two senders take next: each is cancelled or goes, never both."""
    stand.after(1)
    for _ in range(letters * 2 // 5 // AT_A_TIME):
        stand.ask("cancel", letters=AT_A_TIME)


def _odd_ones(stand: Keeping, scale: int) -> int:
    return stand.sink.odd


GROWN = (
    Trial("nothing, and two schedules", _wait, needs={"beats": 2}),
    Trial("schedule killed", _kill_beat, at_most=lambda stand, scale: SELF_TICK),
    Trial("a sending process killed (9)", _kill_senders, unclear=WINDOW),
    Trial("the worker killed (9)", _kill_worker, unclear=WINDOW * SENDERS),
    Trial(
        "the worker killed (9), the mail server takes 40 ms a letter",
        _kill_worker,
        unclear=SENDERS,
        switches={"delay": SLOW},
        only_long=True,
    ),
    Trial("the worker restarted", _restart_worker, only_long=True),
    Trial("Redis: FLUSHALL", _flush_redis, at_most=lambda stand, scale: AWAKE),
    Trial("Redis stopped and started empty", _stop_redis, at_most=lambda stand, scale: 3 * scale + AWAKE),
    Trial(
        "PostgreSQL stopped in order, back after 10 s",
        _stop_postgresql(signal.SIGINT),
        only_long=True,
        silence=9,
        at_most=lambda stand, scale: stand.away + BACK,
    ),
    Trial(
        "PostgreSQL stopped at once, as by a crash, back after 10 s",
        _stop_postgresql(signal.SIGQUIT),
        unclear=WINDOW * SENDERS,  # begun, and the answer to that commit lost with the server
        silence=9,
        at_most=lambda stand, scale: stand.away + BACK,
    ),
    Trial("a worker's clock an hour ahead, then behind", _step_worker),
    Trial("the database's clock steps an hour ahead", _step_database(1), WINDOW * SENDERS, plans=False),
    Trial("the database's clock steps an hour back", _step_database(-1), WINDOW * SENDERS, plans=False),
    Trial(
        "421 to every 50th, 450 and 451 to 5 %, 550 to 3 %",
        _wait,
        switches={"busy_every": 50, "greylisted": 5, "later": 5, "refused": 3},
    ),
    Trial("two in five letters cancelled while two senders take them", _cancel),
    Trial("no answer after the dot, every 60th", _wait, _odd_ones, exactly=True, switches={"hang_every": 60}),
    Trial("hung up after the dot, every 30th", _wait, _odd_ones, exactly=True, switches={"cut_every": 30}),
)


def _kill_up(stand: OneProcess, letters: int, scale: int) -> None:
    for number in range(1, scale + 1):
        stand.after(letters * number // (scale + 2))
        stand.up.kill()
        stand.start_up()


def _restart_up(stand: OneProcess, letters: int, scale: int) -> None:
    stand.after(letters // 3)
    stand.up.stop(30)
    stand.start_up()


def _fill_disk(stand: OneProcess, letters: int, scale: int) -> None:
    with stand.scarce_disk(letters) as leave_none:
        stand.ask("plan", letters=letters)
        stand.after(letters // 3)
        leave_none()
        time.sleep(3 * scale)


ONE_PROCESS = (
    Trial("SQLite: the one process killed (9)", _kill_up, unclear=WINDOW),
    Trial(
        "SQLite: the one process killed (9), the mail server takes 40 ms a letter",
        _kill_up,
        unclear=LINES,
        switches={"delay": SLOW},
        only_long=True,
    ),
    Trial("SQLite: the one process restarted", _restart_up),
    Trial("SQLite: the disk is full for a while", _fill_disk, silence=2, plans=False),
    Trial(
        "SQLite: hung up after the dot, every 30th", _wait, _odd_ones, exactly=True, switches={"cut_every": 30}
    ),
)  # fmt: skip
