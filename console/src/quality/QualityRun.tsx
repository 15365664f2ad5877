// One run of the checker: by check, by village, finding by finding, and what could not be judged.
import { DownloadOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, App, Button, Card, Flex, Skeleton, Tabs, Tooltip } from 'antd'
import { api, download, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { counted } from '../parts/figures'
import '../imports/imports.css'
import { Mark } from '../parts/Mark'
import { chinaTime } from '../parts/time'
import { useMay } from '../session/session'
import { useText } from '../text/text'
import { Checks } from './Checks'
import { FilesRead } from './FilesRead'
import { Findings } from './Findings'
import { levelTones } from './levels'
import { NotJudged } from './NotJudged'
import { Places } from './Places'
import './quality.css'
import type { RunSearch } from './search'
import { text } from './text'

export default function QualityRun() {
  const own = useText(text)
  const { run } = useParams({ strict: false }) as { run: string }
  const found = api.useQuery('get', '/api/v1/quality/runs/{run}', { params: { path: { run } } })
  return (
    <Flex vertical gap={12}>
      <Link to="/quality">← {own.backToList}</Link>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {found.isPending && <Skeleton active />}
      {found.data && <Shown view={found.data} />}
    </Flex>
  )
}

function Shown({ view }: { view: S['QualityRunView'] }) {
  const own = useText(text)
  const [search, setSearch] = useAddress<RunSearch>()
  const items = [
    { key: 'checks', label: own.tabChecks, children: <Checks checks={view.checks} /> },
    { key: 'places', label: own.tabPlaces, children: <Places places={view.places} /> },
    { key: 'findings', label: own.tabFindings, children: <Findings view={view} /> },
    { key: 'not-judged', label: own.tabNotJudged, children: <NotJudged checks={view.checks} /> },
    { key: 'files', label: own.tabFiles, children: <FilesRead view={view} /> },
  ]
  const tab = items.some(it => it.key === search.tab) ? search.tab : 'checks'
  return (
    <>
      <Head view={view} />
      <Tabs activeKey={tab} onChange={it => setSearch({ tab: it })} items={items} destroyOnHidden />
    </>
  )
}

function Head({ view }: { view: S['QualityRunView'] }) {
  const own = useText(text)
  const may = useMay()
  const { message } = App.useApp()
  const { run } = view
  const notJudged = view.checks.filter(it => it.not_judged.length > 0).length
  const get = async () => {
    const problem = await download(`/api/v1/quality/runs/${run.run}/workbook`)
    if (problem) message.error(problem.detail)
  }
  return (
    <Card>
      <Flex justify="space-between" align="start" wrap gap={12}>
        <div>
          <h1 className="list-title">{own.runTitle(run.county, run.on)}</h1>
          <ul className="quality-sum">
            <li>
              {own.findings} <strong className="number">{counted(run.findings)}</strong>
            </li>
            {Object.entries(own.levels).map(([level, words]) => (
              <li key={level}>
                <Mark tone={levelTones[level]}>{words}</Mark>{' '}
                <span className="number">{counted(run.levels[level] ?? 0)}</span>
              </li>
            ))}
          </ul>
          <ul className="quality-sum">
            <li>{own.clean(view.clean)}</li>
            {notJudged > 0 && <li className="soon">{own.judgedNot(notJudged)}</li>}
            {run.exempted > 0 && <li>{own.exemptedNow(counted(run.exempted))}</li>}
            {run.mended > 0 && <li>{own.mendedSince(counted(run.mended))}</li>}
            <li className="quiet">
              {own.at} {chinaTime(run.at)}
            </li>
          </ul>
        </div>
        {may('export_quality_run') && (
          <Tooltip title={own.workbookHelp}>
            <Button icon={<DownloadOutlined />} onClick={() => void get()}>
              {own.workbook}
            </Button>
          </Tooltip>
        )}
      </Flex>
    </Card>
  )
}
