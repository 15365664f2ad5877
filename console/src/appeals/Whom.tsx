import { Link } from '@tanstack/react-router'
import { Alert, App, Button, Card, Flex, Space, Tag } from 'antd'
import { api, type S } from '../api/client'
import { useNearName } from '../households/nearName'
import { useMay, useStaff } from '../session/session'
import { useText } from '../text/text'
import { text } from './text'
import { appealActions } from './words'

/** Which household an appeal is about; while nobody has said, whom it may be. A person decides. */
export function Whom({ appeal }: { appeal: S['AppealView'] }) {
  const own = useText(text)
  return (
    <Card>
      <h2 className="section">{own.whom}</h2>
      {appeal.household == null ? <Candidates appeal={appeal} /> : <Known appeal={appeal} household={appeal.household} />}
      {appeal.no_case_reason && <p>{own.pair(own.noCaseReason, appeal.no_case_reason)}</p>}
    </Card>
  )
}

function Known({ appeal, household }: { appeal: S['AppealView']; household: number }) {
  const own = useText(text)
  const may = useMay()
  return (
    <Space size={20} wrap>
      {may('show_household') && (
        <Link to="/households/$household" params={{ household: String(household) }}>
          {own.openHousehold}
        </Link>
      )}
      {appeal.case == null ? (
        <span className="quiet">{own.noCase}</span>
      ) : (
        <Link to="/cases/$case" params={{ case: String(appeal.case) }}>
          {own.openCase(appeal.case)}
        </Link>
      )}
    </Space>
  )
}

function Candidates({ appeal }: { appeal: S['AppealView'] }) {
  const own = useText(text)
  const actions = useText(appealActions)
  const may = useMay()
  const staff = useStaff()
  const near = useNearName()
  const { modal } = App.useApp()
  const act = api.useMutation('post', '/api/v1/appeals/{appeal}/actions')
  const mayIdentify = may('act_on_appeal') && appeal.actions.includes('identify')
  // Departments and helpers are not shown families that do not concern them.
  const isToldOfAll = !staff.department && !staff.own_families
  const choose = (it: S['AppealCandidate']) =>
    modal.confirm({
      title: own.dialog(actions.identify, appeal.name),
      content: `${it.household_no} ${near(it.village)}`,
      onOk: () =>
        act
          .mutateAsync({
            params: { path: { appeal: appeal.appeal } },
            body: { version: appeal.version, action: { do: 'identify', household: it.household, person: it.person } },
          })
          .catch(() => {}),
    })
  return (
    <>
      <p>{own.notYet}</p>
      {act.error && <Alert type="error" showIcon title={act.error.detail} className="appeals-problem" />}
      {isToldOfAll && <p className="quiet">{appeal.candidates.length > 0 ? own.candidates : own.noCandidates}</p>}
      {appeal.candidates.map(it => (
        <Flex key={it.person} justify="space-between" align="center" gap={12} className="appeal-candidate">
          <Space wrap>
            <Link to="/households/$household" params={{ household: String(it.household) }} className="number">
              {it.household_no}
            </Link>
            {near(it.village)}
            {it.why.map(why => (
              <Tag key={why}>{why}</Tag>
            ))}
          </Space>
          {mayIdentify && (
            <Button size="small" onClick={() => choose(it)}>
              {own.this}
            </Button>
          )}
        </Flex>
      ))}
    </>
  )
}
