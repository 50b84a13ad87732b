"use server";

import { passwordReset } from "@/lib/core/account/inputs";
import { resetPassword } from "@/lib/operations/sign-in/passwords";
import { publicAction } from "@/lib/server/public-action";

export const resetPasswordAction = publicAction(passwordReset, resetPassword);
