// 公示 and 公告 of one household: the notice is posted, and goes into the history with it.
import { NoticeForm } from '../../notices/NoticeForm'
import type { ActProps } from './ActForm'

/** 发布公示 of the run under way. */
export function PublishNotice(of: ActProps) {
  const kind = of.view.stage === 'eliminating' ? 'elimination' : 'identification'
  return <OneNotice of={of} kind={kind} />
}

/** 发布公告 after the county's decision. */
export function Announce(of: ActProps) {
  return <OneNotice of={of} kind="announcement" />
}

function OneNotice({ of, kind }: { of: ActProps; kind: 'identification' | 'elimination' | 'announcement' }) {
  return (
    <NoticeForm
      kind={kind}
      cases={[of.view.case]}
      householder={of.view.householder}
      least={of.step?.at_least}
      reload={of.reload}
      onPosted={of.onDone}
    />
  )
}
