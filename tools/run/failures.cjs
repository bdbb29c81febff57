const USER_ERRORS = ["UserError", "ConstructError"];

// cdktf throws a plain Error when a validation or an annotation of ours refuses a tree; it tells the user what to mend.
const REFUSED_BY_CDKTF =
  /^(App-level validation failed|Validation failed with|Encountered Annotations with level "ERROR")/;

/** A user's mistake is one message; anything else is a fault of ours and shows where it happened. */
function reportFailures(root) {
  process.on("uncaughtException", (error) => {
    process.stderr.write(`${isUserError(error) ? `error: ${error.message}` : describe(root, error)}\n`);
    process.exit(1);
  });
}

function isUserError(error) {
  return error instanceof Error && (USER_ERRORS.includes(error.name) || REFUSED_BY_CDKTF.test(error.message));
}

function describe(root, error) {
  // Loaded here, because nearly every run does without them.
  const { inspect } = require("node:util");
  const { mapStack } = require("./source-lines.cjs");
  return error instanceof Error ? mapStack(root, inspect(error)) : `error: ${inspect(error)}`;
}

module.exports = { reportFailures };
