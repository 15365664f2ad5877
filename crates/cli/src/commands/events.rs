//! `shouwang events types | list | record | show | preview | open | households | report | add | drop |
//! close | plan | task | alarms | judge`: sudden events, their campaigns, and standing alarms.

use app::{
    home::Home,
    risk_alarms::{self, AlarmError, RiskAlarmView},
    shocks::{
        self, ActivatePlan, EventFilter, EventHouseholdReport, EventHouseholdRow, EventListChange,
        EventPreview, EventView, MemberFilter, NewEvent, NewEventArea, NewEventCampaign,
        NewEventHit, NewEventHousehold, NewEventTask, ShockError,
    },
};
use chrono::{NaiveDate, Utc};
use kernel::{Month, china_day};
use shock::{Course, MemberAction, MemberStage};

use crate::{Format, output::Output, owner::owner_of};

/// How many events a list shows.
const MOST: i64 = 200;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// 本地有哪些突发事件类型、怎样找户 / the kinds of events of a region
    Types {
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
    },
    /// 登记簿 / the register of events
    List {
        /// 区划代码，可到村 / region code, down to the village
        #[arg(long)]
        region: String,
        /// 已登记 recorded、排查跟踪中 surveying、已结束 closed / state
        #[arg(long)]
        state: Option<String>,
    },
    /// 登记一个突发事件 / record an event
    Record {
        /// 类型，如 meteorological / kind
        kind: String,
        /// 登记的地区 / code of the region that records it
        #[arg(long)]
        region: String,
        /// 种类，如 hail / subtype
        #[arg(long)]
        subtype: Option<String>,
        /// 哪天发生 / the day it happened
        #[arg(long)]
        on: NaiveDate,
        /// 范围，可写几个：区划代码，或 村代码:小组名 / area: codes, or village:group
        #[arg(long = "area", required = true)]
        areas: Vec<String>,
        /// 哪个单位报来 / who reported it
        #[arg(long)]
        source: String,
        /// 名称；不写按日期和种类写 / title
        #[arg(long)]
        title: Option<String>,
        /// 文件 / document
        #[arg(long)]
        document: Option<String>,
        /// 说明 / description
        #[arg(long)]
        description: Option<String>,
        /// 影响的台账记录编号 / the record it hit
        #[arg(long, conflicts_with = "hits_code")]
        hits: Option<i64>,
        /// 影响的代码，如产业 / the code it hit
        #[arg(long)]
        hits_code: Option<String>,
    },
    /// 一个事件：各村的份额、预案、任务 / one event with the shares of its villages
    Show {
        /// 编号 / number
        event: i64,
        /// 看的地区 / code of the region that looks
        #[arg(long)]
        region: String,
    },
    /// 预览能找到哪些户，按村；什么都不写 / what would be found, by village
    Preview {
        /// 编号 / number
        event: i64,
        /// 登记的地区 / region code
        #[arg(long)]
        region: String,
        /// 找法，可写几个；不写用最常用的 / ways; the usual one by default
        #[arg(long = "way")]
        ways: Vec<String>,
        /// 按哪个月的事实 / the month whose facts are read
        #[arg(long)]
        month: Option<Month>,
    },
    /// 开展排查，或用别的找法再找 / open the campaign, or widen it
    Open {
        /// 编号 / number
        event: i64,
        /// 登记的地区 / region code
        #[arg(long)]
        region: String,
        /// 找法 / ways
        #[arg(long = "way")]
        ways: Vec<String>,
        /// 按哪个月的事实 / the month whose facts are read
        #[arg(long)]
        month: Option<Month>,
    },
    /// 排查名单 / the households of a campaign
    Households {
        /// 编号 / number
        event: i64,
        /// 区划代码，可到村 / region code
        #[arg(long)]
        region: String,
        /// 到哪一步：to_verify、following、not_affected、recovered、monitored、dropped / stage
        #[arg(long)]
        stage: Option<String>,
        /// 只看到期要跟踪的 / only those whose round is due
        #[arg(long)]
        due: bool,
        /// 从哪一户之后 / begin behind this household
        #[arg(long, default_value_t = 0)]
        after: i64,
        /// 最多列多少户 / households at most
        #[arg(long, default_value_t = 50)]
        limit: i64,
    },
    /// 登记核实结果、分区分类或跟踪 / report on a household
    Report {
        /// 编号 / number
        event: i64,
        /// 户 / household
        household: i64,
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
        /// 动作的 JSON：{"do":"report","finding":"hardship"}、{"do":"follow_up","recovery":"recovered","note":"…"} / the action
        #[arg(long)]
        action: String,
        /// 哪天；不写是今天 / the day it counts for
        #[arg(long)]
        on: Option<NaiveDate>,
    },
    /// 加一户，写明理由 / add a household
    Add {
        /// 编号 / number
        event: i64,
        /// 户 / household
        household: i64,
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
        /// 理由 / why
        #[arg(long)]
        reason: String,
    },
    /// 移出一户，或恢复，写明理由 / drop a household, or restore it
    Drop {
        /// 编号 / number
        event: i64,
        /// 户 / household
        household: i64,
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
        /// 理由 / why
        #[arg(long)]
        reason: String,
        /// 恢复到名单 / put it back
        #[arg(long)]
        restore: bool,
    },
    /// 结束事件 / close an event
    Close {
        /// 编号 / number
        event: i64,
        /// 登记的地区 / region code
        #[arg(long)]
        region: String,
        /// 理由 / why
        #[arg(long)]
        reason: String,
    },
    /// 启动预案 / activate a plan
    Plan {
        /// 编号 / number
        event: i64,
        /// 登记的地区 / region code
        #[arg(long)]
        region: String,
        /// 规划方案台账里的记录 / record in the ledger of plans
        #[arg(long)]
        plan: i64,
        /// 决定单位 / who decided
        #[arg(long)]
        decided_by: String,
        /// 启动日期 / the day
        #[arg(long)]
        on: NaiveDate,
        /// 响应级别 / level
        #[arg(long)]
        level: Option<String>,
    },
    /// 交办帮扶任务 / open a help task
    Task {
        /// 编号 / number
        event: i64,
        /// 交给哪个地区 / code of the region it is given to
        #[arg(long)]
        region: String,
        /// 做什么 / what is to be done
        #[arg(long)]
        task: String,
        /// 责任单位 / the unit responsible
        #[arg(long)]
        owner: String,
        /// 责任人职务，不写姓名 / the post responsible
        #[arg(long)]
        post: Option<String>,
        /// 完成时限 / the day it is due
        #[arg(long)]
        due: NaiveDate,
    },
    /// 判断一个月的预警条件 / judge the standing triggers of a month
    Judge {
        /// 县、市（州）或省的区划代码 / region code
        #[arg(long)]
        region: String,
        /// 月份 / month
        #[arg(long)]
        month: Month,
    },
    /// 区域性风险预警 / alarms of a month
    Alarms {
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
        /// 月份 / month
        #[arg(long)]
        month: Month,
        /// 打开一条预警 / open one alarm
        #[arg(long)]
        open: Option<String>,
    },
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    output.refuse(Format::Csv)?;
    output.refuse(Format::Xlsx)?;
    let now = Utc::now();
    let today = china_day(now);
    match arguments.what {
        What::Types { region } => {
            let staff = owner_of(home, &region)?;
            let types = shocks::types(home, &staff.scope, today);
            if output.format == Format::Json {
                return output.json(&types);
            }
            let rows = types.types.iter().map(|it| {
                let ways: Vec<String> =
                    it.ways.iter().map(|it| format!("{} {}", it.way, it.zh)).collect();
                let days = it.follow_up_days.map(|it| it.to_string()).unwrap_or_default();
                vec![it.id.clone(), output.say(&it.zh, &it.en).to_owned(), days, ways.join("；")]
            });
            let header = [
                output.say("类型", "kind"),
                output.say("名称", "name"),
                output.say("几天跟踪一次", "days between rounds"),
                output.say("找法", "ways"),
            ];
            output.table(&header, rows);
            Ok(())
        }
        What::List { region, state } => {
            let staff = owner_of(home, &region)?;
            let filter = EventFilter { state };
            let rows = told(shocks::list(home, &staff, &filter, None, MOST, today).await)?;
            if output.format == Format::Json {
                return output.json(&rows);
            }
            let lines = rows.into_iter().map(|it| {
                let mut line = vec![it.event.to_string(), it.title, it.state_zh];
                line.extend(figures(&it.course));
                line
            });
            output.table(&header(output, "事件", "event", "状态", "state"), lines);
            Ok(())
        }
        What::Record {
            kind,
            region,
            subtype,
            on,
            areas,
            source,
            title,
            document,
            description,
            hits,
            hits_code,
        } => {
            let staff = owner_of(home, &region)?;
            let target = (hits.is_some() || hits_code.is_some())
                .then_some(NewEventHit { record: hits, code: hits_code });
            let areas = areas.iter().map(|it| area(it)).collect();
            let new = NewEvent {
                kind,
                subtype,
                happened_on: on,
                title,
                areas,
                source,
                document,
                description,
                target,
            };
            let event = told(shocks::record(home, &staff, &new, now).await)?;
            said(output, "已登记，编号", "recorded as", event)
        }
        What::Show { event, region } => {
            let staff = owner_of(home, &region)?;
            print_event(&told(shocks::show(home, &staff, event, today).await)?, output)
        }
        What::Preview { event, region, ways, month } => {
            let staff = owner_of(home, &region)?;
            print_preview(&told(shocks::preview(home, &staff, event, &ways, month).await)?, output)
        }
        What::Open { event, region, ways, month } => {
            let staff = owner_of(home, &region)?;
            let version = told(shocks::show(home, &staff, event, today).await)?.version;
            let new = NewEventCampaign { version, ways, month };
            let opened = told(shocks::open(home, &staff, event, &new, now).await)?;
            if output.format == Format::Json {
                return output.json(&opened);
            }
            output.line(format!(
                "{} {}  {} {}  {} {}",
                output.say("列入名单", "listed"),
                opened.listed,
                output.say("已在名单", "listed already"),
                opened.listed_already,
                output.say("立案或并案", "cases"),
                opened.cases
            ));
            Ok(())
        }
        What::Households { event, region, stage, due, after, limit } => {
            let staff = owner_of(home, &region)?;
            let stage = stage.map(|it| stage_of(&it)).transpose()?;
            let filter = MemberFilter { region: None, stage, due };
            let found = shocks::members(home, &staff, event, &filter, after, limit, today).await;
            print_members(&told(found)?, output)
        }
        What::Report { event, household, region, action, on } => {
            let staff = owner_of(home, &region)?;
            let action: MemberAction = serde_json::from_str(&action)
                .map_err(|error| anyhow::anyhow!("--action 读不懂：{error}"))?;
            let seen = told(shocks::show_member(home, &staff, event, household, today).await)?;
            let report = EventHouseholdReport { version: seen.row.version, on, action };
            told(shocks::report(home, &staff, event, household, &report, now).await)?;
            let after = told(shocks::show_member(home, &staff, event, household, today).await)?;
            print_members(&[after.row], output)
        }
        What::Add { event, household, region, reason } => {
            let staff = owner_of(home, &region)?;
            let new = NewEventHousehold { household, reason };
            told(shocks::add_member(home, &staff, event, &new, now).await)?;
            said(output, "已加入", "added", household)
        }
        What::Drop { event, household, region, reason, restore } => {
            let staff = owner_of(home, &region)?;
            let seen = told(shocks::show_member(home, &staff, event, household, today).await)?;
            let change = EventListChange { version: seen.row.version, drop: !restore, reason };
            told(shocks::change_listing(home, &staff, event, household, &change, now).await)?;
            match restore {
                true => said(output, "已恢复", "restored", household),
                false => said(output, "已移出", "dropped", household),
            }
        }
        What::Close { event, region, reason } => {
            let staff = owner_of(home, &region)?;
            let version = told(shocks::show(home, &staff, event, today).await)?.version;
            told(shocks::close(home, &staff, event, version, &reason, now).await)?;
            said(output, "已结束", "closed", event)
        }
        What::Plan { event, region, plan, decided_by, on, level } => {
            let staff = owner_of(home, &region)?;
            let new = ActivatePlan { plan, level, activated_on: on, decided_by };
            let record = told(shocks::activate(home, &staff, event, &new, now).await)?;
            said(output, "已启动，plan_activations", "activated, plan_activations", record)
        }
        What::Task { event, region, task, owner, post, due } => {
            let staff = owner_of(home, &region)?;
            let new =
                NewEventTask { region, task, owner_unit: owner, owner_post: post, due_on: due };
            let record = told(shocks::open_task(home, &staff, event, &new, now).await)?;
            said(output, "已交办，task_items", "opened, task_items", record)
        }
        What::Judge { region, month } => {
            let staff = owner_of(home, &region)?;
            let report = told_alarm(risk_alarms::judge(home, &staff, &region, month, now).await)?;
            if output.format == Format::Json {
                return output.json(&report);
            }
            let rows = report.counties.into_iter().map(|it| {
                vec![it.name, it.judged.to_string(), it.raised.to_string(), it.unknown.to_string()]
            });
            let header = [
                output.say("县", "county"),
                output.say("判断", "judged"),
                output.say("预警", "raised"),
                output.say("缺数", "unknown"),
            ];
            output.table(&header, rows);
            Ok(())
        }
        What::Alarms { region, month, open } => {
            let staff = owner_of(home, &region)?;
            let alarms = match open {
                Some(id) => {
                    vec![told_alarm(risk_alarms::open(home, &staff.scope, &id, today).await)?]
                }
                None => told_alarm(risk_alarms::list(home, &staff.scope, None, month).await)?,
            };
            print_alarms(&alarms, output)
        }
    }
}

