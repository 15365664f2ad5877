import { useEffect, useState, useTransition } from 'react'

/** What fits a screen is drawn first. */
const screenful = 15

/** The first rows of a list at once, and the others as soon as those stand: on an old machine a long
 * table takes its time. */
export function useGrowing<T>(rows: T[] | undefined): T[] | undefined {
  const [whole, setWhole] = useState<T[]>()
  const [, startTransition] = useTransition()
  useEffect(() => {
    startTransition(() => setWhole(rows))
  }, [rows])
  return rows && rows !== whole && rows.length > screenful ? rows.slice(0, screenful) : rows
}
