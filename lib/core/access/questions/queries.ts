import { z } from "zod";
import { identifier } from "../../identifiers";
import { pageNumber, searchText } from "../../list-query";
import { ruleTypes } from "../rules/rule-names";
import { everyAction } from "../types";
import { accessLevels } from "../who-can";

/** An id in an address; what can't be one is as good as none. */
const named = identifier.or(z.literal("")).catch("");

/** What the address of an explanation says. */
export const explainQuery = z.object({
  subject: named,
  can: z.enum(everyAction).catch("read"),
  object: named,
  /** The user for whom a service account would do it. */
  owner: named,
});
export type ExplainQuery = z.infer<typeof explainQuery>;

export const whoCanQuery = z.object({
  object: named,
  level: z.enum(["all", ...accessLevels]).catch("all"),
  search: searchText,
  page: pageNumber,
});
export type WhoCanQuery = z.infer<typeof whoCanQuery>;

/** What one may do with objects; who may change access rules is no question about one of them. */
export const objectActions = ["visible", "read", "modify", "manage"] as const;
export type ObjectAction = (typeof objectActions)[number];

export const whatCanQuery = z.object({
  subject: named,
  /** The type that is listed; without one, the first of which there is something. */
  about: z.enum(ruleTypes).or(z.literal("")).catch(""),
  can: z.enum(objectActions).catch("read"),
  search: searchText,
  page: pageNumber,
});
export type WhatCanQuery = z.infer<typeof whatCanQuery>;