fn told<T>(done: Result<T, ShockError>) -> anyhow::Result<T> {
    done.map_err(|error| match error {
        ShockError::Internal(error) => error,
        error => error.into(),
    })
}

fn told_alarm<T>(done: Result<T, AlarmError>) -> anyhow::Result<T> {
    done.map_err(|error| match error {
        AlarmError::Internal(error) => error,
        error => error.into(),
    })
}

/// `532327101201` or `532327101201:凹子组`.
fn area(written: &str) -> NewEventArea {
    match written.split_once([':', '：']) {
        Some((region, group)) => {
            NewEventArea { region: region.to_owned(), group: Some(group.to_owned()) }
        }
        None => NewEventArea { region: written.to_owned(), group: None },
    }
}

fn stage_of(word: &str) -> anyhow::Result<MemberStage> {
    let known: Vec<&str> = MemberStage::ALL.iter().map(|it| it.word()).collect();
    let found = MemberStage::from_word(word);
    found.ok_or_else(|| anyhow::anyhow!("没有 {word}，可用：{}", known.join("、")))
}

fn said(output: &Output, zh: &str, en: &str, number: i64) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(&serde_json::json!({ "number": number }));
    }
    output.line(format!("{} {number}", output.say(zh, en)));
    Ok(())
}

fn header<'a>(
    output: &Output,
    zh: &'a str,
    en: &'a str,
    last_zh: &'a str,
    last_en: &'a str,
) -> [&'a str; 11] {
    [
        "",
        output.say(zh, en),
        output.say(last_zh, last_en),
        output.say("名单", "listed"),
        output.say("待核实", "to verify"),
        output.say("有困难", "hardship"),
        output.say("无困难", "no hardship"),
        output.say("没受影响", "not affected"),
        output.say("跟踪中", "following"),
        output.say("已恢复", "recovered"),
        output.say("已监测", "monitored"),
    ]
}

