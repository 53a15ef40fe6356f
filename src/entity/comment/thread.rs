//! A whole discussion in one row: each comment before its replies.
//!
//! What stands under a post is read as a skeleton, ids without texts, and put into order here; the rows of one page are read by
//! their ids. The order hangs on all comments above one, so no index could give it, and for the first page as for the last
//! the skeleton of the whole discussion is read.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use crate::entity::column::Column;
use crate::entity::list::ById;
use crate::entity::sql::Sql;
use crate::page::Order;

/// The order of a thread, siblings as they were written. Its cursors say which comment they point at, and no more.
pub const OLDEST: Order = Order { name: "thread, oldest", key: None, id: "c.id", descending: false };
/// Siblings the newest first.
pub const NEWEST: Order = Order { name: "thread, newest", key: None, id: "c.id", descending: false };
/// Siblings with the most reactions first.
pub const TOP: Order = Order { name: "thread, top", key: None, id: "c.id", descending: false };

/// A comment's place in a discussion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bone {
    pub id: Uuid,
    pub parent_id: Option<Uuid>,
    pub reaction_count: i32,
}

/// What stands under each of the posts, in no order.
pub async fn skeletons(
    connection: &impl ConnectionTrait,
    post_ids: &[Uuid],
) -> Result<ById<Vec<Bone>>, DbErr> {
    // Down the replies, for which there is an index.
    let mut sql = Sql::new(
        connection.get_database_backend(),
        "WITH RECURSIVE thread (post_id, id, parent_id, reaction_count) AS (
        SELECT c.post_id, c.id, c.parent_id, c.reaction_count FROM comments c WHERE ",
    );
    sql.any("c.post_id", post_ids).push(
        " AND c.parent_id IS NULL UNION ALL
        SELECT c.post_id, c.id, c.parent_id, c.reaction_count FROM thread t JOIN comments c ON c.parent_id = t.id)
        SELECT post_id, id, parent_id, reaction_count FROM thread",
    );
    let mut found: ById<Vec<Bone>> = post_ids.iter().map(|id| (*id, Vec::new())).collect();
    for row in sql.all(connection).await? {
        let bone = Bone {
            id: Column::read(&row, 1)?,
            parent_id: Column::read(&row, 2)?,
            reaction_count: Column::read(&row, 3)?,
        };
        found.entry(Column::read(&row, 0)?).or_default().push(bone);
    }
    Ok(found)
}

/// The comments of a discussion one after the other, each before its replies.
pub fn flat(mut bones: Vec<Bone>, order: &Order) -> Vec<Bone> {
    // Ids ascend with time. Backwards, for what is put upon the pile last is taken first.
    match order.name {
        name if name == NEWEST.name => bones.sort_unstable_by_key(|bone| bone.id),
        name if name == TOP.name => bones.sort_unstable_by_key(|bone| (bone.reaction_count, bone.id)),
        _ => bones.sort_unstable_by_key(|bone| std::cmp::Reverse(bone.id)),
    }
    let mut under: HashMap<Option<Uuid>, Vec<Bone>> = HashMap::new();
    let count = bones.len();
    for bone in bones {
        under.entry(bone.parent_id).or_default().push(bone);
    }
    let mut pile = under.remove(&None).unwrap_or_default();
    let mut flat = Vec::with_capacity(count);
    while let Some(bone) = pile.pop() {
        flat.push(bone);
        pile.extend(under.remove(&Some(bone.id)).into_iter().flatten());
    }
    flat
}

/// The places, in a discussion that is flat, of the page of so many that holds a comment and those that it answers: it begins with
/// the first of these; where the comment is further off than a page is long, the page ends with it, and of what lies between only
/// the ancestors are there. Nothing where there is no such comment.
///
/// # Errors
/// How many there are of it and its ancestors, when that is more than the page holds.
pub fn around(flat: &[Bone], id: Uuid, size: usize) -> Option<Result<Vec<usize>, usize>> {
    let at = flat.iter().position(|bone| bone.id == id)?;
    // Each stands somewhere before what answers it.
    let mut line = vec![at];
    let mut parent_id = flat.get(at)?.parent_id;
    for place in (0..at).rev() {
        let bone = flat.get(place)?;
        if Some(bone.id) == parent_id {
            line.push(place);
            parent_id = bone.parent_id;
        }
    }
    line.reverse();
    if line.len() > size {
        return Some(Err(line.len()));
    }
    let first = *line.first()?;
    if at - first < size {
        return Some(Ok((first..flat.len().min(first + size)).collect()));
    }
    // From the comment backwards, as long as those of its ancestors that are left fit too.
    let mut places = Vec::with_capacity(size);
    for place in (0..=at).rev() {
        let left = line.iter().filter(|one| **one < place).count();
        if line.contains(&place) || places.len() + left < size {
            places.push(place);
        }
        if places.len() + left >= size {
            places.extend(line.iter().rev().filter(|one| **one < place));
            break;
        }
    }
    places.reverse();
    Some(Ok(places))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bone(id: u128, parent: u128, reaction_count: i32) -> Bone {
        let parent_id = (parent > 0).then(|| Uuid::from_u128(parent));
        Bone { id: Uuid::from_u128(id), parent_id, reaction_count }
    }

    fn ids(bones: &[Bone]) -> Vec<u128> {
        bones.iter().map(|bone| bone.id.as_u128()).collect()
    }

    #[test]
    fn each_stands_before_its_replies() {
        let bones =
            vec![bone(1, 0, 1), bone(2, 0, 5), bone(3, 1, 0), bone(4, 2, 0), bone(5, 1, 2), bone(6, 3, 9)];
        assert_eq!(ids(&flat(bones.clone(), &OLDEST)), [1, 3, 6, 5, 2, 4]);
        assert_eq!(ids(&flat(bones.clone(), &NEWEST)), [2, 4, 1, 5, 3, 6]);
        assert_eq!(ids(&flat(bones, &TOP)), [2, 4, 1, 5, 3, 6]);
        assert_eq!(flat(Vec::new(), &OLDEST), []);
    }

    #[test]
    fn a_page_around_holds_the_comment_and_all_that_it_answers() {
        // 1 with fifty replies, the last of which has one.
        let mut bones = vec![bone(1, 0, 0)];
        bones.extend((2..=51).map(|id| bone(id, 1, 0)));
        bones.push(bone(52, 51, 0));
        bones.push(bone(53, 0, 0));
        let flat = flat(bones, &OLDEST);
        let page = |id: u128, size: usize| -> Vec<u128> {
            let places = around(&flat, Uuid::from_u128(id), size).unwrap().unwrap();
            places.into_iter().map(|place| flat[place].id.as_u128()).collect()
        };
        assert_eq!(page(3, 5), [1, 2, 3, 4, 5]);
        assert_eq!(page(53, 5), [53]);
        assert_eq!(page(52, 5), [1, 49, 50, 51, 52]);
        assert_eq!(page(52, 3), [1, 51, 52]);
        assert_eq!(page(30, 2), [1, 30]);
        assert_eq!(around(&flat, Uuid::from_u128(52), 2), Some(Err(3)));
        assert_eq!(around(&flat, Uuid::from_u128(99), 5), None);
        for id in 1..=53 {
            for size in 3..=60 {
                let page = page(id, size);
                assert!(page.len() <= size && page.contains(&id), "{id} of {size}: {page:?}");
                assert!(page.is_sorted(), "{page:?}");
                assert!(id == 53 || page.contains(&1), "{page:?}");
            }
        }
    }
}
