/** Thrown to put a question to a person between two calls: the same call is made again, with the answer. */
export class Question extends Error {
  override readonly name = "Question";
  /** Under which the answer comes back. */
  readonly id: string;

  constructor(question: string, id: string) {
    super(question);
    this.id = id;
  }
}
