/** Says the same whether an account exists or not. */
export const linkSent = (email: string) =>
  `If ${email} has an account, you will receive an e-mail with a link. The link works once and expires after 1 hour.`;
