import { SYSTEMS } from "../../modules/systems/systems";
import { proveSystems } from "../proof/prove-systems";

/** An entry of its own that the benchmark starts: synthesizes all systems, as main.ts does, and proves them. */
void proveSystems(Object.keys(SYSTEMS));
