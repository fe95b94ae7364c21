"""Every picture of docs/img, made from the demo that `make demo` left: `python -m examples.pictures`."""
