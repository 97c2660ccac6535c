"""How fast zqtrack is, beside what is about as fast as it gets: see docs/speed.md."""
