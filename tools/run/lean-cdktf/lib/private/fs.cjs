/** cdktf would start this module in a process of its own, and a bundle would start itself without end. */
exports.archiveSync = (folder) => {
  throw new Error(
    `The asset of ${folder} is of AssetType.ARCHIVE, whose bytes differ with every checkout. Zip it with modules/code and use AssetType.FILE.`,
  );
};
