import { z } from "zod";
import { type ListRequest, type ListSpec, readListRequest } from "@/lib/core/resources/list-request";
import { outcomeValue } from "../resource-refusals";

const names = z.union([z.string().max(500), z.array(z.string().max(500)).max(500)]).nullish();

/** What every list takes; the filters are read by the list's own spec. */
export const listParameters = z.looseObject({
  page: z.int().min(0).nullish(),
  page_size: z.int().min(1).nullish(),
  order_by: names,
  only_fields: names,
  search_text: z.string().max(1_000).nullish(),
  scroll_id: z.string().max(100).nullish(),
  size: z.int().min(1).nullish(),
  refresh_scroll: z.boolean().nullish(),
});

/** Throws the wire's refusal for what can't be read. */
export function listRequestOf(parameters: z.output<typeof listParameters>, spec: ListSpec): ListRequest {
  return outcomeValue(readListRequest(parameters, spec));
}
