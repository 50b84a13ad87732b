export type FilePart = { name: string; body: string | Buffer; type?: string };

const boundary = "------------------------f1e2d3";

export const fileFormType = `multipart/form-data; boundary=${boundary}`;

/** As the SDK sends files: the name of a part and that of its file are the path. */
export function fileForm(parts: readonly FilePart[]): Buffer {
  return Buffer.concat([
    ...parts.flatMap(({ name, body, type = "application/octet-stream" }) => [
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`,
      ),
      Buffer.from(body),
      Buffer.from("\r\n"),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
}
