"""Errors: one base class, one subclass a stage; each renders as `path:line: what is wrong; what to do`."""

from __future__ import annotations

__all__ = [
    "ConfigError", "ReadError", "RedactlintError", "RulePackError", "UndecidedError", "UsageError", "WriteError",
    "fault_of", "said_of",
]  # fmt: skip


class RedactlintError(Exception):
    """Something went wrong that the user can mend.

    `wrong` says what is wrong, `remedy` what to do; `path` and `line` say where, if anywhere.
    """

    def __init__(self, wrong: str, remedy: str = "", *, path: str | None = None, line: int | None = None) -> None:
        super().__init__(wrong, remedy, path, line)
        self.wrong, self.remedy, self.path, self.line = wrong, remedy, path, line

    def __reduce__(self) -> tuple[object, ...]:
        """As copied to another process: with its place, which OSError would take for something else."""
        return _made_again, (type(self), self.wrong, self.remedy, self.path, self.line)

    def __str__(self) -> str:
        place = "" if self.path is None else f"{self.path}: " if self.line is None else f"{self.path}:{self.line}: "
        return f"{place}{self.wrong}{f'; {self.remedy}' if self.remedy else ''}"


def _made_again(
    cls: type[RedactlintError], wrong: str, remedy: str, path: str | None, line: int | None
) -> RedactlintError:
    return cls(wrong, remedy, path=path, line=line)


class UsageError(RedactlintError, ValueError):
    """The command line asks for what cannot be."""


class ConfigError(RedactlintError, ValueError):
    """A configuration file, metadata file or suppression is wrong."""


class RulePackError(RedactlintError, ValueError):
    """A rule, law, register or profile file is wrong."""


class ReadError(RedactlintError, OSError):
    """A document could not be read: it is reported as DOC001, never as clean.

    `wrong` says it of the file ("is empty"), or names another subject ("the folder cannot be listed").
    """


class WriteError(RedactlintError, OSError):
    """A document could not be written back: it is as it was."""


class UndecidedError(RedactlintError, RuntimeError):
    """A rule could not be decided on a document: it is reported as DOC001, never as silence."""


def said_of(reason: str) -> str:
    """Why something could not be read, with its subject: the file, unless `reason` names another ("the bag lacks")."""
    return reason if reason.startswith("the ") else f"the file {reason}"


def fault_of(error: BaseException) -> str:
    """An unforeseen exception in a few words, for a report of it: its type and where it was raised, never its text.

    The text of an exception may quote the document.
    """
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    file = trace.tb_frame.f_code.co_filename.replace("\\", "/").rsplit("/", 1)[-1]
    return f"{type(error).__name__} at {file}:{trace.tb_lineno}"
