"""The forms of the scenario steps, each as one frozen value."""
