"""Completes the answers about logs, as completions.py does for the rest."""

import json
import time

from ministack.core import iam_actions
from ministack.services import cloudwatch_logs


def complete_index_policies():
    """Policies that say which fields of a log group are indexed are not known. Queries find the same with and without,
    so they are only kept."""
    handle = cloudwatch_logs.handle_request

    def put(group, data):
        group["indexPolicy"] = {
            "logGroupIdentifier": group["arn"].removesuffix(":*"),
            "policyDocument": data["policyDocument"],
            "lastUpdateTime": int(time.time() * 1000),
            "source": "LOG_GROUP",
        }
        return {"indexPolicy": group["indexPolicy"]}

    def describe(group, _data):
        return {"indexPolicies": [group["indexPolicy"]] if "indexPolicy" in group else []}

    def delete(group, _data):
        group.pop("indexPolicy", None)
        return {}

    operations = {"PutIndexPolicy": put, "DescribeIndexPolicies": describe, "DeleteIndexPolicy": delete}

    async def handle_whole(method, path, headers, body, query_params):
        operation = operations.get(headers.get("x-amz-target", "").split(".")[-1])
        if operation is None:
            return await handle(method, path, headers, body, query_params)
        data = json.loads(body)
        identifier = data.get("logGroupIdentifier") or data["logGroupIdentifiers"][0]
        name = cloudwatch_logs._resolve_log_group_name({"logGroupIdentifier": identifier})
        group = cloudwatch_logs._log_groups.get(name)
        if group is None:
            return cloudwatch_logs.error_response_json(
                "ResourceNotFoundException", f"The specified log group does not exist: {name}", 400
            )
        return cloudwatch_logs.json_response(operation(group, data))

    cloudwatch_logs.handle_request = handle_whole


def authorize_log_queries_on_their_groups():
    """A query names several log groups at once, of which the emulator sees none. The first stands for all."""
    extract = iam_actions.extract_resource_arn

    def extract_arn(service, method, path, headers, body, query_params, region, account_id):
        if service == "logs" and headers.get("x-amz-target", "").endswith(".StartQuery"):
            names = json.loads(body or b"{}").get("logGroupNames") or []
            if names:
                return f"arn:aws:logs:{region}:{account_id}:log-group:{names[0]}:log-stream:"
        return extract(service, method, path, headers, body, query_params, region, account_id)

    iam_actions.extract_resource_arn = extract_arn


def complete_logs():
    complete_index_policies()
    authorize_log_queries_on_their_groups()
