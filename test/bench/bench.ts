/** `npm run bench -- NAME…` runs test/bench/NAME.bench.ts; without a name, all of them. Each prints its own figures. */
import { runNamed } from '../support/run-named.ts'

await runNamed(new URL('.', import.meta.url), '.bench.ts', process.argv.slice(2))
