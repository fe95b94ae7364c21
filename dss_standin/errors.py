"""The errors that the stand-in answers, in the shape the official client understands."""

from __future__ import annotations

from typing import Any


class DSSError(Exception):
    """A refused call: becomes an HTTP error with errorType, message and detailedMessage."""

    default_type = "java.lang.IllegalArgumentException"
    default_status = 400

    def __init__(self, message: str, error_type: str | None = None, status: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.error_type = error_type or self.default_type
        self.status = status or self.default_status

    def as_json(self) -> dict[str, Any]:
        """Return the body that the official client turns into a DataikuException."""
        return {"errorType": self.error_type, "message": self.message, "detailedMessage": self.message}


class NotFound(DSSError):  # noqa: N818  named as DSS names them
    """An object that does not exist; its HTTP status is the switch `missing_object_status`."""

    default_type = "com.dataiku.dip.server.controllers.NotFoundException"
    default_status = 404


class NotAuthenticated(DSSError):  # noqa: N818  named as DSS names them
    """A missing or unknown API key or ticket."""

    default_type = "com.dataiku.dip.exceptions.NotAuthenticatedException"
    default_status = 401


class Forbidden(DSSError):  # noqa: N818  named as DSS names them
    """An object that the caller has no right to; the errorType is assumed."""

    default_type = "com.dataiku.dip.exceptions.UnauthorizedException"
    default_status = 403


class OutsideSlice(DSSError):  # noqa: N818  named as DSS names them
    """A call of the real API that the stand-in does not know."""

    default_type = "com.dataiku.standin.NotImplementedException"
    default_status = 501
