import { UserError } from "../../modules/errors";
import { emulatorRuntime } from "./emulator-runtime";
import { Interruption, onInterruption } from "./interruption";
import { installOpenSearch } from "./systems/opensearch-install";
import { findTerraform } from "./terraform-binary";

/** Installs, once, what `npm start` and the end-to-end tests need on this machine, and names what it cannot install. */
async function setup(signal: AbortSignal): Promise<void> {
  const note = (line: string) => process.stdout.write(`${line}\n`);
  const binary = await findTerraform();
  const runtime = await emulatorRuntime({ signal, note });
  const openSearch = await installOpenSearch(signal, note);
  note(
    `Ready: ${binary.command}, the emulator in ${runtime.python}, the functions' Node in ${runtime.nodeFolder ?? "the PATH"}, OpenSearch in ${openSearch}.`,
  );
}

const controller = new AbortController();
onInterruption((interruption) => controller.abort(interruption));
setup(controller.signal).catch((error) => {
  const isExpected = error instanceof UserError || error instanceof Interruption;
  process.stderr.write(`${isExpected ? error.message : (error.stack ?? error)}\n`);
  process.exitCode = error instanceof Interruption ? error.exitCode : 1;
});
