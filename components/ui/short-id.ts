/** `8f2c…71de`; what is hardly longer than that stays whole. */
export function shortId(id: string, ends = 4): string {
  return id.length <= ends * 2 + 3 ? id : `${id.slice(0, ends)}…${id.slice(-ends)}`;
}
