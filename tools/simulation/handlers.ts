import type { DynamoDBBatchResponse, SQSBatchResponse, SQSRecord } from "aws-lambda";
import type { UpdaterPorts } from "../../functions/flag-propagation/cache-updater/ports";
import { updateBatch } from "../../functions/flag-propagation/cache-updater/update-batch";
import type { Operation } from "../../functions/flag-propagation/flags-api/dependencies";
import type { FlagStore } from "../../functions/flag-propagation/flags-api/store";
import { writeOperations } from "../../functions/flag-propagation/flags-api/write-operations";
import type { ValidatorPorts } from "../../functions/flag-propagation/validator/ports";
import type { StreamRecord } from "../../functions/flag-propagation/validator/stream-record";
import { validateBatch } from "../../functions/flag-propagation/validator/validate-batch";
import { ENVIRONMENT } from "./ports";

/** The code that a history runs. */
export interface Handlers {
  readonly validate: (records: readonly StreamRecord[], ports: ValidatorPorts) => Promise<DynamoDBBatchResponse>;
  readonly update: (records: readonly SQSRecord[], ports: UpdaterPorts) => Promise<SQSBatchResponse>;
  readonly api: (ports: {
    readonly store: FlagStore;
    readonly now: () => number;
  }) => Readonly<Record<"createFlag" | "replaceFlag" | "deleteFlag", Operation>>;
}

/** What is deployed. */
export const REAL_HANDLERS: Handlers = {
  validate: validateBatch,
  update: updateBatch,
  api: ({ store, now }) => writeOperations({ store, now, environment: ENVIRONMENT, count: () => {} }),
};
