/** A call that is not made, and why: a text on which an assistant can act. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  /** Names the reason to programs. */
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}
