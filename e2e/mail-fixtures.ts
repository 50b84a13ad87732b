import { test as base, expect } from "./fixtures";
import { type ReceivedMail, SmtpPeer } from "./peers/smtp";

/** One Steward for the worker that sends its mail to a server that keeps it. */
export const test = base.extend<object, { mailServer: SmtpPeer }>({
  mailServer: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
    async ({}, use) => {
      const peer = await SmtpPeer.start();
      await use(peer);
      await peer.stop();
    },
    { scope: "worker" },
  ],

  stewardSettings: [
    async ({ mailServer }, use) => {
      await use({
        STEWARD_SIGN_UP: "open",
        SMTP_URL: mailServer.url,
        MAIL_FROM: "Steward <steward@steward.example>",
      });
    },
    { scope: "worker" },
  ],
});

/** Waits for the nth mail to an address. */
export async function receive(mailServer: SmtpPeer, email: string, nth = 1): Promise<ReceivedMail> {
  await expect
    .poll(() => mailServer.to(email).length, { message: `mails to ${email}` })
    .toBeGreaterThanOrEqual(nth);
  return mailServer.to(email)[nth - 1] as ReceivedMail;
}

/** The link that somebody who reads the mail as text clicks. */
export function linkIn({ text }: ReceivedMail): string {
  const link = /^https?:\/\/\S+$/m.exec(text)?.[0];
  if (!link) throw new Error("The mail has no link.");
  return link;
}

export { expect } from "./fixtures";
