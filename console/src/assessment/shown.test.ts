import { expect, test } from 'vitest'
import { isScore } from './shown'

test('points lie between nothing and the most, with two digits', () => {
  const given: [string, boolean][] = [
    ['0', true],
    ['10', true],
    [' 9.25 ', true],
    ['10.01', false],
    ['9.255', false],
    ['-1', false],
    ['', false],
    ['十', false],
  ]
  for (const [written, expected] of given) expect(isScore(written, '10'), written).toBe(expected)
})
