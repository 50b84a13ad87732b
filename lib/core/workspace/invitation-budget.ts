/** Invitations of one inviter to one workspace within a day, sent anew or withdrawn ones too. */
export const mostInvitationsADay = 100;

/** Days begin at midnight UTC, for everybody at once. */
export function budgetDay(now: Date): string {
  return now.toISOString().slice(0, 10);
}

export function budgetLeft(spent: number): number {
  return Math.max(0, mostInvitationsADay - spent);
}

export const budgetSpent = `You have sent ${mostInvitationsADay} invitations to this workspace today. Withdrawn ones count too. Go on after midnight UTC, or ask another admin.`;
