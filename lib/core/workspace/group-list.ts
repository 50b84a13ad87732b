import type { z } from "zod";
import { listQuery } from "../list-query";

export const groupSorts = ["name", "members"] as const;
export type GroupSort = (typeof groupSorts)[number];

export const groupMemberSorts = ["name", "added"] as const;
export type GroupMemberSort = (typeof groupMemberSorts)[number];

export const groupQuery = listQuery(groupSorts);
export type GroupQuery = z.infer<typeof groupQuery>;

export const groupMemberQuery = listQuery(groupMemberSorts);
export type GroupMemberQuery = z.infer<typeof groupMemberQuery>;
