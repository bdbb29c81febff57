"""Completes the answers in which MiniStack departs from AWS.

Each departure makes a second `terraform plan` show a change that nobody made, or refuses what AWS allows. The emulator
is pinned (requirements.txt): when the pin moves, take a completion out, run the end-to-end tests, and put it back only
if they fail.
"""

import hashlib
import json
import os
import subprocess
import types
from datetime import datetime, timezone
from xml.sax.saxutils import escape

import ministack.app as app
from ministack.core import iam_actions, lambda_runtime
from ministack.services import apigateway_v1, cloudwatch, firehose, lambda_svc, sqs, stepfunctions
from log_completions import complete_logs
from network_completions import complete_networks
from table_completions import complete_tables


def hide_server_settings(settings):
    """Functions inherit the server's environment; in AWS they never see the settings of what runs them."""

    def popen(arguments, **options):
        kept = {name: value for name, value in options.pop("env", os.environ).items() if name not in settings}
        return subprocess.Popen(arguments, env=kept, **options)

    lambda_runtime.subprocess = types.SimpleNamespace(**{**vars(subprocess), "Popen": popen})


def count_loopback_as_secure():
    """`aws:SecureTransport` is false over plain HTTP, so every TLS-only policy would deny the whole emulator."""
    pin = app.pin_request_origin
    app.pin_request_origin = lambda source_ip, _secure: pin(source_ip, True)


def nested(parameters):
    """The members of a query-protocol request, `Metrics.member.1.Id=a` becoming `{"Metrics": [{"Id": "a"}]}`."""
    tree = {}
    for name, values in parameters.items():
        node = tree
        *parents, leaf = name.replace(".member.", ".").split(".")
        for parent in parents:
            node = node.setdefault(parent, {})
        node[leaf] = values[0]

    def lists(node):
        if not isinstance(node, dict):
            return node
        if node and all(key.isdigit() for key in node):
            return [lists(node[key]) for key in sorted(node, key=int)]
        return {key: lists(value) for key, value in node.items()}

    return lists(tree)


def xml(value, name=""):
    """The query protocol's form of a JSON value: lists as `member`, times in ISO 8601."""
    if isinstance(value, dict):
        return "".join(f"<{key}>{xml(item, key)}</{key}>" for key, item in value.items() if item not in (None, ""))
    if isinstance(value, list):
        return "".join(f"<member>{xml(item)}</member>" for item in value)
    if isinstance(value, bool):
        return str(value).lower()
    if name.endswith("Timestamp") and not isinstance(value, str):
        return datetime.fromtimestamp(value, timezone.utc).isoformat()
    return escape(str(value))


def complete_alarms():
    """Over the query protocol, which the provider speaks, alarms lose their metric queries when they are put and most of
    their members when they are described; over JSON they are whole."""
    put, describe = cloudwatch._put_metric_alarm, cloudwatch._describe_alarms

    def put_whole(parameters, data, is_cbor, is_json=False):
        answer = put(parameters, data, is_cbor, is_json)
        request = data if is_cbor or is_json else nested(parameters)
        if answer[0] == 200:
            alarm = cloudwatch._alarms[request["AlarmName"]]
            for member in ("InsufficientDataActions", "Metrics", "ThresholdMetricId", "EvaluateLowSampleCountPercentile"):
                if member in request:
                    alarm[member] = request[member]
        return answer

    def as_aws_describes(alarm):
        absent = set()
        if alarm.get("Metrics"):
            absent = {"Period", "Statistic"}
        elif alarm.get("ExtendedStatistic"):
            absent = {"Statistic"}
        return {member: value for member, value in alarm.items() if member not in absent}

    def describe_whole(parameters, data, is_cbor, is_json=False):
        if is_cbor or is_json:
            return describe(parameters, data, is_cbor, is_json)
        status, _, body = describe(parameters, nested(parameters), False, True)
        if status != 200:
            return describe(parameters, data, is_cbor, is_json)
        result = json.loads(body)
        result["MetricAlarms"] = [as_aws_describes(alarm) for alarm in result["MetricAlarms"]]
        return cloudwatch._xml(
            200, "DescribeAlarmsResponse", f"<DescribeAlarmsResult>{xml(result)}</DescribeAlarmsResult>"
        )

    cloudwatch._put_metric_alarm, cloudwatch._describe_alarms = put_whole, describe_whole


def complete_delivery_streams():
    """A description leaves out the time zone, which AWS always gives, and the file extension."""
    describe = firehose._dest_description

    def describe_whole(destination):
        description = describe(destination)
        if "ExtendedS3DestinationDescription" in description:
            given = destination["config"]
            whole = description["ExtendedS3DestinationDescription"]
            whole["CustomTimeZone"] = given.get("CustomTimeZone", "UTC")
            if "FileExtension" in given:
                whole["FileExtension"] = given["FileExtension"]
        return description

    firehose._dest_description = describe_whole


def complete_usage_plans():
    """A plan without a quota is described with an empty one, which reads as a quota of zero."""
    respond = apigateway_v1._v1_response

    def respond_whole(data, *rest):
        if isinstance(data, dict) and data.get("quota") == {}:
            data = {member: value for member, value in data.items() if member != "quota"}
        return respond(data, *rest)

    apigateway_v1._v1_response = respond_whole


def complete_dead_letters():
    """A function's dead-letter queue is given the envelope of a failure destination; on AWS it is given the event."""
    route = lambda_svc._route_async_failure

    def route_event(target, function, event, result):
        route(target, function, event, result)
        config = lambda_svc._functions.get(function, {}).get("config", {})
        queue = sqs._queue_by_arn(target) if (config.get("DeadLetterConfig") or {}).get("TargetArn") == target else None
        for message in queue["messages"] if queue else []:
            if event == enveloped(message["body"]):
                message["body"] = json.dumps(event)
                message["md5_body"] = hashlib.md5(message["body"].encode()).hexdigest()

    def enveloped(body):
        try:
            return json.loads(body)["requestPayload"]
        except (KeyError, TypeError, ValueError):
            return None

    lambda_svc._route_async_failure = route_event


def complete_state_machines():
    """Whether a state machine is traced is forgotten."""
    for operation in ("_create_state_machine", "_update_state_machine"):
        original = getattr(stepfunctions, operation)

        def remember(data, original=original):
            answer = original(data)
            name = data.get("name")
            arn = data.get("stateMachineArn")
            for machine in stepfunctions._state_machines.values():
                if "tracingConfiguration" in data and name_or_arn(machine, name, arn):
                    machine["tracingConfiguration"] = data["tracingConfiguration"]
            return answer

        setattr(stepfunctions, operation, remember)

    def name_or_arn(machine, name, arn):
        return machine.get("stateMachineArn") == arn if arn else machine.get("name") == name


def authorize_batches_as_single_calls():
    """IAM has no actions for the batches of SNS and SQS: each is allowed where the single call is."""
    extract = iam_actions.extract_iam_action
    batches = {
        "sns:PublishBatch": "sns:Publish",
        "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
        "sqs:SendMessageBatch": "sqs:SendMessage",
    }

    def extract_action(*request):
        action = extract(*request)
        return batches.get(action, action)

    iam_actions.extract_iam_action = extract_action


def complete(settings):
    hide_server_settings(settings)
    count_loopback_as_secure()
    complete_alarms()
    complete_delivery_streams()
    complete_usage_plans()
    complete_dead_letters()
    complete_networks()
    authorize_batches_as_single_calls()
    complete_logs()
    complete_tables()
    complete_state_machines()
