/** The longest value that `var.environment` may have, in characters; names are measured with it. */
export const LONGEST_ENVIRONMENT = 12;

/** What the validation of `var.environment` must demand: lower case, since bucket and domain names allow no capitals. */
export const ENVIRONMENT_PATTERN = `^[a-z][a-z0-9-]{1,${LONGEST_ENVIRONMENT - 1}}$`;
