import { useText } from '../text/text'
import type { FigureName } from './figures'
import { text } from './text'

/** What the figures of a region are called. */
export function useFigureWords(): Record<FigureName, string> {
  const own = useText(text)
  return { monitored: own.monitored, new_clues: own.newClues, overdue: own.overdue, eliminated: own.eliminated }
}
