//! Whether definitions hold together: every name stands for something, everything is used, every
//! state can be reached, and nothing is said twice.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use policy::{Packs, Problem, Unit, suggest::hint};

use crate::{
    compile::{Known, kind_of},
    field::{Field, FieldType},
    formula::{Formula, Kind, Node},
    given::MeasureCode,
    ledger::{Group, Ledger, Source},
    ledgers::{Ledgers, Outside},
    value::BETWEEN,
};

/// What definitions may name.
pub(crate) struct World<'a> {
    pub(crate) packs: &'a Packs,
    pub(crate) outside: &'a Outside<'a>,
    pub(crate) groups: &'a [Group],
}

/// Names every record has anyhow.
const BUILT_IN: [&str; 8] =
    ["id", "region", "state", "opened_on", "state_since", "voided", "version", "today"];

struct Notes<'a> {
    problems: &'a mut Vec<Problem>,
}

impl Notes<'_> {
    fn at(&mut self, source: &Source, message: impl Into<String>) {
        self.line(source, source.line, message);
    }

    fn line(&mut self, source: &Source, line: u32, message: impl Into<String>) {
        let (file, message) = (source.file.clone(), message.into());
        self.problems.push(Problem { file, line: Some(line), message });
    }
}

/// Understands every formula of the ledgers of a region and checks what they name.
pub(crate) fn understand(ledgers: &mut [Ledger], world: &World<'_>, problems: &mut Vec<Problem>) {
    mark_musts(ledgers);
    let before = ledgers.to_vec();
    let by_id: BTreeMap<&str, &Ledger> = before.iter().map(|it| (it.id.as_str(), it)).collect();
    let find = |id: &str| by_id.get(id).copied();
    let unit = |name: &str| world.packs.parameter_unit(name);
    for (ledger, as_read) in ledgers.iter_mut().zip(&before) {
        let mut notes = Notes { problems: &mut *problems };
        let mut computed = Rc::new(BTreeMap::new());
        for at in 0..ledger.fields.len() {
            let field = &mut ledger.fields[at];
            let (ledgers, parameter) = (&find, &unit);
            let known = Known {
                ledger: as_read,
                ledgers,
                parameter,
                aggregates: false,
                computed: computed.clone(),
            };
            if let Some(found) = field_formulas(field, &known, &mut notes) {
                Rc::make_mut(&mut computed).insert(field.name.clone(), found);
            }
        }
        let known = Known {
            ledger: as_read,
            ledgers: &find,
            parameter: &unit,
            aggregates: false,
            computed,
        };
        formulas(ledger, &known, &mut notes);
        derived_in_order(ledger, &mut notes);
        names(ledger, &find, world, &mut notes);
        reachable(ledger, &mut notes);
        unused(ledger, &mut notes);
    }
}

/// A rule that an action names holds at such actions only.
fn mark_musts(ledgers: &mut [Ledger]) {
    for ledger in ledgers {
        let named: BTreeSet<String> =
            ledger.actions.iter().flat_map(|it| it.musts.iter().cloned()).collect();
        for must in &mut ledger.musts {
            must.at_actions = named.contains(&must.name);
        }
    }
}

/// Understands the formulas of a field; what it is computed from, if it is computed.
fn field_formulas(
    field: &mut Field,
    known: &Known<'_>,
    notes: &mut Notes<'_>,
) -> Option<(Node, Kind)> {
    let want = kind_of(known.ledger, &field.ty);
    for formula in [&mut field.value, &mut field.otherwise].into_iter().flatten() {
        if let Err(why) = formula.compile_for(known, &want) {
            let message = format!("字段 {} 的式子“{}”：{why}", field.name, formula.text);
            notes.line(&field.source, formula.line, message);
        }
    }
    field.value.as_ref().map(|it| (it.node.clone(), it.kind.clone()))
}

