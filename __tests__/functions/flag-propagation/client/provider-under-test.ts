import { OpenFeature, ProviderEvents } from "@openfeature/server-sdk";
import { PlumblineProvider } from "../../../../functions/flag-propagation/client/plumbline-provider";
import type { MemoryFlagCache } from "../support/memory-flag-cache";

let domains = 0;

const EVENTS = [
  ProviderEvents.Ready,
  ProviderEvents.Stale,
  ProviderEvents.Error,
  ProviderEvents.ConfigurationChanged,
] as const;

/** The provider set in OpenFeature's own SDK, with the events that an application sees. Timers and the clock are jest's. */
export function providerUnderTest(cache: MemoryFlagCache) {
  const domain = `domain-${++domains}`;
  const provider = new PlumblineProvider({ service: "service-0001", reader: cache });
  const client = OpenFeature.getClient(domain);
  const events: string[] = [];
  const messages: string[] = [];
  for (const event of EVENTS) {
    client.addHandler(event, (details) => {
      const changed = details !== undefined && "flagsChanged" in details ? details.flagsChanged : undefined;
      events.push([event, ...(Array.isArray(changed) ? changed : [])].join(" "));
      messages.push(String(details?.message));
    });
  }
  const start = () => OpenFeature.setProviderAndWait(domain, provider);
  /** The events since the last look. */
  const seen = () => events.splice(0);
  return { provider, client, start, seen, messages };
}
