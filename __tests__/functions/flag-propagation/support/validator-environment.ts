import "../../support/environment";

/** What the validator finds in its environment. Import this before anything that reads it. */
Object.assign(process.env, {
  FLAGS_TABLE: "flags",
  CHANGES_TOPIC_ARN: "arn:aws:sns:eu-west-1:111122223333:flag-changes",
  RELEASE_WAVES: "[]",
  REJECTIONS_TOPIC_ARN: "arn:aws:sns:eu-west-1:111122223333:flag-rejections",
});
