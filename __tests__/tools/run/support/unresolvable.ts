import { App, TerraformLocal, TerraformStack } from "cdktf";

const app = new App();
const stack = new TerraformStack(app, "stack");
new TerraformLocal(stack, "deep", [{ wrong: () => "a function is no value" }]);
app.synth();
