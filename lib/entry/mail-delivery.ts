import { forgetSettledMails, sendDueMails } from "@/lib/operations/mail/mails";
import { logUnexpected } from "@/lib/server/log";
import { isMailConfigured } from "@/lib/server/mail";

const everyMs = 1_000;
const forgottenEveryMs = 3_600_000;

/** Looks for due mails once a second. Returns what stops it, once the mail under way is done. */
export function deliverMails(): () => Promise<void> {
  if (!isMailConfigured()) return async () => {};
  let stopped = false;
  let underWay: Promise<void> = Promise.resolve();
  let forgottenAt = 0;
  const deliver = async () => {
    try {
      if (Date.now() - forgottenAt > forgottenEveryMs) {
        forgottenAt = Date.now();
        await forgetSettledMails();
      }
      while (!stopped && (await sendDueMails()) > 0);
    } catch (error) {
      logUnexpected(error, "sending mails");
    }
    if (!stopped) timer = setTimeout(look, everyMs);
  };
  const look = () => {
    underWay = deliver();
  };
  let timer = setTimeout(look, 0);
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await underWay;
  };
}
