"""What a project is and what its figures are: pure, without files, clock or terminal."""