fn formulas(ledger: &mut Ledger, known: &Known<'_>, notes: &mut Notes<'_>) {
    let computed = known.computed.clone();
    let aggregates = Known { aggregates: true, computed, ..*known };
    let mut condition = |formula: &mut Formula, source: &Source| {
        if let Err(why) = formula.compile_condition(known) {
            notes.line(source, formula.line, format!("式子“{}”：{why}", formula.text));
        }
    };
    for it in &mut ledger.musts {
        condition(&mut it.condition, &it.source);
    }
    for it in &mut ledger.checks {
        condition(&mut it.condition, &it.source);
    }
    for it in &mut ledger.figures {
        if let Some(formula) = &mut it.condition {
            condition(formula, &it.source);
        }
    }
    let source = ledger.source.clone();
    let given = [
        ledger.measure.as_mut().and_then(|it| it.condition.as_mut()),
        ledger.payment.as_mut().and_then(|it| it.condition.as_mut()),
        ledger.lake.as_mut().and_then(|it| it.condition.as_mut()),
    ];
    for formula in given.into_iter().flatten() {
        condition(formula, &source);
    }
    for it in &mut ledger.figures {
        let formula = &mut it.value;
        let wrong = match formula.compile(&aggregates) {
            Err(why) => Some(why),
            Ok(()) => match (formula.kind(), it.unit.stored()) {
                (Kind::Number(2), Unit::Fen) | (Kind::Number(4), Unit::BasisPoints) => None,
                (Kind::Number(_), Unit::Fen | Unit::BasisPoints) => {
                    Some("单位不合：元要用金额，百分数要用 share 或两数相除".into())
                }
                (Kind::Number(_), _) => None,
                _ => Some("得出的不是数".into()),
            },
        };
        if let Some(why) = wrong {
            notes.line(&it.source, formula.line, format!("式子“{}”：{why}", formula.text));
        }
    }
}

/// Derived fields are computed from top to bottom: one that reads another stands below it.
fn derived_in_order(ledger: &Ledger, notes: &mut Notes<'_>) {
    let mut open: BTreeSet<&str> =
        ledger.fields.iter().filter(|it| it.value.is_some()).map(|it| it.name.as_str()).collect();
    for field in &ledger.fields {
        let Some(formula) = &field.value else { continue };
        for read in formula.own_fields() {
            if open.contains(read) {
                let message = format!("{} 要用到 {read}，请把 {read} 写在前面", field.name);
                notes.at(&field.source, message);
            }
        }
        open.remove(field.name.as_str());
        if field.required || field.otherwise.is_some() || field.is_sealed() {
            let message = "算出来的字段不写 required、otherwise，也不能是个人信息文字";
            notes.at(&field.source, message);
        }
    }
}

