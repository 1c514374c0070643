"""Export lists are literal, complete and true, and the check of them sees when they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.checks import exports

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    WriteTree = Callable[[dict[str, str]], Path]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("def f(): ...\n", "no __all__, but defines f"),
        ("LIMIT = 3\n", "no __all__, but defines LIMIT"),
        ("from .other import Thing as Thing\n", "no __all__, but defines Thing"),
        ("__all__ = ['a'] + ['b']\n", "__all__ is not a literal list or tuple"),
        ("NAME = 'a'\n__all__ = [NAME]\n", "__all__ holds something else than literal strings"),
        ("a = 1\n__all__ = ['a', 'a']\n", "__all__ names a twice"),
        ("_a = 1\n__all__ = ('_a',)\n", "__all__ names the private _a"),
    ],
)
def test_names_what_is_wrong_with_a_list(source_tree: WriteTree, text: str, complaint: str) -> None:
    found = exports.complaints(source_tree({"kneo_client/things.py": text}), import_them=False)

    assert found == [f"src/kneo_client/things.py: {complaint}"]


@pytest.mark.parametrize(
    "files",
    [
        {"kneo_client/things.py": "def f(): ...\n__all__ = ['f']\n"},
        {"kneo_client/things.py": "__version__ = '1'\n__all__: tuple[str, ...] = ('__version__',)\n"},
        {"kneo_client/_private.py": "def f(): ...\n"},
        {"kneo_client/_generated/models.py": "def f(): ...\n"},
        {"kneo_client/__main__.py": "def f(): ...\n"},
        {"trellis/emulator/clock.py": "def f(): ...\n"},
        {"kneo_client/empty.py": '"""Only words."""\n'},
    ],
)
def test_lets_right_and_private_modules_pass(source_tree: WriteTree, files: dict[str, str]) -> None:
    assert exports.complaints(source_tree(files), import_them=False) == []


def test_a_name_must_be_there_when_the_module_is_imported(
    source_tree: WriteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    lazy = "def __getattr__(name):\n    if name == 'late':\n        return 1\n    raise AttributeError(name)\n"
    src = source_tree(
        {
            "export_probe_one.py": "__all__ = ['here', 'absent']\nhere = 1\n",
            "export_probe_two.py": f"__all__ = ['late', 'never']\n{lazy}",
            "export_probe_three.py": "__all__ = ['x']\nx = 1 / 0\n",
            "export_probe_four.py": "__all__ = ['y']\ndef __getattr__(name):\n    if name == 'y':\n        1 / 0\n",
        }
    )
    monkeypatch.syspath_prepend(src)

    found = [line for line in exports.complaints(src) if "probe" in line]

    assert found == [
        "src/export_probe_four.py: y cannot be loaded: ZeroDivisionError: division by zero",
        "src/export_probe_one.py: __all__ names absent, which is not there",
        "src/export_probe_three.py: cannot be imported: ZeroDivisionError: division by zero",
        "src/export_probe_two.py: __all__ names never, which is not there",
    ]


def test_public_names_are_those_of_the_sdks(source_tree: WriteTree) -> None:
    src = source_tree(
        {
            "kneo_client/__init__.py": "__all__ = ['b', 'a']\n",
            "kneo_client/_hidden.py": "__all__ = ['c']\n",
            "trellis/core/flow.py": "__all__ = ['d']\n",
        }
    )

    assert exports.public_names(src) == {"kneo_client": ["a", "b"]}
