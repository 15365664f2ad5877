// Which of five shades a figure gets.

/** Figures that share a shade: the least and the greatest of them, and the shade, 1 pale to 5 deep. */
export interface ValueClass {
  from: number
  to: number
  shade: number
}

const shades = 5

/** At most five classes of about as many figures each. Equal figures stay together; five different
 * figures, or fewer, get a class of their own each. */
export function classesOf(values: (number | null | undefined)[]): ValueClass[] {
  const sorted = values.filter(it => it != null).sort((one, other) => one - other)
  const distinct = [...new Set(sorted)]
  const groups: number[][] = []
  if (distinct.length <= shades) groups.push(...distinct.map(it => [it]))
  else {
    let last = -1
    for (const value of distinct) {
      const place = Math.floor((sorted.indexOf(value) * shades) / sorted.length)
      if (place !== last) groups.push([])
      groups.at(-1)?.push(value)
      last = place
    }
  }
  return groups.map((group, index) => ({ from: group[0] ?? 0, to: group.at(-1) ?? 0, shade: shade(index, groups.length) }))
}

/** The class a figure belongs to; none for a figure that is missing. */
export function classFor(value: number | null | undefined, classes: ValueClass[]): ValueClass | undefined {
  return value == null ? undefined : classes.find(it => it.from <= value && value <= it.to)
}

/** Few classes are spread over the whole range of shades. */
function shade(index: number, count: number): number {
  return count === 1 ? 3 : 1 + Math.round((index * (shades - 1)) / (count - 1))
}
