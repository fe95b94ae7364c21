"""A step inside DSS: leaves the variables of the run that the probe has set in the variables of the project."""

import dataiku
from dataiku.scenario import Scenario

known = Scenario().get_all_variables()
project = dataiku.api_client().get_project(dataiku.default_project_key())
variables = project.get_variables()
variables["standard"]["probe_variables"] = {
    name: value for name, value in known.items() if name.startswith("probe_") and name != "probe_inside"
}
project.set_variables(variables)
