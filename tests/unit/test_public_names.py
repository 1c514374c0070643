"""The SDKs' public names change knowingly: public_names.json holds those that users may rely on."""

from __future__ import annotations

from scripts.checks.exports import accepted_names, public_names

ACCEPT = "if that is meant, run: python -m scripts.checks.exports --write"


def test_no_public_name_went() -> None:
    present = public_names()
    gone = [
        f"{module}.{name}"
        for module, names in accepted_names().items()
        for name in names
        if name not in present.get(module, [])
    ]

    assert gone == [], f"removing these breaks users; {ACCEPT}"


def test_no_name_became_public_by_accident() -> None:
    accepted = accepted_names()
    new = [
        f"{module}.{name}"
        for module, names in public_names().items()
        for name in names
        if name not in accepted.get(module, [])
    ]

    assert new == [], f"a public name is a promise; {ACCEPT}"


def test_every_sdk_is_guarded() -> None:
    assert "kneo_client" in accepted_names()
