import { cookies } from "next/headers";
import { type Theme, themes } from "@/lib/core/account/theme";
import { cookieOptions } from "./session-cookie";

const name = "steward.theme";

/** Kept in a cookie, so that the server draws the right one and nothing flashes. */
export async function chosenTheme(): Promise<Theme> {
  const value = (await cookies()).get(name)?.value;
  return themes.find((theme) => theme === value) ?? "system";
}

export async function keepTheme(theme: Theme): Promise<void> {
  (await cookies()).set(name, theme, { ...cookieOptions(), maxAge: 365 * 86_400 });
}
