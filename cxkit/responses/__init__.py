"""What was answered: tables and files in, checked codes out."""
