"""The throw-away project: what questions share in it, how long they wait, and how it goes."""

from __future__ import annotations

import io
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import dataikuapi
from dataikuapi.dss.managedfolder import DSSManagedFolder
from dataikuapi.dss.project import DSSProject
from dataikuapi.utils import DataikuException

from probe.errors import ProbeError, Unanswered

T = TypeVar("T")
_WORD = re.compile(r"[A-Za-z_-]*")


@dataclass(frozen=True)
class Options:
    """What a person may name; "" is not given.

    Attributes
    ----------
    connection, folder_connection
        Where the project's datasets and folders are kept.
    sql_connection
        For the questions about queries.
    mail_channel, mail_to
        For the question about mails: one mail is sent.
    pause, patience
        Seconds between two looks at work that goes on, and seconds until the probe gives it up.
    """

    connection: str = "filesystem_managed"
    folder_connection: str = "filesystem_folders"
    sql_connection: str = ""
    mail_channel: str = ""
    mail_to: str = ""
    pause: float = 1.0
    patience: float = 600.0


class Stage:
    """The project of one run of the probe.

    What several questions need is made `once`, when the first of them asks for it.
    """

    def __init__(self, client: dataikuapi.DSSClient, options: Options) -> None:
        self.client, self.options = client, options
        self._made: dict[Callable[[Stage], Any], Any] = {}
        self._files: list[tuple[DSSManagedFolder, str]] = []
        self._places: dict[int, str] = {}
        self.key = ""
        self.last_request, self.last_status = "", 0
        client._session.hooks["response"].append(self._keep)
        taken = set(client.list_project_keys())
        self.key = next(key for key in iter(_new_key, "") if key not in taken)
        self.project: DSSProject = self._create_project()

    def once(self, make: Callable[[Stage], T]) -> T:
        """Return what `make` makes of the stage; it is made once. A failure is kept too, and met by all who ask."""
        if make not in self._made:
            try:
                self._made[make] = make(self), None
            except Exception as error:  # noqa: BLE001 -- kept, and raised for each question that asks
                self._made[make] = None, error
                self._places[id(error)] = self.place_of(error)
        thing, failure = self._made[make]
        if failure is not None:
            raise failure
        result: T = thing
        return result

    def place_of(self, error: Exception) -> str:
        """Return the request that an error came from, such as `POST /projects/PROBE/lab`."""
        return self._places.get(id(error), self.last_request)

    def wait(self, is_over: Callable[[], bool], what: str) -> None:
        """Look at work until it is over; raise Unanswered after the options' patience."""
        end = time.monotonic() + self.options.patience
        while not is_over():
            if time.monotonic() > end:
                raise Unanswered(f"{what} was not over after {self.options.patience:.0f} seconds")
            time.sleep(self.options.pause)

    def look(self, is_there: Callable[[], bool], times: int) -> bool:
        """Look for something that may never come, a number of times; tell whether it came."""
        for _ in range(times):
            if is_there():
                return True
            time.sleep(self.options.pause)
        return False

    def folder(self, name: str, files: Mapping[str, str]) -> DSSManagedFolder:
        """Return a new managed folder with text files, which are deleted with the project."""
        folder = self.project.create_managed_folder(name, connection_name=self.options.folder_connection)
        for path, text in files.items():
            folder.put_file(path, io.BytesIO(text.encode("utf-8")))
            self._files.append((folder, path))
        return folder

    def close(self) -> list[str]:
        """Delete the files and the project; return what could not be deleted, with the reason."""
        left: list[str] = []
        for folder, path in self._files:
            left += _failure(partial(folder.delete_file, path), f"the file {path}")
        left += _failure(self._delete, f"the project {self.key}")
        return left

    def _create_project(self) -> DSSProject:
        user = self.client.get_auth_info()
        owner = user.get("associatedDSSUser") or user["authIdentifier"]
        try:
            return self.client.create_project(self.key, "Probe of an instance (can be deleted)", owner)
        except (DataikuException, OSError) as error:
            raise ProbeError(
                f"The project {self.key} could not be made: {error}. The key's owner needs the right to create projects"
            ) from None

    def _keep(self, response: Any, *_: Any, **__: Any) -> None:
        """Keep the status of an answer, and what was asked without anything that the instance named."""
        path = response.request.path_url.partition("?")[0].rpartition("/dip/publicapi")[2]
        words = path.replace(self.key, "PROBE").split("/") if self.key else path.split("/")
        place = "/".join(word if _WORD.fullmatch(word) else "*" for word in words)
        self.last_request, self.last_status = f"{response.request.method} {place}", response.status_code

    def _delete(self) -> None:
        self.project.delete(clear_managed_datasets=True, clear_output_managed_folders=True)
        if self.key in self.client.list_project_keys():
            raise Unanswered("it is still listed")


def _new_key() -> str:
    return f"PROBE_{secrets.token_hex(4).upper()}"


def _failure(delete: Callable[[], Any], what: str) -> list[str]:
    try:
        delete()
    except Exception as error:  # noqa: BLE001 -- whatever it is, the rest is deleted, and a person is told
        return [f"{what} ({type(error).__name__}: {error})"]
    return []
