import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { accountIdentities, recoveryCodes, secondFactors } from "@/db/schema/sign-in-means";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { newId } from "@/lib/server/crypto";
import { makeAccount, makeWorkspace } from "./accounts";
import type { SignedIn, Steward } from "./fixtures";
import { invite } from "./people-screens";

type Stage = {
  steward: Steward;
  signIn: (wanted: {
    account: SignedIn["account"];
    workspaceId?: WorkspaceId;
    name?: string;
  }) => Promise<SignedIn>;
};

/** A workspace with its owner before the list of its users. */
export async function makeLab({ steward, signIn }: Stage, name = "Lab") {
  const owner = await makeAccount("Olga Owner");
  const workspaceId = await makeWorkspace(owner, name);
  const { page } = await signIn({ account: owner, workspaceId });
  await page.goto("/settings/users");
  return {
    owner,
    workspaceId,
    page,
    /** Invites somebody as the owner does; gives the link that the dialog shows. */
    async invite(email: string): Promise<string> {
      const link = await invite(page, email);
      steward.secrets.add(tokenOf(link));
      await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
      return link;
    },
    row: (email: string) => page.getByRole("row", { name: new RegExp(email) }),
  };
}

export const newAddress = () => `${newId().slice(0, 12)}@partner.example`;
export const tokenOf = (link: string) => new URL(link).pathname.split("/").at(-1) ?? "";

/** Every further way into an account that its person could have set up. */
export async function giveSignInMeans(userId: UserId): Promise<void> {
  const at = new Date();
  await db()
    .insert(secondFactors)
    .values({ userId, sealedSecret: "sealed", lastStep: 0, createdAt: at, confirmedAt: at });
  await db().insert(recoveryCodes).values({ userId, codeHash: newId(), createdAt: at });
  await db()
    .insert(accountIdentities)
    .values({ provider: "corp", subject: newId(), userId, email: null, createdAt: at });
}

export async function countSignInMeans(userId: UserId): Promise<number> {
  const counts = await Promise.all(
    [secondFactors, recoveryCodes, accountIdentities].map((table) =>
      db().$count(table, eq(table.userId, userId)),
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
