import type { UsageNotice } from "../account/notifications";
import { warningAdvice, warningTitle } from "../billing/warning-text";

export type MailMessage = { subject: string; text: string; html: string };

type Letter = {
  subject: string;
  /** Paragraphs before the button, and after it. */
  before: string[];
  button: { label: string; href: string };
  after: string[];
};

const lifetimes = { invitation: "7 days", link: "1 hour" };

export function invitationMail(facts: {
  workspaceName: string;
  invitedByName: string;
  link: string;
}): MailMessage {
  return write({
    subject: `${facts.invitedByName} invited you to “${facts.workspaceName}”`,
    before: [
      `${facts.invitedByName} invited you to the workspace “${facts.workspaceName}” on Steward, where a ClearML team manages its users, API credentials and configuration.`,
    ],
    button: { label: "View the invitation", href: facts.link },
    after: [
      `The link works once, only for this e-mail address, and expires after ${lifetimes.invitation}.`,
      "If you were not expecting this invitation, you can ignore this e-mail. No account is created.",
    ],
  });
}

export function signInMail(facts: { link: string }): MailMessage {
  return write({
    subject: "Your sign-in link for Steward",
    before: ["Steward received a request for a link to sign in with this e-mail address."],
    button: { label: "Sign in", href: facts.link },
    after: [
      `The link works once and expires after ${lifetimes.link}.`,
      "If you did not request it, you can ignore this e-mail.",
    ],
  });
}

export function signUpMail(facts: { link: string }): MailMessage {
  return write({
    subject: "Your account on Steward",
    before: ["Steward received a request to create an account with this e-mail address."],
    button: { label: "Create the account", href: facts.link },
    after: [
      `The link works once and expires after ${lifetimes.link}.`,
      "If you did not request it, you can ignore this e-mail. No account is created.",
    ],
  });
}

/** For a sign-up with an address that has an account, because the page must not reveal that. */
export function accountExistsMail(facts: { link: string }): MailMessage {
  return write({
    subject: "You already have an account on Steward",
    before: [
      "Steward received a request to create an account with this e-mail address. The address already has an account.",
    ],
    button: { label: "Sign in", href: facts.link },
    after: [
      "If you forgot the password, you can reset it from the sign-in page.",
      "If you did not request it, you can ignore this e-mail.",
    ],
  });
}

export function resetPasswordMail(facts: { link: string }): MailMessage {
  return write({
    subject: "Reset your Steward password",
    before: ["Steward received a request to reset the password of the account with this e-mail address."],
    button: { label: "Choose a new password", href: facts.link },
    after: [
      `The link works once and expires after ${lifetimes.link}. When you set a new password, every session of the account is signed out.`,
      "If you did not request it, you can ignore this e-mail. The password does not change.",
    ],
  });
}

export function proveEmailMail(facts: { link: string }): MailMessage {
  return write({
    subject: "Prove your e-mail address for Steward",
    before: [
      "The account with this e-mail address has not proven that it owns the address. Open the link and choose a new password to prove it.",
    ],
    button: { label: "Prove the e-mail address", href: facts.link },
    after: [
      `The link works once and expires after ${lifetimes.link}. When you use it, the account’s sessions are signed out, its API credentials are revoked and its configuration vaults are turned off.`,
      "If you did not create this account, somebody else may have created it with your e-mail address. Use the link to make it yours.",
    ],
  });
}

export type MailedInvoice = { number: string; amount: string; date: string; pageUrl: string };

/** Each invoice with the page where it can be downloaded. */
export function invoicesMail(facts: {
  workspaceName: string;
  invoices: readonly MailedInvoice[];
  link: string;
}): MailMessage {
  const { workspaceName, invoices, link } = facts;
  const [first] = invoices;
  return write({
    subject:
      invoices.length === 1 && first
        ? `Invoice ${first.number} of “${workspaceName}”`
        : `${invoices.length} invoices of “${workspaceName}”`,
    before: [
      `These are the invoices of the workspace “${workspaceName}” that you asked for. Open a link to view and download the invoice.`,
      ...invoices.map(({ number, amount, date, pageUrl }) => `${number}, ${date}, ${amount}: ${pageUrl}`),
    ],
    button: { label: "View the payment history", href: link },
    after: ["The links expire after some days. You can e-mail the invoices again from the payment history."],
  });
}

type FailureFacts = { ip: string | null; failures: number; at: Date; link: string };

export function failedSignInsMail({ ip, failures, at, link }: FailureFacts): MailMessage {
  return write({
    subject: "Failed sign-ins to your Steward account",
    before: [
      `${failures} sign-ins to your account failed because the password was wrong. ${lastAttempt(ip, at)}`,
      "Steward delays further attempts. You can still sign in from browsers that you have used before.",
    ],
    button: { label: "Review your password and sessions", href: link },
    after: [
      "If it wasn’t you, make sure that your password is hard to guess and not used anywhere else, and turn on two-factor authentication.",
      "If it was you, you can ignore this e-mail.",
    ],
  });
}

export function failedCodesMail({ ip, at, link }: FailureFacts): MailMessage {
  return write({
    subject: "Your Steward password was used with wrong codes",
    before: [
      `Somebody entered the correct password of your account, but only wrong two-factor codes. ${lastAttempt(ip, at)}`,
      "The sign-in was blocked.",
    ],
    button: { label: "Change your password", href: link },
    after: [
      "If it wasn’t you, somebody knows your password. Change it now. This also signs out every other session.",
      "If it was you, sign in again with the next code from your authenticator app, or with a recovery code.",
    ],
  });
}

/** For the admins of a workspace that comes near what it may use. */
export function usageMail({ link, ...about }: UsageNotice & { link: string }): MailMessage {
  const title = warningTitle(about, about.goesOn);
  return write({
    subject: `“${about.workspaceName}”: ${title}`,
    before: [`${title}, in the workspace “${about.workspaceName}”.`, warningAdvice(about)],
    button: { label: "View the usage", href: link },
    after: ["You receive this e-mail once a month, because you administer the workspace."],
  });
}

function lastAttempt(ip: string | null, at: Date): string {
  const time = `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return ip ? `The last attempt came from ${ip} on ${time}.` : `The last attempt was on ${time}.`;
}

function write({ subject, before, button, after }: Letter): MailMessage {
  const text = [...before, button.href, ...after].join("\n\n");
  const paragraph = (words: string) =>
    `<p style="margin:0 0 16px;font:14px/20px sans-serif;color:#181f26">${escapeHtml(words)}</p>`;
  const html = [
    `<!doctype html><html lang="en"><body style="margin:0;padding:24px;background:#ffffff"><div style="max-width:480px">`,
    ...before.map(paragraph),
    `<p style="margin:0 0 16px"><a href="${escapeHtml(button.href)}" style="display:inline-block;padding:8px 14px;border-radius:6px;background:#006a88;color:#ffffff;font:600 14px/20px sans-serif;text-decoration:none">${escapeHtml(button.label)}</a></p>`,
    ...after.map(paragraph),
    `</div></body></html>`,
  ].join("\n");
  return { subject: oneLine(subject), text: `${text}\n`, html };
}

/** Names are user input: a line break must not start another header. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 200);
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
