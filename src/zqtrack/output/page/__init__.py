"""The report as one page of HTML: nothing to fetch, nothing to run, for a screen and for paper."""
