"""The promises that nobody may make, as far as they are known: what the list begins with.

Operators switch phrases off and add their own in the support screens. The words follow the
guidance of the trade's own council on income, and what health law forbids of goods that are no
medicine. A star stands for any ending; a hyphen is found as a space too.
"""

from followups.models.phrase import ClaimPhrase

INCOME, HEALTH = ClaimPhrase.Kind.INCOME, ClaimPhrase.Kind.HEALTH

PHRASES = {
    ("en", INCOME): (
        "unlimited income", "unlimited earning*", "full-time income", "replacement income", "replace your income",
        "replace your salary", "career-level income", "residual income", "passive income", "six-figure*",
        "life-changing income", "guaranteed income", "guaranteed earning*", "earn up to", "earn while you sleep",
        "quit your job", "quit your day job", "leave your job", "fire your boss", "be your own boss", "retire early",
        "set for life", "more money than you*", "financial freedom", "financially free", "financial independence",
        "financially independent", "get rich", "easy money", "make money fast", "free trip*", "free travel",
        "free car", "dream car", "luxury lifestyle", "no limit to what you can earn",
    ),
    ("en", HEALTH): (
        "cure*", "heals", "healed", "healing", "cancer", "diabetes", "diabetic*", "arthritis", "alzheimer*", "dementia",
        "depression", "anxiety", "covid*", "autism", "adhd", "asthma", "eczema", "psoriasis", "migraine*",
        "heart disease", "high blood pressure", "autoimmune*", "thyroid*", "disease*", "pain relief", "pain-free",
        "relieve* pain", "boost* immunity", "boost* your immun*", "boost* the immun*", "immune boost*", "detox*",
        "lose weight", "weight loss", "burn* fat", "fat burn*", "melt* fat", "anti-aging", "anti-ageing",
        "clinically proven", "doctor recommended", "miracle*", "no side effects", "instead of medic*",
        "replace* your medic*", "prevent* illness*",
    ),
    ("de", INCOME): (
        "unbegrenzt* einkommen", "unbegrenzt* verdien*", "passiv* einkommen", "residual* einkommen",
        "vollzeiteinkommen", "hauptberuflich* einkommen", "sechsstellig*", "garantiert* einkommen",
        "garantiert* verdienst*", "verdiene* bis zu", "geld im schlaf", "job kündigen",
        "kündige deinen job", "kündigen sie ihren job", "nie wieder arbeiten", "eigener chef", "ausgesorgt",
        "reich werden", "schnelles geld", "leichtes geld", "finanziell* freiheit", "finanziell frei",
        "finanziell* unabhängig*", "früh in rente", "kostenlose reise*", "gratisreise*", "traumauto",
        "traumeinkommen", "luxusleben",
    ),
    ("de", HEALTH): (
        "heilt", "heilen", "heilung", "geheilt", "heilmittel", "krebs", "diabetes", "arthrose", "arthritis", "rheuma",
        "alzheimer", "demenz", "depression*", "bluthochdruck", "neurodermitis", "schuppenflechte", "migräne", "asthma",
        "schilddrüse*", "herzkrank*", "krankheit*", "autoimmun*", "schmerzfrei", "gegen schmerzen",
        "lindert schmerzen", "stärkt das immunsystem", "immunsystem stärk*", "entgift*", "detox*", "abnehmen",
        "fettverbrenn*", "gewichtsverlust", "klinisch bewiesen", "klinisch geprüft", "ärztlich empfohlen",
        "wundermittel", "ohne nebenwirkungen", "statt medikament*", "ersetzt medikament*",
    ),
    ("fr", INCOME): (
        "revenu illimité", "revenus illimités", "gains illimités", "revenu* passif*", "revenu* résiduel*",
        "revenu* garanti*", "gains garantis", "revenu à temps plein", "remplacer votre salaire",
        "remplacer ton salaire", "gagne* jusqu'à", "gagner jusqu'à", "quitter votre emploi", "quitter ton emploi",
        "quitte ton travail", "quittez votre travail", "votre propre patron", "ton propre patron",
        "être son propre patron", "liberté financière", "indépendance financière", "devenir riche", "argent facile",
        "argent en dormant", "voyage* gratuit*", "voiture gratuite", "voiture de rêve", "à l'abri du besoin",
        "retraite anticipée",
    ),
    ("fr", HEALTH): (
        "guérit", "guérir", "guérison", "guéri*", "cancer", "diabète", "arthrite", "arthrose", "alzheimer", "démence",
        "dépression", "hypertension", "eczéma", "psoriasis", "migraine*", "asthme", "thyroïde", "maladie*",
        "auto-immun*", "soulage* la douleur", "sans douleur", "renforce* l'immunité", "renforce* le système immunitaire",
        "booste* l'immunité", "détox*", "perdre du poids", "perte de poids", "brûle* les graisses", "brûle-graisse*",
        "anti-âge", "cliniquement prouvé*", "recommandé par les médecins", "miracle*", "sans effets secondaires",
        "remplace* les médicaments", "au lieu de médicament*",
    ),
    ("es", INCOME): (
        "ingresos ilimitados", "ganancias ilimitadas", "ingreso* pasivo*", "ingreso* residual*",
        "ingreso* garantizado*", "ganancias garantizadas", "ingresos de tiempo completo", "reemplaza* tu salario",
        "gana* hasta", "deja tu trabajo", "deje su trabajo", "dejar tu trabajo", "tu propio jefe", "su propio jefe",
        "libertad financiera", "independencia financiera", "hacerte rico", "hacerse rico", "dinero fácil",
        "dinero mientras duermes", "viaje* gratis", "coche gratis", "auto gratis", "carro gratis", "coche de tus sueños",
        "vida de lujo", "jubilarte joven", "resuelta la vida",
    ),
    ("es", HEALTH): (
        "cura el", "cura la", "curar", "cura tu", "sana el", "sanación", "cáncer", "diabetes", "artritis", "artrosis",
        "alzheimer", "demencia", "depresión", "hipertensión", "eccema", "psoriasis", "migraña*", "asma", "tiroides",
        "enfermedad*", "autoinmun*", "alivia* el dolor", "sin dolor", "refuerza* el sistema inmun*",
        "fortalece* el sistema inmun*", "aumenta* las defensas", "detox*", "desintoxica*", "perder peso",
        "pérdida de peso", "bajar de peso", "adelgaza*", "quema* grasa*", "antienvejecimiento", "clínicamente probado*",
        "recomendado por médicos", "milagro*", "sin efectos secundarios", "en lugar de medic*",
        "sustituye* los medicamentos",
    ),
}  # fmt: skip


def is_default(phrase: ClaimPhrase) -> bool:
    """Say whether a phrase belongs to the list the house begins with."""
    return any(
        phrase.words in words for (language, _), words in PHRASES.items() if language == phrase.language
    )
