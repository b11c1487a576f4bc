"""What the pages of figures and of faults say around their tables."""

HEAD = """# Figures

Made by `.venv/bin/python manage.py bench --write docs/figures.md`; never written by hand. Seconds differ from machine to machine, so
every time stands beside a floor that was measured in the same run, and goals are multiples of it. What becomes of letters while
something is broken stands in [faults.md](faults.md)."""

TINY = "**Measured with tiny sizes, to see that it runs: these figures mean nothing.**"

FAULTS = """# Faults

Made by `.venv/bin/python manage.py bench faults --write docs/faults.md`, whole or, with `--only WORDS`, fault by fault; never written by
hand. `tests/faults/` does the same in short with every run of the tests.

Letters are planned, and while they go something is broken: real processes, a real PostgreSQL that waits for the disk, Redis, and a mail
server of our own that counts Message-IDs. Each kind of kill, stop and step happens four times in its line, PostgreSQL's once.

- *Lost* is a letter that is neither sent, nor closed with a reason, nor unclear; or one that its row calls sent and nobody got.
- *Twice by themselves* are letters that came twice although nobody asked for it.
- *Unclear* are letters that were on their way in the very moment. Their pages ask: “It arrived” or “Send again”.
- *Twice if sent again* counts what came twice once everybody had answered “Send again”, the worst answer. Both copies bear the same
  Message-ID, so that a mail program may show one; never were there more than two.
- *Longest silence* is the longest time without a letter.

**SMTP cannot promise more.** Who takes a letter answers its last dot; if the line breaks, or the process dies, between that answer and our
record of it, nobody on our side can know whether it went. Kept says so and asks, and does not send again by itself. No letter is lost,
and of those that were under way a window at the most (8 letters of a sender, or what goes in 25 ms) is unclear after a kill.

Leases are 6 s instead of 120 here, and what is tried again is tried sixty times as soon, so that minutes are seconds. A worker's clock is
stepped for its process alone; the database's by a function that is found before its own. What was refused for good (550) is as many
letters as the mail server turned away, and what was cancelled never came."""

TITLES = {
    "pages": "Pages and calls on PostgreSQL",
    "embedded": "Pages on SQLite",
    "creating": "Eight clients at once on SQLite",
    "memory": "Memory of a worker",
    "importing": "Import",
    "weight": "Weight of a page",
    "booking": "The booking page",
    "wants": "What wants are answered by",
    "delivery": "Planning and sending",
}

ABOUT = {
    "pages": (
        "The floor is the least that Django and REST framework take, one file, `benchmarks/floor/app.py`: session, user, 25 of all rows "
        "with a counted paginator and a plain template (4 queries); a list of 50 by a ModelSerializer; a create; a sign-in form. It is "
        "served like ours by gunicorn with 2 workers, from its own database on the same PostgreSQL server, which waits for the disk, "
        "with as many rows. 200 users; the one who is measured has 2,000 people. One client on a connection that stays open; ours and "
        "the floor are asked in turn, and the medians are compared. Goals are for 100,000 people. The floor counts all rows of the "
        "company, ours those of the viewer; what the floor costs when it does so, too, is said at the end of the table."
    ),
    "embedded": (
        "The same, with all people of one user, on SQLite; ours and the floor by gunicorn with 2 workers. The goals for times are for "
        "PostgreSQL, where the floor counts 100,000 rows; here it counts few, so the ratios are larger."
    ),
    "creating": (
        "Eight browsers, each signed in, add people by the form as fast as they are answered, to the program that `bin/run` starts: "
        "one process with its worker and schedule, on SQLite."
    ),
    "memory": "What a process holds after its work, in megabytes of resident memory.",
    "importing": (
        "The floor is `executemany` of every row that the import leaves, in every table, and reading the file with `csv.reader`."
    ),
    "weight": (
        "A fresh Chromium with an empty cache opens each page of the demo world. Bytes are those that crossed the wire, with headers; "
        "HTML, CSS and scripts of our own are counted unpacked."
    ),
    "wants": (
        "Ten wants of one person against 2,000 products of four words each, on PostgreSQL. In memory: the shelf is built anew each time "
        "and all ten are matched. As the page asks: one query for what could fit, by the beginnings of the words, and for who bought it "
        "how often; then the same matching."
    ),
    "booking": (
        "The page on which strangers book, with an empty cache; its first paint on a phone four times as slow as this machine, over a "
        "network of 1.6 Mbit/s with 150 ms there and back. Free times are looked for among 300 meetings of the same month, with limits "
        "of day, week and row, protected times and hours of single days; the floor is fetching those rows. Then 200 visitors ask for the "
        "same time at the same moment, from gunicorn with 2 workers on PostgreSQL."
    ),
    "delivery": (
        "Birthdays of people are planned by the product's own planner; the floor is INSERT … SELECT of the rows that it leaves, tasks and "
        "events, into tables without key or index. Letters are claimed, looked at, written, sent and recorded by Celery workers of 1, 2 "
        "and 4 processes; the floor is smtplib in a process of its own that hands over the bytes of such a letter again and again on one "
        "connection kept open, before and after each. PostgreSQL waits for the disk. Waiting is measured with an idle worker of two "
        "processes; a letter that is planned for a moment waits for the next look, every two seconds. On SQLite five threads note "
        "contacts as fast as they can beside the thread that sends."
    ),
}
