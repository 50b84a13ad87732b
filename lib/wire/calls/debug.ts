import { z } from "zod";
import { type Call, openCall } from "../call";

export const debugCalls: Record<string, Call> = {
  "debug.ping": openCall("2.9", z.record(z.string(), z.unknown()), async (_, sent) => ({
    data: { msg: "Steward", ...sent },
  })),
};
