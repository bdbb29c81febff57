// Stands in for the package: it takes as long to load as cdktf itself, and serves only the archives that
// lib/private/fs.cjs refuses.
