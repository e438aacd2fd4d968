"""redactlint judges classification markings, declassification instructions and redactions in documents."""

__version__ = "0.1.0"
