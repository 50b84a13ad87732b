"use server";

import { newAccount } from "@/lib/core/account/inputs";
import { createFirstAccount } from "@/lib/operations/account/accounts";
import { publicAction } from "@/lib/server/public-action";

export const createFirstAccountAction = publicAction(newAccount, createFirstAccount);
