"""What permissions, interpreters and lists of packages say."""

from __future__ import annotations

import sys
from typing import Any

import pandas as pd
import pytest

from champion_challenger.adapters.dss.check_installation import packages_of, python_of, writes
from champion_challenger.adapters.dss.environment import installed_beside

ANN = {"authIdentifier": "key-1", "associatedDSSUser": "ann", "groups": ["analysts"]}


@pytest.mark.parametrize(
    ("permissions", "may"),
    [
        ({"owner": "ann", "permissions": []}, True),
        ({"owner": "bob", "permissions": [{"group": "analysts", "writeProjectContent": True}]}, True),
        ({"owner": "bob", "permissions": [{"user": "ann", "admin": True}]}, True),
        ({"owner": "bob", "permissions": [{"group": "analysts", "readProjectContent": True}]}, False),
        ({"owner": "bob", "permissions": [{"group": "others", "writeProjectContent": True}]}, None),
        ({"owner": "bob", "permissions": []}, None),
    ],
)
def test_permissions_of_a_project(permissions: dict[str, Any], may: bool | None) -> None:
    """Those of the owner, of a group, of the user; whom they do not name may have rights of the instance."""
    assert writes(permissions, ANN) is may


@pytest.mark.parametrize(("name", "version"), [("PYTHON39", "3.9"), ("PYTHON313", "3.13"), ("CUSTOM", ""), ("", "")])
def test_interpreters(name: str, version: str) -> None:
    """As DSS names them."""
    assert python_of(name) == version


def test_packages_of_a_list() -> None:
    """Lines of another form are no packages with a version."""
    listing = "scikit-learn==1.3.2\n-e git+https://example.com/x\nPandas==1.5.3\n\n"
    assert packages_of(listing) == {"scikit-learn": "1.3.2", "pandas": "1.5.3"}


def test_a_package_is_looked_for_where_its_module_is() -> None:
    """DSS puts its client into the process without installing it."""
    assert installed_beside(pd, "pandas") == pd.__version__
    assert installed_beside(pd, "no-such-package") == ""
    assert installed_beside(sys, "pandas") == ""
