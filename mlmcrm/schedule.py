"""The one table of everything periodic: name, task, every so many seconds.

Plain intervals in UTC, never a wall-clock time: what is due is decided by rows with a due
time. Each entry may run twice or be missed once without harm.
"""

PERIODIC = (
    ("deliver", "followups.tasks.deliver_due", 2),
    ("sweep", "followups.tasks.sweep", 30),
    ("expire", "followups.tasks.expire_old", 300),
    ("plan", "followups.tasks.plan_ahead", 300),
    ("all-well", "followups.tasks.ask_whether_well", 300),
    ("anew", "followups.tasks.plan_anew", 5),
    ("apologies", "followups.tasks.apologise_in_time", 300),
    ("requests", "appointments.tasks.sweep_requests", 60),
    ("calendars", "appointments.tasks.read_calendars", 30),
    ("reminders", "appointments.tasks.remind_owners", 60),
    ("enrolments", "sales.tasks.follow_up_enrolments", 600),
    ("offers", "sales.tasks.end_offers", 3600),
    ("usual", "sales.tasks.learn_usual_intervals", 3600),
    ("standing", "sales.tasks.run_standing_orders", 300),
    ("retention", "reports.tasks.measure_retention", 3600),
    ("ledger", "team.tasks.fold_ledger", 2),
    ("ledger-day", "team.tasks.tick_ledger", 300),
    ("imports", "mlmcrm.tasks.work_on_imports", 2),
    ("import-tidy", "mlmcrm.tasks.tidy_imports", 3600),
    ("zones", "followups.tasks.check_zones", 24 * 3600),
    ("forget", "kit.tasks.forget_old", 3600),
    ("pulse", "kit.tasks.beat_pulse", 10),
)


def beat_schedule() -> dict:
    """The table in Celery's words."""
    return {name: {"task": task, "schedule": float(seconds)} for name, task, seconds in PERIODIC}
