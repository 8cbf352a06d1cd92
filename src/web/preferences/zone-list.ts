import type { ChoiceView } from './choice-view.ts'

/** Time zones of one part of the world. */
export interface ZoneGroupView {
  readonly region: string
  readonly zones: readonly ChoiceView[]
}

/** Cities that the list of the runtime still calls as they were called when it was begun. */
const newNames: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
}

const names = [
  ...Intl.supportedValuesOf('timeZone')
    .filter((zone) => zone !== 'UTC')
    .map((zone) => newNames[zone] ?? zone)
    .toSorted(),
  'UTC',
]

/** Every time zone by the part of the world that it is in, the chosen one marked even where it has an old name. */
export function buildZones(chosen: string | undefined): ZoneGroupView[] {
  const known = chosen === undefined || names.includes(chosen) ? names : [...names, chosen]
  const groups = Map.groupBy(known, (name) => (name.includes('/') ? name.slice(0, name.indexOf('/')) : 'Elsewhere'))
  return [...groups].map(([region, zones]) => ({
    region,
    zones: zones.map((value) => ({ value, label: formatPlace(value), checked: value === chosen })),
  }))
}

/** `America/Argentina/Buenos_Aires` is Buenos Aires, Argentina. */
function formatPlace(zone: string): string {
  const [, ...places] = zone.split('/')
  return places.length === 0 ? zone : places.toReversed().join(', ').replaceAll('_', ' ')
}
