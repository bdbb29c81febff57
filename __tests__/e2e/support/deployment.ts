/** What the end-to-end tests know of a running system: its outputs, and how to reach AWS. */
export interface Deployment {
  readonly target: "aws" | "local";
  /** @throws when the stack has no such output. */
  output(name: string): string;
  /** What AWS clients are made with. */
  readonly client: {
    readonly region: string;
    readonly endpoint?: string;
    readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** Signs and sends a request to the URL that AWS would answer. */
  fetch(url: string, request: HttpRequest): Promise<HttpAnswer>;
  /** Only where the tests made the deployment themselves. */
  readonly local?: LocalDeployment;
  close(): Promise<void>;
}

/** What can be asked of a deployment that the tests made and may take down. */
export interface LocalDeployment {
  /** Where all that it is made of lies. */
  readonly folder: string;
  /** Applies the stack again, with these variables. */
  apply(variables: Readonly<Record<string, string>>): Promise<void>;
  /** @returns what a further apply would change; empty where it would change nothing. */
  plan(): Promise<readonly string[]>;
  /** Outputs of the same system, called as a module from a plain HCL root in an environment of its own. */
  readonly moduleOutputs: Readonly<Record<string, unknown>>;
  /** @returns what Terraform makes of an expression with these variables, or why it refuses them. */
  evaluate(expression: string, variables: Readonly<Record<string, string>>): string;
  destroy(): Promise<void>;
}

export interface HttpRequest {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** @default true */
  readonly signed?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export function outputReader(system: string, outputs: Readonly<Record<string, unknown>>): (name: string) => string {
  return (name) => {
    const value = outputs[name];
    if (typeof value === "string") return value;
    throw new Error(
      `The stack ${system} has no output '${name}'. It has: ${Object.keys(outputs).join(", ") || "none"}.`,
    );
  };
}
