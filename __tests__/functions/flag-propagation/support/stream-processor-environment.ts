import "../../support/environment";

/** What the stream processor finds in its environment. Import this before anything that reads it. */
Object.assign(process.env, {
  EVENT_BUS_NAME: "flag-propagation-test",
  AUDIT_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/111122223333/flag-audit",
});
