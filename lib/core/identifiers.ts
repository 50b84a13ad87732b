import { z } from "zod";

declare const kind: unique symbol;
type Identifier<K extends string> = string & { readonly [kind]: K };

export type WorkspaceId = Identifier<"workspace">;
export type UserId = Identifier<"user">;

/** ClearML's agent takes only such strings for ids; anything else it looks up as a name. */
const identifierPattern = /^[0-9a-f]{32}$/;

export function isIdentifier(text: string): boolean {
  return identifierPattern.test(text);
}

export const identifier = z.string().regex(identifierPattern);
export const userIdentifier = identifier.transform((id) => id as UserId);
export const workspaceIdentifier = identifier.transform((id) => id as WorkspaceId);
