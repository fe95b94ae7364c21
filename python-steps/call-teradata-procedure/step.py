"""Call a stored procedure of Teradata, or of another database that DSS is connected to."""

import logging

from champion_challenger.adapters.dss.procedures import ProcedureStep
from champion_challenger.operations.call_procedure import call_procedure
from champion_challenger.operations.conclude import conclude
from champion_challenger.step_settings.procedure import ProcedureSettings

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")

host = ProcedureStep("Call Teradata procedure")
settings = ProcedureSettings.from_form(host.form, host.variables)
report = call_procedure(settings, host.procedures(settings), host)
conclude(report, settings.ending, host)
