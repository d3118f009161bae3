"""The API's contract says every route, status and error code that the code has, and none that it has not."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
import yaml

from domain.exports import NotAnExport
from domain.exports import errors as export_errors
from local.site import build_site
from local.web_server import WebServer, listen
from stacks.api import LIBRARY_ROUTES, UPLOAD_ROUTES
from tests.conftest import REPOSITORY

CONTRACT = REPOSITORY / "docs" / "openapi.yaml"
ROUTES = (*UPLOAD_ROUTES, *LIBRARY_ROUTES)
MODULES = ("lambdas.http", "lambdas.upload.form", "lambdas.upload.handler", "lambdas.library_api.handler")
ANSWERS = {"json_response", "empty_response", "gzip_response", "Response"}
# What is answered before a route's function runs, or instead of it.
NOT_THE_ROUTE_S = {("413", "too_large"), ("500", "internal"), ("5XX", "timeout"), ("5XX", "unavailable")}

Place = tuple[str, str]


@cache
def contract() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(CONTRACT.read_text("utf-8"))
    return loaded


def operations() -> dict[str, Any]:
    """The contract's operations by `METHOD /path`."""
    verbs = ("get", "put", "post", "delete", "patch", "head", "options")
    return {
        f"{verb.upper()} {path}": item[verb]
        for path, item in contract()["paths"].items()
        for verb in verbs
        if verb in item
    }


def resolved(node: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in node:
        return node
    found: Any = contract()
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    assert isinstance(found, Mapping)
    return found


def documented_codes(route: str) -> set[tuple[str, str]]:
    """Every (status, code) that the contract has for a route."""
    return {
        (status, code)
        for status, response in operations()[route]["responses"].items()
        for code in codes_in(resolved(response).get("content", {}))
    }


def codes_in(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        if isinstance(node.get("code"), Mapping):
            yield from node["code"].get("enum", ())
        for value in node.values():
            yield from codes_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from codes_in(value)


# The code


@cache
def functions() -> dict[Place, ast.FunctionDef]:
    """The functions of the modules, those inside others too."""
    return {
        (module, node.name): node
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.FunctionDef)
    }


@cache
def tree(module: str) -> ast.Module:
    return ast.parse((REPOSITORY / Path(*module.split("."))).with_suffix(".py").read_text("utf-8"))


def imported(module: str) -> dict[str, Place]:
    return {
        name.name: (node.module or "", name.name)
        for node in tree(module).body
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }


def handler_of(route: str) -> Place:
    """The function that a route's decorator stands on."""
    verb, path = route.split(" ")
    wanted = (verb.lower(), path.replace("{", "<").replace("}", ">"))
    return next(
        place
        for place, function in functions().items()
        for each in function.decorator_list
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.args
        if (each.func.attr, ast.literal_eval(each.args[0])) == wanted
    )


def calls(place: Place, seen: set[Place] | None = None) -> Iterator[ast.Call]:
    """Every call in a function and in the functions of the modules that it calls."""
    seen = set() if seen is None else seen
    if place in seen:
        return
    seen.add(place)
    for node in ast.walk(functions()[place]):
        if isinstance(node, ast.Call):
            yield node
            if isinstance(node.func, ast.Name):
                called = imported(place[0]).get(node.func.id, (place[0], node.func.id))
                if called in functions():
                    yield from calls(called, seen)


def coded(route: str) -> set[tuple[str, str]]:
    """Every (status, code) with which a route's function can refuse: calls that begin with both."""
    found = set()
    for call in calls(handler_of(route)):
        match call.args:
            case [ast.Constant(value=int(status)), ast.Constant(value=str(code)), *_] if status >= 400:
                found.add((str(status), code))
            case [ast.Constant(value=int(status)), ast.Attribute(attr="code"), *_]:
                found |= {(str(status), code) for code in recognition_codes()}
    return found


def recognition_codes() -> set[str]:
    """The codes with which recognising a file's first bytes refuses it."""
    source = (REPOSITORY / "domain" / "exports" / "recognition.py").read_text("utf-8")
    raised = {
        name.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Raise) and node.exc is not None
        for name in ast.walk(node.exc)
        if isinstance(name, ast.Name)
    }
    kinds = (getattr(export_errors, name, None) for name in raised)
    return {kind.code for kind in kinds if isinstance(kind, type) and issubclass(kind, NotAnExport)}


def answered(route: str) -> set[str]:
    """The statuses of a route's answers that are no errors."""
    return {
        str(call.args[0].value)
        for call in calls(handler_of(route))
        if isinstance(call.func, ast.Name) and call.func.id in ANSWERS
        if call.args and isinstance(call.args[0], ast.Constant)
    }


def test_every_route_is_in_the_contract_and_back() -> None:
    assert set(operations()) == set(ROUTES)


@pytest.mark.parametrize("route", ROUTES)
def test_every_error_code_of_a_route_is_in_the_contract_and_back(route: str) -> None:
    codes = coded(route)
    assert codes or route == "GET /api/health"
    assert codes - documented_codes(route) == set(), "the code has it"
    assert documented_codes(route) - codes - NOT_THE_ROUTE_S == set(), "the contract has it"


@pytest.mark.parametrize("route", ROUTES)
def test_every_answer_of_a_route_is_in_the_contract_and_back(route: str) -> None:
    documented = {status for status in operations()[route]["responses"] if status[0] in "123"}
    assert answered(route) == documented


@pytest.mark.parametrize("route", ROUTES)
def test_who_must_show_the_owner_s_token(route: str) -> None:
    asks = any(isinstance(call.func, ast.Name) and call.func.id == "require_owner" for call in calls(handler_of(route)))
    assert ("security" in operations()[route]) == asks


def test_the_contract_is_openapi() -> None:
    schema = schemathesis.openapi.from_path(CONTRACT)
    schema.validate()
    assert schema.specification.version.startswith("3.1")


def test_the_contract_and_what_it_refers_to_are_served(tmp_path: Path) -> None:
    server = WebServer(
        build_site(REPOSITORY / "web", "http://127.0.0.1:9", "http://127.0.0.1:9", tmp_path / "none"), listen(0)
    )
    server.start()
    try:
        served = httpx.get(f"{server.address}/openapi.yaml")
        schema = httpx.get(f"{server.address}/dashboard.schema.json")
    finally:
        server.stop()
    assert (served.status_code, served.headers["content-type"]) == (200, "application/yaml")
    assert served.content == CONTRACT.read_bytes()
    assert schema.json() == json.loads((REPOSITORY / "docs" / "dashboard.schema.json").read_bytes())
