/** Ends the session and leads to `path`. The library is loaded when it is needed: each page has the button. */
export async function signOutTo(path: string): Promise<void> {
  const { signOut } = await import("next-auth/react");
  await signOut({ callbackUrl: path });
}
