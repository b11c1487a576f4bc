"""The web addresses of this app."""

from django.urls import path

from followups.views import by_hand, hooks, many, messages, preferences, replies, tasks

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
    path("tasks/<uuid:pk>/done/", tasks.done, name="task-done"),
    path("tasks/<uuid:pk>/later/", tasks.later, name="task-later"),
    path("tasks/<uuid:pk>/cancel/", tasks.cancel, name="task-cancel"),
]
