/** One of several answers to a question. */
export interface ChoiceView {
  readonly value: string
  readonly label: string
  readonly checked: boolean
}
