import type { BuildOptions } from "esbuild";

/** How esbuild makes a function's code; a change of these is a change of every zip. */
export const BUNDLE_OPTIONS = {
  bundle: true,
  platform: "node",
  // The runtime of the functions, nodejs22.x. Lambda loads CommonJS slightly faster than ES modules.
  target: "node22",
  format: "cjs",
  // The ES module builds of the SDK and Powertools shake to two thirds of their CommonJS builds.
  mainFields: ["module", "main"],
  minify: true,
  keepNames: false,
  legalComments: "none",
  charset: "ascii",
  sourcemap: false,
} satisfies BuildOptions;
