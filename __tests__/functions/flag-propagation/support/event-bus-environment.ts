import "../../support/environment";

/** What the stream processor finds in its environment. Import this before anything that reads it. */
Object.assign(process.env, { EVENT_BUS_NAME: "flag-propagation-test" });
