import { execFileSync } from "node:child_process";
import { UsageError } from "./errors";

/** Who makes the change: as said, else git's user.email, else the user logged in. */
export function userOf(given: string | undefined, environment: NodeJS.ProcessEnv): string {
  const user = given?.trim() || emailOfGit(environment) || environment.USER || environment.USERNAME;
  if (user) return user;
  throw new UsageError("Who changes the flag? Give --user NAME: neither git's user.email nor USER is set.");
}

function emailOfGit(environment: NodeJS.ProcessEnv): string | undefined {
  try {
    return execFileSync("git", ["config", "user.email"], {
      env: environment,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    // No git, or no such setting.
    return undefined;
  }
}
