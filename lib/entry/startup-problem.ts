/** A failure that the operator can fix. The launcher prints only its message. */
export class StartupProblem extends Error {
  override readonly name = "StartupProblem";
}
