/**
 * cdktf captures a whole stack trace for every reference that is made, to print it should that reference not resolve.
 * It is most of what constructing a large stack costs.
 */
exports.captureStackTrace = () => [];
