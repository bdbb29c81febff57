import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";

const FOLDER = join("tools", "local");
const text = readFileSync(join(FOLDER, "ministack", "requirements.txt"), "utf8");
const requirements = text
  .replaceAll("\\\n", " ")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));

describe("what the emulator is installed from", () => {
  it("pins the emulator to the version that its completions were written for", () => {
    const [pin] = readFileSync(join(FOLDER, "ministack", "requirements.in"), "utf8")
      .trim()
      .split("\n");
    expect(pin).toMatch(/^ministack==\d+\.\d+\.\d+$/);
    expect(requirements.some((line) => line.startsWith(`${pin} `))).toBe(true);
  });

  it.each(requirements)("is one exact version, held to its hashes: %.40s", (line) => {
    expect(line).toMatch(/^[a-z0-9-]+==[\w.]+ ( *; [^-]+)?( *--hash=sha256:[0-9a-f]{64})+ *$/);
  });

  it("pins the functions' Node with the integrity of each platform's package", () => {
    const lock = JSON.parse(readFileSync(join(FOLDER, "lambda-node", "package-lock.json"), "utf8"));
    const { "": root, ...packages } = lock.packages;
    expect(Object.keys(packages)).toHaveLength(Object.keys(root.optionalDependencies).length);
    for (const { version, integrity } of Object.values<{ version: string; integrity: string }>(packages)) {
      expect(version).toMatch(/^22\.\d+\.\d+$/);
      expect(integrity).toMatch(/^sha512-/);
    }
  });

  it("names one exact version of each part of OpenSearch and of each of Maven's plugins", () => {
    const pom = readFileSync(join(FOLDER, "opensearch", "pom.xml"), "utf8");
    const openSearch = /<opensearch\.version>(.*)<\/opensearch\.version>/.exec(pom)?.[1] ?? "";
    const parts = [...pom.matchAll(/<(dependency|plugin)>.*?<\/\1>/gs)].map(([part]) => part);
    expect(parts).toHaveLength(5);
    for (const part of parts) {
      const version = /<version>(.*)<\/version>/.exec(part)?.[1]?.replace("${opensearch.version}", openSearch);
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    }
  });
});
