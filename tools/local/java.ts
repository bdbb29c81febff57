import { UserError } from "../../modules/errors";
import { answerOf } from "./answer-of";
import { atLeast, parseVersion } from "./versions";

const OLDEST = [17, 0] as const;

const JAVA_REMEDY =
  "Install a JDK 17 or later: 'apt-get install openjdk-17-jdk-headless' on Debian and Ubuntu, 'brew install openjdk@17' on macOS.";
const MAVEN_REMEDY = "Install Maven: 'apt-get install maven' on Debian and Ubuntu, 'brew install maven' on macOS.";

/** @throws UserError with the remedy where the java on the PATH cannot run OpenSearch */
export async function checkJava(): Promise<void> {
  checkJavaVersion("java", await answerOf("java", ["-version"]));
}

/** @throws UserError with the remedy where the PATH lacks what OpenSearch is installed with */
export async function checkJavaCompiler(): Promise<void> {
  const [javac, maven] = await Promise.all([answerOf("javac", ["-version"]), answerOf("mvn", ["--version"])]);
  checkJavaVersion("javac", javac);
  if (maven === undefined) throw new UserError(`There is no mvn on the PATH. ${MAVEN_REMEDY}`);
}

/** @param answer what `-version` printed, undefined where there is none */
export function checkJavaVersion(command: "java" | "javac", answer: string | undefined): void {
  if (answer === undefined) throw new UserError(`There is no ${command} on the PATH. ${JAVA_REMEDY}`);
  // A first release says no more than its number, such as 17.
  const version = parseVersion(answer) ?? parseVersion(`${/\d+/.exec(answer)?.[0] ?? 0}.0`);
  if (atLeast(version, OLDEST)) return;
  const said = answer.trim().split("\n", 1)[0];
  throw new UserError(`The ${command} on the PATH is '${said}', and OpenSearch needs 17. ${JAVA_REMEDY}`);
}
