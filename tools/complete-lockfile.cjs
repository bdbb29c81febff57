// Completes package-lock.json with the optional packages of other platforms: node tools/complete-lockfile.cjs
//
// A registry mirror may carry the packages of one platform alone. npm leaves the others out of the lock file it writes
// there, and then refuses that file (`npm ci`: "Missing … from lock file"). Run this after a change of dependencies.

const fs = require("node:fs");

const FILE = "package-lock.json";
const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const PROCESSORS = {
  arm: "arm",
  arm64: "arm64",
  armv7: "arm",
  ia32: "ia32",
  loong64: "loong64",
  mips64el: "mips64el",
  ppc64: "ppc64",
  ppc64le: "ppc64",
  riscv64: "riscv64",
  s390x: "s390x",
  wasm32: "wasm32",
  x64: "x64",
};

const lock = JSON.parse(fs.readFileSync(FILE, "utf8"));
const missing = Object.entries(lock.packages).flatMap(([folder, { optionalDependencies = {}, dev }]) =>
  Object.entries(optionalDependencies)
    .filter(([name]) => !placesOf(folder, name).some((place) => lock.packages[place]))
    .map(([name, range]) => [`node_modules/${name}`, entryOf(name, range, dev)]),
);
const { "": root, ...packages } = lock.packages;
const sorted = Object.entries({ ...packages, ...Object.fromEntries(missing) }).sort(([a], [b]) =>
  a.localeCompare(b, "en"),
);
lock.packages = { "": root, ...Object.fromEntries(sorted) };
fs.writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${missing.length} packages of other platforms added to ${FILE}\n`);

/** Where npm may have put a dependency of the package in a folder. */
function placesOf(folder, name) {
  const places = [`${folder ? `${folder}/` : ""}node_modules/${name}`];
  for (let above = folder; above.includes("node_modules"); ) {
    above = above.slice(0, above.lastIndexOf("node_modules")).replace(/\/$/, "");
    places.push(`${above ? `${above}/` : ""}node_modules/${name}`);
  }
  return places;
}

/** The platform is in the name: `@swc/core-linux-arm64-musl`. */
function entryOf(name, range, dev) {
  const words = name.split(/[/-]/);
  const cpu = words.map((word) => PROCESSORS[word]).find(Boolean);
  const os = words.find((word) => SYSTEMS.includes(word));
  return {
    version: range.replace(/^[\^~]/, ""),
    ...(cpu && { cpu: [cpu] }),
    ...(dev && { dev }),
    ...(os === "linux" && words.includes("musl") && { libc: ["musl"] }),
    ...(os === "linux" && words.includes("gnu") && { libc: ["glibc"] }),
    optional: true,
    ...(os && { os: [os] }),
  };
}