#[allow(clippy::too_many_lines)]
fn names<'a>(
    ledger: &Ledger,
    find: &dyn Fn(&str) -> Option<&'a Ledger>,
    world: &World<'_>,
    notes: &mut Notes<'_>,
) {
    let whole = &ledger.source;
    if !is_identifier(&ledger.id) {
        notes.at(whole, "文件名只用小写字母、数字、下划线，以字母开头");
    }
    if !world.groups.iter().any(|it| it.name == ledger.group) {
        let near = hint(&ledger.group, world.groups.iter().map(|it| it.name.as_str()));
        notes.at(whole, format!("没有分组 {}{near}", ledger.group));
    }
    role_names(&ledger.see, whole, world, notes);
    role_names(&ledger.keep, whole, world, notes);
    let mut seen = BTreeSet::new();
    let mut headers: BTreeMap<String, &str> = BTreeMap::new();
    for field in &ledger.fields {
        let source = &field.source;
        if !is_identifier(&field.name) || BUILT_IN.contains(&field.name.as_str()) {
            notes.at(source, format!("字段名 {} 不能用", field.name));
        }
        if !seen.insert(&field.name) {
            notes.at(source, format!("字段 {} 写了两次", field.name));
        }
        for header in std::iter::once(&field.words.zh).chain(&field.headers) {
            let header = kernel::cleaning::squeeze(header).into_owned();
            if let Some(other) = headers.insert(header.clone(), &field.name)
                && other != field.name
            {
                let message = format!("表头“{header}”既是 {other} 又是 {}", field.name);
                notes.at(source, message);
            }
        }
        if let Some(list) = field.ty.list()
            && ledger.list(list).is_none()
        {
            let near = hint(list, ledger.lists.iter().map(|it| it.name.as_str()));
            notes.at(source, format!("没有代码表 {list}{near}"));
        }
        if let FieldType::Link { to } = &field.ty
            && find(to).is_none()
        {
            notes.at(source, format!("没有台账 {to}"));
        }
    }
    let mut placed = BTreeSet::new();
    for name in ledger.sections.iter().flat_map(|it| &it.fields) {
        known_field(ledger, name, whole, notes);
        if !placed.insert(name.as_str()) {
            notes.at(whole, format!("{name} 在两个分段里"));
        }
    }
    for field in &ledger.fields {
        if !placed.contains(field.name.as_str()) {
            notes.at(&field.source, format!("{} 不在任何分段（[[sections]]）里", field.name));
        }
    }
    if ledger.title != "region" {
        known_field(ledger, &ledger.title, whole, notes);
    }
    for name in ledger.unique.iter().flatten() {
        if name == "region" {
            continue;
        }
        if let Some(field) = known_field(ledger, name, whole, notes)
            && field.is_sealed()
        {
            notes.at(whole, format!("{name} 是密封的个人信息，不能写在 unique 里"));
        }
    }
    for list in &ledger.lists {
        let mut codes = BTreeSet::new();
        let mut words: BTreeMap<String, &str> = BTreeMap::new();
        if list.items.is_empty() {
            notes.at(&list.source, format!("代码表 {} 是空的", list.name));
        }
        for it in &list.items {
            if !is_identifier(&it.code) || !codes.insert(&it.code) {
                let message = format!("代码 {} 不能用，或写了两次", it.code);
                notes.at(&list.source, message);
            }
            for word in std::iter::once(&it.words.zh).chain(&it.also) {
                let word = kernel::cleaning::squeeze(word).into_owned();
                if let Some(other) = words.insert(word.clone(), &it.code)
                    && other != it.code
                {
                    let message = format!("“{word}”既是 {other} 又是 {}", it.code);
                    notes.at(&list.source, message);
                }
            }
        }
    }
    for must in &ledger.musts {
        for state in &must.states {
            known_state(ledger, state, &must.source, notes);
        }
        let sealed = must.condition.own_fields();
        not_sealed(ledger, &sealed, &must.source, notes);
    }
    for check in &ledger.checks {
        role_names(std::slice::from_ref(&check.owner), &check.source, world, notes);
        days_parameter(&check.days, &check.source, world, notes);
        not_sealed(ledger, &check.condition.own_fields(), &check.source, notes);
    }
    for figure in &ledger.figures {
        for name in &figure.by {
            if let Some(field) = known_field(ledger, name, &figure.source, notes)
                && !matches!(field.ty, FieldType::Code { .. } | FieldType::YesNo)
            {
                notes.at(&figure.source, format!("by 里的 {name} 应是代码或是否"));
            }
        }
        if let Some(name) = &figure.on
            && !matches!(name.as_str(), "opened_on" | "state_since")
            && let Some(field) = known_field(ledger, name, &figure.source, notes)
            && !matches!(field.ty, FieldType::Date | FieldType::Month | FieldType::Year)
        {
            notes.at(&figure.source, format!("on 里的 {name} 应是日期、月份或年份"));
        }
    }
    for state in &ledger.states {
        if let Some(limit) = &state.limit {
            days_parameter(limit, &state.source, world, notes);
        }
    }
    given(ledger, world, notes);
}

