"""What is known and not said again: suppressions, the files beside documents, baselines."""
