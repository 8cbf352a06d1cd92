/** The wiring of what comes back: settings in, messages classified and what follows from them done. */
import type { App } from '../../app.ts'
import { readTokenKeys } from '../settings.ts'
import { openStoreOf } from '../store.ts'
import { ingestMessage, type IngestedMessage, type IngestPorts } from '../../delivery/bounces/ingest.ts'
import type { ImapInbox } from '../../delivery/bounces/imap-client.ts'
import { readInbox } from '../../delivery/bounces/imap-inbox.ts'
import { readMailbox, type StoredMessage } from '../../delivery/bounces/read-mailbox.ts'
import { ConfigError } from '../../errors.ts'
import { addressKey, parseAddress } from '../../mail/address.ts'
import { createAudience } from '../../store/audience.ts'
import { createBounceStore } from '../../store/bounces.ts'
import type { Audience } from '../../subscribers/audience.ts'
import type { SubscriberId } from '../../subscribers/subscriber.ts'
import { unsubscribe } from '../../subscribers/unsubscribe.ts'

/** Ingests all messages at a path, one after the other; stops between two when the signal fires. */
export async function* ingestMailbox(app: App, path: string, signal: AbortSignal): AsyncGenerator<IngestedMessage> {
  await using opened = await openIngest(app)
  for await (const message of readMailbox(path, process.stdin)) {
    if (signal.aborted) return
    yield await opened.ingest(message)
  }
}

/** Ingests what is new in the bounce inbox of the settings. @throws ConfigError where there is none */
export async function* ingestInbox(app: App, signal: AbortSignal): AsyncGenerator<IngestedMessage> {
  const inbox = getInbox(app)
  await using opened = await openIngest(app)
  yield* readInbox(inbox, opened.ingest, signal)
}

const silenceMs = 60_000

function getInbox({ config, secrets, source }: App): ImapInbox {
  const { host, user, port, moveTo, security, folder } = config.bounceInbox
  const password = secrets.bounceInboxPassword
  if (host === undefined || user === undefined || password === undefined) {
    throw new ConfigError(source, [
      'bounceInbox.host, bounceInbox.user and COURANT_BOUNCE_INBOX_PASSWORD are needed to read the bounce inbox',
    ])
  }
  return {
    host,
    user,
    password,
    security,
    folder,
    timeoutMs: silenceMs,
    ...(port === undefined ? {} : { port }),
    ...(moveTo === undefined ? {} : { moveTo }),
  }
}

/** Ingesting over an open store. */
interface OpenIngest extends AsyncDisposable {
  readonly ingest: (message: StoredMessage) => Promise<IngestedMessage>
}

async function openIngest(app: App): Promise<OpenIngest> {
  const { secret } = app.secrets
  if (secret === undefined) {
    throw new ConfigError(app.source, [
      'COURANT_SECRET is not set, so that no return path can be told from a forged one',
    ])
  }
  const store = await openStoreOf(app, 'create')
  const audience = createAudience(store.db, store.engine)
  const ports = {
    store: createBounceStore(store.db, store.engine),
    returnPathKeys: listReturnPathKeys(secret),
    tokenKeys: readTokenKeys(app, secret),
    unsubscribe: buildUnsubscribe(app, audience),
  }
  return {
    ingest: (message) => ingestMessage(message, { ...ports, now: app.clock.now() }),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
}

/** Return paths are signed with the setting as it stood: after `2:new,1:old` those of `1:old` and `old` are still about. */
function listReturnPathKeys(secret: string): string[] {
  const parts = secret.split(',').map((part) => part.trim())
  const rings = parts.map((_, index) => parts.slice(index).join(','))
  return [...new Set([...rings, ...parts.map((part) => part.replace(/^\d+:/, ''))])]
}

/**
 * Takes a reader off the list that the claim names, or off all of them where it names the newsletter by its List-Id.
 * Who is no subscriber, because they were mailed from a file, is suppressed.
 */
function buildUnsubscribe({ clock }: App, audience: Audience): IngestPorts['unsubscribe'] {
  return async ({ list, subscriberId }, source) => {
    const address = parseAddress(subscriberId)
    const subscriber = address
      ? await audience.subscribers.findByAddress(address)
      : await audience.subscribers.find(subscriberId as SubscriberId)
    const now = clock.now()
    if (!subscriber) {
      if (address)
        await audience.suppressions.insert({ key: addressKey(address), reason: 'unsubscribe', since: now, source })
      return
    }
    const all = await audience.subscriptions.listOf(subscriber.id)
    const named = all.filter((subscription) => subscription.list === list)
    for (const subscription of named.length > 0 ? named : all) {
      await unsubscribe(audience, { list: subscription.list, subscriberId: subscriber.id, now, source })
    }
  }
}
