import { done, type Outcome } from "../outcome";
import { type ListTerms, readListTerms } from "./list-terms";
import { type NamePattern, readNamePattern } from "./name-pattern";
import { refusedResource } from "./refusal";

/**
 * How a field is filtered by: `name` by a pattern, `word` by one of several words, `words` where the field holds a list
 * of them, `time` by comparisons or a range, `number` by a range, `flag` by true or false.
 */
export type FieldKind = "name" | "word" | "words" | "time" | "number" | "flag";

/** What a list can be filtered and ordered by, under the names that clients use. */
export type ListSpec = {
  readonly fields: Readonly<Record<string, FieldKind>>;
  /** Kinds of fields whose names begin so, such as `hyperparams.`. */
  readonly prefixes?: Readonly<Record<string, FieldKind>>;
  readonly orderable: readonly string[];
  /** What fields begin with that can be ordered by too. */
  readonly orderablePrefixes?: readonly string[];
  /** Where the client asks for none: names of fields, with a leading `-` for the last first. */
  readonly defaultOrder: readonly string[];
};

export type Comparison = { readonly operator: ">=" | ">" | "<=" | "<" | "="; readonly value: Date | number };

export type ListFilter =
  | { readonly kind: "name"; readonly field: string; readonly pattern: NamePattern }
  | { readonly kind: "word" | "words"; readonly field: string; readonly terms: ListTerms }
  | {
      readonly kind: "compare";
      readonly field: string;
      readonly comparisons: readonly Comparison[];
      /** Whether what has no value fits too. */
      readonly orEmpty: boolean;
    }
  | { readonly kind: "flag"; readonly field: string; readonly value: boolean }
  | { readonly kind: "any" | "all"; readonly filters: readonly ListFilter[] };

export type ListOrder = { readonly field: string; readonly descending: boolean };

export type ListRequest = {
  /** All of them must hold. */
  readonly filters: readonly ListFilter[];
  /** Without the id that makes it unambiguous. */
  readonly order: readonly ListOrder[];
  readonly offset: number;
  readonly limit: number;
  /** Words that a name contains. */
  readonly search: string | undefined;
  /** Dotted names of what the client wants of each; empty for everything. */
  readonly onlyFields: readonly string[];
  /** To be answered to a client that scrolls, after so many were found. */
  readonly scrollIdAfter?: (found: number) => string;
};

export const mostListed = 500;
const mostOffset = 10_000_000;
const mostOnlyFields = 200;
const mostPatterns = 50;

/** The parameters that clients of ClearML send to any list, read before the filters are. */
export type ListParameters = {
  page?: number | null | undefined;
  page_size?: number | null | undefined;
  order_by?: string | readonly string[] | null | undefined;
  only_fields?: string | readonly string[] | null | undefined;
  search_text?: string | null | undefined;
  scroll_id?: string | null | undefined;
  size?: number | null | undefined;
  refresh_scroll?: boolean | null | undefined;
  filters?: unknown;
} & Readonly<Record<string, unknown>>;

/** A field that the list does not know is passed over, as clients send fields of other versions. */
export function readListRequest(parameters: ListParameters, spec: ListSpec): Outcome<ListRequest> {
  const filters: ListFilter[] = [];
  for (const [field, value] of Object.entries(parameters)) {
    if (value === null || value === undefined) continue;
    const read = joins.has(field) ? readJoined(field, value, spec) : readFilter(field, value, spec);
    if (!read.ok) return read;
    if (read.value) filters.push(read.value);
  }
  const listed = readFilterObjects(parameters.filters, spec);
  if (!listed.ok) return listed;
  const order = readOrder(parameters.order_by, spec);
  if (!order.ok) return order;
  const part = readPart(parameters);
  if (!part.ok) return part;
  const onlyFields = asList(parameters.only_fields ?? []);
  if (onlyFields.length > mostOnlyFields)
    return invalid(`only_fields names more than ${mostOnlyFields} fields.`);
  return done({
    ...part.value,
    filters: [...filters, ...listed.value],
    order: order.value,
    search: parameters.search_text || undefined,
    onlyFields,
  });
}

const joins = new Map<string, "any" | "all">([
  ["_any_", "any"],
  ["_or_", "any"],
  ["_all_", "all"],
  ["_and_", "all"],
]);

function kindOf(field: string, { fields, prefixes = {} }: ListSpec): FieldKind | undefined {
  if (Object.hasOwn(fields, field)) return fields[field];
  return Object.entries(prefixes).find(([prefix]) => field.startsWith(prefix))?.[1];
}

