import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const REPOSITORY = path.resolve(__dirname, "../../..");

/** No types of packages: TypeScript then takes a third of the time. */
const TSCONFIG = {
  compilerOptions: { target: "ES2022", lib: ["ES2022"], module: "Node16", strict: true, types: [], skipLibCheck: true },
};

/** A temporary project of functions: paths under functions/ and their contents. */
export class Project {
  readonly root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "plumbline-code-")));

  constructor(files: Readonly<Record<string, string>>) {
    fs.symlinkSync(path.join(REPOSITORY, "node_modules"), path.join(this.root, "node_modules"));
    fs.writeFileSync(path.join(this.root, "tsconfig.json"), JSON.stringify(TSCONFIG));
    for (const [file, content] of Object.entries(files)) this.write(file, content);
  }

  write(file: string, content: string): void {
    const target = path.join(this.root, "functions", file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, content);
  }

  get cache(): string {
    return path.join(this.root, ".plumbline/cache/functions");
  }

  remove(): void {
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}
