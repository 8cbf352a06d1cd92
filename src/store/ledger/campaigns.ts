import type { Kysely, Selectable } from 'kysely'
import type { Instant } from '../../clock.ts'
import {
  moveCampaign,
  type Campaign,
  type CampaignDraft,
  type CampaignEvent,
  type CampaignStatus,
  type InDoubtPolicy,
} from '../../delivery/campaign.ts'
import type { LedgerStore } from '../../delivery/ledger.ts'
import { AppError } from '../../errors.ts'
import type { CampaignsTable, Schema } from '../schema.ts'
import { findRendering, freezeRecipients, insertRenderings } from './freeze.ts'

type CampaignMethods = Pick<
  LedgerStore,
  | 'createCampaign'
  | 'findCampaign'
  | 'findCampaignOf'
  | 'findRendering'
  | 'getContent'
  | 'listCampaigns'
  | 'moveCampaign'
>

const summary = [
  'id',
  'list_slug',
  'subject',
  'issue_hash',
  'status',
  'in_doubt',
  'reason',
  'recipient_count',
  'created_at',
  'scheduled_for',
  'started_at',
  'finished_at',
] as const

/** Campaigns in the database. */
export function createCampaignMethods(db: Kysely<Schema>): CampaignMethods {
  const select = () => db.selectFrom('campaigns').select(summary)
  const find = async (id: number): Promise<Campaign | undefined> =>
    toCampaign(await select().where('id', '=', id).executeTakeFirst())
  return {
    findCampaign: find,
    async findCampaignOf(list, issueHash) {
      const query = select().where('list_slug', '=', list).where('issue_hash', '=', issueHash)
      return toCampaign(await query.executeTakeFirst())
    },
    async getContent(id) {
      const row = await db.selectFrom('campaigns').select('content').where('id', '=', id).executeTakeFirst()
      return getRow(row, id).content
    },
    async listCampaigns() {
      const rows = await select().orderBy('id', 'desc').execute()
      return rows.map(toCampaign).filter((campaign) => campaign !== undefined)
    },
    findRendering: (id, variant) => findRendering(db, id, variant),
    createCampaign: (draft, now) =>
      db.isTransaction
        ? insertCampaign(db, draft, now)
        : db.transaction().execute((trx) => insertCampaign(trx, draft, now)),
    moveCampaign: (id, event, at) => db.transaction().execute((trx) => move(trx, id, event, at)),
  }
}

async function insertCampaign(trx: Kysely<Schema>, draft: CampaignDraft, now: Instant): Promise<Campaign> {
  const { id } = await trx
    .insertInto('campaigns')
    .values({
      list_slug: draft.list,
      subject: draft.subject,
      issue_hash: draft.issueHash,
      status: draft.scheduledFor === undefined ? 'draft' : 'scheduled',
      in_doubt: draft.inDoubt,
      reason: null,
      recipient_count: 0,
      content: draft.content,
      created_at: now,
      scheduled_for: draft.scheduledFor ?? null,
      started_at: null,
      finished_at: null,
      remembered_at: null,
      counts: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await insertRenderings(trx, id, draft.renderings)
  const count = await freezeRecipients(trx, id, draft)
  const counted = trx.updateTable('campaigns').set({ recipient_count: count }).where('id', '=', id)
  return getRow(toCampaign(await counted.returning(summary).executeTakeFirst()), id)
}

async function move(
  trx: Kysely<Schema>,
  id: number,
  event: CampaignEvent,
  { now, reason }: { readonly now: Instant; readonly reason?: string },
): Promise<Campaign> {
  const found = trx.selectFrom('campaigns').select(['status', 'counts']).where('id', '=', id)
  const row = getRow(await found.executeTakeFirst(), id)
  if (event === 'retry' && row.counts !== null)
    throw new AppError(
      'conflict',
      `The recipients of campaign ${id} are not kept any more, so nobody can be tried again.`,
    )
  const status = moveCampaign(row.status as CampaignStatus, event)
  const times = {
    ...(event === 'start' ? { started_at: now } : {}),
    ...(event === 'retry' ? { remembered_at: null } : {}),
    ...(event === 'finish' || event === 'cancel' ? { finished_at: now } : {}),
  }
  const update = trx
    .updateTable('campaigns')
    .set({ status, reason: reason ?? null, ...times })
    .where('id', '=', id)
    .where('status', '=', row.status)
  const moved = await update.returning(summary).executeTakeFirst()
  if (!moved) throw new AppError('conflict', `Campaign ${id} was changed by somebody else; look again.`)
  return getRow(toCampaign(moved), id)
}

function getRow<T>(row: T | undefined, id: number): T {
  if (row === undefined)
    throw new AppError('not_found', `There is no campaign ${id}; "courant campaigns list" shows them.`)
  return row
}

type Summary = Pick<Selectable<CampaignsTable>, (typeof summary)[number]>

function toCampaign(row: Summary | undefined): Campaign | undefined {
  if (!row) return undefined
  return {
    id: row.id,
    list: row.list_slug,
    subject: row.subject,
    issueHash: row.issue_hash,
    status: row.status as CampaignStatus,
    inDoubt: row.in_doubt as InDoubtPolicy,
    recipientCount: row.recipient_count,
    createdAt: row.created_at as Instant,
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.scheduled_for === null ? {} : { scheduledFor: row.scheduled_for as Instant }),
    ...(row.started_at === null ? {} : { startedAt: row.started_at as Instant }),
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at as Instant }),
  }
}
