"""vCards become people by the same rules as tables; what makes no sense in a card is left out."""

from customers.models import Customer
from mlmcrm.models import Import


def card(*lines):
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


def test_a_file_of_cards(run_command, write, ben, monday):
    content = (
        card(
            "FN:Jörg Müller",
            "TEL:0171 1234567",
            "TEL:*100#",
            "BDAY;VALUE=text:in spring",
            "CATEGORIES:Garden",
        )
        + "BEGIN:VCARD\r\nFN:Half\r\n"
        + card("N:Ek;Åsa", "EMAIL:asa@post.example", "UID:a-1", "ADR:;;Main 1;Town;;123;SE", "LANG:sv")
        + card("TEL:0171 7654321")
    )
    path = write(content, "contacts.vcf")
    printed = run_command("import_people", path, ben)
    assert printed == [
        "line 1: birthday: “in spring” is not a birthday. Write 1980-05-31, or --05-31 without the year. Left out.",
        "line 1: phone: “*100#” is not a phone number. Left out.",
        "line 9: The card is cut off: it has no END:VCARD.",
        "line 19: A name, please.",
        "new=2 same=0 changed=0 refused=2",
    ]
    jorg, asa = Customer.objects.order_by("created_at", "id")
    assert (jorg.name, jorg.birthday, [phone.number for phone in jorg.phones.all()]) == (
        "Jörg Müller",
        "",
        ["+491711234567"],
    )
    assert (asa.name, asa.external_id, asa.address, asa.language) == (
        "Åsa Ek",
        "a-1",
        "Main 1\n123 Town\nSE",
        "sv",
    )
    assert run_command("import_people", path, ben)[-1] == "new=0 same=2 changed=0 refused=2"
    assert list(Import.objects.values_list("kind", "delimiter")) == [("people", "")] * 2
