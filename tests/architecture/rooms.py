"""Which room each file of an app is, and what a room may not import. A new file needs a line here."""

DOORS = {"forms", "views", "api", "tasks", "admin", "serializers"}

# room: (other rooms it may not import, modules it may not import, where the line belongs instead)
ROOMS = {
    "models": (DOORS | {"actions"}, (), "what changes rows belongs in actions.py"),
    "querysets": (DOORS | {"actions"}, (), "what changes rows belongs in actions.py"),
    "actions": (
        DOORS,
        ("django.http", "django.forms", "django.shortcuts", "rest_framework"),
        "requests, forms and pages belong in views.py and forms.py, which call the action",
    ),
    "forms": ({"api", "tasks", "views"}, ("celery",), "later work is a row that an action writes"),
    "views": ({"api", "tasks"}, ("celery",), "later work is a row that an action writes"),
    "api": ({"views", "forms", "tasks"}, ("celery",), "both doors call the same action"),
    "tasks": (
        {"views", "forms", "api"},
        ("django.http", "django.forms", "rest_framework"),
        "a task fetches and calls an action",
    ),
    "admin": ({"views", "api"}, (), "support screens read"),
}

# A file whose first words are "Decides …" is pure: no database, no clock, no settings. These must be.
DECIDING = {
    "team/tree.py",
    "team/quiet_hours.py",
    "team/office_hours.py",
    "customers/ladder.py",
    "customers/rhythm.py",
    "customers/conversion.py",
    "customers/readiness.py",
    "customers/moving.py",
    "followups/meanings.py",
    "followups/news.py",
    "followups/planning.py",
    "followups/promising.py",
    "followups/fields.py",
    "followups/merging.py",
    "followups/soundness.py",
    "followups/steps.py",
    "followups/ways.py",
    "appointments/grid.py",
    "appointments/leaving.py",
    "appointments/reminders.py",
    "appointments/slots.py",
    "sales/matching.py",
    "sales/wording.py",
    "kit/folding.py",
    "mlmcrm/alike.py",
    "mlmcrm/finding.py",
    "mlmcrm/ranking.py",
    "mlmcrm/reading.py",
}

# Files with a part of their own. The name is the part, in every app alike.
PARTS = {
    "__init__": "makes the package",
    "announcements": "signals for the apps to the right",
    "apps": "joins the app to Django, imports its undo functions and listeners",
    "delivery": "claims, begins and finishes what is due, row by row",
    "errors": "the app's own errors",
    "history": "says in words what each of the app's events was",
    "listeners": "what the app does when an app to the left announces something",
    "management": "commands: a door that calls actions",
    "migrations": "made by Django",
    "templatetags": "words for templates",
    "undo": "takes back what the app's verbs did",
    "urls": "the app's addresses",
}

# Files of the trade apps that are none of the above, each with what it is for.
ALONE = {
    "team/adapters.py": "what allauth asks of us",
    "team/fields.py": "a column compared byte by byte",
    "team/letters.py": "the letter of an invitation, sent after its action",
    "team/links.py": "addresses that leave the house need the public address",
    "team/middleware.py": "pages speak the language and zone of who is signed in",
    "team/tokens.py": "the secret of an invitation needs chance",
    "team/zones.py": "the list of time zones to choose from",
    "customers/details.py": "reads addresses, numbers and tags of a whole list of people at once",
    "customers/board.py": "gathers what the ladder board shows",
    "followups/claim_defaults.py": "the list of forbidden promises as data, in the kinds of the models",
    "followups/defaults.py": "the rules of the house as data, in the words of the models",
    "followups/cards.py": "draws a letter as a card, with fonts from packages",
    "followups/foot.py": "makes what stands under a letter from its templates",
    "followups/goodbye.py": "the letter that confirms a stop, sent after its action",
    "followups/drafting.py": "reads the steps of a playbook, live or edited, and what a step may be made of",
    "followups/letters.py": "makes the text and the page of a letter from its templates",
    "followups/fingerprints.py": "knows an address again by the keys of the installation, without keeping it",
    "followups/preferences.py": "what holds for somebody who opens their own page, and the link to it",
    "followups/reaching.py": "reads what decides whether people may be written to, of many at once",
    "followups/tokens.py": "links and reply addresses that leave the house are signed with its keys",
    "appointments/defaults.py": "the letters around an appointment as data, in the words of the models",
    "appointments/facts.py": "reads what decides about free times: hours, limits, what is busy",
    "appointments/keeping.py": "counts how appointments were kept, of one distributor or of many",
    "appointments/links.py": "finds the guest whom a signed link names",
    "appointments/replies.py": "tells how soon a distributor answers",
    "team/holidays.py": "knows the public holidays of places, as a package tells them",
    "appointments/offered.py": "gathers the free times of a week for a page",
    "appointments/shown.py": "gathers what the calendar shows of a stretch of days",
    "sales/named.py": "tells follow-ups the names of products",
    "sales/wares.py": "says in the reader's language what an order holds",
    "sales/basket.py": "what an order form holds so far, priced by the catalogue",
    "sales/offered.py": "which products an order form lists to pick from",
    "sales/story.py": "says in words what happened to an order, from its events",
    "sales/catalogue.py": "reads the products against which a typed order is understood",
}
