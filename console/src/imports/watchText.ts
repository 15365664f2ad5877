import { bilingual } from '../text/text'

export const watchText = bilingual(
  {
    waiting: '排队中，前面的办完就轮到它',
    running: '进行中',
    steps: (done: number, total: number) => `${done}／${total}`,
    now: (what: string) => `正在办：${what}`,
    failed: '没有办成',
  },
  {
    waiting: 'Waiting for those before it',
    running: 'Under way',
    steps: (done, total) => `${done} of ${total}`,
    now: what => `On ${what}`,
    failed: 'Not done',
  },
)
