import { flagPropagation } from "./flag-propagation";
import { serverlessApp } from "./serverless-app";
import type { LocalSystem } from "./system";

/** The systems that run locally, in the order in which they are shown. */
export const LOCAL_SYSTEMS: readonly LocalSystem[] = [serverlessApp, flagPropagation];
