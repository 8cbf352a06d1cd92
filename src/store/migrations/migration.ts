/** What differs between the two engines in a statement that makes a table. */
export interface Dialect {
  /** Text that sorts by its octets. */
  readonly text: string
  /** An integer key that counts up by itself and never gives a number twice. */
  readonly serial: string
  /** Octets. */
  readonly blob: string
  /** Ending of a table that is stored by its primary key. */
  readonly keyed: string
}

/** One step of the schema; what it made is never edited later, a further step changes it. */
export interface Migration {
  readonly number: number
  readonly name: string
  readonly statements: (dialect: Dialect) => readonly string[]
}