function readFilter(field: string, value: unknown, spec: ListSpec): Outcome<ListFilter | undefined> {
  const kind = kindOf(field, spec);
  if (kind === undefined) return done(undefined);
  switch (kind) {
    case "name":
      return value === "" ? done(undefined) : readPattern(field, value, false);
    case "word":
    case "words":
      return readTerms(kind, field, value);
    case "time":
      return readTimes(field, value);
    case "number":
      return readRange(field, value, asNumber);
    case "flag":
      if (typeof value !== "boolean") return invalid(`${field} is true or false.`);
      return done({ kind, field, value });
  }
}

function readPattern(field: string, value: unknown, ignoreCase: boolean): Outcome<ListFilter> {
  if (typeof value !== "string") return invalid(`${field} is a regular expression.`);
  const pattern = readNamePattern(value, ignoreCase);
  if (!pattern.ok) return refusedResource("invalid_pattern", pattern.refusal.message);
  return done({ kind: "name", field, pattern: pattern.value });
}

function readTerms(kind: "word" | "words", field: string, value: unknown): Outcome<ListFilter | undefined> {
  const words = Array.isArray(value) ? value : [value];
  if (words.length === 0) return done(undefined);
  if (!words.every((word): word is string | null => word === null || typeof word === "string")) {
    return invalid(`${field} is a list of texts.`);
  }
  const terms = readListTerms(words);
  if (!terms.ok) return invalid(`${field}: ${terms.refusal.message}`);
  return done({ kind, field, terms: terms.value });
}

const comparisonForm = /^(>=|>|<=|<)?(.*)$/s;

/** Comparisons such as `>=2026-01-01T00:00:00`, or two times that are the ends of a range. */
function readTimes(field: string, value: unknown): Outcome<ListFilter | undefined> {
  const given: unknown[] = Array.isArray(value) ? value : [value];
  const isRange =
    given.length === 2 && given.every((each) => typeof each !== "string" || !/^[<>]/.test(each));
  if (isRange) return readRange(field, given, asTime);
  const comparisons: Comparison[] = [];
  for (const each of given) {
    const [, operator = "=", text = ""] = comparisonForm.exec(typeof each === "string" ? each : "") ?? [];
    const time = asTime(text.trim());
    if (time === undefined) return invalid(`${field} is a time such as >=2026-01-31T00:00:00.`);
    comparisons.push({ operator: operator as Comparison["operator"], value: time });
  }
  return done(comparisons.length > 0 ? { kind: "compare", field, comparisons, orEmpty: false } : undefined);
}

function readRange(
  field: string,
  value: unknown,
  read: (end: unknown) => Date | number | undefined,
): Outcome<ListFilter> {
  if (!Array.isArray(value) || value.length !== 2) return invalid(`${field} is a range of two values.`);
  const [from, to] = value.map((end) => (end === null ? null : read(end)));
  if (from === undefined || to === undefined) return invalid(`${field} is a range of two values.`);
  if (from === null && to === null) return invalid(`${field} is a range with at least one end.`);
  const comparisons: Comparison[] = [];
  if (from !== null) comparisons.push({ operator: ">=", value: from });
  if (to !== null) comparisons.push({ operator: "<=", value: to });
  return done({ kind: "compare", field, comparisons, orEmpty: from === null });
}

