"""Runs over many files: which ones, in which processes, and what is kept between runs."""
