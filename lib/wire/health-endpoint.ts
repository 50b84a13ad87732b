import { pool } from "@/db/client";
import { logUnexpected } from "@/lib/server/log";
import type { PlainResponse } from "./vault-endpoint";

/** `live`: the process answers. `ready`: it can reach its database. */
export async function answerHealthRequest(check: "live" | "ready"): Promise<PlainResponse> {
  if (check === "live") return health(200, "live");
  try {
    await pool()`select 1`;
    return health(200, "ready");
  } catch (error) {
    logUnexpected(error, "/api/health/ready");
    return health(503, "the database can’t be reached");
  }
}

function health(status: number, text: string): PlainResponse {
  return {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    body: JSON.stringify({ status: text }),
  };
}
