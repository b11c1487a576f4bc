"""A playbook of one's own: a copy of the house's, made when somebody edits it for the first time."""

from django.db import transaction
from django.utils.translation import gettext as _

from customers.models import Customer
from followups.actions.facts import hold_people
from followups.drafting import live_rules, live_steps
from followups.errors import Closed
from followups.models import Message, Playbook, Rule, Task
from followups.steps import NAMES, plain
from kit.errors import Stale
from kit.events import Actor, record
from team.models import Distributor

COPIED = ("key", "title", "about", "rung", "position")


@transaction.atomic
def own_playbook(*, owner: Distributor, key: str, by: Actor) -> Playbook:
    """Return a distributor's own playbook of a key, held; where there is none, a copy of the house's.

    What waits for the distributor's people by the house's rules goes on by the copies, so that
    nothing comes twice. Raises Closed where the house has no such playbook.
    """
    return held_own(owner, key) or _made_or_found(owner, key, by)[0]


def held_own(owner: Distributor, key: str) -> Playbook | None:
    """Return the distributor's own playbook of a key, held, if there is one."""
    return Playbook.objects.select_for_update(of=("self",)).filter(owner=owner, key=key).first()


def held_for_editing(playbook: Playbook, owner: Distributor, by: Actor, seen: str | None) -> Playbook:
    """Return the distributor's own playbook in the place of one that was shown, held.

    `seen` is the mark of what was shown. Raises Stale where it is another by now.
    """
    own = held_own(owner, playbook.key)
    if own is None:
        refuse_unseen(Playbook.objects.get(pk=playbook.pk), seen)
        own, is_made = _made_or_found(owner, playbook.key, by)
        if is_made:
            return own
    refuse_unseen(own, seen)
    return own


def refuse_unseen(playbook: Playbook, seen: str | None) -> None:
    """Refuse what was meant for another state of a playbook than this one."""
    if seen is not None and seen != playbook.mark:
        raise Stale(_("This playbook was changed in the meantime. Look at it again, then change it."))


def _made_or_found(owner: Distributor, key: str, by: Actor) -> tuple[Playbook, bool]:
    """Copy the house's playbook; of two at once one makes the copy, and the other waits and finds it."""
    house = Playbook.objects.filter(owner=None, key=key).first()
    if house is None:
        raise Closed(_("There is no such playbook."))
    copy = Playbook(
        owner=owner, source=house, source_version=house.version,
        **{name: getattr(house, name) for name in COPIED},
    )  # fmt: skip
    Playbook.objects.bulk_create([copy], ignore_conflicts=True)
    own = held_own(owner, key)
    if own.pk != copy.pk:
        return own, False
    _copy_rules(house, own)
    after = {"version": own.version, "steps": [plain(step) for step in live_steps(own)]}
    record("playbook.made", own, by=by, after=after)
    return own, True


def _copy_rules(house: Playbook, own: Playbook) -> None:
    """Copy the rules and point to the copies what was planned by the originals."""
    hold_people(Customer.objects.filter(owner=own.owner_id).values_list("pk", flat=True))
    had = {rule.key: rule for rule in Rule.objects.filter(owner=own.owner_id, key__in=_keys(house))}
    for place, rule in enumerate(live_rules(house)):
        mine = had.get(rule.key) or _copied(rule, own)
        Rule.objects.filter(pk=mine.pk).update(playbook=own, position=place)
        _point_to(mine, rule, own.owner_id)


def _keys(house: Playbook) -> list[str]:
    return list(house.steps.values_list("key", flat=True))


def _copied(rule: Rule, own: Playbook) -> Rule:
    values = {name: getattr(rule, name) for name in NAMES}
    copy = Rule(
        owner_id=own.owner_id, playbook=own, position=rule.position, active_from=rule.active_from, **values
    )
    copy.save(force_insert=True)
    return copy


def _point_to(mine: Rule, house: Rule, owner_id: int) -> None:
    for model in (Message, Task):
        model.objects.filter(owner=owner_id, rule=house).update(rule=mine)
