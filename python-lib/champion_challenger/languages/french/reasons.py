"""Templates of reasons in French."""

from __future__ import annotations

from champion_challenger.languages.language import Text

REASONS: dict[str, Text] = {
    # of a version that could not score, or not as it should
    "cohort_lacks_features": {
        "one": "il manque à la cohorte {n} variable de cette version : {features}",
        "other": "il manque à la cohorte {n} variables de cette version : {features}",
    },
    "features_are_text": {
        "one": (
            "{n} variable de cette version devrait être numérique et est du texte dans le schéma de la cohorte : "
            "{features}. Moins de 90 % des cellules sont des nombres ; les convertir "
            "dans une recette Prepare, virgules décimales comprises"
        ),
        "other": (
            "{n} variables de cette version devraient être numériques et sont du texte dans le schéma de la cohorte : "
            "{features}. Moins de 90 % des cellules sont des nombres ; les convertir "
            "dans une recette Prepare, virgules décimales comprises"
        ),
    },
    "cells_are_no_numbers": {
        "one": "{n} cellule de {features} n'est pas un nombre et a compté comme vide",
        "other": "{n:,} cellules de {features} ne sont pas des nombres et ont compté comme vides",
    },
    "features_are_empty": {
        "one": "{n} variable de cette version n'a de valeur pour aucun client : {features}",
        "other": "{n} variables de cette version n'ont de valeur pour aucun client : {features}",
    },
    "trained_with_other_scikit_learn": (
        "entraînée avec scikit-learn {trained}, scores calculés avec {here} : ils peuvent différer de ceux de son "
        "propre environnement de code"
    ),
    "scored_as_if_empty": "score calculé comme si des variables étaient vides : {obstacles}",
    "no_longer_in_model": "choisie dans le formulaire, mais absente du modèle : la retirer des versions à comparer",
    "no_such_version": (
        "saisie dans le formulaire, mais le modèle n'a pas de version de ce nom ; il a {known} : la corriger dans "
        "Version ids (manual entry)"
    ),
    "host_said": "{message}",
    "ended_by_system": (
        "le système a mis fin au processus qui calculait ses scores (signal {signal}) alors qu'il occupait "
        "{megabytes:,} Mo de mémoire ; {free:,} Mo étaient libres à son début. Donner plus de mémoire à la recette, ou "
        "mettre Scoring processes à 1"
    ),
    # of figures that are not defined, or not to be trusted
    "nobody_to_evaluate": "les mesures demandent les deux classes : aucun client n'a à la fois un résultat et un score",
    "outcomes_absent": {
        "one": "résultats pas encore rattachés : le seul client n'en a pas",
        "other": "résultats pas encore rattachés : aucun des {n:,} clients n'en a",
    },
    "outcomes_without_positive": {
        "one": "résultats pas encore rattachés : le seul client n'est pas positif",
        "other": "résultats pas encore rattachés : aucun des {n:,} clients n'est positif",
    },
    "outcomes_fewer_than_usual": (
        "résultats pas encore rattachés : {share:.1%} des clients n'en ont pas, "
        "{usual:.1%} dans les cohortes précédentes"
    ),
    "outcomes_not_final": "résultats pas définitifs avant le {day}",
    "no_positive": {
        "one": "les mesures demandent les deux classes : le seul client n'est pas positif",
        "other": "les mesures demandent les deux classes : aucun positif parmi {n:,} clients",
    },
    "no_negative": {
        "one": "les mesures demandent les deux classes : le seul client est positif",
        "other": "les mesures demandent les deux classes : aucun négatif parmi {n:,} clients",
    },
    "auc_too_good": "une AUC de {auc:.3f} est trop belle pour être vraie : une variable connaît-elle le résultat ?",
    "bounds_of_few_hits": {
        "of": "hits",
        "one": (
            "{hits:g} positif trouvé, moins de 10 : les bornes du lift, de la précision et de la sensibilité sont "
            "celles d'une proportion, le taux de base étant supposé connu"
        ),
        "other": (
            "{hits:g} positifs trouvés, moins de 10 : les bornes du lift, de la précision et de la sensibilité sont "
            "celles d'une proportion, le taux de base étant supposé connu"
        ),
    },
    "bounds_of_weighted_hits": (
        "positifs trouvés aussi sûrs que {equal:.2g} de même poids, moins de 10 : les bornes du lift, de la précision "
        "et de la sensibilité sont celles d'une proportion, le taux de base étant supposé connu"
    ),
    "scores_were_rounded": {
        "of": "decimals",
        "one": (
            "scores arrondis à {decimals} décimale : l'AUC peut s'écarter de {auc_error:.2g} et le Gini du double, "
            "le KS peut être trop bas de {ks_error:.2g}, les positifs trouvés sont compris entre le pire et le "
            "meilleur cas"
        ),
        "other": (
            "scores arrondis à {decimals} décimales : l'AUC peut s'écarter de {auc_error:.2g} et le Gini du double, "
            "le KS peut être trop bas de {ks_error:.2g}, les positifs trouvés sont compris entre le pire et le "
            "meilleur cas"
        ),
    },
    # of a version that is not compared on a cohort
    "champion_could_not_score": "non comparée : le modèle en production n'a pas produit de score",
    "champion_knew_outcomes": (
        "non comparée : le modèle en production a été entraîné sur des résultats de la période de cette cohorte"
    ),
    "version_knew_outcomes": (
        "non comparée : cette version a été entraînée sur des résultats de la période de cette cohorte"
    ),
    "champion_of_unknown_training": (
        "non comparée : la date de fin d'entraînement du modèle en production est inconnue ; écrire « trained until "
        "YYYY-MM-DD » dans sa description"
    ),
    "version_of_unknown_training": (
        "non comparée : la date de fin d'entraînement de cette version est inconnue ; écrire « trained until "
        "YYYY-MM-DD » dans sa description"
    ),
    "champion_without_stored_scores": (
        "non comparée : la version championne {champion} n'a pas de scores dans cette cohorte ; stocker ses scores "
        "dans la même table"
    ),
    "training_unknown_without_model": (
        "non comparée : aucun modèle n'est connecté, la fin d'entraînement des versions n'est donc pas connue ; "
        "connecter le modèle à la recette"
    ),
    "champion_not_quotable": (
        "non comparée : le nom {champion} de la version championne a des caractères qui ne peuvent figurer dans une "
        "requête ; attendu : lettres, chiffres, espaces et _ . : / + -"
    ),
    "no_common_customer": (
        "non comparée : cette version et la version championne n'ont aucun client en commun ; leurs identifiants de "
        "client sont-ils écrits de la même façon ?"
    ),
    # of campaigns on the target list
    "campaign_without_control": (
        "le verdict peut être dû à la campagne : {share:.0%} de la liste de ciblage du champion a été contactée, "
        "et aucun groupe témoin n'est indiqué ; des contacts qui évitent l'événement (résiliation) favorisent les "
        "challengers, des contacts qui le provoquent (vente) favorisent le champion"
    ),
    "campaign_control_unused": (
        "le verdict peut être dû à la campagne : {share:.0%} de la liste de ciblage du champion a été contactée, "
        "et les verdicts portent sur tous les clients ; des contacts qui évitent l'événement (résiliation) "
        "favorisent les challengers, des contacts qui le provoquent (vente) favorisent le champion ; la politique "
        "d'évaluation permet de choisir le groupe témoin ou les clients non contactés"
    ),
    "rests_on_control": (
        "les verdicts portent sur le groupe témoin, des clients tenus à l'écart des campagnes au hasard"
    ),
    "rests_on_uncontacted": (
        "les verdicts portent sur les clients non contactés ; chaque témoin de la liste de ciblage en représente "
        "plusieurs"
    ),
    "flag_campaign": "Avant de décider : {notice}.",
    "contacted_values_absent": (
        "personne n'a été contacté : la colonne {column} n'a aucune des valeurs {values} ; elle a {found}. "
        "L'orthographe est-elle la bonne ?"
    ),
    "control_values_absent": (
        "il n'y a pas de groupe témoin : la colonne {column} n'a aucune des valeurs {values} ; elle a {found}. "
        "L'orthographe est-elle la bonne ?"
    ),
    "some_of_several": {"one": "{names} et {n} autre", "other": "{names} et {n:,} autres"},
    "values_between": "des valeurs de {first} à {last}",
    "target_list_unknown": (
        "non comparé : les scores du champion ne distinguent pas les clients contactés des autres, on ne sait donc pas "
        "quels témoins étaient dans la liste ; choisissez la population control"
    ),
    "control_of_the_list_only": (
        "non comparé : le groupe témoin a été tiré de la liste de ciblage, et non de tous les clients ; choisissez la "
        "population uncontacted"
    ),
    "no_control_on_the_list": (
        "non comparé : la liste a été contactée et aucun témoin ne la représente ; les seuls clients non contactés "
        "favoriseraient un côté"
    ),
    # of rows written before the database counted this population
    "uncontacted_not_in_database": (
        "la population pondérée uncontacted n'est pas comptée dans la base de données ; la recette Retrain and "
        "evaluate la donne"
    ),
    # of early warnings that are not there
    "no_newer_stored_scores": "la table des scores enregistrés n'a pas de cohorte après {cohort}",
    "version_without_newest_scores": "cette version n'a pas de score enregistré pour {cohort}",
    "missing_values_not_in_database": (
        "les valeurs manquantes ne sont pas comptées dans une base de données, car une table de scores ne contient pas "
        "de variables ; la recette Retrain and evaluate les compte"
    ),
    "few_control_positives": {
        "one": "{n} témoin positif, il en faut au moins {least}",
        "other": "{n} témoins positifs, il en faut au moins {least}",
    },
    # of a verdict over several cohorts that is not clear
    "may_be_chance": "l'écart peut être dû au hasard",
    "below_margin": "meilleur de {delta:.3g}, moins que la marge de {margin:.3g}",
    "few_cohorts": {
        "one": "{n} cohorte compare les deux, il en faut au moins {least}, car les mois diffèrent",
        "other": "{n} cohortes comparent les deux, il en faut au moins {least}, car les mois diffèrent",
    },
    "cohorts_overlap": {
        "one": (
            "{known} cohortes comparent les deux, mais leurs fenêtres de résultat se recouvrent : {n} peut être "
            "retenue, il en faut au moins {least}"
        ),
        "other": (
            "{known} cohortes comparent les deux, mais leurs fenêtres de résultat se recouvrent : {n} peuvent être "
            "retenues, il en faut au moins {least}"
        ),
    },
    "needs_more_than_pooled": (
        "il faudrait environ {needed} cohortes pour trancher ; la politique en cumule {pooled}, et {known} sont connues"
    ),
    "few_positives": {
        "one": "{n} client positif au total, il en faut au moins {least}",
        "other": "{n} clients positifs au total, il en faut au moins {least}",
    },
    "few_hits": {
        "of": "hits",
        "one": "{hits:g} client positif parmi les ciblés, il en faut au moins {least}",
        "other": "{hits:g} clients positifs parmi les ciblés, il en faut au moins {least}",
    },
    "no_champion": "aucun modèle en production n'est connu",
    "no_final_cohort": "aucune cohorte n'est encore définitive",
    "version_was_deleted": "le modèle n'a plus cette version : elle a été supprimée",
    "never_evaluated": "il n'a été évalué sur aucune cohorte définitive",
    "champion_never_evaluated": "le modèle en production n'a été évalué sur aucune cohorte définitive",
    "never_scored": "il n'a pu produire de score sur aucune cohorte définitive",
    "champion_never_scored": "le modèle en production n'a pu produire de score sur aucune cohorte définitive",
    "not_evaluated_on_last": (
        "sans score sur la dernière cohorte, {cohort}, car il n'y a pas été évalué ; sa dernière évaluation est celle "
        "de {before}"
    ),
    "champion_not_evaluated_on_last": (
        "le modèle en production est sans score sur la dernière cohorte, {cohort}, car il n'y a pas été évalué ; sa "
        "dernière évaluation est celle de {before}"
    ),
    "not_scored_on_last": "sans score sur la dernière cohorte, {cohort} : il n'a pas pu y produire de score",
    "champion_not_scored_on_last": (
        "le modèle en production est sans score sur la dernière cohorte, {cohort} : il n'a pas pu y produire de score"
    ),
    "never_out_of_time": "aucune cohorte définitive ne suit son entraînement",
    "champion_never_out_of_time": "aucune cohorte définitive ne suit l'entraînement du modèle en production",
    "never_compared": "aucune cohorte définitive ne le compare au modèle en production",
    "cohort_without_champion": "la cohorte {cohort} a été évaluée sans modèle en production : relancer son évaluation",
    "champion_not_evaluated_there": (
        "le modèle en production n'a pas été évalué sur {cohort} : relancer l'évaluation de cette cohorte"
    ),
    "champion_of_unknown_training_there": (
        "le modèle en production n'a pas été évalué sur {cohort} : relancer l'évaluation de cette cohorte, sauf s'il a "
        "été entraîné sur des résultats de cette époque"
    ),
    "champion_knew_outcomes_there": (
        "le modèle en production a été entraîné sur des résultats allant jusqu'au {day}, et la cohorte {cohort} "
        "commence avant : il ne peut y être comparé"
    ),
    "version_knew_outcomes_there": "il a été entraîné sur des résultats de l'époque de la cohorte {cohort}",
    "version_of_unknown_training_there": (
        "il peut avoir été entraîné sur des résultats de l'époque de la cohorte {cohort} : la fin de son entraînement "
        "n'est pas connue"
    ),
    "champion_not_compared_there": (
        "le modèle en production n'a pas pu être comparé sur {cohort}, où un autre était en production"
    ),
    "judged_against_former": (
        "la cohorte {cohort} a été évaluée alors que {former} était en production : relancer son évaluation pour un "
        "verdict"
    ),
    "no_primary_row": "aucune ligne au taux de référence sur tous les clients",
}
