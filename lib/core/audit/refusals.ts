/** What was wrong: at sign-in the password or the code, or in the profile the current password. */
export type RefusedMeans = "password" | "second_factor" | "current_password";

/** The hour that an attempt is counted in. */
export function hourOf(at: Date): Date {
  const hour = new Date(at);
  hour.setUTCMinutes(0, 0, 0);
  return hour;
}
