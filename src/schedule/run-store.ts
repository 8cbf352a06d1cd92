import type { Instant } from '../clock.ts'
import type { Run } from './schedule.ts'

/**
 * Where a run is. `running` has a lease; `waiting` is tried again; `carried` keeps its papers for the next run. All but
 * the first two are final.
 */
export type RunStatus = 'running' | 'waiting' | 'sent' | 'skipped' | 'carried' | 'missed' | 'failed'

/** A run that somebody has begun, or that nobody will. */
export interface RunRecord extends Run {
  readonly status: RunStatus
  /** Times it was begun. */
  readonly attempts: number
  /** What became of it, for a person. */
  readonly detail: string
  readonly changedAt: Instant
  /** Whether work was made for it, which a later attempt goes on with. */
  readonly isBound: boolean
  /** End of the lease while `running`, time of the next attempt while `waiting`. */
  readonly until?: Instant
}

/** The right to carry out a run until the lease ends. The attempt is the fence: a later holder has a higher one. */
export interface RunLease {
  readonly run: Run
  readonly owner: string
  readonly attempt: number
}

/** What an attempt came to; `digest` is kept for runs that send what earlier ones left. */
export type RunOutcome =
  | { readonly status: 'sent' | 'skipped' | 'carried' | 'failed'; readonly detail: string; readonly digest?: string }
  | { readonly status: 'waiting'; readonly detail: string; readonly retryAt: Instant }

/** A digest that a run kept, and whether its papers went out. */
export interface KeptDigest extends Run {
  readonly status: RunStatus
  readonly digest: string
}

/** The port to the rows of runs. Every method is one transaction; a run has one row, whoever asks and how often. */
export interface RunStore {
  /** Notes a schedule at its first sight. @returns when that was; due times before it were never promised */
  openSchedule(name: string, now: Instant): Promise<Instant>
  /**
   * Takes a run that nobody has begun, one that waits and whose time has come, or one whose lease has ended.
   *
   * @returns undefined when it is somebody else's or final
   */
  claimRun(
    run: Run,
    claim: { readonly owner: string; readonly now: Instant; readonly until: Instant },
  ): Promise<RunLease | undefined>
  /** @returns false when the lease is lost: somebody else has a later attempt, or the run is final */
  extendLease(lease: RunLease, at: { readonly now: Instant; readonly until: Instant }): Promise<boolean>
  /**
   * Binds a run to the work that was made for it, before that work begins, so that a later attempt goes on with it
   * instead of making other work. The digest is kept as in an outcome.
   *
   * @returns false when the lease is lost: then the work must not begin
   */
  linkRun(lease: RunLease, link: { readonly work: string; readonly digest: string }): Promise<boolean>
  /** The work of a run, from any attempt. */
  findWork(run: Run): Promise<string | undefined>
  /** Lets the run of this work be tried again at once, when it waits. */
  wakeRun(work: string, now: Instant): Promise<void>
  /** Writes down what an attempt came to. @returns false when the lease is lost, and nothing is written */
  settleRun(lease: RunLease, outcome: RunOutcome, now: Instant): Promise<boolean>
  /** Writes down that nobody will begin this run. @returns false when there is a row already */
  recordMissed(run: Run, reason: string, now: Instant): Promise<boolean>
  /** Rows of a schedule due after an instant, oldest first. */
  listRecords(schedule: string, after: Instant): Promise<readonly RunRecord[]>
  /** Kept digests of a schedule due after an instant, oldest first. */
  listDigests(schedule: string, after: Instant): Promise<readonly KeptDigest[]>
}
