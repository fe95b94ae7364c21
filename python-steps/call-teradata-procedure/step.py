"""Call a stored procedure of Teradata, or of another database that DSS is connected to."""

from champion_challenger.adapters.dss.call_teradata_procedure import CallTeradataProcedureStep
from champion_challenger.adapters.dss.entry import OnlyTheMessage, start_log, step_form
from champion_challenger.operations.call_teradata_procedure import call_teradata_procedure
from champion_challenger.operations.steps.conclude import conclude
from champion_challenger.settings.call_teradata_procedure import ProcedureSettings

start_log()

with OnlyTheMessage():
    settings = ProcedureSettings.from_form(step_form())
    host = CallTeradataProcedureStep(settings)
    report = call_teradata_procedure(settings, host.procedures, host)
    conclude(report, settings.ending, host)
