"use server";

import { z } from "zod";
import {
  accessRuleChoice,
  accessRuleEdit,
  newAccessRule,
  objectSearch,
  principalSearch,
  ruledObjectSearch,
} from "@/lib/core/access/rules/forms";
import { identifier } from "@/lib/core/identifiers";
import {
  findAccessRule,
  findRuledObjects,
  findRuleObjects,
  findRulePrincipals,
} from "@/lib/operations/access/rule-list";
import { createAccessRule, deleteAccessRule, editAccessRule } from "@/lib/operations/access/rules";
import { workspaceAction } from "@/lib/server/workspace-action";

export const createAccessRuleAction = workspaceAction(
  "access_rules.manage",
  newAccessRule,
  createAccessRule,
  { refreshes: "page" },
);

export const editAccessRuleAction = workspaceAction("access_rules.manage", accessRuleEdit, editAccessRule, {
  refreshes: "page",
  changed: ({ saved }) => saved,
});

export const deleteAccessRuleAction = workspaceAction(
  "access_rules.manage",
  accessRuleChoice,
  deleteAccessRule,
  { refreshes: "page", evenIfRefused: true },
);

/** Reads, for the forms and pickers. */
export const findAccessRuleAction = workspaceAction(
  "access_rules.manage",
  z.object({ ruleId: identifier }),
  findAccessRule,
);

export const findRuleObjectsAction = workspaceAction("access_rules.manage", objectSearch, findRuleObjects);

export const findRuledObjectsAction = workspaceAction(
  "access_rules.manage",
  ruledObjectSearch,
  findRuledObjects,
);

export const findRulePrincipalsAction = workspaceAction(
  "access_rules.manage",
  principalSearch,
  findRulePrincipals,
);
