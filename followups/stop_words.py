"""Decides which words mean "no more", by language: folded, that is small, without accents and signs.

What stands alone in a letter is plainer than the same word in a sentence, so there are two lists.
"""

import re

POLITE = frozenset(
    [
        "please",
        "thanks",
        "thank",
        "you",
        "hi",
        "hello",
        "dear",
        "kindly",
        "regards",
        "bitte",
        "danke",
        "hallo",
        "liebe",
        "grusse",
        "merci",
        "bonjour",
        "svp",
        "sil",
        "vous",
        "plait",
        "gracias",
        "hola",
        "por",
        "favor",
        "grazie",
        "ciao",
        "per",
        "favore",
        "dank",
        "je",
        "u",
        "wel",
        "obrigado",
        "obrigada",
        "ola",
        "prosze",
        "dziekuje",
    ]
)

STOP_ALONE = frozenset(
    (
        # English
        "stop", "stop it", "stop all", "stopall", "unsubscribe", "unsubscribe me", "quit", "end", "cancel", "revoke",
        "opt out", "optout", "remove", "remove me", "no more", "no more emails", "no more mails", "stop emails",
        "stop this", "stop now", "take me off", "delete me",
        # German
        "stopp", "abmelden", "abbestellen", "austragen", "schluss", "aufhoren", "keine mails mehr", "keine e mails mehr",
        "keine post mehr", "nicht mehr",
        # French
        "arret", "arretez", "arreter", "desabonner", "desabonnez", "desabonnement", "desinscription", "desinscrire",
        "stop mails", "plus de mails",
        # Spanish
        "baja", "alto", "basta", "cancelar", "parar", "no mas", "no mas correos", "no mas mensajes", "darme de baja",
        # Italian, Dutch, Portuguese, Polish
        "cancellami", "disiscrivimi", "disiscrivermi", "annulla", "fermare", "afmelden", "uitschrijven", "stoppen",
        "sair", "descadastrar", "cancelar inscricao", "pare", "rezygnuje", "wypisz", "wypisz mnie",
    )
)  # fmt: skip

STOP_PHRASES = frozenset(
    (
        # English
        "unsubscribe me", "please unsubscribe", "stop emailing", "stop e mailing", "stop mailing", "stop writing to me",
        "stop writing me", "stop sending me", "stop sending these", "stop contacting", "stop messaging", "stop these emails",
        "stop the emails", "do not email me", "dont email me", "don t email me", "do not contact me", "don t contact me",
        "dont contact me", "do not write to me", "don t write to me", "don t write me", "do not send me any more",
        "don t send me any more", "do not send me anything", "don t send me anything", "no more emails please", "no more letters",
        "take me off your list", "take me off the list", "take me off this list", "remove me from", "opt me out",
        "i want to opt out", "i opt out", "i revoke", "i withdraw my consent", "delete me from", "want no more emails",
        "not want any more emails", "don t want any more emails", "don t want to receive", "do not want to receive",
        "no longer wish to receive", "no longer want to receive", "not wish to receive", "want to unsubscribe",
        # German
        "keine mails mehr", "keine e mails mehr", "keine emails mehr", "keine nachrichten mehr", "keine briefe mehr",
        "keine werbung mehr", "schreib mir nicht mehr", "schreiben sie mir nicht mehr", "schreibt mir nicht mehr",
        "schick mir nichts mehr", "schicken sie mir nichts mehr", "schicken sie mir keine", "schick mir keine",
        "nicht mehr anschreiben", "melden sie mich ab", "meld mich ab", "melde mich ab", "aus dem verteiler", "aus der liste",
        "aus ihrer liste", "aus deiner liste", "ich mochte mich abmelden", "mochte keine weiteren", "will keine weiteren",
        "widerrufe ich", "ich widerrufe",
        # French
        "ne m ecrivez plus", "ne m ecris plus", "arretez de m ecrire", "arrete de m ecrire", "arretez de m envoyer",
        "ne m envoyez plus", "ne m envoie plus", "ne plus recevoir", "ne souhaite plus recevoir", "ne veux plus recevoir",
        "desabonnez moi", "desabonne moi", "desinscrivez moi", "desinscris moi", "retirez moi", "retire moi", "plus de messages",
        "supprimez moi",
        # Spanish
        "no me escribas mas", "no me escriba mas", "no me escriban mas", "no me envies mas", "no me envie mas",
        "no me envien mas", "no me mandes mas", "no me mande mas", "deja de escribirme", "deje de escribirme",
        "deja de enviarme", "deje de enviarme", "dejen de enviarme", "dame de baja", "deme de baja", "denme de baja",
        "darme de baja", "no quiero recibir mas", "no deseo recibir", "no quiero mas correos", "quitame de", "quiteme de",
        "borrame de", "borreme de",
        # Italian
        "non scrivermi piu", "non scrivetemi piu", "non mi scriva piu", "non voglio piu ricevere", "non desidero piu ricevere",
        "smetti di scrivermi", "cancellami da", "toglimi da", "basta mail",
        # Dutch
        "schrijf me uit", "schrijf mij uit", "meld me af", "geen mails meer", "geen e mails meer", "niet meer mailen",
        "stop met mailen", "haal me van",
        # Portuguese
        "nao me escreva mais", "nao me envie mais", "nao quero receber mais", "nao quero mais receber", "pare de me enviar",
        "remova me", "me remova", "cancele minha inscricao",
        # Polish
        "nie pisz do mnie", "prosze nie pisac", "nie chce otrzymywac", "prosze mnie wypisac", "usun mnie",
    )
)  # fmt: skip

