//! People.

use uuid::Uuid;

use crate::viewer::{Role, Viewer};

/// Somebody's e-mail address is for themselves and admins.
pub fn sees_email(viewer: &Viewer, user_id: Uuid) -> bool {
    viewer.is(Some(user_id)) || viewer.has_role(Role::Admin)
}

/// Everybody signed in may follow everybody but themselves.
pub fn can_follow(viewer: &Viewer, user_id: Uuid) -> bool {
    viewer.user_id().is_some_and(|viewer_id| viewer_id != user_id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::viewer::SignedIn;

    #[test]
    fn an_address_is_seen_by_its_owner_and_admins() {
        let (owner, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let viewer = |user_id, role| Viewer::SignedIn(SignedIn { user_id, session_id: Uuid::nil(), role });
        assert!(sees_email(&viewer(owner, Role::Reader), owner));
        assert!(sees_email(&viewer(other, Role::Admin), owner));
        assert!(!sees_email(&viewer(other, Role::Moderator), owner));
        assert!(!sees_email(&Viewer::Anonymous, owner));
        assert!(!can_follow(&viewer(owner, Role::Admin), owner));
        assert!(!can_follow(&Viewer::Anonymous, owner));
    }
}
