import { runFlag } from "./run";
import { processTerminal } from "./terminal";

// A reader that has seen enough, such as head, closes the pipe: that is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

// Whoever runs a command is not who decides about Node's version.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

void runFlag(process.argv.slice(2), process.env, processTerminal()).then((exitCode) => {
  process.exitCode = exitCode;
});
