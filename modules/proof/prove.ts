import type { Connection } from "./edges/edge-rule";
import { type Judge, needsResourcePolicy } from "./judge";
import { failures, found, placesOf, whoOf } from "./missing";
import type { Call, Finding, Policy, Verdict } from "./model";
import { otherAccount, otherRegion, otherResources, otherSources, type Twin } from "./twins";
import type { Evidence, ProvenCall, ProvenEdge } from "./verdicts";

/** From the worst to the best, as an edge takes the worst of its calls. */
const WORST_FIRST: readonly Verdict[] = ["unknown", "explicitly denied", "denied", "allowed"];

/** @returns the connections with their verdicts, and what is wrong with them. */
export function proveConnections(
  judge: Judge,
  connections: readonly Connection[],
): { readonly edges: readonly ProvenEdge[]; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const edges = connections.map((connection): ProvenEdge => {
    const calls = connection.calls.map((call): ProvenCall => {
      const { verdict, evidence } = judge.decide(call);
      const twins = twinsOf(judge, call);
      findings.push(...twins.flatMap((twin) => tooWide(judge, connection, twin)));
      return { ...call, verdict, evidence, twins: twins.length };
    });
    findings.push(...failures(judge.world, connection, calls));
    findings.push(
      ...connection.denied.flatMap((call) => tooWide(judge, connection, { twin: refused(call), ...asIs(judge, call) })),
    );
    return { ...edgeOf(connection), calls, verdict: worstOf(calls) };
  });
  return { edges, findings };
}

/** A twin with the policies that it is put to. */
interface Trial {
  readonly twin: Twin;
  readonly identity: readonly Policy[];
  readonly resource: readonly Policy[];
}

/** Whoever has this may do all that other policies leave to them. */
export const ANYTHING: Policy = {
  address: "a stranger's own policy",
  statements: [{ effect: "Allow", actions: ["*"], resources: ["*"], conditions: {} }],
};

function twinsOf(judge: Judge, call: Call): readonly Trial[] {
  const resource = judge.policiesOf(call.action, call.resource);
  if (call.principal.kind !== "role") {
    return [
      ...otherSources(call, judge.world).map((twin) => ({ twin, identity: [], resource })),
      { twin: otherAccount(call), identity: [ANYTHING], resource },
    ];
  }
  const identity = judge.identityOf(call);
  // Another key has a policy too, which hands the decision to the account as this one does.
  const ofTwin = needsResourcePolicy(call.action) ? resource : [];
  return [
    ...[...otherResources(call), ...otherRegion(call)].map((twin) => ({ twin, identity, resource: ofTwin })),
    ...(resource.length === 0 ? [] : [{ twin: otherAccount(call), identity: [ANYTHING], resource }]),
  ];
}

function tooWide(
  judge: Judge,
  { from, to, kind }: Connection,
  { twin, identity, resource }: Trial,
): readonly Finding[] {
  const { verdict, evidence } = judge.ask(twin.call, identity, resource);
  // What can't be told of the call itself can't be told of its twins either, and is said once.
  if (verdict !== "allowed") return [];
  const by = evidence.filter(({ address }) => address !== ANYTHING.address);
  const [place] = by;
  const fault = `${from} → ${to} (${kind}): ${whoOf(twin.call)} may ${twin.call.action} ${twin.differs}, which nothing here needs`;
  return [found(judge.world, "too-wide", place?.address ?? from, fault, { remedy: narrower(by) })];
}

function narrower(by: readonly Evidence[]): string {
  return `Narrow the resources, principals or conditions of ${placesOf(by)} to this connection`;
}

function refused(call: Call): Twin {
  return { call, differs: `on ${call.resource}` };
}

function asIs(judge: Judge, call: Call): Omit<Trial, "twin"> {
  return { identity: judge.identityOf(call), resource: judge.policiesOf(call.action, call.resource) };
}

function edgeOf({ from, to, kind }: Connection): Pick<ProvenEdge, "from" | "to" | "kind"> {
  return { from, to, kind };
}

function worstOf(calls: readonly ProvenCall[]): Verdict {
  return WORST_FIRST.find((verdict) => calls.some((call) => call.verdict === verdict)) ?? "allowed";
}