DOUBTFUL_WORDS = frozenset(
    [
        "stop",
        "stopp",
        "unsubscribe",
        "optout",
        "cancel",
        "quit",
        "revoke",
        "spam",
        "enough",
        "abmelden",
        "abbestellen",
        "genug",
        "arret",
        "arretez",
        "basta",
        "baja",
        "desabonner",
        "parar",
        "uitschrijven",
        "afmelden",
    ]
)

DOUBTFUL_PHRASES = frozenset(
    (
        "unsubscribe", "opt out", "not interested", "no longer interested", "leave me alone", "leave me in peace",
        "too many emails", "too many mails", "too many letters", "too many messages", "so many emails", "who are you",
        "wrong person", "wrong address", "how did you get my", "where did you get my", "who gave you my", "delete my data",
        "delete my details", "delete my address", "my data", "report you", "is this spam", "reported as spam", "gdpr",
        "kein interesse", "nicht interessiert", "lass mich in ruhe", "lassen sie mich in ruhe", "zu viele mails",
        "zu viele e mails", "woher haben sie", "woher hast du", "wer sind sie", "meine daten", "dsgvo",
        "pas interesse", "pas interessee", "plus interesse", "plus interessee", "laissez moi tranquille", "trop de mails",
        "trop de messages", "qui etes vous", "comment avez vous eu", "mes donnees", "rgpd",
        "no me interesa", "no estoy interesado", "no estoy interesada", "dejame en paz", "dejeme en paz",
        "demasiados correos", "demasiados mensajes", "quien es usted", "mis datos",
        "non mi interessa", "non sono interessato", "non sono interessata", "lasciami in pace", "troppe mail",
        "geen interesse", "laat me met rust", "te veel mails", "nao tenho interesse", "me deixe em paz",
        "nie jestem zainteresowany", "nie jestem zainteresowana",
    )
)  # fmt: skip

SUBJECTS_OF_MACHINES = (
    "automatic reply", "auto reply", "autoreply", "automated reply", "auto response", "out of office", "out of the office",
    "on vacation", "on holiday", "vacation reply", "away from", "undeliverable", "undelivered mail", "delivery status notification",
    "delivery failure", "mail delivery failed", "returned mail", "failure notice", "read receipt", "read ",
    "automatische antwort", "automatische antwoord", "abwesenheit", "abwesend", "nicht im buro", "unzustellbar", "gelesen ",
    "reponse automatique", "reponse d absence", "absence du bureau", "absent du bureau", "message d absence", "non remis",
    "respuesta automatica", "fuera de la oficina", "ausencia", "no se puede entregar",
    "risposta automatica", "fuori sede", "fuori ufficio", "assente", "automatisch antwoord", "afwezig", "niet aanwezig",
    "resposta automatica", "fora do escritorio", "ausencia temporaria", "autosvar", "automatiskt svar", "automaattinen vastaus",
    "automatyczna odpowiedz", "odpowiedz automatyczna", "poza biurem",
)  # fmt: skip

OUT_OF_OFFICE = frozenset(
    (
        "i am out of office", "i am out of the office", "i m out of the office", "i am currently out", "i m currently out",
        "i am away from the office", "i am on vacation", "i am on annual leave", "i am on leave until", "i am currently away",
        "this is an automatic", "this is an automated", "this mailbox is not monitored", "thank you for your message i am",
        "thank you for your email i am currently", "will be back in the office",
        "ich bin derzeit nicht", "ich bin zurzeit nicht", "ich bin zur zeit nicht", "ich bin momentan nicht im",
        "ich bin nicht im buro", "ich bin im urlaub", "ich bin bis", "bin ich nicht erreichbar", "bin ich nicht im buro",
        "ich bin abwesend", "dies ist eine automatische", "ihre nachricht wird nicht weitergeleitet",
        "je suis absent", "je suis absente", "je suis actuellement absent", "je suis actuellement absente", "je suis en conge",
        "je suis en vacances", "je suis actuellement en", "ceci est une reponse automatique", "actuellement absent du bureau",
        "estoy fuera de la oficina", "me encuentro fuera", "estoy de vacaciones", "estoy ausente", "estare ausente",
        "este es un mensaje automatico", "esta es una respuesta automatica",
        "sono fuori ufficio", "sono in ferie", "sono assente", "saro assente", "questa e una risposta automatica",
        "ik ben afwezig", "ik ben niet aanwezig", "ik ben op vakantie", "momenteel afwezig", "dit is een automatisch",
        "estou fora do escritorio", "estou de ferias", "estou ausente", "esta e uma resposta automatica",
        "jestem poza biurem", "jestem na urlopie", "przebywam na urlopie",
    )
)  # fmt: skip

QUOTE_BEGINS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^-{2,}\s*(original message|forwarded message|urspr.ngliche nachricht|message d.origine|mensaje original"
        r"|messaggio originale|oorspronkelijk bericht|mensagem original|wiadomo.. oryginalna)",
        r"^_{10,}$",
        r"^(on|am|le|el|il|op|em|w dniu)\b.{6,}(wrote|schrieb|.crit|escribi.|ha scritto|schreef|escreveu|napisa.(\(a\))?)"
        r".{0,80}:?$",
        r"^(on|am|le|el|il|op|em)\b.{6,}\d{4}.{0,80}<?[^\s@]+@[^\s@]+>?.{0,20}:?$",
        r"^(from|von|de|da|van|od)\s?:\s.*@",
        r"^(sent from my|gesendet von mein|von meinem|envoy. de mon|enviado desde mi|inviato da|verzonden vanaf)\b",
    )
)
