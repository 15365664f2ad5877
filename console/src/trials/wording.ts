// What differs between two wordings, so that the eye finds it.

export interface Piece {
  text: string
  differs: boolean
}

/** One change as the server words it: what stands before it, the old and the new. */
export interface Reworded {
  lead: string
  old: string
  fresh: string
  rest: string
}

/** `条件由“甲”改为“乙”` and `由8700元改为9570元（2027-01-01起）`, one after another; none for words
 * that are put otherwise. */
export function reworded(words: string): Reworded[] | undefined {
  const parts: Reworded[] = []
  const pattern = /([^；“”]*?)由(?:“([^“”]*(?:“[^“”]*”[^“”]*)*)”|([^；“”]+?))改为(?:“([^“”]*(?:“[^“”]*”[^“”]*)*)”|([^；“”（]+))(（[^；]*）)?(?:；|$)/uy
  while (pattern.lastIndex < words.length) {
    const found = pattern.exec(words)
    if (!found) return undefined
    const [, lead = '', quotedOld, plainOld, quotedNew, plainNew, rest = ''] = found
    parts.push({ lead, old: quotedOld ?? plainOld ?? '', fresh: quotedNew ?? plainNew ?? '', rest })
  }
  return parts.length > 0 ? parts : undefined
}

/** Both wordings in pieces; pieces that the other lacks are marked. */
export function compare(old: string, fresh: string): [Piece[], Piece[]] {
  const [one, other] = [tokens(old), tokens(fresh)]
  const common = longest(one, other)
  const before: Piece[] = []
  const after: Piece[] = []
  let [left, right] = [0, 0]
  while (left < one.length || right < other.length) {
    const [token, facing] = [one[left], other[right]]
    if (token !== undefined && token === facing) {
      push(before, token, false)
      push(after, token, false)
      left += 1
      right += 1
    } else if (facing === undefined || (token !== undefined && at(common, left + 1, right) >= at(common, left, right + 1))) {
      push(before, token ?? '', true)
      left += 1
    } else {
      push(after, facing, true)
      right += 1
    }
  }
  return [before, after]
}

/** Figures and identifiers stay whole; everything else is compared character by character. */
function tokens(text: string): string[] {
  return text.match(/[\d.,]+|[A-Za-z_]+|[\s\S]/gu) ?? []
}

/** How much is common to what follows each pair of places. */
function longest(one: string[], other: string[]): number[][] {
  const table = Array.from({ length: one.length + 1 }, () => Array.from({ length: other.length + 1 }, () => 0))
  for (let left = one.length - 1; left >= 0; left -= 1) {
    for (let right = other.length - 1; right >= 0; right -= 1) {
      const length =
        one[left] === other[right] ? at(table, left + 1, right + 1) + 1 : Math.max(at(table, left + 1, right), at(table, left, right + 1))
      const row = table[left]
      if (row) row[right] = length
    }
  }
  return table
}

function at(table: number[][], left: number, right: number): number {
  return table[left]?.[right] ?? 0
}

function push(pieces: Piece[], text: string, differs: boolean) {
  const last = pieces.at(-1)
  if (last && last.differs === differs) last.text += text
  else pieces.push({ text, differs })
}
