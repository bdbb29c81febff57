const { TerraformStack } = exports;
const { prepareStack } = TerraformStack.prototype;

/** cdktf resolves a stack once more beforehand, to find values of other stacks: there are none where there is one stack. */
TerraformStack.prototype.prepareStack = function () {
  const stacks = this.node.root.node.findAll().filter(TerraformStack.isStack);
  if (stacks.length === 1) this.ensureBackendExists();
  else prepareStack.call(this);
};
