import { expect, test } from 'vitest'
import { bandName, shareOf } from './bandName'
import { text } from './text'

test('bands are said by their ends', () => {
  expect(bandName({ below: 7_800_00 }, text.zh)).toBe('7,800 以下')
  expect(bandName({ from: 7_800_00, below: 10_000_00 }, text.zh)).toBe('7,800 至 10,000（不含）')
  expect(bandName({ from: 20_000_50, below: null }, text.en)).toBe('20,000.5 and more')
  expect(bandName({}, text.zh)).toBe('全部')
})

test('a share is of something', () => {
  expect(shareOf(1, 3)).toBe(3_333)
  expect(shareOf(0, 0)).toBeUndefined()
})
