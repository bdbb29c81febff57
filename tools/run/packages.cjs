/** Loading their many small files is most of a synth's start; every other package is loaded as usual. */
const BUNDLED = /^(cdktf|constructs|@cdktf\/[^/]+)($|\/)/;

/** Bundles cdktf and what it imports itself, and leaves the packages that the project imports to node. */
const packages = {
  name: "packages",
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
      if (kind === "entry-point" || BUNDLED.test(path) || importer.includes("node_modules")) return undefined;
      return { path, external: true };
    });
  },
};

module.exports = { packages };
