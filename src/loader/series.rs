//! Series, by their ids and by the posts that stand in them, and how many posts count.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use uuid::Uuid;

use super::{LoadError, Reader, answer};
use crate::entity::series::{Model as Series, find};

/// A series, by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesById(pub Uuid);

impl Loader<SeriesById> for Reader {
    type Value = Option<Series>;
    type Error = LoadError;

    async fn load(&self, keys: &[SeriesById]) -> Result<HashMap<SeriesById, Self::Value>, LoadError> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = find::by_ids(self.connection(), &ids).await?;
        Ok(answer(keys, found.into_iter().map(|series| (SeriesById(series.id), series))))
    }
}

/// The series in which a post stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesByPost(pub Uuid);

impl Loader<SeriesByPost> for Reader {
    type Value = Option<Series>;
    type Error = LoadError;

    async fn load(&self, keys: &[SeriesByPost]) -> Result<HashMap<SeriesByPost, Self::Value>, LoadError> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = find::by_posts(self.connection(), &ids).await?;
        Ok(answer(keys, found.into_iter().map(|(post_id, series)| (SeriesByPost(post_id), series))))
    }
}

/// How many posts of a series count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostCountOfSeries(pub Uuid);

impl Loader<PostCountOfSeries> for Reader {
    type Value = i32;
    type Error = LoadError;

    async fn load(
        &self,
        keys: &[PostCountOfSeries],
    ) -> Result<HashMap<PostCountOfSeries, Self::Value>, LoadError> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let mut answers: HashMap<_, _> = keys.iter().map(|key| (*key, 0)).collect();
        for (id, count) in find::post_counts(self.connection(), &ids).await? {
            answers.insert(PostCountOfSeries(id), i32::try_from(count).unwrap_or(i32::MAX));
        }
        Ok(answers)
    }
}
