import { test as base } from "./fixtures";

/** One Steward for the worker with few seats and a forced preference, where anybody may sign up and no mail is sent. */
export const test = base.extend({
  stewardSettings: [
    {
      ...{ STEWARD_SEATS: "3", STEWARD_SIGN_UP: "open" },
      STEWARD_FORCED_PREFERENCES: "block_scripts=on,hide_pro_tips=on",
    },
    { scope: "worker" },
  ],
});

export { expect } from "./fixtures";
