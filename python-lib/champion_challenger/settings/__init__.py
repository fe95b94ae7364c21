"""The form of each component, of each preset, and of what they share, each as one frozen value."""
