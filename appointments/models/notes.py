from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from appointments.models.appointment import Appointment, Guest
from appointments.querysets import CorrectionQuerySet, NotesQuerySet
from customers.models import Want
from followups.models import Promise
from kit.models import Row


class Notes(Row):
    """What was typed in a meeting, line by line with its marks, and how the agenda went.

    `revision` rises with each save; a page that saves upon an older one is told so and loses nothing.
    `agenda` is a list of `{"title", "minutes", "hint", "seconds", "is_done"}`. `summary` is what goes
    out, as the distributor reviewed it; empty: made from the marked lines.
    """

    appointment = models.OneToOneField(Appointment, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(_("notes"), max_length=100_000, blank=True)
    revision = models.PositiveIntegerField(default=0)
    written_by = models.CharField(max_length=40, blank=True, help_text=_("The page that saved last."))
    agenda = models.JSONField(default=list, blank=True)
    running = models.PositiveSmallIntegerField(null=True, help_text=_("The item that is talked about."))
    running_since = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    summary = models.TextField(_("what goes out"), max_length=20_000, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    editions = models.PositiveSmallIntegerField(default=0, help_text=_("How often they went out."))

    objects = NotesQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting notes")
        verbose_name_plural = _("meeting notes")

    def __str__(self):
        return str(self.appointment)


class Mark(models.TextChoices):
    """What a line is, by the sign at its beginning."""

    PLAIN = "", _("note")
    PROMISE = "promise", _("promise")
    WANT = "want", _("wants")
    ORDER = "order", _("order")
    ASKED = "asked", _("asked")


class NotedLine(Row):
    """A marked line of a meeting's notes, and what became of it: a promise, a want, an order, an answer.

    Lines are made when the meeting ends; `order_id` names an order, which is another app's. `guest` is
    whom of several the line is about, empty for all.
    """

    notes = models.ForeignKey(Notes, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    guest = models.ForeignKey(Guest, null=True, on_delete=models.SET_NULL, related_name="noted_lines")
    mark = models.CharField(_("what it is"), max_length=8, choices=Mark, blank=True)
    text = models.CharField(_("text"), max_length=1000)
    due_on = models.DateField(null=True)
    answer = models.TextField(_("answer"), max_length=5000, blank=True)
    goes_out = models.BooleanField(_("goes to them"), default=True)
    struck_at = models.DateTimeField(null=True)
    promise = models.ForeignKey(Promise, null=True, on_delete=models.SET_NULL, related_name="+")
    want = models.ForeignKey(Want, null=True, on_delete=models.SET_NULL, related_name="+")
    order_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["notes", "position"], name="noted_line_once"),
            models.CheckConstraint(condition=~Q(text=""), name="noted_line_has_words"),
        ]

    def __str__(self):
        return self.text


class CorrectionState(models.TextChoices):
    OPEN = "open", _("waits for you")
    TAKEN = "taken", _("taken over")
    LEFT = "left", _("left as it was")


class Correction(Row):
    """What a guest would have a line of the notes say instead; without text it is to be struck."""

    line = models.ForeignKey(NotedLine, on_delete=models.CASCADE, related_name="corrections")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="corrections")
    text = models.CharField(_("what it should say"), max_length=1000, blank=True)
    state = models.CharField(max_length=5, choices=CorrectionState, default=CorrectionState.OPEN)
    closed_at = models.DateTimeField(null=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "guest"], condition=Q(state="open"), name="correction_open_once"
            )
        ]

    def __str__(self):
        return self.text
