"""The form of check-installation as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass

from champion_challenger.settings.form import Form


@dataclass(frozen=True)
class CheckSettings:
    """What the user asks of the macro; "" for what is not to be checked.

    Attributes
    ----------
    project_key
        Project in which the macro runs.
    model
        ``PROJECT.id`` of a saved model.
    cohort, performance
        ``PROJECT.name`` of datasets.
    other_project
        Key of another project that the score reads.
    """

    project_key: str
    model: str = ""
    cohort: str = ""
    performance: str = ""
    other_project: str = ""

    @classmethod
    def from_form(cls, form: Form) -> CheckSettings:
        """Read the form; raise SettingsError with every wrong field.

        >>> CheckSettings.from_form(Form({"model": "m1"}, project_key="TELCO"))
        CheckSettings(project_key='TELCO', model='TELCO.m1', cohort='', performance='', other_project='')
        """
        settings = cls(
            project_key=form.project_key,
            model=form.dataset("model", "Score (saved model)"),
            cohort=form.dataset("cohort", "Labelled cohort"),
            performance=form.dataset("performance", "Performance"),
            other_project=form.text("other_project", "Other project"),
        )
        form.check()
        return settings

    @property
    def other_projects(self) -> tuple[str, ...]:
        """Keys of the projects beside the macro's own that are read, each once.

        >>> CheckSettings("TELCO", "TELCO.m1", "DATA.customers", "", "UP").other_projects
        ('DATA', 'UP')
        """
        keys = [name.partition(".")[0] for name in (self.model, self.cohort, self.performance)]
        return tuple(key for key in dict.fromkeys([*keys, self.other_project]) if key and key != self.project_key)
