"""What the macro Create score project makes, in French: names of datasets, recipes, steps and files, and the wiki page.

Names are fixed: flows and dashboards of people use them. They have no accents, since tables and folders are named so.
"""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "name.gains_curves": "courbes_de_gain",
    "name.retraining_log": "journal_reentrainements",
    "name.scores": "scores",
    "name.performance_summary": "synthese_performance",
    "name.decision_rules": "regles_de_decision",
    "name.customer_scores": "scores_clients",
    "name.reports": "rapports",
    "name.report.html": "rapport.html",
    "name.workbook.twbx": "classeur.twbx",
    "name.retrain_and_evaluate": "reentrainer_et_evaluer",
    "name.summarise_performance": "synthetiser_performance",
    "name.score_customers": "scorer_clients",
    "name.Dates": "Dates",
    "name.Compute_Cockpit": "Calcul_cockpit",
    "name.Var_cockpit": "Var_cockpit",
    "name.Procedure_Tera": "Procedure_Tera",
    "name.Compute_procedure": "Calcul_procedure",
    "name.Var_procedure": "Var_procedure",
    "name.Score_customers": "Scorer_clients",
    "name.Data": "Donnees",
    "name.Earlier_cohorts": "Cohortes_anterieures",
    "name.Retrain_and_evaluate": "Reentrainer_et_evaluer",
    "name.Summarise_performance": "Synthetiser_performance",
    "name.Verdict": "Verdict",
    "name.Report": "Rapport",
    "name.Mail_report": "Mail_rapport",
    "name.Workbook": "Classeur",
    "name.Calc_end": "Fin_calcul",
    "name.On failure": "En cas d'échec",
    "name.On a long run": "En cas de durée anormale",
    "made.project": "Projet {project}",
    "made.some": {"one": "{n} élément de {project} a été créé.", "other": "{n} éléments de {project} ont été créés."},
    "made.as_now": "Rien n'a été modifié : {project} est tel qu'il serait créé aujourd'hui.",
    "made.differing": {
        "one": (
            "Rien n'a été modifié. {project} a été créé par la version {before} du plugin ; la version {now} créerait "
            "{n} élément autrement."
        ),
        "other": (
            "Rien n'a été modifié. {project} a été créé par la version {before} du plugin ; la version {now} créerait "
            "{n} éléments autrement."
        ),
    },
    "made.head.kind": "Élément",
    "made.head.name": "Nom",
    "made.head.state": "État",
    "made.kind.variables": "variables",
    "made.kind.shared dataset": "dataset partagé",
    "made.kind.dataset": "dataset",
    "made.kind.folder": "dossier",
    "made.kind.model": "modèle",
    "made.kind.recipe": "recette",
    "made.kind.scoring recipe": "recette de scoring",
    "made.kind.scenario": "scénario",
    "made.kind.article": "page de wiki",
    "made.variables": "variables du projet",
    "made.state.made": "créé",
    "made.state.kept": "conservé",
    "made.state.would be made": "serait créé",
    "made.state.would change": "serait modifié",
    "made.state.is gone": "a disparu",
    "made.state.no longer made": "n'est plus créé",
    "made.next": "Ce qu'il reste à faire",
    "made.next.scenarios": "Lancer une fois chaque scénario à la main, puis les activer : ils sont inactifs.",
    "made.next.webapp": "Créer la webapp à la main : la page de wiki du projet explique comment.",
    "made.snapshot.first.column": (
        "L'observation a lieu au début d'une journée : dans {place}, chaque {column} est le premier jour de sa "
        "période. L'horizon commence avec ce jour."
    ),
    "made.snapshot.last.column": (
        "L'observation a lieu à la fin d'une journée : dans {place}, {column} peut être le {day}, qui n'est pas le "
        "premier jour de sa période. L'horizon commence le lendemain."
    ),
    "made.snapshot.first.form": (
        "L'observation a lieu au début du premier jour d'une période : le champ « jour d'observation » de la recette "
        "copiée le dit, et aucune date d'une colonne d'observation ne dit autre chose."
    ),
    "made.snapshot.last.form": (
        "L'observation a lieu à la fin du dernier jour d'une période : ni une date d'une colonne d'observation, ni le "
        "champ « jour d'observation » d'une recette copiée ne disent autre chose."
    ),
    "made.unchecked": (
        "Vérifier {field} ({value}) : DSS n'a pas permis à cette exécution de regarder. Le journal dit pourquoi."
    ),
    "made.other_answers": (
        "Une exécution précédente, qui n'est pas allée au bout, a créé ces éléments avec d'autres réponses ; ils "
        "peuvent contenir des données ou un modèle et n'ont donc pas été recréés : {parts}. Pour que les nouvelles "
        "réponses valent pour eux aussi, supprimer le projet {project} et relancer la macro."
    ),
    "made.next.champion": "Examiner le premier modèle en production avant la première campagne.",
    "wiki.horizon.day": {"one": "{n} jour", "other": "{n} jours"},
    "wiki.horizon.week": {"one": "{n} semaine", "other": "{n} semaines"},
    "wiki.horizon.month": {"one": "{n} mois", "other": "{n} mois"},
    "wiki.horizon.quarter": {"one": "{n} trimestre", "other": "{n} trimestres"},
    "wiki.horizon.year": {"one": "{n} an", "other": "{n} ans"},
    "wiki.page": """# {name}

Ce projet a été créé par la macro *Create score project* du plugin Champion / challenger.

## Ce qui se passe, et quand

| | |
|---|---|
| chaque mois | scénario `{evaluation}{code_name}` (déclencheur `{evaluation_trigger}`) : le nombre de lignes de la \
nouvelle cohorte est comparé à son historique ; \
la recette `reentrainer_et_evaluer` réentraîne le modèle en production à l'identique sur des données fraîches, \
**sans activer** le résultat, et compare toutes les versions à ce que les clients ont réellement fait ; \
`synthetiser_performance` dit, sur plusieurs cohortes, si un challenger est meilleur ; le verdict et le rapport \
(dossier `rapports`) sont envoyés par mail |
| deux fois par semaine | scénario `{application}{code_name}` (déclencheur `{application_trigger}`) : s'ils sont \
indiqués, le dataset en amont doit avoir des lignes, la procédure stockée est appelée et le nombre de clients qu'elle \
a préparés est comparé à la cohorte la plus récente ; puis les clients reçoivent leur score dans `scores_clients` |
| quand quelqu'un décide | macro *Activate challenger* : elle montre les preuves et active une version ; \
`activation_log` garde qui, quand et pourquoi |

Les deux scénarios sont **inactifs** tant que vous ne les avez pas activés. Lancez d'abord chacun une fois à la main.

## D'où viennent les données

| | |
|---|---|
| données d'entraînement | `{training_data}`, résultat `{outcome}` |
| cohorte avec résultats | `{cohort}` |
| clients à scorer | `{customers}` |
| résultat connu après | {horizon} |

Ces datasets restent dans leur projet et sont partagés avec celui-ci.

## À faire une fois à la main

1. Webapp : **</> > Webapps > + New webapp > Visual webapp > Score performance** ; choisir `synthese_performance`, \
`courbes_de_gain` et `activation_log`. DSS n'a pas d'API pour créer la webapp d'un plugin.
2. Activer les scénarios (**Scenarios**, colonne *Active*), après un passage à la main.
3. Variables du projet : `{minutes_allowed}`, `{procedure_limit}`.
4. L'utilisateur sous lequel tournent les scénarios doit avoir le droit d'écrire dans les projets des données et en \
amont : des métriques y sont calculées.
""",
}
