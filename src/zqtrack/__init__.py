"""Track industrial projects from signing to production."""

__version__ = "0.1.0"
