import { readableDomain } from "./domain";

export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf("@") + 1);
}

/** For display only; not for comparing or sending back. */
export function shownEmail(email: string): string {
  const domain = domainOf(email);
  return `${email.slice(0, email.length - domain.length)}${readableDomain(domain)}`;
}
