//! One attempt a request: mutations that check or make credentials may not be stacked by aliases.

use async_graphql::Name;

/// Root fields of which a request holds one at the most, all of them together; some are still to come.
const CREDENTIAL_MUTATIONS: [&str; 5] =
    ["register", "login", "completeMfaLogin", "requestPasswordReset", "resetPassword"];

/// Why a request is not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "The request holds {0} of the mutations register, login, completeMfaLogin, requestPasswordReset and resetPassword; \
     send one a request."
)]
pub struct TooMany(usize);

/// Counts them among a mutation's root fields, whatever `@skip` says.
pub(super) fn check(root_fields: &[Name]) -> Result<(), TooMany> {
    match root_fields.iter().filter(|name| CREDENTIAL_MUTATIONS.contains(&name.as_str())).count() {
        0 | 1 => Ok(()),
        count => Err(TooMany(count)),
    }
}
