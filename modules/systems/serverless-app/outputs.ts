import type { ServerlessAppStack } from "./stack";

/** What neighbours, tests and operators need; each name carries the stack's. */
export function outputs(stack: ServerlessAppStack): void {
  const output = (name: string, description: string, value: string) =>
    stack.output(`serverless_app_${name}`, description, value);

  output("api_url", "Base URL of the items API", stack.api.url);
  output("items_table_name", "Table of the items and their versions", stack.items.name);
  output("items_function_name", "Function behind the API", stack.itemsFunction.resource.functionName);
  output("items_function_alias_arn", "Alias that the API invokes", stack.itemsFunction.alias.arn);
  output("items_log_group_name", "Logs of the function behind the API", stack.itemsFunction.logGroup.name);
  output("changes_function_name", "Function that publishes changes", stack.changesFunction.resource.functionName);
  output("changes_log_group_name", "Logs of the function that publishes changes", stack.changesFunction.logGroup.name);
  output("changes_topic_arn", "Topic with an event for each change of an item", stack.changed.arn);
  output("dead_letter_queue_url", "What could not be processed", stack.deadLetterQueue.url);
  output("alarm_topic_arn", "Where alarms go: subscribe whoever is to be woken", stack.alarmTopic.arn);
  output("log_bucket_name", "Access logs of the API", stack.logs.name);
  output("dashboard_name", "CloudWatch dashboard of the system", stack.dashboard.resource.dashboardName);
  output("key_arn", "Key that encrypts all that the system stores", stack.key.arn);
}
