//! How offices spell an official name, and how plain each spelling is: the lowest rank wins.

/// The official name.
pub(super) const OFFICIAL: u8 = 0;
/// The official kind in other words: 村委会 for 村民委员会.
pub(super) const SAME_KIND: u8 = 1;
/// Another kind: 村委会 for a 社区. Villages become communities, townships become towns.
pub(super) const OTHER_KIND: u8 = 2;
/// No kind at all.
pub(super) const BARE: u8 = 3;

/// Endings of committees, misprints of the official list included, longest first.
const RURAL_COMMITTEES: [&str; 8] = [
    "村和民委员会",
    "村民委员会",
    "村民委会员",
    "村委员会",
    "村民委员",
    "村委会",
    "行政村",
    "村委",
];
const URBAN_COMMITTEES: [&str; 7] =
    ["居民委员会", "居民委会员", "居委员会", "居民委员", "居委会", "委员会", "居委"];

/// What offices write behind a village's name.
const RURAL_ENDINGS: [&str; 5] = ["村民委员会", "村委会", "村委", "行政村", "村"];
const URBAN_ENDINGS: [&str; 11] = [
    "社区居民委员会",
    "社区村民委员会",
    "社区居委会",
    "社区村委会",
    "社区委员会",
    "社区居委",
    "居民委员会",
    "居委会",
    "居委",
    "社区",
    "农村社区",
];

/// The spellings of a village, from its official name (folded).
pub(super) fn village_spellings(official: &str) -> Vec<(String, u8)> {
    let ending = |endings: &[&'static str]| endings.iter().find_map(|e| official.strip_suffix(e));
    let (core, rural, urban) = match (ending(&RURAL_COMMITTEES), ending(&URBAN_COMMITTEES)) {
        (Some(core), _) => (core, true, core.ends_with("社区")),
        (None, Some(core)) => (core, false, true),
        (None, None) => (official, official.ends_with('村'), official.ends_with("社区")),
    };
    let stem = core.strip_suffix("社区").unwrap_or(core);
    let mut spellings = vec![(official.to_owned(), OFFICIAL)];
    let mut add = |stem: &str, beyond: u8| {
        if stem.is_empty() {
            return;
        }
        let kinds = [(rural, &RURAL_ENDINGS[..]), (urban, &URBAN_ENDINGS[..])];
        for (same, endings) in kinds {
            let rank = if same { SAME_KIND } else { OTHER_KIND };
            spellings.extend(endings.iter().map(|e| (format!("{stem}{e}"), rank + beyond)));
        }
        spellings.push((stem.to_owned(), BARE + beyond));
    };

    add(stem, 0);
    // 新村村民委员会 is also called 新村, and some cut it to 新; 光明村 may be 光明.
    if let Some(shorter) = stem.strip_suffix('村') {
        add(shorter, u8::from(core != official));
        if rural {
            spellings.push((stem.to_owned(), SAME_KIND));
        }
    }
    spellings
}

/// Kinds of townships, longest first.
const TOWNSHIP_KINDS: [&str; 6] = ["街道办事处", "街道办", "民族乡", "街道", "镇", "乡"];

/// The spellings of a township, from its official name (folded).
pub(super) fn township_spellings(official: &str) -> Vec<(String, u8)> {
    let mut spellings = vec![(official.to_owned(), OFFICIAL)];
    let kind = TOWNSHIP_KINDS.into_iter().find(|kind| official.ends_with(kind));
    let Some(kind) = kind else { return spellings };
    let stem = &official[..official.len() - kind.len()];
    for stem in [stem, without_peoples(stem)] {
        if stem.is_empty() {
            continue;
        }
        for other in TOWNSHIP_KINDS {
            let same = other == kind
                || (other.starts_with("街道") && kind.starts_with("街道"))
                || (other.ends_with('乡') && kind.ends_with('乡'));
            let rank = if same { SAME_KIND } else { OTHER_KIND };
            spellings.push((format!("{stem}{other}"), rank));
        }
        spellings.push((stem.to_owned(), BARE));
    }
    spellings
}

/// The long and the short spellings of a province, prefecture or county (folded).
pub(super) fn upper_spellings(official: &str) -> (Vec<String>, Option<String>) {
    let kinds = ["自治州", "自治县", "自治区", "特区", "省", "州", "市", "县", "区"];
    let mut long = vec![official.to_owned()];
    let Some(kind) = kinds.into_iter().find(|kind| official.ends_with(kind)) else {
        return (long, None);
    };
    let short = without_peoples(&official[..official.len() - kind.len()]);
    if let Some(plain) = kind.strip_prefix("自治") {
        long.push(format!("{short}{plain}"));
    }
    // One character (云县, 芒市) is too little to be told from a township's name.
    (long, (1 < short.chars().count()).then(|| short.to_owned()))
}

/// Peoples in names of townships and counties, longest first.
const PEOPLES: [&str; 32] = [
    "哈尼族",
    "傈僳族",
    "拉祜族",
    "纳西族",
    "景颇族",
    "布朗族",
    "布依族",
    "阿昌族",
    "普米族",
    "蒙古族",
    "基诺族",
    "德昂族",
    "独龙族",
    "土家族",
    "仡佬族",
    "毛南族",
    "仫佬族",
    "各族",
    "彝族",
    "白族",
    "傣族",
    "壮族",
    "苗族",
    "回族",
    "佤族",
    "瑶族",
    "藏族",
    "怒族",
    "水族",
    "满族",
    "侗族",
    "羌族",
];

/// 永兴傣族 → 永兴; a name that is nothing but peoples stays.
fn without_peoples(name: &str) -> &str {
    let mut rest = name;
    while let Some(shorter) = PEOPLES.iter().find_map(|people| rest.strip_suffix(people)) {
        if shorter.is_empty() {
            return name;
        }
        rest = shorter;
    }
    rest
}