fn given(ledger: &Ledger, world: &World<'_>, notes: &mut Notes<'_>) {
    let whole = &ledger.source;
    let of_family = |name: &str, notes: &mut Notes<'_>| {
        if let Some(field) = known_field(ledger, name, whole, notes)
            && !matches!(field.ty, FieldType::Household | FieldType::Person)
        {
            notes.at(whole, format!("of 写的 {name} 应是户或人"));
        }
    };
    let of_type = |name: Option<&String>, wanted: &[&str], notes: &mut Notes<'_>| {
        let Some(name) = name else { return };
        if let Some(field) = known_field(ledger, name, whole, notes)
            && !wanted.contains(&field.ty.word())
        {
            notes.at(whole, format!("{name} 的类型不对，应是 {}", wanted.join("、")));
        }
    };
    if let Some(it) = &ledger.measure {
        of_family(&it.of, notes);
        of_type(it.from.as_ref(), &["date", "month"], notes);
        of_type(it.to.as_ref(), &["date", "month"], notes);
        of_type(it.amount.as_ref(), &["money"], notes);
        let codes: Vec<&String> = match &it.code {
            MeasureCode::Always(code) => vec![code],
            MeasureCode::FromField(name) => {
                let list = known_field(ledger, name, whole, notes)
                    .and_then(|it| it.ty.list())
                    .and_then(|it| ledger.list(it));
                list.map(|it| it.items.iter().map(|it| &it.code).collect()).unwrap_or_default()
            }
        };
        for code in codes {
            if !world.packs.knows_measure(code) {
                notes.at(whole, format!("措施目录里没有 {code}"));
            }
        }
    }
    if let Some(it) = &ledger.payment {
        of_family(&it.of, notes);
        of_type(Some(&it.amount), &["money"], notes);
        of_type(Some(&it.on), &["date"], notes);
        if !world.packs.all_benefits().any(|benefit| benefit.id == it.benefit) {
            notes.at(whole, format!("没有待遇 {}", it.benefit));
        }
    }
    if let Some(it) = &ledger.lake {
        of_family(&it.of, notes);
        for name in &it.fields {
            let plain = ["number", "decimal", "money", "date", "month", "year", "yes_no", "code"];
            of_type(Some(name), &plain, notes);
            if ledger.field(name).is_some_and(|it| it.personal) {
                notes.at(whole, format!("{name} 是个人信息，不能取进筛查的数据"));
            }
        }
    }
}

fn known_field<'a>(
    ledger: &'a Ledger,
    name: &str,
    source: &Source,
    notes: &mut Notes<'_>,
) -> Option<&'a Field> {
    let found = ledger.field(name);
    if found.is_none() {
        let near = hint(name, ledger.fields.iter().map(|it| it.name.as_str()));
        notes.at(source, format!("没有字段 {name}{near}"));
    }
    found
}

fn known_state(ledger: &Ledger, name: &str, source: &Source, notes: &mut Notes<'_>) {
    if ledger.state(name).is_none() {
        let near = hint(name, ledger.states.iter().map(|it| it.name.as_str()));
        notes.at(source, format!("没有状态 {name}{near}"));
    }
}

fn not_sealed(ledger: &Ledger, names: &BTreeSet<&str>, source: &Source, notes: &mut Notes<'_>) {
    for name in names {
        if ledger.field(name).is_some_and(Field::is_sealed) {
            notes.at(source, format!("{name} 是密封的个人信息，式子里读不到"));
        }
    }
}

fn role_names(roles: &[String], source: &Source, world: &World<'_>, notes: &mut Notes<'_>) {
    // Outside loading nobody asks for roles.
    if world.outside.roles.is_empty() {
        return;
    }
    for role in roles {
        if !world.outside.roles.contains(role) {
            let near = hint(role, world.outside.roles.iter().map(String::as_str));
            notes.at(source, format!("没有角色 {role}{near}"));
        }
    }
    if roles.is_empty() {
        notes.at(source, "没有写明由谁（see、keep、by 不能是空的）");
    }
}

fn days_parameter(name: &str, source: &Source, world: &World<'_>, notes: &mut Notes<'_>) {
    match world.packs.parameter_unit(name) {
        Some(Unit::Days) => {}
        Some(unit) => notes.at(source, format!("参数 {name} 的单位是{}，应是天", unit.zh())),
        None => notes.at(source, format!("没有参数 {name}")),
    }
}

