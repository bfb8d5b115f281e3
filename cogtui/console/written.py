r"""The Console's own small files: `printf 'text' > NAME` makes one, `--body NAME` and `file://NAME` read it.

`printf` takes its format only, with its escapes: `\n`, `\t`, `\r`, `\\`, `\ooo` (a byte in octal) and `%%`. Source:
POSIX.1-2017, "printf", which takes file formats from Base Definitions, chapter 5.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from typing import Final

from cogtui.console.words import CommandError, Redirect, Word

WRITERS: Final = ("printf", "echo")

_ESCAPES: Final = {"n": b"\n", "t": b"\t", "r": b"\r", "\\": b"\\", "a": b"\a", "b": b"\b", "f": b"\f", "v": b"\v"}
_FORMAT: Final = re.compile(r"\\([0-7]{1,3})|\\(.)|(%%)|(%.?)|([^\\%]+|\\)", re.DOTALL)


def written(words: Sequence[Word]) -> tuple[str, bytes]:
    """Return name and content of the file that `printf 'text' > NAME` makes."""
    name, *rest = words
    match rest:
        case [Word() as text, Redirect(), Word() as target] if not isinstance(text, Redirect):
            if not target.text or isinstance(target, Redirect):
                raise CommandError("a file's name is expected after `>`", target.start)
            content = _formatted(text) if name.text == "printf" else text.text.encode("utf-8", "replace") + b"\n"
            return target.text, content
        case _:
            raise CommandError(f"`{name.text}` makes a file here: `{name.text} 'some text' > NAME`", name.start)


def _formatted(word: Word) -> bytes:
    content = b""
    for found in _FORMAT.finditer(word.text):
        octal, escape, percent, directive, plain = found.groups()
        if octal is not None:
            content += bytes([int(octal, 8) & 0xFF])
        elif escape is not None:
            content += _ESCAPES.get(escape) or f"\\{escape}".encode("utf-8", "surrogatepass")
        elif percent is not None:
            content += b"%"
        elif directive is not None:
            raise CommandError("a `%` of the text itself is written `%%`", word.at(found.start()))
        else:
            content += plain.encode("utf-8", "surrogatepass")
    return content


def printf(name: str, content: bytes) -> str:
    """Return the line that makes a file with this content."""
    return f"printf {_quoted(_as_format(content))} > {shlex.quote(name)}"


def _as_format(content: bytes) -> str:
    text = content.decode("utf-8", "surrogateescape")
    if text.startswith("-"):
        return "\\055" + _as_format(content[1:])  # else it would be an option
    return "".join(_KEPT.get(character) or _escaped(character) for character in text)


_KEPT: Final = {"\\": "\\\\", "%": "%%", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _escaped(character: str) -> str:
    """Return what cannot be seen, or is no text at all, as octal bytes; anything else as it is."""
    if character.isprintable():
        return character
    return "".join(f"\\{byte:03o}" for byte in character.encode("utf-8", "surrogateescape"))


def _quoted(text: str) -> str:
    return shlex.quote(text) if "'" in text else f"'{text}'"
