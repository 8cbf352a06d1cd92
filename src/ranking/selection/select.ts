import { dropPaper, type DroppedPaper } from '../ranking.ts'
import { compareScored, type ScoredCandidate } from '../scored-candidate.ts'
import { createCapCounter, listCaps, type Cap } from './caps.ts'
import { findGem } from './hidden-gem.ts'
import type { SelectionRules } from './rules.ts'

/** What was chosen, best first, and what was not and why. */
export interface Selected {
  readonly chosen: readonly ScoredCandidate[]
  readonly dropped: readonly DroppedPaper[]
}

/**
 * Takes the best `limit` papers within the caps; pinned papers always come in. Caps that nobody set only keep an issue
 * varied: they give way where places would stay empty. The last place may go to a hidden gem. `scored` is best first.
 */
export function selectPapers(scored: readonly ScoredCandidate[], limit: number, rules: SelectionRules): Selected {
  const chosen = scored.filter(({ pinned }) => pinned)
  const others = scored.filter(({ pinned }) => !pinned)
  const capped = takeBest(others, chosen, { limit, caps: listCaps(rules, limit) })
  for (const [paper, { isStrict }] of capped) if (!isStrict && chosen.length < limit) chosen.push(paper)
  const taken = new Set(chosen)
  const left = others.filter((paper) => !taken.has(paper))
  const swap =
    rules.hiddenGem === false
      ? undefined
      : findGem(
          chosen,
          left.filter((paper) => !capped.has(paper)),
        )
  const dropped = left.filter((paper) => paper !== swap?.from).map((paper) => dropLeft(paper, capped.get(paper), limit))
  if (!swap) return { chosen: chosen.sort(compareScored), dropped }
  const { gem, out } = swap
  return {
    chosen: chosen.map((paper) => (paper === out ? gem : paper)).sort(compareScored),
    dropped: [dropForGem(out, limit), ...dropped],
  }
}

/** Moves papers into `chosen` until it is full; gives those that a cap kept out, and the cap. */
function takeBest(
  papers: readonly ScoredCandidate[],
  chosen: ScoredCandidate[],
  { limit, caps }: { readonly limit: number; readonly caps: readonly Cap[] },
): Map<ScoredCandidate, Cap> {
  const counter = createCapCounter(caps)
  for (const paper of chosen) counter.add(paper)
  const capped = new Map<ScoredCandidate, Cap>()
  for (const paper of papers) {
    const full = counter.findFull(paper)
    if (full) capped.set(paper, full)
    else if (chosen.length < limit) {
      chosen.push(paper)
      counter.add(paper)
    }
  }
  return capped
}

function dropLeft({ candidate: { paper }, score }: ScoredCandidate, cap: Cap | undefined, limit: number): DroppedPaper {
  if (cap) return dropPaper(paper, cap.rule, `${cap.most} better papers ${cap.what} are in.`)
  return dropPaper(paper, 'limit', `Its score of ${score} is below the best ${limit}.`)
}

function dropForGem({ candidate: { paper }, score }: ScoredCandidate, limit: number): DroppedPaper {
  const reason = `Its score of ${score} is the lowest of the best ${limit}; a hidden gem has its place.`
  return dropPaper(paper, 'hidden_gem', reason)
}
