import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const REPOSITORY = path.resolve(__dirname, "../../../..");

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A temporary project with the launcher, esbuild, and whatever sources a test writes. */
export class Checkout {
  readonly root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "plumbline-run-")));

  constructor() {
    for (const part of ["run.cjs", "run"]) {
      fs.cpSync(path.join(REPOSITORY, "tools", part), path.join(this.root, "tools", part), { recursive: true });
    }
    fs.mkdirSync(path.join(this.root, "node_modules/@esbuild"), { recursive: true });
    for (const name of ["esbuild", ...fs.readdirSync(path.join(REPOSITORY, "node_modules/@esbuild")).map(scoped)]) {
      fs.symlinkSync(path.join(REPOSITORY, "node_modules", name), path.join(this.root, "node_modules", name));
    }
  }

  write(file: string, content: string): void {
    const target = path.join(this.root, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, content);
  }

  read(file: string): Buffer {
    return fs.readFileSync(path.join(this.root, file));
  }

  /** Runs the launcher, from another folder than the project's. */
  run(...args: readonly string[]): Outcome {
    const launcher = path.join(this.root, "tools/run.cjs");
    return spawnSync(process.execPath, [launcher, ...args], { cwd: os.tmpdir(), encoding: "utf8" });
  }

  remove(): void {
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}

function scoped(name: string): string {
  return `@esbuild/${name}`;
}
