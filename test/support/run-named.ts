import { readdirSync } from 'node:fs'

/** Runs `NAME` + `suffix` of a folder for each name, all of them when none is given; each file exports `run`. */
export async function runNamed(folder: URL, suffix: string, names: readonly string[]): Promise<void> {
  const known = readdirSync(folder)
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    process.stderr.write(`There is no "${unknown.join('", "')}" here. Known: ${known.join(', ')}.\n`)
    process.exitCode = 64
    return
  }
  for (const name of names.length > 0 ? names : known) {
    process.stdout.write(`\n== ${name}\n`)
    const module = (await import(new URL(name + suffix, folder).href)) as { run(): Promise<void> }
    await module.run()
  }
}
