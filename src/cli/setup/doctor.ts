import { Command, Option } from 'commander'
import { examine } from '../../app/doctor/examine.ts'
import { checkNames, type CheckName, type Finding, type FindingLevel } from '../../doctor/finding.ts'
import { formatCount } from '../counts.ts'
import { exitCode } from '../exit-code.ts'
import { collect, openCommandApp, withCommonOptions, type CommonOptions } from '../options.ts'
import { print, printJson, toTerminalText } from '../output.ts'

interface DoctorOptions extends CommonOptions {
  readonly only?: readonly CheckName[]
  readonly selector?: readonly string[]
}

const labels: Readonly<Record<FindingLevel, string>> = {
  ok: 'ok',
  warning: 'warning',
  error: 'ERROR',
  unknown: 'unknown',
}

/** `courant doctor`: everything that mail depends on, and what to do about what is wrong. */
export function buildDoctorCommand(): Command {
  const doctor = new Command('doctor')
    .description(
      'look at settings, SMTP log-in, DKIM, SPF, DMARC, PTR, pages, clock and unsubscribing, with a fix for each fault',
    )
    .addOption(new Option('--only <check...>', 'only these checks').choices(checkNames))
    .addOption(
      new Option('--selector <name>', 'selector of the DKIM key that signs; can be given several times').argParser(
        collect,
      ),
    )
    .action(runDoctor)
  return withCommonOptions(doctor)
}

async function runDoctor(options: DoctorOptions): Promise<void> {
  const findings = await examine(openCommandApp(options), {
    ...(options.only === undefined ? {} : { only: options.only }),
    ...(options.selector === undefined ? {} : { selectors: options.selector }),
  })
  if (options.json === true) printJson({ findings })
  else print([...findings.map(formatFinding), summarize(findings)].join('\n'))
  if (findings.some(({ level }) => level === 'error')) process.exitCode = exitCode.config
}

function formatFinding({ check, level, message, fix }: Finding): string {
  const first = `${labels[level].padEnd(8)} ${check.padEnd(12)} ${message}`
  return toTerminalText(fix === undefined ? first : `${first}\n${' '.repeat(22)}→ ${fix}`)
}

function summarize(findings: readonly Finding[]): string {
  const count = (wanted: FindingLevel): number => findings.filter(({ level }) => level === wanted).length
  return `${formatCount(count('error'), 'error')}, ${formatCount(count('warning'), 'warning')}, ${count('unknown')} unknown, ${count('ok')} ok.`
}
