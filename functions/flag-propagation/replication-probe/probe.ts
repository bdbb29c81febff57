import type { ReplicationPorts } from "./ports";

/** Between two looks at the replica, in milliseconds. */
const LOOK_EVERY = 100;
/** What is not there by then counts as missing, in milliseconds. */
const PATIENCE = 30_000;

/**
 * Writes a heartbeat and waits until the replica has it. Nothing is thrown for what cannot be written or read: that is
 * what is measured, and a measurement that is sent back later says nothing.
 */
export async function probe(ports: ReplicationPorts): Promise<void> {
  const { home, replica, lag, count, log, now, wait } = ports;
  let number: number;
  try {
    number = await home.beat(now());
  } catch (error) {
    count("ReplicationMissing");
    log("error", "heartbeat not written", { error });
    return;
  }
  const written = now();
  let failure: unknown;
  do {
    try {
      if ((await replica.newestBeat()) >= number) {
        const ms = Math.max(0, now() - written);
        lag(ms);
        log("info", "heartbeat replicated", { number, lag_ms: ms });
        return;
      }
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    await wait(LOOK_EVERY);
  } while (now() - written < PATIENCE);
  count("ReplicationMissing");
  log("error", "heartbeat not replicated", {
    number,
    after_ms: now() - written,
    ...(failure !== undefined && { error: failure }),
  });
}
