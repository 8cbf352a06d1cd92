import type { Instant, PlainDate } from '../clock.ts'

/** What happens on a day without enough papers: nothing, wait for more, keep them for the next run, or send older ones. */
export type EmptyDayPolicy = 'skip' | 'hold' | 'rollover' | 'best'

/** When a newsletter goes out, what it is made of, and to whom. */
export interface Schedule {
  readonly name: string
  /** Five fields, read as wall-clock time in `zone`; a day matches by day of month or by day of week, as in Vixie cron. */
  readonly cron: string
  /** IANA name. */
  readonly zone: string
  /** `arxiv`: only when arXiv has announced papers since the run before. */
  readonly calendar: 'none' | 'arxiv'
  /** Days without a run in `zone`: `2026-12-25`, `12-25` every year, `12-24..01-01` for all between. */
  readonly holidays: readonly string[]
  /** Inputs, as commands take them; `{date}` stands for the day of the run in `zone`. */
  readonly sources: readonly string[]
  /** Slug of a list, or a file of subscribers. */
  readonly list?: string
  readonly subscribers?: string
  readonly emptyDay: EmptyDayPolicy
  /** Fewer papers than this are an empty day. */
  readonly minPapers: number
  /** How long `hold` waits for papers, in hours after the due time. */
  readonly holdHours: number
  /** Whether the owner says yes first; with hours, silence for so long is a yes. */
  readonly approval?: 'required' | { readonly hours: number }
  /** How late a run may still begin, in hours; later it is missed and said to be. */
  readonly catchUpHours: number
}

/** One execution of a schedule; there is never a second one with the same schedule and due time. */
export interface Run {
  readonly schedule: string
  /**
   * Wall-clock time in the schedule's zone, `2026-11-24T07:00`; where the clock is set back, the second time of that name
   * carries its offset. It is the key, so that a schedule which moves to another zone does not run twice for one morning.
   */
  readonly due: string
  readonly dueAt: Instant
}

/** The day of a run on the wall. */
export function dayOfRun({ due }: Pick<Run, 'due'>): PlainDate {
  return due.slice(0, 10) as PlainDate
}

/** A due time, whether the run takes place, and why or why not in words. */
export interface PlannedRun extends Run {
  readonly takesPlace: boolean
  readonly reason: string
}
