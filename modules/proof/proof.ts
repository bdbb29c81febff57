import type { EntryCode } from "./code/entry-code";
import { configuredConnections } from "./edges";
import type { Connection } from "./edges/edge-rule";
import { environmentConnections } from "./edges/environment";
import { View } from "./edges/view";
import { environmentMismatches } from "./environment-match";
import { readGrants } from "./graph";
import { Judge } from "./judge";
import { unneededGrants } from "./match";
import { found } from "./missing";
import type { Finding, World } from "./model";
import { proveConnections } from "./prove";
import { unreachableServers } from "./reachability";
import { unexplainedRequests } from "./signed-requests";
import { plainTextTransport } from "./transport";
import { disagreeingTriggers } from "./triggers";
import type { ProvenEdge } from "./verdicts";
import { type ProofWaiver, withoutWaived } from "./waivers";
import { readWorld } from "./world";

export type { ProvenCall, ProvenEdge } from "./verdicts";
export type { ProofWaiver } from "./waivers";

/** Address of a function → what its code does. Functions that are absent are proven by their configuration alone. */
export type Code = ReadonlyMap<string, EntryCode>;

/** Every connection with its verdict, and all that is wrong. A proof without findings holds. */
export interface Proof {
  readonly edges: readonly ProvenEdge[];
  readonly findings: readonly Finding[];
}

/** Proves the wiring of Terraform JSON: each connection allowed, nothing else granted. */
export function prove(json: unknown, code?: Code, waivers?: readonly ProofWaiver[]): Proof {
  return proveWorld(readWorld(json), code, waivers);
}

/** As `prove`, of a configuration that has been read already. */
export function proveWorld(world: World, code: Code = new Map(), waivers: readonly ProofWaiver[] = []): Proof {
  const grants = readGrants(world);
  const view = new View(world);
  const judge = new Judge(world, grants);
  const codeOf = ({ address }: { readonly address: string }) => code.get(address);
  const environment = environmentConnections(view, grants, codeOf);
  const connections = [...configuredConnections(view), ...environment];
  const { edges, findings } = proveConnections(judge, connections);
  const all = [
    ...world.findings,
    ...grants.findings,
    ...[...code].flatMap(([address, one]) => [...one.findings, ...unexplainedRequests(view, address, one)]),
    ...findings,
    ...unneededGrants(judge, connections),
    ...environment.filter((edge) => isIdle(judge, edge)).map((edge) => idle(world, edge)),
    ...environmentMismatches(view, codeOf),
    ...plainTextTransport(judge, view),
    ...disagreeingTriggers(view),
    ...unreachableServers(view),
  ];
  return { edges, findings: withoutWaived(distinct(all), waivers) };
}

/** A function that knows a resource and can do nothing to it was meant to do something, or should not know it. */
function isIdle(judge: Judge, { calls, possible }: Connection): boolean {
  return calls.length === 0 && !possible.some((call) => judge.decide(call).verdict === "allowed");
}

function idle(world: World, { from, to }: Connection): Finding {
  const fault = `its environment names ${to}, and it may do nothing to it`;
  return found(world, "idle-variable", from, fault, {
    remedy: `Grant what it needs of ${to}, or take the variable out`,
  });
}

/** Two routes to one alias find the same fault of it. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((one) => [`${one.rule} ${one.address} ${one.fault}`, one])).values()];
}
