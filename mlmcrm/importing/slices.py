"""One worker's time at an import: take it, go on behind its last line, give it back.

A batch, its counts, its refused lines and what must be remembered of it are one transaction,
so a run that is killed goes on exactly where it was, as if nothing had happened.
"""

import json
import logging
import threading
import time
import zlib
from collections.abc import Callable

from django.db import transaction

from kit import clock
from kit.background import nudge, stopping
from kit.errors import Refused
from mlmcrm.importing.claim import Claim, Lost, claim, put_back, release, renew
from mlmcrm.importing.ending import end, fail
from mlmcrm.importing.files import restored
from mlmcrm.importing.importers import importer_of
from mlmcrm.importing.outcomes import SAMPLES, Outcome
from mlmcrm.importing.runs import Importer, batches, step
from mlmcrm.importing.sources import Source
from mlmcrm.models import Import, ImportMemory

TASK = "mlmcrm.tasks.work_on_imports"
SLICE_SECONDS = 20  # the task of one slice must end long before its time limit

_places = threading.BoundedSemaphore(1)  # of one process, so that ticks of other kinds find a thread
logger = logging.getLogger(__name__)


def work(seconds: float = SLICE_SECONDS) -> bool:
    """Work at the next import for so many seconds; return whether there was one."""
    if not _places.acquire(blocking=False):
        return False
    try:
        mine = claim()
        if mine is None:
            return False
        Slice(mine, seconds).run()
    finally:
        _places.release()
    if Import.objects.due(clock.now()).exists():
        nudge(TASK)
    return True


class Slice:
    """The work on one claim, until the file or the time is at its end."""

    def __init__(self, mine: Claim, seconds: float):
        self.mine, self.record = mine, mine.record
        self.ends = time.monotonic() + seconds

    def run(self) -> None:
        try:
            with restored(self.record) as path:
                importer = importer_of(self.record)
                with importer.source(path) as source:
                    self._go_on(importer, source)
        except Lost:
            logger.info("import %s is no longer ours", self.record.pk)
        except Refused as refusal:
            self._refuse(refusal)
        except Exception:
            logger.exception("import %s broke off after line %s", self.record.pk, self.record.last_line)
            put_back(self.mine)

    def _go_on(self, importer: Importer, source: Source) -> None:
        source.after = self.record.last_line
        for data in self.record.memories.order_by("last_line").values_list("data", flat=True):
            importer.recall(json.loads(zlib.decompress(data)))
        importer.note_news()
        for lines in batches(source, importer):
            self._batch(importer, source, lambda lines=lines: importer.take(lines), lines[-1].number)
            if self._is_over():  # never before a batch: a slow start must not be all there is
                release(self.mine)
                return
        self._end(importer)

    def _is_over(self) -> bool:
        return time.monotonic() > self.ends or stopping.is_set()

    @transaction.atomic
    def _batch(self, importer: Importer, source: Source, take: Callable[[], Outcome], last_line: int) -> None:
        renew(self.mine)
        outcome = step(self.record, take, last_line)
        news = zlib.compress(json.dumps(importer.news()).encode(), 1)
        ImportMemory.objects.create(of=self.record, last_line=last_line, data=news)
        self.record.read = source.bytes_read()
        self.record.samples = (self.record.samples + outcome.samples)[:SAMPLES]
        self.record.save(update_fields=["read", "samples"])

    @transaction.atomic
    def _end(self, importer: Importer) -> None:
        renew(self.mine)
        step(self.record, importer.finish, self.record.last_line)
        end(self.record)

    @transaction.atomic
    def _refuse(self, refusal: Refused) -> None:
        try:
            renew(self.mine)
        except Lost:
            return
        fail(self.record, refusal.message)
