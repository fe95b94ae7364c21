"""Routes of a project's wiki: its articles and their order; the shapes are those that the client reads and sends."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, Response, jsonify

from dss_standin.datasets.definitions import require_project
from dss_standin.errors import DSSError, NotFound
from dss_standin.server.request import body, dss

blueprint = Blueprint("wiki", __name__, url_prefix="/projects/<project_key>/wiki")


@blueprint.get("")
def get_settings(project_key: str) -> Response:
    """Return the order of the articles, all of them side by side here."""
    articles = _articles(project_key)
    return jsonify({"projectKey": project_key, "taxonomy": [{"id": one, "children": []} for one in articles]})


@blueprint.post("")
def create(project_key: str) -> Response:
    """Make an empty article."""
    require_project(dss(), project_key)
    name = str(body().get("name") or "")
    if not name:
        raise DSSError("An article needs a name")
    article_id = uuid.uuid4().hex[:8]
    made = {"article": {"id": article_id, "name": name, "projectKey": project_key}, "payload": ""}
    dss().store.write(_key(project_key, article_id), made)
    return jsonify(made)


@blueprint.get("/<article>")
def get_article(project_key: str, article: str) -> Response:
    """Return an article by its id or name."""
    return jsonify(_read(project_key, article))


@blueprint.put("/<article>")
def put_article(project_key: str, article: str) -> Response:
    """Replace an article; its id stays."""
    before, given = _read(project_key, article)["article"], body()
    saved = {**given, "article": {**before, **(given.get("article") or {}), "id": before["id"]}}
    dss().store.write(_key(project_key, before["id"]), saved)
    return jsonify(saved)


@blueprint.delete("/<article>")
def delete(project_key: str, article: str) -> Response:
    """Delete an article."""
    dss().store.delete(_key(project_key, _read(project_key, article)["article"]["id"]))
    return jsonify({})


def _articles(project_key: str) -> dict[str, dict[str, Any]]:
    require_project(dss(), project_key)
    ids = dss().store.names(f"projects/{project_key}/wiki")
    return {one: dss().store.read(_key(project_key, one)) for one in ids}


def _read(project_key: str, article: str) -> dict[str, Any]:
    held = _articles(project_key)
    found = held.get(article) or next((one for one in held.values() if one["article"]["name"] == article), None)
    if found is None:
        raise NotFound(f"article does not exist: {project_key}.{article}")
    return found


def _key(project_key: str, article_id: str) -> str:
    return f"projects/{project_key}/wiki/{article_id}"
