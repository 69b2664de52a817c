"""Find the notebook in what a student handed in: under its name, renamed, in a folder or in a zip archive."""

import lzma
import stat
import zipfile
import zlib
from pathlib import Path

MOST_BYTES = 20_000_000
MOST_FILES = 2000
MOST_ARCHIVE = 100_000_000  # bytes; the list of its files is read before anything else
IGNORED = (".ipynb_checkpoints", "__MACOSX")
# What zipfile and its decompressors raise over damaged or encrypted archives.
NOT_AN_ARCHIVE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, NotImplementedError,
                  ValueError, LookupError, MemoryError)  # fmt: skip


class UnreadableError(Exception):
    """What was handed in is no notebook; the message finishes the sentence "the file cannot be graded: ..."."""


def content_of(path):
    """Return (bytes, notes) of the notebook that was handed in; notes say where it was found if not at its place.

    path -- where it should be: <folder of the submission>/<stem>.ipynb
    Raises UnreadableError when there is none, when it is a link, or when it is too large.
    """
    if path.is_symlink() or path.parent.is_symlink():
        raise UnreadableError("it is a link to another file")
    if path.exists():
        return _read(path), []
    found = _beside(path)
    if found:
        chosen = max(found, key=lambda one: (one.parent == path.parent, one.stat().st_mtime_ns))
        name = chosen.relative_to(path.parent)
        others = "; of several notebooks it is the last one changed" if len(found) > 1 else ""
        return _read(chosen), [f"The notebook was called {str(name)[:80]!r}; it was read all the same{others}."]
    for archive in sorted(path.parent.glob("*.zip")):
        if _is_plain(archive) and (inside := _in_archive(archive)):
            return inside
    raise UnreadableError("there is no such file")


def is_there(path):
    """Tell whether a submission holds anything to grade, at its place or elsewhere; arguments as for `content_of`."""
    return path.is_symlink() or path.exists() or bool(_beside(path)) or any(path.parent.glob("*.zip"))


def _beside(path):
    found = [*path.parent.glob("*.ipynb"), *path.parent.glob("*/*.ipynb")]
    return [one for one in found[:MOST_FILES] if _is_plain(one) and not set(IGNORED) & set(one.parts)]


def _is_plain(path):
    return not path.parent.is_symlink() and stat.S_ISREG(path.lstat().st_mode)


def _read(path):
    if not _is_plain(path):
        raise UnreadableError("it is no plain file")
    if path.stat().st_size > MOST_BYTES:
        raise UnreadableError(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    return path.read_bytes()


def _in_archive(archive):
    """Return (bytes, notes) of the notebook in a zip archive, read without unpacking anything; None when it has none."""
    if archive.stat().st_size > MOST_ARCHIVE:
        raise UnreadableError(f"{archive.name[:80]} is larger than {MOST_ARCHIVE // 1_000_000} MB")
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [one for one in opened.infolist()[:MOST_FILES] if one.filename.endswith(".ipynb")]
            members = [one for one in members if not set(IGNORED) & set(Path(one.filename).parts)]
            if not members:
                return None
            with opened.open(members[0]) as file:
                content = file.read(MOST_BYTES + 1)
    except NOT_AN_ARCHIVE as error:
        raise UnreadableError(f"{archive.name[:80]} cannot be opened ({str(error)[:80]})") from None
    if len(content) > MOST_BYTES:
        raise UnreadableError(f"the notebook in {archive.name[:80]} is larger than {MOST_BYTES // 1_000_000} MB")
    return content, [f"The notebook was in {archive.name[:80]!r}, as {members[0].filename[:80]!r}; it was read there."]
