import { actionsOf } from "./actions";
import type { SdkCommand } from "./code/entry-code";

/** What one package does to one service, as a whole. */
export interface LibraryUse {
  readonly library: string;
  readonly service: string;
  readonly actions: readonly string[];
}

/** @returns what the libraries in a function's code may do, by package and service. */
export function libraryUses(commands: readonly SdkCommand[]): readonly LibraryUse[] {
  const uses = new Map<string, { library: string; service: string; actions: Set<string> }>();
  for (const command of commands.filter(({ origin }) => origin === "library")) {
    for (const action of actionsOf(command).needed) {
      const library = packageOf(command.file);
      const service = action.slice(0, action.indexOf(":"));
      const use = uses.get(`${library} ${service}`) ?? { library, service, actions: new Set() };
      use.actions.add(action);
      uses.set(`${library} ${service}`, use);
    }
  }
  return [...uses.values()].map((use) => ({ ...use, actions: [...use.actions] }));
}

/** @returns `@aws-lambda-powertools/idempotency` of a file under node_modules. */
function packageOf(file: string): string {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file;
}
