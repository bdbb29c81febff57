/** The launcher's own UserError: modules/errors.ts is TypeScript, which only a finished bundle could load. */
class UserError extends Error {
  name = "UserError";
}

module.exports = { UserError };
