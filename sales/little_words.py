"""Words that say nothing about what somebody wants, and words that turn what follows into its opposite."""

from functools import lru_cache

LITTLE = {
    "en": """a about again all also always am an and any anything are as at be been but buy by can could do does
        each else even every everything few find five for four from get gets give good got great had has have he her
        here him his how i if in into is it its just like likes little look looking looks lot love loves make many
        maybe me mine more most much my need needs new nice of often on once one only or other our ours out own
        perhaps please rather really same say says she should so some somebody someone something soon still such than
        that the their them then there these they thing things this those three time to too try two under until up us
        use used uses very want wanted wants was we well were what when where which while who will wish wishes with
        would you your""",
    "de": """ab aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis bisschen bitte brauche
        braucht da damit dann das dass dem den der des die dies diese diesem diesen dieser dieses doch dort drei du
        durch ein eine einem einen einer eines er es etwas euch für ganz gegen gern gerne gibt gut gute guten gutes
        haben hat hätte ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jede jedem jeden jeder
        jedes jetzt kann könnte lieber lieb mag man mehr mein meine meinem meinen meiner mich mir mit möchte möchten
        nach neu neue noch nur ob oder oft schon sehr sein seine seinem seinen seiner sich sie sind so soll sollte
        suche sucht sucht über um und uns unser unsere unter vier viel viele vielleicht vom von vor war was welche
        wenn wer werden wie wieder will wird wo wünscht wünsche würde zu zum zur zwei zwischen""",
    "fr": """à ai aime aimerait aimerais alors après au aussi autre aux avec avoir beaucoup besoin bien bon bonne ça
        car ce cela celle celui ces cet cette chaque cherche chez chose choses comme d dans de depuis des deux doit
        donc dont du elle elles en encore entre est et était être eu eux fait faire faut il ils j je jour l la le les
        leur leurs lui ma mais me même mes moi mon n non nos notre nous on ont ou où par parce pas petit petite peu
        peut plus pour pourrait pouvoir qu quand quatre que quelque quelques qui quoi s sa sans se ses si son sont
        souvent sur ta te tes toi ton toujours tous tout toute toutes très trois tu un une veut veux vos votre voudrait
        vous y""",
    "es": """a al algo algunas alguno algunos ante antes aquí así aún aunque bien bueno buena busca busco cada casi
        como con cosa cosas cual cuando cuatro de del desde donde dos el él ella ellas ellos en entre era es esa ese
        eso esta está estas este esto estos fue gusta gustaría ha hace hacia han hasta hay he la las le les lo los más
        me mi mis mucho muy necesita necesito nos nosotros o os otra otro para pequeña pequeño pero poco por porque
        puede que quiere quiero quisiera se sea ser si sí sobre son su sus también tan te tener tengo ti tiene toda
        todas todo todos tres tu tus un una unas uno unos usted y ya yo""",
}

# What follows one of these is what they do not want, up to the end of the clause.
NEGATING = {
    "en": "not no without never nothing hate hates dislike dislikes cannot allergic except avoid avoids isn don doesn",
    "de": "nicht nichts kein keine keinen keinem keiner keines ohne nie niemals hasst allergisch außer verträgt",
    "fr": "pas sans jamais rien ni aucun aucune déteste allergique sauf",
    "es": "no sin nunca nada ni ningún ninguna odia alérgica alérgico excepto",
}
# These begin a new clause, though no sign stands before them.
TURNING = {
    "en": "but though however",
    "de": "aber sondern doch",
    "fr": "mais",
    "es": "pero sino",
}


def little_words(languages: tuple[str, ...]) -> frozenset[str]:
    """Return the words that say nothing in some languages, given by their codes; the others likewise."""
    return _words("little", languages)


def negating_words(languages: tuple[str, ...]) -> frozenset[str]:
    return _words("negating", languages)


def turning_words(languages: tuple[str, ...]) -> frozenset[str]:
    return _words("turning", languages)


@lru_cache(256)
def _words(kind: str, languages: tuple[str, ...]) -> frozenset[str]:
    codes = {language.split("-")[0] for language in languages}
    return frozenset(word for code in codes for word in LISTS[kind].get(code, "").split())


LISTS = {"little": LITTLE, "negating": NEGATING, "turning": TURNING}
