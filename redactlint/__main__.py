"""`python -m redactlint`: the command line."""

from redactlint.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
