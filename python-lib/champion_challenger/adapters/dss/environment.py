"""The code environment of this process: its Python, its packages, and what a model needs that it has not."""

from __future__ import annotations

import platform
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from champion_challenger.core.installation.packages import PACKAGES_ADVICE
from champion_challenger.errors import AbsentError, ForbiddenError, HostError

_TRAINED_WITH = re.compile(r"from version (\S+) when using version ")
_PACKAGES = {"sklearn": "scikit-learn"}
"""Packages whose module has another name."""


@dataclass
class Training:
    """What loading a version tells of the packages that it was trained with.

    Attributes
    ----------
    scikit_learn
        Version that it was trained with; "" when it is the one of this environment, or loading does not tell.
    environment
        Code environment in which it was trained, where the version's details name one.
    """

    scikit_learn: str = ""
    environment: str = ""
    others: list[warnings.WarningMessage] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """Both versions of scikit-learn, where they differ; "" otherwise.

        >>> Training().sentence
        ''
        """
        if not self.scikit_learn:
            return ""
        place = f" in code env {self.environment}" if self.environment else ""
        return f"It was trained with scikit-learn {self.scikit_learn}{place}, and this is {environment()}"


@contextmanager
def note_training() -> Iterator[Training]:
    """Read from the warnings of scikit-learn with which version of it a predictor was trained; others are passed on.

    Warnings belong to the process: not to be used in several threads at once.
    """
    training = Training()
    with warnings.catch_warnings(record=True) as caught:
        # Python shows a warning once for each place: the second version that is loaded would seem to fit.
        warnings.simplefilter("always")
        try:
            yield training
        finally:
            for warning in caught:
                match = _TRAINED_WITH.search(str(warning.message))
                training.scikit_learn = match.group(1) if match else training.scikit_learn
                training.others += [] if match else [warning]
    for warning in training.others:
        # Under their own place, so that filters of the host decide about them as before.
        warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)


def unlike(training: Training) -> str:
    """What to say of a version that does not load for a reason that its packages do not tell."""
    place = f", those of code env {training.environment}" if training.environment else ""
    return f"This is {environment()}; the model may need other packages{place}"


def explain_error(error: HostError, training: Training, otherwise: str = "") -> HostError:
    """Error of the same kind that also says what this environment lacks: a module, or the model's own versions.

    Parameters
    ----------
    otherwise
        What to say of another exception of the model's packages; "" leaves the error as it is.
    """
    # The host refused: the packages of this environment have nothing to do with it.
    if isinstance(error, (AbsentError, ForbiddenError)) or is_of_host(error.__cause__):
        return error
    lacking = _missing_module(error)
    place = f"; the model was trained in code env {training.environment}" if training.environment else ""
    lack = f"This is {environment()}, which has no package {lacking}{place}" if lacking else ""
    reason = lack or training.sentence or otherwise
    return type(error)(f"{str(error).rstrip('.')}. {reason}. {PACKAGES_ADVICE}.") if reason else error


def environment() -> str:
    """This environment for people: its name, its Python, its scikit-learn."""
    scikit_learn = installed_version("scikit-learn") or "absent"
    return f"code env {environment_name()} (Python {platform.python_version()}, scikit-learn {scikit_learn})"


def environment_name() -> str:
    """Name of the folder in which this environment is, which DSS names after it."""
    return Path(sys.prefix).name


def installed_version(package: str) -> str:
    """Version of a package in this environment; "" where it is not there.

    >>> installed_version("no-such-package")
    ''
    """
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def installed_beside(module: ModuleType, package: str) -> str:
    """Version of the package that a module was installed with; "" where the host put the module elsewhere.

    >>> import pandas
    >>> installed_beside(pandas, "pandas") == pandas.__version__, installed_beside(sys, "pandas")
    (True, '')
    """
    if not getattr(module, "__file__", None):
        return ""
    # In this folder alone: DSS puts its own client in front of the one of the environment.
    folder = str(Path(str(module.__file__)).parent.parent)
    return next((distribution.version for distribution in metadata.distributions(name=package, path=[folder])), "")


def _missing_module(error: BaseException) -> str:
    """Package of the module that could not be imported, in an error or its causes; "" for none."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ModuleNotFoundError) and cause.name:
            module = cause.name.partition(".")[0]
            # The package is there, and one of its parts is not: naming it as missing would send a person the wrong way.
            return "" if find_spec(module) else _PACKAGES.get(module, module)
        # Libraries wrap an ImportError in errors of their own, with or without `from`.
        cause = cause.__cause__ or cause.__context__
    return ""


def is_of_host(cause: BaseException | None) -> bool:
    """Whether DSS itself refused, or we did, rather than a package of the model."""
    return cause is None or type(cause).__module__.partition(".")[0] in ("dataikuapi", "requests")
