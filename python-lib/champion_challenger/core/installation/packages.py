"""Versions of DSS, Python and packages, judged."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from champion_challenger.core.installation.findings import FIX, LOOK, OK, Finding
from champion_challenger.core.installation.support import BEST_EFFORT, FULL, SUPPORTED, TOO_OLD, numbers, support_of
from champion_challenger.records.installation import Instance, TrainingEnvironment

PACKAGES_ADVICE = (
    "On the page of this code environment in DSS, choose the packages with which the model was trained (Packages to "
    "install > Add sets of packages > Visual Machine Learning), and update it"
)
NEEDED = ("numpy", "pandas", "scikit-learn")
OF_ALGORITHMS = {"xgboost": "XGBOOST", "lightgbm": "LIGHTGBM"}
"""Packages that only models of an algorithm need, and how its name begins."""
PACKAGES = (*NEEDED, "scipy", "flask", *OF_ALGORITHMS, "statsmodels", "jinja2", "cloudpickle", "teradatasql")
"""All whose versions are looked up."""
_PYTHONS = ((3, 9), (3, 13))
_ADD = "Add it to the packages of this code environment, as in docs/how-to/install.md, and update it"


def version_findings(instance: Instance) -> Iterator[Finding]:
    """DSS against the supported range, the client against DSS, and Python."""
    yield _dss(instance)
    yield _client(instance)
    yield _python(instance)


def package_findings(instance: Instance, algorithms: Collection[str]) -> Iterator[Finding]:
    """Packages of the environment: those always needed, Flask, those of the model's algorithms, Teradata's driver.

    Parameters
    ----------
    algorithms
        Of the versions of the model that was chosen.
    """
    for package in NEEDED:
        yield _package(instance, package, FIX, "every run needs it")
    yield _package(instance, "flask", LOOK, "the webapp Score performance does not start without it")
    for package, beginning in OF_ALGORITHMS.items():
        if any(algorithm.upper().startswith(beginning) for algorithm in algorithms):
            yield _package(instance, package, FIX, "versions of this model do not load without it")
        else:
            yield Finding(OK, package, f"{_version(instance, package)}; no version that was looked at needs it")
    driver = "only the step Call Teradata procedure with the driver needs it; a SQL connection of DSS does not"
    yield Finding(OK, "teradatasql", f"{_version(instance, 'teradatasql')}; {driver}")


def differences(instance: Instance, training: TrainingEnvironment) -> list[str]:
    """What of a training environment differs in its first two numbers, such as ``scikit-learn 1.0.2 (here 1.5.2)``.

    Examples
    --------
    >>> here = Instance("14.0.0", "14.0.0", "1", "3.11.4", "env", packages={"scikit-learn": "1.5.2"})
    >>> differences(here, TrainingEnvironment("old", "3.9", {"scikit-learn": "1.3.2", "pandas": "1.5.3"}))
    ['Python 3.9 (here 3.11.4)', 'scikit-learn 1.3.2 (here 1.5.2)']
    """
    trained = {"Python": training.python, **_known_versions(training.packages)}
    here = {"Python": instance.python, **instance.packages}
    return [
        f"{name} {version} (here {here[name] or 'absent'})"
        for name, version in trained.items()
        if version and name in here and numbers(version) != numbers(here[name])
    ]


def _known_versions(packages: Mapping[str, str]) -> dict[str, str]:
    return {name: packages[name] for name in PACKAGES if name in packages}


def _dss(instance: Instance) -> Finding:
    observation = f"DSS {instance.dss or 'of an unknown version'}; supported: {SUPPORTED}"
    level = {FULL: OK, TOO_OLD: FIX}.get(support_of(instance.dss), LOOK)
    advice = {
        FULL: "",
        TOO_OLD: "Run the plugin on a newer DSS: its recipes and steps refuse this one",
        BEST_EFFORT: "Update DSS when you can: the plugin is not tested as a whole on this version",
    }
    return Finding(
        level, "DSS", observation, advice.get(support_of(instance.dss), "Try a score that does not matter first")
    )


def _client(instance: Instance) -> Finding:
    if not instance.client:
        return Finding(OK, "Client", "the one that DSS brings")
    observation = f"dataiku-api-client {instance.client} of this code environment, on DSS {instance.dss or 'unknown'}"
    if numbers(instance.client) == numbers(instance.dss):
        return Finding(OK, "Client", observation)
    advice = "Remove dataiku-api-client from the packages of this code environment: DSS brings its own"
    return Finding(LOOK, "Client", observation, advice)


def _python(instance: Instance) -> Finding:
    observation = f"Python {instance.python} in code environment {instance.environment}"
    if _PYTHONS[0] <= numbers(instance.python) <= _PYTHONS[1]:
        return Finding(OK, "Python", observation)
    return Finding(
        LOOK, "Python", f"{observation}; supported: 3.9 to 3.13", "Choose another Python for the plugin's environment"
    )


def _package(instance: Instance, package: str, level: str, why: str) -> Finding:
    if instance.packages.get(package):
        return Finding(OK, package, _version(instance, package))
    return Finding(level, package, f"it is not installed; {why}", _ADD)


def _version(instance: Instance, package: str) -> str:
    return instance.packages.get(package) or "not installed"
