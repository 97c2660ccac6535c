"""Workbooks and comma-separated files, to and from projects."""
