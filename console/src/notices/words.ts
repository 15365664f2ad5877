import type { S } from '../api/client'
import { bilingual } from '../text/text'

export const noticeKinds = bilingual<Record<S['NoticeKind'], string>>(
  {
    identification: '民主评议结果公示',
    elimination: '风险消除公示',
    measures: '帮扶措施公示',
    announcement: '审定结果公告',
  },
  {
    identification: 'Result of the review',
    elimination: 'Elimination of risk',
    measures: 'Measures',
    announcement: 'Decision of the county',
  },
)

export const noticeStates = bilingual<Record<S['NoticeState'], string>>(
  { posted: '已张贴', withdrawn: '已撤下', ended: '已届满' },
  { posted: 'Posted', withdrawn: 'Taken down', ended: 'Over' },
)
