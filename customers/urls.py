"""The web addresses of this app; the page of a person is mlmcrm's, which shows several apps."""

from django.urls import path

from customers.views import board, consents, contacts, ladder, many, marks, people, person, wants

urlpatterns = [
    path("ladder/", board.ladder, name="ladder"),
    path("ladder/<uuid:pk>/move/", board.move, name="ladder-move"),
    path("people/", people.people, name="people"),
    path("people/add/", person.add, name="person-add"),
    path("people/names/", people.names, name="person-names"),
    path("people/tag/", many.tag, name="people-tag"),
    path("people/untag/", many.untag, name="people-untag"),
    path("people/note/", many.note, name="people-note"),
    path("people/<uuid:pk>/edit/", person.edit, name="person-edit"),
    path("people/<uuid:pk>/delete/", person.delete, name="person-delete"),
    path("people/<uuid:pk>/touch/", contacts.touch, name="touch-log"),
    path("people/<uuid:pk>/note/", contacts.note, name="note-add"),
    path("people/<uuid:pk>/want/", wants.add, name="want-add"),
    path("wants/<uuid:pk>/met/", wants.met, name="want-met"),
    path("wants/<uuid:pk>/drop/", wants.drop, name="want-drop"),
    path("people/<uuid:pk>/climb/", ladder.climb, name="person-climb"),
    path("people/<uuid:pk>/climb/<uuid:step_pk>/revoke/", ladder.revoke, name="climb-revoke"),
    path("people/<uuid:pk>/grief/", marks.grieve, name="person-grief"),
    path("people/<uuid:pk>/grief/end/", marks.end_grief, name="grief-end"),
    path("people/<uuid:pk>/rest/", marks.rest, name="person-rest"),
    path("people/<uuid:pk>/wake/", marks.wake, name="person-wake"),
    path("people/<uuid:pk>/touches/", marks.touches, name="person-touches"),
    path("people/<uuid:pk>/consent/", consents.give, name="consent-give"),
    path("people/<uuid:pk>/consent/<uuid:consent_pk>/withdraw/", consents.withdraw, name="consent-withdraw"),
]
