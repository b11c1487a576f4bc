"""Playbooks: edited as a draft, put live, shared with the line below and taken from above."""

from followups.actions.playbooks.drafts import (
    add_step,
    change_draft,
    change_step,
    copy_step,
    move_step,
    remove_step,
    restore_draft,
    throw_away,
)
from followups.actions.playbooks.live import go_live, restore_steps
from followups.actions.playbooks.own import own_playbook
from followups.actions.playbooks.sharing import share, unshare
from followups.actions.playbooks.taking import catch_up, give_back, take
from followups.actions.playbooks.trying import send_test

__all__ = [
    "add_step",
    "catch_up",
    "change_draft",
    "change_step",
    "copy_step",
    "give_back",
    "go_live",
    "move_step",
    "own_playbook",
    "remove_step",
    "restore_draft",
    "restore_steps",
    "send_test",
    "share",
    "take",
    "throw_away",
    "unshare",
]
