"""What a person's row is made of: tidied values, addresses, numbers, words."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.actions.rows import refuse_misfits
from customers.birthdays import Birthday
from customers.contacts import email_key, read_phone
from customers.errors import CustomerError
from customers.models import Customer, Email, Phone, Tag
from customers.tidying import tag_key, tidy_line, tidy_text
from team.models import Distributor
from team.zones import is_zone

PLAIN = (
    "name", "greeting", "address", "language", "zone", "warmth", "source",
    "preferred_channel", "preferred_hours", "external_id",
)  # fmt: skip
LISTS = ("emails", "phones", "tags")
MOST_OF_A_KIND = 20


def put_values(row: Customer, values: dict) -> None:
    """Put tidied values on a row without saving it. Raises CustomerError naming the field."""
    for name, value in values.items():
        if name == "birthday":
            _put_birthday(row, value)
        elif name == "introduced_by":
            _put_introducer(row, value)
        else:
            setattr(row, name, tidy_text(value) if name == "address" else tidy_line(value))
    if not row.name:
        raise CustomerError(_("A name, please. One word is enough."), field="name")
    if row.zone and not is_zone(row.zone):
        raise CustomerError(_("A time zone, please. For example Europe/Lisbon."), field="zone")
    refuse_misfits(row, PLAIN)


def read_lists(owner: Distributor, lists: dict) -> dict:
    """Return the lists of values as they are kept. Raises CustomerError naming the list.

    Tags are named as they are known; new ones are made, so the caller holds the person first.
    """
    readers = {
        "emails": read_emails,
        "phones": lambda typed: read_phones(typed, region_of(owner)),
        "tags": lambda words: tags_in_order(tag.name for tag in tags_of(owner.pk, read_tags(words))),
    }
    return {name: readers[name](values) for name, values in lists.items()}


def region_of(owner: Distributor) -> str:
    """Return the country of phone numbers that a distributor writes without a country code."""
    return owner.country or (owner.company.country if owner.company_id else "")


def write_lists(
    row: Customer, lists: dict, *, is_new: bool = False, bounced: Mapping[str, datetime] | None = None
) -> None:
    """Make these the e-mails, phones and tags of a saved row; `bounced` as `bounced_without` returns it."""
    if "emails" in lists:
        _write_emails(row, lists["emails"], [] if is_new else row.emails.all(), bounced or {})
    if "phones" in lists:
        _write_phones(row, lists["phones"], [] if is_new else row.phones.all())
    if "tags" in lists:
        row.tags.set(tags_of(row.owner_id, lists["tags"]))


def lists_of(row: Customer, names: Iterable[str]) -> dict:
    """Return the named lists of a row as plain values, for events and for comparing."""
    held = {
        "emails": lambda: [email.address for email in row.emails.all()],
        "phones": lambda: [phone.number for phone in row.phones.all()],
        "tags": lambda: tags_in_order(tag.name for tag in row.tags.all()),
    }
    return {name: held[name]() for name in names}


def bounced_without(row: Customer, addresses: Iterable[str]) -> dict[str, datetime]:
    """Return the bounced e-mails of a row that are not among these, with the moment each bounced."""
    gone = row.emails.exclude(bounced_at=None).exclude(key__in=[email_key(one) for one in addresses])
    return dict(gone.values_list("address", "bounced_at"))


def read_emails(addresses: Iterable[str]) -> list[str]:
    """Return e-mail addresses, each once. Raises CustomerError for what is none."""
    by_key = {}
    for address in filter(None, map(tidy_line, addresses)):
        try:
            validate_email(address)
        except ValidationError:
            raise CustomerError(
                _("“%(address)s” is no email address. For example rosa@post.example.")
                % {"address": address[:60]},
                field="emails",
            ) from None
        by_key.setdefault(email_key(address), address)
    return _few(list(by_key.values()), "emails")


def read_phones(typed: Iterable[str], region: str) -> list[str]:
    """Return phone numbers in E.164, each once. Raises CustomerError for what is none."""
    numbers = {}
    for number in filter(None, map(tidy_line, typed)):
        try:
            numbers[read_phone(number, region)] = None
        except ValueError:
            raise CustomerError(
                _("“%(number)s” is no phone number. For example +49 30 123456.") % {"number": number[:40]},
                field="phones",
            ) from None
    return _few(list(numbers), "phones")


def read_tags(words: Iterable[str]) -> list[str]:
    """Return the words for tags, each once. Raises CustomerError for what is too long or too many."""
    tags = {}
    for word in filter(None, map(tidy_line, words)):
        refuse_misfits(Tag(name=word), ["name"])
        tags.setdefault(tag_key(word), word)
    return _few(list(tags.values()), "tags")


def tags_in_order(names: Iterable[str]) -> list[str]:
    """Return the names of tags in an order that is the same on every database."""
    return sorted(names, key=tag_key)


def _few(values: list[str], field: str) -> list[str]:
    if len(values) > MOST_OF_A_KIND:
        raise CustomerError(
            ngettext("At most %(n)d, please.", "At most %(n)d, please.", MOST_OF_A_KIND)
            % {"n": MOST_OF_A_KIND},
            field=field,
        )
    return values


def _put_birthday(row: Customer, parts: tuple | None) -> None:
    try:
        day = Birthday(*parts) if parts else None
    except ValueError:
        raise CustomerError(_("There is no such day."), field="birthday") from None
    if day and day.is_after(row.owner.today()):
        raise CustomerError(_("This day is still to come."), field="birthday")
    row.birth_year = day.year if day else None
    row.birth_month = day.month if day else None
    row.birth_day = day.day if day else None


def _put_introducer(row: Customer, introducer: Customer | None) -> None:
    if introducer is not None and introducer.pk != row.introduced_by_id:
        if introducer.owner_id != row.owner_id or introducer.deleted_at:
            raise CustomerError(_("There is no such person among yours."), field="introduced_by")
        if introducer.pk == row.pk:
            raise CustomerError(_("Nobody introduces themselves."), field="introduced_by")
    row.introduced_by = introducer


def _write_emails(
    row: Customer, addresses: list[str], held: Iterable[Email], bounced: Mapping[str, datetime]
) -> None:
    kept = {email.key: email for email in held}
    rows = []
    for position, address in enumerate(addresses):
        email = kept.pop(email_key(address), None) or Email(
            customer=row, owner_id=row.owner_id, bounced_at=bounced.get(address)
        )
        email.address, email.key, email.position = address, email_key(address), position
        rows.append(email)
    _write_beside(Email, rows, kept.values(), ["address", "position"])


def _write_phones(row: Customer, numbers: list[str], held: Iterable[Phone]) -> None:
    kept = {phone.number: phone for phone in held}
    rows = []
    for position, number in enumerate(numbers):
        phone = kept.pop(number, None) or Phone(customer=row, owner_id=row.owner_id, number=number)
        phone.position = position
        rows.append(phone)
    _write_beside(Phone, rows, kept.values(), ["position"])


def _write_beside(model, rows, gone, fields) -> None:
    if gone:
        model.objects.filter(pk__in=[row.pk for row in gone]).delete()
    new, known = [row for row in rows if row.pk is None], [row for row in rows if row.pk is not None]
    model.objects.bulk_create(new)
    model.objects.bulk_update(known, fields)


def tags_of(owner_id: int, names: list[str]) -> list[Tag]:
    """The distributor's tags of these names, made where new, whatever their case.

    Tags are made here alone. Of two windows that make one at once the database lets one, and the
    other finds it.
    """
    known = _tags_by_key(owner_id) if names else {}
    fresh = {tag_key(name): name for name in reversed(names) if tag_key(name) not in known}
    if fresh:
        tags = [Tag(owner_id=owner_id, name=name, key=key) for key, name in sorted(fresh.items())]
        Tag.objects.bulk_create(tags, ignore_conflicts=True)
        known = _tags_by_key(owner_id)
    return [known[tag_key(name)] for name in names]


def _tags_by_key(owner_id: int) -> dict[str, Tag]:
    return {tag.key: tag for tag in Tag.objects.filter(owner_id=owner_id)}
