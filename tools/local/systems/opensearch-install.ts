import { copyFile, mkdir, readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { UserError } from "../../../modules/errors";
import { checkJava, checkJavaCompiler } from "../java";
import { madeOnce } from "../made-once";
import { plumblineFolder, projectRoot } from "../project";
import { run } from "../run";

const POM = "pom.xml";
const MAIN_CLASS = "OpenSearchNode";
const SOURCES = [POM, `${MAIN_CLASS}.java`, "log4j2.properties"] as const;

/** By itself Java would take a quarter of the machine's memory. */
const HEAP = "256m";

/** The arguments of `java` that start a node from where it is installed, up to the node's own folder. */
export function openSearchArguments(installation: string): readonly string[] {
  return [
    `-Xmx${HEAP}`,
    // Collects such a small heap with the least memory and threads.
    "-XX:+UseSerialGC",
    `-Dlog4j2.configurationFile=${join(installation, "log4j2.properties")}`,
    "-classpath",
    [join(installation, "target", "classes"), join(installation, "lib", "*")].join(delimiter),
    MAIN_CLASS,
  ];
}

/**
 * The folder with OpenSearch, which Maven fetches on first use.
 *
 * @param note told in one line that it does
 * @throws UserError naming what the machine lacks, or that Maven could not fetch it
 */
export async function installOpenSearch(
  signal: AbortSignal,
  note: (line: string) => void = () => undefined,
): Promise<string> {
  await checkJava();
  const source = join(projectRoot(), "tools", "local", "opensearch");
  const contents = await Promise.all(SOURCES.map((name) => readFile(join(source, name))));
  const parent = join(plumblineFolder(), "opensearch");
  return madeOnce(parent, contents, async (unfinished) => {
    await checkJavaCompiler();
    note("Installing OpenSearch into .plumbline/opensearch (once).");
    await mkdir(unfinished, { recursive: true });
    for (const name of SOURCES) await copyFile(join(source, name), join(unfinished, name));
    const log = join(parent, "install.log");
    const goals = ["compiler:compile", "dependency:copy-dependencies"];
    const options = ["--batch-mode", "--no-transfer-progress", "--strict-checksums", "--file", POM];
    const { exitCode } = await run("mvn", [...options, ...goals], {
      cwd: unfinished,
      log,
      signal,
    });
    if (exitCode !== 0) {
      throw new UserError(
        `Maven could not install OpenSearch, see ${log}. Check that Maven's repository can be reached, or name a mirror in ~/.m2/settings.xml, and run 'npm run setup' again.`,
      );
    }
  });
}
