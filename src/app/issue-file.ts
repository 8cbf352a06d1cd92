import { readFile } from 'node:fs/promises'
import { AppError } from '../errors.ts'
import type { Issue } from '../issue/issue.ts'

/** Reads the issue of an `issue.json` that a preview wrote. */
export async function readIssueFile(path: string): Promise<Issue> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT')
      throw new AppError(
        'not_found',
        `"${path}" cannot be read: there is no such file. Name an issue.json of a preview.`,
      )
    throw new AppError('invalid', `"${path}" cannot be read (${error.code}).`)
  })
  try {
    const { issue } = JSON.parse(text) as { issue?: Issue }
    if (issue?.newsletter !== undefined && Array.isArray(issue.sections) && issue.lead?.paper !== undefined)
      return issue
  } catch (error) {
    throw new AppError('invalid', `"${path}" is no JSON; give an issue.json of courant preview.`, { cause: error })
  }
  throw new AppError('invalid', `"${path}" holds no issue; give an issue.json of courant preview.`)
}
