import { UserError } from "../../modules/errors";
import { answerOf } from "./answer-of";
import { atLeast, parseVersion } from "./versions";

const OLDEST = [3, 10] as const;

export const PYTHON_REMEDY =
  "Install Python 3.10 or later: 'apt-get install python3 python3-venv' on Debian and Ubuntu, 'brew install python' on macOS.";

/** @returns the version of the python3 on the PATH, such as `3.11`. */
export async function pythonVersion(): Promise<string> {
  return checkPythonVersion(await answerOf("python3", ["--version"]));
}

/** @param answer what `python3 --version` printed, undefined where there is none */
export function checkPythonVersion(answer: string | undefined): string {
  if (answer === undefined) throw new UserError(`There is no python3 on the PATH. ${PYTHON_REMEDY}`);
  const version = parseVersion(answer);
  if (!atLeast(version, OLDEST)) {
    throw new UserError(`The python3 on the PATH is '${answer.trim()}', and the emulator needs 3.10. ${PYTHON_REMEDY}`);
  }
  return version.join(".");
}
