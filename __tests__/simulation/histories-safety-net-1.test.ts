import { describeHistories } from "./support/histories";

describeHistories("FLAG-06 FLAG-07 histories with checks, rollbacks and releases", 1, ["--safety-net"]);
