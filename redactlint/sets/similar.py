"""Similar: keys that near-identical texts share, by minhash with locality-sensitive hashing (datasketch).

Broder 1997 (resemblance by minima of hashed shingles); Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4
(bands).  A band of a signature is a key like any other, so that candidates are found by grouping, on one machine or
many.
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import TYPE_CHECKING, Any

from redactlint.errors import UsageError

if TYPE_CHECKING:
    from redactlint.sets.passages import Digester

__all__ = ["PERMUTATIONS", "THRESHOLD", "band_keys", "need_extra", "resemblance", "signature_of"]

# Texts that share this part of their shingles of three words are candidates; the alignment of passages decides.
THRESHOLD = 0.6
PERMUTATIONS = 64
_FEWEST_WORDS = 40
_MOST_WORDS = 20_000
_LARGEST_VOCABULARY = 200_000
# Of a longer text every fourth shingle is enough; which, their own hashes say, so that copies agree.
_MANY_WORDS, _SAMPLE = 240, 3


def need_extra() -> None:
    """Raise UsageError where what set rules need is not installed."""
    try:
        import datasketch  # noqa: F401
        import numpy as np  # noqa: F401
    except ImportError as error:
        raise UsageError(
            f"--set needs the extra set ({error.name or 'a module'} is missing)", "pip install 'redactlint[set]'"
        ) from error


class _Vocabulary(dict[str, int]):
    """The hash of each word, worked out once; a word has the same hash in every process."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _LARGEST_VOCABULARY:
            self.clear()
        found = self[word] = zlib.crc32(word.encode("utf-8", "surrogatepass"))
        return found


_WORDS = _Vocabulary()


def _same(value: int) -> int:
    return value


@cache
def _index() -> Any:
    """The bands that find texts above the threshold with the fewest misses, and the permutations of the signatures."""
    from datasketch import MinHash, MinHashLSH

    # A pair that is missed is lost; one that is found in vain costs an alignment.
    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, weights=(0.1, 0.9))
    return index, MinHash(num_perm=PERMUTATIONS, seed=1)


def signature_of(content: str) -> bytes:
    """The signature of a text, empty for one too short to be told from others."""
    words = content.lower().split()[:_MOST_WORDS]
    if len(words) < _FEWEST_WORDS:
        return b""
    import numpy as np
    from datasketch import MinHash

    _, model = _index()
    hashed = np.fromiter(map(_WORDS.__getitem__, words), np.uint32, len(words))
    shingles = hashed[:-2] * np.uint32(0x9E3779B1) ^ hashed[1:-1] * np.uint32(0x85EBCA6B) ^ hashed[2:]
    if len(words) >= _MANY_WORDS:
        shingles = shingles[shingles & np.uint32(_SAMPLE) == 0]
    sketch = MinHash(num_perm=PERMUTATIONS, permutations=model.permutations, hashfunc=_same, scheme=model.scheme)
    sketch.update_batch(shingles.tolist())
    return bytes(sketch.hashvalues.tobytes())


def band_keys(signature: bytes, digester: Digester) -> list[int]:
    """The keys of the bands of a signature."""
    if not signature:
        return []
    index, _ = _index()
    size = len(signature) // PERMUTATIONS
    return [
        digester.digest(number.to_bytes(2, "little") + signature[start * size : end * size])
        for number, (start, end) in enumerate(index.hashranges)
    ]


def resemblance(first: bytes, second: bytes) -> float:
    """How much of their shingles two texts share, as their signatures estimate it; 0 where one has none."""
    if not first or not second:
        return 0.0
    size = len(first) // PERMUTATIONS
    same = sum(first[at : at + size] == second[at : at + size] for at in range(0, len(first), size))
    return same / PERMUTATIONS
