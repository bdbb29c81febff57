import path from "node:path";
import type { Plugin } from "esbuild";

/** The list of all commands that the client knows by name. */
const COMMANDS = /[\\/]@redis[\\/]client[\\/]dist[\\/]lib[\\/]commands[\\/]index\.js$/;

/** What the client itself sends to begin a connection. */
const HANDSHAKE = ["AUTH", "CLIENT_SETNAME", "READONLY"];

/**
 * Leaves of the Redis client's four hundred commands those that it sends itself: functions send theirs as they are
 * written, by `sendCommand`, and a cold start need not load two thirds of the package for nothing.
 */
export function redisHandshake(): Plugin {
  return {
    name: "redis-handshake",
    setup({ onLoad }) {
      onLoad({ filter: COMMANDS }, ({ path: file }) => ({
        contents: [
          ...HANDSHAKE.map((name) => `const ${name} = require("./${name}").default;`),
          `const commands = { ${HANDSHAKE.join(", ")} };`,
          "module.exports = { default: commands, NON_STICKY_COMMANDS: commands, __esModule: true };",
        ].join("\n"),
        resolveDir: path.dirname(file),
      }));
    },
  };
}
