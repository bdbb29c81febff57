import type { Construct } from "constructs";
import { FlagPropagationStack } from "./flag-propagation/stack";
import { ServerlessAppStack } from "./serverless-app/stack";
import type { SystemStack, SystemStackProps } from "./system-stack";

type SystemConstructor = new (scope: Construct, props: Pick<SystemStackProps, "target" | "code">) => SystemStack;

/** The systems, by name. */
export const SYSTEMS: Readonly<Record<string, SystemConstructor>> = {
  "serverless-app": ServerlessAppStack,
  "flag-propagation": FlagPropagationStack,
};
