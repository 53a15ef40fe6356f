//! People by their ids, and one by their username.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use uuid::Uuid;

use super::{LoadError, Reader, answer};
use crate::entity::authored::Wanted;
use crate::entity::list::{Children, Slice};
use crate::entity::post::Found;
use crate::entity::post::list::PostList;
use crate::entity::row::{Columns, Row};
use crate::entity::user::{UserRow, find};
use crate::page::{Order, Page};

/// Posts that come with a person at the most: with each of them their columns come once more.
const MAX_POSTS: u32 = 25;
/// What of a person may be so long that it is not to come more than once.
const LONG: Columns = Columns::named(UserRow::NAMES, "bio_html");

/// A person, by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UserById(pub Uuid);

impl Loader<UserById> for Reader {
    type Value = Option<UserRow>;
    type Error = LoadError;

    async fn load(&self, keys: &[UserById]) -> Result<HashMap<UserById, Self::Value>, LoadError> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = find::by_ids(self.connection(), &ids).await?;
        Ok(answer(keys, found.into_iter().map(|user| (UserById(user.id), user))))
    }
}

impl Reader {
    /// The person with this username, or who had it once; with this page of their posts where it is asked for, is short, and
    /// takes no statement of its own.
    pub async fn user_named(
        &self,
        username: &str,
        columns: Columns,
        posts: Option<(Order, &Page, Wanted)>,
    ) -> Result<Option<(UserRow, Option<Slice<Found>>)>, LoadError> {
        let connection = self.connection();
        let is_short = |page: &Page| page.size <= MAX_POSTS && !UserRow::is_among(LONG, columns);
        let Some((order, page, wanted)) = posts.filter(|(_, page, _)| is_short(page)) else {
            let user = find::by_username(connection, username, columns).await?;
            return Ok(user.map(|user| (user, None)));
        };
        let posts = PostList::OfAuthor;
        let list = posts.list(self.viewer(), self.now(), order, wanted.of_rows(page.size as usize));
        let parent_column = posts.parent_column();
        Ok(find::by_username_with_page(connection, username, columns, &list, parent_column, page).await?)
    }
}
