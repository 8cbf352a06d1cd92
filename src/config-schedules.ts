import { z } from 'zod'

/** One entry of `schedules`. */
export const scheduleSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,60}$/, 'must be a short name of small letters, digits and hyphens'),
  cron: z.string().describe('Five fields of cron, as time on the wall in `zone`'),
  zone: z.string().default('UTC').describe('IANA time zone'),
  source: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .describe('Input or inputs, as `send` takes them; `{date}` stands for the day of the run'),
  list: z.string().optional().describe('List that gets the issue'),
  subscribers: z
    .string()
    .optional()
    .describe('File that is brought into the list of the schedule’s name before each issue'),
  calendar: z.enum(['none', 'arxiv']).default('none').describe('`arxiv`: only after an announcement of arXiv'),
  holidays: z.array(z.string()).default([]).describe('Days without an issue: 2026-12-25, 12-25, or 12-24..01-01'),
  emptyDay: z.enum(['skip', 'hold', 'rollover', 'best']).default('skip').describe('What to do on a day without papers'),
  minPapers: z.int().min(1).max(500).default(1).describe('Fewer papers are an empty day'),
  holdHours: z.number().min(0).max(48).default(6).describe('How long `hold` waits'),
  approval: z
    .union([z.literal('required'), z.strictObject({ hours: z.number().min(0).max(168) })])
    .optional()
    .describe('`required`: only after the owner has said yes; `{ hours: 2 }`: also when nobody said no for so long'),
  catchUpHours: z.number().min(0).max(168).default(12).describe('How late an issue may still go out'),
})
