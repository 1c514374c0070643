"""The pinned document says what the service's published one says, except where it gives a reason."""

from __future__ import annotations

import json
from collections import Counter

import pytest
import yaml

from .document import ROOT, Document, kneo
from .published import LOCAL, REQUESTS, ROOT_KINDS, deviations, unexplained

EARLIER = ROOT / "openapi" / "history" / "kneo-0.4.0.yaml"
PUBLISHED = ROOT.parent / "shared" / "facts" / "kneo-1.2.0.openapi.json"


@pytest.fixture(scope="module")
def published() -> Document:
    if not PUBLISHED.is_file():
        pytest.skip("the published document is not beside this repository (../shared/facts): nothing to compare with")
    return Document(json.loads(PUBLISHED.read_text("utf-8")))


def test_the_pinned_document_is_whole() -> None:
    document = kneo()

    assert len(document.root["paths"]) == 29
    assert len(list(document.operations())) == 31
    # The 40 that are published, the two open enums.
    assert len(document.schemas) == 40 + 2


def test_no_deviation_is_without_its_reason(published: Document) -> None:
    assert unexplained(kneo(), published) == []


def test_every_kind_of_deviation_is_there_and_the_reasons_name_no_other(published: Document) -> None:
    kinds = Counter(found.kind for found in deviations(kneo(), published))

    assert kinds.keys() == {*ROOT_KINDS, LOCAL}
    # Routes without /v1 are left out of the published file too, so that reason explains no difference to it.
    assert kneo().root["info"]["x-why"].keys() == {*ROOT_KINDS, "legacy-routes"}


def test_the_earlier_pin_is_kept_and_installed_as_it_was() -> None:
    installed = json.loads((ROOT / "src/kneo_client/_generated/spec-0.4.0.json").read_text("utf-8"))
    archived = yaml.safe_load(EARLIER.read_text("utf-8"))

    assert installed == archived
    assert installed["info"]["version"] == "0.4.0"
    # Nothing was taken away since: the newer client has a row for every operation of the older platform.
    assert {op.line for op in Document(installed).operations()} < {op.line for op in kneo().operations()}


def test_requests_stay_closed_and_answers_are_open() -> None:
    for name, schema in kneo().schemas.items():
        if name.endswith(REQUESTS):
            assert schema["additionalProperties"] is False, name
        elif schema["type"] == "object":
            assert schema["additionalProperties"] is True, name
