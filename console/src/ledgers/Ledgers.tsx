// 台账: every ledger somebody may see, by group, and those opened last.
import { SearchOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Card, Checkbox, Empty, Flex, Input, Skeleton, Space } from 'antd'
import { useEffect, useId, useState, type ReactNode } from 'react'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { Mark } from '../parts/Mark'
import { useMay, useStaff } from '../session/session'
import { useLanguage, useText } from '../text/text'
import './ledgers.css'
import { recentLedgers } from './recent'
import { useSaid } from './said'
import { text } from './text'

interface MenuSearch {
  words?: string
  group?: string
  mine?: boolean
}

type Group = S['LedgerGroup']

/** The page of all ledgers. */
export default function Ledgers() {
  const own = useText(text)
  const say = useSaid()
  const may = useMay()
  const [search, setSearch] = useAddress<MenuSearch>()
  const found = api.useQuery('get', '/api/v1/ledgers', {}, { staleTime: 300_000 })
  const groups = found.data ?? []
  const [typed, setTyped] = useState(search.words ?? '')
  useEffect(() => setTyped(search.words ?? ''), [search.words])
  // The address takes what was typed once it is done: going back is not a matter of letters.
  const keep = () => typed.trim() !== (search.words ?? '') && setSearch({ ...search, words: typed.trim() })
  const words = typed.trim().toLowerCase()
  const fits = (it: S['LedgerLine']) =>
    (!search.mine || it.may_keep) && [it.zh, it.en].some(name => name.toLowerCase().includes(words))
  const shown = groups
    .filter(it => !search.group || it.name === search.group)
    .map(it => ({ ...it, ledgers: it.ledgers.filter(fits) }))
    .filter(it => it.ledgers.length > 0)
  const count = (all: Group[]) => all.reduce((sum, it) => sum + it.ledgers.length, 0)
  return (
    <Flex vertical gap={12}>
      <Card>
        <Flex justify="space-between" align="center" wrap gap={8}>
          <Space size={12}>
            <h1 className="list-title">{own.title}</h1>
            {found.data && <span className="quiet">{own.shownOf(count(shown), count(groups))}</span>}
          </Space>
          <Space wrap size={12}>
            <Checkbox
              checked={search.mine ?? false}
              onChange={it => setSearch({ ...search, mine: it.target.checked || undefined })}
            >
              {own.onlyMine}
            </Checkbox>
            <Input
              type="search"
              aria-label={own.search}
              placeholder={own.searchHint}
              prefix={<SearchOutlined />}
              allowClear
              className="ledgers-search"
              value={typed}
              onChange={it => setTyped(it.target.value)}
              onBlur={keep}
              onPressEnter={keep}
            />
            {may('list_ledger_findings') && (
              <Link to="/ledgers/findings">{own.toFindings}</Link>
            )}
          </Space>
        </Flex>
        <nav aria-label={own.groups} className="ledger-tabs ledgers-groups">
          <Tab isHere={!search.group} onOpen={() => setSearch({ ...search, group: undefined })}>
            {own.allStates}
          </Tab>
          {groups.map(it => (
            <Tab
              key={it.name}
              isHere={search.group === it.name}
              onOpen={() => setSearch({ ...search, group: it.name })}
            >
              {say(it)} <span className="number">{it.ledgers.length}</span>
            </Tab>
          ))}
        </nav>
      </Card>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {found.isPending && <Skeleton active />}
      {!words && !search.group && <Recent groups={groups} />}
      {shown.map(it => (
        <Lines key={it.name} title={say(it)} ledgers={it.ledgers} />
      ))}
      {found.data && shown.length === 0 && (
        <Card>
          <Empty description={own.noLedgers} image={Empty.PRESENTED_IMAGE_SIMPLE} />
        </Card>
      )}
    </Flex>
  )
}

function Tab({ isHere, onOpen, children }: { isHere: boolean; onOpen: () => void; children: ReactNode }) {
  return (
    <Button size="small" type={isHere ? 'primary' : 'text'} aria-current={isHere ? 'page' : undefined} onClick={onOpen}>
      {children}
    </Button>
  )
}

/** The ledgers opened last in this browser, by this person. */
function Recent({ groups }: { groups: Group[] }) {
  const own = useText(text)
  const { account } = useStaff()
  const all = groups.flatMap(it => it.ledgers)
  const ledgers = recentLedgers(account).flatMap(name => all.find(it => it.ledger === name) ?? [])
  if (ledgers.length === 0) return null
  return <Lines title={own.recent} ledgers={ledgers} />
}

/** Some ledgers under a heading: name, one sentence, department. */
function Lines({ title, ledgers }: { title: string; ledgers: S['LedgerLine'][] }) {
  const own = useText(text)
  const say = useSaid()
  const { language } = useLanguage()
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <h2 className="section" id={id}>
        {title}
      </h2>
      <ul className="ledgers">
        {ledgers.map(it => (
          <li key={it.ledger} className="ledger-line">
            <Flex justify="space-between" align="start" gap={8}>
              <Link to="/ledgers/$ledger" params={{ ledger: it.ledger }}>
                {say(it)}
              </Link>
              {it.may_keep && <Mark tone="good">{own.keep}</Mark>}
            </Flex>
            <p className="ledger-about">{language === 'zh' ? it.about_zh : it.about_en}</p>
            <p className="quiet ledger-department">{own.keptBy(it.department)}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
