"""The book: its chapters as Sphinx builds them, the edition of a team, and what stands in it."""
