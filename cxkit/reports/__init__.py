"""The Report, and what is said of it in words and in comparisons."""
