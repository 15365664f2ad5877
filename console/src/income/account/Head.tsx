import { EditOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Flex, Form } from 'antd'
import type { ReactNode } from 'react'
import type { S } from '../../api/client'
import { useAddress } from '../../frame/address'
import { useNearName } from '../../households/nearName'
import { useSaid } from '../../ledgers/said'
import { yuan } from '../../parts/figures'
import { useText } from '../../text/text'
import { monitoringTypes, word } from '../../text/words'
import { change, signed } from '../change'
import { askedAs, type Filled } from '../period'
import { PeriodField } from '../PeriodField'
import type { PeriodSearch } from '../search'
import { text as listText } from '../text'
import { unknownLines } from './entering'
import { text } from './text'

interface HeadProps {
  account: S['IncomeAccountView']
  periods: Filled[]
  /** Begins to enter what nobody knows, for whoever may. */
  onEnter?: () => void
}

/** Whose account it is, of which months, and what it comes to beside last year and the village. */
export function Head({ account, periods, onEnter }: HeadProps) {
  const own = useText(text)
  const list = useText(listText)
  const say = useSaid()
  const near = useNearName()
  const [, setSearch] = useAddress<PeriodSearch>()
  const unknown = unknownLines(account)
  const about = [
    account.household_no,
    near(account.village),
    account.members != null && own.members(account.members),
    own.evidence(account.evidence),
  ]
  return (
    <Card>
      <Flex justify="space-between" align="start" wrap gap={12}>
        <div>
          <h1 className="income-title">{own.title(account.householder || account.household_no)}</h1>
          <p className="quiet income-note">{about.filter(Boolean).join(' · ')}</p>
        </div>
        {onEnter && unknown > 0 && (
          <Button type="primary" icon={<EditOutlined />} className="no-print" onClick={onEnter}>
            {own.enter(unknown)}
          </Button>
        )}
      </Flex>
      <Form layout="inline" colon={false} className="income-fields">
        <Form.Item label={list.period} htmlFor="account-period">
          <PeriodField
            id="account-period"
            periods={periods}
            value={askedAs({ last: account.period, months: account.months })}
            onChange={period => setSearch({ period })}
          />
        </Form.Item>
      </Form>
      {account.outdated && <Alert type="info" showIcon title={own.outdated} description={own.outdatedHow} />}
      <Figures account={account} />
      {account.findings.length > 0 && (
        <section className="income-doubts" aria-label={own.findings}>
          <Alert
            type="warning"
            showIcon
            title={own.findings}
            description={
              <ul className="income-findings">
                {account.findings.map(it => (
                  <li key={it.id}>
                    <strong>{say(it)}</strong> {it.advice}
                  </li>
                ))}
              </ul>
            }
          />
        </section>
      )}
    </Card>
  )
}

function Figures({ account }: { account: S['IncomeAccountView'] }) {
  const own = useText(text)
  const list = useText(listText)
  const types = useText(monitoringTypes)
  const { net_per_capita: now, last_net_per_capita: before } = account
  const whole = (fen: number | null | undefined) => (fen == null ? undefined : own.ofHousehold(yuan(fen)))
  return (
    <dl className="income-figures">
      <Figure label={list.perHead} note={whole(account.net)}>
        {now == null ? own.unknown : yuan(now)}
      </Figure>
      <Figure label={list.reference} note={whole(account.reference)}>
        {account.reference_per_capita == null ? own.unknown : yuan(account.reference_per_capita)}
      </Figure>
      <Figure label={list.change} note={before == null ? own.noLast : own.against(yuan(before))}>
        {signed(change(now, before))}
      </Figure>
      <Figure label={own.village} note={own.villageOf(account.village_accounts)}>
        {yuan(account.village_median)}
      </Figure>
      <Figure label={own.suggested} note={own.suggestedHint}>
        {account.class ? word(types, account.class) : '—'}
      </Figure>
    </dl>
  )
}

function Figure({ label, note, children }: { label: string; note?: string; children: ReactNode }) {
  return (
    <div className="income-figure">
      <dt>{label}</dt>
      <dd>
        <strong className="number">{children}</strong>
        {note && <span className="quiet">{note}</span>}
      </dd>
    </div>
  )
}
