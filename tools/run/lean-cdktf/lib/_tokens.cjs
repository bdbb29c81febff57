const { DefaultTokenResolver, StringConcat, Tokenization } = require("./tokens");

const resolver = new DefaultTokenResolver(new StringConcat());

/** Part of every marker that cdktf puts into strings and keys, of its map tokens, and of its numbers written into strings. */
const MAYBE_TOKEN = /TfToken\[|Map Token Value|[-|\d.+]e[-|\d.eE+]/;

/**
 * cdktf resolves every value through a context of its own that knows the value's path. Few values hold a token: the
 * others are copied here, and cdktf's resolver sees only what may hold one.
 */
exports.resolve = (scope, value, preparing = false) => {
  const byCdktf = (part) => Tokenization.resolve(part, { scope, preparing, resolver });

  function copy(part) {
    if (isPlain(part)) return part;
    if (Array.isArray(part)) return part.some(isScalarToken) ? byCdktf(part) : part.map(copy).filter(isDefined);
    if (!isPlainObject(part)) return byCdktf(part);
    const keys = Object.keys(part);
    if (!keys.every(isPlain)) return byCdktf(part);
    const result = {};
    for (const key of keys) {
      const resolved = copy(part[key]);
      if (resolved !== undefined) result[key] = resolved;
    }
    return result;
  }

  try {
    return copy(value);
  } catch {
    return byCdktf(value); // fails again, and names the path of what does not resolve
  }
};

/** Whether a value certainly stands for itself. */
function isPlain(value) {
  switch (typeof value) {
    case "string":
      return !MAYBE_TOKEN.test(value);
    case "number":
      return value >= 0; // a number that stands for a token is negative
    case "boolean":
    case "undefined":
      return true;
    default:
      return value === null;
  }
}

/** An element that may make a token of its whole list. */
function isScalarToken(element) {
  return typeof element !== "object" && !isPlain(element);
}

function isPlainObject(value) {
  return typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype && !("resolve" in value);
}

function isDefined(value) {
  return value !== undefined;
}
