import { openSqliteTestStore } from '../support/stores.ts'
import { describeLedger } from './ledger.ts'

describeLedger('SQLite', openSqliteTestStore)
