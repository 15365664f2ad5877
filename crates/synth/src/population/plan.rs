//! How many people where: the sizes, and the figures they are calibrated to.

/// The three sizes of the benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 永仁县: 25,000 rural households, 88,000 persons.
    County,
    /// 大理州: 12 counties, 3.0 million persons.
    Prefecture,
    /// 云南省: 129 counties, 6.1 million households, 23.6 million persons.
    Province,
}

impl Size {
    /// The size of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Size> {
        [Size::County, Size::Prefecture, Size::Province].into_iter().find(|it| it.name() == name)
    }

    /// `county`, `prefecture`, `province`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Size::County => "county",
            Size::Prefecture => "prefecture",
            Size::Province => "province",
        }
    }

    /// Leading digits of the counties it is made of, and how many there are.
    #[must_use]
    pub fn counties(self) -> (&'static str, usize) {
        match self {
            Size::County => ("532327", 1),
            Size::Prefecture => ("5329", 12),
            Size::Province => ("53", 129),
        }
    }

    fn households(self) -> usize {
        match self {
            Size::County => 25_000,
            Size::Prefecture => 775_000,
            Size::Province => 6_142_000,
        }
    }

    /// Shares of households, from `plan_indicators.csv` (the regions' plans for 2021-2025).
    fn shares(self) -> Shares {
        // Province: 1.866 million households lifted out of poverty with 7.562 million persons;
        // with the monitored ones 1.979 million and 7.961 million (ch. 1 §2, ch. 2). 211,200
        // households were unstable or on the edge, the risk of 18,900 not yet gone (ch. 1 §2):
        // 113,000 of them outside the first group, so 98,200 within it.
        let province = Shares {
            out_of_poverty_per_million: 303_800,
            unstable_per_million: 52_600,
            marginal_per_million: 26_400,
            not_eliminated_per_million: 89_500,
            members_out_of_poverty: 7.562 / 1.866,
            members_others: (23.6 - 7.562) / (6.142 - 1.866),
        };
        match self {
            Size::Province => province,
            // Dali: 420,800 persons lifted out of poverty; household size as in the province.
            Size::Prefecture => Shares {
                out_of_poverty_per_million: 134_000,
                members_others: (3_000.0 - 420.8) / (775.0 - 103.85),
                ..province
            },
            // Yongren: 6,265 households with 22,245 persons lifted out of poverty. The 420
            // monitored households, 190 of them not eliminated, are those of the sample files.
            Size::County => Shares {
                out_of_poverty_per_million: 250_600,
                unstable_per_million: 33_500,
                marginal_per_million: 11_200,
                not_eliminated_per_million: 452_000,
                members_out_of_poverty: 22_245.0 / 6_265.0,
                members_others: (87_875.0 - 22_245.0) / (25_000.0 - 6_265.0),
            },
        }
    }
}

/// Shares of households, in millionths, and members of a household.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shares {
    /// Lifted out of poverty (脱贫户), of all.
    pub out_of_poverty_per_million: i64,
    /// Watched now or before, of those.
    pub unstable_per_million: i64,
    /// Watched now or before, of the others.
    pub marginal_per_million: i64,
    /// Risk not yet gone, of the watched.
    pub not_eliminated_per_million: i64,
    /// Members of a household lifted out of poverty.
    pub members_out_of_poverty: f64,
    /// Members of another household.
    pub members_others: f64,
}

/// One county of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct County {
    /// Place in the plan.
    pub number: usize,
    /// Six-digit code.
    pub code: String,
    /// How many households.
    pub households: usize,
    /// Key of the first household; the others follow without a gap.
    pub first_hid: i64,
    /// Key of the first person; the others follow without a gap.
    pub first_pid: i64,
    /// Keys of townships, villages and groups begin here.
    pub first_village: i64,
}

/// Which counties, how large, from which seed.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What the counties differ by from those of another seed.
    pub seed: u64,
    /// The shares all counties have.
    pub shares: Shares,
    /// The counties.
    pub counties: Vec<County>,
}

/// Room for the keys of a household's members.
const MOST_MEMBERS: i64 = 8;

impl Plan {
    /// The plan of a size with the given six-digit county codes, of which those
    /// of its region are taken in order.
    ///
    /// # Errors
    /// When there are fewer codes than the size has counties.
    pub fn new(size: Size, codes: &[String], seed: u64) -> anyhow::Result<Plan> {
        let (prefix, count) = size.counties();
        let codes: Vec<&String> =
            codes.iter().filter(|it| it.starts_with(prefix)).take(count).collect();
        anyhow::ensure!(codes.len() == count, "需要 {count} 个以 {prefix} 开头的县级代码");
        // Counties differ: the largest is more than twice the smallest.
        let weight = |number: usize| 60 + number * 37 % 81;
        let total: usize = (0..count).map(weight).sum();
        let (mut first_hid, mut first_pid) = (1, 1);
        let counties = codes
            .into_iter()
            .enumerate()
            .map(|(number, code)| {
                let households = size.households() * weight(number) / total;
                let county = County {
                    number,
                    code: code.clone(),
                    households,
                    first_hid,
                    first_pid,
                    first_village: 100_000 * (number as i64 + 1),
                };
                first_hid += households as i64;
                first_pid += households as i64 * MOST_MEMBERS;
                county
            })
            .collect();
        Ok(Plan { seed, shares: size.shares(), counties })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_has_the_counties_and_households_of_its_size() {
        let codes: Vec<String> = (0..12).map(|it| (532_901 + it).to_string()).collect();
        let plan = Plan::new(Size::Prefecture, &codes, 1).expect("enough codes");
        let households: usize = plan.counties.iter().map(|it| it.households).sum();
        assert!((774_980..=775_000).contains(&households), "{households}");
        let (first, second) = (&plan.counties[0], &plan.counties[1]);
        assert_eq!(second.first_hid, first.first_hid + first.households as i64);
        assert!(first.first_pid + first.households as i64 * 8 <= second.first_pid);
        assert!(Plan::new(Size::Province, &codes, 1).is_err(), "twelve are not 129");
    }
}
