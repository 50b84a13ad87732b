import { z } from "zod";
import { listQuery } from "../list-query";

export const memberSorts = ["name", "joined", "sign_in", "active"] as const;
export type MemberSort = (typeof memberSorts)[number];

export const memberStatuses = ["all", "active", "pending"] as const;

export const memberQuery = listQuery(memberSorts).extend({ status: z.enum(memberStatuses).catch("all") });
export type MemberQuery = z.infer<typeof memberQuery>;
