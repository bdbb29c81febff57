import type { Edge } from "../model";
import type { Proof } from "../proof";
import { nameOf, styleOf, withoutInstance } from "./diagram-nodes";
import type { ProvenStack } from "./proven-stack";

/** An arrow that has one of these is drawn broken: the way of what could not be processed. */
const FAILURE_KINDS = new Set(["dead letters", "failures", "on failure"]);

/** `GET /items/{id}`, `$default`. */
const ROUTE = /^([A-Z]+ \/|\$)/;
const MAX_ROUTES = 2;

/** For documents: a diagram of each stack, in Markdown. */
export function mermaidReport(stacks: readonly ProvenStack[]): string {
  return stacks.map(({ name, proof }) => `## ${name}\n\n${diagram(proof)}`).join("\n");
}

/** @returns a fenced Mermaid flowchart of the connections that tell what a system does. */
export function diagram({ edges }: Pick<Proof, "edges">): string {
  const links = linksOf(edges);
  const ids = idsOf(links.flatMap(({ from, to }) => [from, to]));
  const lines = [
    ...[...ids].map(([address, id]) => node(address, id)),
    ...links.map(({ from, to, kinds, failure }) => {
      const arrow = failure ? "-.->" : "-->";
      return `${ids.get(from)} ${arrow}|"${labelOf([...kinds])}"| ${ids.get(to)}`;
    }),
  ];
  return `\`\`\`mermaid\nflowchart LR\n${lines.map((line) => `  ${line}\n`).join("")}\`\`\`\n`;
}

/** @returns the kinds of an arrow's connections; more routes than a reader takes in are counted. */
function labelOf(kinds: readonly string[]): string {
  const routes = kinds.filter((kind) => ROUTE.test(kind));
  const counted =
    routes.length > MAX_ROUTES ? [`${routes.length} routes`, ...kinds.filter((kind) => !ROUTE.test(kind))] : kinds;
  return counted.join(", ").replaceAll('"', "#quot;");
}

/** An arrow between two nodes; connections that differ only in their kind share one. */
interface Link {
  readonly from: string;
  readonly to: string;
  readonly kinds: Set<string>;
  failure: boolean;
}

function linksOf(edges: readonly Edge[]): readonly Link[] {
  const links = new Map<string, Link>();
  for (const { kind, ...edge } of edges) {
    const [from, to] = [withoutInstance(edge.from), withoutInstance(edge.to)];
    if (styleOf(from) === undefined || styleOf(to) === undefined) continue;
    const key = `${from} ${to}`;
    const link = links.get(key) ?? { from, to, kinds: new Set(), failure: false };
    link.kinds.add(kind === "environment" ? "uses" : kind);
    link.failure ||= FAILURE_KINDS.has(kind);
    links.set(key, link);
  }
  return [...links.values()];
}

/** @returns an id for each address, in the order of their first arrow. */
function idsOf(addresses: readonly string[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const address of new Set(addresses)) {
    let id = address.replace(/^aws_/, "").replace(/[^A-Za-z0-9]+/g, "_");
    while (taken.has(id)) id += "_";
    taken.add(id);
    ids.set(address, id);
  }
  return ids;
}

function node(address: string, id: string): string {
  const style = styleOf(address);
  return style === undefined ? id : `${id}${style.open}${nameOf(address)}<br/>${style.noun}${style.close}`;
}
