"""Locations: the path of a document as other programs want it, relative and with forward slashes, or as a URI."""

from __future__ import annotations

import os

__all__ = ["relative", "uri"]


def relative(path: str, folder: str) -> str:
    """`path` (as the user named it, from the working directory `folder`) relative to it, with `/`.

    A path outside `folder` keeps its way there; `-`, standard input, and a URL stay what they are.
    """
    if path == "-" or "://" in path:
        return path
    if os.path.isabs(path) and folder:
        try:
            inside = os.path.relpath(path, folder)
        except ValueError:  # another drive of Windows
            inside = path
        path = path if inside.split(os.sep, 1)[0] == os.pardir else inside
    path = os.path.normpath(path)
    return path.replace("\\", "/") if os.sep == "\\" else path


def uri(path: str) -> str:
    """A relative path as a URI reference (RFC 3986), its bytes beyond the plain ones in per cent signs.

    A name that is no text in the encoding of the file system keeps its bytes.
    """
    from urllib.parse import quote

    try:
        name = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a character, as Windows allows it
        name = path.encode("utf-8", "surrogatepass")
    if "://" in path:
        return quote(name, safe="/:@?=&+,;*[]!")
    words = quote(name, safe="/")
    # A colon in the first part would be taken for a scheme; `quote` has written it as %3A already.
    return f"file://{words}" if words.startswith("/") else words
