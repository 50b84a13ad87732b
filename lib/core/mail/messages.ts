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
    subject: `${facts.invitedByName} invites you to “${facts.workspaceName}”`,
    before: [
      `${facts.invitedByName} invites you to the workspace “${facts.workspaceName}” on Steward, where a ClearML team keeps its people, API credentials and configuration.`,
    ],
    button: { label: "See the invitation", href: facts.link },
    after: [
      `The link works once, for this address, for ${lifetimes.invitation}.`,
      "If you don’t know what this is about, do nothing: no account is made.",
    ],
  });
}

export function signInMail(facts: { link: string }): MailMessage {
  return write({
    subject: "Your sign-in link for Steward",
    before: ["Somebody, most likely you, asked for a link to sign in with this address."],
    button: { label: "Sign in", href: facts.link },
    after: [`The link works once, for ${lifetimes.link}.`, "If it wasn’t you, do nothing."],
  });
}

export function signUpMail(facts: { link: string }): MailMessage {
  return write({
    subject: "Your account on Steward",
    before: ["Somebody, most likely you, wants to make an account with this address."],
    button: { label: "Make the account", href: facts.link },
    after: [
      `The link works once, for ${lifetimes.link}.`,
      "If it wasn’t you, do nothing: no account is made.",
    ],
  });
}

/** For whoever signs up with an address that has an account: the page must not say that it has one. */
export function accountExistsMail(facts: { link: string }): MailMessage {
  return write({
    subject: "You already have an account on Steward",
    before: ["Somebody, most likely you, wants to make an account with this address. It has one already."],
    button: { label: "Sign in", href: facts.link },
    after: ["If you don’t remember the password, the sign-in page helps.", "If it wasn’t you, do nothing."],
  });
}

export function resetPasswordMail(facts: { link: string }): MailMessage {
  return write({
    subject: "Reset your Steward password",
    before: ["Somebody, most likely you, asked to reset the password of the account with this address."],
    button: { label: "Choose a new password", href: facts.link },
    after: [
      `The link works once, for ${lifetimes.link}. Every session of the account ends when it is used.`,
      "If it wasn’t you, do nothing: the password stays as it is.",
    ],
  });
}

export function proveEmailMail(facts: { link: string }): MailMessage {
  return write({
    subject: "Prove your address for Steward",
    before: [
      "The account with this address has not proven yet that the address is its own. Choose a new password through this link, and it has.",
    ],
    button: { label: "Prove the address", href: facts.link },
    after: [
      `The link works once, for ${lifetimes.link}. The account’s sessions and API credentials end when it is used, and its configuration vaults are turned off.`,
      "If you don’t know what this is about, somebody may have made an account with your address. Through this link it becomes yours.",
    ],
  });
}

type FailureFacts = { ip: string | null; failures: number; at: Date; link: string };

export function failedSignInsMail({ ip, failures, at, link }: FailureFacts): MailMessage {
  return write({
    subject: "Failed sign-ins to your Steward account",
    before: [
      `${failures} sign-ins to your account failed because the password was wrong. ${lastAttempt(ip, at)}`,
      "Steward makes whoever tries further passwords wait. You can sign in as before from browsers that you used already.",
    ],
    button: { label: "Review your password and sessions", href: link },
    after: [
      "If it wasn’t you, make sure that your password is hard to guess and used nowhere else, and turn on two-factor authentication.",
      "If it was you, do nothing.",
    ],
  });
}

export function failedCodesMail({ ip, at, link }: FailureFacts): MailMessage {
  return write({
    subject: "Your Steward password was used without the right code",
    before: [
      `Somebody entered the right password of your account, and then only wrong codes of the second factor. ${lastAttempt(ip, at)}`,
      "Nobody was let in.",
    ],
    button: { label: "Change your password", href: link },
    after: [
      "If it wasn’t you, somebody knows your password: change it now. That also signs out every other session.",
      "If it was you, sign in again with the app’s next code, or with a recovery code.",
    ],
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

/** Names come from people: a line end in one must not begin another header. */
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
