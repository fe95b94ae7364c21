"""Mails of a score's scenarios, and the sentences of the summary that they carry, in French."""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "sentence.challenger_better": "{label} est meilleur que le modèle en production",
    "sentence.challenger_slightly_better": ("{label} a fait mieux que le modèle en production, de moins que la marge"),
    "sentence.practically_equal": "{label} et le modèle en production sont pratiquement égaux",
    "sentence.not_distinguishable": (
        "Aucun challenger n'est nettement meilleur que le modèle en production ; le meilleur challenger est {label}"
    ),
    "sentence.champion_better": (
        "Le modèle en production est meilleur que chaque challenger comparé ; le plus proche est {label}"
    ),
    "sentence.not_enough_data": "On en sait trop peu sur chaque challenger ; le meilleur challenger est {label}",
    "sentence.not_comparable": "Aucun challenger ne peut encore être comparé au modèle en production",
    "sentence.champion": "Il n'y a pas encore de challenger",
    "sentence.confirmed": ", et l'avance tient, même vérifiée chaque mois",
    "sentence.expected": (
        "écart de lift attendu : environ {delta:+.3g} (95 % : {low:+.3g} à {high:+.3g}) ; écart mesuré : "
    ),
    "sentence.lift": " ; {expected}lift à {rate:g} % de clients ciblés, {delta:+.3g} (95 % : {low:+.3g} à {high:+.3g})",
    "sentence.auc": " ; {expected}AUC, {delta:+.3g} (95 % : {low:+.3g} à {high:+.3g})",
    "sentence.over": " sur {cohorts}",
    "sentence.reason": " ; {reason}",
    "sentence.reason_of": " ; {label} : {reason}",
    "sentence.wait": {
        "one": " ; environ une cohorte de plus permettrait de trancher",
        "other": " ; environ {n:.0f} cohortes de plus permettraient de trancher",
    },
    "subject.challenger_better": "un challenger est meilleur",
    "subject.challenger_slightly_better": "un challenger est meilleur, de moins que la marge",
    "subject.practically_equal": "pratiquement égaux",
    "subject.not_distinguishable": "pas de différence significative",
    "subject.champion_better": "le modèle en production est meilleur",
    "subject.not_enough_data": "données insuffisantes",
    "subject.not_comparable": "rien ne peut être comparé",
    "subject.champion": "pas encore de challenger",
    "evidence.yes": "hors de sa période d'entraînement",
    "evidence.no": "sans valeur de preuve, car il a été entraîné sur des résultats de cette période",
    "evidence.unknown": "sans valeur de preuve, car la fin de son entraînement est inconnue",
    "outcomes.joined": "Les résultats de toutes les cohortes sont rattachés.",
    "outcomes.waiting": (
        "WARN : {cohorts}{more}. Sans ses résultats, une cohorte reste provisoire et n'entre dans aucun verdict sur "
        "plusieurs cohortes ni aucun entraînement. L'exécution suivante la réévalue."
    ),
    "outcomes.cohort": "{cohort} : {reason}",
    "outcomes.more": {"one": " (et {n} autre)", "other": " (et {n} autres)"},
    "mail.none": "aucune.",
    "mail.missed.alarm": (
        "{cohort} : ses volumes ont déclenché une alerte. Pour l'évaluer malgré tout, lancer le scénario avec le "
        "paramètre {parameter} = {month}."
    ),
    "mail.missed.gone": (
        "{cohort} : {dataset} n'a plus ses lignes, elle reste donc provisoire. Cette ligne disparaît quand sa "
        "partition de performance est vidée."
    ),
    "mail.missed.waiting": (
        "{cohort} : aucune exécution ne l'a encore évaluée. La prochaine exécution planifiée le fera."
    ),
    "mail.missed.failed": (
        "{cohort} : {cause} Une fois la cause supprimée, la prochaine exécution planifiée l'évalue ; tout de suite, "
        "une exécution avec le paramètre {parameter} = {month}."
    ),
    "mail.missed.unknown": "le job {job} s'est terminé en {state} ; son journal dit pourquoi",
    "mail.month_format": "AAAA-MM",
    "mail.day_format": "AAAA-MM-JJ",
    "mail.wrong_month": (
        "Paramètre {parameter} : un mois écrit AAAA-MM est attendu, par exemple 2019-06, et non {value}. Relancer le "
        "scénario avec un tel mois, ou sans le paramètre pour le mois le plus récent dont les résultats sont "
        "définitifs."
    ),
    "mail.wrong_day": (
        "Paramètre {parameter} : un jour écrit AAAA-MM-JJ est attendu, par exemple 2019-07-03, et non {value}. "
        "Relancer le scénario avec un tel jour, ou sans le paramètre pour aujourd'hui."
    ),
    "mail.times": "Début {start}, fin {end}, {minutes} min.",
    "mail.again": "Une fois la cause supprimée, le relancer avec le paramètre {parameter} = {value}.",
    "mail.failed": (
        "Le scénario {scenario} de {project} s'est terminé en {outcome}.\n\nCause : {reason}\n\n{again}\n\n{times}"
    ),
    "mail.failed.step": "étape {step} : {message}",
    "mail.failed.unknown": "aucune étape n'en donne ; l'exécution dans DSS a le journal",
    "mail.failed.subject": "{scenario} : {outcome}",
    "mail.slow": "Le scénario {scenario} a pris plus que les {allowed} minutes permises. {times}",
    "mail.slow.subject": "{scenario} : {minutes} min",
    "mail.verdict": (
        "{action}\n\n"
        "Rapport : {report}\n\n"
        "Verdict : {sentence}\n\n"
        "{recommendation}\n\n"
        "Versions évaluées : {versions}.\n"
        "Lift du modèle en production en {month}, à {rate} % de clients ciblés : {lift} ({evidence}).\n"
        "{outcomes}\n"
        "{warnings}\n"
        "Cohortes manquées : {missed}\n"
        "Rien n'a été activé.\n\n"
        "{times}"
    ),
    "mail.verdict.subject": "Score {score}, {month} : {verdict}",
    "mail.report": (
        "Le modèle en production face à ses concurrents : voir la page jointe. Elle s'ouvre dans tout navigateur.\n\n"
        "Elle est aussi conservée : {place}"
    ),
    "mail.report.link": "{url} (fichier {file})",
    "mail.report.place": "dans DSS, projet {project}, dossier {folder}, fichier {file}",
    "mail.report.subject": "Score {score}, {month} : rapport",
}
