"""The functions' roles in the emulator, and taking single grants away from them for a while."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stacks.functions import FUNCTIONS
from tests.stacks.templates import as_list

if TYPE_CHECKING:
    from types_boto3_iam import IAMClient
    from types_boto3_lambda import LambdaClient

# The emulator asks for the action of a batch by a name that AWS does not have, and names schedules without their group.
_BATCH = {"sqs:SendMessage": "sqs:SendMessageBatch"}
_SCHEDULES = "arn:aws:scheduler:*:*:schedule/default/*"


@dataclass(frozen=True)
class Grant:
    """An action that a function may do on a target: a table, prefix or bucket of the design, or `other`."""

    function: str
    target: str
    action: str

    def __str__(self) -> str:
        return f"{self.function}-{self.target}-{self.action}"


@dataclass(frozen=True)
class Roles:
    """The roles of a deployed stage."""

    iam: IAMClient
    functions: LambdaClient
    outputs: Mapping[str, str]

    def speak_the_emulators_dialect(self) -> None:
        """Say what the emulator asks for beside what AWS asks for; nothing that AWS asks for is added."""
        for function in FUNCTIONS:
            for policy, document in self._policies(function):
                for statement in document["Statement"]:
                    actions = as_list(statement["Action"])
                    statement["Action"] = actions + [_BATCH[each] for each in actions if each in _BATCH]
                    if any(action.startswith("scheduler:") for action in actions):
                        statement["Resource"] = [*as_list(statement["Resource"]), _SCHEDULES]
                self._put(function, policy, document)

    @contextmanager
    def without(self, grant: Grant) -> Iterator[None]:
        """Take a grant away for as long as the context lasts. AssertionError where the role has no such grant."""
        before = list(self._policies(grant.function))
        taken = 0
        for policy, document in before:
            statements = []
            for statement in document["Statement"]:
                actions = as_list(statement["Action"])
                if self._is_of(statement, grant):
                    kept = [each for each in actions if each not in (grant.action, _BATCH.get(grant.action))]
                    taken += len(actions) - len(kept)
                    actions = kept
                if actions:
                    statements.append({**statement, "Action": actions})
            self._put(grant.function, policy, {**document, "Statement": statements})
        try:
            assert taken, f"{grant} is no grant of the role"
            yield
        finally:
            for policy, document in before:
                self._put(grant.function, policy, document)

    def _is_of(self, statement: Mapping[str, Any], grant: Grant) -> bool:
        resources = as_list(statement["Resource"])
        if grant.target == "other":
            return True
        if grant.target == "bucket":
            return any(each.endswith(self.outputs["DataBucketName"]) for each in resources)
        table = self.outputs.get(f"{grant.target.capitalize()}TableName")
        if table is not None:
            return any(each.endswith(f"table/{table}") for each in resources)
        return any(each.endswith(f"/{grant.target}/*") for each in resources)

    def _policies(self, function: str) -> Iterator[tuple[str, dict[str, Any]]]:
        role = self._role(function)
        for name in self.iam.list_role_policies(RoleName=role)["PolicyNames"]:
            document: Any = self.iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
            yield name, document

    def _put(self, function: str, policy: str, document: Mapping[str, Any]) -> None:
        self.iam.put_role_policy(RoleName=self._role(function), PolicyName=policy, PolicyDocument=json.dumps(document))

    def _role(self, function: str) -> str:
        name = self.outputs[f"{FUNCTIONS[function].construct_id}FunctionName"]
        return self.functions.get_function_configuration(FunctionName=name)["Role"].rpartition("/")[2]