/// Every state can be reached, every state that does not end can be left, and actions name what
/// there is.
fn reachable(ledger: &Ledger, notes: &mut Notes<'_>) {
    for action in &ledger.actions {
        let source = &action.source;
        for state in action.from.iter().chain(std::iter::once(&action.to)) {
            known_state(ledger, state, source, notes);
        }
        for name in action.needs.iter().chain(&action.fills) {
            if let Some(field) = known_field(ledger, name, source, notes)
                && field.value.is_some()
            {
                notes.at(source, format!("{name} 是算出来的，不用填"));
            }
        }
        for name in &action.musts {
            if !ledger.musts.iter().any(|it| it.name == *name) {
                notes.at(source, format!("没有规定 {name}（[[must]]）"));
            }
        }
    }
    let mut reached = BTreeSet::from([ledger.states[0].name.as_str()]);
    loop {
        let before = reached.len();
        for action in &ledger.actions {
            if action.from.iter().any(|it| reached.contains(it.as_str())) {
                reached.insert(&action.to);
            }
        }
        if reached.len() == before {
            break;
        }
    }
    let mut names = BTreeSet::new();
    for state in &ledger.states {
        if !is_identifier(&state.name) || !names.insert(&state.name) {
            notes.at(&state.source, format!("状态 {} 不能用，或写了两次", state.name));
        }
        if !reached.contains(state.name.as_str()) {
            notes.at(&state.source, format!("没有操作能到状态 {}", state.name));
        }
        if !state.ends && ledger.actions_from(&state.name).next().is_none() {
            let message = format!("状态 {} 没有操作可以离开；是终点的写 ends = true", state.name);
            notes.at(&state.source, message);
        }
    }
    let mut names = BTreeSet::new();
    for action in &ledger.actions {
        if !is_identifier(&action.name) || !names.insert(&action.name) {
            notes.at(&action.source, format!("操作 {} 不能用，或写了两次", action.name));
        }
    }
}

/// Lists no field uses; words that could not be told apart in one cell.
fn unused(ledger: &Ledger, notes: &mut Notes<'_>) {
    for list in &ledger.lists {
        if !ledger.fields.iter().any(|it| it.ty.list() == Some(&list.name)) {
            notes.at(&list.source, format!("代码表 {} 没有字段用到，请删去", list.name));
        }
    }
    for field in &ledger.fields {
        let FieldType::Codes { list } = &field.ty else { continue };
        let items = ledger.list(list).map(|it| it.items.as_slice()).unwrap_or_default();
        for word in items.iter().flat_map(|it| std::iter::once(&it.words.zh).chain(&it.also)) {
            if word.contains(BETWEEN) {
                let message = format!("{list} 可以选几个，词里不能有顿号、逗号、分号：{word}");
                notes.at(&field.source, message);
            }
        }
    }
    let mut named: BTreeSet<(&str, &str)> = BTreeSet::new();
    let all = ledger.musts.iter().map(|it| ("must", &it.name, &it.source));
    let all = all.chain(ledger.checks.iter().map(|it| ("checks", &it.name, &it.source)));
    let all = all.chain(ledger.figures.iter().map(|it| ("figures", &it.name, &it.source)));
    for (kind, name, source) in all {
        if !is_identifier(name) || !named.insert((kind, name)) {
            notes.at(source, format!("{kind} 的名称 {name} 不能用，或写了两次"));
        }
    }
}

/// One table holds the fields of every region, so that they have to agree.
pub(crate) fn one_term_each(all: &Ledgers, problems: &mut Vec<Problem>) {
    let mut notes = Notes { problems };
    let mut known: BTreeMap<(&str, &str), &Field> = BTreeMap::new();
    let whole = all.whole().flat_map(|it| it.fields.iter().map(|field| (it.id.as_str(), field)));
    let added = all
        .extensions()
        .flat_map(|it| it.placed.fields.iter().map(|(field, _)| (it.id.as_str(), field)));
    for (ledger, field) in whole.chain(added) {
        if let Some(other) = known.insert((ledger, &field.name), field)
            && (other.ty != field.ty || other.is_sealed() != field.is_sealed())
        {
            let message = format!("字段 {} 在别的政策包里是另一种类型", field.name);
            notes.at(&field.source, message);
        }
    }
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|it: char| it.is_ascii_lowercase())
        && name.len() <= 40
        && name.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_')
}
