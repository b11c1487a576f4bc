"""What a letter that came back means: machines never count, "stop" in many wordings does, doubt is asked about."""

import pytest

from followups.meanings import AUTOMATIC, DOUBTFUL, REPLY, STOP, Mail, folded, meaning_of, own_words


def mail(text="", subject="Re: Your order", sender="rosa@post.example", **headers) -> Mail:
    return Mail({name.replace("_", "-"): value for name, value in headers.items()}, sender, subject, text)


@pytest.mark.parametrize(
    "headers",
    [
        {"auto_submitted": "auto-replied"},
        {"auto_submitted": "auto-generated; owner-email=x"},
        {"precedence": "bulk"},
        {"precedence": "auto_reply"},
        {"x_autoreply": "yes"},
        {"x_autorespond": "Away"},
        {"list_id": "<news.example>"},
        {"return_path": "<>"},
        {"content_type": "multipart/report; report-type=delivery-status"},
    ],
)
def test_headers_of_machines(headers):
    assert meaning_of(mail("STOP", **headers)) == AUTOMATIC


@pytest.mark.parametrize(
    "headers",
    [{"auto_submitted": "no"}, {"precedence": "first-class"}, {"return_path": "<rosa@post.example>"}],
)
def test_headers_of_people(headers):
    assert meaning_of(mail("Thank you", **headers)) == REPLY


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Thank you", "Out of Office Re: Thank you", "Autoreply", "Undeliverable: Thank you",
        "Automatische Antwort: Danke", "Abwesenheitsnotiz: Danke", "Abwesend bis Montag",
        "Réponse automatique : Merci", "Message d'absence", "Respuesta automática: Gracias", "Fuera de la oficina",
        "Risposta automatica: Grazie", "Automatisch antwoord: Dank", "Afwezig", "Resposta automática: Obrigado",
        "Odpowiedź automatyczna: Dziękuję",
    ],
)  # fmt: skip
def test_subjects_of_machines(subject):
    assert meaning_of(mail("Back on Monday", subject=subject)) == AUTOMATIC


@pytest.mark.parametrize(
    "sender", ["MAILER-DAEMON@mx.example", "postmaster@mx.example", "no-reply@shop.example"]
)
def test_senders_that_are_machines(sender):
    assert meaning_of(mail("Hello", sender=sender)) == AUTOMATIC


@pytest.mark.parametrize(
    "text",
    [
        "Hello, I am out of the office until Monday.",
        "Vielen Dank für Ihre Nachricht. Ich bin derzeit nicht im Büro.",
        "Bonjour, je suis actuellement absente jusqu'au 3 mars.",
        "Hola, estoy fuera de la oficina hasta el lunes.",
        "Buongiorno, sono in ferie fino al 3 marzo.",
        "Ik ben op vakantie tot maandag.",
    ],
)
def test_words_of_who_is_away(text):
    assert meaning_of(mail(text)) == AUTOMATIC


@pytest.mark.parametrize(
    "text",
    [
        "STOP", "Stop.", "stop please", "Unsubscribe", "please unsubscribe me, thank you", "Quit", "END", "opt-out",
        "Please take me off your list.", "Hi Ben, stop sending me these letters.", "Don’t email me", "remove me",
        "I no longer wish to receive these", "I withdraw my consent.",
        "Stopp", "Bitte abmelden", "Bitte schreiben Sie mir nicht mehr.", "Keine E-Mails mehr, bitte!",
        "Ich möchte mich abmelden.", "Bitte nehmt mich aus dem Verteiler",
        "Désabonnez-moi s'il vous plaît", "Merci de ne plus m'écrire : ne m’écrivez plus", "Je ne souhaite plus recevoir vos mails",
        "Baja", "Por favor, no me escriba más", "Deje de enviarme correos", "No quiero recibir más mensajes",
        "Non scrivetemi più", "Schrijf me uit", "Não quero mais receber", "Proszę mnie wypisać",
    ],
)  # fmt: skip
def test_stop_in_several_wordings(text):
    assert meaning_of(mail(text)) == STOP


def test_stop_in_the_subject_alone():
    assert meaning_of(mail("", subject="Re: STOP")) == STOP


@pytest.mark.parametrize(
    "text",
    [
        "I am not interested, sorry.", "Please cancel", "I can't stop smiling", "How did you get my address?",
        "You write too many emails", "Leave me alone", "Kein Interesse", "Woher haben Sie meine Adresse?",
        "Pas intéressée", "No me interesa", "please stop the delivery", "enough",
    ],
)  # fmt: skip
def test_doubtful_ones(text):
    assert meaning_of(mail(text)) in (DOUBTFUL, STOP) and meaning_of(mail(text)) != REPLY


@pytest.mark.parametrize(
    "text",
    [
        "Thank you, the balm is lovely.",
        "Yes please, two more. See you at the end of the week!",
        "Danke, alles gut angekommen.",
        "Merci, tout est parfait. À bientôt",
        "Gracias, todo bien",
        "I was out on my bike non-stop all weekend and the cream did help with the sun, so I would love to order two more of it.",
        "",
    ],
)
def test_replies(text):
    assert meaning_of(mail(text)) == REPLY


QUOTED = """Thank you, lovely.

Rosa

On Mon, 2 Mar 2026 at 10:00, Ben <kept@house.example> wrote:
> Dear Rosa
> Unsubscribe here, or answer STOP.
"""


@pytest.mark.parametrize(
    "text",
    [
        QUOTED,
        "Danke\n\nAm 2. März 2026 um 10:00 schrieb Ben <kept@house.example>:\n\nunsubscribe",
        "Merci\n\nLe lun. 2 mars 2026 à 10:00, Ben <kept@house.example> a écrit :\nunsubscribe me",
        "Gracias\n\nEl lun, 2 mar 2026 a las 10:00, Ben escribió:\nunsubscribe me",
        "Thanks\n-----Original Message-----\nunsubscribe me",
        "Thanks\n________________________________\nFrom: Ben\nunsubscribe me",
        "Thanks\nFrom: Ben <kept@house.example>\nunsubscribe me",
        "Thanks\n-- \nTo unsubscribe me from life, call",
        "Thanks\n\nSent from my phone\nunsubscribe me",
    ],
)
def test_the_letter_that_is_answered_says_nothing(text):
    assert meaning_of(mail(text)) == REPLY


def test_own_words():
    assert own_words(QUOTED) == "Thank you, lovely.\n\nRosa"


def test_folded():
    assert folded("  Désabonnez-moi,\nS’IL vous plaît! ") == "desabonnez moi s il vous plait"
