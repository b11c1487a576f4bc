"""How a letter of a playbook reads for one of the viewer's people."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Case, F, Q, When
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template import TemplateDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from customers.models import Customer
from customers.models.customer import Channel
from followups import step_words
from followups.drafting import sample_context
from followups.fields import FIELDS, Piece, faults_in
from followups.kinds import Kind
from followups.letters import preview, written
from followups.purity import impurities, thresholds
from followups.steps import Step
from followups.views.playbooks.shown import ShownStep

OFFERED = 12  # people to choose from
FITTING = {  # by what a step counts from: whom it can come to
    "first_order": Q(orders_count=1),
    "repeat_order": Q(orders_count__gt=1),
    "delivery": Q(orders_count__gt=0),
    "expected_order": Q(expected_order_on__isnull=False),
    "birthday": Q(birth_day__isnull=False),
    "slipping": Q(slips_on__isnull=False),
    "cooling": Q(cools_on__isnull=False),
}


@dataclass(frozen=True)
class Reads:
    """The words of one step as one person would read them, and what else could be read."""

    letters: Sequence[ShownStep]
    people: Sequence[Customer] = ()
    step: ShownStep | None = None
    person: Customer | None = None
    subject: Sequence[Piece] = ()
    paragraphs: Sequence[Sequence[Piece]] = ()
    way: str = ""
    warnings: Sequence[str] = field(default_factory=list)


def reads_of(request, steps: Sequence[ShownStep], *, wanted: str, rung: int | None) -> Reads:
    """Write the wanted step, else the first letter, for the person that was chosen, else for the likeliest."""
    letters = [step for step in steps if step.is_letter]
    if not letters:
        return Reads(letters)
    step = next((step for step in letters if step.key == wanted), letters[0])
    people = _people(request, rung, step.step.anchor)
    if not people:
        return Reads(letters, people, step, warnings=warnings_for(step))
    person = people[0]
    person.owner = request.user
    subject, text, language = _written(step.step, person, request.user)
    return Reads(
        letters, sorted(people, key=lambda one: one.name_key), step, person, subject, paragraphs_of(text),
        way_said(step.step, language), warnings_for(step),
    )  # fmt: skip


def warnings_for(shown: ShownStep) -> list[str]:
    """Say what is wrong with the words of a step, with the line where there is one."""
    step = shown.step
    faults = [
        _("Line %(line)d: %(what)s") % {"line": fault.line, "what": fault.sentence}
        for fault in (*faults_in(step.subject), *faults_in(step.text))
    ]
    return [*faults, *_dishonest(step), *shown.warnings]


def own_words(viewer, step: Step) -> tuple[str, str]:
    """Return the house's letter as words of one's own, with fields where a person's words stand."""
    with override(viewer.language or None):
        return written(step, {name: f"{{{{ {name} }}}}" for name in FIELDS})


def way_said(step: Step, language: str) -> str:
    """Say by which way, in which language and when a letter goes."""
    channel = next(iter(step.channels), Channel.EMAIL)
    when = step_words.margin_of(step)
    if not step_words.goes_at_once(step):
        when = _("%(day)s, %(time)s") % {"day": when, "time": step_words.clock_said(step.at_time)}
    return ", ".join([capfirst(str(Channel(channel).label)), _name_of(language), when])


def paragraphs_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the pieces of a text by paragraph; an empty line stands between two."""
    paragraphs: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = piece.text.replace("\r\n", "\n").split("\n\n")
        paragraphs[-1].append(Piece(first, piece.merged))
        paragraphs += [[Piece(part, piece.merged)] for part in others]
    stripped = [[piece for piece in paragraph if piece.text.strip("\n")] for paragraph in paragraphs]
    return [paragraph for paragraph in stripped if paragraph]


def reader_of(request, rung: int | None, anchor: str = "") -> Customer | None:
    """Return who a letter is read as."""
    return next(iter(_people(request, rung, anchor)), None)


def _dishonest(step: Step) -> list[str]:
    """Say with which words no letter would be sent."""
    words = f"{step.subject}\n{step.text}"
    impure = impurities(words) if step.kind == Kind.THANK else []
    thanks = _("A thank-you only thanks, and this one says “%(words)s”.")
    pushes = _("No letter asks for a larger order to reach something, and this one says “%(words)s”.")
    said = [(thanks, impure), (pushes, thresholds(words))]
    return [sentence % {"words": word} for sentence, found in said for word in found]


def _written(step: Step, person: Customer, viewer) -> tuple[list[Piece], list[Piece], str]:
    try:
        shown = preview(step, person, viewer, sample_context(person))
    except TemplateDoesNotExist:
        return [], [], person.language or viewer.language
    return shown.subject, shown.text, shown.language


def _people(request, rung: int | None, anchor: str) -> list[Customer]:
    """Who can be chosen, the chosen one first: whom the step fits, those on the rung, the latest buyers."""
    near = Case(When(rung=rung, then=0), default=1) if rung else F("rung") * 0
    fits = Case(When(FITTING[anchor], then=0), default=1) if anchor in FITTING else F("rung") * 0
    people = Customer.objects.visible_to(request.user).annotate(near=near, fits=fits)
    rows = list(
        people.order_by("fits", "near", F("last_order_at").desc(nulls_last=True), "name_key", "pk")[:OFFERED]
    )
    wanted = request.POST.get("person") or request.GET.get("person", "")
    if not wanted:
        return rows
    held = [row for row in rows if str(row.pk) == wanted]
    chosen = held or [_chosen(people, wanted)]
    return [*chosen, *(row for row in rows if row != chosen[0])]


def _chosen(people, wanted: str) -> Customer:
    try:
        return get_object_or_404(people, pk=wanted)
    except (ValidationError, ValueError) as problem:
        raise Http404 from problem


def _name_of(language: str) -> str:
    try:
        return str(get_language_info(language)["name_translated"])
    except KeyError:
        return language
