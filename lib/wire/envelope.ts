import { newId } from "@/lib/server/crypto";
import { type ResultCode, resultCodes } from "./result-codes";

export type Endpoint = { name: string; requestedVersion: string; actualVersion: string | null };

export type WireResponse = { status: number; headers: Record<string, string>; body: string };

/**
 * ClearML's envelope. Clients retry for ever, without a pause, on a field that is missing or of another type:
 * ids and versions are strings, and no code is above 500.
 */
export function envelope(facts: {
  code: ResultCode;
  detail?: string;
  endpoint: Endpoint;
  trx?: string;
  /** The answer as JSON text. */
  data?: string;
  headers?: Record<string, string>;
}): WireResponse {
  const [status, subcode, message] = resultCodes[facts.code];
  const id = newId();
  const meta = JSON.stringify({
    id,
    trx: facts.trx ?? id,
    endpoint: {
      name: facts.endpoint.name,
      requested_version: facts.endpoint.requestedVersion,
      actual_version: facts.endpoint.actualVersion,
    },
    result_code: status,
    result_subcode: subcode,
    result_msg: facts.detail ? `${message}: ${facts.detail}` : message,
    error_stack: null,
    error_data: {},
  });
  return {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...facts.headers },
    body: `{"meta":${meta},"data":${facts.data ?? "{}"}}`,
  };
}
