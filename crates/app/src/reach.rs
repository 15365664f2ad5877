//! How far a scope reaches: the regions in it.

use kernel::Region;
use store::Scope;

use crate::home::Home;

/// The region of this statistical code, when it is the scope's own or lies below it.
#[must_use]
pub fn region_in<'a>(home: &'a Home, scope: &Scope, code: &str) -> Option<&'a Region> {
    let regions = &home.definitions.regions;
    let found = regions.by_stat_code(code)?;
    let inside = found.id == scope.region_id
        || regions.ancestors(found.id).any(|it| it.id == scope.region_id);
    inside.then_some(found)
}

/// The scope narrowed to a region in it; the scope itself when no region is asked for.
#[must_use]
pub fn narrowed(home: &Home, scope: &Scope, code: Option<&str>) -> Option<Scope> {
    let Some(code) = code else { return Some(scope.clone()) };
    let region = region_in(home, scope, code)?;
    Some(Scope { region_id: region.id, level: region.level, ..scope.clone() })
}

/// The region of a scope and every region below it.
#[must_use]
pub fn regions(home: &Home, scope: &Scope) -> Vec<i64> {
    let mut found = vec![scope.region_id];
    let mut at = 0;
    while let Some(region) = found.get(at).copied() {
        found.extend(home.definitions.regions.children(region).map(|it| it.id));
        at += 1;
    }
    found
}

/// The counties of a scope; below the county, the one it lies in.
#[must_use]
pub fn counties(home: &Home, scope: &Scope) -> Vec<Region> {
    let regions = &home.definitions.regions;
    let Some(region) = regions.get(scope.region_id) else { return Vec::new() };
    home.counties_of(region).unwrap_or_else(|_| {
        let county = regions.chain(region.id).county.and_then(|it| regions.get(it));
        county.cloned().into_iter().collect()
    })
}