function asNumber(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

const zoneForm = /(Z|[+-]\d\d:?\d\d)$/i;

/** A time without a zone is one of UTC. */
function asTime(value: unknown): Date | undefined {
  if (typeof value !== "string" || value.length > 40 || !/^\d{4}-\d\d/.test(value)) return undefined;
  const hasTime = value.length > 10;
  const time = new Date(hasTime && !zoneForm.test(value) ? `${value.replace(" ", "T")}Z` : value);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** `{ fields, pattern }` or `{ fields, datetime }`, over several fields. */
function readJoined(name: string, value: unknown, spec: ListSpec): Outcome<ListFilter | undefined> {
  const kind = joins.get(name) ?? "all";
  if (typeof value !== "object" || value === null) return invalid(`${name} has fields and a pattern.`);
  const { fields, pattern, datetime } = value as Record<string, unknown>;
  if (!Array.isArray(fields) || (pattern == null) === (datetime == null)) {
    return invalid(`${name} has fields, and either a pattern or a datetime.`);
  }
  if (fields.length > mostPatterns) return invalid(`${name} names more than ${mostPatterns} fields.`);
  const filters: ListFilter[] = [];
  for (const field of fields) {
    const known = typeof field === "string" ? kindOf(field, spec) : undefined;
    if (typeof field !== "string" || known === undefined) return invalid(`${name} names an unknown field.`);
    if (datetime != null && known !== "time") continue;
    if (datetime == null && known !== "name" && known !== "word") {
      return invalid(`${field} can’t be searched by a pattern.`);
    }
    const read = datetime == null ? readPattern(field, pattern, true) : readTimes(field, datetime);
    if (!read.ok) return read;
    if (read.value) filters.push(read.value);
  }
  return done(filters.length > 0 ? { kind, filters } : undefined);
}

/** The form of newer clients: `filters: { tags: { any: { include }, all: { include, exclude }, op } }`. */
function readFilterObjects(value: unknown, spec: ListSpec): Outcome<ListFilter[]> {
  if (value == null) return done([]);
  if (typeof value !== "object" || Array.isArray(value)) return invalid("filters is an object.");
  const filters: ListFilter[] = [];
  for (const [field, wanted] of Object.entries(value)) {
    const kind = kindOf(field, spec);
    if (kind !== "word" && kind !== "words") return invalid(`filters can’t contain ${field.slice(0, 60)}.`);
    if (typeof wanted !== "object" || wanted === null) return invalid(`filters.${field} is an object.`);
    const { any, all, op = "and" } = wanted as Record<string, unknown>;
    if (op !== "and" && op !== "or") return invalid(`filters.${field}.op is and or or.`);
    const words = [
      ...operatorWords("__$any", partOf(any, "include")),
      ...operatorWords("__$all", partOf(all, "include")),
      ...partOf(all, "exclude").flatMap((word) => ["__$not", word]),
    ];
    if (partOf(any, "exclude").length > 0) return invalid(`filters.${field}.any can’t exclude.`);
    const terms = readTerms(kind, field, words);
    if (!terms.ok) return terms;
    if (terms.value?.kind === kind)
      filters.push({ ...terms.value, terms: { ...terms.value.terms, join: op } });
  }
  return done(filters);
}

function partOf(side: unknown, name: "include" | "exclude"): unknown[] {
  const part =
    typeof side === "object" && side !== null ? (side as Record<string, unknown>)[name] : undefined;
  return Array.isArray(part) ? part : [];
}

function operatorWords(operator: string, words: readonly unknown[]): unknown[] {
  return words.length > 0 ? [operator, ...words] : [];
}

function readOrder(given: ListParameters["order_by"], spec: ListSpec): Outcome<ListOrder[]> {
  const asked = asList(given ?? []).filter((name) => name !== "@text_score");
  const order: ListOrder[] = [];
  for (const name of asked.length > 0 ? asked : spec.defaultOrder) {
    const descending = name.startsWith("-");
    const field = descending ? name.slice(1) : name;
    if (!isOrderable(field, spec)) {
      return invalid(`The list can’t be ordered by ${field.slice(0, 60)}.`);
    }
    order.push({ field, descending });
  }
  return done(order);
}

function isOrderable(field: string, { orderable, orderablePrefixes = [] }: ListSpec): boolean {
  return (
    field === "id" ||
    orderable.includes(field) ||
    orderablePrefixes.some((prefix) => field.startsWith(prefix))
  );
}

type Part = Pick<ListRequest, "offset" | "limit" | "scrollIdAfter">;

function readPart({ page, page_size, scroll_id, size, refresh_scroll }: ListParameters): Outcome<Part> {
  if (typeof size === "number") {
    const limit = Math.min(size, mostListed);
    const position = positionOf(scroll_id);
    if (position === undefined) return invalid("The scroll id is not valid.");
    const offset = refresh_scroll ? 0 : position;
    const end = refresh_scroll ? Math.min(Math.max(position, limit), mostListed) : limit;
    return done({ offset, limit: end, scrollIdAfter: (found) => `position-${offset + found}` });
  }
  const limit = Math.min(page_size ?? mostListed, mostListed);
  const offset = (page ?? 0) * limit;
  return offset > mostOffset ? invalid("The page is past the end of any list.") : done({ offset, limit });
}

function positionOf(scrollId: string | null | undefined): number | undefined {
  if (!scrollId) return 0;
  const position = Number(/^position-(\d{1,8})$/.exec(scrollId)?.[1] ?? Number.NaN);
  return position <= mostOffset ? position : undefined;
}

function asList(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

function invalid(message: string) {
  return refusedResource("invalid_values", message);
}
