//! The department files of an invented county, as messy as offices send them.
//!
//! The townships and villages are real, nobody who lives in them is: sequence digits of identity
//! numbers lie between 600 and 989, phones in segments that nobody is given. Everything goes
//! through the real importer, so the files have titles, subtotals, merged cells, three encodings,
//! and defects in some rows of a thousand.

mod appeals;
mod assets;
mod hardship;
mod health;
mod office;
mod people;
mod plan;
mod registers;
mod school;
mod welfare;
mod work;

use std::path::Path;

use kernel::{Month, RegionTree};

use office::Office;
use people::County;
use plan::Plan;

/// How large a county to invent.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// Rural households; all other counts follow.
    pub households: usize,
}

impl Default for Scale {
    /// A county of the size of Yongren: 25,000 households.
    fn default() -> Scale {
        Scale { households: 25_000 }
    }
}

/// Writes a county of full size; see [`write_scaled`].
///
/// # Errors
/// As [`write_scaled`].
pub fn write(
    regions: &RegionTree,
    county_id: i64,
    month: Month,
    seed: u64,
    out: &Path,
) -> anyhow::Result<Vec<String>> {
    write_scaled(regions, county_id, month, seed, out, Scale::default())
}

/// Writes the files of one data month into folders below `out`, one folder a department, and
/// gives their paths below `out` in the order written. Equal arguments give equal files.
///
/// # Errors
/// When `county_id` has no villages, or a file cannot be written.
pub fn write_scaled(
    regions: &RegionTree,
    county_id: i64,
    month: Month,
    seed: u64,
    out: &Path,
    scale: Scale,
) -> anyhow::Result<Vec<String>> {
    let county = County::invent(regions, county_id, month, seed, scale)?;
    let plan = Plan::of(&county);
    let mut office = Office::new(out, &county, &plan);
    registers::write(&mut office)?;
    health::write(&mut office)?;
    welfare::write(&mut office)?;
    school::write(&mut office)?;
    work::write(&mut office)?;
    hardship::write(&mut office)?;
    assets::write(&mut office)?;
    appeals::write(&mut office)?;
    office.save("15_其他/新建 Microsoft Excel 工作表.xlsx", &[])?;
    Ok(office.written)
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, fs};

    use kernel::ResidentId;

    use super::*;

    const REGIONS: &str = "id,parent_id,level,name,stat_code\n\
        1,,province,虚构省,990000000000\n\
        2,1,prefecture,虚构州,990100000000\n\
        3,2,county,虚构县,990123000000\n\
        4,3,township,上乡,990123201000\n\
        5,4,village,河边村民委员会,990123201201\n\
        6,4,village,山脚社区居民委员会,990123201202\n";

    /// Paths and contents of a small county.
    fn files(seed: u64) -> Vec<(String, Vec<u8>)> {
        let regions = RegionTree::parse(REGIONS).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let month = Month::new(2023, 10).unwrap();
        let scale = Scale { households: 300 };
        let written = write_scaled(&regions, 3, month, seed, folder.path(), scale).unwrap();
        let read = |path: String| {
            let bytes = fs::read(folder.path().join(&path)).unwrap();
            (path, bytes)
        };
        written.into_iter().map(read).collect()
    }

    #[test]
    fn equal_seeds_give_equal_files_and_other_seeds_other_people() {
        let once = files(1);
        assert!(once.len() > 25, "{}", once.len());
        assert!(once == files(1), "the same seed gave other files");
        let other = files(2);
        assert_ne!(once[0].1, other[0].1);
    }

    #[test]
    fn identity_numbers_are_unique_and_nobodys() {
        let regions = RegionTree::parse(REGIONS).unwrap();
        let month = Month::new(2023, 10).unwrap();
        let county = County::invent(&regions, 3, month, 5, Scale { households: 500 }).unwrap();
        let mut seen = HashSet::new();
        for person in &county.people {
            let sequence: u32 = person.id[14..17].parse().unwrap();
            assert!((600..=989).contains(&sequence));
            let read = ResidentId::read(&person.id).unwrap().id;
            assert_eq!(read.birth(), person.birth);
            assert!(seen.insert(person.id.clone()), "a number given twice");
        }
        assert!(county.people.len() > 1_400);
    }
}
