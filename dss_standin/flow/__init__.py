"""The flow: recipes and their graph, jobs and their activities, the lab, deployments. No HTTP here."""
