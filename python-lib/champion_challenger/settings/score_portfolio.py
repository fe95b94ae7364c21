"""The form of score-portfolio."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from urllib import parse as urls

from champion_challenger.languages import LANGUAGES
from champion_challenger.settings.form import Form
from champion_challenger.settings.parsing import quote
from champion_challenger.settings.performance_report import ReportSettings

FILE_NAME = "portfolio.html"
"""Name of the page in the folder."""

_PLACEHOLDERS = {"project", "score", "file"}


@dataclass(frozen=True)
class PortfolioSettings:
    """What the user asks of the macro.

    Attributes
    ----------
    summaries, activations
        ``PROJECT.name`` of datasets; at least one summary.
    language
        Code of a language: ``en``, ``fr``.
    report_url
        Address of a score's report with placeholders; "" for no links.
    folder
        Managed folder in which the page is saved too; "" for none.
    """

    summaries: tuple[str, ...]
    activations: tuple[str, ...] = ()
    language: str = "en"
    report_url: str = ""
    folder: str = ""

    @classmethod
    def from_form(cls, form: Form) -> PortfolioSettings:
        """Read the form; raise SettingsError with every wrong field.

        Examples
        --------
        >>> form = Form({"performance_summaries": ["summary", "SALES.summary"]}, project_key="TELCO")
        >>> PortfolioSettings.from_form(form).summaries
        ('TELCO.summary', 'SALES.summary')
        >>> PortfolioSettings.from_form(Form({"report_url": "javascript:x"}))
        Traceback (most recent call last):
            ...
        champion_challenger.errors.SettingsError: Please correct 2 settings:
         1. Address of the reports: expected an address that begins with https:// or http://, or one beside the page, \
found 'javascript:x'.
         2. Performance summaries: it is empty. Name at least one dataset that Summarise performance writes.
        """
        settings = cls(
            summaries=form.datasets("performance_summaries", "Performance summaries"),
            activations=form.datasets("activation_logs", "Activation logs"),
            language=form.choice("language", "Language", tuple(LANGUAGES)),
            report_url=form.parse("report_url", "Address of the reports", "", _parse_address, ""),
            folder=form.text("folder", "Folder"),
        )
        advice = "Name at least one dataset that Summarise performance writes"
        form.need("Performance summaries", settings.summaries, advice)
        form.check()
        return settings

    def address(self, project_key: str, score: str) -> str:
        """Address of a score's report; "" where no address is given.

        >>> PortfolioSettings((), report_url="https://r.example/{project}/{file}").address("TELCO", "Résiliation & co")
        'https://r.example/TELCO/report-R%C3%A9siliation-co.html'
        """
        names = {"project": project_key, "score": score, "file": ReportSettings("").file(score)}
        return self.report_url.format(**{name: urls.quote(value, safe="") for name, value in names.items()})


def _parse_address(text: str) -> str:
    """An address that a page may link to: never one that runs something."""
    scheme = re.match(r"[^/?#]*:", text)  # of a placeholder too
    if (scheme and not re.match(r"https?://[^\s]", text)) or re.search(r"[\s\x00-\x1f]", text):
        msg = f"expected an address that begins with https:// or http://, or one beside the page, found {quote(text)}"
        raise ValueError(msg)
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        parts = [("", "?", "", None)]
    wrong = [
        name for _, name, form, change in parts if name is not None and (name not in _PLACEHOLDERS or form or change)
    ]
    if wrong:
        msg = f"expected the placeholders {{project}}, {{score}} and {{file}} alone, found {quote(text)}"
        raise ValueError(msg)
    return text
