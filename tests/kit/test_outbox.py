"""Without a mail server, letters lie as whole files in the outbox."""

from email import message_from_bytes, policy

from django.core.mail import EmailMultiAlternatives, get_connection

from kit.outbox import OutboxBackend


def letter(subject="Danke"):
    message = EmailMultiAlternatives(
        subject, "Hallo Rosa,\n\nvielen Dank für Bestellung 1.\n", "ben@kept.example", ["rosa@kept.example"]
    )
    message.attach_alternative("<p>Hallo Rosa</p>", "text/html")
    return message


def test_each_letter_is_one_file_that_mail_programs_open(tmp_path):
    outbox = OutboxBackend(file_path=tmp_path / "outbox")
    assert outbox.send_messages([letter("Danke"), letter("Grüße")]) == 2
    files = sorted((tmp_path / "outbox").iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    read = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    assert [message["Subject"] for message in read] == ["Danke", "Grüße"]
    assert read[0].get_body(("plain",)).get_content().splitlines() == [
        "Hallo Rosa,",
        "",
        "vielen Dank für Bestellung 1.",
    ]
    assert b"\r\n" in files[0].read_bytes()


def test_the_settings_say_where(settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path)
    get_connection("kit.outbox.OutboxBackend").send_messages([letter()])
    assert len(list(tmp_path.glob("*.eml"))) == 1


def test_the_folder_is_for_its_owner_only(tmp_path):
    OutboxBackend(file_path=tmp_path / "outbox").send_messages([letter()])
    assert (tmp_path / "outbox").stat().st_mode & 0o077 == 0
