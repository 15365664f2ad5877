//! Who works on the command line: whoever holds the machine.

use app::{access::Access, home::Home, staff::Staff};
use store::Scope;

/// What the audit calls them.
pub const ACTOR: &str = "cli";

/// Whoever holds the machine, with every role, in one region given by its code.
///
/// # Errors
/// When there is no such region.
pub fn owner_of(home: &Home, region: &str) -> anyhow::Result<Staff> {
    let region = home.region(region)?;
    Ok(Staff {
        account_id: ACTOR.to_owned(),
        login: ACTOR.to_owned(),
        name: ACTOR.to_owned(),
        roles: Access::get().roles.keys().cloned().collect(),
        scope: Scope::region(region.id, region.level),
        department: None,
        viewed_by: None,
        token_id: None,
        must_change_password: false,
        must_set_up_totp: false,
    })
}
