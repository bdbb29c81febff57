import { describeHistories } from "./support/histories";

describeHistories("FLAG-02 FLAG-04 FLAG-05 histories", 2);
