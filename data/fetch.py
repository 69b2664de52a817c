"""Fetch pinned npm packages into a cache folder; what is in the cache is not fetched again.

Usage: python data/fetch.py --cache DIR NAME@VERSION [NAME@VERSION ...]
"""

import argparse
import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from building import BuildError


class FetchError(BuildError):
    """A package could not be fetched; the message says what, where and what to do."""


@dataclass(frozen=True)
class Package:
    """One pinned npm package.

    name -- its name in the registry, with scope, such as "@iconify-json/noto"
    version -- its exact version
    integrity -- "sha512-..." of its archive as the registry publishes it; empty means not checked
    """

    name: str
    version: str
    integrity: str = ""

    @property
    def spec(self):
        """The package as npm wants it named, name@version."""
        return f"{self.name}@{self.version}"

    def folder(self, cache):
        """The folder of the cache in which the unpacked package lies, whether it exists or not."""
        return Path(cache) / f"{self.name.replace('/', '__')}-{self.version}"


def fetch(package, cache):
    """Make sure that a package lies unpacked in the cache.

    package -- a Package
    cache -- the cache folder, made if missing
    Returns the folder that holds the package's package.json.
    Raises FetchError when npm is missing or fails, or when what came is not what was pinned.
    """
    folder = package.folder(cache)
    if not folder.exists():
        _make_cache(cache)
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            archive = _pack(package, Path(scratch))
            _check_integrity(package, archive)
            unpacked = _unpack(package, archive, Path(scratch) / "unpacked")
            found = _version_in(unpacked)
            if found != package.spec:
                raise FetchError(
                    f"npm sent {found} for {package.spec}: correct the name or the version that is pinned."
                )
            unpacked.rename(folder)
    found = _version_in(folder)
    if found != package.spec:
        raise FetchError(f"{folder} holds {found} instead of {package.spec}: delete that folder and start again.")
    return folder


def read_facts(package, folder):
    """Read what a fetched package says about its licence and its author.

    package -- a Package
    folder -- the folder that holds its package.json and, for an icon set, its info.json
    Returns a dictionary of texts: package, version, licence (as written there), author, url.
    """
    manifest = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    facts = {"package": package.name, "version": package.version}
    facts |= {"licence": manifest["license"], "author": manifest.get("author", ""), "url": manifest["homepage"]}
    if (folder / "info.json").exists():
        info = json.loads((folder / "info.json").read_text(encoding="utf-8"))
        facts |= {"licence": info["license"]["spdx"], "author": info["author"]["name"], "url": info["author"]["url"]}
    return facts


def _make_cache(cache):
    """Make the cache folder, or say why it cannot be one."""
    try:
        Path(cache).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FetchError(
            f"The cache folder {cache} cannot be made ({error.strerror}): name another one with --cache."
        ) from None


def _pack(package, scratch):
    """Download the package's archive into the folder `scratch` and return its path."""
    npm = shutil.which("npm")
    if npm is None:
        raise FetchError(
            f"{package.spec} cannot be fetched because npm is not on the PATH: "
            "install Node.js (it brings npm), or pass a --cache that already holds the package."
        )
    done = subprocess.run([npm, "pack", "--loglevel=error", package.spec], cwd=scratch, capture_output=True, text=True)
    archives = sorted(scratch.glob("*.tgz"))
    if done.returncode != 0 or len(archives) != 1:
        raise FetchError(_why_npm_failed(package, done))
    return archives[0]


def _why_npm_failed(package, done):
    """Turn npm's output into one sentence with a way out."""
    said = done.stderr + done.stdout
    if "E404" in said or "ETARGET" in said:
        return f"{package.spec} is not in the npm registry: correct the name or the version pinned in the builder."
    code = re.search(r"npm error code (\S+)", said)
    reason = code.group(1) if code else f"exit status {done.returncode}"
    return (
        f"npm could not fetch {package.spec} ({reason}): check the network and the registry with `npm ping`, "
        "then start again; packages fetched so far are kept."
    )


def _check_integrity(package, archive):
    """Raise FetchError unless the archive's SHA-512 is the pinned one."""
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if package.integrity and found != package.integrity:
        raise FetchError(
            f"The archive of {package.spec} has integrity {found}, but the builder pins {package.integrity}: "
            "the registry sent another file; fetch from another registry, or look at the package and pin it anew."
        )


def _unpack(package, archive, target):
    """Unpack the archive into the folder `target` and return the package's own folder in it."""
    try:
        with tarfile.open(archive) as tar:
            tar.extractall(target, filter="data")
    except (tarfile.TarError, EOFError, OSError) as error:
        raise FetchError(f"The archive of {package.spec} does not unpack ({error}): fetch it again.") from None
    return target / "package"


def _version_in(folder):
    """Name the package in a folder, name@version, or say that there is none."""
    try:
        manifest = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        return f"{manifest['name']}@{manifest['version']}"
    except (OSError, ValueError, KeyError):
        return "no readable package.json"


def parse_package(text):
    """Read NAME@VERSION, as written on the command line, into a Package."""
    name, at, version = text.rpartition("@")
    if not (name and at and version):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME@VERSION, such as @iconify-json/noto@1.2.9")
    return Package(name, version)


def main(arguments=None):
    """Fetch the packages named on the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description="Fetch pinned npm packages into a cache folder.")
    parser.add_argument("--cache", type=Path, required=True, help="folder in which unpacked packages are kept")
    parser.add_argument("packages", nargs="+", type=parse_package, metavar="NAME@VERSION")
    chosen = parser.parse_args(arguments)
    try:
        for package in chosen.packages:
            print(fetch(package, chosen.cache))
    except FetchError as error:
        print(f"fetch: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
