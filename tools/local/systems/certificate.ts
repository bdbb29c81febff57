import { generate } from "selfsigned";

const DAY_MS = 24 * 60 * 60 * 1000;

export interface Certificate {
  /** Of the server, and of the authority that vouches for it: they are one. PEM. */
  readonly certificate: string;
  /** PEM. */
  readonly privateKey: string;
}

/** A certificate for what listens on loopback, good for the runs of a month at most. */
export async function loopbackCertificate(): Promise<Certificate> {
  const pems = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
    // Clocks of one machine may be set back.
    notBeforeDate: new Date(Date.now() - DAY_MS),
    notAfterDate: new Date(Date.now() + 30 * DAY_MS),
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", digitalSignature: true, keyCertSign: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  return { certificate: pems.cert, privateKey: pems.private };
}
