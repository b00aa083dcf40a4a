"""The published OpenAPI is true: Schemathesis calls every endpoint with what fits it and with what does not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS
from schemathesis.generation import GenerationMode

from cxkit.live.app import ROUTERS, create_app
from cxkit.live.room import Room
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from tests.cluster import Cluster


def can_be_wrong(route: APIRoute) -> bool:
    """Tell whether anything may be sent that does not fit: any text fits a code, and a header."""

    def parts(asked: Dependant) -> Iterator[Dependant]:
        yield asked
        for further in asked.dependencies:
            yield from parts(further)

    named = {param.name for part in parts(route.dependant) for param in (*part.query_params, *part.path_params)}
    return bool(route.body_field or named - {"code"})


CALLED = [
    (method, route.path, mode)
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute) and route.include_in_schema
    for method in sorted(route.methods or ())
    for mode in GenerationMode
    if not route.path.endswith("/events")  # streams without an end
    if mode == GenerationMode.POSITIVE or (method != "GET" and can_be_wrong(route))
]
HOST = "http://localhost"
ASKED = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, leadership: Survey
) -> Iterator[tuple[Store, FastAPI, Any]]:
    """A store, what serves it, and what that publishes; a database of its own, since each test has a room in it."""
    if request.param == "sqlite":
        place: Path | str = tmp_path_factory.mktemp("data")
    else:
        cluster: Cluster = request.getfixturevalue("cluster")
        place = cluster.url(cluster.new_database())
    with Store(place) as store:
        app = create_app(store, room=Room.create(store, leadership, title="A room", port=1)[0].code, bases=[HOST])
        yield store, app, schemathesis.openapi.from_asgi("/openapi.json", app, headers={"Host": "localhost"})


@pytest.mark.hypothesis  # inside: make proofs tries other cases each time
@pytest.mark.parametrize(("method", "path", "mode"), CALLED)
def test_no_call_breaks_the_server_and_each_answer_is_as_published(
    served: tuple[Store, FastAPI, Any], leadership: Survey, method: str, path: str, mode: GenerationMode
) -> None:
    """With a room's own code and the facilitator's cookie, too, so that it comes further than the door."""
    store, app, schema = served
    room, _ = Room.create(store, leadership, title="A room", port=8765)
    key = room.new_key()

    @settings(max_examples=6, suppress_health_check=list(HealthCheck))
    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    def called(case: Any) -> None:
        app.state.server.door._wrong.clear()
        if len(str(case.path_parameters["code"])) % 2:
            case.path_parameters["code"] = room.code
        case.call_and_validate(
            checks=CHECKS.get_by_names(ASKED),
            headers={"Host": "localhost", "Cookie": f"cxkit_{room.code}={key}", "X-Cxkit": "1"},
        )

    called()


def test_openapi_is_published_and_no_page_of_it_comes_from_elsewhere(phone: TestClient) -> None:
    """The pages that FastAPI would make of it load from a CDN, so there are none."""
    assert phone.get("/openapi.json").json()["info"]["title"] == "cxkit"
    assert {phone.get(path).status_code for path in ("/docs", "/redoc")} == {404}
