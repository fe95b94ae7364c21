"""Call a stored procedure of Teradata, or of another database that DSS is connected to."""

import logging

from champion_challenger.adapters.dss.call_teradata_procedure import CallTeradataProcedureStep
from champion_challenger.operations.call_teradata_procedure import call_teradata_procedure
from champion_challenger.operations.steps.conclude import conclude
from champion_challenger.settings.call_teradata_procedure import ProcedureSettings

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")

host = CallTeradataProcedureStep("Call Teradata procedure")
settings = ProcedureSettings.from_form(host.form, host.variables)
report = call_teradata_procedure(settings, host.procedures(settings), host)
conclude(report, settings.ending, host)
