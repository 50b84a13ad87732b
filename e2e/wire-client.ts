import { request } from "node:http";

export type Credentials = { access_key: string; secret_key: string };
export type WireAnswer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
};
export type Envelope = {
  meta: { id: string; trx: string; result_code: number; result_subcode: number; result_msg: string };
  data: Record<string, unknown>;
};

export const basic = ({ access_key, secret_key }: Credentials) =>
  `Basic ${Buffer.from(`${access_key}:${secret_key}`).toString("base64")}`;
export const bearer = (token: string) => `Bearer ${token}`;

/** A request as ClearML's SDK sends nearly all of them: a GET that carries a body. */
export function sendRaw(
  url: string,
  options: { method?: string; authorization?: string; headers?: Record<string, string>; body?: string },
): Promise<WireAnswer> {
  const body = options.body ?? "";
  const headers = {
    "user-agent": "python-requests/2.32.3",
    accept: "*/*",
    connection: "close",
    ...(options.authorization ? { authorization: options.authorization } : {}),
    ...(body ? { "content-type": "application/json", "content-length": Buffer.byteLength(body) } : {}),
    ...options.headers,
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: options.method ?? "GET", headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

export async function callWire(
  url: string,
  call: string,
  authorization: string,
  parameters: Record<string, unknown> = {},
): Promise<Envelope> {
  const answer = await sendRaw(`${url}/api/v2.23/${call}`, {
    authorization,
    headers: { "x-clearml-client": "clearml-2.0.2", "x-clearml-worker": "laptop:gpu0" },
    body: JSON.stringify(parameters),
  });
  return JSON.parse(answer.text) as Envelope;
}

export async function drawToken(url: string, credentials: Credentials): Promise<string> {
  const { data } = await callWire(url, "auth.login", basic(credentials), { expiration_sec: 86_400 });
  return String(data.token);
}

export function fetchVault(url: string, authorization: string): Promise<WireAnswer> {
  return sendRaw(`${url}/api/vault`, { authorization });
}
