/**
 * What was wrong: at sign-in the password or the code, in the profile the current password, or in a request of a
 * program the secret key.
 */
export type RefusedMeans = "password" | "second_factor" | "current_password" | "secret_key";

/** Networks of one hour that have entries of their own. All others are summed up in one more. */
export const mostNetworksNamed = 20;

/** The hour that an attempt is counted in. */
export function hourOf(at: Date): Date {
  const hour = new Date(at);
  hour.setUTCMinutes(0, 0, 0);
  return hour;
}
