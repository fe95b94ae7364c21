"""The form of the macro Activate challenger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from champion_challenger.settings.form import Form

ACTIVATE = "activate"
_MODES = ("show_evidence", ACTIVATE)
_NEEDED_TO_ACTIVATE = (
    "Version: it is empty. Choose the version to be activated.",
    "Token: it is empty. Run the macro in the mode 'Show evidence' first, and copy the token of the version.",
    "Reason: it is empty. Say why this version is activated; the activation log keeps it.",
)


@dataclass(frozen=True)
class ActivationSettings:
    """What a person asks of the macro.

    Attributes
    ----------
    model
        ``PROJECT.id`` of the saved model.
    performance, performance_summary, log
        ``PROJECT.name`` of datasets; "" for a summary that is not given.
    version
        The one to be activated; "" shows the evidence on all.
    in_spite_of_flags
        Whether serious flags no longer stop the activation.
    """

    model: str
    performance: str
    performance_summary: str = ""
    log: str = ""
    is_activating: bool = False
    version: str = ""
    token: str = ""
    reason: str = ""
    in_spite_of_flags: bool = False

    @classmethod
    def from_form(cls, values: Mapping[str, Any], variables: Mapping[str, Any], project_key: str) -> ActivationSettings:
        """Read the form; raise SettingsError naming every field that has to be mended.

        Examples
        --------
        >>> ActivationSettings.from_form({"model": "m1", "performance": "performance"}, {}, "TELCO").model
        'TELCO.m1'
        >>> ActivationSettings.from_form({"model": "m1", "performance": "p", "mode": "activate"}, {}, "TELCO")
        Traceback (most recent call last):
            ...
        champion_challenger.errors.SettingsError: 3 settings have to be mended:
         1. Version: it is empty. Choose the version to be activated.
         2. Token: it is empty. Run the macro in the mode 'Show evidence' first, and copy the token of the version.
         3. Reason: it is empty. Say why this version is activated; the activation log keeps it.
        """
        form = Form(values, variables)
        settings = cls(
            model=_full(form.text("model", "Score (saved model)"), project_key),
            performance=_full(form.text("performance", "Performance"), project_key),
            performance_summary=_full(form.text("performance_summary", "Performance summary"), project_key),
            log=_full(form.text("activation_log", "Activation log", "activation_log"), project_key),
            is_activating=form.choice("mode", "What to do", _MODES) == ACTIVATE,
            version=form.text("typed_version", "Version") or form.text("version", "Version"),
            token=form.text("token", "Token"),
            reason=form.text("reason", "Reason"),
            in_spite_of_flags=form.flag("in_spite_of_flags"),
        )
        form.problems += settings._lacking()
        form.check()
        return settings

    def _lacking(self) -> list[str]:
        needed = {
            "Score (saved model): it is empty. Choose the model.": self.model,
            "Performance: it is empty. Choose the dataset that Retrain and evaluate writes.": self.performance,
        }
        if self.is_activating:
            needed.update(dict(zip(_NEEDED_TO_ACTIVATE, (self.version, self.token, self.reason))))
        return [problem for problem, value in needed.items() if not value]


def _full(name: str, project_key: str) -> str:
    return name if not name or "." in name else f"{project_key}.{name}"
