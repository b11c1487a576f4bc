"""Decides the place of a distributor in the tree: codes, paths and who is below whom.

A path is one code per level. The k-th child of a sponsor gets the k-th code; codes are
prefix-free and grow in byte order, so "is below" is exactly "starts with", and the downline
of path P is the range P < path < P + "~".
"""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE = len(ALPHABET)

# First characters are shared out among code lengths: 40 codes of one character, 16 first
# characters for codes of two, 5 for codes of three, the last one for codes of five.
LENGTHS = ((1, 0, 40), (2, 40, 56), (3, 56, 61), (5, 61, 62))
END = "~"  # after every character of the alphabet


def child_code(k: int) -> str:
    """Return the code of the k-th child, counted from 0; more than 15 million fit."""
    for length, first, last in LENGTHS:
        room = (last - first) * BASE ** (length - 1)
        if k < room:
            return _digits(first * BASE ** (length - 1) + k, length)
        k -= room
    raise ValueError("A sponsor cannot have that many recruits.")


def steps(path: str) -> list[str]:
    """Split a path into its codes, from the top down."""
    codes, start = [], 0
    while start < len(path):
        length = _length_at(path[start])
        codes.append(path[start : start + length])
        start += length
    return codes


def upline_paths(path: str) -> list[str]:
    """Return the paths of everybody above, from the top down."""
    codes = steps(path)
    return ["".join(codes[:level]) for level in range(1, len(codes))]


def is_below(path: str, leader: str) -> bool:
    """Say whether `path` lies in the downline of `leader`; nobody is below themselves."""
    return path != leader and path.startswith(leader)


def _length_at(character: str) -> int:
    position = ALPHABET.index(character)
    return next(length for length, first, last in LENGTHS if first <= position < last)


def _digits(value: int, length: int) -> str:
    code = ""
    for _ in range(length):
        value, digit = divmod(value, BASE)
        code = ALPHABET[digit] + code
    return code
