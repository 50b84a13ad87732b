"use server";

import { themeChoice } from "@/lib/core/account/theme";
import { done } from "@/lib/core/outcome";
import { publicAction } from "@/lib/server/public-action";
import { keepTheme } from "@/lib/server/theme-cookie";

export const setThemeAction = publicAction(themeChoice, async ({ theme }) => {
  await keepTheme(theme);
  return done();
});
