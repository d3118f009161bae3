"""The CDK's own command line, pinned in local/requirements/cdk and run by the project's Node."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from stacks.synthesis import REPOSITORY, node_executable

_LOCK: Final = Path("local") / "requirements" / "cdk"
_FOLDER: Final = Path(".tools") / "cdk"
_NPM: Final = Path("lib") / "node_modules" / "npm" / "bin" / "npm-cli.js"


class CommandLineMissingError(Exception):
    """The CDK's command line could not be installed."""


class CommandLineFailedError(Exception):
    """The CDK's command line failed, and said why on the terminal."""

    def __init__(self, word: str, status: int) -> None:
        super().__init__(f"`cdk {word}` ended with status {status}; the reason is above")


def bootstrap(account: str, region: str, root: Path = REPOSITORY) -> None:
    """Make what deployments need in an account and region: once, and again after an upgrade. Raises as `deploy`."""
    _run(["bootstrap", f"aws://{account}/{region}"], region, root)


def deploy(
    assembly: Path, region: str, parameters: Mapping[str, str], stacks: Sequence[str] = (), root: Path = REPOSITORY
) -> dict[str, str]:
    """Deploy a synthesized assembly's stacks (all, unless some are named) into a region; return all their outputs.

    `parameters` are by `{stack}:{name}`. What happens is shown on the terminal. Nothing is asked: what a deployment
    may do to rights was looked at before. Raises CommandLineMissingError and CommandLineFailedError.
    """
    outputs = assembly.parent / f"{assembly.name}-outputs.json"
    outputs.unlink(missing_ok=True)
    stated = [word for name, value in parameters.items() for word in ("--parameters", f"{name}={value}")]
    _run(
        [
            *("deploy", *(stacks or ["--all"]), "--app", str(assembly), "--require-approval", "never"),
            *("--outputs-file", str(outputs), "--progress", "events", *stated),
        ],
        region,
        root,
    )
    by_stack: dict[str, dict[str, str]] = json.loads(outputs.read_text())
    return {name: value for stack in by_stack.values() for name, value in stack.items()}


def install(root: Path = REPOSITORY) -> Path:
    """The program, installed by npm as the lock file says, unless it is there. Raises CommandLineMissingError."""
    folder, lock = root / _FOLDER, (root / _LOCK / "package-lock.json").read_bytes()
    program = folder / "node_modules" / "aws-cdk" / "bin" / "cdk"
    installed = folder / "package-lock.json"
    if program.is_file() and installed.is_file() and installed.read_bytes() == lock:
        return program
    node = node_executable()
    npm = node.parent.parent / _NPM
    if not npm.is_file():
        raise CommandLineMissingError(f"{npm} is missing: run `make setup`")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root / _LOCK, folder)
    words = [str(node), str(npm), "ci", "--silent", "--no-audit", "--no-fund"]
    done = subprocess.run(words, cwd=folder, env=_environment(node), capture_output=True, text=True, check=False)
    if done.returncode != 0 or not program.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        raise CommandLineMissingError(f"npm could not install the CDK's command line: {done.stderr.strip()}")
    return program


def _run(arguments: Sequence[str], region: str, root: Path) -> None:
    program, node = install(root), node_executable()
    words = [str(node), str(program), *arguments, "--no-notices", "--no-version-reporting"]
    environment = _environment(node) | {"AWS_REGION": region}
    done = subprocess.run(words, cwd=root, env=environment, check=False)
    if done.returncode != 0:
        raise CommandLineFailedError(arguments[0], done.returncode)


def _environment(node: Path) -> dict[str, str]:
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return os.environ | {"PATH": path, "CDK_DISABLE_CLI_TELEMETRY": "true"}
