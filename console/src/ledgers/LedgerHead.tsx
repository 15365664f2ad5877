import { DownOutlined, UpOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Flex, Space } from 'antd'
import type { S } from '../api/client'
import { useAddress } from '../frame/address'
import { Mark } from '../parts/Mark'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useLanguage, useText } from '../text/text'
import type { RecordSearch } from './search'
import { text } from './text'

/** What a ledger is for, who leads it, and which document asks for it; the ways to its figures and
 * findings. */
export function LedgerHead({ ledger, figures }: { ledger: S['LedgerView']; figures: string }) {
  const words = useText(common)
  const own = useText(text)
  const may = useMay()
  const { language } = useLanguage()
  const [search, setSearch] = useAddress<RecordSearch>()
  const isOpen = search.figures ?? false
  return (
    <div>
      <Flex justify="space-between" align="center" wrap gap={8}>
        <Link to="/ledgers">← {own.back}</Link>
        <Space size={16}>
          {may('list_ledger_figures') && (
            <Button
              type="text"
              aria-expanded={isOpen}
              aria-controls={figures}
              icon={isOpen ? <UpOutlined /> : <DownOutlined />}
              onClick={() => setSearch({ ...search, figures: isOpen ? undefined : true, figure: undefined })}
            >
              {own.figures}
            </Button>
          )}
          {may('list_ledger_findings') && (
            <Link to="/ledgers/findings" search={{ ledger: ledger.ledger } as never}>
              {own.toFindings}
            </Link>
          )}
        </Space>
      </Flex>
      <p className="ledger-about">{language === 'zh' ? ledger.about_zh : ledger.about_en}</p>
      <p className="quiet ledger-basis">
        {own.keptBy(ledger.department)} · {!ledger.is_default && own.basis(ledger.basis)}
        {ledger.is_default && <Mark tone="care">{words.notStated}</Mark>}
      </p>
    </div>
  )
}
