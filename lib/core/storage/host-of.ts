/** The host by which rows are found: clients name none of the scheme. */
export function hostOf({ host }: { host: string }): string {
  return host.replace(/^https?:\/\//, "");
}
