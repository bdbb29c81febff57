// The floor of every synth: node starts and writes the JSON that another run has made.
// node write-json.cjs <folder that holds it> <folder to write to> <file…>
const fs = require("node:fs");
const path = require("node:path");

const [from, to, ...files] = process.argv.slice(2);
for (const file of files) {
  fs.mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
  fs.writeFileSync(path.join(to, file), fs.readFileSync(path.join(from, file)));
}
