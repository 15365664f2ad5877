import { PrinterOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import type { S } from '../api/client'
import { useMay } from '../session/session'
import { bilingual, useText } from '../text/text'

const papers = bilingual<Record<S['CasePaper'], string>>(
  {
    authorization: '承诺授权书',
    verification: '入户核查表',
    review: '民主评议记录',
    card: '明白卡',
    plan: '帮扶计划',
  },
  {
    authorization: 'Authorisation letter',
    verification: 'Verification form',
    review: 'Record of the review',
    card: 'Card for the household',
    plan: 'Assistance plan',
  },
)

const text = bilingual({ print: '打印表格' }, { print: 'Print' })

/** The papers of a case, filled in as far as the case is, each in a window to print from. */
export function Papers({ number }: { number: number }) {
  const own = useText(text)
  const paperWords = useText(papers)
  const may = useMay()
  if (!may('print_case')) return null
  const items = (Object.keys(paperWords) as S['CasePaper'][]).map(it => ({
    key: it,
    label: (
      <a href={`/api/v1/cases/${number}/paper/${it}`} target="_blank" rel="noreferrer">
        {paperWords[it]}
      </a>
    ),
  }))
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button icon={<PrinterOutlined />}>{own.print}</Button>
    </Dropdown>
  )
}
