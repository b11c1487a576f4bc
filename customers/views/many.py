"""What is done to many people of the list at once: a tag given or taken, a note."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from customers import actions
from customers.actions.deeds import Outcome
from customers.forms.chosen import ChosenForm, NoteManyForm, TagManyForm, UntagManyForm
from customers.wording import counted
from kit.answers import back, refuse
from kit.errors import Refused
from kit.toasts import toast


@login_required
@require_POST
def tag(request):
    """Give a tag to the people chosen."""
    form = TagManyForm(request.POST, viewer=request.user)
    return do_for_many(request, form, _tag, _("Give a tag"))


@login_required
@require_POST
def untag(request):
    """Take a tag from the people chosen."""
    form = UntagManyForm(request.POST, viewer=request.user)
    return do_for_many(request, form, _untag, _("Take a tag away"))


@login_required
@require_POST
def note(request):
    """Keep the same note about the people chosen."""
    form = NoteManyForm(request.POST, viewer=request.user)
    return do_for_many(request, form, _note, _("Keep a note"))


def do_for_many(request, form: ChosenForm, do: Callable[..., tuple[Outcome, str]], title: str):
    """Do a deed for those whom a form chose and say what came of it; else show what is missing.

    `do` gets what was typed and what every verb for many is told; it returns the outcome and a
    sentence.
    """
    if form.is_valid():
        asked = {"owner": request.user, "by": request.by, **form.chosen}
        try:
            outcome, sentence = do(form.cleaned_data, asked)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            toast(request, sentence, undo=outcome.event, level="good" if outcome.event else "info")
            return back(request, "people")
    return ask_for_many(request, form, title, status=422)


def ask_for_many(request, form: ChosenForm, title: str, status: int = 200):
    """Show the form of a deed for many on a page of its own, with those who are chosen."""
    context = {"form": form, "title": title, "next": request.POST.get("next", "")}
    return render(request, "customers/many.html", context, status=status)


def _tag(typed: dict, asked: dict) -> tuple[Outcome, str]:
    outcome = actions.tag_people(tag=typed["tag"], **asked)
    said = {
        "tag": outcome.event.after["tag"] if outcome.event else typed["tag"],
        "n": counted(outcome.changed),
    }
    sentence = ngettext(
        "Tag “%(tag)s” added to %(n)s person.", "Tag “%(tag)s” added to %(n)s people.", outcome.changed
    )
    if not outcome.event and not outcome.left:
        sentence = _("They all have the tag “%(tag)s” already.")
    full = ngettext("%(n)s has 20 tags already.", "%(n)s have 20 tags already.", outcome.left)
    return outcome, sentence % said + (f" {full}" % {"n": counted(outcome.left)} if outcome.left else "")


def _untag(typed: dict, asked: dict) -> tuple[Outcome, str]:
    outcome = actions.untag_people(tag=typed["gone"], **asked)
    sentence = ngettext(
        "Tag “%(tag)s” taken from %(n)s person.", "Tag “%(tag)s” taken from %(n)s people.", outcome.changed
    )
    if not outcome.event:
        sentence = _("None of them has the tag “%(tag)s”.")
    return outcome, sentence % {"tag": typed["gone"].name, "n": counted(outcome.changed)}


def _note(typed: dict, asked: dict) -> tuple[Outcome, str]:
    outcome = actions.note_people(text=typed["text"], **asked)
    sentence = ngettext("Note kept on %(n)s person.", "Note kept on %(n)s people.", outcome.changed)
    return outcome, sentence % {"n": counted(outcome.changed)}