fn figures(it: &Course) -> Vec<String> {
    let counts = [
        it.listed,
        it.to_verify,
        it.hardship,
        it.no_hardship,
        it.not_affected,
        it.following,
        it.recovered,
        it.monitored,
    ];
    counts.iter().map(ToString::to_string).collect()
}

fn print_event(it: &EventView, output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(it);
    }
    let areas: Vec<String> = it
        .row
        .areas
        .iter()
        .map(|it| format!("{}{}", it.name, it.group.as_deref().unwrap_or_default()))
        .collect();
    output.line(format!("{} {}  {}", it.row.event, it.row.title, it.row.state_zh));
    output.line(format!("{}  {}", areas.join("、"), it.source));
    let rows = it.villages.iter().map(|it| {
        let mut line = vec![it.region.clone(), it.name.clone(), String::new()];
        line.extend(figures(&it.course));
        line
    });
    output.table(&header(output, "村", "village", "", ""), rows);
    for it in &it.activations {
        let day = it.activated_on.map(|it| it.to_string()).unwrap_or_default();
        output.line(format!("{} {} {day}", output.say("预案", "plan"), it.plan));
    }
    for it in &it.tasks {
        let due = it.due_on.map(|it| it.to_string()).unwrap_or_default();
        output.line(format!("{} {} {} {due}", output.say("任务", "task"), it.task, it.owner_unit));
    }
    Ok(())
}

