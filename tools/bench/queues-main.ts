import { App } from "cdktf";
import { QueuesStack } from "./queues";

/** An entry of its own that the benchmark starts: synthesizes as many queues as its argument says. */
const app = new App();
new QueuesStack(app, "queues", Number(process.argv[2]));
app.synth();
console.log(process.resourceUsage().maxRSS); // KiB
