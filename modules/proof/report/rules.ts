/** What a rule of the proof holds, for a reader who meets its id in a code review. */
export interface RuleDescription {
  /** One line. */
  readonly title: string;
  /** What to do about a finding. */
  readonly help: string;
}

const RULES: Readonly<Record<string, RuleDescription>> = {
  "batch-without-window": {
    title: "A batch is larger than Lambda gathers without a window",
    help: "Set maximum_batching_window_in_seconds on the mapping, or a smaller batch_size.",
  },
  "concurrency-over-reserved": {
    title: "A trigger runs more of a function at once than is reserved for it",
    help: "Lower the maximum concurrency of the trigger, or reserve more.",
  },
  "denied-permission": {
    title: "A statement denies what a connection needs",
    help: "Narrow the Deny so that it spares this connection.",
  },
  "errored-plan": {
    title: "The plan did not come to its end",
    help: "Mend the configuration and plan again: half a plan proves nothing.",
  },
  "gives-up-too-soon": {
    title: "A message is given up before its receiver was tried as AWS advises",
    help: "Raise maxReceiveCount of the redrive policy.",
  },
  "idle-variable": {
    title: "A function knows a resource and may do nothing to it",
    help: "Grant what it needs, or take the variable out.",
  },
  "misnamed-log-stream": {
    title: "Logs are delivered to a stream that does not exist",
    help: "Name a stream of the log group.",
  },
  "missing-permission": {
    title: "A connection needs a permission that nothing gives",
    help: "Add the statement that the message names.",
  },
  "missing-variable": {
    title: "The code reads an environment variable that the function is not given",
    help: "Give it in the environment of the function, or take it out of the code.",
  },
  "nothing-to-prove": {
    title: "There is no AWS resource to prove anything of",
    help: "Give the Terraform JSON of a configuration with AWS resources.",
  },
  "overwritten-policy": {
    title: "Two blocks set the policy of one resource, of which AWS keeps one",
    help: "Merge them into one block.",
  },
  "plain-text-transport": {
    title: "A resource can be used without TLS",
    help: "Deny its actions where aws:SecureTransport is false.",
  },
  "reference-cycle": {
    title: "Values refer to each other in a circle",
    help: "Take one of the references out.",
  },
  "refused-redrive": {
    title: "A dead-letter queue does not let its source send to it",
    help: "Allow the source in redrive_allow_policy.",
  },
  "repeated-permission": {
    title: "A permission is given twice",
    help: "Take one out, or merge the statements.",
  },
  "stale-waiver": {
    title: "A waiver waives nothing",
    help: "Take the waiver out.",
  },
  "too-wide": {
    title: "A permission reaches further than its connection",
    help: "Narrow its resources, principals or conditions.",
  },
  "unknown-command": {
    title: "What the code sends cannot be told",
    help: "Import the command by its name and send it with a client.",
  },
  "unknown-count": {
    title: "How many instances a block has cannot be told",
    help: "Give the variables values, or prove a plan.",
  },
  "unknown-environment-variable": {
    title: "Which environment variable the code reads cannot be told",
    help: "Read it by its name.",
  },
  "unknown-permission": {
    title: "Whether a connection is allowed cannot be told",
    help: "Give the values that are open, or bring the resource and its policy into the configuration.",
  },
  "unknown-policy-target": {
    title: "What a policy is attached to cannot be told",
    help: "Refer to a resource of this configuration.",
  },
  "unknown-reference": {
    title: "A value refers to what is not there",
    help: "Mend the reference, or give the variable a value.",
  },
  "unmapped-command": {
    title: "Which IAM actions a command needs is not known",
    help: "Add it to the table of exceptions.",
  },
  "unreadable-managed-policy": {
    title: "The text of a managed policy is not known",
    help: "Write the statements into a policy of your own.",
  },
  "unreadable-module": {
    title: "A module cannot be read",
    help: "Prove a plan: it has the module's resources.",
  },
  "unreadable-policy": {
    title: "A policy cannot be read to its end",
    help: "Write it with jsonencode or aws_iam_policy_document, in the grammar of IAM.",
  },
  "unreachable-server": {
    title: "A function knows a server that the network keeps it from",
    help: "Let the two security groups through to each other on the server's port.",
  },
  "unused-permission": {
    title: "Something is granted that nothing uses",
    help: "Take it out.",
  },
  "unused-variable": {
    title: "A function is given an environment variable that its code never reads",
    help: "Take it out of the environment.",
  },
  "visibility-too-short": {
    title: "A queue shows a message again while its receiver may still be at work",
    help: "Set the visibility timeout to six times the function timeout or more.",
  },
  "waiver-without-reason": {
    title: "A waiver does not say why",
    help: "Give it a reason.",
  },
};

/** @returns what a rule is about; of one without a description, its id in words. */
export function describeRule(id: string): RuleDescription {
  const words = id.replaceAll("-", " ");
  return (
    RULES[id] ?? { title: `${words.charAt(0).toUpperCase()}${words.slice(1)}`, help: "The message has the remedy." }
  );
}
