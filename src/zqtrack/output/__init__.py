"""Reports and rows as text: for a terminal, for other programs, for a page."""
