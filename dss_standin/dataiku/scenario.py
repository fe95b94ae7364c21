"""The running scenario, from inside one of its steps."""

from __future__ import annotations

from typing import Any

from ._host import client, default_project_key

_PATH = "/internal/scenario-run"


class MessageSender:
    """Sends messages through one messaging channel of the instance."""

    def __init__(self, channel_id: str, type: str | None = None) -> None:
        self.channel_id = channel_id
        self.type = type
        self._params: dict[str, Any] = {}

    def set_params(self, **params: Any) -> None:
        """Keep parameters for the next `send`."""
        self._params.update(params)

    def send(self, **params: Any) -> None:
        """Send; a mail takes `sender`, `recipient`, `subject`, `message`, and optionally `sendAsHTML`."""
        client()._perform_empty("POST", f"{_PATH}/messages/{self.channel_id}", body={**self._params, **params})


class Scenario:
    """A handle on the scenario that runs this code."""

    def get_trigger_type(self) -> str:
        """Return the type of the trigger, `manual` when a person or the client started the run."""
        return str(_ask_host()["trigger"]["trigger"]["type"])

    def get_trigger_name(self) -> str:
        """Return the name of the trigger, which may be empty."""
        return str(_ask_host()["trigger"]["trigger"].get("name") or "")

    def get_trigger_params(self) -> dict[str, Any]:
        """Return the parameters that came with the trigger."""
        return dict(_ask_host()["trigger"].get("params") or {})

    def get_all_variables(self) -> dict[str, Any]:
        """Return the variables of the project and of the run, as they are now."""
        return dict(_ask_host()["variables"])

    def set_scenario_variables(self, **kwargs: Any) -> None:
        """Set variables for the steps that follow; they are gone after the run."""
        client()._perform_empty("POST", f"{_PATH}/variables", body=kwargs)

    def set_project_variables(
        self,
        project_key: str | None = None,
        step_name: str | None = None,
        asynchronous: bool = False,
        fail_fatal: bool = True,
        **kwargs: Any,
    ) -> None:
        """Set standard variables of a project, for good."""
        if asynchronous or not fail_fatal:
            raise NotImplementedError("set_project_variables(asynchronous, fail_fatal) is outside the stand-in's slice")
        client().get_project(project_key or default_project_key()).update_variables(kwargs)

    def get_previous_steps_outputs(self) -> list[dict[str, Any]]:
        """Return name, result and output of the steps that have run."""
        return list(_ask_host()["stepOutputs"])

    def get_message_sender(self, channel_id: str, type: str | None = None) -> MessageSender:
        """Return a sender for a messaging channel."""
        return MessageSender(channel_id, type)

    def run_step(self, step: dict[str, Any], asynchronous: bool = False, fail_fatal: bool = True) -> dict[str, Any]:
        """Run a step given as in a scenario's definition; raise when it fails, unless told otherwise."""
        if asynchronous:
            raise NotImplementedError("Asynchronous steps are outside the stand-in's slice")
        run: dict[str, Any] = client()._perform_json("POST", f"{_PATH}/steps", body=step)
        result = run["result"]
        if fail_fatal and result["outcome"] in ("FAILED", "ABORTED"):
            reason = result.get("thrown", {}).get("message", "")
            raise RuntimeError(f"Step {step['type']} {result['outcome']}: {reason}")
        return run

    def build_dataset(
        self,
        dataset_name: str,
        project_key: str | None = None,
        build_mode: str = "RECURSIVE_BUILD",
        partitions: str | None = None,
        **more: Any,
    ) -> dict[str, Any]:
        """Build a dataset, or partitions of it."""
        item = _item(dataset_name, project_key, partitions)
        return self._run("build_flowitem", {"jobType": build_mode, "builds": [item]}, more)

    def train_model(self, model_id: str, project_key: str | None = None, **more: Any) -> dict[str, Any]:
        """Run the train recipe of a saved model."""
        item = {**_item(model_id, project_key, None), "type": "SAVED_MODEL"}
        return self._run("build_flowitem", {"jobType": "NON_RECURSIVE_FORCED_BUILD", "builds": [item]}, more)

    def compute_dataset_metrics(
        self, dataset_name: str, project_key: str | None = None, partitions: str | None = None, **more: Any
    ) -> dict[str, Any]:
        """Compute the metrics of a dataset."""
        return self._run("compute_metrics", {"computes": [_item(dataset_name, project_key, partitions)]}, more)

    def run_dataset_checks(
        self, dataset_name: str, project_key: str | None = None, partitions: str | None = None, **more: Any
    ) -> dict[str, Any]:
        """Run the checks and data-quality rules of a dataset."""
        return self._run("check_dataset", {"checks": [_item(dataset_name, project_key, partitions)]}, more)

    def run_scenario(self, scenario_id: str, project_key: str | None = None, **more: Any) -> dict[str, Any]:
        """Run another scenario to its end."""
        params = {"scenarioId": scenario_id, "projectKey": project_key or default_project_key()}
        return self._run("run_scenario", params, more)

    def _run(self, kind: str, params: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
        name = more.pop("step_name", None) or kind
        return self.run_step({"type": kind, "name": name, "params": params}, **more)


def _item(name: str, project_key: str | None, partitions: str | None) -> dict[str, Any]:
    owner, _, short = name.rpartition(".")
    key = owner or project_key or default_project_key()
    return {"type": "DATASET", "itemId": short, "projectKey": key, "partitionsSpec": partitions or ""}


def _ask_host() -> dict[str, Any]:
    return dict(client()._perform_json("GET", _PATH))
