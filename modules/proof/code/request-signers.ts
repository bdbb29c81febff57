import type { Finding } from "../model";
import type { BundledModule } from "./bundled-modules";

/** Packages that sign requests; clients have theirs inside and are left out of the bundle. */
const SIGNER =
  /node_modules\/((?:@smithy|@aws-sdk|@aws-crypto)\/(?:aws-)?signature-v4[^/]*|aws4|aws4fetch|aws-sigv4[^/]*)\//;

/** A finding for each package that signs requests to AWS: what it sends has no command, so no name either. */
export function requestSigners(bundled: readonly BundledModule[]): readonly Finding[] {
  const signers = new Set(bundled.flatMap(({ file }) => SIGNER.exec(file)?.[1] ?? []));
  return [...signers].map((signer) => ({
    rule: "unknown-command",
    address: `node_modules/${signer}`,
    fault: `Cannot tell which requests the code sends: it signs them itself with ${signer}`,
    remedy:
      "Send them as commands of the SDK's clients; requests to OpenSearch are told where an environment variable has the domain's endpoint",
  }));
}
