import type { FlagPropagationStack } from "./stack";

/** What neighbours, tests and operators need; each name carries the stack's, but for those that others expect. */
export function outputs(stack: FlagPropagationStack, serviceCount: string): void {
  const output = (name: string, description: string, value: string) =>
    stack.output(`flag_propagation_${name}`, description, value);

  stack.output(
    "validator_lambda_name",
    "Function that decides the business rules",
    stack.validator.resource.functionName,
  );
  const { checker, rollback, machine, bus, rollbacks } = stack.safetyNet;
  stack.output(
    "consistency_checker_lambda_name",
    "Function that compares the caches with the table",
    checker.resource.functionName,
  );
  stack.output("rollback_lambda_name", "Function that rolls a flag back", rollback.resource.functionName);
  stack.output("step_function_arn", "State machine that checks each propagation", machine.arn);
  output("event_bus_name", "Bus with an event for each verdict on a flag", bus.name);
  output("rollbacks_topic_arn", "Topic with every rollback", rollbacks.arn);
  output("checker_log_group_name", "Logs of the function that compares", checker.logGroup.name);
  output("api_url", "Base URL of the flags API and of the evaluations", stack.api.url);
  output("flags_table_name", "Table of the flags, their versions and the verdicts on them", stack.flags.name);
  output("changes_topic_arn", "Topic with every valid change of a flag", stack.changes.arn);
  output("rejections_topic_arn", "Topic with every refused change and the rules that it breaks", stack.rejections.arn);
  output("service_count", "How many services flags are propagated to", serviceCount);
  output("service_queue_names", "Names of the services' queues, with * for the service", stack.fanOut.queueNames);
  output("cache_host", "Redis: where the primary answers, on TLS", stack.cache.resource.primaryEndpointAddress);
  output("cache_auth_secret_arn", "Secret with the token of Redis", stack.cache.authSecretArn);
  output(
    "cache_security_group_id",
    "Group of Redis: let a service in by an ingress rule from its own group on port 6379",
    stack.cache.securityGroup.id,
  );
  const { queue, writer, search } = stack.audit;
  output("audit_queue_url", "Entries of the audit trail that wait to be written", queue.url);
  output("audit_endpoint", "Base URL of the OpenSearch that has the audit trail", search.endpoint);
  output("audit_writer_log_group_name", "Logs of the function that writes the audit trail", writer.logGroup.name);
  output(
    "audit_dashboards_url",
    "OpenSearch Dashboards, from within the network; empty where the OpenSearch is not the system's own",
    search.dashboardsUrl,
  );
  output(
    "audit_user_pool_id",
    "Cognito user pool of those who may sign in to Dashboards; empty where the OpenSearch is not the system's own",
    search.userPoolId,
  );
  output("vpc_id", "Network that Redis stands in", stack.network.vpcId);
  output("validator_log_group_name", "Logs of the validator", stack.validator.logGroup.name);
  output("cache_updater_function_name", "Function that writes the caches", stack.cacheUpdater.resource.functionName);
  output(
    "cache_updater_log_group_name",
    "Logs of the function that writes the caches",
    stack.cacheUpdater.logGroup.name,
  );
  output("flags_api_log_group_name", "Logs of the function behind the flags API", stack.flagsApi.logGroup.name);
  output("ofrep_log_group_name", "Logs of the function that evaluates flags", stack.evaluations.logGroup.name);
  output("dead_letter_queue_url", "What could not be processed", stack.deadLetterQueue.url);
  output("alarm_topic_arn", "Where alarms go: subscribe whoever is to be woken", stack.alarmTopic.arn);
  output("log_bucket_name", "Access logs of the API", stack.logs.name);
  output("dashboard_name", "CloudWatch dashboard of the system", stack.dashboard.resource.dashboardName);
  output("key_arn", "Key that encrypts all that the system stores", stack.key.arn);
}
