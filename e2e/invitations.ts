import { makeAccount } from "@/db/testing/factories/person";
import { makeWorkspace } from "@/db/testing/factories/workspace";
import type { WorkspaceId } from "@/lib/core/identifiers";
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

export const tokenOf = (link: string) => new URL(link).pathname.split("/").at(-1) ?? "";
