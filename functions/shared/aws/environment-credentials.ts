import { fromEnv } from "@aws-sdk/credential-provider-env";

/**
 * Stands in for `@aws-sdk/credential-provider-node` in the bundles: the bundler aliases that package to this file.
 * Lambda hands a function its role's credentials in the environment, so the chain of profiles, SSO, web identity and
 * instance metadata, 100 KB of each bundle, is never asked.
 */
export const defaultProvider = fromEnv;
