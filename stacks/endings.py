"""How runs and exports end: deadlines, messages that died, and erasing."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import CfnOutput, Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda_destinations as destinations
from aws_cdk import aws_lambda_event_sources as event_sources
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sqs as sqs

from stacks import grants
from stacks.acknowledgements import acknowledge
from stacks.function import ServiceFunction, Surroundings
from stacks.queues import DeadLetterQueue, WorkingQueue
from stacks.rules import on_event
from stacks.stage import StageStack
from stacks.storage import StorageStack


class Deadline:
    """The function `deadline`, the group its one-time schedules are in, and the role they run under.

    It takes from a queue as well: checks that its schedules could not deliver, and those that it failed. A chain of
    checks that broke would leave its run without an end.

    Its own address it takes from each invocation: a function cannot be told it by its own template.
    """

    def __init__(
        self,
        stack: StageStack,
        surroundings: Surroundings,
        enrichment_queue: sqs.Queue,
        aggregate: ServiceFunction,
    ) -> None:
        self._stack = stack
        self._undone = WorkingQueue(
            stack, "CheckQueue", consumer="deadline", dead_letters=DeadLetterQueue(stack, "SchedulerDlq")
        )
        self.schedule_group = scheduler.CfnScheduleGroup(stack, "Deadlines")
        self._role = iam.Role(
            stack,
            "SchedulerRole",
            assumed_by=iam.ServicePrincipal(
                "scheduler.amazonaws.com", conditions={"StringEquals": {"aws:SourceAccount": stack.account}}
            ),
        )
        self.function = ServiceFunction(
            stack, "deadline", surroundings, environment={"AGGREGATE_FUNCTION_NAME": aggregate.function_name}
        )
        self.function.configure_async_invoke(
            max_event_age=Duration.hours(6),
            retry_attempts=2,
            on_failure=destinations.SqsDestination(self._undone),
        )
        self.function.add_event_source(
            event_sources.SqsEventSource(self._undone, batch_size=1, report_batch_item_failures=True)
        )
        self._role.add_to_policy(
            iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[self.function.function_arn])
        )
        self._role.add_to_policy(iam.PolicyStatement(actions=["sqs:SendMessage"], resources=[self._undone.queue_arn]))
        self._grants(surroundings.storage, enrichment_queue, aggregate)
        CfnOutput(stack, "ScheduleGroupName", value=self.schedule_group.ref)

    def allow_scheduling(self, function: ServiceFunction) -> None:
        """Let `function` make schedules in the group, hand them their role, and tell it both."""
        _allow_schedules(function, self.schedule_group, "scheduler:CreateSchedule")
        function.allow(
            ["iam:PassRole"],
            self._role.role_arn,
            StringEquals={"iam:PassedToService": "scheduler.amazonaws.com"},
        )
        function.add_environment("SCHEDULER_ROLE_ARN", self._role.role_arn)
        function.add_environment("SCHEDULER_DLQ_ARN", self._undone.queue_arn)

    def _grants(self, storage: StorageStack, enrichment_queue: sqs.Queue, aggregate: ServiceFunction) -> None:
        function = self.function
        # An expiry takes the link away, as an owner's delete does.
        grants.allow_items(function, storage, "exports", grants.GET, grants.PUT, grants.DELETE)
        grants.allow_items(function, storage, "events", grants.QUERY, grants.PUT)
        grants.allow_items(function, storage, "counters", grants.GET, grants.UPDATE, grants.CHECK)
        grants.allow_items(function, storage, "catalog", grants.GET)
        grants.allow_objects(function, storage, "processing", grants.GET_OBJECT)
        grants.allow_listing(function, storage)
        grants.allow_sending(function, enrichment_queue, variable="ENRICHMENT_QUEUE_URL")
        function.allow(["sqs:GetQueueAttributes"], enrichment_queue.queue_arn)
        function.allow(["lambda:InvokeFunction"], aggregate.function_arn)
        self.allow_scheduling(function)


def giving_up(stack: StageStack, surroundings: Surroundings, queues: Sequence[sqs.Queue]) -> ServiceFunction:
    """The function `give_up`: a message that died ends as an outcome or a failed run."""
    storage = surroundings.storage
    function = ServiceFunction(stack, "give_up", surroundings)
    for queue in queues:
        function.add_event_source(event_sources.SqsEventSource(queue, batch_size=10, report_batch_item_failures=True))
    grants.allow_items(function, storage, "exports", grants.GET, grants.PUT)
    grants.allow_items(function, storage, "events", grants.PUT)
    grants.allow_items(function, storage, "counters", grants.UPDATE, grants.CHECK)
    grants.allow_objects(function, storage, "uploads", grants.DELETE_OBJECT)
    return function


def erasing(
    stack: StageStack,
    surroundings: Surroundings,
    schedule_group: scheduler.CfnScheduleGroup,
    undelivered: sqs.Queue,
) -> ServiceFunction:
    """The function `eraser`: what a deleted export left anywhere is removed, now and 15 minutes later."""
    storage = surroundings.storage
    dead_letters = DeadLetterQueue(stack, "EraseDlq")
    queue = WorkingQueue(stack, "EraseQueue", consumer="eraser", dead_letters=dead_letters)
    function = ServiceFunction(stack, "eraser", surroundings)
    function.add_event_source(event_sources.SqsEventSource(queue, batch_size=1, report_batch_item_failures=True))
    on_event(stack, surroundings.bus, "ExportDeleted", queue, undelivered)
    grants.allow_items(function, storage, "events", grants.QUERY, grants.BATCH_WRITE)
    grants.allow_items(function, storage, "counters", grants.DELETE)
    for prefix in ("uploads", "processing", "data"):
        grants.allow_objects(function, storage, prefix, grants.DELETE_OBJECT)
    # The mark that a delete leaves, where it died before it could.
    grants.allow_objects(function, storage, "tombstones", grants.PUT_OBJECT)
    grants.allow_listing(function, storage)
    grants.allow_sending(function, queue, variable="ERASE_QUEUE_URL")
    _allow_schedules(function, schedule_group, "scheduler:DeleteSchedule")
    function.allow(["scheduler:ListSchedules"], "*")
    return function


def _allow_schedules(function: ServiceFunction, group: scheduler.CfnScheduleGroup, action: str) -> None:
    stack = function.stack
    function.allow([action], stack.format_arn(service="scheduler", resource="schedule", resource_name=f"{group.ref}/*"))
    function.add_environment("SCHEDULE_GROUP", group.ref)
    place = "arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule"
    acknowledge(
        function.role or function,
        f"AwsSolutions-IAM5[Resource::{place}/<{stack.get_logical_id(group)}>/*]",
        "Schedules are named at run time; the group holds nothing but them.",
    )
