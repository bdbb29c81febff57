import "../../support/environment";

/** What the release function finds in its environment. Import this before anything that reads it. */
Object.assign(process.env, {
  FLAGS_TABLE: "flags",
  CHANGES_TOPIC_ARN: "arn:aws:sns:eu-west-1:111122223333:flag-changes",
  RELEASE_WAVES: "[5,25]",
  RELEASE_BAKE_MINUTES: "10",
  RELEASE_ALARM: "shop-errors",
});
