"""The form of the macro Activate challenger."""

from __future__ import annotations

from dataclasses import dataclass

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
    def from_form(cls, form: Form) -> ActivationSettings:
        """Read the form; raise SettingsError naming every field that has to be mended.

        Examples
        --------
        >>> ActivationSettings.from_form(Form({"model": "m1", "performance": "p"}, project_key="TELCO")).model
        'TELCO.m1'
        >>> ActivationSettings.from_form(Form({"model": "m1", "performance": "p", "mode": "activate"}))
        Traceback (most recent call last):
            ...
        champion_challenger.errors.SettingsError: 3 settings have to be mended:
         1. Version: it is empty. Choose the version to be activated.
         2. Token: it is empty. Run the macro in the mode 'Show evidence' first, and copy the token of the version.
         3. Reason: it is empty. Say why this version is activated; the activation log keeps it.
        """
        settings = cls(
            model=form.dataset("model", "Score (saved model)"),
            performance=form.dataset("performance", "Performance"),
            performance_summary=form.dataset("performance_summary", "Performance summary"),
            log=form.dataset("activation_log", "Activation log", "activation_log"),
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
