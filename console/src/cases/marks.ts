import { bilingual } from '../text/text'

/** Marks between words, which are wider in Chinese. */
export const marks = bilingual(
  { comma: '，', and: '、', stop: '；', colon: '：', open: '（', close: '）' },
  { comma: ', ', and: ', ', stop: '; ', colon: ': ', open: ' (', close: ')' },
)
