"""The commands: parse, load, compute, show."""
