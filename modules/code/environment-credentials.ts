import type { Plugin } from "esbuild";

const CHAIN = "@aws-sdk/credential-provider-node";
const NAMESPACE = "environment-credentials";

/**
 * Puts the provider that reads the environment in the place of the SDK's chain of providers. Lambda hands a function
 * its role's credentials there, so the chain's profiles, SSO, web identity and instance metadata, a fifth of a bundle,
 * are never asked.
 */
export function environmentCredentials(root: string): Plugin {
  return {
    name: NAMESPACE,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${CHAIN}$`) }, () => ({ path: CHAIN, namespace: NAMESPACE }));
      onLoad({ filter: /.*/, namespace: NAMESPACE }, () => ({
        contents: 'export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";',
        resolveDir: root,
      }));
    },
  };
}
