"""Decides what kind of promise its words are, by the verbs and things in them."""

import re

from kit.folding import fold

ANSWER, SEND, DELIVERY, CONTACT, OTHER = "answer", "send", "delivery", "contact", "other"

# Beginnings of folded words, in English, German, French and Spanish. The first kind that fits wins.
BEGINNINGS = (
    (DELIVERY, ("deliver", "shipment", "ship", "liefer", "livr", "livraison", "entreg", "envio")),
    (
        ANSWER,
        ("answer", "reply", "find", "ask", "look up", "explain", "check", "antwort", "nachfrag", "klar", "herausfind",
         "repon", "demand", "verifi", "respond", "respuest", "pregunt", "averigu"),
    ),
    (
        SEND,
        ("send", "bring", "post", "give", "lend", "drop", "sample", "leaflet", "schick", "send", "bring", "probe",
         "envoy", "apport", "donn", "echantillon", "envi", "traer", "trae", "llev", "muestra"),
    ),
    (
        CONTACT,
        ("call", "ring", "phone", "visit", "meet", "write", "text", "invite", "anruf", "ruf", "meld", "besuch",
         "schreib", "appel", "telephon", "rappel", "ecri", "llam", "visit", "escrib"),
    ),
)  # fmt: skip
WHOLE_WORDS = {
    "ring",
    "ship",
    "text",
    "ask",
    "find",
    "give",
    "post",
    "drop",
    "ruf",
    "klar",
}  # "textile", "finder"


def kind_of(text: str) -> str:
    """Return the kind of what is promised: answer, send, delivery, contact, or other."""
    said = fold(text)
    if said.endswith("?"):
        return ANSWER
    words = re.findall(r"\w+", said)
    for kind, beginnings in BEGINNINGS:
        if any(_begins(words, said, begin) for begin in beginnings):
            return kind
    return OTHER


def _begins(words: list[str], said: str, begin: str) -> bool:
    if " " in begin:
        return begin in said
    if begin in WHOLE_WORDS:
        return begin in words
    return any(word.startswith(begin) for word in words)
