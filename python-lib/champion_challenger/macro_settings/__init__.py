"""The forms of macros, each as one frozen value."""
