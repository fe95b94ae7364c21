"""Routes of managed folders."""

from __future__ import annotations

import shutil

from flask import Blueprint, Response, jsonify, request, send_file

from dss_standin.datasets.definitions import folder, folder_root, require_project
from dss_standin.errors import DSSError
from dss_standin.folders import create_folder, described, file_path, list_files, put_file, save_folder
from dss_standin.server.request import body, dss, flag

blueprint = Blueprint("folders", __name__, url_prefix="/projects/<project_key>/managedfolders")


@blueprint.get("")
def list_folders(project_key: str) -> Response:
    """List the folders of a project."""
    require_project(dss(), project_key)
    names = dss().store.names(f"projects/{project_key}/managedfolders")
    return jsonify([folder(dss(), project_key, name) for name in names])


@blueprint.post("")
def create(project_key: str) -> Response:
    """Create a folder."""
    return jsonify(create_folder(dss(), project_key, body()))


@blueprint.get("/<folder_id>")
def get_settings(project_key: str, folder_id: str) -> Response:
    """Return the definition."""
    return jsonify(folder(dss(), project_key, folder_id))


@blueprint.put("/<folder_id>")
def put_settings(project_key: str, folder_id: str) -> Response:
    """Replace the definition."""
    save_folder(dss(), project_key, folder_id, body())
    return jsonify({})


@blueprint.delete("/<folder_id>")
def delete(project_key: str, folder_id: str) -> Response:
    """Delete a folder, and its files when asked."""
    definition = folder(dss(), project_key, folder_id)
    if flag("dropData"):
        shutil.rmtree(folder_root(dss(), definition), ignore_errors=True)
    dss().store.delete(f"projects/{project_key}/managedfolders/{folder_id}")
    return jsonify({})


@blueprint.get("/<folder_id>/contents")
def list_contents(project_key: str, folder_id: str) -> Response:
    """List the files."""
    files = list_files(dss(), folder(dss(), project_key, folder_id))
    return jsonify({"items": [described(name, path) for name, path in files]})


@blueprint.get("/<folder_id>/contents/<path:path>")
def get_file(project_key: str, folder_id: str, path: str) -> Response:
    """Return the bytes of a file."""
    return send_file(file_path(dss(), folder(dss(), project_key, folder_id), path), "application/octet-stream")


@blueprint.post("/<folder_id>/contents/<path:path>")
def post_file(project_key: str, folder_id: str, path: str) -> Response:
    """Write a file."""
    part = request.files.get("file")
    if part is None:
        raise DSSError(f"Upload to folder {folder_id} expects a multipart body with a part named 'file'")
    return jsonify(put_file(dss(), folder(dss(), project_key, folder_id), path, part.stream))


@blueprint.delete("/<folder_id>/contents/<path:path>")
def delete_file(project_key: str, folder_id: str, path: str) -> Response:
    """Delete a file."""
    file_path(dss(), folder(dss(), project_key, folder_id), path).unlink()
    return jsonify({})
