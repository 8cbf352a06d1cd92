/** `npm run eval -- NAME…` runs test/eval/NAME.eval.ts; without a name, all of them. Each prints its own figures. */
import { runNamed } from '../support/run-named.ts'

await runNamed(new URL('.', import.meta.url), '.eval.ts', process.argv.slice(2))
