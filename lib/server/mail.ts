import { createTransport, type Transporter } from "nodemailer";
import type { MailMessage } from "@/lib/core/mail/messages";
import { settings } from "./env";

let transport: Transporter | undefined;

export function isMailConfigured(): boolean {
  return settings().mail !== undefined;
}

/** Throws when the mail server can't be reached or refuses; its own words go into the message. */
export async function sendMail(recipient: string, message: MailMessage): Promise<void> {
  const { mail } = settings();
  if (!mail) throw new Error("No mail server is configured.");
  transport ??= createTransport(mail.url, {
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
  });
  await transport.sendMail({ from: mail.from, to: { name: "", address: recipient }, ...message });
}
