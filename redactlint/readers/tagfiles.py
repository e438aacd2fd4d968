"""Tag files: what of a bag (BagIt, RFC 8493) describes it, and is no part of what was packed."""

from __future__ import annotations

__all__ = ["BAG_DECLARATION", "is_tag_file"]

# What declares a folder to be a bag.
BAG_DECLARATION = "bagit.txt"
_OTHERS = ("bag-info.txt", "package-info.txt", "fetch.txt")


def is_tag_file(name: str) -> bool:
    """Whether a file right in the folder of a bag has one of the names that the standard gives (sections 2.1 and 2.2).

    Whatever else lies beside the payload may be a document that somebody wants overlooked: it is none of them.
    """
    if name == BAG_DECLARATION or name in _OTHERS:
        return True
    return name.startswith(("manifest-", "tagmanifest-")) and name.endswith(".txt")
