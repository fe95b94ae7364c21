"""The form of activate-challenger as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass

from champion_challenger.languages import LANGUAGES
from champion_challenger.settings.form import Form
from champion_challenger.settings.parsing import trim

ACTIVATE = "activate"
_MODES = ("show_evidence", ACTIVATE)
# Text columns of managed SQL tables may hold no more; a longer one would be cut, and its line never be seen again.
_LONGEST_REASON = 500


@dataclass(frozen=True)
class ActivationSettings:
    """What the user asks of the macro.

    Attributes
    ----------
    model
        ``PROJECT.id`` of the saved model.
    performance, performance_summary, log
        ``PROJECT.name`` of datasets; "" for no summary.
    version
        The version to activate; "" shows the evidence on all versions.
    reason
        As it was typed, ``${…}`` included; all line breaks are line feeds, so that the log is read as written.
    in_spite_of_flags
        Whether red flags are overridden.
    language
        Code of the page's language.
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
    language: str = "en"

    @classmethod
    def from_form(cls, form: Form) -> ActivationSettings:
        """Read the form; raise SettingsError with every wrong field.

        Examples
        --------
        >>> ActivationSettings.from_form(Form({"model": "m1", "performance": "p"}, project_key="TELCO")).model
        'TELCO.m1'
        >>> ActivationSettings.from_form(Form({"model": "m1", "performance": "p", "mode": "activate"}))
        Traceback (most recent call last):
            ...
        champion_challenger.errors.SettingsError: Please correct 3 settings:
         1. Version: it is empty. Choose the version to activate.
         2. Token: it is empty. Run the macro with the action 'Show evidence' and copy the token of the version.
         3. Reason: it is empty. Explain why this version is activated; the activation log records it.
        """
        settings = cls(
            model=form.dataset("model", "Score (saved model)"),
            performance=form.dataset("performance", "Performance"),
            performance_summary=form.dataset("performance_summary", "Performance summary"),
            log=form.dataset("activation_log", "Activation log", "activation_log"),
            is_activating=form.choice("mode", "Action", _MODES) == ACTIVATE,
            version=form.text("typed_version", "Version id (manual entry)") or form.text("version", "Version"),
            token="".join(form.text("token", "Token").split()),  # it may have been copied over several lines
            reason=_one_kind_of_line_break(trim(form.verbatim("reason", "Reason"))),
            in_spite_of_flags=form.flag("in_spite_of_flags", "Override red flags"),
            language=form.choice("language", "Language", tuple(LANGUAGES)),
        )
        _note_gaps(settings, form)
        form.check()
        return settings


def _note_gaps(settings: ActivationSettings, form: Form) -> None:
    form.need("Score (saved model)", settings.model, "Choose the model")
    form.need("Performance", settings.performance, "Choose the dataset that Retrain and evaluate writes")
    if settings.is_activating:
        form.need("Version", settings.version, "Choose the version to activate")
        form.need(
            "Token", settings.token, "Run the macro with the action 'Show evidence' and copy the token of the version"
        )
        form.need("Reason", settings.reason, "Explain why this version is activated; the activation log records it")
        if len(settings.reason) > _LONGEST_REASON:
            expected = f"expected at most {_LONGEST_REASON} characters, found {len(settings.reason):,}"
            form.problem("Reason", f"{expected}. Shorten it: text columns of tables may hold no more")


def _one_kind_of_line_break(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
