import { Mark, type Tone } from '../parts/Mark'
import { useText } from '../text/text'
import { word } from '../text/words'
import { lightWords } from './words'

const tones: Record<string, Tone> = { green: 'good', yellow: 'care', red: 'bad' }

/** 灯: the word says it, the colour only helps. */
export function Light({ light }: { light: string }) {
  const words = useText(lightWords)
  return <Mark tone={tones[light]}>{word(words, light)}</Mark>
}
