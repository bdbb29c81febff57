"""Completes the answers about tables, as completions.py does for the rest."""

from ministack.core.responses import get_account_id
from ministack.services import dynamodb


def complete_replicas():
    """A replica forgets the key of its own Region, and says that it is under the table's."""
    apply_updates = dynamodb._apply_replica_updates

    def apply_whole(name, table, updates):
        error = apply_updates(name, table, updates)
        for update in updates if error is None else []:
            given = update.get("Create") or update.get("Update") or {}
            if "KMSMasterKeyId" in given:
                replica = dynamodb._tables.get_scoped(get_account_id(), given["RegionName"], name)
                replica["SSEDescription"] = dynamodb._sse_description_from_spec(
                    {"Enabled": True, "KMSMasterKeyId": given["KMSMasterKeyId"]}
                )
        return error

    dynamodb._apply_replica_updates = apply_whole


def complete_tables():
    complete_replicas()
