/** Invitations of one inviter to one workspace within a day, including resent and withdrawn ones. */
export const mostInvitationsADay = 100;

/** Days begin at midnight UTC for everybody. */
export function budgetDay(now: Date): string {
  return now.toISOString().slice(0, 10);
}

export function budgetLeft(spent: number): number {
  return Math.max(0, mostInvitationsADay - spent);
}

export const budgetSpent = `You have reached the limit of ${mostInvitationsADay} invitations a day for this workspace. Withdrawn invitations count too. Try again after midnight UTC, or ask another admin.`;
