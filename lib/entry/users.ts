import { countAccounts, listAccounts } from "@/db/reads/accounts";
import { accountEmail } from "@/lib/core/account/email";
import type { Outcome } from "@/lib/core/outcome";
import {
  dropSecondFactor,
  makeResetLink,
  proveEmail,
  removeAccount,
} from "@/lib/operations/account/administration";
import { withDatabase } from "./operator-command";
import { StartupProblem } from "./startup-problem";

const usage = `npm run users -- list every account by e-mail address
npm run users -- prove EMAIL         mark the e-mail address as proven
npm run users -- reset EMAIL         print a link that sets a new password
npm run users -- drop-factor EMAIL   turn two-factor authentication off
npm run users -- remove EMAIL --yes  remove the account and its personal workspace`;

const perPage = 500;

/** The operator's commands, against the running database. */
export async function run({ dir, args }: { dir: string; args: string[] }): Promise<void> {
  const command = chosenCommand(args);
  await withDatabase(dir, command);
}

function chosenCommand(args: string[]): () => Promise<void> {
  const [name, email, ...flags] = args;
  if (name === "list" && args.length === 1) return printAccounts;
  if (name === "prove" && args.length === 2) return () => prove(emailOf(email));
  if (name === "reset" && args.length === 2) return () => reset(emailOf(email));
  if (name === "drop-factor" && args.length === 2) return () => dropFactor(emailOf(email));
  if (name === "remove" && email && flags.length <= 1) {
    const account = emailOf(email);
    if (flags[0] !== "--yes") {
      throw new StartupProblem(
        `This permanently removes the account ${account} with its sessions, API credentials, vaults and personal workspace. To confirm, add --yes: npm run users -- remove ${account} --yes`,
      );
    }
    return () => remove(account);
  }
  throw new StartupProblem(usage);
}

function emailOf(text: string | undefined): string {
  const parsed = accountEmail.safeParse(text);
  if (!parsed.success) throw new StartupProblem(`${text} is not an e-mail address.`);
  return parsed.data;
}

async function printAccounts(): Promise<void> {
  let after = "";
  for (;;) {
    const accounts = await listAccounts(after, perPage);
    for (const { email, name, emailProvenAt, createdAt } of accounts) {
      const proven = emailProvenAt ? "proven" : "not proven";
      print([email ?? "", name, proven, createdAt.toISOString().slice(0, 10)].join("\t"));
    }
    const last = accounts.at(-1)?.email;
    if (accounts.length < perPage || !last) break;
    after = last;
  }
  const total = await countAccounts();
  print(total === 1 ? "1 account" : `${total} accounts`);
}

async function prove(email: string): Promise<void> {
  const { alreadyProven } = resultOf(await proveEmail(email));
  print(
    alreadyProven
      ? `${email} is already proven.`
      : `${email} is now proven. Existing ways to sign in to this account still work. If the holder of the address did not create the account, remove it: npm run users -- remove ${email}`,
  );
}

async function reset(email: string): Promise<void> {
  const { link, expiresAt } = resultOf(await makeResetLink(email));
  print(
    `${link}\nGive this link to the holder of ${email}. It works once and expires at ${expiresAt.toISOString()}.`,
  );
}

async function dropFactor(email: string): Promise<void> {
  resultOf(await dropSecondFactor(email));
  print(`Two-factor authentication is now off for ${email}.`);
}

async function remove(email: string): Promise<void> {
  resultOf(await removeAccount(email));
  print(`The account ${email} was removed.`);
}

function resultOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new StartupProblem(outcome.refusal.message);
  return outcome.value;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
