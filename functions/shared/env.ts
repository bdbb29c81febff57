/**
 * The value of a required environment variable. Read while the function starts, so that a missing one fails the
 * first invocation with its name instead of failing later with an error of AWS's.
 */
export function env(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new Error(
      `Environment variable ${name} is ${value === undefined ? "not set" : "empty"}. Set it in the function's environment.`,
    );
  }
  return value;
}
