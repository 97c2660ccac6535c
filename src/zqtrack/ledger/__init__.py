"""The ledger on disk: find it, read it, change it byte by byte."""
