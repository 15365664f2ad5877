import { expect, test } from 'vitest'
import { isScore, unanswered } from './shown'

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

test('a form is sent with every question answered', () => {
  const questions = [{ question: 'satisfied' }, { question: 'missed' }]
  expect(unanswered(questions, {})).toEqual(['satisfied', 'missed'])
  expect(unanswered(questions, { satisfied: 'yes', missed: undefined })).toEqual(['missed'])
  expect(unanswered(questions, { satisfied: 'yes', missed: 'no', other: 'x' })).toEqual([])
})