fn print_preview(it: &EventPreview, output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(it);
    }
    let rows = it
        .villages
        .iter()
        .map(|it| vec![it.region.clone(), it.name.clone(), it.households.to_string()]);
    output.table(&["", output.say("村", "village"), output.say("户", "households")], rows);
    output.line(format!(
        "{} {}  {} {}  {} {}",
        output.say("共", "in all"),
        it.households,
        output.say("已在名单", "listed already"),
        it.listed_already,
        output.say("按事实的月份", "facts of"),
        it.month
    ));
    for it in &it.not_judged {
        output.line(format!(
            "{} {}：{} {}",
            it.county,
            it.way,
            output.say("没有到的表", "tables that have not arrived:"),
            it.missing_tables.join(" ")
        ));
    }
    Ok(())
}

fn print_members(members: &[EventHouseholdRow], output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(&members);
    }
    let rows = members.iter().map(|it| {
        vec![
            it.household.to_string(),
            it.householder.clone(),
            it.village.clone(),
            it.stage_zh.clone(),
            it.zone_zh.clone().unwrap_or_default(),
            it.class_zh.clone().unwrap_or_default(),
            it.case.map(|it| it.to_string()).unwrap_or_default(),
            it.next_round.map(|it| it.to_string()).unwrap_or_default(),
            it.why.clone().unwrap_or_else(|| it.found_by.clone()),
        ]
    });
    let header = [
        output.say("户", "household"),
        output.say("户主", "householder"),
        output.say("村", "village"),
        output.say("到哪一步", "stage"),
        output.say("分区", "zone"),
        output.say("分类", "class"),
        output.say("案", "case"),
        output.say("下次跟踪", "next round"),
        output.say("怎样找到", "found by"),
    ];
    output.table(&header, rows);
    Ok(())
}

fn print_alarms(alarms: &[RiskAlarmView], output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(&alarms);
    }
    let rows = alarms.iter().map(|it| {
        let state = match it.state.as_str() {
            "raised" => output.say("预警", "raised"),
            "unknown" => output.say("缺数", "unknown"),
            _ => output.say("没有超过", "quiet"),
        };
        vec![
            it.alarm.clone().unwrap_or_default(),
            state.to_owned(),
            output.say(&it.zh, &it.en).to_owned(),
            it.region_name.clone(),
            it.product.clone().unwrap_or_default(),
            it.value.clone().unwrap_or_default(),
            it.limit.value.clone(),
            it.months.to_string(),
        ]
    });
    let header = [
        "",
        output.say("结果", "result"),
        output.say("条件", "trigger"),
        output.say("地区", "region"),
        output.say("产品", "product"),
        output.say("数", "value"),
        output.say("限值", "limit"),
        output.say("月数", "months"),
    ];
    output.table(&header, rows);
    for it in alarms.iter().flat_map(|it| &it.records) {
        output.line(format!("product_prices {} {} {}", it.record, it.on, it.price));
    }
    Ok(())
}
