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
    return jsonify({"projectKey": project_key, "taxonomy": [{"id": article, "children": []} for article in articles]})


@blueprint.post("")
def create(project_key: str) -> Response:
    """Make an empty article."""
    require_project(dss(), project_key)
    name = str(body().get("name") or "")
    if not name:
        raise DSSError("An article needs a name")
    article_id = uuid.uuid4().hex[:8]
    record = {"article": {"id": article_id, "name": name, "projectKey": project_key}, "payload": ""}
    dss().store.write(_key(project_key, article_id), record)
    return jsonify(record)


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
    return {article_id: dss().store.read(_key(project_key, article_id)) for article_id in ids}


def _read(project_key: str, article: str) -> dict[str, Any]:
    articles = _articles(project_key)
    record = articles.get(article) or next(
        (candidate for candidate in articles.values() if candidate["article"]["name"] == article), None
    )
    if record is None:
        raise NotFound(f"article does not exist: {project_key}.{article}")
    return record


def _key(project_key: str, article_id: str) -> str:
    return f"projects/{project_key}/wiki/{article_id}"
