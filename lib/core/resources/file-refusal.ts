import type { Refusal, RefusalCode } from "../outcome";

const codes = {
  invalid_path: "invalid",
  unknown_file: "not_found",
  not_modifiable: "forbidden",
  file_too_large: "limited",
  too_many_files: "limited",
  no_space: "limited",
  limit_reached: "limited",
} as const satisfies Record<string, RefusalCode>;

export type FileReason = keyof typeof codes;

export type FileRefusal = Refusal & { reason: FileReason };

export function refusedFile(reason: FileReason, message: string): { ok: false; refusal: FileRefusal } {
  return { ok: false, refusal: { code: codes[reason], message, reason } };
}
