import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, connect, createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { attachEmulator, startEmulator } from "../../../tools/local/emulator";
import { type EmulatorRuntime, emulatorRuntime } from "../../../tools/local/emulator-runtime";
import { invokeOnce } from "./invoke-once";

/** The first run on a machine installs the emulator. */
jest.setTimeout(180_000);

describe("the embedded emulator", () => {
  let runtime: EmulatorRuntime;
  let folder = "";
  beforeAll(async () => {
    runtime = await emulatorRuntime({ signal: new AbortController().signal, note: () => undefined });
    folder = await mkdtemp(join(tmpdir(), "emulator-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("runs two copies at once on ports of their own, bound to loopback only", async () => {
    const started = await Promise.all(["a", "b"].map((name) => startEmulator({ folder: join(folder, name), runtime })));
    try {
      const ports = started.map(({ endpoint }) => Number(new URL(endpoint).port));
      expect(new Set(ports).size).toBe(2);
      for (const port of ports) {
        expect(await listens("127.0.0.1", port)).toBe(true);
        for (const address of otherAddresses()) expect(await listens(address, port)).toBe(false);
      }
    } finally {
      await Promise.all(started.map((emulator) => emulator.stop()));
    }
  });

  it("shows a function Lambda's environment on its runtime's Node, and leaves no process when it is stopped", async () => {
    const emulator = await startEmulator({ folder: join(folder, "functions"), runtime });
    let answer: Awaited<ReturnType<typeof invokeOnce>>;
    try {
      answer = await invokeOnce(emulator.endpoint);
    } finally {
      await emulator.stop();
    }
    expect(answer.version).toMatch(/^v22\./);
    expect(answer.variables).toContain("AWS_LAMBDA_FUNCTION_NAME");
    expect(answer.variables).not.toContain("GATEWAY_PORT");
    expect(answer.variables).not.toContain("JEST_WORKER_ID");
    expect([answer.pid, Number(emulator.pid)].filter(isRunning)).toEqual([]);
  });

  it("says when it ends by itself, and where its log is", async () => {
    const emulator = await startEmulator({ folder: join(folder, "crash"), runtime });
    const crash = new Promise<Error>((resolve) => emulator.onCrash(resolve));
    process.kill(Number(emulator.pid), "SIGKILL");
    expect(await crash).toMatchObject({ name: "UserError", message: expect.stringContaining(String(emulator.log)) });
    await emulator.stop();
  });

  it("refuses a port that is taken, by its number and with the remedy", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as AddressInfo;
    try {
      await expect(startEmulator({ folder: join(folder, "taken"), runtime, port })).rejects.toMatchObject({
        name: "UserError",
        message: expect.stringMatching(new RegExp(`--port is ${port}, .*Name another port`)),
      });
    } finally {
      taken.close();
    }
  });

  it("that is said to run already, and does not answer, is named with the remedy", async () => {
    await expect(attachEmulator("http://127.0.0.1:9")).rejects.toMatchObject({
      name: "UserError",
      message: expect.stringContaining("--endpoint is http://127.0.0.1:9, where nothing answers."),
    });
  });
});

function otherAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses = []) => addresses)
    .filter(({ internal, family }) => !internal && family === "IPv4")
    .map(({ address }) => address);
}

function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1_000 });
    const answer = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.once("connect", () => answer(true));
    socket.once("timeout", () => answer(false));
    socket.once("error", () => answer(false));
  });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
