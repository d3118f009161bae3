"""The simulated sources as one ASGI application: routes, and what every answer goes through."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable, Mapping

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from domain.isbn import isbn13_of
from local.sources import google_books, open_library
from local.sources.faults import delivered, error_reply, not_found
from local.sources.open_library_records import (
    Json,
    author_record,
    delete_record,
    edition_record,
    redirect_record,
    work_record,
)
from local.sources.partial_response import FieldsError, parse_fields, select
from local.sources.settings import Fault, FaultKind, SettingsError
from local.sources.state import State
from local.sources.works import GOOGLE_BOOKS, OPEN_LIBRARY, Work

Answer = Callable[[Request, Fault | None], Response]
Endpoint = Callable[[Request], Awaitable[Response]]

_GOOGLE_JSON = "application/json; charset=UTF-8"


def application(state: State) -> Starlette:
    """The application that answers from `state`."""
    sources = Sources(state)

    def route(path: str, source: str, answer: Answer) -> Route:
        return Route(path, _gated(state, source, answer), methods=["GET"])

    return Starlette(
        routes=[
            Route("/_control", _control(state), methods=["POST"]),
            Route("/_log", _log(state), methods=["GET", "DELETE"]),
            Route("/_health", _health, methods=["GET"]),
            route("/api/books", OPEN_LIBRARY, sources.books),
            route("/search.json", OPEN_LIBRARY, sources.search),
            route("/isbn/{isbn}.json", OPEN_LIBRARY, sources.isbn),
            route("/works/{key}.json", OPEN_LIBRARY, sources.work),
            route("/books/{key}.json", OPEN_LIBRARY, sources.edition),
            route("/authors/{key}.json", OPEN_LIBRARY, sources.author),
            route("/books/v1/volumes", GOOGLE_BOOKS, sources.volumes),
            route("/books/v1/volumes/{key}", GOOGLE_BOOKS, sources.volume),
            route("/{path:path}", OPEN_LIBRARY, _page_not_found),
        ]
    )


class Sources:
    """The answers, without what the gate adds: each takes the request and the fault that is to change it."""

    def __init__(self, state: State) -> None:
        self._state = state

    def books(self, request: Request, fault: Fault | None) -> Response:
        query = request.query_params
        keys = [key for key in query.get("bibkeys", "").split(",") if key]
        answer: Json = {}
        if fault is None or fault.kind is not FaultKind.EMPTY_BATCH:
            answer = open_library.books(self._state.catalogue, keys, query.get("jscmd", "viewapi"))
        if fault is not None and fault.kind is FaultKind.WRONG_BOOK:
            answer = {key: self._another_entry(key, entry, fault) for key, entry in answer.items()}
        if query.get("format") == "json":
            return _json(answer)
        return Response(f"var _OLBookInfo = {json.dumps(answer)};", media_type="text/javascript")

    def search(self, request: Request, fault: Fault | None) -> Response:
        if fault is None or fault.kind is not FaultKind.WRONG_BOOK:
            return _json(open_library.search(self._state.catalogue, request.query_params))
        others = {"title": self._another_work().title, "fields": request.query_params.get("fields", "")}
        return _json(open_library.search(self._state.catalogue, others))

    def isbn(self, request: Request, fault: Fault | None) -> Response:
        found = self._state.catalogue.isbn(request.path_params["isbn"])
        if found is None or OPEN_LIBRARY not in found[0].sources:
            return not_found()
        key = found[1].edition_id
        return self._gone(f"/books/{key}", fault) or RedirectResponse(f"/books/{key}.json", 302)

    def work(self, request: Request, fault: Fault | None) -> Response:
        key = request.path_params["key"]
        found = self._state.catalogue.by_work_id.get(self._state.merged.get(key, key))
        if found is None or OPEN_LIBRARY not in found.sources:
            return not_found(f"/works/{key}")
        return self._gone(f"/works/{key}", fault) or _json({**work_record(found), "key": f"/works/{key}"})

    def edition(self, request: Request, fault: Fault | None) -> Response:
        key = request.path_params["key"]
        found = self._state.catalogue.by_edition_id.get(self._state.merged.get(key, key))
        if found is None or OPEN_LIBRARY not in found[0].sources:
            return not_found(f"/books/{key}")
        return self._gone(f"/books/{key}", fault) or _json({**edition_record(*found), "key": f"/books/{key}"})

    def author(self, request: Request, fault: Fault | None) -> Response:
        key = request.path_params["key"]
        name = self._state.catalogue.author_names.get(self._state.merged.get(key, key))
        if name is None:
            return not_found(f"/authors/{key}")
        return self._gone(f"/authors/{key}", fault) or _json(author_record(key, name))

    def volumes(self, request: Request, fault: Fault | None) -> Response:
        query: Mapping[str, str] = request.query_params
        if fault is not None and fault.kind is FaultKind.WRONG_BOOK:
            query = {**query, "q": f'intitle:"{self._another_work().title}"'}
        return _google(request, google_books.search(self._state.catalogue, query))

    def volume(self, request: Request, _fault: Fault | None) -> Response:
        found = self._state.catalogue.by_volume_id.get(request.path_params["key"])
        if found is None or GOOGLE_BOOKS not in found.sources:
            # Google answers so for ids that do not exist, and so cannot be told from an outage.
            return _error(FaultKind.BACKEND_FAILED)
        country = request.query_params.get("country", "US")
        return _google(request, google_books.volume(found, country, full=True))

    def _gone(self, key: str, fault: Fault | None) -> Response | None:
        """What a merged or deleted record answers; a key that a redirect led to is a good record."""
        if fault is None or key.rpartition("/")[2] in self._state.merged:
            return None
        if fault.kind is FaultKind.DELETED_RECORD:
            return _json(delete_record(key))
        if fault.kind is FaultKind.REDIRECT_RECORD:
            kind, _, identifier = key.rpartition("/")
            target = f"{identifier[:-1]}9{identifier[-1]}"
            self._state.merged[target] = identifier
            return _json(redirect_record(key, f"{kind}/{target}"))
        return None

    def _another_entry(self, key: str, entry: object, fault: Fault) -> object:
        asked = isbn13_of(key.rpartition(":")[2])
        if fault.isbns and asked not in fault.isbns:
            return entry
        found = self._state.catalogue.by_isbn.get(asked or "")
        other = self._another_work(after=0 if found is None else found[0].position)
        answer = open_library.books(self._state.catalogue, [f"OLID:{other.editions[0].edition_id}"], "data")
        return next(iter(answer.values()), entry)

    def _another_work(self, after: int = 0) -> Work:
        works = self._state.catalogue.works
        return works[(after + 1) % len(works)]


def _gated(state: State, source: str, answer: Answer) -> Endpoint:
    """The endpoint that logs a request, limits and delays it, lets faults strike it, and answers it."""

    async def endpoint(request: Request) -> Response:
        user_agent = request.headers.get("user-agent", "")
        number = state.log.arrived(source, request.url.path, request.query_params, user_agent)
        refusal = _refusal(state, source, request)
        fault = None
        if refusal is None:
            fault = state.strike(source, request.url.path, _named_isbns(request))
        await asyncio.sleep(state.delay())
        struck = Fault(refusal) if refusal is not None else fault
        response = None if struck is None else error_reply(struck)
        if response is None:
            response = _compressed(request, answer(request, fault))
        dropped = fault is not None and fault.kind is FaultKind.DROPPED
        state.log.answered(number, 0 if dropped else response.status_code, None if struck is None else struck.kind)
        return delivered(fault, response)

    return endpoint


def _refusal(state: State, source: str, request: Request) -> FaultKind | None:
    if source == OPEN_LIBRARY:
        return state.open_library_refusal(request.headers.get("user-agent", ""))
    return state.google_refusal(request.query_params.get("key", ""), request.query_params.get("country", ""))


def _named_isbns(request: Request) -> set[str]:
    query = request.query_params
    terms = query.get("bibkeys", "").split(",") + query.get("q", "").split() + [query.get("isbn", "")]
    terms.append(str(request.path_params.get("isbn", "")))
    found = (isbn13_of(term.rpartition(":")[2].strip('"')) for term in terms)
    return {isbn for isbn in found if isbn is not None}


def _compressed(request: Request, response: Response) -> Response:
    if "gzip" not in request.headers.get("accept-encoding", "") or len(response.body) < 500:
        return response
    packed = Response(gzip.compress(bytes(response.body), 5), response.status_code, media_type=response.media_type)
    packed.headers["content-encoding"] = "gzip"
    packed.headers["vary"] = "Accept-Encoding"
    return packed


def _google(request: Request, answer: Json) -> Response:
    wanted = request.query_params.get("fields", "")
    try:
        chosen = select(answer, parse_fields(wanted)) if wanted else answer
    except FieldsError as error:
        body = {
            "error": {
                "code": 400,
                "message": f"Invalid field selection {error}",
                "status": "INVALID_ARGUMENT",
            }
        }
        return Response(json.dumps(body), 400, media_type=_GOOGLE_JSON)
    return Response(json.dumps(chosen, indent=2), media_type=_GOOGLE_JSON)


def _json(answer: Json) -> Response:
    return Response(json.dumps(answer), media_type="application/json")


def _error(kind: FaultKind) -> Response:
    reply = error_reply(Fault(kind))
    return Response(status_code=500) if reply is None else reply


def _page_not_found(_request: Request, _fault: Fault | None) -> Response:
    return _error(FaultKind.NOT_FOUND_PAGE)


async def _health(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


def _control(state: State) -> Endpoint:
    async def control(request: Request) -> Response:
        try:
            state.configure(state.settings.changed(await request.json()))
        except SettingsError as error:
            return JSONResponse({"error": str(error)}, 400)
        return JSONResponse({"status": "ok"})

    return control


def _log(state: State) -> Endpoint:
    async def log(request: Request) -> Response:
        if request.method == "DELETE":
            state.log.clear()
        return JSONResponse([entry.to_json() for entry in state.log.entries()])

    return log
