"""Similar: keys that near-identical texts share, by minhash with locality-sensitive hashing (datasketch).

Broder 1997 (resemblance by minima of hashed shingles); Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4
(bands).  A band of a signature is a key like any other, so that candidates are found by grouping, on one machine or
many.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from redactlint.errors import UsageError
from redactlint.sets.passages import letters_of

if TYPE_CHECKING:
    from redactlint.sets.passages import Digester

__all__ = ["PERMUTATIONS", "THRESHOLD", "band_keys", "need_extra", "resemblance", "signature_of"]

# Texts that share this part of their shingles are candidates; the alignment of passages says where they differ.
THRESHOLD = 0.6
PERMUTATIONS = 64
# A shingle is so many letters, whatever blanks and line ends lie between them.  Every sixteenth is enough; which, their
# own hashes say, so that copies agree.
_SHINGLE, _SAMPLE = 12, 16
_FEWEST_LETTERS, _MOST_LETTERS = 600, 400_000


def need_extra() -> None:
    """Raise UsageError where what set rules need is not installed."""
    try:
        import datasketch  # noqa: F401
        import numpy as np  # noqa: F401
    except ImportError as error:
        raise UsageError(
            f"judging sets needs the extra set ({error.name or 'a module'} is missing)", "pip install 'redactlint[set]'"
        ) from error


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
    import numpy as np

    letters = letters_of(content)[:_MOST_LETTERS]
    if len(letters) < _FEWEST_LETTERS:
        return b""
    from datasketch import MinHash

    _, model = _index()
    values = np.frombuffer(letters, np.uint8).astype(np.uint32)
    count = len(values) - _SHINGLE + 1
    shingles = np.zeros(count, np.uint32)
    for at in range(_SHINGLE):  # the polynomial of each window, modulo 2**32
        shingles *= np.uint32(0x01000193)
        shingles += values[at : at + count]
    shingles ^= shingles >> np.uint32(15)
    shingles *= np.uint32(0x2C1B3C6D)
    shingles ^= shingles >> np.uint32(13)
    sample = shingles[shingles % np.uint32(_SAMPLE) == 0]
    sketch = MinHash(num_perm=PERMUTATIONS, permutations=model.permutations, hashfunc=_same, scheme=model.scheme)
    sketch.update_batch(sample.tolist())
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
