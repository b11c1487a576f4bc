"""The web addresses of this app."""

from django.urls import path

from followups.views import by_hand, hooks, many, messages, preferences, replies, tasks
from followups.views.playbooks import live, pages, sharing, steps

urlpatterns = [
    path("people/plan/", many.plan, name="people-plan"),
    path("messages/", messages.messages, name="messages"),
    path("messages/<uuid:pk>/", messages.message, name="message"),
    path("messages/<uuid:pk>/approve/", messages.approve, name="message-approve"),
    path("messages/<uuid:pk>/cancel/", messages.cancel, name="message-cancel"),
    path("messages/<uuid:pk>/again/", messages.again, name="message-again"),
    path("messages/<uuid:pk>/card.pdf", by_hand.card, name="message-card"),
    path("messages/<uuid:pk>/handed-over/", by_hand.handed_over, name="message-handed-over"),
    path("messages/<uuid:pk>/arrived/", messages.arrived, name="message-arrived"),
    path("messages/<uuid:pk>/replied/", replies.replied, name="message-replied"),
    path("messages/replies/<uuid:pk>/settle/", replies.settle, name="reply-settle"),
    path("hooks/mail/<slug:provider>/tracking/", hooks.tracking, name="hook-tracking"),
    path("hooks/mail/<slug:provider>/inbound/", hooks.inbound, name="hook-inbound"),
    path("u/<str:token>/", preferences.preferences, name="preferences"),
    path("u/<str:token>/choices/", preferences.choose, name="preferences-choose"),
    path("u/<str:token>/again/", preferences.resume, name="preferences-resume"),
    path("playbooks/", pages.playbooks, name="playbooks"),
    path("playbooks/shared/<uuid:pk>/", sharing.shared, name="playbook-shared"),
    path("playbooks/<slug:key>/", pages.playbook, name="playbook"),
    path("playbooks/<slug:key>/dry-run/", pages.dry_run, name="playbook-dry-run"),
    path("playbooks/<slug:key>/go-live/", live.go_live, name="playbook-go-live"),
    path("playbooks/<slug:key>/throw-away/", live.throw_away, name="playbook-throw-away"),
    path("playbooks/<slug:key>/house/", live.house, name="playbook-house"),
    path("playbooks/<slug:key>/share/", sharing.share, name="playbook-share"),
    path("playbooks/<slug:key>/unshare/", sharing.unshare, name="playbook-unshare"),
    path("playbooks/<slug:key>/news/", sharing.news, name="playbook-news"),
    path("playbooks/<slug:key>/reads/", steps.reads, name="step-reads"),
    path("playbooks/<slug:key>/add/", steps.add, name="step-add"),
    path("playbooks/<slug:key>/steps/<slug:step>/", steps.step, name="step"),
    path("playbooks/<slug:key>/steps/<slug:step>/move/", steps.move, name="step-move"),
    path("playbooks/<slug:key>/steps/<slug:step>/copy/", steps.copy, name="step-copy"),
    path("playbooks/<slug:key>/steps/<slug:step>/remove/", steps.remove, name="step-remove"),
    path("playbooks/<slug:key>/steps/<slug:step>/test/", steps.test, name="step-test"),
    path("tasks/<uuid:pk>/done/", tasks.done, name="task-done"),
    path("tasks/<uuid:pk>/later/", tasks.later, name="task-later"),
    path("tasks/<uuid:pk>/cancel/", tasks.cancel, name="task-cancel"),
]
