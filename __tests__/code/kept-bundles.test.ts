import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { keepBundles, keepZip, readKeptBundles } from "../../modules/code/kept-bundles";

const DAY_IN_SECONDS = 24 * 60 * 60;

describe("kept bundles", () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "plumbline-kept-"));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const keep = (content: string) => {
    const bundle = keepZip(folder, "system/function", Buffer.from(content));
    keepBundles(folder, { fingerprint: content, sourcesElsewhere: [], bundles: [bundle] });
    return bundle;
  };

  it("are named by what is in them", () => {
    const { zip, sha256 } = keep("zip");
    expect(path.basename(zip)).toBe(`system-function-${sha256}.zip`);
  });

  it("are found where the project lies now", () => {
    keep("zip");
    const moved = `${folder}-moved`;
    fs.cpSync(folder, moved, { recursive: true });
    const [bundle] = readKeptBundles(moved)?.bundles ?? [];
    fs.rmSync(moved, { recursive: true });
    expect(path.dirname(bundle?.zip ?? "")).toBe(moved);
  });

  it("are made again when the manifest is damaged", () => {
    keep("zip");
    fs.writeFileSync(path.join(folder, "manifest.json"), "{");
    expect(readKeptBundles(folder)).toBeUndefined();
  });

  it("leave a zip of other sources for a day, in which another process may be copying it", () => {
    const old = keep("old");
    keep("new");
    expect(fs.existsSync(old.zip)).toBe(true);

    const yesterday = Date.now() / 1000 - DAY_IN_SECONDS - 1;
    fs.utimesSync(old.zip, yesterday, yesterday);
    const current = keep("newer");
    expect(fs.existsSync(old.zip)).toBe(false);
    expect(fs.existsSync(current.zip)).toBe(true);
  });
});
