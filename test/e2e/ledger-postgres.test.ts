import { afterAll, describe, it } from 'vitest'
import { describeLedger } from '../contracts/ledger.ts'
import { startPostgres } from '../support/stores.ts'

const server = await startPostgres()
afterAll(() => server?.stop())

if (server) describeLedger('PostgreSQL', server.openTestStore)
else describe('PostgreSQL, as a ledger', () => it.todo('needs a server that starts'))
