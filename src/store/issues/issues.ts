import type { Kysely, Selectable } from 'kysely'
import type { Instant, PlainDate } from '../../clock.ts'
import { AppError } from '../../errors.ts'
import type { Issue } from '../../issue/issue.ts'
import type { ListSlug } from '../../subscribers/subscription.ts'
import type { Schema } from '../schema.ts'
import type { IssuesTable } from '../tables/issue-tables.ts'
import { optional } from '../absent.ts'

/** An issue in the archive, without its papers. */
export interface ArchivedIssue {
  readonly list: ListSlug
  readonly number: number
  readonly date: PlainDate
  readonly subject: string
  readonly hash: string
  readonly createdAt: Instant
  /** When a campaign took it; from then on it never changes. */
  readonly frozenAt?: Instant
}

/** The whole of an archived issue: content, and both renderings without anything personal. */
export interface ArchivedIssueContent extends ArchivedIssue {
  readonly issue: Issue
  readonly html: string
  readonly text: string
}

/** The archive of a list's issues. */
export interface IssueArchive {
  /** The number the next issue gets, 1 for the first. */
  nextNumber(list: ListSlug): Promise<number>
  /** Keeps an issue; the same number again replaces it until it is frozen. @throws AppError `conflict` */
  save(content: ArchivedIssueContent): Promise<void>
  freeze(list: ListSlug, number: number, now: Instant): Promise<void>
  find(list: ListSlug, number: number): Promise<ArchivedIssueContent | undefined>
  /** Newest first; `before` is the number of the last issue of the page before. */
  listPage(list: ListSlug, page: { before?: number; limit: number }): Promise<readonly ArchivedIssue[]>
}

/** The archive in the database. */
export function createIssueArchive(db: Kysely<Schema>): IssueArchive {
  const withoutContent = ['list_slug', 'number', 'on_date', 'subject', 'hash', 'created_at', 'frozen_at'] as const
  return {
    async nextNumber(list) {
      const row = await db
        .selectFrom('issues')
        .select('number')
        .where('list_slug', '=', list)
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst()
      return (row?.number ?? 0) + 1
    },
    save: (content) => saveIssue(db, content),
    async freeze(list, number, now) {
      await db
        .updateTable('issues')
        .set({ frozen_at: now })
        .where('list_slug', '=', list)
        .where('number', '=', number)
        .where('frozen_at', 'is', null)
        .execute()
    },
    async find(list, number) {
      const row = await db
        .selectFrom('issues')
        .selectAll()
        .where('list_slug', '=', list)
        .where('number', '=', number)
        .executeTakeFirst()
      return row && { ...toArchivedIssue(row), issue: JSON.parse(row.content) as Issue, html: row.html, text: row.text }
    },
    async listPage(list, { before, limit }) {
      let query = db.selectFrom('issues').select(withoutContent).where('list_slug', '=', list)
      if (before !== undefined) query = query.where('number', '<', before)
      return (await query.orderBy('number', 'desc').limit(limit).execute()).map(toArchivedIssue)
    },
  }
}

async function saveIssue(db: Kysely<Schema>, content: ArchivedIssueContent): Promise<void> {
  const { html, text } = content
  const body = {
    on_date: content.date,
    subject: content.subject,
    hash: content.hash,
    content: JSON.stringify(content.issue),
    html,
    text,
  }
  const key = {
    list_slug: content.list,
    number: content.number,
    created_at: content.createdAt,
    frozen_at: content.frozenAt ?? null,
  }
  const saved = await db
    .insertInto('issues')
    .values({ ...key, ...body })
    .onConflict((conflict) =>
      conflict.columns(['list_slug', 'number']).doUpdateSet(body).where('issues.frozen_at', 'is', null),
    )
    .executeTakeFirst()
  if ((saved.numInsertedOrUpdatedRows ?? 0n) > 0n) return
  const there = await createIssueArchive(db).find(content.list, content.number)
  if (there?.hash === content.hash) return
  throw new AppError(
    'conflict',
    `Issue ${content.number} of "${content.list}" is being sent or was sent already, and cannot change.`,
  )
}

function toArchivedIssue(row: Omit<Selectable<IssuesTable>, 'content' | 'html' | 'text'>): ArchivedIssue {
  return {
    list: row.list_slug as ListSlug,
    number: row.number,
    date: row.on_date as PlainDate,
    subject: row.subject,
    hash: row.hash,
    createdAt: row.created_at as Instant,
    ...optional('frozenAt', row.frozen_at as Instant | null),
  }
}
