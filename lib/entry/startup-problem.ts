/** A failure the operator can mend: the launcher prints its one line and nothing else. */
export class StartupProblem extends Error {
  override readonly name = "StartupProblem";
}
