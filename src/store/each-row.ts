import type { SQLInputValue } from 'node:sqlite'

/**
 * Rows to run one SQLite statement for, one after another in one call: given as the only parameter of a query, it answers
 * a row `{ changes }` for each. A prepared statement run a row at a time is the fastest way into SQLite; one with a list of
 * VALUES keeps a journal of its own to undo itself, and takes twice as long. Give an iterator where rows are made for this
 * call only: made when their turn comes, they die young, and the garbage collector has nothing to copy.
 */
export class EachRow {
  readonly rows: Iterable<readonly SQLInputValue[]>

  constructor(rows: Iterable<readonly SQLInputValue[]>) {
    this.rows = rows
  }
}

/** A statement and the values it is run with. */
export interface Step {
  readonly text: string
  readonly values: readonly SQLInputValue[]
}

/**
 * Statements that are one transaction of SQLite, in one call: given as the only parameter of a query, it answers a row
 * `{ changes }` for each step. Between its steps nobody is waited for, so that a small transaction is little more than
 * its wait for the disk.
 */
export class OneTransaction {
  readonly steps: readonly Step[]

  constructor(steps: readonly Step[]) {
    this.steps = steps
  }
}
