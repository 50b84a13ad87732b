import { forgetSettledMails, sendDueMails } from "@/lib/operations/mail/mails";
import { isMailConfigured } from "@/lib/server/mail";
import { repeat } from "./repeat";

const everyMs = 1_000;
const forgottenEveryMs = 3_600_000;

/** Looks for due mails once a second. Returns what stops it, once the mail under way is done. */
export function deliverMails(): () => Promise<void> {
  if (!isMailConfigured()) return async () => {};
  let forgottenAt = 0;
  return repeat(everyMs, "sending mails", async (isStopped) => {
    if (Date.now() - forgottenAt > forgottenEveryMs) {
      forgottenAt = Date.now();
      await forgetSettledMails();
    }
    while (!isStopped() && (await sendDueMails()) > 0);
  });
}
