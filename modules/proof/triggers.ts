import { text as textOf } from "../guardrails/terraform-json";
import { serviceOf } from "./edges/arn";
import { block, jsonObject, number, text, texts } from "./edges/attributes";
import type { View } from "./edges/view";
import { found } from "./missing";
import type { Finding, Resource } from "./model";

/** @returns triggers whose numbers or names disagree with what they connect, by AWS's documented rules. */
export function disagreeingTriggers(view: View): readonly Finding[] {
  return [
    ...view
      .ofType("aws_lambda_event_source_mapping")
      .flatMap((mapping) => [
        ...hiddenTooShortly(view, mapping),
        ...batchWithoutWindow(view, mapping),
        ...moreThanReserved(view, mapping),
      ]),
    ...view
      .ofType("aws_sqs_queue")
      .flatMap((queue) => [...givesUpTooSoon(view, queue), ...refusedRedrive(view, queue)]),
    ...view.ofType("aws_api_gateway_stage").flatMap((stage) => misnamedLog(view, stage)),
  ];
}

const DEFAULT_FUNCTION_TIMEOUT = 3; // seconds
const DEFAULT_VISIBILITY = 30; // seconds

/** Lambda developer guide, "Configuring a queue to use with Lambda": at least six times the function's timeout. */
const VISIBILITY_FACTOR = 6;

function hiddenTooShortly(view: View, { address, attributes }: Resource): readonly Finding[] {
  const queue = queueOf(view, attributes);
  const fn = view.functionOf(text(attributes, "function_name"));
  if (queue === undefined || fn === undefined) return [];
  const timeout = number(fn.attributes, "timeout") ?? DEFAULT_FUNCTION_TIMEOUT;
  const window = number(attributes, "maximum_batching_window_in_seconds") ?? 0;
  const visibility = number(queue.attributes, "visibility_timeout_seconds") ?? DEFAULT_VISIBILITY;
  const least = VISIBILITY_FACTOR * timeout + window;
  if (visibility >= least) return [];
  const fault = `${queue.address} hides a message for ${visibility} s, and ${fn.address} may take ${timeout} s: it is delivered twice`;
  return [
    found(view.world, "visibility-too-short", address, fault, {
      remedy: `Set visibility_timeout_seconds to ${least} or more`,
    }),
  ];
}

/** Lambda API reference, CreateEventSourceMapping: a batch of more than ten from a queue needs a window of a second or more. */
function batchWithoutWindow(view: View, { address, attributes }: Resource): readonly Finding[] {
  const size = number(attributes, "batch_size") ?? 10;
  const window = number(attributes, "maximum_batching_window_in_seconds") ?? 0;
  if (queueOf(view, attributes) === undefined || size <= 10 || window >= 1) return [];
  const fault = `a batch of ${size} messages needs time to fill, and maximum_batching_window_in_seconds is ${window}`;
  return [
    found(view.world, "batch-without-window", address, fault, {
      remedy: "Set it to 1 or more, or batch_size to 10 or fewer",
    }),
  ];
}

/** Lambda developer guide, "Maximum concurrency": do not set it higher than the function's reserved concurrency. */
function moreThanReserved(view: View, { address, attributes }: Resource): readonly Finding[] {
  const fn = view.functionOf(text(attributes, "function_name"));
  const maximum = number(block(attributes, "scaling_config"), "maximum_concurrency");
  const reserved = number(fn?.attributes, "reserved_concurrent_executions") ?? -1;
  if (maximum === undefined || reserved < 0 || maximum <= reserved) return [];
  const fault = `its maximum_concurrency is ${maximum}, and ${fn?.address} reserves ${reserved}: messages are throttled into the dead letters`;
  return [
    found(view.world, "concurrency-over-reserved", address, fault, {
      remedy: `Set maximum_concurrency to ${reserved} or less`,
    }),
  ];
}

/** Lambda developer guide, "Configuring a queue to use with Lambda": a maxReceiveCount of at least 5, lest throttling counts as poison. */
const LEAST_RECEIVES = 5;

function givesUpTooSoon(view: View, queue: Resource): readonly Finding[] {
  const isPolled = view
    .ofType("aws_lambda_event_source_mapping")
    .some(({ attributes }) => queueOf(view, attributes) === queue);
  const redrive = jsonObject(queue.attributes, "redrive_policy");
  const count = Number(textOf(redrive?.maxReceiveCount ?? LEAST_RECEIVES));
  if (!isPolled || count >= LEAST_RECEIVES) return [];
  const fault = `it gives a message up after ${count} deliveries, so that throttling alone sends it to the dead letters`;
  return [
    found(view.world, "gives-up-too-soon", queue.address, fault, {
      remedy: `Set maxReceiveCount to ${LEAST_RECEIVES} or more`,
    }),
  ];
}

/** SQS developer guide, "Configure a dead-letter queue": a redrive allow policy names the queues that may use it. */
function refusedRedrive(view: View, queue: Resource): readonly Finding[] {
  const redrive = jsonObject(queue.attributes, "redrive_policy");
  const target = view.named("aws_sqs_queue", text(redrive, "deadLetterTargetArn"));
  if (target === undefined) return [];
  const apart = view
    .ofType("aws_sqs_queue_redrive_allow_policy")
    .find(({ attributes }) => view.named("aws_sqs_queue", text(attributes, "queue_url")) === target);
  const allow = jsonObject((apart ?? target).attributes, "redrive_allow_policy");
  const permission = allow?.redrivePermission ?? "allowAll";
  const arn = textOf(queue.attributes.arn);
  const isNamed = texts(allow, "sourceQueueArns").includes(arn);
  if (permission === "allowAll" || (permission === "byQueue" && isNamed)) return [];
  const fault = `its dead letters go to ${target.address}, whose redrive_allow_policy refuses them`;
  return [
    found(view.world, "refused-redrive", (apart ?? target).address, fault, {
      remedy: `Add ${arn} to sourceQueueArns`,
    }),
  ];
}

/** API Gateway developer guide, "Logging to Firehose": the delivery stream's name starts so. */
const LOG_STREAM_PREFIX = "amazon-apigateway-";

function misnamedLog(view: View, { address, attributes }: Resource): readonly Finding[] {
  const destination = text(block(attributes, "access_log_settings"), "destination_arn") ?? "";
  const name = /:deliverystream\/(.*)$/.exec(destination)?.[1];
  if (name === undefined || name.startsWith(LOG_STREAM_PREFIX)) return [];
  const fault = `its access log goes to the delivery stream ${name}, which API Gateway does not accept`;
  return [
    found(view.world, "misnamed-log-stream", address, fault, {
      remedy: `Start the stream's name with ${LOG_STREAM_PREFIX}`,
    }),
  ];
}

function queueOf(view: View, attributes: Resource["attributes"]): Resource | undefined {
  const source = text(attributes, "event_source_arn");
  return source !== undefined && serviceOf(source) === "sqs" ? view.named("aws_sqs_queue", source) : undefined;
}
