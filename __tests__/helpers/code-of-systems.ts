import { resolve } from "node:path";
import { findEntries } from "../../modules/code/function-entries";
import { someCode } from "./test-system";

/** Stands for the code of every function that there is, where only the wiring is looked at. */
export function codeOfSystems() {
  return someCode(findEntries(resolve(__dirname, "../..")));
}
