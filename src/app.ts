/** Settings in, what every command and page works with out. */
import { loadSettings, type Settings } from './config.ts'
import { dayOf, systemClock, type Clock, type PlainDate } from './clock.ts'

/** What every command works with. */
export interface App extends Settings {
  readonly clock: Clock
  readonly today: PlainDate
}

/** Reads the settings. */
export function openApp(configFile: string | undefined, environment: NodeJS.ProcessEnv, clock = systemClock): App {
  return buildApp(loadSettings(configFile, environment), clock)
}

/** What commands work with, from settings that are read already. */
export function buildApp(settings: Settings, clock: Clock): App {
  return { ...settings, clock, today: dayOf(clock.now()) }
}
