import { flag, type RuleExample } from "./example";

export const identityExamples: Readonly<Record<string, RuleExample>> = {
  "IDENT-01": {
    passes: { record: flag({ flag_id: "new-search" }) },
    fails: { record: flag({ flag_id: "internationally-recommended-neighbourhood-shops-preview-experience" }) },
  },
  "IDENT-02": {
    passes: { record: flag({ flag_id: "search-with-3d-preview" }) },
    fails: { record: flag({ flag_id: "search-Preview" }) },
  },
  "IDENT-03": {
    passes: { record: flag({ flag_id: "search-preview" }) },
    fails: { record: flag({ flag_id: "search--preview" }) },
  },
  "IDENT-04": {
    passes: { record: flag({ flag_id: "constructor-search" }) },
    fails: { record: flag({ flag_id: "constructor" }) },
  },
  "IDENT-05": {
    passes: { record: flag({ flag_id: "null-island-map" }) },
    fails: { record: flag({ flag_id: "null" }) },
  },
  "IDENT-06": {
    passes: { record: flag({ flag_id: "search-preview" }) },
    fails: { record: flag({ flag_id: "preview" }) },
  },
  "IDENT-07": {
    passes: { record: flag({ flag_id: "search-shows-preview-of-each-shop" }) },
    fails: { record: flag({ flag_id: "search-shows-a-small-preview-of-each-shop" }) },
  },
  "IDENT-08": {
    passes: { record: flag({ flag_id: "search-recommendations-preview" }) },
    fails: { record: flag({ flag_id: "search-previewofeachshopnearby" }) },
  },
  "IDENT-09": {
    passes: { record: flag({ flag_id: "search-notes-preview" }) },
    fails: { record: flag({ flag_id: "search-without-preview" }) },
  },
  "IDENT-10": {
    passes: { record: flag({ flag_id: "search-preview" }) },
    fails: { record: flag({ flag_id: "search-preview-flag" }) },
  },
  "IDENT-11": {
    passes: { record: flag({ flag_id: "search-product-preview" }) },
    fails: { record: flag({ flag_id: "search-preview-staging" }) },
  },
  "IDENT-12": {
    passes: { record: flag({ flag_id: "search-top-100-preview" }) },
    fails: { record: flag({ flag_id: "search-preview-2026" }) },
  },
  "IDENT-13": {
    passes: { record: flag({ flag_id: "search-preview-10485760" }) },
    fails: { record: flag({ flag_id: "search-preview-3f0c9a52" }) },
  },
  "IDENT-14": {
    passes: { record: flag({ flag_id: "search-preview-12", ticket: "PAY-1234" }) },
    fails: { record: flag({ flag_id: "pay-1234-search-preview", ticket: "PAY-1234" }) },
  },
  "IDENT-15": {
    passes: { record: flag({ flag_id: "search-preview-search" }) },
    fails: { record: flag({ flag_id: "search-search-preview" }) },
  },
  "IDENT-16": {
    passes: { record: flag({ tags: ["payments", "page-1"] }) },
    fails: { record: flag({ tags: ["payments", "Page 1"] }) },
  },
  "IDENT-17": {
    passes: { record: flag({ metadata: { "shop.area": "checkout", costCentre: 42 } }) },
    fails: { record: flag({ metadata: { "shop area": "checkout" } }) },
  },
  "IDENT-18": {
    passes: { record: flag({ metadata: { flow_version: 3 } }) },
    fails: { record: flag({ metadata: { version: 3 } }) },
  },
};
