import { describeHistories } from "./support/histories";

describeHistories(2);
